"""`vibe-desktop create-campaign`: page and audience to mails, leads and, on request, a launch."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vibe_desktop.app.cli import mails, views
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer, cancelled, refusal
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.errors import Cancelled, Conflict, InvalidInput, Trouble
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.domain.leads import ImportReport, SkipReason
from vibe_desktop.domain.urls import host_of, normalise_product_url
from vibe_desktop.domain.variants import FIRST_STEP, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services


def create_campaign(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Page and audience to mails; with a file to leads; on request to a launch.

    The same command again goes on with a launch that was cut off, and leaves one that is done
    alone: a second campaign would write to the same people twice. Whoever was killed, or lost the
    answer, may simply repeat it.
    """
    if refused := _refused(args):
        return refusal(refused)
    if args.leads is not None:
        try:
            services.leads.inspect(args.leads, work)
        except Trouble as early:  # told before a page is read and a model paid
            return refusal(early.advised(safe=early.safe or "Nothing was created."))
    begun = _launched_before(args, services, work) if args.launch else None
    campaign = begun or (
        services.campaigns.create(
            name=args.name, url=args.url, target_audience=args.audience, work=work
        ).value
    )
    told = _Told()
    told.lines.append(f"Campaign {campaign.name} ({campaign.id})")
    if begun:
        told.lines.append("This very campaign was launched before, so no second one is made.")
    trouble: Trouble | Cancelled | None = None
    try:
        _make(args, services, work, campaign, told, begun=begun is not None)
    except (Trouble, Cancelled) as caught:
        trouble = caught
    now = Work()  # telling how things stand must not be cancelled
    told.data["campaign"] = views.campaign(services.campaigns.get(campaign.id, now))
    if trouble is None:
        return Answer(told.data, told.lines, REFUSED if "error" in told.data else DONE)
    if args.launch:
        told.data["launch"] = views.launch(services.launches.latest(campaign.id, now))
    kept = f"The campaign is kept as {campaign.id}."
    if isinstance(trouble, Cancelled):
        return Answer(cancelled(told.data).data, [*told.lines, "", kept], REFUSED)
    if trouble.safe:
        told.lines += ["", kept]
    trouble = trouble.advised(safe=trouble.safe or kept)
    return Answer(refusal(trouble, told.data).data, told.lines, REFUSED)


@dataclass(slots=True)
class _Told:
    """What was done so far, for programs and for people."""

    data: dict[str, object] = field(
        default_factory=lambda: {
            "campaign": None,
            "variants": [],
            "follow_ups": [],
            "leads": views.leads(None),
            "launch": None,
        }
    )
    lines: list[str] = field(default_factory=list)


def _refused(args: argparse.Namespace) -> InvalidInput | None:
    if args.launch and not args.approve:
        return InvalidInput(
            "A launch needs --approve: nothing is sent that was not approved.",
            safe="Nothing was created.",
            next_step="Add --approve, or leave --launch out and review the variants first.",
            field="approve",
        )
    if not args.audience.strip():
        return InvalidInput(
            "The audience is empty.",
            safe="Nothing was created.",
            next_step="Say in a few words who the mails are for.",
            field="audience",
        )
    return None


def _launched_before(
    args: argparse.Namespace, services: Services, work: Work, *, beside: str = ""
) -> Campaign | None:
    """The campaign that this very command launched, or began to launch, before; None without.

    It is the same command when page, audience, name and leads are the same. Another name, or
    other people, make another campaign. The one with the id `beside` does not count.

    Raises:
        Conflict: The file has some of the same people, and others.
    """
    url, audience = normalise_product_url(args.url), args.audience.strip()
    name = " ".join(args.name.split()) or host_of(url)
    for row in services.campaigns.dashboard(work).rows:
        found = row.campaign
        same = (found.url, found.target_audience, found.name) == (url, audience, name)
        if not same or found.id == beside:
            continue
        launch = services.launches.latest(found.id, work)
        if launch is None or launch.state is LaunchState.FAILED:
            continue
        if launch.state in UNFINISHED or args.leads is None:
            return found
        report = services.leads.rehearse(args.leads, None, found.id, work)
        if not report.created:
            return found
        if known := _known(report):
            raise Conflict(
                f"{known:,} of the people in “{args.leads.name}” belong to the campaign "
                f"“{found.name}”, which this command launched before. A second campaign would "
                "write to them twice.",
                safe="Nothing was created.",
                next_step="Leave only new people in the file, or give another --name to write to "
                "all of them.",
            )
    return None


def _known(report: ImportReport) -> int:
    """How many rows of a file are people that the campaign has."""
    elsewhere = report.reasons.get(SkipReason.IN_CAMPAIGN, 0)
    return report.updated + report.unchanged + elsewhere


def _make(
    args: argparse.Namespace,
    services: Services,
    work: Work,
    campaign: Campaign,
    told: _Told,
    *,
    begun: bool,
) -> None:
    """Do it step by step, telling each; a step that fails leaves what was told before."""
    if begun:
        written = services.variants.list(campaign.id, work)
    else:
        setup = replace(campaign.setup, waits=mails.waits(args.follow_ups))
        services.campaigns.update(campaign.id, setup=setup, work=work)
        written = services.copywriting.draft(campaign.id, work).value
    _tell_mails(written, told)
    if args.leads is not None:
        report = services.leads.import_file(args.leads, None, campaign.id, work).value
        told.data["leads"] = views.leads(report)
        told.lines += ["", f"{report.imported:,} leads imported, {report.skipped:,} rows skipped"]
        told.lines += [f"   {count:,}: {reason.words}" for reason, count in report.reasons.items()]
    if args.approve and not begun:
        _tell_states([services.variants.approve(mail.id, work).value for mail in written], told)
        follow_ups = any(mail.step > FIRST_STEP for mail in written)
        and_more = " and their follow-ups" if follow_ups else ""
        told.lines += ["", f"All three variants{and_more} are approved."]
    if not args.launch:
        return
    launched = services.launches.latest(campaign.id, work) if begun else None
    if launched is not None and launched.state not in UNFINISHED:
        told.data["launch"] = {**(views.launch(launched) or {}), "warnings": []}
        told.lines.append(_state_of(launched))
        told.lines.append("Nothing was sent again. Give another --name to launch it once more.")
    else:
        _record_bases(args.country_basis, services, work, campaign, told)
        if not begun and _launched_before(args, services, work, beside=campaign.id):
            raise Conflict(
                "The same command, started beside this one, has launched a campaign meanwhile.",
                safe="This one was not launched, so that nobody is written to twice.",
                next_step="Delete this one in the window.",
            )
        _launch(services, work, campaign, told)


def _tell_mails(written: Sequence[Variant], told: _Told) -> None:
    _tell_states(written, told)
    for mail in written:
        subject, body = mail.current.subject, mail.current.body
        if mail.step > FIRST_STEP:
            told.lines += mails.lines(mail.angle, mail.step, subject, body)
            continue
        told.lines += [
            "",
            f"{mail.letter}  {mail.angle.value}: {subject}",
            "",
            *(f"   {line}".rstrip() for line in body.splitlines()),
        ]


def _tell_states(written: Sequence[Variant], told: _Told) -> None:
    first = [views.variant(mail) for mail in written if mail.step == FIRST_STEP]
    later = [
        views.variant(mail) | {"step": mail.step} for mail in written if mail.step > FIRST_STEP
    ]
    told.data |= {"variants": first, "follow_ups": later}


def _record_bases(
    given: Sequence[tuple[str, str]],
    services: Services,
    work: Work,
    campaign: Campaign,
    told: _Told,
) -> None:
    """Keep the evidence for countries that ask for it; say which was not needed."""
    gates = {gate.country: gate for gate in services.compliance.gates(campaign.id, work)}
    for country, basis in given:
        gate = gates.get(country)
        if gate is None or not gate.asked_for:
            told.lines.append(f"Note: no lead needs a basis for {country}.")
        elif gate.basis is None or gate.basis.basis != basis.strip() or not gate.open:
            services.compliance.record(campaign.id, country, basis, work)


def _launch(services: Services, work: Work, campaign: Campaign, told: _Told) -> None:
    launch = services.launches.launch(campaign.id, work).value
    # Asked for after the launch, which fetched the mailboxes: so nothing is fetched twice.
    looked = services.launches.preflight(campaign.id, work)
    warnings = [item.detail for item in looked.items if not item.ok and not item.blocking]
    told.data["launch"] = {**(views.launch(launch) or {}), "warnings": warnings}
    told.lines.append(_state_of(launch))
    told.lines += [f"Note: {words}" for words in warnings]
    if launch.state is LaunchState.FAILED:
        told.data["error"] = {"code": "launch_failed", "what": launch.reason}


def _state_of(launch: Launch) -> str:
    return f"Launch: {launch.state.value}, {launch.uploaded:,} leads at Instantly."

"""`vibe-desktop create-campaign`: page and audience to mails, leads and, on request, a launch."""

import argparse
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from vibe_desktop.app.cli import mails, views
from vibe_desktop.app.cli.beginnings import launched_before, left_before, whole
from vibe_desktop.app.cli.insisting import unhealthy_senders
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer, cancelled, refusal
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.errors import Cancelled, Conflict, InvalidInput, Trouble
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.domain.variants import FIRST_STEP, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services


def create_campaign(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Page and audience to mails; with a file to leads; on request to a launch.

    The same command again goes on with a launch that was cut off, or with the draft of one that
    did not come so far, and leaves one that is done alone: a second campaign would write to the
    same people twice. Whoever was killed, or lost the answer, may simply repeat it.
    """
    if refused := _refused(args):
        return refusal(refused)
    if args.leads is not None:
        try:
            services.leads.inspect(args.leads, work)
        except Trouble as early:  # told before a page is read and a model paid
            return refusal(early.advised(safe=early.safe or "Nothing was created."))
    insisted, said = unhealthy_senders(args.use_unhealthy, services, work)
    told = _Told()
    with ExitStack() as held:
        start = _start(args, services, work, held)
        campaign = start.campaign
        told.lines += [f"Campaign {campaign.name} ({campaign.id})", *filter(None, (start.note,))]
        told.lines += [] if start.over else said
        trouble: Trouble | Cancelled | None = None
        try:
            _make(args, services, work, start, insisted, told)
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


@dataclass(frozen=True, slots=True)
class _Start:
    """The campaign that is worked on.

    Attributes:
        begun: Whether its launch was begun before.
        over: Whether that came to an end.
        note: What to say about it, "" for nothing.
    """

    campaign: Campaign
    begun: bool = False
    over: bool = False
    note: str = ""


def _start(args: argparse.Namespace, services: Services, work: Work, held: ExitStack) -> _Start:
    """Find the campaign that was begun before, or make one; kept for us until `held` is left."""
    if args.launch and (begun := launched_before(args, services, work)):
        words = "This very campaign was launched before, so no second one is made."
        launch = services.launches.latest(begun.id, work)
        over = launch is not None and launch.state not in UNFINISHED
        return _Start(begun, begun=True, over=over, note=words)
    left, note = left_before(args, services, work) if args.launch else (None, "")
    if left is not None:
        if held.enter_context(services.launches.preparing(left.id)):
            words = "It was made before with the same page, audience and name, and not launched."
            return _Start(left, note=words)
        note = f"Note: another command is working on the draft {left.id} now. This one is new."
    made = services.campaigns.create(
        name=args.name, url=args.url, target_audience=args.audience, work=work
    ).value
    held.enter_context(services.launches.preparing(made.id))
    return _Start(made, note=note)


def _make(
    args: argparse.Namespace,
    services: Services,
    work: Work,
    start: _Start,
    insisted: Collection[str],
    told: _Told,
) -> None:
    """Do it step by step, telling each; a step that fails leaves what was told before."""
    campaign, begun = start.campaign, start.begun
    if not start.over:
        setup = campaign.setup
        overrides = tuple(sorted({*setup.overrides, *insisted}))
        waits = setup.waits if begun else mails.waits(args.follow_ups)
        setup = replace(setup, waits=waits, overrides=overrides)
        services.campaigns.update(campaign.id, setup=setup, work=work)
    written = services.variants.list(campaign.id, work)
    if not begun and not whole(written, args.follow_ups):
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
        if not begun and launched_before(args, services, work, beside=campaign.id):
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
    planned = launch.plan.lead_count
    words = f"Launch: {launch.state.value}, {launch.uploaded:,} of {planned:,} leads at Instantly."
    if launch.state is LaunchState.DONE and launch.uploaded < planned:
        words += " The others are known there already, blocked or invalid."
    return words

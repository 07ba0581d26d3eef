"""The check before a launch: everything that must hold, each with what to do when it does not."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.compliance import Gate
from vibe_desktop.domain.countries import name_of
from vibe_desktop.domain.errors import Conflict, NotAuthorised, Trouble
from vibe_desktop.domain.footers import OPT_OUT_TAG, compose, footer
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import (
    COUNTRIES,
    SUPPRESSED,
    Launch,
    Preflight,
    PreflightItem,
)
from vibe_desktop.domain.launching import lead_text
from vibe_desktop.domain.mailboxes import MailboxNews
from vibe_desktop.domain.tag_checks import TagCheck
from vibe_desktop.domain.variants import ANGLES, Variant, asked_for
from vibe_desktop.domain.work import Work
from vibe_desktop.services.compliance import ComplianceService
from vibe_desktop.services.mailboxes import MailboxService
from vibe_desktop.services.sender_checks import check_schedule, check_senders
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.launches import LaunchRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.variants import VariantRepository

_REPORT_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Inspection:
    """A preflight with the things that were looked at, for a launch to be planned from.

    Attributes:
        variants: The mails that will be sent: rejected ones are left out.
        overrides: Those among the mailboxes that send although they are not healthy.
    """

    preflight: Preflight
    campaign: Campaign
    identity: Identity
    variants: tuple[Variant, ...]
    mailboxes: tuple[str, ...]
    timezone: str
    overrides: tuple[str, ...] = ()


class Inspector:
    """Looks a campaign over before its launch. Reads only, except that mailboxes are refreshed."""

    def __init__(
        self,
        *,
        campaigns: CampaignRepository,
        variants: VariantRepository,
        leads: LeadRepository,
        identity: IdentityRepository,
        launches: LaunchRepository,
        mailboxes: MailboxService,
        compliance: ComplianceService,
        key: Callable[[], str],
    ) -> None:
        """`key` gives the Instantly key, or raises NotAuthorised when there is none."""
        self._campaigns = campaigns
        self._variants = variants
        self._leads = leads
        self._identity = identity
        self._launches = launches
        self._mailboxes = mailboxes
        self._compliance = compliance
        self._key = key

    def inspect(self, campaign_id: str, work: Work, *, ask_instantly: bool) -> Inspection:
        """Check everything.

        Args:
            campaign_id: What shall be launched.
            work: Told the progress through the leads.
            ask_instantly: Refresh the mailboxes even when some are known.

        Raises:
            InvalidInput: There is no such campaign.
        """
        work.report("Checking copy and sender")
        campaign = self._campaigns.get(campaign_id)
        identity = self._identity.get()
        written = self._asked_for(campaign)
        variants = tuple(variant for variant in written if variant.rejected_at is None)
        key_item = self._key_item()
        known, problem = self._known_mailboxes(work, ask=ask_instantly, keyed=key_item.ok)
        setup = campaign.setup
        senders = check_senders(setup, known, problem)
        today = date.today()  # noqa: DTZ011 - a launch day is a day on the founder's calendar
        match, schedule_items = check_schedule(setup.schedule, setup.pacing, today)
        count, lead_items = self._lead_items(campaign, variants, identity, work)
        asked = self._compliance.gates(campaign_id, work)
        items = (
            _copy_item(campaign, written, identity),
            _identity_item(identity),
            _opt_out_item(variants, identity),
            *lead_items,
            _countries_item(asked),
            *senders.items,
            *schedule_items,
            key_item,
        )
        return Inspection(
            Preflight(items, count, senders.mailboxes, asked),
            campaign,
            identity,
            variants,
            senders.mailboxes,
            match.name if match else "",
            senders.overridden,
        )

    def payloads(self, inspection: Inspection) -> Iterator[tuple[str, str]]:
        """The leads of an inspected campaign, each looked at once more: address and what is sent.

        Raises:
            Conflict: The leads were changed since the inspection.
        """
        check = _tag_check(inspection.variants, inspection.identity)
        barred = self._compliance.do_not_contact()
        count = 0
        for lead in self._leads.iterate_for_campaign(inspection.campaign.id):
            count += 1
            if check.missing(lead) or barred.covers(lead[0]):
                raise _leads_changed()
            yield lead[0], lead_text(lead)
        if count != inspection.preflight.lead_count:
            raise _leads_changed()

    def objection(self, launch: Launch) -> str:
        """Why a launch that was planned must not be started any more, "" when it may."""
        foot = footer(self._identity.get())
        campaign = self._campaigns.get(launch.campaign_id)
        now = {
            (one.step, one.position): one.approved_hash
            for one in self._asked_for(campaign)
            if one.is_approved(foot)
        }
        planned_copy = {(one.step, one.position): one for one in launch.plan.variants}
        if now != {place: one.content_hash for place, one in planned_copy.items()}:
            return "The copy was changed, or its approval withdrawn, after this launch was planned."
        barred = self._compliance.do_not_contact()
        planned = self._launches.addresses(launch.id)
        late = sum(1 for email in planned if barred.covers(email))
        if late:
            return f"{late:,} of its leads came onto your do-not-contact list in the meantime."
        return ""

    def _asked_for(self, campaign: Campaign) -> tuple[Variant, ...]:
        return asked_for(self._variants.list(campaign.id), len(campaign.setup.waits))

    def _known_mailboxes(self, work: Work, *, ask: bool, keyed: bool) -> tuple[MailboxNews, str]:
        known = MailboxNews(self._mailboxes.list(work))
        if not keyed or (known.mailboxes and not ask):
            return known, ""
        try:
            return self._mailboxes.refresh(work).value, ""
        except Trouble as trouble:
            if ask:
                raise
            return known, str(trouble)

    def _key_item(self) -> PreflightItem:
        try:
            self._key()
        except NotAuthorised as trouble:
            return _item("key", "Instantly key", str(trouble), ok=False)
        return _item("key", "Instantly key", "The key is there.", ok=True)

    def _lead_items(
        self, campaign: Campaign, variants: tuple[Variant, ...], identity: Identity, work: Work
    ) -> tuple[int, tuple[PreflightItem, ...]]:
        check = _tag_check(variants, identity)
        barred = self._compliance.do_not_contact()
        busy = self._launches.in_other_launches(campaign.id)
        count = lacking = elsewhere = late = 0
        tags: Counter[str] = Counter()
        for lead in self._leads.iterate_for_campaign(campaign.id):
            if count % _REPORT_EVERY == 0:
                work.report("Checking every lead", count)
            count += 1
            if missing := check.missing(lead):
                tags.update(missing)
                lacking += 1
            late += barred.covers(lead[0])
            elsewhere += lead[0] in busy
        return count, (
            _leads_item(count),
            _suppressed_item(self._compliance.suppressed(campaign.id) + late),
            _tags_item(lacking, tags),
            _elsewhere_item(elsewhere),
        )


def _tag_check(variants: tuple[Variant, ...], identity: Identity) -> TagCheck:
    return TagCheck(
        [
            parse(text)
            for variant in variants
            for text in (variant.current.subject, compose(variant.current.body, identity))
        ]
    )


def _leads_changed() -> Conflict:
    return Conflict(
        "The leads were changed while the launch was being prepared.",
        safe="Nothing was launched.",
        next_step="Run the check again.",
    )


def _item(key: str, title: str, detail: str, *, ok: bool, blocking: bool = True) -> PreflightItem:
    return PreflightItem(key, title, ok=ok, blocking=blocking, detail=detail)


def _copy_item(
    campaign: Campaign, variants: tuple[Variant, ...], identity: Identity
) -> PreflightItem:
    title = "Every mail approved"
    firsts = [variant for variant in variants if not variant.follow_up]
    if len(firsts) != len(ANGLES):
        return _item("variants", title, "Write the three variants first.", ok=False)
    follow_ups = {variant.follow_up for variant in variants if variant.follow_up}
    unwritten = [n for n in range(1, len(campaign.setup.waits) + 1) if n not in follow_ups]
    if unwritten:
        names = _and([f"follow-up {number}" for number in unwritten])
        detail = f"Not written yet: {names}. Write it, or ask for fewer follow-ups."
        return _item("variants", title, detail, ok=False)
    foot = footer(identity)
    undecided = [_name(v) for v in variants if v.rejected_at is None and not v.is_approved(foot)]
    if undecided:
        detail = (
            f"Not approved as it stands now, footer included: {_and(undecided)}. "
            "Read and approve it in the review."
        )
        return _item("variants", title, detail, ok=False)
    rejected = [variant for variant in variants if variant.rejected_at is not None]
    if all(variant.rejected_at is not None for variant in firsts):
        return _item("variants", title, "All three variants are rejected. Approve one.", ok=False)
    lost = [_name(variant) for variant in rejected if variant.follow_up]
    if lost:
        detail = f"Rejected: {_and(lost)}. Rewrite and approve it, or ask for fewer follow-ups."
        return _item("variants", title, detail, ok=False)
    detail = "Approved exactly as they will be sent."
    if rejected:
        detail += f" Left out, since you rejected it: {_and([_name(one) for one in rejected])}."
    return _item("variants", title, detail, ok=True)


def _name(variant: Variant) -> str:
    return f"follow-up {variant.follow_up}" if variant.follow_up else variant.letter


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _identity_item(identity: Identity) -> PreflightItem:
    title = "Who writes"
    if identity.missing:
        detail = f"Still missing: {', '.join(identity.missing)}. Add it in Settings."
        return _item("identity", title, detail, ok=False)
    return _item("identity", title, f"{identity.name}, {identity.company}.", ok=True)


def _leads_item(count: int) -> PreflightItem:
    if not count:
        return _item("leads", "Leads", "No leads yet. Import a lead file first.", ok=False)
    people = "1 person" if count == 1 else f"{count:,} people"
    return _item("leads", "Leads", f"{people} will be written to.", ok=True)


def _suppressed_item(suppressed: int) -> PreflightItem:
    title = "Nobody who asked to be left alone"
    if suppressed:
        verb = "is" if suppressed == 1 else "are"
        detail = (
            f"{_leads(suppressed)} {verb} on your do-not-contact list. "
            "Take them out of the campaign's lists."
        )
        return _item(SUPPRESSED, title, detail, ok=False)
    return _item(SUPPRESSED, title, "No lead is on your do-not-contact list.", ok=True)


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"


def _countries_item(asked: tuple[Gate, ...]) -> PreflightItem:
    title = "The law where your leads are"
    shut = [gate for gate in asked if not gate.open]
    if shut:
        named = " ".join(
            f"{name_of(gate.country)}, {gate.country} ({_leads(gate.asked_for)}, "
            f"{gate.rule.law}): {gate.rule.words}"
            for gate in shut
        )
        detail = f"Say why you may write to them, for each of these countries. {named}"
        return _item(COUNTRIES, title, detail, ok=False)
    if any(gate.asked_for for gate in asked):
        return _item(COUNTRIES, title, "What these countries ask for is on record.", ok=True)
    return _item(COUNTRIES, title, "No country of your leads asks for evidence.", ok=True)


def _opt_out_item(variants: tuple[Variant, ...], identity: Identity) -> PreflightItem:
    title = "A way to opt out"
    without = [
        _name(variant)
        for variant in variants
        if OPT_OUT_TAG not in compose(variant.current.body, identity)
    ]
    if without:
        return _item("opt_out", title, f"Mails without one: {_and(without)}.", ok=False)
    return _item("opt_out", title, "In every mail, and as a one-click header.", ok=True)


def _tags_item(lacking: int, tags: "Counter[str]") -> PreflightItem:
    title = "Every merge tag has a value"
    if lacking:
        named = ", ".join(f"{name} ({count:,})" for name, count in tags.most_common(5))
        detail = (
            f"{_leads(lacking)} {'lacks' if lacking == 1 else 'lack'} a value for: {named}. "
            "Give the tag a fallback, such as {{firstName | there}}, or fill the column in."
        )
        return _item("tags", title, detail, ok=False)
    return _item("tags", title, "Every lead fills every tag, or a fallback stands in.", ok=True)


def _elsewhere_item(elsewhere: int) -> PreflightItem:
    title = "Leads not in another campaign"
    if elsewhere:
        verb = "is" if elsewhere == 1 else "are"
        detail = f"{_leads(elsewhere)} {verb} already in another campaign you launched from here."
        return _item("elsewhere", title, detail, ok=False, blocking=False)
    return _item(
        "elsewhere", title, "No lead is in another campaign of yours.", ok=True, blocking=False
    )

"""Changing the mails of a launched campaign, for everybody or only for those not written to yet.

While a change is open the mails can be edited here, and Instantly knows nothing of it. Applying it
pauses the campaign first, goes from one state to the next with each step idempotent, and starts
the campaign again only if it was running before. A change that was cut off is resumed.

It is long because both ways share their steps, whose order is what keeps anybody from being lost.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vibe_desktop.domain.campaign_control import QUIET, STATUS_WORDS
from vibe_desktop.domain.campaign_edits import CampaignEdit, EditOutlook, EditScope, EditState
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import (
    Cancelled,
    Conflict,
    InvalidInput,
    Rejected,
    StorageBroken,
    StorageFull,
    Trouble,
    reassuring,
)
from vibe_desktop.domain.footers import compose, footer
from vibe_desktop.domain.launches import Launch, LaunchPlan, LaunchState, PlannedVariant
from vibe_desktop.domain.readback import Difference, differences
from vibe_desktop.domain.remote_campaigns import RemoteCampaign, RemoteStatus, draft_of
from vibe_desktop.domain.tag_checks import TagCheck
from vibe_desktop.domain.templates import parse, to_html
from vibe_desktop.domain.variants import Variant, asked_for
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.launch_lock import alone
from vibe_desktop.services.launch_requests import Patience
from vibe_desktop.store.campaign_edits import CampaignEditRepository
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.launches import LaunchRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.plans import decode_plan, encode_plan
from vibe_desktop.store.variants import VariantRepository

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOUCHED = Changes(campaigns=True, variants=True, leads=True, launches=True)
_COPY_SUFFIX = " (new copy)"
_UNTOUCHED = "The mails at Instantly are as they were launched."
_CHUNK = 100
_WAITS = "The change is kept, and goes on where it stopped. The campaign stays paused until then."


class EditService:
    """What the founder can ask for about changes of launched mails."""

    def __init__(  # noqa: PLR0913 - a repository for each noun it touches
        self,
        *,
        edits: CampaignEditRepository,
        campaigns: CampaignRepository,
        launches: LaunchRepository,
        variants: VariantRepository,
        leads: LeadRepository,
        identity: IdentityRepository,
        instantly: InstantlyClient,
        locks: Path,
        patience: Patience = Patience(),  # noqa: B008 - a frozen value
    ) -> None:
        """Join the parts.

        Args:
            edits: Journals of changes.
            campaigns: Campaigns here.
            launches: Plans and journals.
            variants: Mails here.
            leads: Leads here.
            identity: Who writes.
            instantly: The other side.
            locks: Folder for the lock that keeps two processes apart.
            patience: How long to wait for a mail that was on its way when the campaign paused.
        """
        self._edits = edits
        self._campaigns = campaigns
        self._launches = launches
        self._variants = variants
        self._leads = leads
        self._identity = identity
        self._instantly = instantly
        self._locks = locks
        self._patience = patience

    # -- what the founder asks for ---------------------------------------------------------------

    def plan(self, campaign_id: str, work: Work) -> EditOutlook:
        """Whom a change would concern, for the question before it. Asks Instantly.

        Raises:
            Conflict: The campaign was not launched, or is not whole yet.
            Trouble: Instantly could not be asked.
        """
        launch = self._launched(campaign_id)
        remote_id = launch.instantly_campaign_id
        with reassuring(_UNTOUCHED):
            totals = self._instantly.analytics.totals(work, remote_id).get(remote_id)
        return EditOutlook(
            uploaded=launch.uploaded,
            written_to=min(totals.counters.contacted, launch.uploaded) if totals else 0,
            follow_ups=len(launch.plan.waits),
        )

    def begin(self, campaign_id: str, scope: EditScope, work: Work) -> Written[CampaignEdit]:
        """Open the mails for changing. Nothing happens at Instantly before `apply`.

        Raises:
            Conflict: The campaign was not launched, or its mails are being changed already.
        """
        work.check()
        launch = self._launched(campaign_id)
        hashes = {(one.step, one.position): one.content_hash for one in launch.plan.variants}
        launched = {
            one.id: (one.current.id, hashes.get((one.step, one.position), ""))
            for one in self._variants.list(campaign_id)
        }
        return Written(self._edits.begin(campaign_id, scope, launched, launch.id), _TOUCHED)

    def current(self, campaign_id: str, work: Work) -> CampaignEdit | None:
        """The newest change of a campaign, None when there never was one."""
        work.check()
        return self._edits.latest(campaign_id)

    def drop(self, campaign_id: str, work: Work) -> Written[CampaignEdit]:
        """Give a change up that was not applied; the launched texts come back.

        Raises:
            Conflict: There is none, or it is being applied.
        """
        work.check()
        edit = self._open(campaign_id)
        return Written(self._edits.end(edit.id, EditState.DROPPED, "You dropped it."), _TOUCHED)

    def apply(self, campaign_id: str, work: Work) -> Written[CampaignEdit]:
        """Carry the change out. It has failed, with a reason, when Instantly did not take it.

        Raises:
            InvalidInput: Mails are not approved, lead nowhere, or nothing was changed.
            Conflict: There is no open change, or another process is at work.
            Trouble: A step could not be taken now; `resume` goes on from there.
            Cancelled: As above.
        """
        with alone(self._locks):
            edit = self._open(campaign_id)
            launch = self._launched(campaign_id)
            plan = self._changed(self._campaigns.get(campaign_id), launch, edit.scope)
            with reassuring(_UNTOUCHED):
                status = self._instantly.campaigns.status(launch.instantly_campaign_id, work)
            edit = self._edits.advance(
                edit.id,
                EditState.APPLYING,
                {
                    "was_active": status not in QUIET,
                    "old_plan": encode_plan(launch.plan),
                    "new_plan": encode_plan(plan),
                },
            )
            return Written(self._drive(edit, work), _TOUCHED)

    def resume(self, work: Work) -> Written[tuple[CampaignEdit, ...]]:
        """Go on with every change that was cut off. Asks nothing when there is none.

        Raises:
            Conflict: Another process is at work.
            Trouble: One of them could not go on now; the others were tried all the same.
        """
        if not self._edits.under_way():
            return Written((), Changes())
        ended, troubles = [], []
        with alone(self._locks):
            for edit in self._edits.under_way():
                try:
                    ended.append(self._drive(edit, work))
                except Trouble as trouble:
                    troubles.append(trouble)
        if troubles:
            raise troubles[0]
        return Written(tuple(ended), _TOUCHED)

    # -- driving ---------------------------------------------------------------------------------

    def _drive(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        everybody = edit.scope is EditScope.IN_FLIGHT
        steps: Mapping[EditState, Callable[[CampaignEdit, Work], CampaignEdit]] = {
            EditState.APPLYING: self._pause,
            EditState.PAUSED: self._rewrite if everybody else self._take_out,
            EditState.TAKEN_OUT: self._split_off,
            EditState.CHANGED: self._go_on,
        }
        while (step := steps.get(edit.state)) is not None:
            try:
                edit = step(edit, work)
            except Cancelled:
                self._edits.explain(edit.id, f"It was stopped. {_WAITS}")
                raise
            except (StorageFull, StorageBroken):
                raise  # nothing can be remembered now; the state says enough
            except Trouble as trouble:
                self._edits.explain(edit.id, f"{trouble.what} {_WAITS}")
                raise trouble.advised(safe=_WAITS) from trouble
        return edit

    def _pause(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        """Let nothing go out while mails and people change."""
        work.report("Pausing the campaign")
        launch = self._launch_of(edit)
        self._quieten(launch, work)
        return self._edits.advance(edit.id, EditState.PAUSED)

    def _quieten(self, launch: Launch, work: Work) -> None:
        """Pause the campaign unless it is quiet; believed only on a second look."""
        campaigns, remote_id = self._instantly.campaigns, launch.instantly_campaign_id
        if campaigns.status(remote_id, work) not in QUIET:
            campaigns.pause(remote_id, work)
            if (status := campaigns.status(remote_id, work)) not in QUIET:
                raise Conflict(
                    f"Instantly did not pause the campaign: it is {STATUS_WORDS[status]}.",
                    next_step="Try again, or pause it at Instantly first.",
                )
            work.wait(self._patience.search)  # a mail may have been on its way

    def _rewrite(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        work.report("Changing the mails at Instantly")
        detail = self._edits.detail(edit.id)
        old, new = decode_plan(detail["old_plan"]), decode_plan(detail["new_plan"])
        launch = self._launch_of(edit)
        self._quieten(launch, work)
        remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
        if _differences(new, remote):
            if found := _differences(old, remote):
                return self._fail(
                    edit, f"Somebody changed the mails at Instantly ({_words(found)}).", work
                )
            wanted = draft_of(new)
            try:
                self._instantly.campaigns.rewrite(
                    launch.instantly_campaign_id, wanted.steps, wanted.waits, work
                )
            except Rejected as trouble:
                return self._fail(edit, trouble.what, work)
            remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
            if found := _differences(new, remote):
                # What stands there was approved by nobody: it must not go out.
                return self._edits.end(
                    edit.id,
                    EditState.FAILED,
                    f"What stands at Instantly is not what was approved: {_words(found)}. The "
                    "campaign stays paused; correct its mails at Instantly before it goes on.",
                )
        return self._edits.replace_plan(edit.id, new)

    def _take_out(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        """Move those who were not written to: into a list here first, then out of the campaign.

        Everybody is in one of the two at any moment. The list belongs to no campaign until the
        last one of it is gone from Instantly's, so that nobody can be written to from both.
        """
        launch = self._launch_of(edit)
        remote_id = launch.instantly_campaign_id
        self._quieten(launch, work)
        name = self._campaigns.get(edit.campaign_id).name
        self._edits.make_list(edit.id, f"{name}: not written to yet")
        states = self._instantly.lead_states
        chunk: list[str] = []
        count = 0
        for lead in states.not_contacted(remote_id, work):
            if lead.untouched and lead.campaign == remote_id:
                chunk.append(lead.email)
            if len(chunk) == _CHUNK:
                count += len(chunk)
                work.report(f"Found {count:,} people who were not written to", count)
                self._edits.take(edit.id, chunk)
                chunk = []
        if chunk:
            self._edits.take(edit.id, chunk)
        gone = 0
        for emails in self._edits.moving(edit.id):
            self._remove(edit, launch, emails, work)
            gone += len(emails)
            work.report(f"Taking {gone:,} people out of the campaign at Instantly", gone)
        if not any(True for _ in self._edits.moving(edit.id)):
            return self._fail(edit, "Everybody has been written to already.", work)
        return self._edits.advance(edit.id, EditState.TAKEN_OUT)

    def _remove(
        self, edit: CampaignEdit, launch: Launch, emails: tuple[str, ...], work: Work
    ) -> None:
        """Take people out of the campaign at Instantly, and see that they are gone."""
        states, remote_id = self._instantly.lead_states, launch.instantly_campaign_id
        late = []
        for lead in states.of(remote_id, emails, work):
            if lead.campaign != remote_id:
                continue
            if lead.untouched:
                states.delete(lead.id, work)
            else:
                late.append(lead.email)  # a mail was on its way: the person belongs there
        if late:
            self._edits.put_back(edit.id, late)
        still = [
            lead.email
            for lead in states.of(remote_id, emails, work)
            if lead.campaign == remote_id and lead.email not in late
        ]
        if still:
            raise Conflict(
                f"{len(still):,} people are still in the campaign at Instantly although they were "
                f"taken out (the first: {still[0]}).",
                next_step="Try again.",
            )

    def _split_off(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        work.report("Making the campaign for the changed mails")
        name = self._campaigns.get(edit.campaign_id).name
        return self._edits.split_off(edit.id, f"{name}{_COPY_SUFFIX}")

    def _go_on(self, edit: CampaignEdit, work: Work) -> CampaignEdit:
        self._start_again(edit, work)
        return self._edits.advance(edit.id, EditState.DONE)

    def _start_again(self, edit: CampaignEdit, work: Work) -> None:
        """Start the campaign if it was running before, and nobody wished otherwise since."""
        if not self._edits.detail(edit.id).get("was_active"):
            return
        work.report("Starting the campaign again")
        campaigns = self._instantly.campaigns
        remote_id = self._launch_of(edit).instantly_campaign_id
        if campaigns.status(remote_id, work) is not RemoteStatus.PAUSED:
            return
        campaigns.activate(remote_id, work)
        status = campaigns.status(remote_id, work)
        if not status.sending:
            raise Conflict(
                status.trouble or "Instantly did not start the campaign again.",
                next_step="Look at the campaign at Instantly.",
            )

    def _fail(self, edit: CampaignEdit, reason: str, work: Work) -> CampaignEdit:
        """Give it up while the campaign at Instantly is as it was before."""
        self._start_again(edit, work)
        return self._edits.end(edit.id, EditState.FAILED, f"{reason} Nothing was changed there.")

    # -- parts -----------------------------------------------------------------------------------

    def _launched(self, campaign_id: str) -> Launch:
        """The finished launch of a campaign.

        Raises:
            Conflict: There is none.
        """
        launch = self._launches.latest(campaign_id)
        if launch is None or launch.state not in (LaunchState.DONE, LaunchState.PAUSED):
            raise Conflict(
                "That is possible once the campaign is launched.",
                safe="Nothing was changed.",
            )
        return launch

    def _launch_of(self, edit: CampaignEdit) -> Launch:
        return self._launches.get(str(self._edits.detail(edit.id)["launch_id"]))

    def _open(self, campaign_id: str) -> CampaignEdit:
        edit = self._edits.latest(campaign_id)
        if edit is None or edit.state is not EditState.PLANNED:
            raise Conflict(
                "No change of this campaign's mails is open.",
                safe=_UNTOUCHED if edit is None or edit.state.ended else _WAITS,
            )
        return edit

    def _changed(self, campaign: Campaign, launch: Launch, scope: EditScope) -> LaunchPlan:
        """The plan with the mails as they are now.

        Raises:
            InvalidInput: Nothing was changed; or, for people in the middle of the sequence, a mail
                is not approved or some of them lack what it needs.
        """
        identity = self._identity.get()
        mails = asked_for(self._variants.list(campaign.id), len(launch.plan.waits))
        by_place = {(one.step, one.position): one for one in mails}
        planned: list[PlannedVariant] = []
        unapproved: list[str] = []
        for before in launch.plan.variants:
            mail = by_place.get((before.step, before.position))
            if mail is None or not mail.is_approved(footer(identity)):
                unapproved.append(_name(before))
            if mail is not None:
                html = to_html(compose(mail.current.body, identity))
                subject = mail.current.subject
                planned.append(
                    replace(
                        before,
                        subject=subject,
                        body_html=html,
                        content_hash=mail.approved_hash,
                    )
                )
        plan = replace(launch.plan, variants=tuple(planned))
        if _texts(plan) == _texts(launch.plan):
            raise InvalidInput(
                "The mails are as they were launched: there is nothing to apply.",
                next_step="Change a mail, or drop the change.",
            )
        if scope is EditScope.NEW_ONLY:
            return plan  # they are approved in the campaign that is made for them
        if unapproved:
            raise InvalidInput(
                f"Not approved yet: {', '.join(unapproved)}.",
                safe=_UNTOUCHED,
                next_step="Approve every mail that was launched, changed or not.",
            )
        self._refuse_gaps(campaign.id, tuple(by_place.values()))
        return plan

    def _refuse_gaps(self, campaign_id: str, mails: tuple[Variant, ...]) -> None:
        identity = self._identity.get()
        check = TagCheck(
            [
                parse(text)
                for one in mails
                if one.rejected_at is None
                for text in (one.current.subject, compose(one.current.body, identity))
            ]
        )
        for lead in self._leads.iterate_for_campaign(campaign_id):
            if missing := check.missing(lead):
                raise InvalidInput(
                    f"{lead[0]} has nothing for {{{{{missing[0]}}}}}, and the mail no fallback.",
                    safe=_UNTOUCHED,
                    next_step=f"Write {{{{{missing[0]} | something else}}}} in the mail.",
                )


def _differences(plan: LaunchPlan, remote: RemoteCampaign) -> tuple[Difference, ...]:
    """What of the mails stands at Instantly otherwise than in the plan; other settings aside."""
    wanted = draft_of(plan)
    return differences(wanted, replace(wanted, steps=remote.draft.steps, waits=remote.draft.waits))


def _words(found: tuple[Difference, ...]) -> str:
    return "; ".join(difference.words for difference in found)


def _texts(plan: LaunchPlan) -> tuple[tuple[str, str], ...]:
    return tuple((one.subject, one.body_html) for one in plan.variants)


def _name(planned: PlannedVariant) -> str:
    if planned.step > 1:
        return f"follow-up {planned.step - 1}"
    return f"mail {chr(ord('A') + planned.position)}"

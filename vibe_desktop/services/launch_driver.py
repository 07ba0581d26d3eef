"""Drives one launch from wherever it stands to its end."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import (
    Cancelled,
    ContractBroken,
    Rejected,
    StorageBroken,
    StorageFull,
    Trouble,
    uncertain,
)
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.launching import BATCH_SIZE, batches
from vibe_desktop.domain.readback import check_leads, differences
from vibe_desktop.domain.remote_campaigns import RemoteCampaign, RemoteStatus, draft_of
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.leads import Target
from vibe_desktop.services import launch_uploads as uploads
from vibe_desktop.services.launch_requests import TRIES, CarefulRequests, Patience
from vibe_desktop.store.launches import LaunchRepository, Step

_STAYS = "The draft at Instantly was not started; delete it there if you do not need it."
_STILL_SAFE = "Nothing has been sent. The launch is kept and goes on where it stopped."
_NOT_BEGUN = "Nothing was sent. Put it right and launch again."
_RESUME = "Resume the launch in a while."
_PERHAPS_RUNS = (
    "Whether the campaign was started is not known yet; the launch is kept and looks before it "
    "starts anything, so nothing happens twice."
)
_RUNS = "The campaign runs at Instantly; only the last look at it is missing."


class LaunchDriver:
    """Takes the steps of a launch, one after the other; any of them may be cut off at any time."""

    def __init__(
        self,
        *,
        launches: LaunchRepository,
        instantly: InstantlyClient,
        objection: Callable[[Launch], str],
        patience: Patience,
    ) -> None:
        """`objection` tells why a launch must not be activated any more, "" when it may."""
        self._launches = launches
        self._instantly = instantly
        self._requests = CarefulRequests(launches, instantly, patience)
        self._uploads = uploads.LeadUploads(launches, instantly, self._requests, patience)
        self._objection = objection
        self._patience = patience

    def drive(self, launch: Launch, work: Work) -> Launch:
        """Go on until the launch is done, paused or failed, by its own steps or by a stop.

        Raises:
            Cancelled: Between two steps or in a request; `drive` goes on from there.
            Trouble: A step could not be taken now; `drive` goes on from there.
        """
        steps: Mapping[LaunchState, Callable[[Launch, Work], Launch]] = {
            LaunchState.PLANNED: self._make_list,
            LaunchState.LIST_CREATED: self._draft_campaign,
            LaunchState.CAMPAIGN_DRAFTED: self._add_leads,
            LaunchState.LEADS_ADDED: self._read_back,
            LaunchState.VERIFIED: self._activate,
            LaunchState.ACTIVATED: self._finish,
        }
        if launch.reason and launch.state in steps:
            launch = self._launches.explain(launch.id, "")
        while (step := steps.get(launch.state)) is not None:
            try:
                launch = step(launch, work)
            except Cancelled:
                self._launches.explain(launch.id, "It was stopped; resume it to go on.")
                raise
            except Trouble as trouble:
                now = self._launches.get(launch.id)
                if now.state not in steps:
                    launch = now  # everything was stopped meanwhile: its reason says so
                elif isinstance(trouble, Rejected) and _final(launch, trouble):
                    launch = self._fail(launch, trouble.what)
                else:
                    raise self._kept(launch, trouble) from trouble
        return launch

    # -- steps -------------------------------------------------------------------------------

    def _make_list(self, launch: Launch, work: Work) -> Launch:
        work.report("Making the lead list at Instantly", 0, _total(launch))
        plan = launch.plan
        found, detail = self._requests.create_once(
            launch,
            "create list",
            find=lambda: self._instantly.lead_lists.named(plan.name, plan.token, work),
            create=lambda: self._instantly.lead_lists.create(plan.name, work),
            work=work,
        )
        step = Step(state=LaunchState.LIST_CREATED, instantly_lead_list_id=found.id)
        return self._launches.conclude(launch.id, "create list", detail, step)

    def _draft_campaign(self, launch: Launch, work: Work) -> Launch:
        work.report("Drafting the campaign at Instantly", 1, _total(launch))
        plan = launch.plan
        found, detail = self._requests.create_once(
            launch,
            "create campaign",
            find=lambda: self._instantly.campaigns.named(plan.name, plan.token, work),
            create=lambda: self._instantly.campaigns.create(draft_of(plan), work),
            work=work,
        )
        step = Step(state=LaunchState.CAMPAIGN_DRAFTED, instantly_campaign_id=found.id)
        return self._launches.conclude(launch.id, "create campaign", detail, step)

    def _add_leads(self, launch: Launch, work: Work) -> Launch:
        total = uploads.count(launch)
        with closing(self._uploads.run(launch, work)) as steps:
            for finished in steps:
                leads = launch.plan.lead_count * finished // max(1, total)
                work.report(
                    f"Adding leads to Instantly: {leads:,} of {launch.plan.lead_count:,}",
                    2 + finished,
                    _total(launch),
                )
        uploaded = self._launches.get(launch.id).uploaded
        return self._launches.conclude(
            launch.id, "add leads", {"uploaded": uploaded}, Step(LaunchState.LEADS_ADDED)
        )

    def _read_back(self, launch: Launch, work: Work) -> Launch:
        work.report("Comparing what stands at Instantly", _read_from(launch), _total(launch))
        remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
        if remote.status is not RemoteStatus.DRAFT:
            return self._fail(launch, "Somebody started or paused the draft at Instantly.")
        if wrong := _copy_problem(launch, remote):
            return self._fail(launch, wrong)
        if not launch.uploaded:
            why = ", ".join(self._launches.rejected(launch.id)) or "no reason was given"
            return self._fail(launch, f"Instantly took none of the leads ({why}).")
        if wrong := self._lead_problem(launch, work):
            return self._fail(launch, f"The leads are not as approved: {wrong}.")
        return self._launches.conclude(
            launch.id, "read back", {"leads": launch.uploaded}, Step(LaunchState.VERIFIED)
        )

    def _activate(self, launch: Launch, work: Work) -> Launch:
        work.report("Starting the campaign", _total(launch) - 1, _total(launch))
        if objection := self._objection(launch):
            return self._fail(launch, objection)
        open_ones, _ = self._requests.operations(launch)
        tried = "activate" in open_ones
        trouble: Trouble = ContractBroken("Instantly does not say whether the campaign started.")
        for _ in range(TRIES):
            remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
            if tried and remote.status is RemoteStatus.DRAFT:
                work.wait(self._patience.search)
                remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
            if (settled := self._settled(launch, remote)) is not None:
                return settled
            self._launches.intend(launch.id, "activate", {})
            tried = True
            try:
                status = self._instantly.campaigns.activate(launch.instantly_campaign_id, work)
            except Trouble as caught:
                if not uncertain(caught):
                    self._requests.refused(launch, "activate", caught)
                    raise
                trouble = caught
                continue
            if status.campaign_status is not None:
                return self._activated(launch, status, "answered")
        raise trouble

    def _finish(self, launch: Launch, work: Work) -> Launch:
        remote = self._instantly.campaigns.get(launch.instantly_campaign_id, work)
        work.report("Launched", _total(launch), _total(launch))
        return self._launches.conclude(
            launch.id,
            "finish",
            {"status": remote.status.name.lower()},
            Step(
                LaunchState.DONE,
                campaign_status=remote.status.campaign_status,
                reason=remote.status.trouble,
            ),
        )

    # -- parts of steps ----------------------------------------------------------------------

    def _lead_problem(self, launch: Launch, work: Work) -> str:
        """What is wrong with the leads in the remote campaign, "" when nothing is."""
        planned = tuple(self._launches.addresses(launch.id))
        for look in range(2):
            check = check_leads(planned, self._found(launch, work))
            if not check.words or check.doubled or check.foreign or look:
                break
            work.wait(self._patience.search)
        return check.words

    def _found(self, launch: Launch, work: Work) -> Iterator[str]:
        """The addresses in the remote campaign; tells how far it has come."""
        found = self._instantly.leads.every_address(
            Target.CAMPAIGN, launch.instantly_campaign_id, work
        )
        for number, address in enumerate(found):
            if number % BATCH_SIZE == 0:
                work.report(
                    f"Comparing the leads at Instantly: {number:,} of {launch.uploaded:,}",
                    min(_read_from(launch) + number // BATCH_SIZE, _total(launch) - 2),
                    _total(launch),
                )
            yield address

    def _settled(self, launch: Launch, remote: RemoteCampaign) -> Launch | None:
        """What follows when the campaign must not be started (any more); None when it may be."""
        if remote.status is RemoteStatus.PAUSED:
            step = Step(
                LaunchState.PAUSED,
                campaign_status=CampaignStatus.PAUSED,
                reason="Somebody paused it at Instantly, so it was not started again.",
            )
            return self._launches.conclude(launch.id, "activate", {"how": "paused"}, step)
        if remote.status.campaign_status is not None:
            return self._activated(launch, remote.status, "found")
        if remote.status is not RemoteStatus.DRAFT:
            raise ContractBroken(
                "Instantly gives the campaign a state that this version does not know.",
                next_step="Look at the campaign at Instantly, or for a newer version.",
            )
        wrong = _copy_problem(launch, remote)
        return self._fail(launch, wrong) if wrong else None

    def _activated(self, launch: Launch, status: RemoteStatus, how: str) -> Launch:
        return self._launches.conclude(
            launch.id,
            "activate",
            {"how": how, "status": status.name.lower()},
            Step(LaunchState.ACTIVATED, campaign_status=status.campaign_status),
        )

    # -- endings -----------------------------------------------------------------------------

    def _fail(self, launch: Launch, reason: str) -> Launch:
        return self._launches.conclude(
            launch.id,
            "stop",
            {"reason": reason},
            Step(
                LaunchState.FAILED,
                campaign_status=CampaignStatus.ATTENTION,
                reason=f"{reason} {_STAYS if launch.instantly_campaign_id else _NOT_BEGUN}",
            ),
        )

    def _kept(self, launch: Launch, trouble: Trouble) -> Trouble:
        """Remember why a launch waits, and say that it does."""
        if isinstance(trouble, StorageFull | StorageBroken):
            return trouble  # nothing can be remembered now; the journal says enough
        self._launches.explain(launch.id, str(trouble))
        next_step = trouble.next_step or _RESUME
        if launch.state is LaunchState.ACTIVATED:
            return trouble.advised(safe=_RUNS, next_step=next_step)
        open_ones, _ = self._requests.operations(launch)
        safe = _PERHAPS_RUNS if "activate" in open_ones else _STILL_SAFE
        return trouble.advised(safe=safe, next_step=next_step)


def _final(launch: Launch, refusal: Rejected) -> bool:
    """Whether a refusal ends a launch: not once it runs, and not when something was not found."""
    return launch.state is not LaunchState.ACTIVATED and refusal.status != 404


def _copy_problem(launch: Launch, remote: RemoteCampaign) -> str:
    found = differences(draft_of(launch.plan), remote.draft)
    if not found:
        return ""
    return (
        f"What stands at Instantly is not what was approved: {'; '.join(d.words for d in found)}."
    )


def _read_from(launch: Launch) -> int:
    """Steps before the reading back: a list, a campaign, and each batch twice."""
    return 2 + uploads.count(launch)


def _total(launch: Launch) -> int:
    """Steps in all: each batch is read back as well, and then it is started and looked at."""
    return _read_from(launch) + len(batches(launch.plan.lead_count)) + 2

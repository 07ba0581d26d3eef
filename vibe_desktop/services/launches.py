"""Launches: checked, planned, driven to the end, resumed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Conflict, InvalidInput, Trouble
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.launches import (
    JournalEntry,
    Launch,
    LaunchPlan,
    LaunchState,
    PlannedVariant,
    Preflight,
)
from vibe_desktop.domain.launching import UNFINISHED, new_token, remote_name
from vibe_desktop.domain.sending_advice import paced
from vibe_desktop.domain.templates import to_html
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.launch_driver import LaunchDriver
from vibe_desktop.services.launch_lock import alone, prepared_alone
from vibe_desktop.services.launch_requests import Patience
from vibe_desktop.services.preflight import Inspection, Inspector
from vibe_desktop.store.launches import LaunchRepository, Step

_TOUCHED = Changes(launches=True, campaigns=True, mailboxes=True)


class LaunchService:
    """What the founder can ask for about launches.

    One launch at a time is driven per data folder, by whichever process took the lock first.
    """

    def __init__(
        self,
        *,
        inspector: Inspector,
        launches: LaunchRepository,
        instantly: InstantlyClient,
        locks: Path,
        patience: Patience = Patience(),  # noqa: B008 - a frozen value
    ) -> None:
        """Join the parts.

        Args:
            inspector: Looks campaigns over.
            launches: Plans and journals.
            instantly: The other side.
            locks: Folder for the lock that keeps two processes apart.
            patience: How long to look for something that may just have been made.
        """
        self._inspector = inspector
        self._launches = launches
        self._instantly = instantly
        self._locks = locks
        self._driver = LaunchDriver(
            launches=launches,
            instantly=instantly,
            objection=inspector.objection,
            patience=patience,
        )

    def preflight(self, campaign_id: str, work: Work) -> Preflight:
        """Check whether the campaign may be launched; asks Instantly only for unknown mailboxes.

        Raises:
            InvalidInput: There is no such campaign.
        """
        return self._inspector.inspect(campaign_id, work, ask_instantly=False).preflight

    def launch(self, campaign_id: str, work: Work) -> Written[Launch]:
        """Fix the approved plan and carry it out; a launch that was cut off goes on instead.

        The result's state is "failed", with a reason, when Instantly refused the plan or what
        stands there differs from it; then nothing was started.

        Raises:
            InvalidInput: The preflight found red items; the words name them.
            Conflict: The campaign was launched before, or another process is launching.
            Trouble: A step could not be taken now; `resume` or `launch` go on from there.
            Cancelled: As above.
        """
        with alone(self._locks):
            try:
                inspection = self._inspector.inspect(campaign_id, work, ask_instantly=True)
            except Trouble as trouble:
                raise trouble.advised(
                    safe=trouble.safe or "Nothing was changed.",
                    next_step=trouble.next_step or "Try again in a while.",
                ) from trouble
            _refuse_red(inspection.preflight)
            launch = self._planned(inspection)
            return Written(self._driver.drive(launch, work), _TOUCHED)

    def resume(self, work: Work) -> Written[tuple[Launch, ...]]:
        """Go on with every launch that was cut off. Asks nothing when there is none.

        Raises:
            Conflict: Another process is launching.
            Trouble: One of them could not go on now; the others were tried all the same.
        """
        if not self._launches.unfinished():
            return Written((), Changes())
        ended, troubles = [], []
        with alone(self._locks):
            for launch in self._launches.unfinished():
                try:
                    ended.append(self._driver.drive(launch, work))
                except Trouble as trouble:
                    troubles.append(trouble)
        if troubles:
            raise troubles[0]
        return Written(tuple(ended), _TOUCHED)

    @contextmanager
    def preparing(self, campaign_id: str) -> Iterator[bool]:
        """While the block runs, tell other processes that a launch of this draft is being prepared.

        What is given to the block is False when another process says so already.
        """
        with prepared_alone(self._locks, campaign_id) as held:
            yield held

    def latest(self, campaign_id: str, work: Work) -> Launch | None:
        """The newest launch of a campaign, None before the first."""
        work.check()
        return self._launches.latest(campaign_id)

    def unfinished(self, work: Work) -> tuple[Launch, ...]:
        """Launches that were cut off and can be resumed, oldest first."""
        work.check()
        return self._launches.unfinished()

    def journal(self, launch_id: str, work: Work) -> tuple[JournalEntry, ...]:
        """What a launch did so far, oldest first."""
        work.check()
        return self._launches.journal(launch_id)

    def _planned(self, inspection: Inspection) -> Launch:
        """The launch to drive: a new one, or the one that was cut off when it is the same plan."""
        campaign = inspection.campaign
        before = self._launches.latest(campaign.id)
        if before is not None and before.state in (LaunchState.DONE, LaunchState.PAUSED):
            raise Conflict(
                "This campaign has been launched already.",
                safe="It was left as it is.",
                next_step="Make a new campaign to write to more people.",
            )
        plan = _plan(inspection)
        if before is not None and before.state in UNFINISHED:
            if before.state is LaunchState.ACTIVATED or self._same(before, plan, inspection):
                return before
            self._launches.conclude(
                before.id,
                "stop",
                {},
                Step(LaunchState.FAILED, reason="A newer launch took its place."),
            )
        return self._launches.plan(campaign.id, plan, self._inspector.payloads(inspection))

    def _same(self, before: Launch, plan: LaunchPlan, inspection: Inspection) -> bool:
        """Whether a launch that was cut off would send exactly what a new one would."""
        if replace(plan, token=before.plan.token, name=before.plan.name) != before.plan:
            return False
        kept = self._launches.payload_texts(before.id)
        present = (text for _, text in self._inspector.payloads(inspection))
        return all(one == other for one, other in zip_longest(kept, present))


def _refuse_red(preflight: Preflight) -> None:
    red = [item for item in preflight.items if not item.ok and item.blocking]
    if red:
        titles = ", ".join(item.title.lower() for item in red)
        raise InvalidInput(
            f"The campaign cannot be launched yet. Still open: {titles}.",
            safe="Nothing was launched.",
            next_step=" ".join(item.detail for item in red),
        )


def _plan(inspection: Inspection) -> LaunchPlan:
    campaign, setup = inspection.campaign, inspection.campaign.setup
    token = new_token()
    return LaunchPlan(
        token=token,
        name=remote_name(campaign.url, token),
        variants=tuple(
            PlannedVariant(
                position=variant.position,
                subject=variant.current.subject,
                body_html=to_html(compose(variant.current.body, inspection.identity)),
                content_hash=variant.approved_hash,
                step=variant.step,
            )
            for variant in inspection.variants
        ),
        mailboxes=inspection.mailboxes,
        schedule=setup.schedule,
        # The number is fixed here: what was planned does not follow the mailboxes any more.
        pacing=replace(paced(setup.pacing, len(inspection.mailboxes)), recommended=False),
        rules=setup.rules,
        lead_count=inspection.preflight.lead_count,
        timezone=inspection.timezone,
        waits=setup.waits,
        overrides=inspection.overrides,
        bases=tuple(
            gate.basis for gate in inspection.preflight.gates if gate.asked_for and gate.basis
        ),
    )

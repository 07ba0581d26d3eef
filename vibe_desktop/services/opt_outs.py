"""Opt-outs: whoever unsubscribes from one campaign hears from none of them any more.

At Instantly an unsubscription holds for one campaign only. So it is copied twice: into the
do-not-contact list here, and from there, with everybody else on it, into the block list of the
workspace.
"""

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Trouble, reassuring, uncertain
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.opt_outs import OptOutReport
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.block_list import MOST
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.launches import LaunchRepository
from vibe_desktop.store.opt_outs import OptOutRepository
from vibe_desktop.store.suppressions import SuppressionRepository

_FEW = 10
"""Up to so many entries are searched for one by one; for more the whole list is read."""
_REST_FOLLOWS = "What was copied before stays copied, and the rest follows the next time."
_STARTED = (LaunchState.ACTIVATED, LaunchState.DONE, LaunchState.PAUSED)


class OptOutService:
    """What the founder can ask for about people who want no more mails."""

    def __init__(
        self,
        *,
        campaigns: CampaignRepository,
        launches: LaunchRepository,
        suppressions: SuppressionRepository,
        opt_outs: OptOutRepository,
        instantly: InstantlyClient,
    ) -> None:
        self._campaigns = campaigns
        self._launches = launches
        self._suppressions = suppressions
        self._opt_outs = opt_outs
        self._instantly = instantly

    def copy(self, work: Work, *, again: bool = False) -> Written[OptOutReport]:
        """Take in who unsubscribed, and block at Instantly whoever is on the do-not-contact list.

        One request a launched campaign when there is nothing new. What was copied before a trouble
        stays copied; the rest follows the next time. What Instantly refused is not sent once more.

        Args:
            work: For progress and cancel.
            again: Send also what was refused before.

        Raises:
            Trouble: Instantly could not be asked, or did not answer.
        """
        work.report("Looking for people who unsubscribed")
        with reassuring(_REST_FOLLOWS):
            new = self._take_in(work)
            before = () if again else self._opt_outs.refused()
            blocked, refused = self._block(self._opt_outs.to_copy(again=again), work)
        touched = Changes(leads=True) if new or refused else Changes()
        return Written(OptOutReport(new, blocked, refused, before), touched)

    def _take_in(self, work: Work) -> int:
        """Put who unsubscribed on the do-not-contact list; how many were not on it yet."""
        new = 0
        for row in self._campaigns.rows():
            campaign = row.campaign
            launch = self._launches.latest(campaign.id) if campaign.instantly_id else None
            if launch is None or launch.state not in _STARTED:
                continue
            remote_id = launch.instantly_campaign_id
            found = [
                normalise_email(lead.email) or lead.email
                for lead in self._instantly.lead_states.unsubscribed(remote_id, work)
                # A filter that were ignored would name people of other campaigns.
                if lead.campaign == remote_id
            ]
            if found:
                new += self._suppressions.add(found, f"unsubscribed from “{campaign.name}”")
        return new

    def _block(self, wanted: tuple[str, ...], work: Work) -> tuple[int, tuple[str, ...]]:
        """Put values on the block list; how many came onto it, and what it does not take."""
        if not wanted:
            return 0, ()
        there = self._there(wanted, work)
        self._opt_outs.copied([value for value in wanted if value in there])
        missing = [value for value in wanted if value not in there]
        blocked = 0
        refused: list[str] = []
        for start in range(0, len(missing), MOST):
            work.report("Copying opt-outs to the block list at Instantly", start, len(missing))
            some = missing[start : start + MOST]
            added, sure = self._added(some, work)
            taken = [value for value in some if value in added]
            self._opt_outs.copied(taken)
            blocked += len(taken)
            if sure:
                not_taken = [value for value in some if value not in added]
                self._opt_outs.refuse(not_taken)
                refused += not_taken
        return blocked, tuple(refused)

    def _added(self, values: list[str], work: Work) -> tuple[frozenset[str], bool]:
        """Put values on the block list; those that are on it then, and whether that is final."""
        try:
            return self._instantly.block_list.add(values, work), True
        except Trouble as trouble:
            if not uncertain(trouble):
                raise
            # The answer was lost: what is there now is what counts, and is not added again.
            added = self._there(values, work)
            if not added:
                raise
            return added, False

    def _there(self, values: tuple[str, ...] | list[str], work: Work) -> frozenset[str]:
        """Those of the values that are on the block list."""
        entries = self._instantly.block_list.entries
        if len(values) > _FEW:
            return entries(work) & frozenset(values)
        return frozenset(value for value in values if value in entries(work, value))

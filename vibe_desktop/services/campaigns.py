"""Campaigns: made, changed, listed and forgotten."""

from functools import reduce

from vibe_desktop.domain.analytics import Counters
from vibe_desktop.domain.campaigns import Campaign, CampaignSetup
from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.dashboard import Dashboard
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.urls import host_of, normalise_product_url
from vibe_desktop.domain.work import Work
from vibe_desktop.store.campaigns import CampaignRepository

SHORTEST_PREFIX = 8
"""Characters of an id that are enough to name a campaign when no other starts with them."""
LONGEST_NAME = 200


class CampaignService:
    """What the founder can ask for about campaigns as such."""

    def __init__(self, *, campaigns: CampaignRepository) -> None:
        self._campaigns = campaigns

    def create(self, *, name: str, url: str, target_audience: str, work: Work) -> Written[Campaign]:
        """Make a draft. An empty name becomes the host of the URL; the audience may follow later.

        Raises:
            InvalidInput: The URL or the name cannot be used; `field` says which.
        """
        work.check()
        address = normalise_product_url(url)
        campaign = self._campaigns.create(
            name=_name(name) or host_of(address),
            url=address,
            target_audience=target_audience.strip(),
        )
        return Written(campaign, Changes(campaigns=True))

    def get(self, campaign_id: str, work: Work) -> Campaign:
        """The campaign with this id, or the only one whose id starts so (8 characters or more).

        Raises:
            InvalidInput: There is none, or there are several.
        """
        work.check()
        wanted = campaign_id.strip()
        found = self._campaigns.find(wanted) if len(wanted) >= SHORTEST_PREFIX else ()
        if len(found) > 1:
            raise InvalidInput(
                f"More than one campaign has an id that starts with “{wanted}”.",
                next_step="Give more of the id.",
                field="campaign_id",
            )
        return found[0] if found else self._campaigns.get(wanted)

    def dashboard(self, work: Work) -> Dashboard:
        """All campaigns, newest first, with the sums of their counters."""
        work.check()
        rows = self._campaigns.rows()
        refreshed = [row.as_of for row in rows if row.campaign.instantly_id and row.as_of]
        return Dashboard(
            rows=rows,
            totals=reduce(_sum, (row.counters for row in rows), Counters()),
            as_of=min(refreshed, default=None),
        )

    def update(
        self,
        campaign_id: str,
        *,
        name: str | None = None,
        url: str | None = None,
        target_audience: str | None = None,
        setup: CampaignSetup | None = None,
        work: Work,
    ) -> Written[Campaign]:
        """Change what is given, leave what is None. Nothing is touched when nothing differs.

        Raises:
            InvalidInput: There is no such campaign, or a value cannot be used; `field` says which.
        """
        before = self.get(campaign_id, work)
        address = before.url if url is None else normalise_product_url(url)
        wanted_name = before.name if name is None else _name(name) or host_of(address)
        audience = before.target_audience if target_audience is None else target_audience.strip()
        wanted_setup = before.setup if setup is None else setup
        if (wanted_name, address, audience, wanted_setup) == (
            before.name,
            before.url,
            before.target_audience,
            before.setup,
        ):
            return Written(before, Changes())
        after = self._campaigns.update(
            before.id,
            # Only what differs: somebody else may have changed the rest meanwhile.
            name=wanted_name if wanted_name != before.name else None,
            url=address if address != before.url else None,
            target_audience=audience if audience != before.target_audience else None,
            setup=wanted_setup if wanted_setup != before.setup else None,
        )
        return Written(after, Changes(campaigns=True))

    def delete(self, campaign_id: str, work: Work) -> Written[None]:
        """Forget a campaign of which nothing was launched. Its lists of leads stay.

        Raises:
            InvalidInput: There is no such campaign.
            Conflict: A launch was begun, so that Instantly may know the campaign.
        """
        self._campaigns.delete(self.get(campaign_id, work).id)
        return Written(None, Changes(campaigns=True, variants=True, leads=True))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            f"The name has {len(name)} characters; {LONGEST_NAME} are the most.",
            next_step="Choose a shorter name.",
            field="name",
        )
    return name


def _sum(one: Counters, other: Counters) -> Counters:
    return Counters(
        sent=one.sent + other.sent,
        contacted=one.contacted + other.contacted,
        opened=one.opened + other.opened,
        clicked=one.clicked + other.clicked,
        replied=one.replied + other.replied,
        auto_replied=one.auto_replied + other.auto_replied,
        bounced=one.bounced + other.bounced,
        unsubscribed=one.unsubscribed + other.unsubscribed,
    )

"""What the leads screen shows, as one value. The rows of the table are in `LeadPages`."""

from dataclasses import dataclass, field, replace

from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import LeadFlag, LeadList


@dataclass(frozen=True, slots=True)
class CampaignName:
    """A campaign to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class LeadFilters:
    """What the table is narrowed to beside list and search; see `LeadQuery` for each."""

    tag: str = ""
    country: str = ""
    flag: LeadFlag | None = None
    suppressed: bool | None = None
    verification: str = ""

    def narrowed(self, query: LeadQuery) -> LeadQuery:
        """`query` with these filters in place of its own."""
        return replace(
            query,
            tag=self.tag,
            country=self.country,
            flag=self.flag,
            suppressed=self.suppressed,
            verification=self.verification,
        )

    def __bool__(self) -> bool:
        """Whether any is on."""
        return self != LeadFilters()


@dataclass(frozen=True, slots=True)
class LeadsState:
    """The state of the screen.

    Attributes:
        loaded: Whether the lists have been read.
        lists: All lists, newest first.
        campaigns: All campaigns, newest first.
        list_id: The list on screen, "" for all.
        search: What the table is searched for.
        filters: What else it is narrowed to.
    """

    loaded: bool = False
    lists: tuple[LeadList, ...] = ()
    campaigns: tuple[CampaignName, ...] = ()
    list_id: str = ""
    search: str = ""
    filters: LeadFilters = field(default_factory=LeadFilters)

    @property
    def chosen(self) -> LeadList | None:
        """The list on screen, None for all."""
        return next((one for one in self.lists if one.id == self.list_id), None)

    @property
    def everybody(self) -> int:
        """Leads in all lists."""
        return sum(one.total_leads for one in self.lists)

    @property
    def size(self) -> int:
        """Leads in the list on screen, or in all lists."""
        chosen = self.chosen
        return chosen.total_leads if chosen else self.everybody

    def campaign_name(self, campaign_id: str) -> str:
        """What a campaign is called, "" for none."""
        return next((one.name for one in self.campaigns if one.id == campaign_id), "")

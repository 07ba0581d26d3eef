"""What the leads screen shows, as one value. The rows of the table are in `LeadPages`."""

from dataclasses import dataclass

from vibe_desktop.domain.leads import LeadList


@dataclass(frozen=True, slots=True)
class CampaignName:
    """A campaign to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class LeadsState:
    """The state of the screen.

    Attributes:
        loaded: Whether the lists have been read.
        lists: All lists, newest first.
        campaigns: All campaigns, newest first.
        list_id: The list on screen, "" for all.
        search: What the table is searched for.
    """

    loaded: bool = False
    lists: tuple[LeadList, ...] = ()
    campaigns: tuple[CampaignName, ...] = ()
    list_id: str = ""
    search: str = ""

    @property
    def chosen(self) -> LeadList | None:
        """The list on screen, None for all."""
        return next((one for one in self.lists if one.id == self.list_id), None)

    @property
    def size(self) -> int:
        """Leads in the list on screen, or in all lists."""
        chosen = self.chosen
        return chosen.total_leads if chosen else sum(one.total_leads for one in self.lists)

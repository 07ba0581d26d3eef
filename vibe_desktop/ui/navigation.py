"""Where the founder can go."""

from dataclasses import dataclass
from enum import StrEnum

LAST_CAMPAIGN = "window/campaign"
"""Where the window's state remembers which campaign was open last."""


class Screen(StrEnum):
    """Every screen; the value is the folder it lives in."""

    WELCOME = "welcome"
    CAMPAIGNS = "campaigns"
    WIZARD = "wizard"
    REVIEW = "review"
    LEADS = "leads"
    MAILBOXES = "mailboxes"
    ANALYTICS = "analytics"
    SETTINGS = "settings"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen, and what it should show.

    Attributes:
        campaign_id: The campaign to open. Empty: for the wizard a new one; for the others whatever
            they showed last.
        path: A file the screen should start with (a lead file dropped on the window), "" for none.
        part: A part of the screen to bring into view ("identity" in the settings), "" for its top.
    """

    screen: Screen
    campaign_id: str = ""
    path: str = ""
    part: str = ""

"""The sidebar: the one thing to start, and the places to be."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from vibe_desktop.ui.navigation import Screen
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.buttons import Button, NavButton, PrimaryButton

HOME = {
    Screen.WIZARD: Screen.CAMPAIGNS,
    Screen.REVIEW: Screen.CAMPAIGNS,
    Screen.ABOUT: Screen.SETTINGS,
}
"""The place that is lit while one is on a screen that has none of its own."""


class Sidebar(QFrame):
    """Where to go."""

    place_chosen = Signal(object)
    """Emits the `Screen` that was asked for."""
    new_campaign_requested = Signal()
    """Emits when the founder wants a new campaign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Places"))
        self._narrow = False
        self._words: dict[Button, str] = {}
        column = self._column = QVBoxLayout(self)
        column.setSpacing(SPACE_1)
        new_campaign = PrimaryButton(self.tr("New campaign"), "plus")
        new_campaign.setObjectName("new_campaign_button")
        new_campaign.clicked.connect(self.new_campaign_requested)
        self._words[new_campaign] = new_campaign.text()
        column.addWidget(new_campaign)
        column.addSpacing(SPACE_3)
        self._places: dict[Screen, NavButton] = {}
        for screen, text, icon_name in (
            (Screen.CAMPAIGNS, self.tr("Campaigns"), "megaphone"),
            (Screen.LEADS, self.tr("Leads"), "users"),
            (Screen.MAILBOXES, self.tr("Mailboxes"), "mailbox"),
            (Screen.ANALYTICS, self.tr("Analytics"), "chart-column"),
        ):
            column.addWidget(self._add(screen, text, icon_name))
        column.addStretch(1)
        column.addWidget(self._add(Screen.SETTINGS, self.tr("Settings"), "settings"))
        self._draw()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a plain setter, as Qt's are
        """Show icons alone, their words as tool tips, or both."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.setProperty("narrow", "true" if narrow else "false")
        for one in (self, *self._words):
            one.style().unpolish(one)
            one.style().polish(one)
        self._draw()

    def _draw(self) -> None:
        beside = SPACE_2 if self._narrow else SPACE_3
        self._column.setContentsMargins(beside, SPACE_4, beside, SPACE_3)
        for button, words in self._words.items():
            button.setText("" if self._narrow else words)
            button.setToolTip(words if self._narrow else "")
            button.setAccessibleName(words)

    def show_place(self, screen: Screen) -> None:
        """Light the place where the window is."""
        lit = HOME.get(screen, screen)
        for place, button in self._places.items():
            button.setChecked(place is lit)

    def _add(self, screen: Screen, text: str, icon_name: str) -> NavButton:
        button = NavButton(text, icon_name)
        button.setObjectName(f"go_{screen.value}")
        button.clicked.connect(self._chosen)
        self._places[screen] = button
        self._words[button] = text
        return button

    @Slot()
    def _chosen(self) -> None:
        for screen, button in self._places.items():
            if button is self.sender():
                self.place_chosen.emit(screen)

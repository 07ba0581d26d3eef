"""Whom the previews are filled in for: a button that opens a searchable list, and two arrows."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.leads import Lead
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import IconButton, SecondaryButton
from vibe_desktop.ui.widgets.fields import SearchEdit
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.leads import LeadChooser, LeadState
from vibe_desktop.ui.widgets.variant_review.words import lead_words, oddity_words
from vibe_desktop.ui.words import counted

_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_WIDTH = 460
_MOST_OF_A_NAME = 36
"""Characters of a name, so that what is odd about it still has room beside it."""


class LeadPicker(QWidget):
    """Names the lead; opens the list; goes to its neighbours."""

    def __init__(self, chooser: LeadChooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = chooser
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        label = Label(self.tr("Preview as"), muted=True)
        self.button = SecondaryButton(self.tr("Nobody"), "search")
        self.button.setObjectName("preview_lead")
        self.button.setToolTip(self.tr("Choose any lead to preview with (Ctrl+L)"))
        self.button.setMaximumWidth(320)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.open_list)
        self.previous_button = IconButton("chevron-up", self.tr("Previous lead (Alt+Up)"))
        self.next_button = IconButton("chevron-down", self.tr("Next lead (Alt+Down)"))
        self.previous_button.clicked.connect(self.previous)
        self.next_button.clicked.connect(self.next)
        row.addWidget(label)
        row.addSpacing(SPACE_1)
        for button in (self.button, self.previous_button, self.next_button):
            row.addWidget(button)
        self.list: LeadList | None = None
        chooser.state_changed.connect(self._draw)
        self._draw(chooser.state)

    @Slot()
    def open_list(self) -> None:
        """Open the list under the button, ready to search."""
        if self.list is None:
            self.list = LeadList(self._chooser, self)
            self.list.chosen.connect(self._chosen)
        self.list.open_at(self.button.mapToGlobal(QPoint(self.button.width(), 0)), self.button)

    @Slot()
    def next(self) -> None:
        """Preview with the next lead."""
        self._chooser.step(1)

    @Slot()
    def previous(self) -> None:
        """Preview with the lead before."""
        self._chooser.step(-1)

    @Slot(object)
    def _chosen(self, lead: Lead) -> None:
        self._chooser.choose(lead)

    @Slot(object)
    def _draw(self, state: LeadState) -> None:
        words = lead_words(state.lead)
        odd = oddity_words(state.lead)
        metrics = self.button.fontMetrics()
        self.button.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 240))
        spoken = f"{words} ({odd})" if odd else words
        self.button.setAccessibleName(self.tr("Preview as {0}").format(spoken))


class LeadList(QFrame):
    """A search line over a list, in a window that closes when one clicks elsewhere."""

    chosen = Signal(object)
    """Emits the chosen `Lead`."""

    def __init__(self, chooser: LeadChooser, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("lead_list")
        self.setProperty("popup", "true")
        self.setAccessibleName(self.tr("Leads to preview with"))
        self._chooser = chooser
        self._shown: LeadState | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        self.search = SearchEdit(self.tr("Search name, company or address"))
        self.search.setObjectName("preview_search")
        self.search.textEdited.connect(chooser.search)
        self.search.textChanged.connect(self._cleared)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self.rows = QListWidget()
        self.rows.setObjectName("preview_leads")
        self.rows.setAccessibleName(self.tr("Leads"))
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.itemClicked.connect(self._take)
        self._count = Label("", Text.SMALL, muted=True)
        column.addWidget(self.search)
        column.addWidget(self.rows, 1)
        column.addWidget(self._count)
        chooser.state_changed.connect(self._draw)

    def open_at(self, corner: QPoint, below: QWidget) -> None:
        """Open with the right edge at `corner`, under `below`, or over it at the screen's end."""
        self._draw(self._chooser.state)
        self.resize(_WIDTH, 380)
        area = below.screen().availableGeometry()
        x = max(area.left(), min(corner.x() - _WIDTH, area.right() - _WIDTH))
        y = corner.y() + below.height() + SPACE_1
        if y + self.height() > area.bottom():
            y = max(area.top(), corner.y() - self.height() - SPACE_1)
        self.move(x, y)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while one types."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _TO_LIST
            and not event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.rows.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(object)
    def _draw(self, state: LeadState) -> None:
        before, self._shown = self._shown, state
        if before is None or before.leads != state.leads:
            self.rows.clear()
            for lead in state.leads:
                self.rows.addItem(_item(lead))
        chosen = state.leads.index(state.lead) if state.lead in state.leads else 0
        self.rows.setCurrentRow(chosen)
        self._count.setText(self._count_words(state))

    def _count_words(self, state: LeadState) -> str:
        if not state.real:
            return self.tr("No leads yet: these are made up.")
        if state.search and not state.leads:
            return self.tr("Nobody is called like that.")
        if state.search:
            return counted(state.total, self.tr("{count} lead"), self.tr("{count} leads"))
        words = self.tr("The odd ones come first. Type to search all {total}.")
        return words.format(total=f"{state.total:,}")

    @Slot(str)
    def _cleared(self, text: str) -> None:
        """The cross of the search line empties it without `textEdited`."""
        if not text:
            self._chooser.search("")

    @Slot()
    def _take(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self.hide()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _item(lead: Lead) -> QListWidgetItem:
    words, odd = lead_words(lead), oddity_words(lead)
    if odd and len(words) > _MOST_OF_A_NAME:
        words = f"{words[:_MOST_OF_A_NAME]}…"
    item = QListWidgetItem(f"{words}  ({odd})" if odd else words)
    item.setData(Qt.ItemDataRole.UserRole, lead)
    item.setToolTip(lead.email)
    return item

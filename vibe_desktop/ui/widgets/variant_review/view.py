"""The three variants side by side, or in tabs where the window is narrow."""

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.state import ReviewState
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor
from vibe_desktop.ui.widgets.variant_review.words import angle_words, lead_words

if TYPE_CHECKING:
    from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter

COLUMNS_FROM = 960
"""Width from which three editors fit side by side with a readable line length."""


class VariantReview(QWidget):
    """Edit, preview and approve; the same on the review screen and in the wizard."""

    completed = Signal()
    """Emits when all editors stand."""

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._custom: frozenset[str] = frozenset()
        self._version = -1
        self._arranged: bool | None = None
        self.editors: list[VariantEditor] = []
        """The editors that are made already, in order; one comes each turn of the event loop."""
        self._due: deque[VariantPresenter] = deque()
        self._next_editor = QTimer(self, interval=0)
        self._next_editor.timeout.connect(self._make_next)
        self._places: list[_Place] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._make_bar())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(SPACE_4)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Variants"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        column.addLayout(self._columns)
        column.addWidget(self._tabs)
        column.addStretch(1)
        presenter.state_changed.connect(self._draw)
        self._draw(presenter.state)

    @property
    def complete(self) -> bool:
        """Whether every editor is made."""
        return not self._due

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between columns and tabs."""
        super().resizeEvent(event)
        self._arrange()

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        self._summary = Label("", muted=True, wrap=True)
        label = QLabel(self.tr("&Preview as"))
        self.picker = QComboBox()
        self.picker.setObjectName("preview_lead")
        self.picker.setAccessibleName(self.tr("Lead to preview with"))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.picker.setMaximumWidth(380)
        label.setBuddy(self.picker)
        self.picker.activated.connect(self._presenter.choose_lead)
        bar.addWidget(self._summary, 1)
        bar.addWidget(label)
        bar.addWidget(self.picker)
        return bar

    @Slot(object)
    def _draw(self, state: ReviewState) -> None:
        if state.version != self._version:
            self._version = state.version
            self._rebuild()
        words = [lead_words(lead, made_up=not state.real_leads) for lead in state.leads]
        if words != [self.picker.itemText(index) for index in range(self.picker.count())]:
            self.picker.clear()
            self.picker.addItems(words)
        self.picker.setCurrentIndex(state.chosen)
        self._custom = frozenset(name for lead in state.leads for name in lead.custom)
        for editor in self.editors:
            editor.know_fields(self._custom)
        self.setVisible(bool(self._presenter.variants))

    def _rebuild(self) -> None:
        for place in self._places:
            place.setParent(None)
            place.deleteLater()
        self.editors = []
        self._due = deque(self._presenter.variants)
        self._places = [_Place() for _ in self._due]
        for presenter in self._presenter.variants:
            presenter.state_changed.connect(self._count_approved)
        self._arranged = None
        self._arrange()
        self._count_approved()
        self._next_editor.start()

    @Slot()
    def _make_next(self) -> None:
        """Make one editor: three at once would hold the window still."""
        if self._due:
            editor = VariantEditor(self._due.popleft())
            editor.know_fields(self._custom)
            self._places[len(self.editors)].fill(editor)
            self.editors.append(editor)
        if not self._due:
            self._next_editor.stop()
            if self.editors:
                self.completed.emit()

    def _arrange(self) -> None:
        wide = self.width() >= COLUMNS_FROM
        if wide == self._arranged:
            return
        self._arranged = wide
        current = self._tabs.currentIndex()
        focused = self.focusWidget()
        while self._tabs.count():
            self._tabs.removeTab(0)
        while self._columns.takeAt(0) is not None:
            pass
        for place, presenter in zip(self._places, self._presenter.variants, strict=True):
            if wide:
                self._columns.addWidget(place, 1)
                place.show()
            else:
                variant = presenter.state.variant
                self._tabs.addTab(place, f"{variant.letter} · {angle_words(variant.angle)}")
        self._tabs.setVisible(not wide)
        self._tabs.setCurrentIndex(max(current, 0))
        self._mark_tabs()
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _count_approved(self) -> None:
        states = [one.state for one in self._presenter.variants]
        approved = sum(state.shown_approved for state in states)
        if states and approved == len(states):
            words = self.tr("All {total} variants are approved. An edit withdraws the approval.")
        else:
            words = self.tr("{approved} of {total} variants approved. Only approved text is sent.")
        self._summary.setText(words.format(approved=approved, total=len(states)))
        self._mark_tabs()

    def _mark_tabs(self) -> None:
        for index in range(self._tabs.count()):
            approved = self._presenter.variants[index].state.shown_approved
            mark = icon("circle-check", Ink.SUCCESS) if approved else icon("circle")
            self._tabs.setTabIcon(index, mark)


class _Place(QWidget):
    """Where an editor stands, in columns or in a tab; a grey card until it is made."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        waiting = Card()
        waiting.body.addWidget(Skeleton(8))
        self._column.addWidget(waiting)

    def fill(self, editor: VariantEditor) -> None:
        """Put the editor here."""
        clear(self._column)
        self._column.addWidget(editor)

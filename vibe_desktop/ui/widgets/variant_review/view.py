"""The mails of a step side by side, or in tabs where the window is narrow."""

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.widgets.variant_review.keys import KeysFold, ReviewKeys
from vibe_desktop.ui.widgets.variant_review.lead_picker import LeadPicker
from vibe_desktop.ui.widgets.variant_review.moves import Moves
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.state import Decision, ReviewState
from vibe_desktop.ui.widgets.variant_review.step_bar import StepBar
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor
from vibe_desktop.ui.widgets.variant_review.words import variant_title

if TYPE_CHECKING:
    from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter

COLUMNS_FROM = 960
"""Width from which three editors fit side by side with a readable line length."""

_MARKS = {
    Decision.APPROVED: ("circle-check", Ink.SUCCESS),
    Decision.REJECTED: ("ban", Ink.WARNING),
    Decision.BLOCKED: ("circle-alert", Ink.DANGER),
    Decision.OPEN: ("circle", Ink.MUTED),
}


_BAR_FROM = 560
"""Width in pixels from which the count of approved mails stands beside the choice of a lead."""


class VariantReview(QWidget):
    """Edit, preview and decide; the same on the review screen and in the wizard."""

    completed = Signal()
    """Emits when all editors of the step on screen stand."""

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("variant_review")
        self._presenter = presenter
        self._version = -1
        self._step = 0
        self._arranged: bool | None = None
        self._made: dict[int, list[VariantEditor]] = {}
        self._due: deque[VariantPresenter] = deque()
        self._next_editor = QTimer(self, interval=0)
        self._next_editor.timeout.connect(self._make_next)
        self._places: dict[int, list[_Place]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        self.step_bar = StepBar()
        self.step_bar.chosen.connect(self._choose_step)
        column.addWidget(self.step_bar)
        column.addLayout(self._make_bar())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(SPACE_4)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Variants"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        column.addLayout(self._columns)
        column.addWidget(self._tabs)
        self._keys = KeysFold()
        column.addWidget(self._keys)
        column.addStretch(1)
        self._moves = Moves(self, presenter, self.picker)
        ReviewKeys(self, self._moves.slots())
        presenter.state_changed.connect(self._draw)
        self._draw(presenter.state)

    @property
    def editors(self) -> list[VariantEditor]:
        """The editors of the step on screen that are made already, in order."""
        return self._made.get(self._step, [])

    @property
    def complete(self) -> bool:
        """Whether every editor of the step on screen is made."""
        return not self._due

    def show_editor(self, presenter: "VariantPresenter") -> VariantEditor | None:
        """Bring the card of one mail on screen, whichever step it is of; None until it is made."""
        self._presenter.choose_step(presenter.state.variant.step)
        for position, editor in enumerate(self.editors):
            if editor.presenter is presenter:
                if not self._arranged:
                    self._tabs.setCurrentIndex(position)
                return editor
        return None

    def go_to_variant(self, variant_id: str) -> None:
        """Put the cursor into the mail of this id."""
        for presenter in self._presenter.variants:
            if presenter.state.variant.id == variant_id:
                self._moves.go_to(presenter)

    def shown_editor(self) -> VariantEditor | None:
        """The card that is looked at when none has the focus: the tab on top, or the first."""
        position = 0 if self._arranged else max(self._tabs.currentIndex(), 0)
        return self.editors[position] if position < len(self.editors) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between columns and tabs."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < _BAR_FROM
        self._bar.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._arrange()

    def _make_bar(self) -> QBoxLayout:
        bar = self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        bar.setSpacing(SPACE_2)
        self._summary = Label("", muted=True, wrap=True)
        self.picker = LeadPicker(self._presenter.leads)
        bar.addWidget(self._summary, 1)
        bar.addWidget(self.picker)
        return bar

    @Slot(int)
    def _choose_step(self, step: int) -> None:
        self._presenter.choose_step(step)

    @Slot(object)
    def _draw(self, state: ReviewState) -> None:
        if self.step_bar.show_steps(self._presenter.steps, state.waits):
            put_before(self.step_bar, self.picker.button)
        if state.version != self._version:
            self._version = state.version
            self._rebuild(state)
        elif state.step != self._step:
            self._show_step(state.step)
        self.step_bar.press(state.step)
        self._summary.setText(self._summary_words())
        for editors in self._made.values():
            for editor in editors:
                editor.know_fields(state.custom)
        self.setVisible(bool(self._presenter.variants))

    def _rebuild(self, state: ReviewState) -> None:
        for places in self._places.values():
            for place in places:
                place.setParent(None)
                place.deleteLater()
        self._made, self._places = {}, {}
        self._due.clear()
        for presenter in self._presenter.variants:
            presenter.state_changed.connect(self._count_decided)
            presenter.decided.connect(self._moves.decided)
        self._show_step(state.step)

    def _show_step(self, step: int) -> None:
        """Put the cards of a step on screen; they are made when it is shown for the first time."""
        for place in self._places.get(self._step, []):
            place.hide()
        self._step = step
        if step not in self._places:
            of_step = self._presenter.of_step(step)
            self._places[step] = [_Place() for _ in of_step]
            self._made[step] = []
        self._due = deque(self._presenter.of_step(step)[len(self._made[step]) :])
        self._arranged = None
        self._tabs.setCurrentIndex(0)
        self._arrange()
        self._count_decided()
        self._next_editor.start()

    @Slot()
    def _make_next(self) -> None:
        """Make one editor: three at once would hold the window still."""
        if self._due:
            editor = VariantEditor(self._due.popleft())
            editor.know_fields(self._presenter.state.custom)
            self._places[self._step][len(self.editors)].fill(editor)
            self._made[self._step].append(editor)
            put_before(editor, self._keys.button)
        if not self._due:
            self._next_editor.stop()
            if self.editors:
                self.completed.emit()
                self._moves.editors_stand()

    def _arrange(self) -> None:
        places = self._places.get(self._step, [])
        wide = self.width() >= COLUMNS_FROM or len(places) == 1
        if wide == self._arranged:
            return
        self._arranged = wide
        focused = self.focusWidget()
        at = [place for place in places if focused is not None and place.isAncestorOf(focused)]
        current = places.index(at[0]) if at else self._tabs.currentIndex()
        while self._tabs.count():
            self._tabs.removeTab(0)
        while self._columns.takeAt(0) is not None:
            pass
        for place, presenter in zip(places, self._presenter.of_step(self._step), strict=True):
            if wide:
                self._columns.addWidget(place, 1)
                place.show()
            else:
                self._tabs.addTab(place, variant_title(presenter.state.variant))
        self._tabs.setVisible(not wide)
        self._tabs.setCurrentIndex(max(current, 0))
        self._mark_tabs()
        if focused is not None and focused.isVisibleTo(self):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _count_decided(self) -> None:
        self._summary.setText(self._summary_words())
        for step in self._presenter.steps:
            states = [one.state for one in self._presenter.of_step(step)]
            self.step_bar.tick(step, sum(state.decided for state in states), len(states))
        self._mark_tabs()

    def _summary_words(self) -> str:
        decisions = [one.state.decision for one in self._presenter.variants]
        approved, total = decisions.count(Decision.APPROVED), len(decisions)
        rejected = decisions.count(Decision.REJECTED)
        follow_ups = len(self._presenter.steps) > 1
        if self._presenter.state.locked:
            words = self.tr("The launch has begun: these mails stay as they are.")
        elif rejected:
            words = self.tr(
                "{approved} of {total} mails approved, {rejected} rejected. "
                "Only approved text is sent."
            )
        elif total and approved == total:
            words = (
                self.tr("All {total} mails are approved. An edit withdraws the approval.")
                if follow_ups
                else self.tr("All {total} variants are approved. An edit withdraws the approval.")
            )
        elif follow_ups:
            words = self.tr("{approved} of {total} mails approved. Only approved text is sent.")
        else:
            words = self.tr("{approved} of {total} variants approved. Only approved text is sent.")
        return words.format(approved=approved, total=total, rejected=rejected)

    def _mark_tabs(self) -> None:
        presenters = self._presenter.of_step(self._step)
        for index in range(min(self._tabs.count(), len(presenters))):
            self._tabs.setTabIcon(index, icon(*_MARKS[presenters[index].state.decision]))


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

"""The three variants side by side, or in tabs where the window is narrow."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.state import ReviewState
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor
from vibe_desktop.ui.widgets.variant_review.words import angle_words, lead_words

COLUMNS_FROM = 960
"""Width from which three editors fit side by side with a readable line length."""


class VariantReview(QWidget):
    """Edit, preview and approve; the same on the review screen and in the wizard."""

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._version = -1
        self._arranged: bool | None = None
        self.editors: list[VariantEditor] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._make_bar())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(SPACE_4)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Variants"))
        self._tabs.setDocumentMode(True)
        column.addLayout(self._columns)
        column.addWidget(self._tabs)
        column.addStretch(1)
        presenter.state_changed.connect(self._draw)
        self._draw(presenter.state)

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
        custom = frozenset(name for lead in state.leads for name in lead.custom)
        for editor in self.editors:
            editor.know_fields(custom)
        self.setVisible(bool(self.editors))

    def _rebuild(self) -> None:
        for editor in self.editors:
            editor.setParent(None)
            editor.deleteLater()
        clear(self._columns)
        self._tabs.clear()
        self.editors = [VariantEditor(one) for one in self._presenter.variants]
        for presenter in self._presenter.variants:
            presenter.state_changed.connect(self._count_approved)
        self._arranged = None
        self._arrange()
        self._count_approved()

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
        for editor in self.editors:
            if wide:
                self._columns.addWidget(editor, 1)
                editor.show()
            else:
                variant = editor.variant
                self._tabs.addTab(editor, f"{variant.letter} · {angle_words(variant.angle)}")
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

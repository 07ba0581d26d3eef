"""Every mail to every lead on one page: what looks odd, each mail in full, one decision."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QSplitter, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.fields import SearchEdit
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import CELL_PADDING
from vibe_desktop.ui.widgets.review_set.mail_pane import MailPane
from vibe_desktop.ui.widgets.review_set.model import FiltersModel, MailsModel
from vibe_desktop.ui.widgets.review_set.presenter import ReviewSetPresenter
from vibe_desktop.ui.widgets.review_set.state import ReviewSetState, Stage
from vibe_desktop.ui.widgets.review_set.words import (
    button_words,
    decision_words,
    found_words,
    summary_words,
)
from vibe_desktop.ui.widgets.skeleton import Skeleton
from vibe_desktop.ui.widgets.tables import DataTable

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

LISTED_FROM = 860
"""Width from which the filters are a list beside the table."""
_LEAST_HIGH = 380
_SHARES = 1_000
"""Qt scales sizes down to the room there is, but not up from less than the least."""


class _MailsTable(DataTable):
    """Three columns that share what room there is: the reasons get most of it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        letter, wide = self.fontMetrics().averageCharWidth(), self.viewport().width()
        self.setColumnHidden(1, wide < 48 * letter)  # which mail it is stands beside the table too
        self.setColumnWidth(0, max(13 * letter, min(26 * letter, wide * 3 // 8)))
        longest = self.fontMetrics().horizontalAdvance(self.tr("Follow-up 1"))
        self.setColumnWidth(1, longest + 2 * CELL_PADDING + SPACE_1)


class ReviewSetPanel(QWidget):
    """Filters, table, the mail of the chosen row, and the button that approves all of them."""

    lead_opened = Signal(object)
    """Emits the `RenderedMail` whose row was opened by Enter or double click."""

    def __init__(self, presenter: ReviewSetPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_set")
        self.setAccessibleName(self.tr("All mails to all leads"))
        self._presenter = presenter
        self._filters = FiltersModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._make_top())
        self._notice = Panel(Tone.INFO)
        self._notice.setObjectName("review_set_notice")
        self._build_again = SecondaryButton(self.tr("Build again"), "refresh-cw")
        self._build_again.setObjectName("review_set_rebuild")
        self._build_again.set_small()
        self._build_again.clicked.connect(presenter.build)
        self._notice.buttons.addWidget(self._build_again)
        column.addWidget(self._notice)
        self.busy = BusyBar()
        column.addWidget(self.busy)
        self._skeleton = Skeleton(5)
        column.addWidget(self._skeleton)
        self._make_card()
        column.addWidget(self._card, 1)
        self._make_nothing()
        column.addWidget(self._nothing, 1)
        column.addLayout(self._make_bottom())
        presenter.state_changed.connect(self._draw)
        presenter.working.connect(self._follow)
        presenter.lead_opened.connect(self.lead_opened)
        self._draw(presenter.state)

    # -- making ----------------------------------------------------------------------------------

    def _make_top(self) -> QHBoxLayout:
        self._summary = Label("", Text.HEADING, wrap=True)
        self._summary.setObjectName("review_set_summary")
        self.search = SearchEdit(self.tr("Find a lead"))
        self.search.setObjectName("review_set_search")
        self.search.setMaximumWidth(200)
        self.search.textChanged.connect(self._presenter.filter_text)
        self._found = Label("", muted=True)
        self._found.setObjectName("review_set_found")
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.filter_box = QComboBox()
        self.filter_box.setObjectName("review_set_filter_box")
        self.filter_box.setAccessibleName(self.tr("Filter by what looks odd"))
        self.filter_box.setModel(self._filters)
        self.filter_box.setModelColumn(FiltersModel.WHOLE)
        self.filter_box.setMinimumContentsLength(12)
        self.filter_box.setMaximumWidth(200)
        self.filter_box.activated.connect(self._filter_picked)
        row.addWidget(self._summary, 1)
        row.addWidget(self._found)
        row.addWidget(self.filter_box)
        row.addWidget(self.search)
        return row

    def _make_card(self) -> None:
        self._card = Card()
        self._card.set_flush()
        self.filters = DataTable(self.tr("Filter by what looks odd"))
        self.filters.setObjectName("review_set_filters")
        self.filters.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.filters.setModel(self._filters)
        self.filters.setColumnHidden(FiltersModel.WHOLE, True)  # noqa: FBT003 - as Qt has it
        heads = self.filters.horizontalHeader()
        heads.hide()
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.filters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.filters.setFixedWidth(self.fontMetrics().averageCharWidth() * 35)
        self.filters.selectionModel().currentRowChanged.connect(self._filter_chosen)
        self.table = _MailsTable(self.tr("Mails, odd ones first"))
        self.table.setObjectName("review_set_table")
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self._mails = MailsModel(self)
        self.table.setModel(self._mails)
        columns = self.table.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns.setStretchLastSection(True)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.table.row_opened.connect(self._row_opened)
        self.pane = MailPane()
        self._nobody = EmptyState(
            "search",
            self.tr("No mail matches"),
            self.tr("Search for another name or address, or choose another filter."),
        )
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(SPACE_2)
        self._split.addWidget(self.table)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([_SHARES * 14, _SHARES * 9])
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.filters)
        row.addWidget(self._split, 1)
        row.addWidget(self._nobody, 1)
        self._card.body.addLayout(row, 1)

    def _make_nothing(self) -> None:
        self._try_again = SecondaryButton(self.tr("Build the review"), "refresh-cw")
        self._try_again.clicked.connect(self._presenter.build)
        self._nothing = EmptyState("list-checks", "", "", self._try_again)
        self._nothing.setObjectName("review_set_nothing")

    def _make_bottom(self) -> QHBoxLayout:
        self._decision = Label("", muted=True, wrap=True)
        self._decision.setObjectName("review_set_decision")
        self.approve_button = PrimaryButton("")
        self.approve_button.setObjectName("review_set_approve")
        self.approve_button.clicked.connect(self._presenter.approve_all)
        self.refresh_button = QuietButton(self.tr("Build again"), "refresh-cw")
        self.refresh_button.clicked.connect(self._presenter.build)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._decision, 1)
        row.addWidget(self.refresh_button)
        row.addWidget(self.approve_button)
        return row

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: ReviewSetState) -> None:
        built = state.built
        shown = built is not None and state.stage in {Stage.READY, Stage.BUILDING}
        self._summary.setText(summary_words(built) if built is not None and shown else "")
        self._summary.setVisible(shown)
        self.search.setVisible(shown)
        self._card.setVisible(shown)
        self._arrange()
        self._skeleton.setVisible(state.stage is Stage.BUILDING and not shown)
        self._draw_notice(state)
        self._draw_nothing(state)
        self._filters.set_counts(built)
        self._mark_filter(state.rule)
        self._draw_rows(state)
        self.pane.show_mail(state.mail)
        self._decision.setText(decision_words(state))
        held = bool(state.changed or state.blockers)
        settled = Tone.SUCCESS if state.approved else Tone.NEUTRAL
        self._decision.set_tone(Tone.WARNING if held else settled)
        self._decision.setVisible(shown)
        self.approve_button.setText(button_words(built) if built is not None else "")
        self.approve_button.setAccessibleDescription(self._decision.text())
        self.approve_button.setToolTip("" if state.can_approve else self._decision.text())
        self.approve_button.setEnabled(state.can_approve)
        self.approve_button.setVisible(shown and not state.approved)
        self.refresh_button.setVisible(shown and not self._notice.isVisibleTo(self))
        self.refresh_button.setEnabled(state.stage is Stage.READY and not state.approving)

    def _draw_notice(self, state: ReviewSetState) -> None:
        built = state.built
        ready = state.stage is Stage.READY
        self._build_again.setVisible(bool(state.changed) or state.trouble is not None)
        if ready and state.trouble is not None:
            more = " ".join(filter(None, (state.trouble.safe, state.trouble.next_step)))
            self._notice.set(Tone.DANGER, state.trouble.what, more)
        elif ready and state.changed:
            self._notice.set(
                Tone.WARNING,
                " ".join(state.changed),
                self.tr("What you see here is older. Build the review again to look at it."),
            )
        elif ready and built is not None and built.example:
            self._notice.set(
                Tone.INFO,
                self.tr("This campaign has no leads yet, so an invented one stands in."),
                self.tr("Import leads to see what each of them would get."),
            )
        else:
            self._notice.hide()
            return
        self._notice.show()

    def _draw_nothing(self, state: ReviewSetState) -> None:
        stopped, failed = state.stage is Stage.STOPPED, state.stage is Stage.FAILED
        self._nothing.setVisible(stopped or failed)
        if stopped:
            title = self.tr("The review was stopped")
            text = self.tr("Nothing was changed. Build it whenever you like.")
        elif failed and state.trouble is not None:
            title = state.trouble.what
            text = " ".join(filter(None, (state.trouble.safe, state.trouble.next_step)))
        else:
            return
        self._nothing.title.setText(title)
        self._nothing.text.setText(text)
        self._nothing.setAccessibleName(title)
        self._nothing.setAccessibleDescription(text)

    def _draw_rows(self, state: ReviewSetState) -> None:
        rows = state.rows
        count = len(rows) if rows is not None else 0
        self._mails.set_rows(rows)
        nobody = state.built is not None and count == 0
        self._nobody.setVisible(nobody)
        self._split.setVisible(not nobody)
        if state.built is not None:
            self._found.setText(found_words(count, state.built.mail_count))
        self._draw_found()
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._mails.index(0, 0))

    def _mark_filter(self, rule: str) -> None:
        rules = self._filters.rules
        at = rules.index(rule) if rule in rules else 0
        self.filter_box.setCurrentIndex(at if rules else -1)
        if rules and self.filters.currentIndex().row() != at:
            self.filters.selectionModel().setCurrentIndex(
                self._filters.index(at, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the filters a list of their own, or a box where the panel is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        roomy = self.width() >= LISTED_FROM
        self.filters.setVisible(roomy)
        self.filter_box.setVisible(not roomy and not self._card.isHidden())
        self._draw_found()

    def _draw_found(self) -> None:
        # Where the filters are a box, it has the number already.
        filtered = bool(self._presenter.state.rule or self._presenter.state.text)
        roomy = self.width() >= LISTED_FROM
        self._found.setVisible(filtered and roomy and not self._card.isHidden())

    def minimumSizeHint(self) -> QSize:
        """High enough for a few rows and the beginning of a mail."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HIGH)

    # -- wishes and news -------------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _filter_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._presenter.filter_rule(self._filters.rules[current.row()])

    @Slot(int)
    def _filter_picked(self, at: int) -> None:
        self._presenter.filter_rule(self._filters.rules[at])

    @Slot(QModelIndex, QModelIndex)
    def _row_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._presenter.show(current.row())

    @Slot(object)
    def _row_opened(self, index: QModelIndex) -> None:
        self._presenter.open_lead(index.row())

    @Slot(object, str)
    def _follow(self, job: "Job", message: str) -> None:
        self.busy.follow(job, message)

    def find_field(self) -> QWidget:
        """Where Ctrl+F puts the cursor."""
        return self.search

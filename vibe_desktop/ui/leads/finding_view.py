"""The dialog in which people are found and bought."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.supersearch import (
    COUNT_CAP,
    MOST_PEOPLE,
    Enrichment,
    PeoplePreview,
    credits_for,
)
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.finding import FindingPresenter
from vibe_desktop.ui.leads.finding_filters import FilterForm
from vibe_desktop.ui.leads.finding_pages import ConfirmPage, DonePage, WaitingPanel
from vibe_desktop.ui.leads.finding_state import FindingState, Phase
from vibe_desktop.ui.leads.finding_words import (
    credits_words,
    found_words,
    left_words,
    people_words,
    price_words,
)
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton, bold_width
from vibe_desktop.ui.widgets.fields import ChoiceBox, Field, give_room
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.tables import DataTable

_FILTERS_WIDTH = 290
_NARROWEST_FILTERS = 224
_NARROWEST = 600
"""Width in pixels at which everything can still be read."""
_LOW = 480
"""Room in pixels under which the title gives way."""
_LEAST_OF_TABLE = 72
_SIZE = QSize(860, 580)
_FRAME = QSize(16, 48)
"""What the frame of a window takes, in pixels: small screens show the buttons all the same."""


class FindingDialog(QDialog):
    """Search, confirmation, progress and outcome, one after the other in one window."""

    list_arrived = Signal(str)
    """Emits the id of the lead list that the founder wants to see."""

    def __init__(
        self, presenter: FindingPresenter, context: ScreenContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("finding_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Find people"))
        presenter.setParent(self)
        self._presenter = presenter
        self._context = context
        self._drawn_preview: PeoplePreview | None = None
        self._waiting: tuple[Enrichment, ...] = ()
        column = QVBoxLayout(self)
        self.setMinimumWidth(_NARROWEST)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_4)
        title = Label(self.tr("Find people"), Text.TITLE)
        room = self.screen().availableSize() - _FRAME
        title.setVisible(room.height() >= _LOW)  # the frame of the window says it too
        column.addWidget(title)
        self.problem = Panel(Tone.DANGER)
        self.problem.setObjectName("finding_problem")
        self._to_settings = SecondaryButton(self.tr("Open settings"))
        self._to_settings.clicked.connect(self._open_settings)
        self.problem.buttons.addWidget(self._to_settings)
        self.look_again_button = SecondaryButton(self.tr("Try again"), "refresh-cw")
        self.look_again_button.setObjectName("find_look_again")
        self.look_again_button.clicked.connect(presenter.look_again)
        self.problem.buttons.addWidget(self.look_again_button)
        column.addWidget(self.problem)
        self._pages = QStackedWidget()
        self._search = self._make_search()
        self._confirm = ConfirmPage()
        self._confirm.back_button.clicked.connect(presenter.back)
        self._confirm.spend_button.clicked.connect(presenter.buy)
        self._buying = self._make_buying()
        self._done = DonePage()
        self._done.more_button.clicked.connect(presenter.back)
        self._done.close_button.clicked.connect(self.accept)
        self._done.open_button.clicked.connect(self._open_list)
        for page in (self._search, self._confirm, self._buying, self._done):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a filter adds a chip; it never buys
        presenter.state_changed.connect(self.draw)
        presenter.job_started.connect(self._follow)
        self.resize(_SIZE.boundedTo(room))
        self.draw(presenter.state)
        presenter.load()

    # -- parts -----------------------------------------------------------------------------------

    def _make_search(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        self.filters = FilterForm()
        self.filters.setMinimumWidth(_NARROWEST_FILTERS)
        self.filters.setMaximumWidth(_FILTERS_WIDTH)
        self.filters.edited.connect(self._presenter.edit)
        row.addWidget(self.filters, 1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_2)
        self._waiting_box = QVBoxLayout()
        self._waiting_box.setSpacing(SPACE_2)
        right.addLayout(self._waiting_box)
        self.campaigns = ChoiceBox(14)
        self.campaigns.setObjectName("find_campaign")
        self.campaigns.activated.connect(self._campaign_chosen)
        right.addWidget(Field(self.tr("For the campaign"), self.campaigns))
        right.addLayout(self._make_count())
        self.table = DataTable(self.tr("Some of the people found"))
        self.table.setObjectName("find_table")
        self._model = QStandardItemModel(0, 4, self)
        self._model.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Job title"), self.tr("Company"), self.tr("Place")]
        )
        self.table.setModel(self._model)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(_LEAST_OF_TABLE)
        right.addWidget(self.table, 1)
        self._sample_hint = Hint(
            self.tr("A look is free. Addresses are what credits are spent for.")
        )
        right.addWidget(self._sample_hint)
        right.addLayout(self._make_purchase())
        row.addLayout(right, 2)
        return page

    def _make_count(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.count = Label("", Text.HEADING)
        self.count.setObjectName("find_count")
        label = Label(self.tr("Buy at most"))
        self.wanted = QSpinBox()
        self.wanted.setObjectName("find_wanted")
        self.wanted.setRange(1, MOST_PEOPLE)
        self.wanted.setGroupSeparatorShown(True)
        give_room(self.wanted)
        self.wanted.setAccessibleName(self.tr("People to buy at most"))
        self.wanted.valueChanged.connect(self._presenter.want)
        label.setBuddy(self.wanted)
        row.addWidget(self.count, 1)
        row.addWidget(label)
        row.addWidget(self.wanted)
        return row

    def _make_purchase(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_2)
        self.price = Hint()
        self.price.setObjectName("find_price")
        box.addWidget(self.price)
        self.buy_button = PrimaryButton("")
        self.buy_button.setObjectName("find_buy")
        self.buy_button.setMinimumWidth(_NARROWEST_FILTERS)  # and no more, however much it says
        self.buy_button.clicked.connect(self._presenter.ask_price)
        box.addWidget(self.buy_button, 0, Qt.AlignmentFlag.AlignRight)
        return box

    def _make_buying(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        self.busy = BusyBar()
        column.addWidget(self.busy)
        column.addWidget(
            Hint(
                self.tr(
                    "You can close this window: what is bought is collected all the same, now or "
                    "when the app starts again."
                )
            )
        )
        column.addStretch(2)
        return page

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: FindingState) -> None:
        """Show the state."""
        pages = {
            Phase.SEARCH: self._search,
            Phase.CONFIRM: self._confirm,
            Phase.BUYING: self._buying,
            Phase.DONE: self._done,
        }
        problem = state.problem
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.problem.set(Tone.DANGER, problem.what, problem.more)
            self._to_settings.setVisible(problem.about_key)
            self.look_again_button.setVisible(
                state.phase is Phase.SEARCH and state.preview is None and not state.filters.empty
            )
        self.filters.show_filters(state.filters)
        self._draw_campaigns(state)
        self._draw_found(state)
        self._draw_waiting(state)
        if state.offer is not None:
            self._confirm.show_offer(state)
        if state.bought is not None:
            self._done.show_outcome(state.bought)
        if self._pages.currentWidget() is not pages[state.phase]:
            self._pages.setCurrentWidget(pages[state.phase])
            if state.phase is Phase.CONFIRM:
                self._confirm.back_button.setFocus()  # the deed is never one keypress away
            elif state.phase is Phase.DONE:
                self._done.close_button.setFocus()

    def _draw_campaigns(self, state: FindingState) -> None:
        wanted = [(self.tr("No campaign yet"), ""), *((name, key) for key, name in state.campaigns)]
        box = self.campaigns
        shown = [(box.itemText(i), box.itemData(i)) for i in range(box.count())]
        if shown != wanted:
            box.clear()
            for name, key in wanted:
                box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(state.campaign_id)))

    def _draw_found(self, state: FindingState) -> None:
        preview = state.preview
        if state.filters.empty:
            words = self.tr("Say whom you look for")
        elif state.looking:
            words = self.tr("Looking…")
        elif preview is not None:
            words = found_words(preview.count, COUNT_CAP)
        else:
            words = self.tr("Nothing found yet")
        self.count.setText(words)
        if preview is not self._drawn_preview:
            self._drawn_preview = preview
            self._model.setRowCount(0)
            for person in preview.people if preview else ():
                cells = (person.name, person.job_title, person.company_name, person.location)
                self._model.appendRow([QStandardItem(cell) for cell in cells])
        if self.wanted.value() != state.wanted:
            self.wanted.setValue(state.wanted)
        most = credits_for(state.people)
        self.buy_button.setEnabled(bool(state.people) and not state.looking)
        self._draw_deed(state, credits_words(most))
        left = left_words(state.available)
        price = price_words(most) if state.people else ""
        self.price.setText(" ".join(part for part in (price, left) if part))

    def _draw_deed(self, state: FindingState, most: str) -> None:
        """Name people and credits on the button; the credits alone above it where it is narrow."""
        people = people_words(state.people)
        whole = self.tr("Buy up to {people} for up to {credits}…").format(
            people=people, credits=most
        )
        room = self._pages.width() - min(self.filters.width(), _FILTERS_WIDTH) - SPACE_4
        needed = bold_width(self.buy_button, whole) + 2 * SPACE_4
        short = self.tr("Buy up to {people}…").format(people=people)
        words = whole if needed <= room else short
        self.buy_button.setText(words if state.people else self.tr("Buy people…"))
        self.buy_button.setAccessibleName(whole if state.people else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the deed as the room allows."""
        super().resizeEvent(event)
        state = self._presenter.state
        self._draw_deed(state, credits_words(credits_for(state.people)))

    def _draw_waiting(self, state: FindingState) -> None:
        if state.unfinished == self._waiting:
            return
        self._waiting = state.unfinished
        while (item := self._waiting_box.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for purchase in state.unfinished:
            self._waiting_box.addWidget(WaitingPanel(purchase, self._presenter))

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(int)
    def _campaign_chosen(self, index: int) -> None:
        self._presenter.choose_campaign(str(self.campaigns.itemData(index) or ""))

    @Slot(object)
    def _follow(self, job: Job) -> None:
        self.busy.follow(job, job.title)

    @Slot()
    def _open_list(self) -> None:
        bought = self._presenter.state.bought
        if bought is not None and bought.list_id:
            self.list_arrived.emit(bought.list_id)
        self.accept()

    @Slot()
    def _open_settings(self) -> None:
        self._context.navigate(Destination(Screen.SETTINGS, part="keys"))
        self.reject()

"""The launch step on screen: the check, the recap, the confirmation, and the way of the launch."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import (
    COUNTRIES,
    SUPPRESSED,
    LaunchState,
    Preflight,
    PreflightItem,
)
from vibe_desktop.domain.wizard import step_of
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.tab_order import put_after
from vibe_desktop.ui.wizard.country_gates import CountryGates
from vibe_desktop.ui.wizard.launching import STAGES, LaunchPresenter, LaunchStepState, Phase
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.recap import recap
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import stage_words, step_title
from vibe_desktop.ui.words import counted, number

_NARROW = 560
"""Width in pixels below which the confirmation takes two lines."""


class LaunchStep(StepView):
    """Green ticks, a number to type, and one button."""

    fix_requested = Signal(str)
    """Emits the key of the preflight line that should be put right (a wish)."""
    results_requested = Signal()
    """Emits when the founder wants to see the results."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: LaunchPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Check and launch"),
            self.tr("Exactly what you approved, to exactly these people. What is sent stays sent."),
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = presenter
        self._shown_preflight: Preflight | None = None
        self._outcome = Panel(Tone.INFO)
        self._outcome_buttons = self._make_outcome_buttons()
        self._way = self._make_way()
        self._check = self._make_check()
        self.gates = CountryGates()
        self.gates.basis_given.connect(presenter.give_basis)
        presenter.basis_refused.connect(self.gates.show_trouble)
        self._recap = Card(self.tr("What will happen"))
        self._confirm = self._make_confirm()
        self.column.addWidget(self._outcome)
        self.column.addLayout(self._outcome_buttons)
        for card in (self._way, self._check, self.gates, self._recap):
            self.column.addWidget(card)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_recap)
        presenter.state_changed.connect(self._draw)
        self._draw_recap(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Check anew."""
        self._presenter.shown()

    def first_field(self) -> QWidget | None:
        """The confirmation."""
        return None if self._confirm.isHidden() else self.typed

    def takes_enter(self) -> bool:
        """Enter in the confirmation launches, and nothing else."""
        return True

    def action(self) -> QWidget | None:
        """The confirmation and the button: in sight however long the check is."""
        return self._confirm

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the launch button under the confirmation where both have no room side by side."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < _NARROW
        self._confirm_row.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    # -- building --------------------------------------------------------------------------------

    def _make_check(self) -> Card:
        card = Card(self.tr("Before the launch"))
        self.again_button = QuietButton(self.tr("Check again"), "refresh-cw")
        self.again_button.clicked.connect(self._presenter.check)
        card.header.addWidget(self.again_button)
        self._check_trouble = Panel(Tone.WARNING)
        self._checking = Hint(self.tr("Checking…"))
        self._left_to_do = Label("", wrap=True)
        self._left_to_do.setObjectName("left_to_do")
        self._items = QVBoxLayout()
        card.body.addWidget(self._check_trouble)
        card.body.addWidget(self._checking)
        card.body.addWidget(self._left_to_do)
        card.body.addLayout(self._items)
        return card

    def _make_confirm(self) -> QWidget:
        bar = QWidget()
        row = self._confirm_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        question = QHBoxLayout()
        question.setSpacing(SPACE_2)
        self.typed = QLineEdit()
        self.typed.setObjectName("confirm_count")
        self.typed.setAccessibleName(self.tr("Number of recipients"))
        self.typed.setFixedWidth(80)
        self.typed.textEdited.connect(self._presenter.type)
        self.typed.returnPressed.connect(self._presenter.launch)
        self._typed_label = QLabel()
        self._typed_label.setBuddy(self.typed)
        self.launch_button = PrimaryButton("", "rocket")
        self.launch_button.setObjectName("launch")
        self.launch_button.clicked.connect(self._presenter.launch)
        question.addStretch(1)
        question.addWidget(self._typed_label)
        question.addWidget(self.typed)
        row.addLayout(question)
        row.addWidget(self.launch_button)
        bar.hide()
        return bar

    def _make_way(self) -> Card:
        card = Card(self.tr("On its way to Instantly"))
        self._stages: dict[LaunchState, tuple[Picture, Label]] = {}
        for stage in STAGES:
            row = QHBoxLayout()
            row.setSpacing(SPACE_3)
            picture = Picture("circle", Ink.MUTED, ICON_M)
            label = Label(stage_words(stage), wrap=True)
            row.addWidget(picture)
            row.addWidget(label, 1)
            card.body.addLayout(row)
            self._stages[stage] = (picture, label)
        self._busy = BusyBar()
        self._busy.setObjectName("launching")
        self._busy.cancel_button.setText(self.tr("Stop here, continue later"))
        card.body.addWidget(self._busy)
        return card

    def _make_outcome_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.results_button = PrimaryButton(self.tr("See results"), "chart-column")
        self.results_button.setObjectName("see_results")
        self.results_button.clicked.connect(self.results_requested)
        self.resume_button = PrimaryButton(self.tr("Carry on with the launch"), "play")
        self.resume_button.setObjectName("resume_launch")
        self.resume_button.clicked.connect(self._presenter.resume)
        row.addWidget(self.results_button)
        row.addWidget(self.resume_button)
        row.addStretch(1)
        return row

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw_recap(self, state: WizardState) -> None:
        clear(self._recap.body)
        for term, words in recap(state):
            row = QHBoxLayout()
            row.setSpacing(SPACE_3)
            name = Label(term, muted=True)
            name.setFixedWidth(110)
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(words, wrap=True), 1)
            self._recap.body.addLayout(row)

    @Slot(object)
    def _draw(self, state: LaunchStepState) -> None:
        phase = state.phase
        if phase is not Phase.CHECK and (self.typed.hasFocus() or self.launch_button.hasFocus()):
            # What is hidden hands the focus to whatever comes next in the window.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check.setVisible(phase is Phase.CHECK)
        gates = state.preflight.gates if state.preflight is not None else ()
        self.gates.show_gates(gates)
        self.gates.setVisible(phase is Phase.CHECK and bool(gates))
        self._confirm.setVisible(phase is Phase.CHECK and state.ready)
        self._recap.setVisible(phase is Phase.CHECK)
        self._way.setVisible(phase is not Phase.CHECK)
        self._draw_check(state)
        self._draw_confirm(state)
        self._draw_way(state)
        self._draw_outcome(state, phase)

    def _draw_check(self, state: LaunchStepState) -> None:
        self._checking.setVisible(state.checking)
        self.again_button.setEnabled(not state.checking)
        self._check_trouble.setVisible(state.check_trouble is not None)
        if state.check_trouble is not None:
            self._check_trouble.set(
                Tone.WARNING, state.check_trouble.what, _more(state.check_trouble)
            )
        left = sum(item.blocking and not item.ok for item in _items_of(state))
        self._left_to_do.setVisible(left > 0)
        self._left_to_do.setText(
            counted(
                left,
                self.tr("{count} thing is left to do: the line marked red says what."),
                self.tr("{count} things are left to do: the lines marked red say what."),
            )
        )
        if state.preflight is not self._shown_preflight:
            self._shown_preflight = state.preflight
            clear(self._items)
            if state.preflight is not None:
                items = self._item_grid(state.preflight)
                self._items.addWidget(items)
                put_after(self.gates, put_after(items, self.again_button))

    def _item_grid(self, preflight: Preflight) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2 + 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        for row, item in enumerate(preflight.items):
            self._add_item(grid, row, item)
        return box

    def _add_item(self, grid: QGridLayout, row: int, item: PreflightItem) -> None:
        if item.ok:
            picture, spoken = Picture("circle-check", Ink.SUCCESS, ICON_M), self.tr("in order")
        elif item.blocking:
            picture, spoken = Picture("circle-alert", Ink.DANGER, ICON_M), self.tr("to do")
        else:
            picture, spoken = Picture("triangle-alert", Ink.WARNING, ICON_M), self.tr("advice")
        top = Qt.AlignmentFlag.AlignTop
        title = Label(item.title, Text.STRONG, wrap=True)
        title.setAccessibleName(f"{item.title}: {spoken}")
        title.setAccessibleDescription(item.detail)
        grid.addWidget(picture, row, 0, top)
        detail = Label(item.detail, muted=True, wrap=True)
        for column, label in ((1, title), (2, detail)):
            label.setAlignment(top)
            # Where no button stands beside it, a line has the button's room too.
            grid.addWidget(label, row, column, 1, 2 if label is detail and item.ok else 1)
        if not item.ok:
            words_on = self._way_out(item.key)
            button = SecondaryButton(words_on)
            button.set_small()
            button.setAccessibleName(f"{words_on}: {item.title}")
            button.setProperty("key", item.key)
            button.clicked.connect(self._fix)
            grid.addWidget(button, row, 3, top)

    def _way_out(self, key: str) -> str:
        """What the button beside a red line says."""
        if key == COUNTRIES:
            return self.tr("Answer below")
        if key == SUPPRESSED:
            return self.tr("Take them out")
        step = step_of(key)
        return self.tr("Go to {0}").format(step_title(step)) if step else self.tr("Settings")

    def _draw_confirm(self, state: LaunchStepState) -> None:
        if self.typed.text() != state.typed:
            self.typed.setText(state.typed)
        leads = state.preflight.lead_count if state.preflight else 0
        words = self.tr("&Type {0} to confirm").format(number(leads))
        self._typed_label.setText(words)
        self.typed.setAccessibleDescription(words.replace("&", ""))
        self.launch_button.setText(
            counted(leads, self.tr("Launch to {count} person"), self.tr("Launch to {count} people"))
        )
        self.launch_button.setEnabled(state.confirmed)

    def _draw_way(self, state: LaunchStepState) -> None:
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Launching"))
        waiting = True
        for stage, (picture, label) in self._stages.items():
            reached = state.reached(stage)
            under_way = state.job is not None and waiting and not reached
            waiting = waiting and reached
            if reached:
                picture.set("circle-check", Ink.SUCCESS)
            else:
                picture.set(*(("circle-dot", Ink.LINK) if under_way else ("circle", Ink.MUTED)))
            label.set_tone(None if reached or under_way else Tone.NEUTRAL)
            words = stage_words(stage)
            if stage is LaunchState.LEADS_ADDED and state.launch is not None:
                words = self.tr("{stage}: {done} of {total}").format(
                    stage=words,
                    done=f"{state.launch.uploaded:,}",
                    total=f"{state.launch.plan.lead_count:,}",
                )
            label.setText(words)

    def _draw_outcome(self, state: LaunchStepState, phase: Phase) -> None:
        self._outcome.setVisible(phase in {Phase.STOPPED, Phase.FAILED, Phase.LAUNCHED})
        self.results_button.setVisible(phase is Phase.LAUNCHED)
        if phase is Phase.LAUNCHED and self.hasFocus():
            self.results_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resume_button.setVisible(phase in {Phase.STOPPED, Phase.FAILED})
        self.resume_button.setText(
            self.tr("Try again") if state.refused else self.tr("Carry on with the launch")
        )
        if phase is Phase.LAUNCHED:
            self._outcome.set(Tone.SUCCESS, *self._launched_words(state))
        elif phase is Phase.STOPPED:
            self._outcome.set(
                Tone.WARNING,
                self.tr("The launch was stopped before the end"),
                self.tr(
                    "What was done so far is kept and will not be done twice. Nothing is sent "
                    "until the campaign is switched on."
                ),
            )
        elif phase is Phase.FAILED:
            reason = state.launch.reason if state.launch else ""
            what = state.trouble.what if state.trouble else reason
            self._outcome.set(
                Tone.DANGER,
                what or self.tr("The launch stopped"),
                (_more(state.trouble) if state.trouble else "")
                or self.tr("Nothing was started, so nobody was written to."),
            )

    def _launched_words(self, state: LaunchStepState) -> tuple[str, str]:
        planned = state.launch.plan.lead_count if state.launch else 0
        taken = state.launch.uploaded if state.launch else 0
        more = self.tr(
            "Instantly sends from now on, within your hours. Answers arrive in your mailboxes; "
            "the numbers are under Analytics."
        )
        if taken < planned:
            left = self.tr(
                "Instantly left out {0} of your {1}: known there already, blocked or invalid."
            )
            leads = counted(planned, self.tr("{count} lead"), self.tr("{count} leads"))
            more = f"{left.format(number(planned - taken), leads)} {more}"
        one, many = self.tr("Launched to {count} person"), self.tr("Launched to {count} people")
        return counted(taken, one, many), more

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _fix(self) -> None:
        button = self.sender()
        if isinstance(button, SecondaryButton):
            key: str = button.property("key")
            if key == COUNTRIES:
                self.gates.answer_first()
            elif key == SUPPRESSED:
                self._presenter.take_out_suppressed()
            else:
                self.fix_requested.emit(key)


def _items_of(state: LaunchStepState) -> tuple[PreflightItem, ...]:
    """What was checked; nothing while it is not known."""
    return state.preflight.items if state.preflight is not None else ()


def _more(trouble: Trouble) -> str:
    return " ".join(part for part in (trouble.safe, trouble.next_step) if part)

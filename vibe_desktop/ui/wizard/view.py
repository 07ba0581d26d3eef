"""The wizard on screen: the row of steps, the step itself, and the way back and on."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.campaigns import Campaign, WizardStep
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.wizard import STEPS, after, step_of
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import (
    ANY_WIDTH,
    SPACE_3,
    SPACE_4,
    SPACE_8,
    Text,
)
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Label, Rule
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.steps import StepList, StepState
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.wizard.audience_view import AudienceStep
from vibe_desktop.ui.wizard.launching import LaunchPresenter
from vibe_desktop.ui.wizard.leads import LeadsPresenter
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.product import ProductPresenter
from vibe_desktop.ui.wizard.product_view import ProductStep
from vibe_desktop.ui.wizard.sending import SendingPresenter
from vibe_desktop.ui.wizard.state import Saving, WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import missing_words, step_title
from vibe_desktop.ui.wizard.writing import WritingPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SETTINGS_PARTS = {"identity": "identity", "key": "keys"}
"""Parts of the settings where a line of the preflight is put right."""


class WizardView(Page):
    """One campaign, step by step; comes back to the step that was left."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New campaign"), scrolls=False, max_width=ANY_WIDTH, parent=parent)
        self.set_flush()
        self.setObjectName("wizard")
        self._context = context
        self._step: WizardStep | None = None
        self._destination = Destination(Screen.WIZARD)
        self._presenter = WizardPresenter(context.services, context.jobs, self)
        self._review = ReviewPresenter(context.services, context.jobs, self)
        self._launch = LaunchPresenter(self._presenter, self)
        self._steps = StepList([step_title(step) for step in STEPS], in_a_row=True)
        self._steps.step_chosen.connect(self._step_chosen)
        self._stack = QStackedWidget()
        self._views: dict[WizardStep, StepView] = {}
        self._arrange()
        self._presenter.state_changed.connect(self._draw)
        self._presenter.trouble.connect(self._save_refused)
        self._presenter.saved.connect(self._saved)
        self._draw(self._presenter.state)

    # -- hooks of the window ---------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Open the campaign that was asked for, or begin a new one."""
        self._destination = destination
        if destination.campaign_id != self._presenter.campaign_id:
            self._step = None
        self._presenter.open(destination.campaign_id)

    def activated(self) -> None:
        """The step may need fresh data."""
        if self._presenter.state.loaded:
            self._view(self._presenter.state.step).shown()
            QTimer.singleShot(0, self, self._focus_first_field)

    def deactivated(self) -> None:
        """Nothing typed is lost."""
        self._presenter.save_now()
        self._review.save()

    def changes_arrived(self, changes: Changes) -> None:
        """Tell the parts that something was written."""
        self._presenter.changes_arrived(changes)
        if self._presenter.state.step is WizardStep.COPY:
            self._review.changes_arrived(changes)

    def refresh(self) -> None:
        """Read again."""
        self._presenter.reload()
        self._view(self._presenter.state.step).shown()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on to the next step, unless it means something to this one."""
        if event.key() not in _ENTER or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif not self._view(self._presenter.state.step).takes_enter():
            self._presenter.go_on()

    # -- building --------------------------------------------------------------------------------

    def _view(self, step: WizardStep) -> StepView:
        """The view of a step, made when it is first shown."""
        if step not in self._views:
            view = self._make_step(step)
            self._views[step] = view
            self._stack.addWidget(view)
            put_before(view, self.back_button)
            action = view.action()
            if action is not None:
                self._actions.addWidget(action)
            self._enable(self._presenter.state)
        return self._views[step]

    def _make_step(self, step: WizardStep) -> StepView:
        wizard = self._presenter
        match step:
            case WizardStep.PRODUCT:
                return ProductStep(wizard, ProductPresenter(wizard, self))
            case WizardStep.AUDIENCE:
                return AudienceStep(wizard)
            case WizardStep.COPY:
                from vibe_desktop.ui.wizard.writing_view import WritingStep

                return WritingStep(wizard, WritingPresenter(wizard, self), self._review)
            case WizardStep.LEADS:
                from vibe_desktop.ui.wizard.leads_view import LeadsStep

                return LeadsStep(wizard, LeadsPresenter(wizard, self), self._context)
            case WizardStep.SENDING:
                from vibe_desktop.ui.wizard.sending_view import SendingStep

                sending = SendingStep(wizard, SendingPresenter(wizard, self))
                sending.mailboxes_requested.connect(self._see_mailboxes)
                return sending
            case WizardStep.LAUNCH:
                from vibe_desktop.ui.wizard.launching_view import LaunchStep

                launch = LaunchStep(wizard, self._launch)
                launch.fix_requested.connect(self._fix)
                launch.results_requested.connect(self._see_results)
                return launch

    def _arrange(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, SPACE_8, 0)
        top.setSpacing(SPACE_3)
        top.addWidget(self._steps)
        top.addWidget(Rule())
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self._stack, 1)
        bar = QFrame()
        bar.setObjectName("wizard_footer")
        row = QHBoxLayout(bar)
        row.setContentsMargins(SPACE_8, SPACE_3, SPACE_8, SPACE_3)
        row.setSpacing(SPACE_4)
        self.back_button = SecondaryButton(self.tr("&Back"), "arrow-left")
        self.back_button.setObjectName("back")
        self.back_button.clicked.connect(self._presenter.go_back)
        self._note = Label("", Text.SMALL, muted=True, wrap=True)
        self._note.setObjectName("wizard_note")
        self._note.setMinimumWidth(1)  # it yields when the last step's own action needs the room
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.next_button = PrimaryButton("")
        self.next_button.setObjectName("next")
        self.next_button.clicked.connect(self._presenter.go_on)
        row.addWidget(self.back_button)
        row.addWidget(self._note, 1)
        self._actions = QHBoxLayout()
        row.addLayout(self._actions)
        row.addWidget(self.next_button)
        self.footer.addWidget(bar)

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: WizardState) -> None:
        name = state.draft.name or (state.campaign.name if state.campaign else "")
        self.set_title(name or self.tr("New campaign"))
        self._draw_steps(state)
        self._stack.setVisible(state.loaded)
        self.back_button.setVisible(state.can_go_back)
        following = after(state.step)
        self.next_button.setVisible(following is not None)
        if following is not None:
            self.next_button.setText(self.tr("&Next: {0}").format(step_title(following)))
        self._draw_note(state)
        self._enable(state)
        if state.loaded and state.step is not self._step:
            self._step = state.step
            view = self._view(state.step)
            self._stack.setCurrentWidget(view)
            view.shown()
            QTimer.singleShot(0, self, self._focus_first_field)

    def _enable(self, state: WizardState) -> None:
        for step, view in self._views.items():
            view.fix(fixed=state.launched and step is not WizardStep.LAUNCH)

    def _draw_steps(self, state: WizardState) -> None:
        done, opened = state.done_steps, state.open_steps
        self._steps.set_states(
            [
                StepState.CURRENT
                if step is state.step
                else (StepState.DONE if step in done else StepState.TODO)
                for step in STEPS
            ],
            reachable=[step in opened for step in STEPS],
        )

    def _draw_note(self, state: WizardState) -> None:
        if state.held_back is not None:
            self._note.setText(missing_words(state.held_back))
            self._note.set_tone(Tone.DANGER)
            return
        if state.launched:
            words = self.tr("The launch has begun: what was approved cannot change any more.")
        else:
            words = {
                Saving.NOTHING: self.tr("Nothing is sent until you launch"),
                Saving.NEEDS_URL: self.tr("Saved as soon as there is a usable address"),
                Saving.PENDING: self.tr("Saving…"),
                Saving.SAVED: self.tr("Draft saved. Nothing is sent until you launch"),
                Saving.REFUSED: self.tr("The last change is not saved yet"),
            }[state.saving]
        # Beside the last step's own action there is no room for it, and its heading says more.
        self._note.setText("" if state.step is WizardStep.LAUNCH and not state.launched else words)
        self._note.set_tone(Tone.NEUTRAL)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(int)
    def _step_chosen(self, position: int) -> None:
        self._presenter.go_to(STEPS[position])
        # The click toggled the button; the state says which one is current.
        self._draw_steps(self._presenter.state)

    @Slot(str)
    def _fix(self, key: str) -> None:
        step = step_of(key)
        if step is not None:
            self._presenter.go_to(step)
        else:
            part = _SETTINGS_PARTS.get(key, "")
            self._context.navigate(Destination(Screen.SETTINGS, part=part))

    @Slot()
    def _see_mailboxes(self) -> None:
        self._context.navigate(Destination(Screen.MAILBOXES))

    @Slot()
    def _see_results(self) -> None:
        self._context.navigate(Destination(Screen.ANALYTICS, self._presenter.campaign_id))

    @Slot(object)
    def _save_refused(self, trouble: Trouble) -> None:
        if self._presenter.state.step is not WizardStep.PRODUCT:
            self._context.notices.trouble(trouble)

    @Slot(object)
    def _saved(self, campaign: Campaign) -> None:
        """A new campaign was stored for the first time: from now on this place has its id."""
        if self.is_active and not self._destination.campaign_id:
            self._destination = Destination(Screen.WIZARD, campaign.id)
            self._context.navigate(self._destination)

    @Slot()
    def _focus_first_field(self) -> None:
        field = self._view(self._presenter.state.step).first_field()
        if field is None:
            field = self.back_button if self.next_button.isHidden() else self.next_button
        if self.is_active:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

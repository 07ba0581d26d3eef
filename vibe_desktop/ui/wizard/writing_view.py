"""The copy step on screen: who writes, the button, and the review itself."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.view import VariantReview
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.writing import WritingPresenter, WritingState


class WritingStep(StepView):
    """Three variants, written and reviewed."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: WritingPresenter,
        review: ReviewPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Three mails to choose from"),
            self.tr("One leads with the problem, one with the benefit, one with a question."),
            width=1680,
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = presenter
        self._review_presenter = review
        self.write_button = PrimaryButton(self.tr("Write three variants"), "sparkles")
        self.write_button.setObjectName("write_variants")
        self.write_button.clicked.connect(presenter.write)
        self.again_button = SecondaryButton(self.tr("Write again"), "refresh-cw")
        self.again_button.setToolTip(self.tr("The present texts stay among the earlier versions"))
        self.again_button.clicked.connect(self._write_again)
        self._unwritten = EmptyState(
            "sparkles", self.tr("Nothing is written yet"), "", self.write_button
        )
        self._unwritten.text.setObjectName("who_writes")
        self.header.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        self._busy = BusyBar()
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        self.column.addWidget(self._busy)
        self.column.addWidget(self._trouble)
        self.column.addWidget(self._unwritten, 1)
        self.review = VariantReview(review)
        self.review.completed.connect(self._editors_stand)
        self._focus_is_due = False
        self.column.addWidget(self.review)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Load the variants, and find out who would write."""
        self._presenter.ask_who_writes()
        self._focus_is_due = not self.review.editors
        if self._wizard.state.campaign is not None:
            self._review_presenter.open(self._wizard.state.campaign.id)

    def first_field(self) -> QWidget | None:
        """The button that has them written; once they are, the first subject."""
        if not self._unwritten.isHidden():
            return self.write_button
        return self.review.editors[0].subject if self.review.editors else None

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        written = bool(state.standing.variants)
        self._unwritten.setVisible(not written)
        self.again_button.setVisible(written)

    @Slot(object)
    def _draw(self, state: WritingState) -> None:
        self._unwritten.text.setText(state.writer.words if state.writer else "")
        idle = state.job is None
        if state.job is not None and (self.write_button.hasFocus() or self.again_button.hasFocus()):
            # A button that is disabled hands the focus to whatever comes next in the window.
            self._busy.follow(state.job, self.tr("Writing three variants"))
            self._busy.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_is_due = True
        self.write_button.setEnabled(idle)
        self.again_button.setEnabled(idle)
        self.review.setEnabled(idle)
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Writing three variants"))
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)

    @Slot()
    def _editors_stand(self) -> None:
        """Whoever asked for the variants by keyboard goes on with the first of them."""
        due, self._focus_is_due = self._focus_is_due, False
        if due and self.isVisible():
            self.review.editors[0].subject.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _write_again(self) -> None:
        self._review_presenter.save()
        self._presenter.write()

"""The copy step on screen: who writes, the button, and the review itself."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_3
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Label
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
        self._writer = Label("", muted=True, wrap=True)
        self._writer.setObjectName("who_writes")
        self.write_button = PrimaryButton(self.tr("Write three variants"), "sparkles")
        self.write_button.setObjectName("write_variants")
        self.write_button.clicked.connect(presenter.write)
        self.again_button = SecondaryButton(self.tr("Write again"), "refresh-cw")
        self.again_button.setToolTip(self.tr("The present texts stay among the earlier versions"))
        self.again_button.clicked.connect(self._write_again)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self._writer, 1)
        row.addWidget(self.write_button, 0, Qt.AlignmentFlag.AlignTop)
        self.header.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self._busy = BusyBar()
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        self.column.addWidget(self._busy)
        self.column.addWidget(self._trouble)
        self.review = VariantReview(review)
        self.column.addWidget(self.review)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Load the variants, and find out who would write."""
        self._presenter.ask_who_writes()
        if self._wizard.state.campaign is not None:
            self._review_presenter.open(self._wizard.state.campaign.id)

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        written = bool(state.standing.variants)
        self.write_button.setVisible(not written)
        self._writer.setVisible(not written)
        self.again_button.setVisible(written)

    @Slot(object)
    def _draw(self, state: WritingState) -> None:
        self._writer.setText(state.writer.words if state.writer else "")
        idle = state.job is None
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
    def _write_again(self) -> None:
        self._review_presenter.save()
        self._presenter.write()

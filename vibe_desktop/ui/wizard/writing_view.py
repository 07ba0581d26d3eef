"""The copy step on screen: who writes and at what price, the buttons, and the review itself."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.copywriting import WriterKind
from vibe_desktop.domain.variants import ANGLES
from vibe_desktop.domain.wizard import Standing, unwritten_follow_ups
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.empty import EmptyState
from vibe_desktop.ui.widgets.labels import Hint
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.view import VariantReview
from vibe_desktop.ui.wizard.follow_ups import FollowUps
from vibe_desktop.ui.wizard.live_drafts import LiveDrafts
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.writing import Prospect, WritingPresenter, WritingState


class WritingStep(StepView):
    """The mails, written and reviewed."""

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
        self._focus_is_due = False
        self._fixed = False
        self._add_head()
        self._add_writing()
        self.review = VariantReview(review)
        self.review.completed.connect(self._editors_stand)
        self.column.addWidget(self.review)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        presenter.broken_off.connect(review.reload)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Load the variants, and find out who would write."""
        self._presenter.ask_who_writes()
        self._focus_is_due = not self.review.editors
        if self._wizard.state.campaign is not None:
            self._review_presenter.open(self._wizard.state.campaign.id)

    def fix(self, *, fixed: bool) -> None:
        """The review locks itself, and stays readable; whatever writes is put away."""
        if fixed != self._fixed:
            self._fixed = fixed
            self._draw(self._presenter.state)

    def first_field(self) -> QWidget | None:
        """The button that has them written; once they are, the first subject."""
        if not self._unwritten.isHidden():
            return self.write_button
        return self.review.editors[0].subject if self.review.editors else None

    # -- building --------------------------------------------------------------------------------

    def _add_head(self) -> None:
        self.write_button = PrimaryButton(self.tr("Write three variants"), "sparkles")
        self.write_button.setObjectName("write_variants")
        self.write_button.clicked.connect(self._presenter.write)
        self.again_button = SecondaryButton(self.tr("Write again"), "refresh-cw")
        self.again_button.setToolTip(self.tr("The present texts stay among the earlier versions"))
        self.again_button.clicked.connect(self._write_again)
        self.header.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        self._unwritten = EmptyState(
            "sparkles", self.tr("Nothing is written yet"), "", self.write_button
        )
        self._unwritten.text.setObjectName("who_writes")
        self._price = Hint("")
        self._price.setObjectName("forecast")
        self._follow_ups = FollowUps(self._presenter)

    def _add_writing(self) -> None:
        self._busy = BusyBar()
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        self._live = LiveDrafts()
        self.follow_ups_button = PrimaryButton(self.tr("Write them"), "sparkles")
        self.follow_ups_button.setObjectName("write_follow_ups")
        self.follow_ups_button.clicked.connect(self._write_follow_ups)
        self._some_missing = Panel(Tone.INFO)
        self._some_missing.buttons.addWidget(self.follow_ups_button)
        self._some_missing.hide()
        for widget in (self._price, self._busy, self._trouble, self._live):
            self.column.addWidget(widget)
        self.column.addWidget(self._unwritten, 1)
        self.column.addWidget(self._follow_ups)
        self.column.addWidget(self._some_missing)

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        self._follow_ups.show_waits(state.draft.setup.waits)
        self._arrange()

    @Slot(object)
    def _draw(self, state: WritingState) -> None:
        if state.prospect is not None:
            self._show_prospect(state.prospect)
        idle = state.job is None
        buttons = (self.write_button, self.again_button, self.follow_ups_button)
        if state.job is not None and any(button.hasFocus() for button in buttons):
            # A button that is disabled hands the focus to whatever comes next in the window.
            self._busy.follow(state.job, state.job.title)
            self._busy.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_is_due = True
        for button in buttons:
            button.setEnabled(idle and not self._fixed)
        self._follow_ups.setEnabled(idle and not self._fixed)
        self.review.setEnabled(idle)
        if state.job is not None:
            self._busy.follow(state.job, state.job.title)
        self._live.show_drafts(state.drafts, stopped=idle)
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)
        self._arrange()

    def _arrange(self) -> None:
        """Show what there is to see: the mails being written, those written, or neither."""
        standing, writing = self._wizard.state.standing, self._presenter.state
        written = bool(standing.variants)
        live = bool(writing.drafts)
        self._live.setVisible(live)
        self._unwritten.setVisible(not written and not live)
        self.again_button.setVisible((written or live) and not self._fixed)
        self._price.setHidden(self._fixed)
        to_write = written and writing.job is None and not self._fixed
        words = self._missing_words(standing) if to_write else ""
        self._some_missing.setVisible(bool(words))
        self._some_missing.set(Tone.INFO, words)
        firsts = [variant for variant in standing.variants if not variant.follow_up]
        self.follow_ups_button.setVisible(len(firsts) == len(ANGLES))

    def _missing_words(self, standing: Standing) -> str:
        """Which mails there are not yet, "" when none is missing."""
        firsts = sum(not variant.follow_up for variant in standing.variants)
        follow_ups = unwritten_follow_ups(standing)
        if firsts < len(ANGLES):
            words = self.tr(
                "{count} of the three variants are kept. “Write again” writes them all."
            )
            return words.format(count=firsts)
        if len(follow_ups) == 1:
            return self.tr("Follow-up {number} is not written yet.").format(number=follow_ups[0])
        if follow_ups:
            return self.tr("{count} follow-ups are not written yet.").format(count=len(follow_ups))
        return ""

    def _show_prospect(self, prospect: Prospect) -> None:
        self._unwritten.text.setText(prospect.writer.words)
        self._price.setText(" ".join(self._price_words(prospect)))

    def _price_words(self, prospect: Prospect) -> list[str]:
        # Imported here: it is not needed before this step, and the first window should be light.
        from vibe_desktop.domain.costs import dollars

        settings, forecast = prospect.settings, prospect.forecast
        fewest, most = settings.length.words
        manner = self.tr("{language}, {tone}, {fewest} to {most} words (change this in Settings).")
        words = [
            manner.format(language=settings.language, tone=settings.tone, fewest=fewest, most=most)
        ]
        if prospect.writer.kind is WriterKind.OFFLINE:
            # While nothing is written its own words stand in the middle already.
            written = bool(self._wizard.state.standing.variants)
            return [prospect.writer.words, *words] if written else words
        if forecast.usd is None:
            price = self.tr(
                "{model}: about {tokens} tokens for a draft; its price is not in your list."
            )
        else:
            price = self.tr(
                "{model}: about {usd} for a draft, once more that much if it needs a repair."
            )
        tokens = forecast.tokens.prompt + forecast.tokens.completion
        words.append(
            price.format(model=forecast.model, usd=dollars(forecast.usd), tokens=f"{tokens:,}")
        )
        if prospect.last_usd is not None:
            words.append(self.tr("The last one cost {0}.").format(dollars(prospect.last_usd)))
        spent = self.tr("This month: {spent}.")
        if forecast.cap_usd:
            spent = self.tr("This month: {spent} of the {cap} you allow.")
        words.append(spent.format(spent=dollars(forecast.spent_usd), cap=dollars(forecast.cap_usd)))
        words.append(self.tr("All are estimates."))
        return words

    # -- wishes ----------------------------------------------------------------------------------

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

    @Slot()
    def _write_follow_ups(self) -> None:
        self._review_presenter.save()
        self._presenter.write_follow_ups()

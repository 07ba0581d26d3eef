"""What the keys of the review do: each acts on the mail that one is at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from vibe_desktop.ui.widgets.variant_review.lead_picker import LeadPicker
from vibe_desktop.ui.widgets.variant_review.presenter import ReviewPresenter
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor
from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from vibe_desktop.ui.widgets.variant_review.view import VariantReview


class Moves(QObject):
    """One slot for each command of `actions.review_commands`."""

    def __init__(
        self, review: "VariantReview", presenter: ReviewPresenter, picker: LeadPicker
    ) -> None:
        super().__init__(review)
        self._review = review
        self._presenter = presenter
        self._picker = picker
        self._by_key: VariantPresenter | None = None
        self._going_to: VariantPresenter | None = None

    def slots(self) -> dict[str, Callable[[], None]]:
        """What each command of the table does."""
        return {
            "review_approve": self.approve,
            "review_reject": self.reject,
            "review_first": self.first,
            "review_second": self.second,
            "review_third": self.third,
            "review_next_step": self.next_step,
            "review_previous_step": self.previous_step,
            "review_next_finding": self.next_finding,
            "review_previous_finding": self.previous_finding,
            "review_fix": self.fix,
            "review_sign": self.sign,
            "review_rewrite": self.rewrite,
            "review_history": self.history,
            "review_lead": self._picker.open_list,
            "review_next_lead": self._picker.next,
            "review_previous_lead": self._picker.previous,
        }

    # -- deciding --------------------------------------------------------------------------------

    @Slot()
    def approve(self) -> None:
        """Approve the mail one is at, and go on to the next that is open."""
        editor = self._here()
        if editor is not None:
            self._by_key = editor.presenter
            editor.approve()

    @Slot()
    def reject(self) -> None:
        """Reject the mail one is at, and go on to the next that is open."""
        editor = self._here()
        if editor is not None:
            self._by_key = editor.presenter
            editor.reject()

    @Slot(object)
    def decided(self, presenter: VariantPresenter) -> None:
        """A decision is stored: one made by key leads on to the next mail."""
        by_key, self._by_key = self._by_key, None
        if by_key is presenter:
            following = self._presenter.next_open(presenter)
            if following is not None:
                self.go_to(following)

    # -- going about -----------------------------------------------------------------------------

    @Slot()
    def first(self) -> None:
        """Go to A."""
        self._go_to_letter(0)

    @Slot()
    def second(self) -> None:
        """Go to B."""
        self._go_to_letter(1)

    @Slot()
    def third(self) -> None:
        """Go to C."""
        self._go_to_letter(2)

    @Slot()
    def next_step(self) -> None:
        """Go to the next follow-up."""
        self._go_to_step(1)

    @Slot()
    def previous_step(self) -> None:
        """Go to the mail before."""
        self._go_to_step(-1)

    @Slot()
    def editors_stand(self) -> None:
        """The cards are made: go where one wanted to."""
        going, self._going_to = self._going_to, None
        if going is not None and going in self._presenter.variants:
            self.go_to(going)

    def _go_to_letter(self, position: int) -> None:
        of_step = self._presenter.of_step(self._presenter.state.step)
        if position < len(of_step):
            self.go_to(of_step[position])

    def _go_to_step(self, way: int) -> None:
        steps = self._presenter.steps
        here = self._presenter.state.step
        if here in steps and 0 <= steps.index(here) + way < len(steps):
            self.go_to(self._presenter.of_step(steps[steps.index(here) + way])[0])

    def go_to(self, presenter: VariantPresenter) -> None:
        """Go to this mail, as soon as its card is made."""
        editor = self._review.show_editor(presenter)
        if editor is None:
            self._going_to = presenter
        else:
            editor.take_focus()

    # -- findings and the rest -------------------------------------------------------------------

    @Slot()
    def next_finding(self) -> None:
        """Go to the words of the next finding."""
        self._find(1)

    @Slot()
    def previous_finding(self) -> None:
        """Go to the words of the finding before."""
        self._find(-1)

    def _find(self, way: int) -> None:
        editor = self._here()
        if editor is not None:
            editor.go_to_finding(way)

    @Slot()
    def fix(self) -> None:
        """Fix the finding one is at."""
        editor = self._here()
        if editor is not None:
            editor.fix_current()

    @Slot()
    def sign(self) -> None:
        """Answer for the finding one is at."""
        editor = self._here()
        if editor is not None:
            editor.sign_current()

    @Slot()
    def rewrite(self) -> None:
        """Say what should change."""
        editor = self._here()
        if editor is not None:
            editor.open_rewriting()

    @Slot()
    def history(self) -> None:
        """Open the earlier versions."""
        editor = self._here()
        if editor is not None:
            editor.toggle_history()

    def _here(self) -> VariantEditor | None:
        """The card with the focus; without one, that which is looked at."""
        widget: QWidget | None = self._review.window().focusWidget()
        while widget is not None:
            if isinstance(widget, VariantEditor) and widget in self._review.editors:
                return widget
            widget = widget.parentWidget()
        return self._review.shown_editor()

"""Having one mail, or one sentence of it, written anew."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_1, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.state import VariantState


class RewriteFold(Fold):
    """An instruction, two buttons, and what is going on."""

    wished = Signal(str, str)
    """Emits the instruction and the sentence to change, "" for the whole mail (a wish)."""

    def __init__(self, suffix: str, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("RewriteFold", "Rewrite"), parent=parent)
        self._sentence = ""
        self._focus_is_due = False
        self.instruction = QLineEdit()
        self.instruction.setObjectName(f"rewrite_instruction_{suffix}")
        self.instruction.setPlaceholderText(self.tr("What should change? Shorter, name the price…"))
        self.instruction.setAccessibleName(self.tr("What should change"))
        self.instruction.returnPressed.connect(self._entered)
        self.whole_button = SecondaryButton(self.tr("Rewrite this mail"), "sparkles")
        self.whole_button.setObjectName(f"rewrite_mail_{suffix}")
        self.sentence_button = SecondaryButton(self.tr("Rewrite the selected sentence"))
        self.sentence_button.setObjectName(f"rewrite_sentence_{suffix}")
        self.whole_button.clicked.connect(self._whole)
        self.sentence_button.clicked.connect(self._one)
        for button in (self.whole_button, self.sentence_button):
            button.set_small()
        self._chosen = Label("", Text.SMALL, muted=True, wrap=True)
        self.busy = BusyBar()
        column = QVBoxLayout()
        column.setSpacing(SPACE_1 + 2)
        column.addWidget(self.instruction)
        column.addWidget(self._chosen)
        column.addWidget(self.sentence_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.whole_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.busy)
        self.body.addLayout(column)
        self.choose_sentence("")

    def choose_sentence(self, text: str) -> None:
        """Offer to change only this; "" for nothing selected."""
        self._sentence = text.strip()
        few = " ".join(self._sentence.split())
        few = few if len(few) <= 90 else f"{few[:88]}…"
        self._chosen.setText(
            self.tr("Selected: “{0}”").format(few)
            if few
            else self.tr("Select a sentence in the mail to rewrite only that one.")
        )
        self.sentence_button.setVisible(bool(few))

    def draw(self, state: VariantState) -> None:
        """Follow the rewrite that is under way."""
        idle = state.rewriting is None
        focused = self.instruction.hasFocus() or self.whole_button.hasFocus()
        focused = focused or self.sentence_button.hasFocus()
        if state.rewriting is not None:
            self.busy.follow(state.rewriting, self.tr("Rewriting"))
            if focused:
                self.busy.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
                self._focus_is_due = True
        for widget in (self.instruction, self.whole_button, self.sentence_button):
            widget.setEnabled(idle and not state.locked)
        if idle and self._focus_is_due:
            self._focus_is_due = False
            self._take_focus_back()

    def _take_focus_back(self) -> None:
        """Where Cancel was, another instruction can follow; whoever went elsewhere stays there."""
        card, now = self.parentWidget(), self.window().focusWidget()
        if now is None or (card is not None and card.isAncestorOf(now)):
            self.instruction.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _whole(self) -> None:
        self.wished.emit(self.instruction.text().strip(), "")

    @Slot()
    def _one(self) -> None:
        self.wished.emit(self.instruction.text().strip(), self._sentence)

    @Slot()
    def _entered(self) -> None:
        """Enter does what stands first: the sentence when one is selected."""
        if self._sentence:
            self._one()
        else:
            self._whole()

"""What the factual phrases of a mail rest on."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.domain.variants import Claim
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_2, Text
from vibe_desktop.ui.widgets.folds import Fold, clear
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.variant_review.noted import noted


class ClaimList(Fold):
    """Every factual phrase with the sentence of the page it rests on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._shown: tuple[Claim, ...] | None = None
        self._filled: tuple[Claim, ...] | None = None
        self.opened.connect(self._fill)

    def show_claims(self, claims: tuple[Claim, ...]) -> None:
        """Show these instead."""
        if claims == self._shown:
            return
        self._shown = claims
        unsupported = sum(not claim.supported for claim in claims)
        if unsupported:
            words = self.tr("{count} claims, {bad} without support on your page")
        elif len(claims) == 1:
            words = self.tr("1 claim, found on your page")
        else:
            words = self.tr("{count} claims, each found on your page")
        self.set_title(words.format(count=len(claims), bad=unsupported))
        self.setVisible(bool(claims))
        self._fill()

    def _fill(self) -> None:
        """Make the rows when they can be seen: most of the time nobody looks."""
        if not self.is_open or self._filled == self._shown:
            return
        self._filled = self._shown
        clear(self.body)
        for claim in self._shown or ():
            self.body.addWidget(_claim(claim, self.tr("Your page says: “{quote}”")))


def _claim(claim: Claim, says: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_1)
    tone = Tone.SUCCESS if claim.supported else Tone.DANGER
    column.addWidget(noted(f"“{claim.text}”", tone))
    source = claim.problem if not claim.supported else says.format(quote=claim.quote)
    below = Label(source, Text.SMALL, muted=True, wrap=True)
    below.setContentsMargins(ICON_M + SPACE_2, 0, 0, 0)
    column.addWidget(below)
    return box

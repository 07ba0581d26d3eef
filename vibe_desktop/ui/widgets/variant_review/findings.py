"""What the lint has to say about a mail, and what its claims rest on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.variants import Claim
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_2, Text
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.folds import Fold, clear
from vibe_desktop.ui.widgets.labels import Label

if TYPE_CHECKING:
    from vibe_desktop.domain.lint import Finding


class FindingList(QWidget):
    """One line a finding; what blocks the approval comes first and in red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Findings"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._shown: tuple[Finding, ...] | None = None

    def show_findings(self, findings: "tuple[Finding, ...]") -> None:
        """Show these instead."""
        if findings == self._shown:
            return
        self._shown = findings
        clear(self._column)
        # Said once, however often it stands in the text.
        said = dict.fromkeys((finding.words, finding.blocking) for finding in findings)
        for words, blocking in said:
            tone = Tone.DANGER if blocking else Tone.WARNING
            self._column.addWidget(noted(words, tone))
        if not findings:
            self._column.addWidget(noted(self.tr("Nothing to improve"), Tone.SUCCESS))
        heard = "; ".join(words for words, _ in said)
        self.setAccessibleDescription(heard or self.tr("Nothing to improve"))


class ClaimList(Fold):
    """Every factual phrase with the sentence of the page it rests on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._shown: tuple[Claim, ...] | None = None

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
        clear(self.body)
        for claim in claims:
            self.body.addWidget(_claim(claim, self.tr("Your page says: “{quote}”")))


def noted(text: str, tone: Tone) -> QWidget:
    """A wrapped line behind a small icon of a tone."""
    names = {
        Tone.DANGER: ("circle-alert", Ink.DANGER),
        Tone.WARNING: ("lightbulb", Ink.WARNING),
        Tone.SUCCESS: ("circle-check", Ink.SUCCESS),
        Tone.INFO: ("info", Ink.INFO),
        Tone.NEUTRAL: ("info", Ink.MUTED),
    }
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_2)
    row.addWidget(Picture(*names[tone], ICON_M), 0, Qt.AlignmentFlag.AlignTop)
    label = Label(text, Text.SMALL, wrap=True)
    label.set_tone(Tone.DANGER if tone is Tone.DANGER else Tone.NEUTRAL)
    row.addWidget(label, 1)
    return line


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

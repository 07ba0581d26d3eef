"""A wrapped line behind a small icon of a tone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_2, Text
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label

ICONS = {
    Tone.DANGER: ("circle-alert", Ink.DANGER),
    Tone.WARNING: ("lightbulb", Ink.WARNING),
    Tone.SUCCESS: ("circle-check", Ink.SUCCESS),
    Tone.INFO: ("info", Ink.INFO),
    Tone.NEUTRAL: ("info", Ink.MUTED),
}


def noted(text: str, tone: Tone) -> QWidget:
    """The line."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_2)
    row.addWidget(Picture(*ICONS[tone], ICON_M), 0, Qt.AlignmentFlag.AlignTop)
    label = Label(text, Text.SMALL, wrap=True)
    label.set_tone(Tone.DANGER if tone is Tone.DANGER else None)
    row.addWidget(label, 1)
    return line

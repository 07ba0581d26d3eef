"""Colours by what they are for, in light and in dark. Every colour on screen is one of these.

Contrast follows WCAG 2.2: text at least 4.5:1 on every ground it stands on (1.4.3), edges of
controls, focus ring and chart marks at least 3:1 (1.4.11); `tests/ui/theme/test_roles.py` computes
it. The chart colours are Okabe and Ito's (2008), which stay apart under every kind of colour
blindness, darkened or lightened until they pass.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtGui import QColor, QGuiApplication, QPalette


class Tone(StrEnum):
    """What a notice, a pill or an icon wants to say."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Roles:
    """All colours of one theme as "#rrggbb".

    Attributes:
        surface: Ground of pages.
        raised: Ground of cards, inputs, menus.
        sunken: Ground of the sidebar, table headers, code.
        hover: Ground of a quiet control under the pointer.
        selected: Ground of the selected row or place.
        border: Hairlines that only decorate.
        edge: Edges that mark a control.
        text: Ordinary text.
        muted: Second-rank text.
        disabled: Text that cannot be used now (exempt from contrast rules).
        accent: Ground of the one primary action; also progress.
        accent_hover: The same under the pointer.
        on_accent: Text on accent.
        link: Accent-coloured text.
        focus: The focus ring.
        chart: Series colours, in order of use.
    """

    dark: bool
    surface: str
    raised: str
    sunken: str
    hover: str
    selected: str
    border: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    link: str
    focus: str
    info: str
    info_ground: str
    success: str
    success_ground: str
    warning: str
    warning_ground: str
    danger: str
    danger_ground: str
    neutral_ground: str
    chart: tuple[str, ...]

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text colour and ground of a tone."""
        return {
            Tone.NEUTRAL: (self.muted, self.neutral_ground),
            Tone.INFO: (self.info, self.info_ground),
            Tone.SUCCESS: (self.success, self.success_ground),
            Tone.WARNING: (self.warning, self.warning_ground),
            Tone.DANGER: (self.danger, self.danger_ground),
        }[tone]


LIGHT: Final = Roles(
    dark=False,
    surface="#f8f8fa",
    raised="#ffffff",
    sunken="#f0f1f4",
    hover="#e8eaef",
    selected="#e3e8fb",
    border="#e2e4ea",
    edge="#868d9b",
    text="#171a21",
    muted="#586070",
    disabled="#9aa1ae",
    accent="#3b56d9",
    accent_hover="#2f47bd",
    on_accent="#ffffff",
    link="#3049c4",
    focus="#3b56d9",
    info="#1c5aa6",
    info_ground="#e7f0fb",
    success="#17693f",
    success_ground="#e3f3e9",
    warning="#7d5200",
    warning_ground="#fbf0d6",
    danger="#b3261e",
    danger_ground="#fcebe9",
    neutral_ground="#eceef2",
    chart=("#0b6cb3", "#cf5a00", "#00805e", "#a8508a", "#8a6d00"),
)

DARK: Final = Roles(
    dark=True,
    surface="#111318",
    raised="#1a1d24",
    sunken="#0c0e12",
    hover="#262a33",
    selected="#27304f",
    border="#2a2e38",
    edge="#6d7585",
    text="#eceef3",
    muted="#a3abba",
    disabled="#666d7b",
    accent="#4a66ea",
    accent_hover="#3d58dc",
    on_accent="#ffffff",
    link="#9db0ff",
    focus="#8ea4ff",
    info="#8fbdf7",
    info_ground="#16263d",
    success="#7bd3a2",
    success_ground="#12301f",
    warning="#eabf66",
    warning_ground="#362a10",
    danger="#f5a29b",
    danger_ground="#3c1a18",
    neutral_ground="#282c35",
    chart=("#56b4e9", "#e69f00", "#2fc79a", "#d58bb5", "#d6c84a"),
)


def palette_of(roles: Roles) -> QPalette:
    """The Qt palette that carries these roles to everything the style sheet does not name."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, roles.surface),
        (role.WindowText, roles.text),
        (role.Base, roles.raised),
        (role.AlternateBase, roles.sunken),
        (role.ToolTipBase, roles.raised),
        (role.ToolTipText, roles.text),
        (role.PlaceholderText, roles.muted),
        (role.Text, roles.text),
        (role.Button, roles.raised),
        (role.ButtonText, roles.text),
        (role.BrightText, roles.danger),
        (role.Link, roles.link),
        (role.LinkVisited, roles.link),
        (role.Highlight, roles.accent),
        (role.HighlightedText, roles.on_accent),
        (role.Accent, roles.accent),
        (role.Light, roles.raised),
        (role.Midlight, roles.hover),
        (role.Mid, roles.border),
        (role.Dark, roles.edge),
        (role.Shadow, roles.sunken),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(roles.disabled))
    return palette


def current_roles() -> Roles:
    """The roles of the theme that is on, told from the application's palette."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT

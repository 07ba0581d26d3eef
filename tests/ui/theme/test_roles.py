import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.theme.roles import DARK, LIGHT, Roles, Tone, current_roles, palette_of

BOTH = pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@BOTH
def test_text_can_be_read_on_every_ground_it_stands_on(roles: Roles) -> None:
    grounds = (roles.surface, roles.raised, roles.sunken, roles.hover, roles.selected)
    worst = min(
        contrast(ink, ground) for ink in (roles.text, roles.muted, roles.link) for ground in grounds
    )
    assert worst >= 4.5


@BOTH
def test_the_primary_button_can_be_read_at_rest_and_under_the_pointer(roles: Roles) -> None:
    assert contrast(roles.on_accent, roles.accent) >= 4.5
    assert contrast(roles.on_accent, roles.accent_hover) >= 4.5


@BOTH
@pytest.mark.parametrize("tone", list(Tone))
def test_a_tone_can_be_read_on_its_own_ground_and_on_cards(roles: Roles, tone: Tone) -> None:
    ink, ground = roles.tone(tone)
    assert contrast(ink, ground) >= 4.5
    assert contrast(ink, roles.raised) >= 4.5
    assert contrast(roles.text, ground) >= 4.5


@BOTH
def test_controls_focus_and_chart_marks_stand_out_from_their_ground(roles: Roles) -> None:
    for colour in (roles.edge, roles.focus, roles.accent, *roles.chart):
        assert contrast(colour, roles.raised) >= 3.0
        assert contrast(colour, roles.surface) >= 3.0


@BOTH
def test_the_palette_carries_the_roles(roles: Roles) -> None:
    palette = palette_of(roles)
    assert palette.window().color() == QColor(roles.surface)
    assert palette.text().color() == QColor(roles.text)


@BOTH
def test_the_roles_that_are_on_are_told_from_the_palette(
    theme: ThemeManager, qapp: QApplication, roles: Roles
) -> None:
    qapp.setPalette(palette_of(roles))
    assert current_roles() is roles

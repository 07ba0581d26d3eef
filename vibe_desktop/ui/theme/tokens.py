"""The measures of the design: spacing, radii, type scale.

Spacing and radii are device-independent pixels, all on a grid of four. Text has no pixel size: each
step of the type scale is a factor on the system's own font size, so that a larger system font makes
the whole app larger.
"""

from enum import StrEnum
from typing import Final

SPACE_1: Final = 4
SPACE_2: Final = 8
SPACE_3: Final = 12
SPACE_4: Final = 16
SPACE_5: Final = 20
SPACE_6: Final = 24
SPACE_8: Final = 32

RADIUS_S: Final = 6
RADIUS_M: Final = 8
RADIUS_L: Final = 12

ICON_S: Final = 14
ICON_M: Final = 16
ICON_L: Final = 20
ICON_XL: Final = 32

SIDEBAR_WIDTH: Final = 208
RAIL_WIDTH: Final = 56
"""Width of the sidebar where it shows icons alone."""
READING_WIDTH: Final = 760
"""Widest a column of text or of form fields may get."""
CONTENT_WIDTH: Final = 1280
"""Widest a dashboard may get; beyond it the page centres itself."""

ANY_WIDTH: Final = 16_777_215
"""What Qt takes for no limit."""


class Text(StrEnum):
    """The steps of the type scale; `TextRole` labels pick one by this name."""

    DISPLAY = "display"
    TITLE = "title"
    METRIC = "metric"
    HEADING = "heading"
    BODY = "body"
    STRONG = "strong"
    SMALL = "small"
    OVERLINE = "overline"


BASE_SCALE: Final = 1.06
"""The app's body text against the system font, whose 9 pt is small for reading mails."""

TYPE_SCALE: Final[dict[Text, tuple[float, int]]] = {
    Text.DISPLAY: (2.0, 700),
    Text.TITLE: (1.6, 700),
    Text.METRIC: (1.75, 600),
    Text.HEADING: (1.15, 600),
    Text.BODY: (1.0, 400),
    Text.STRONG: (1.0, 600),
    Text.SMALL: (0.92, 400),
    Text.OVERLINE: (0.86, 600),
}
"""Factor on the body size, and weight, for each step."""

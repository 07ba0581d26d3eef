"""Icons that take their colour from the theme, at every size and scale, without being made anew."""

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from vibe_desktop.ui.theme.resources import resource
from vibe_desktop.ui.theme.roles import Roles, Tone, current_roles


class Ink(StrEnum):
    """What colours an icon: a rank of text, the ground it stands on, or a tone."""

    TEXT = "text"
    MUTED = "muted"
    LINK = "link"
    ON_ACCENT = "on_accent"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


def ink_of(tone: Tone) -> Ink:
    """The ink in which a tone's icon is drawn."""
    return Ink.MUTED if tone is Tone.NEUTRAL else Ink(tone.value)


def icon(name: str, ink: Ink = Ink.MUTED) -> QIcon:
    """The icon `name` (a file of resources/icons without ".svg"), coloured by the theme that is on.

    The file is read and drawn when the icon is first painted.
    """
    return QIcon(_TintedSvg(name, ink))


class _TintedSvg(QIconEngine):
    def __init__(self, name: str, ink: Ink) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def clone(self) -> QIconEngine:
        return _TintedSvg(self._name, self._ink)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        pixmap = self.scaledPixmap(rect.size(), mode, state, scale)
        painter.drawPixmap(rect, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        colour = self._colour(current_roles(), mode)
        wide, high = max(1, round(size.width() * scale)), max(1, round(size.height() * scale))
        key = f"vibe:{self._name}:{colour}:{wide}x{high}:{scale}"
        found = QPixmap()
        if QPixmapCache.find(key, found):
            return found
        drawn = _draw(self._name, colour, QSize(wide, high))
        drawn.setDevicePixelRatio(scale)
        QPixmapCache.insert(key, drawn)
        return drawn

    def _colour(self, roles: Roles, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return roles.disabled
        colour: str = getattr(roles, self._ink.value)
        return colour


def read_in_advance() -> None:
    """Read every icon's file, so that no paint waits for the disk; run it in a job."""
    for file in resource("icons").glob("*.svg"):
        _source(file.stem)


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def _draw(name: str, colour: str, size: QSize) -> QPixmap:
    """The icon as a square at the left of `size`; the rest is the gap to a button's text."""
    # QtSvg is a library of its own: loaded with the first icon that is really painted.
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(_source(name).replace("currentColor", colour).encode())
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = min(size.width(), size.height())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap

"""Buttons: one primary a page, secondary for the rest, quiet ones inside cards, icons in rows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QWidget

from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import ICON_M, RADIUS_M, RADIUS_S, SPACE_1

_BY_POINTER = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Button(QPushButton):
    """A push button whose focus ring shows when it was reached by keyboard."""

    def __init__(
        self,
        text: str,
        kind: str,
        *,
        icon_name: str = "",
        ink: Ink = Ink.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon_name:
            self.setIcon(icon(icon_name, ink))
        self._ring = False

    def setText(self, text: str) -> None:
        """Say something else."""
        # The icons stand at the left of their box: a wider one keeps them off the text.
        self.setIconSize(QSize(ICON_M + SPACE_1 if text else ICON_M, ICON_M))
        super().setText(text)

    def set_small(self) -> None:
        """Take the small size, for rows and strips."""
        self.setProperty("small", "true")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus."""
        self._ring = event.reason() not in _BY_POINTER
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button too, not the space bar alone."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.isAutoRepeat()
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the ring on top."""
        super().paintEvent(event)
        if not (self._ring and self.hasFocus()):
            return
        roles = current_roles()
        primary = self.property("kind") == "primary"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(roles.on_accent if primary else roles.focus), 2))
        inset = 3.0 if primary else 1.0
        radius = RADIUS_S if self.property("kind") == "link" else RADIUS_M
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, radius - inset + 1, radius - inset + 1)
        painter.end()


def bold_width(button: QPushButton, text: str = "") -> int:
    """How wide `text`, or its own, is when it is bold: Qt's own size hint does not know that."""
    font = QFont(button.font())
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(text or button.text())


class PrimaryButton(Button):
    """The one thing this page is for."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "primary", icon_name=icon_name, ink=Ink.ON_ACCENT, parent=parent)


class SecondaryButton(Button):
    """Everything else one can do."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "secondary", icon_name=icon_name, parent=parent)


class QuietButton(Button):
    """An action that should not draw the eye."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "quiet", icon_name=icon_name, ink=Ink.LINK, parent=parent)


class DangerButton(Button):
    """An action that takes something away. Never the default button."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "danger", icon_name=icon_name, ink=Ink.DANGER, parent=parent)


class IconButton(Button):
    """A button without text; `name` is what a screen reader says and the tool tip shows."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", "icon", icon_name=icon_name, ink=Ink.MUTED, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)


class NavButton(Button):
    """A place in the sidebar; checked while the window is there."""

    def __init__(self, text: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "nav", icon_name=icon_name, ink=Ink.MUTED, parent=parent)
        self.setCheckable(True)


class LinkButton(Button):
    """A way aside that stands flush with the text above it."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "link", icon_name=icon_name, ink=Ink.LINK, parent=parent)

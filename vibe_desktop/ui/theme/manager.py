"""Which theme is on, and the switch to another without a restart."""

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from vibe_desktop.domain.settings import Theme
from vibe_desktop.ui.theme.roles import DARK, LIGHT, Roles, palette_of
from vibe_desktop.ui.theme.stylesheet import style_sheet
from vibe_desktop.ui.theme.tokens import BASE_SCALE

_POINTS = 10.0
"""Body text where the system gives its font in pixels only."""
THEME_KEY = "theme"
"""Where the window's state remembers the theme, so that the first frame has the right colours."""


def remembered_theme(state: QSettings) -> Theme:
    """The theme the app was closed with."""
    value = str(state.value(THEME_KEY, Theme.SYSTEM.value))
    return Theme(value) if value in set(Theme) else Theme.SYSTEM


class ThemeManager(QObject):
    """Dresses the application in Fusion with our palette and sheet, and follows the system."""

    changed = Signal(object)
    """Emits the `Roles` that are on now. Only who paints by hand or plots needs to listen."""

    def __init__(self, app: QApplication, setting: Theme = Theme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._setting = setting
        self._roles: Roles | None = None
        app.setStyle("Fusion")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._points = BASE_SCALE * (font.pointSizeF() if font.pointSizeF() > 0 else _POINTS)
        font.setPointSizeF(self._points)
        app.setFont(font)
        self._ask_platform()
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def setting(self) -> Theme:
        """What the founder chose."""
        return self._setting

    @property
    def roles(self) -> Roles:
        """The colours that are on now."""
        return DARK if self._is_dark() else LIGHT

    @Slot(object)
    def choose(self, setting: Theme) -> None:
        """Switch to light, dark, or whatever the system says."""
        if setting is self._setting:
            return
        self._setting = setting
        self._ask_platform()
        self._dress()

    def _is_dark(self) -> bool:
        if self._setting is Theme.SYSTEM:
            # Plain X11 and offscreen say Unknown: light is the quieter guess.
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._setting is Theme.DARK

    def _ask_platform(self) -> None:
        """Tell the platform too, so that title bars and native dialogs match where it listens."""
        hints = self._app.styleHints()
        if self._setting is Theme.SYSTEM:
            hints.unsetColorScheme()
        elif self._setting is Theme.DARK:
            hints.setColorScheme(Qt.ColorScheme.Dark)
        else:
            hints.setColorScheme(Qt.ColorScheme.Light)

    def _dress(self) -> None:
        roles = self.roles
        if roles is self._roles:
            return
        self._roles = roles
        self._app.setPalette(palette_of(roles))
        self._app.setStyleSheet(style_sheet(roles, self._points))
        self.changed.emit(roles)

    @Slot(Qt.ColorScheme)
    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        self._dress()

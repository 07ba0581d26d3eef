"""The window: sidebar, pages, notices, status. It decides where one is, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.actions import Actions
from vibe_desktop.ui.commands import Commands
from vibe_desktop.ui.connection import Connection
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import LAST_CAMPAIGN, Destination, Screen
from vibe_desktop.ui.screens import make_screen
from vibe_desktop.ui.sidebar import Sidebar
from vibe_desktop.ui.status_strip import StatusStrip
from vibe_desktop.ui.theme.manager import THEME_KEY, ThemeManager
from vibe_desktop.ui.theme.resources import resource
from vibe_desktop.ui.widgets.notices import Notices
from vibe_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from vibe_desktop.domain.settings import Settings
    from vibe_desktop.jobs.runner import Jobs
    from vibe_desktop.services.catalogue import Services
    from vibe_desktop.ui.widgets.notice_bar import NoticeBar

_LEAST = (600, 360)
"""The smallest window: a screen of 1280 by 800 pixels at 200 % has room for 640 by 400."""
_NARROW = 800
"""Width below which the sidebar shows icons alone."""
_GEOMETRY = "window/geometry"
_LAST_SCREEN = "window/screen"
_LEAD_FILES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm")
_REMEMBERED = (
    *(Screen.CAMPAIGNS, Screen.LEADS, Screen.MAILBOXES),
    *(Screen.ANALYTICS, Screen.SETTINGS, Screen.WIZARD),
)
"""Screens that the app may open with; the others need more than a campaign to make sense."""


class MainWindow(QMainWindow):
    """The one window of the app. `show()` it, then call nothing: it opens where it was left."""

    closing = Signal()
    """Emits when the founder closed the window and its state is saved: time to shut down."""
    first_painted = Signal()
    """Emits once, after the first frame is on screen: what is heavy may start now."""

    def __init__(  # noqa: PLR0913 - the whole world of the window, by keyword
        self,
        *,
        services: "Services",
        jobs: "Jobs",
        theme: ThemeManager,
        state: QSettings,
        notices: Notices | None = None,
        sandbox: bool = False,
        data_dir: Path | None = None,
        relaunch_in_sandbox: Callable[[], None] | None = None,
        redact: Callable[[str], str] = str,
    ) -> None:
        """Args: `redact` takes known secrets out of a crash report."""
        super().__init__()
        self._redact = redact
        self._state = state
        self._jobs = jobs
        self._crashes: object = None
        self._notice_bar: NoticeBar | None = None
        self._painted = False
        self._pages: dict[Screen, QWidget] = {}
        self._here: Destination | None = None
        self._behind: list[Destination] = []
        self.context = ScreenContext(
            services=services,
            jobs=jobs,
            notices=notices or Notices(self),
            navigate=self.navigate,
            theme=theme,
            state=state,
            sandbox=sandbox,
            data_dir=data_dir or Path(),
            relaunch_in_sandbox=relaunch_in_sandbox,
        )
        self.setObjectName("main_window")
        self.setWindowTitle(self.tr("Vibe Marketing Autopilot"))
        self.setAcceptDrops(True)
        self.connection = Connection(self)
        self.actions_by_name = Actions(self)
        self.commands = Commands(self)
        self._build()
        self._connect()
        self._restore_geometry()
        self.navigate(self._start_place())

    # -- making ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.actions_by_name.fill(self.menuBar())
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.context.sandbox:
            from vibe_desktop.ui.sandbox_banner import SandboxBanner

            column.addWidget(SandboxBanner(self.context))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.sidebar = Sidebar()
        row.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._notice_place = QVBoxLayout()
        right.addLayout(self._notice_place)
        self._stack = QStackedWidget()
        right.addWidget(self._stack, 1)
        row.addLayout(right, 1)
        column.addLayout(row, 1)
        self.status_strip = StatusStrip(self._jobs, self.connection)
        column.addWidget(self.status_strip)
        self.setCentralWidget(central)
        self.setMinimumSize(*_LEAST)

    def _connect(self) -> None:
        self.sidebar.place_chosen.connect(self.go)
        self.sidebar.new_campaign_requested.connect(self.commands.new_campaign)
        for name, slot in self.commands.slots().items():
            self.actions_by_name[name].triggered.connect(slot)
        self._jobs.changed.connect(self._changes_arrived)
        self._jobs.changed.connect(self.connection.note_changes)
        self._jobs.trouble.connect(self.context.notices.trouble)
        self._jobs.bug.connect(self.show_bug)
        self.context.notices.troubled.connect(self.connection.note_trouble)
        self.first_painted.connect(self._after_first_paint)

    # -- going places ----------------------------------------------------------------------------

    @property
    def notice_bar(self) -> "NoticeBar":
        """Where notices are shown; those said before it was made are shown then."""
        if self._notice_bar is None:
            from vibe_desktop.ui.widgets.notice_bar import NoticeBar

            self._notice_bar = NoticeBar(self.context.notices)
            self._notice_place.addWidget(self._notice_bar)
        return self._notice_bar

    @property
    def here(self) -> Destination | None:
        """Where the window is."""
        return self._here

    @property
    def page(self) -> QWidget | None:
        """The page on screen."""
        return self._stack.currentWidget()

    def navigate(self, destination: Destination) -> None:
        """Go to a screen, making it when it is shown for the first time."""
        if destination.campaign_id:
            self._state.setValue(LAST_CAMPAIGN, destination.campaign_id)
        elif destination.screen in {Screen.REVIEW, Screen.ANALYTICS}:
            destination = Destination(
                destination.screen, self.last_campaign, destination.path, destination.part
            )
        before = self.page
        if isinstance(before, Page):
            before.leave()
        if self._here is not None and not _same_place(self._here, destination):
            self._behind = [*self._behind[-30:], self._here]
        self._here = destination
        page = self._page(destination.screen)
        if isinstance(page, Page):
            page.arrive(destination)
        self._stack.setCurrentWidget(page)
        if isinstance(page, Page):
            page.enter()
        self.sidebar.show_place(destination.screen)
        self._draw_commands()

    @Slot(object)
    def go(self, screen: Screen) -> None:
        """Go to a screen as it was left."""
        self.navigate(Destination(screen))

    @Slot()
    def back(self) -> None:
        """Go where one came from."""
        if self._behind:
            destination = self._behind.pop()
            self._here = None
            self.navigate(destination)

    def _page(self, screen: Screen) -> QWidget:
        if screen not in self._pages:
            page = make_screen(screen, self.context)
            page.setObjectName(page.objectName() or f"{screen.value}_page")
            self._pages[screen] = page
            self._stack.addWidget(page)
        return self._pages[screen]

    def _start_place(self) -> Destination:
        last = str(self._state.value(_LAST_SCREEN, ""))
        if not last:
            return Destination(Screen.WELCOME)
        screen = next((screen for screen in _REMEMBERED if screen.value == last), Screen.CAMPAIGNS)
        if screen is Screen.WIZARD:
            if self.last_campaign:
                return Destination(screen, self.last_campaign)
            screen = Screen.CAMPAIGNS
        return Destination(screen)

    @property
    def last_campaign(self) -> str:
        """The id of the campaign that was open last, "" for none."""
        return str(self._state.value(LAST_CAMPAIGN, ""))

    def _draw_commands(self) -> None:
        known = bool(self.last_campaign)
        for name in ("edit_campaign", "review", "results"):
            self.actions_by_name[name].setEnabled(known)
        self.actions_by_name["back"].setEnabled(bool(self._behind))
        page = self.page
        self.actions_by_name["find"].setEnabled(
            isinstance(page, Page) and page.find_field() is not None
        )

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        """Tell about a bug, with a report to copy."""
        from vibe_desktop.ui.crash_dialog import CrashReporter

        if not isinstance(self._crashes, CrashReporter):
            self._crashes = CrashReporter(self, self._redact)
        self._crashes.show_bug(error)

    @Slot(object)
    def _changes_arrived(self, changes: Changes) -> None:
        for page in self._pages.values():
            if isinstance(page, Page):
                page.receive(changes)
        if changes.settings:
            self._load_theme()

    @Slot()
    def _after_first_paint(self) -> None:
        self.notice_bar.ensurePolished()
        self.setWindowIcon(QIcon(str(resource("app.svg"))))
        self._load_theme()

    def settle(self) -> None:
        """Begin what nobody waits for: follow the system's network state."""
        if not self.context.sandbox:
            self.connection.watch()

    def _load_theme(self) -> None:
        services = self.context.services
        job = self._jobs.submit(lambda work: services.settings.get(work))
        job.succeeded.connect(self._settings_loaded)

    @Slot(object)
    def _settings_loaded(self, settings: "Settings") -> None:
        self._state.setValue(THEME_KEY, settings.theme.value)
        self.context.theme.choose(settings.theme)

    # -- Qt --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first frame."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pages the room of a narrow window."""
        super().resizeEvent(event)
        self.sidebar.set_narrow(self.width() < _NARROW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take lead files."""
        if _lead_file(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Go to the leads with the file that was dropped."""
        path = _lead_file(event)
        if path:
            event.acceptProposedAction()
            self.navigate(Destination(Screen.LEADS, path=path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was typed and where the window was, then let the app end."""
        page = self.page
        if isinstance(page, Page):
            page.leave()
        self._state.setValue(_GEOMETRY, self.saveGeometry())
        if self._here is not None:
            self._state.setValue(_LAST_SCREEN, self._here.screen.value)
        self._state.sync()
        super().closeEvent(event)
        if event.isAccepted():
            self.closing.emit()

    def _restore_geometry(self) -> None:
        self.resize(1200, 780)
        saved = self._state.value(_GEOMETRY)
        if saved is not None:
            self.restoreGeometry(saved)
        screens = QGuiApplication.screens()
        if not any(screen.availableGeometry().intersects(self.geometry()) for screen in screens):
            available = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(self.size().boundedTo(available.size()))
            self.move(available.topLeft())


def _same_place(before: Destination, after: Destination) -> bool:
    """Whether going back from `after` to `before` would lead nowhere.

    A new campaign has no id until its first step is kept; then the wizard goes on to itself.
    """
    return before.screen is after.screen and before.campaign_id in {"", after.campaign_id}


def _lead_file(event: QDropEvent) -> str:
    """The first dropped file that may hold leads, "" for none."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path.lower().endswith(_LEAD_FILES):
            return path
    return ""

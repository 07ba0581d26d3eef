"""The window's start, life and end, in order.

    settings of the interpreter → log → application and colours → jobs → window shown
    → first frame painted → jobs released → page filled → unfinished launches go on
    → ... → closed → jobs drained → database closed

Nothing between the first line and the first frame touches the disk beyond the window's own state,
or the network at all.
"""

import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from vibe_desktop import __version__
from vibe_desktop.app import logs
from vibe_desktop.app.collector import Collector
from vibe_desktop.app.container import Container
from vibe_desktop.app.crash import CrashHooks
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import APP_NAME, Paths
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs, Lane
from vibe_desktop.ui.main_window import MainWindow
from vibe_desktop.ui.screens import modules_in_advance
from vibe_desktop.ui.theme.icons import read_in_advance
from vibe_desktop.ui.theme.manager import ThemeManager, remembered_theme
from vibe_desktop.ui.widgets.notices import Notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vibe_desktop.domain.launches import Launch
    from vibe_desktop.domain.supersearch import Enrichment

APP_ID = "app.vibe_marketing.Desktop"
PAUSE_BETWEEN_IMPORTS_MS = 5
INDEX_AFTER_MS = 1000
"""How long after leads changed their search and sort are brought up to date."""
SETTLED_AFTER_MS = 800
"""How long after the first frame the app begins with what nobody waits for."""


class App(QObject):
    """Everything that lives as long as the window does."""

    def __init__(
        self, application: QApplication, paths: Paths, environment: Environment, *, sandbox: bool
    ) -> None:
        super().__init__()
        self._application = application
        self.paths = paths
        self.redactor = logs.Redactor()
        self._log_handler = logs.start(paths.logs, self.redactor)
        self.hooks = CrashHooks(paths.logs, self)
        self.hooks.install()
        self.container = Container(paths, environment, sandbox=sandbox, redactor=self.redactor)
        self.container.start()
        self.state = QSettings(str(paths.window_state), QSettings.Format.IniFormat)
        self.jobs = Jobs(self)
        self.jobs.hold()
        self.notices = Notices(self)
        self.theme = ThemeManager(application, remembered_theme(self.state))
        self.window = MainWindow(
            services=self.container,
            jobs=self.jobs,
            theme=self.theme,
            state=self.state,
            notices=self.notices,
            sandbox=sandbox,
            data_dir=paths.data_dir,
            relaunch_in_sandbox=None if sandbox else self._relaunch_in_sandbox,
            redact=self.redactor.clean,
        )
        self._relaunch = False
        self._ended = False
        # Queued, so that a crash in any thread is shown by this one.
        self.hooks.crashed.connect(self.window.show_bug, Qt.ConnectionType.QueuedConnection)
        self.window.first_painted.connect(self.jobs.release)
        self._collector = Collector(self.jobs, self)
        self._to_import: Iterator[str] = iter(())
        self._import_next = QTimer(self, interval=PAUSE_BETWEEN_IMPORTS_MS)
        self._import_next.timeout.connect(self._import_in_advance)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_AFTER_MS)
        self._settled.timeout.connect(self._after_settling)
        self.window.first_painted.connect(self._settled.start)
        self._index_soon = QTimer(self, singleShot=True, interval=INDEX_AFTER_MS)
        self._index_soon.timeout.connect(self._look_at_index)
        self._indexing = False
        self.jobs.changed.connect(self._note_changes)
        self.window.closing.connect(self._application.quit)
        application.aboutToQuit.connect(self.end)

    def show(self) -> None:
        """Put the window on screen."""
        self.window.show()

    @Slot()
    def end(self) -> None:
        """Refuse new jobs, cancel and drain the rest, close what is open. May be called twice."""
        if self._ended:
            return
        self._ended = True
        self._collector.stop()
        self._import_next.stop()
        self._index_soon.stop()
        self.jobs.shutdown()
        self.container.close()
        self.state.sync()
        self.hooks.uninstall()
        logs.stop(self._log_handler)
        if self._relaunch:
            subprocess.Popen(  # noqa: S603 - this same program, no shell
                [sys.executable, *_own_arguments(), "--sandbox"], start_new_session=True
            )

    @Slot()
    def _after_settling(self) -> None:
        """What happens by itself once the first page is filled: cut-off launches go on."""
        self._collector.start()
        self.window.settle()
        self._to_import = modules_in_advance()
        self._import_next.start()
        job = self.jobs.submit(self.container.has_unfinished_launches)
        job.succeeded.connect(self._looked_for_launches)
        job = self.jobs.submit(self.container.has_purchases_to_collect)
        job.succeeded.connect(self._looked_for_purchases)
        self._index_soon.start()

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if changes.leads:
            self._index_soon.start()

    @Slot()
    def _look_at_index(self) -> None:
        """Bring search and sort of leads up to date, unless that is under way."""
        if not self._indexing:
            job = self.jobs.submit(self.container.has_leads_to_index)
            job.succeeded.connect(self._looked_at_index)

    @Slot(object)
    def _looked_at_index(self, behind: bool) -> None:  # noqa: FBT001 - a signal's argument
        if behind and not self._indexing:
            self._indexing = True
            job = self.jobs.submit(
                lambda work: self.container.leads.index(work),
                lane=Lane.REMOTE,
                title=self.tr("Preparing to search and sort leads"),
                key="lead-index",
            )
            job.succeeded.connect(self._indexed)
            job.finished.connect(self._stopped_indexing)

    @Slot(object)
    def _indexed(self, _done: object) -> None:
        # More may have come meanwhile; a job that failed says so, and is not begun again and again.
        self._index_soon.start()

    @Slot()
    def _stopped_indexing(self) -> None:
        self._indexing = False

    @Slot()
    def _import_in_advance(self) -> None:
        """One module a turn, so that nobody notices."""
        name = next(self._to_import, None)
        if name is None:
            self._import_next.stop()
            self.jobs.submit(_read_icons)
        else:
            import_module(name)

    @Slot(object)
    def _looked_for_launches(self, found: bool) -> None:  # noqa: FBT001 - a signal's argument
        if not found:
            return
        job = self.jobs.submit(
            lambda work: self.container.launches.resume(work),
            lane=Lane.REMOTE,
            title=self.tr("Finishing launches that were cut off"),
            key="launch",
        )
        job.succeeded.connect(self._resumed)
        self.jobs.submit(
            lambda work: self.container.edits.resume(work),
            lane=Lane.REMOTE,
            title=self.tr("Finishing changes of mails that were cut off"),
            key="launch",
        )

    @Slot(object)
    def _resumed(self, launches: "Sequence[Launch]") -> None:
        for launch in launches:
            if launch.state.value == "done":
                self.notices.success(
                    self.tr("The launch of {name} was cut off before; it is finished now.").format(
                        name=launch.plan.name
                    )
                )

    @Slot(object)
    def _looked_for_purchases(self, found: bool) -> None:  # noqa: FBT001 - a signal's argument
        if not found:
            return
        job = self.jobs.submit(
            lambda work: self.container.supersearch.collect(work),
            lane=Lane.REMOTE,
            title=self.tr("Collecting people you bought"),
            key="purchase",
        )
        job.succeeded.connect(self._collected)

    @Slot(object)
    def _collected(self, purchases: "Sequence[Enrichment]") -> None:
        for purchase in purchases:
            if purchase.state.value == "done":
                self.notices.success(
                    self.tr("The people you bought have arrived: {name}.").format(
                        name=purchase.name
                    )
                )

    def _relaunch_in_sandbox(self) -> None:
        self._relaunch = True
        self.window.close()


def _read_icons(_work: Work) -> None:
    read_in_advance()


def make_application() -> QApplication:
    """The QApplication, named as the platforms want it."""
    QGuiApplication.setDesktopFileName(APP_ID)
    QApplication.setApplicationName(APP_NAME)
    QApplication.setApplicationDisplayName(APP_NAME)
    QApplication.setApplicationVersion(__version__)
    return QApplication([APP_NAME])


def open_window(paths: Paths, environment: Environment, *, sandbox: bool) -> int:
    """Open the window and stay until it is closed. Returns the exit code.

    Call `interpreter.prepare` before this module is imported.
    """
    if _no_display():
        sys.stderr.write(
            "There is no display to open a window on. The command line works without one: "
            "vibe-desktop --help\n"
        )
        return 1
    application = make_application()
    app = App(application, paths, environment, sandbox=sandbox)
    app.show()
    code = application.exec()
    app.end()
    return code


def _no_display() -> bool:
    """Whether Qt would abort the process for want of a display."""
    return sys.platform.startswith("linux") and not (
        os.environ.get("QT_QPA_PLATFORM")
        or os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
    )


def _own_arguments() -> list[str]:
    return [] if getattr(sys, "frozen", False) else ["-m", "vibe_desktop"]

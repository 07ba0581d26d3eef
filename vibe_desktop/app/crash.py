"""Bugs that nobody caught: logged without secrets, and told to the window, which shows them.

Python's and Qt's own hooks lead here. Known trouble never does: it is a `Trouble` and becomes a
notice.
"""

import faulthandler
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

_log = logging.getLogger("vibe_desktop.crash")

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_HARMLESS = frozenset({"This plugin does not support propagateSizeHints()"})
"""Said by the platform for windows that nobody sees; it means nothing."""


class CrashHooks(QObject):
    """Holds the process's hooks while it is installed."""

    crashed = Signal(object)
    """Emits the exception. May be emitted in any thread; connect a bound method of a QObject."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fault_file = _open_quietly(folder / "faults.log")
        self.messages: list[tuple[int, str]] = []
        """Qt's warnings and worse, as (logging level, text): the self-test looks at them."""

    def install(self) -> None:
        """Take the hooks over."""
        sys.excepthook = self._python
        threading.excepthook = self._thread
        qInstallMessageHandler(self._qt)
        if self._fault_file is not None:
            faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def _python(
        self, kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value, trace)
            return
        _log.error("uncaught", exc_info=(kind, value, trace))
        self.crashed.emit(value)

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._python(args.exc_type, args.exc_value, args.exc_traceback)

    def _qt(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        level = _QT_LEVELS.get(kind, logging.WARNING)
        if text in _HARMLESS:
            level = logging.DEBUG
        if level >= logging.WARNING:
            self.messages.append((level, text))
        if level >= logging.CRITICAL and sys.stderr is not None:
            sys.stderr.write(f"{text}\n")  # the process is about to be ended by Qt
        logging.getLogger(f"qt.{context.category or 'default'}").log(level, "%s", text)


def _open_quietly(path: Path) -> IO[str] | None:
    """The file for the interpreter's last words; None where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("a", encoding="utf-8")
    except OSError:
        return None

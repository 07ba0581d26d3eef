"""A test that leaves a thread, a timer or a window behind fails, and is told where it was started.

`QThread.start` and `QTimer.start` are wrapped once per process to note who called them.
"""

import gc
import sys
import weakref
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_ROOT = Path(__file__).resolve().parents[2]
_GRACE_MS = 500
"""A thread that was told to stop may need a moment."""

_QT_KEEPS = {"QTipLabel", "QComboBoxPrivateContainer", "QShortcutWidget"}
"""Windows that Qt makes for itself and keeps for the next use."""

Started = TypeVar("Started", bound=QObject)

_started: list[tuple["weakref.ref[Any]", str]] = []


def _note(started: QObject) -> None:
    frame = sys._getframe(2)
    own = frame
    while own.f_back and not own.f_code.co_filename.startswith(str(_ROOT)):
        own = own.f_back
    _started.append((weakref.ref(started), f"{own.f_code.co_filename}:{own.f_lineno}"))


def _watch_starts() -> None:
    for kind in (QThread, QTimer):
        original: Any = kind.start

        def start(self: Any, *arguments: Any, _original: Any = original) -> None:
            _note(self)
            _original(self, *arguments)

        kind.start = start  # type: ignore[method-assign] # wrapped on purpose, see above


_watch_starts()
gc.disable()


class QtWatch:
    """Compares what Qt holds before and after a test."""

    def __init__(self) -> None:
        _started.clear()
        self._windows = _addresses(QApplication.topLevelWidgets())

    def leaks(self) -> list[str]:
        """What the test left behind, one sentence each; ended and closed for the next one."""
        _settle()
        gc.collect(1)  # not by itself: in a worker's thread it takes widgets apart that Qt paints
        if self._new_windows():
            gc.collect()  # a window that only a circle of references keeps alive is no leak
            _settle()
        return [*self._threads(), *self._timers(), *self._close_windows()]

    def _new_windows(self) -> list[QWidget]:
        return [
            window
            for window in QApplication.topLevelWidgets()
            if shiboken6.getCppPointer(window)[0] not in self._windows
            and window.parent() is None
            and window.metaObject().className() not in _QT_KEEPS
        ]

    def _threads(self) -> list[str]:
        found = []
        for thread, place in _alive(QThread):
            if thread.isRunning() and not thread.wait(_GRACE_MS):
                found.append(f"the QThread {thread.objectName()!r} started at {place} still runs")
                thread.requestInterruption()
                thread.quit()
                thread.wait(5_000)
        return found

    def _timers(self) -> list[str]:
        found = []
        for timer, place in _alive(QTimer):
            if timer.isActive():
                found.append(f"a QTimer ({timer.interval()} ms) started at {place} is still active")
                timer.stop()
        return found

    def _close_windows(self) -> list[str]:
        found = []
        for window in self._new_windows():
            name = window.objectName() or window.windowTitle()
            found.append(
                f"the window {type(window).__qualname__} {name!r} is still there; give it to "
                "`qtbot.addWidget`, or close it and call deleteLater"
            )
            window.close()
            window.deleteLater()
        _settle()
        return found


def _alive(kind: type[Started]) -> list[tuple[Started, str]]:
    found = {}
    for reference, place in _started:
        thing = reference()
        if isinstance(thing, kind) and shiboken6.isValid(thing):
            found[id(thing)] = (thing, place)
    return list(found.values())


def _addresses(windows: list[QWidget]) -> set[int]:
    return {shiboken6.getCppPointer(window)[0] for window in windows}


def _settle() -> None:
    """Let everything happen that was posted, deletions too (outside `exec` Qt puts those off)."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()

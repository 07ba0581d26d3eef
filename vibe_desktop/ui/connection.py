"""Is there a network? Asked of the system, and told by what did not answer."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble, Unreachable

FORGET_MS = 120_000
"""How long one lost answer is held to mean something."""


class Connection(QObject):
    """Knows whether the outside can be reached, as far as that can be known."""

    changed = Signal(str)
    """Emits why the outside cannot be reached, in words; "" when it can, or nothing is known."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offline = False
        self._unanswered = ""
        self._forget_timer = QTimer(self)
        self._forget_timer.setSingleShot(True)
        self._forget_timer.setInterval(FORGET_MS)
        self._forget_timer.timeout.connect(self._forget)

    @property
    def problem(self) -> str:
        """Why the outside cannot be reached, in words; "" when it can."""
        if self._offline:
            return self.tr("Offline: what is saved here is shown")
        return self._unanswered

    def watch(self) -> None:
        """Follow the system's network state. Loads QtNetwork: not before the first paint."""
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(self._system_changed)
        self._system_changed(information.reachability())

    @Slot(object)
    def note_trouble(self, trouble: Trouble) -> None:
        """Something went wrong: was it the network?"""
        if isinstance(trouble, Unreachable):
            self._unanswered = self.tr("The last request had no answer")
            self._forget_timer.start()
            self.changed.emit(self.problem)

    @Slot(object)
    def note_changes(self, changes: Changes) -> None:
        """Something was written: what only arrives over the network proves that it is back."""
        if changes.analytics or changes.mailboxes:
            self._forget()

    @Slot()
    def _forget(self) -> None:
        self._forget_timer.stop()
        if self._unanswered:
            self._unanswered = ""
            self.changed.emit(self.problem)

    @Slot(object)
    def _system_changed(self, reachability: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        offline = reachability == QNetworkInformation.Reachability.Disconnected
        if self._offline and not offline:
            self._unanswered = ""
        if offline != self._offline:
            self._offline = offline
            self.changed.emit(self.problem)

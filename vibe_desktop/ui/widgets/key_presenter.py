"""State of the key of one service, wherever it is shown: read, saved, tested, removed."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.keys import KeySource, KeysState, KeyState
from vibe_desktop.domain.settings import Service
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.roles import Tone


class KeyWork(StrEnum):
    """What is being done with a key."""

    NOTHING = ""
    SAVING = "saving"
    REMOVING = "removing"
    TESTING = "testing"


@dataclass(frozen=True, slots=True)
class KeyViewState:
    """What is shown of one key.

    Attributes:
        key: What is known of it; None until the keychain has answered.
        storage: Where it is kept, in words.
        busy: What is being done now.
        words: The last result ("Instantly accepts the key"), "" for none.
        tone: Of `words`.
    """

    key: KeyState | None = None
    storage: str = ""
    problem: str = ""
    busy: KeyWork = KeyWork.NOTHING
    words: str = ""
    tone: Tone = Tone.NEUTRAL

    @property
    def present(self) -> bool:
        """Whether there is a key."""
        return self.key is not None and self.key.present

    @property
    def fixed(self) -> bool:
        """Whether the key comes from outside the app and cannot be changed in it."""
        return self.key is not None and self.key.source in {
            KeySource.ENVIRONMENT,
            KeySource.SANDBOX,
        }


class KeyPresenter(QObject):
    """One key. The keychain may wait for the founder, so it is asked on the remote lane."""

    state_changed = Signal(object)
    """Emits the new `KeyViewState`."""

    def __init__(
        self, context: ScreenContext, service: Service, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.service = service
        self._jobs = context.jobs
        self._services = context.services
        self._state = KeyViewState()

    @property
    def state(self) -> KeyViewState:
        """What is known now."""
        return self._state

    def changes_arrived(self, changes: Changes) -> None:
        """Another place may have saved or removed a key."""
        if changes.keys:
            self.load()

    def load(self) -> None:
        """Ask the keychain."""
        job = self._jobs.submit(
            lambda work: self._services.keys.state(work),
            lane=Lane.REMOTE,
            key="keychain",
        )
        job.succeeded.connect(self._keys_read)

    def save(self, secret: str) -> None:
        """Keep a key, and try it."""
        if not secret.strip() or self._state.busy:
            return
        self._set(replace(self._state, busy=KeyWork.SAVING, words=""))
        job = self._jobs.submit(
            lambda work: self._services.keys.save(self.service, secret, work),
            lane=Lane.REMOTE,
            key="keychain",
        )
        job.succeeded.connect(self._saved)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)

    def remove(self) -> None:
        """Forget the key."""
        if self._state.busy:
            return
        self._set(replace(self._state, busy=KeyWork.REMOVING, words=""))
        job = self._jobs.submit(
            lambda work: self._services.keys.remove(self.service, work),
            lane=Lane.REMOTE,
            key="keychain",
        )
        job.succeeded.connect(self._removed)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)

    def test(self) -> None:
        """Ask the service whether it takes the key."""
        if self._state.busy:
            return
        self._set(replace(self._state, busy=KeyWork.TESTING, words=""))
        job = self._jobs.submit(
            lambda work: self._services.keys.test(self.service, work),
            lane=Lane.REMOTE,
            title=self.tr("Testing the {name} key").format(name=self.service.label),
        )
        job.succeeded.connect(self._tested)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._stopped)

    @Slot(object)
    def _keys_read(self, keys: KeysState) -> None:
        self._set(
            replace(self._state, key=keys[self.service], storage=keys.storage, problem=keys.problem)
        )

    @Slot(object)
    def _saved(self, keys: KeysState) -> None:
        self._state = replace(self._state, busy=KeyWork.NOTHING)
        self._keys_read(keys)
        self.test()

    @Slot(object)
    def _removed(self, keys: KeysState) -> None:
        self._state = replace(
            self._state,
            busy=KeyWork.NOTHING,
            words=self.tr("The key was removed."),
            tone=Tone.NEUTRAL,
        )
        self._keys_read(keys)

    @Slot(object)
    def _tested(self, words: str) -> None:
        self._set(replace(self._state, busy=KeyWork.NOTHING, words=words, tone=Tone.SUCCESS))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self._state, busy=KeyWork.NOTHING, words=str(trouble), tone=Tone.DANGER))

    @Slot()
    def _stopped(self) -> None:
        self._set(replace(self._state, busy=KeyWork.NOTHING))

    def _set(self, state: KeyViewState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

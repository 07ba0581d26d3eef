"""State of the settings screen. Whatever is changed applies and is kept at once."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.settings import Settings, Theme
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.settings.state import SettingsState

SAVED_MS = 2500
"""How long a field says that it was kept."""


class SettingsPresenter(QObject):
    """Settings and identity."""

    state_changed = Signal(object)
    """Emits the new `SettingsState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = SettingsState()
        self._fields: dict[Job, str] = {}
        self._saved_timer = QTimer(self)
        self._saved_timer.setSingleShot(True)
        self._saved_timer.setInterval(SAVED_MS)
        self._saved_timer.timeout.connect(self._forget_saved)

    @property
    def state(self) -> SettingsState:
        """What is on screen."""
        return self._state

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read settings and identity."""
        settings = self._context.jobs.submit(lambda work: self._services.settings.get(work))
        settings.succeeded.connect(self._settings_read)
        identity = self._context.jobs.submit(lambda work: self._services.identity.get(work))
        identity.succeeded.connect(self._identity_read)

    def changes_arrived(self, changes: Changes) -> None:
        """Somebody else may have changed them."""
        if changes.settings or changes.identity:
            self.load()

    def set_value(self, field: str, value: object) -> None:
        """Keep one setting, named as in `Settings`."""
        settings = self._state.settings
        if settings is None or getattr(settings, field) == value:
            self._clear_error(field)
            return
        changed: dict[str, Any] = {field: value}
        self._save_settings(field, replace(settings, **changed))

    def set_theme(self, theme: Theme) -> None:
        """Switch the colours, and keep the choice."""
        settings = self._state.settings
        self._context.theme.choose(theme)
        if settings is not None and settings.theme is not theme:
            self._save_settings("theme", replace(settings, theme=theme))

    def set_identity(self, field: str, text: str) -> None:
        """Keep one part of the identity, named as in `Identity`."""
        identity = self._state.identity
        if identity is None or getattr(identity, field) == text:
            self._clear_error(field)
            return
        wanted: Identity = replace(identity, **{field: text})
        # Shown at once, so that a second field that is left meanwhile does not undo this one.
        self._state = replace(self._state, identity=wanted)
        job = self._context.jobs.submit(
            lambda work: self._services.identity.save(wanted, work), key="identity", keeps=True
        )
        job.succeeded.connect(self._identity_saved)
        self._follow(job, field)

    # -- news ------------------------------------------------------------------------------------

    def _save_settings(self, field: str, wanted: Settings) -> None:
        job = self._context.jobs.submit(
            lambda work: self._services.settings.save(wanted, work), key="settings", keeps=True
        )
        job.succeeded.connect(self._settings_saved)
        self._follow(job, field)

    def _follow(self, job: Job, field: str) -> None:
        self._fields[job] = field
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)

    @Slot(object)
    def _settings_read(self, settings: Settings) -> None:
        self._set(replace(self._state, settings=settings))

    @Slot(object)
    def _identity_read(self, identity: Identity) -> None:
        self._set(replace(self._state, identity=identity))

    @Slot(object)
    def _settings_saved(self, settings: Settings) -> None:
        self._note_saved()
        self._settings_read(settings)

    @Slot(object)
    def _identity_saved(self, identity: Identity) -> None:
        self._note_saved()
        self._identity_read(identity)

    def _note_saved(self) -> None:
        field = self._sender_field()
        errors = {name: words for name, words in self._state.errors.items() if name != field}
        self._state = replace(self._state, saved=field, errors=errors)
        self._saved_timer.start()
        self.state_changed.emit(self._state)

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if not isinstance(trouble, InvalidInput):
            self._context.notices.trouble(trouble)
            return
        field = self._sender_field()
        words = " ".join(part for part in (trouble.what, trouble.next_step) if part)
        self._set(replace(self._state, saved="", errors={**self._state.errors, field: words}))

    @Slot()
    def _finished(self) -> None:
        self._fields = {job: name for job, name in self._fields.items() if job is not self.sender()}

    @Slot()
    def _forget_saved(self) -> None:
        self._set(replace(self._state, saved=""))

    def _sender_field(self) -> str:
        return next((name for job, name in self._fields.items() if job is self.sender()), "")

    def _clear_error(self, field: str) -> None:
        errors = {name: words for name, words in self._state.errors.items() if name != field}
        self._set(replace(self._state, errors=errors))

    def _set(self, state: SettingsState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

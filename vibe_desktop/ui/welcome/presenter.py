"""State of the welcome screen."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.welcome.state import WelcomeState

if TYPE_CHECKING:
    from vibe_desktop.domain.dashboard import Dashboard
    from vibe_desktop.domain.identity import Identity


class WelcomePresenter(QObject):
    """What is set up, and the ways on from here."""

    state_changed = Signal(object)
    """Emits the new `WelcomeState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = WelcomeState()

    @property
    def state(self) -> WelcomeState:
        """What is on screen."""
        return self._state

    def load(self) -> None:
        """Read how far the set-up has come."""
        identity = self._context.jobs.submit(lambda work: self._services.identity.get(work))
        identity.succeeded.connect(self._identity_read)
        identity.finished.connect(self._answered)
        dashboard = self._context.jobs.submit(lambda work: self._services.campaigns.dashboard(work))
        dashboard.succeeded.connect(self._dashboard_read)
        if self._context.sandbox and not self._state.sample_page:
            page = self._context.jobs.submit(self._find_sample_page, lane=Lane.REMOTE)
            page.succeeded.connect(self._sample_page_found)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when something of the set-up changed."""
        if changes.identity or changes.campaigns:
            self.load()

    @Slot()
    def new_campaign(self) -> None:
        """Start a new campaign."""
        self._context.navigate(Destination(Screen.WIZARD))

    @Slot()
    def open_campaigns(self) -> None:
        """See the campaigns there are."""
        self._context.navigate(Destination(Screen.CAMPAIGNS))

    @Slot()
    def edit_identity(self) -> None:
        """Say who writes."""
        self._context.navigate(Destination(Screen.SETTINGS, part="identity"))

    @Slot()
    def edit_keys(self) -> None:
        """Go to the keys."""
        self._context.navigate(Destination(Screen.SETTINGS, part="keys"))

    @Slot()
    def try_sandbox(self) -> None:
        """Close the app and start it again on the sandbox."""
        if self._context.relaunch_in_sandbox is not None:
            self._context.relaunch_in_sandbox()

    def _find_sample_page(self, _work: Work) -> str:
        sandbox = self._services.sandbox
        return sandbox.sample_page_url if sandbox is not None else ""

    @Slot()
    def _answered(self) -> None:
        """Tell the view to come out of its skeleton, even when the database gave no answer."""
        self.state_changed.emit(self._state)

    @Slot(object)
    def _identity_read(self, identity: "Identity") -> None:
        self._set(replace(self._state, identity_missing=identity.missing))

    @Slot(object)
    def _dashboard_read(self, dashboard: "Dashboard") -> None:
        self._set(replace(self._state, campaigns=len(dashboard.rows)))

    @Slot(object)
    def _sample_page_found(self, address: str) -> None:
        self._set(replace(self._state, sample_page=address))

    def _set(self, state: WelcomeState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

"""The container: makes every part once, on first use, and joins them.

Nothing heavy is imported here at the top: the window must be painted before SQLAlchemy, httpx or
openai are. Each property may be asked for from any thread; the first to ask makes the part.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.app.sandbox_process import SandboxProcess
from vibe_desktop.domain.settings import Service, Settings
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import SandboxControl

if TYPE_CHECKING:
    from vibe_desktop.gateways.instantly.client import InstantlyClient
    from vibe_desktop.gateways.openai.writer import OpenAIWriter
    from vibe_desktop.services.analytics import AnalyticsService
    from vibe_desktop.services.campaigns import CampaignService
    from vibe_desktop.services.copywriting import CopywritingService
    from vibe_desktop.services.doctor import DoctorService
    from vibe_desktop.services.identity import IdentityService
    from vibe_desktop.services.keys import KeyService
    from vibe_desktop.services.launches import LaunchService
    from vibe_desktop.services.leads import LeadService
    from vibe_desktop.services.mailboxes import MailboxService
    from vibe_desktop.services.pages import PageService
    from vibe_desktop.services.settings import SettingsService
    from vibe_desktop.services.variants import VariantService
    from vibe_desktop.store.database.engine import Database
    from vibe_desktop.store.vault import Vault

T = TypeVar("T")


class Container:
    """Implements `services.catalogue.Services` over one data folder."""

    def __init__(
        self, paths: Paths, environment: Environment, *, sandbox: bool, redactor: Redactor
    ) -> None:
        self.paths = paths
        self._environment = environment
        self._redactor = redactor
        self._sandbox = SandboxProcess(paths) if sandbox else None
        self._lock = threading.RLock()
        self._made: dict[str, object] = {}
        for secret in environment.secrets.values():
            redactor.learn(secret)

    def start(self) -> None:
        """Begin what takes time elsewhere (the sandbox's process), without waiting for it."""
        if self._sandbox is not None:
            self._sandbox.start()

    def close(self) -> None:
        """Close connections and the database, and end the sandbox. Parts are not usable after."""
        with self._lock:
            made, self._made = self._made, {}
        for name in ("instantly_client", "openai_writer", "hosts", "database"):
            part = made.get(name)
            if part is not None:
                cast("Any", part).close()
        if self._sandbox is not None:
            self._sandbox.stop()

    def _once(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return cast("T", self._made[name])

"""What the app is made of."""

import platform
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot, qVersion

import vibe_desktop
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext

_LIBRARIES = (
    "PySide6_Essentials",
    "shiboken6",
    "SQLAlchemy",
    "alembic",
    "charset-normalizer",
    "httpx",
    "keyring",
    "numpy",
    "openai",
    "platformdirs",
    "pyqtgraph",
    "RapidFuzz",
    "selectolax",
    "starlette",
    "truststore",
    "tzdata",
    "uvicorn",
)


@dataclass(frozen=True, slots=True)
class Library:
    """One bundled library."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class AboutState:
    """What the screen shows; `libraries` is empty until they have been looked up."""

    version: str
    runtime: str
    libraries: tuple[Library, ...] = ()


class AboutPresenter(QObject):
    """Looks the libraries up when the screen is first shown."""

    state_changed = Signal(object)
    """Emits the new `AboutState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = context.jobs
        self._state = AboutState(
            vibe_desktop.__version__,
            f"Python {platform.python_version()}, Qt {qVersion()}, "
            f"{platform.system()} {platform.release()}",
        )

    @property
    def state(self) -> AboutState:
        """What is on screen."""
        return self._state

    def load(self) -> None:
        """Look the libraries up, once."""
        if not self._state.libraries:
            self._jobs.submit(_libraries).succeeded.connect(self._found)

    @Slot(object)
    def _found(self, libraries: tuple[Library, ...]) -> None:
        self._state = AboutState(self._state.version, self._state.runtime, libraries)
        self.state_changed.emit(self._state)


def _libraries(work: Work) -> tuple[Library, ...]:
    """Name, version and licence of each library, from its own metadata."""
    from importlib import metadata

    found = [Library("Lucide icons", "", "ISC"), Library("Qt", str(qVersion()), "LGPL-3.0")]
    for name in _LIBRARIES:
        work.check()
        try:
            information = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # a frozen app may leave the metadata of a library out
        licence = _first(information.get_all("License-Expression")) or _first(
            information.get_all("License")
        )
        if not licence or len(licence) > 60:
            classes = information.get_all("Classifier") or []
            licences = [c.rpartition(" :: ")[2] for c in classes if c.startswith("License ::")]
            licence = ", ".join(licences) or licence.strip().partition("\n")[0][:60]
        found.append(Library(name.replace("_", " "), information["Version"], licence))
    return tuple(sorted(found, key=lambda library: library.name.casefold()))


def _first(values: list[str] | None) -> str:
    return str(values[0]) if values else ""

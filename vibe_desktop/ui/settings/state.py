"""What the settings screen shows, as one value."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SettingsState:
    """The state of the screen, keys apart.

    Attributes:
        settings: As kept; None until they are read.
        identity: As kept; None until it is read.
        errors: What is wrong with a field, by the field's name; such a field was not kept.
        saved: The name of the field that was kept last, "" for none.
    """

    settings: Settings | None = None
    identity: Identity | None = None
    errors: "Mapping[str, str]" = field(default_factory=lambda: MappingProxyType({}))
    saved: str = ""

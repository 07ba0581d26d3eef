"""Which keys are there and where they come from; never the keys themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.settings import Service


class KeySource(StrEnum):
    """Where a key comes from."""

    ENVIRONMENT = "environment"
    KEYCHAIN = "keychain"
    MEMORY = "memory"
    SANDBOX = "sandbox"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KeyState:
    """What may be shown of one key.

    Attributes:
        hint: "…7f3a", the end of the key, so that the founder can tell two apart; "" when there
            is none.
    """

    present: bool = False
    source: KeySource = KeySource.NONE
    hint: str = ""


@dataclass(frozen=True, slots=True)
class KeysState:
    """All keys, and the place where new ones go.

    Attributes:
        keys: One entry for every service.
        storage: Where keys are kept, in words: "macOS Keychain".
        problem: Why they cannot be kept there, and what that means; "" when all is well.
    """

    keys: Mapping[Service, KeyState]
    storage: str
    problem: str = ""

    def __getitem__(self, service: Service) -> KeyState:
        """The state of the key for `service`."""
        return self.keys.get(service, KeyState())


def may_be_key(text: str) -> bool:
    """Whether `text` can be sent as a key: visible ASCII without spaces, as HTTP headers want."""
    return text.isascii() and text.isprintable() and " " not in text and bool(text)


def hint_of(secret: str) -> str:
    """The last four characters behind an ellipsis; of a short secret the ellipsis only."""
    return f"…{secret[-4:]}" if len(secret) >= 12 else "…"

"""Secrets in the keychain of the operating system, and in memory where there is none.

keyring and what it needs are slow to import and may wait for the founder to answer a prompt, so
both happen inside the methods: call them from a worker thread only. Nothing here is ever logged.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.keys import may_be_key
from vibe_desktop.domain.settings import Service

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEYCHAIN_SERVICE: Final = "Vibe Marketing Autopilot"
"""The name under which the keychain lists our items, one for each secret."""

MAX_SECRET: Final = 1_280
"""Longest secret in characters: Windows keeps 2,560 bytes of UTF-16.

CRED_MAX_CREDENTIAL_BLOB_SIZE in wincred.h; checked on every system, so that a key fits anywhere.
"""

_MEMORY_ONLY: Final = "Your keys are kept only until you quit the app."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VaultState:
    """Where secrets are kept in this run.

    Attributes:
        kind: "keychain", or "memory" when the keychain cannot be used.
        name: The place in words: "macOS Keychain".
        problem: Why it is memory, what that means and what would help; "" for the keychain.
    """

    kind: Literal["keychain", "memory"]
    name: str
    problem: str = ""


class Vault:
    """Keeps one secret for each service. Thread-safe.

    A keychain that refused (locked, prompt dismissed) is not asked again, so that no prompt
    follows another, until the founder saves or removes a key.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._memory: dict[Service, str] = {}
        self._problem = ""
        self._backend: KeyringBackend | None = None

    def get(self, service: Service) -> str | None:
        """The secret; None when there is none or the keychain refuses. May wait for a prompt."""
        with self._lock:
            if service in self._memory:
                return self._memory[service]
            return self._ask(
                lambda keychain: keychain.get_password(KEYCHAIN_SERVICE, service.value)
            )

    def set(self, service: Service, secret: str) -> None:
        """Keep the secret, without white space around it; in memory when the keychain refuses.

        Raises:
            InvalidInput: It is empty, too long, or cannot be a key; `field` is the service.
        """
        secret = _checked(service, secret)

        def keep(keychain: "KeyringBackend") -> bool:
            keychain.set_password(KEYCHAIN_SERVICE, service.value, secret)
            # Some backends drop what they cannot keep without a word.
            return keychain.get_password(KEYCHAIN_SERVICE, service.value) == secret

        with self._lock:
            self._problem = ""
            kept = self._ask(keep)
            if kept:
                self._memory.pop(service, None)
                return
            self._memory[service] = secret
            self._problem = self._problem or f"Your keychain did not keep the key. {_MEMORY_ONLY}"

    def delete(self, service: Service) -> None:
        """Forget the secret; nothing happens when there is none.

        Raises:
            Conflict: The keychain has it and does not let go of it.
        """

        def forget(keychain: "KeyringBackend") -> bool:
            if keychain.get_password(KEYCHAIN_SERVICE, service.value) is not None:
                keychain.delete_password(KEYCHAIN_SERVICE, service.value)
            return True

        with self._lock:
            in_memory = self._memory.pop(service, None) is not None
            self._problem = ""
            forgotten = self._ask(forget)
            if forgotten or in_memory or self._choose() is None:
                return
            raise Conflict(
                f"The {service.label} key could not be removed: your keychain does not let the "
                "app at it.",
                safe="The key is still in the keychain.",
                next_step=f"Unlock the keychain and try again, or delete the item "
                f"“{KEYCHAIN_SERVICE}” in it yourself.",
            )

    def in_memory(self, service: Service) -> bool:
        """Whether the secret is only in memory and will be gone when the app quits."""
        with self._lock:
            return service in self._memory

    def state(self) -> VaultState:
        """Where secrets are kept now. Asks the keychain, so it may take long."""
        with self._lock:
            self._ask(lambda keychain: keychain.get_password(KEYCHAIN_SERVICE, "probe"))
            if self._problem:
                return VaultState("memory", "this computer's memory", self._problem)
            return VaultState("keychain", _name(self._choose()))

    def _ask(self, question: Callable[["KeyringBackend"], T]) -> T | None:
        """The keychain's answer; None, with the problem noted, when it gives none."""
        if self._problem:
            return None
        import keyring.errors

        keychain = self._choose()
        if keychain is None:
            self._problem = _none_found()
            return None
        try:
            return question(keychain)
        except keyring.errors.KeyringLocked:
            self._problem = (
                f"{_name(keychain)} is locked. {_MEMORY_ONLY} "
                "Unlock it and save a key, or start the app again."
            )
        except keyring.errors.InitError:
            self._problem = (
                f"{_name(keychain)} has not been set up, or its prompt was dismissed. "
                f"{_MEMORY_ONLY} Set it up and start the app again."
            )
        except Exception as error:  # noqa: BLE001 - backends let errors of their platform through
            # The class only: the message of an error may quote what was to be kept.
            self._problem = (
                f"{_name(keychain)} refused ({type(error).__name__}). {_MEMORY_ONLY} "
                "Check that it works, then save a key or start the app again."
            )
        return None

    def _choose(self) -> "KeyringBackend | None":
        """The best backend that really keeps secrets secret, None when there is none."""
        if self._backend is None:
            import keyring
            from keyring.backends.chainer import ChainerBackend

            try:
                found = keyring.get_keyring()
            except (ImportError, RuntimeError):
                return None  # the configuration of keyring names a backend that is not there
            candidates = found.backends if isinstance(found, ChainerBackend) else [found]
            self._backend = next(filter(_trustworthy, candidates), None)
        return self._backend


def _checked(service: Service, secret: str) -> str:
    secret = secret.strip()
    if not secret:
        raise InvalidInput(
            "The key is empty.",
            next_step=f"Copy the key from your {service.label} account and paste it here.",
            field=service.value,
        )
    if len(secret) > MAX_SECRET:
        raise InvalidInput(
            f"This is too long for a key: it has {len(secret):,} characters, "
            f"{MAX_SECRET:,} fit into a keychain.",
            next_step=f"Copy only the key from your {service.label} account.",
            field=service.value,
        )
    if not may_be_key(secret):
        raise InvalidInput(
            "This is not a key: it has spaces, line breaks or unusual characters in it.",
            next_step=f"Copy only the key from your {service.label} account.",
            field=service.value,
        )
    return secret


def _trustworthy(backend: "KeyringBackend") -> bool:
    """False for backends that keep nothing, or keep it for everybody to read."""
    kind = type(backend)
    return not (
        kind.__module__.startswith(
            ("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")
        )
        or "plaintext" in kind.__name__.lower()
    )


def _name(backend: "KeyringBackend | None") -> str:
    module = type(backend).__module__
    names = {
        "keyring.backends.macOS": "macOS Keychain",
        "keyring.backends.Windows": "Windows Credential Manager",
        "keyring.backends.kwallet": "KWallet",
        "keyring.backends.SecretService": "The system keyring (GNOME Keyring or alike)",
        "keyring.backends.libsecret": "The system keyring (GNOME Keyring or alike)",
    }
    return names.get(module, "The system keychain")


def _none_found() -> str:
    if sys.platform.startswith("linux"):
        help_ = "Install and start GNOME Keyring, KWallet or KeePassXC to keep them."
    else:
        help_ = "Check that your user account has a working keychain, then start the app again."
    return f"There is no keychain on this computer that the app can use. {_MEMORY_ONLY} {help_}"

"""Secrets in a real keychain, and without one."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.core
import pytest

from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.settings import Service
from vibe_desktop.store.vault import KEYCHAIN_SERVICE, MAX_SECRET, Vault

SECRET = "sk-test-0123456789abcdef"


@pytest.fixture(autouse=True)
def _backend_of_this_test() -> Iterator[None]:
    """Keyring finds its backend once a process; let every test have that of its environment."""
    keyring.core._keyring_backend = None
    yield
    keyring.core._keyring_backend = None


@pytest.fixture
def vault() -> Iterator[Vault]:
    vault = Vault()
    yield vault
    for service in Service:
        vault.delete(service)


@pytest.mark.keychain
class TestWithAKeychain:
    def test_a_secret_is_kept_for_the_next_run(self, vault: Vault) -> None:
        vault.set(Service.OPENAI, SECRET)
        assert Vault().get(Service.OPENAI) == SECRET
        assert not vault.in_memory(Service.OPENAI)
        state = vault.state()
        assert (state.kind, state.problem) == ("keychain", "")
        assert "GNOME Keyring" in state.name

    def test_every_service_has_an_item_of_its_own(self, vault: Vault) -> None:
        vault.set(Service.OPENAI, SECRET)
        vault.set(Service.INSTANTLY, "another")
        assert keyring.get_password(KEYCHAIN_SERVICE, "openai") == SECRET
        assert keyring.get_password(KEYCHAIN_SERVICE, "instantly") == "another"

    def test_a_new_secret_replaces_the_old_one(self, vault: Vault) -> None:
        vault.set(Service.OPENAI, SECRET)
        vault.set(Service.OPENAI, "newer")
        assert vault.get(Service.OPENAI) == "newer"

    def test_a_deleted_secret_is_gone_and_deleting_twice_is_fine(self, vault: Vault) -> None:
        vault.set(Service.OPENAI, SECRET)
        vault.delete(Service.OPENAI)
        vault.delete(Service.OPENAI)
        assert vault.get(Service.OPENAI) is None

    def test_the_longest_secret_fits(self, vault: Vault) -> None:
        vault.set(Service.OPENAI, "x" * MAX_SECRET)
        assert vault.get(Service.OPENAI) == "x" * MAX_SECRET

    def test_a_locked_keychain_is_told_in_words_and_the_key_kept_in_memory(
        self, tmp_path: Path
    ) -> None:
        """In a D-Bus session of its own, since nobody could unlock it for the other tests."""
        script = textwrap.dedent(
            """
            import secretstorage
            from contextlib import closing
            from vibe_desktop.domain.errors import Conflict
            from vibe_desktop.domain.settings import Service
            from vibe_desktop.store.vault import Vault

            vault = Vault()
            vault.set(Service.OPENAI, "kept-before")
            with closing(secretstorage.dbus_init()) as bus:
                secretstorage.get_default_collection(bus).lock()
            print(vault.get(Service.OPENAI))
            print(vault.state().kind, "|", vault.state().problem)
            vault.set(Service.INSTANTLY, "kept-in-memory")
            print(vault.get(Service.INSTANTLY), vault.in_memory(Service.INSTANTLY))
            try:
                vault.delete(Service.OPENAI)
            except Conflict as trouble:
                print(trouble.code, trouble)
            """
        )
        environment = {
            **os.environ,
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_RUNTIME_DIR": str(tmp_path),
            "SCRIPT": script,
            "PYTHON": sys.executable,
        }
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"):
            environment.pop(name, None)  # without a display nobody is asked for a password
        unlock = "printf %s pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
        answer = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", f'{unlock}; "$PYTHON" -c "$SCRIPT"'],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert answer.returncode == 0, answer.stderr
        got, state, memory, refused = answer.stdout.splitlines()
        assert got == "None"
        assert state.startswith("memory | The system keyring (GNOME Keyring or alike) is locked.")
        assert "kept only until you quit" in state
        assert memory == "kept-in-memory True"
        assert refused.startswith("conflict The OpenAI key could not be removed")


class TestWithoutAKeychain:
    def test_it_says_so_and_keeps_the_key_for_this_run(self) -> None:
        vault = Vault()
        assert vault.get(Service.OPENAI) is None
        vault.set(Service.OPENAI, f"  {SECRET}\n")
        assert vault.get(Service.OPENAI) == SECRET
        assert vault.in_memory(Service.OPENAI)
        state = vault.state()
        assert state.kind == "memory"
        assert "no keychain" in state.problem
        assert "only until you quit" in state.problem
        if sys.platform == "linux":
            assert "GNOME Keyring, KWallet or KeePassXC" in state.problem

    def test_the_next_run_knows_nothing(self) -> None:
        Vault().set(Service.OPENAI, SECRET)
        assert Vault().get(Service.OPENAI) is None

    def test_a_key_in_memory_can_be_removed(self) -> None:
        vault = Vault()
        vault.set(Service.OPENAI, SECRET)
        vault.delete(Service.OPENAI)
        vault.delete(Service.OPENAI)
        assert vault.get(Service.OPENAI) is None

    def test_nothing_is_written_to_the_disk(self, tmp_path: Path) -> None:
        Vault().set(Service.OPENAI, SECRET)
        home = Path(os.environ["HOME"])
        for path in (*home.rglob("*"), *tmp_path.rglob("*")):
            assert not path.is_file() or SECRET.encode() not in path.read_bytes()

    @pytest.mark.parametrize(
        "backend",
        [
            "keyring.backends.null.Keyring",
            "no.such.module.Keyring",
            "keyring.backends.chainer.ChainerBackend",
        ],
    )
    def test_a_backend_that_keeps_nothing_is_not_trusted(
        self, monkeypatch: pytest.MonkeyPatch, backend: str
    ) -> None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
        vault = Vault()
        vault.set(Service.OPENAI, SECRET)
        assert vault.state().kind == "memory"
        assert vault.in_memory(Service.OPENAI)


class _Stubborn(keyring.backend.KeyringBackend):
    """A keychain that fails in a way that keyring does not know, as Windows' does.

    keyring finds every subclass by itself; the priority keeps other tests from meeting it.
    """

    priority = -1

    def __init__(self, error: Exception | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring says nothing of its types
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError


def test_the_stand_in_for_a_keychain_is_met_by_no_other_test() -> None:
    assert _Stubborn.priority < 0


def test_an_unknown_error_of_a_keychain_is_told_without_its_text() -> None:
    keyring.set_keyring(_Stubborn(OSError(f"could not write {SECRET}")))
    vault = Vault()
    vault.set(Service.OPENAI, SECRET)
    problem = vault.state().problem
    assert "refused (OSError)" in problem
    assert SECRET not in problem
    assert vault.get(Service.OPENAI) == SECRET


def test_a_keychain_that_forgets_at_once_is_noticed() -> None:
    keyring.set_keyring(_Stubborn(None))
    vault = Vault()
    vault.set(Service.OPENAI, SECRET)
    assert vault.in_memory(Service.OPENAI)
    assert "did not keep the key" in vault.state().problem


def test_a_key_that_the_keychain_holds_on_to_is_not_called_removed() -> None:
    keyring.set_keyring(_Stubborn(OSError("busy")))
    with pytest.raises(Conflict, match="could not be removed") as caught:
        Vault().delete(Service.OPENAI)
    assert KEYCHAIN_SERVICE in caught.value.next_step


def test_a_keychain_that_works_again_is_used_when_the_next_key_is_saved() -> None:
    keychain = _Remembering(OSError("busy"))
    keyring.set_keyring(keychain)
    vault = Vault()
    vault.set(Service.OPENAI, SECRET)
    assert vault.in_memory(Service.OPENAI)
    keychain.error = None
    assert vault.state().kind == "memory", "it is not asked again by itself"
    vault.set(Service.OPENAI, SECRET)
    assert vault.state().kind == "keychain"
    assert not vault.in_memory(Service.OPENAI)


class _Remembering(_Stubborn):
    def __init__(self, error: Exception | None) -> None:
        super().__init__(error)
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return super().get_password(service, username) or self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self.kept[username] = password


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("x" * (MAX_SECRET + 1), "too long"),
        ("two words", "spaces"),
        ("line\nbreak", "line breaks"),
        ("schlüssel", "unusual characters"),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_repeating_it(secret: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Vault().set(Service.INSTANTLY, secret)
    assert words in caught.value.what
    assert caught.value.field == "instantly"
    assert not secret.strip() or secret not in str(caught.value)


def test_no_representation_shows_a_secret() -> None:
    vault = Vault()
    vault.set(Service.OPENAI, SECRET)
    assert SECRET not in f"{vault!r} {vault.state()!r}"

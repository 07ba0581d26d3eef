"""Keys: where they come from, and what is shown of them. There is no keychain in these tests."""

from collections.abc import Mapping

import pytest

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Conflict, InvalidInput, NotAuthorised, Unreachable
from vibe_desktop.domain.keys import KeySource, KeyState
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work
from vibe_desktop.services.keys import KeyService
from vibe_desktop.store.vault import Vault

SECRET = "sk-proj-0123456789-7f3a"


def _service(
    vault: Vault | None = None,
    environment: Mapping[Service, str] | None = None,
    sandbox_keys: Mapping[Service, str] | None = None,
) -> KeyService:
    def instantly(_work: Work) -> str:
        return "Instantly accepts the key: workspace Acme."

    def openai(_work: Work) -> str:
        raise Unreachable("OpenAI cannot be reached.")

    return KeyService(
        vault=vault or Vault(),
        testers={Service.INSTANTLY: instantly, Service.OPENAI: openai},
        environment=environment,
        sandbox_keys=sandbox_keys,
    )


def test_without_keys_it_says_what_to_do(work: Work) -> None:
    keys = _service()
    state = keys.state(work)
    assert {state[service] for service in Service} == {KeyState()}
    with pytest.raises(NotAuthorised, match="There is no OpenAI key yet") as caught:
        keys.secret(Service.OPENAI)
    assert "Settings" in caught.value.next_step
    with pytest.raises(NotAuthorised, match="There is no Instantly key yet"):
        keys.test(Service.INSTANTLY, work)


def test_a_saved_key_is_there_and_only_its_end_is_shown(work: Work) -> None:
    keys = _service()
    written = keys.save(Service.OPENAI, f" {SECRET} ", work)
    assert written.value[Service.OPENAI] == KeyState(
        present=True, source=KeySource.MEMORY, hint="…7f3a"
    )
    assert written.value.storage == "this computer's memory"
    assert "until you quit" in written.value.problem
    assert written.changes == Changes(keys=True)
    assert keys.secret(Service.OPENAI) == SECRET
    assert SECRET not in repr(written)


def test_a_short_key_shows_nothing_of_itself(work: Work) -> None:
    state = _service().save(Service.OPENAI, "short", work).value
    assert state[Service.OPENAI].hint == "…"


def test_a_removed_key_is_gone(work: Work) -> None:
    keys = _service()
    keys.save(Service.OPENAI, SECRET, work)
    written = keys.remove(Service.OPENAI, work)
    assert not written.value[Service.OPENAI].present
    assert written.changes == Changes(keys=True)


def test_what_cannot_be_a_key_is_refused(work: Work) -> None:
    with pytest.raises(InvalidInput) as caught:
        _service().save(Service.INSTANTLY, "not a key", work)
    assert caught.value.field == "instantly"


def test_the_environment_wins_for_this_run(work: Work) -> None:
    vault = Vault()
    vault.set(Service.OPENAI, "from-the-vault")
    keys = _service(vault, {Service.OPENAI: f"{SECRET}\n", Service.INSTANTLY: " "})
    state = keys.state(work)
    assert keys.secret(Service.OPENAI) == SECRET
    assert state[Service.OPENAI] == KeyState(
        present=True, source=KeySource.ENVIRONMENT, hint="…7f3a"
    )
    assert not state[Service.INSTANTLY].present


def test_the_sandbox_uses_its_own_keys_and_touches_no_other(work: Work) -> None:
    vault = Vault()
    keys = _service(
        vault,
        environment={Service.OPENAI: SECRET},
        sandbox_keys={Service.OPENAI: "sandbox-openai-key", Service.INSTANTLY: "sandbox-instantly"},
    )
    state = keys.state(work)
    assert {state[service].source for service in Service} == {KeySource.SANDBOX}
    assert keys.secret(Service.OPENAI) == "sandbox-openai-key"
    assert "sandbox" in state.storage
    with pytest.raises(Conflict, match="sandbox"):
        keys.save(Service.OPENAI, SECRET, work)
    with pytest.raises(Conflict, match="sandbox"):
        keys.remove(Service.OPENAI, work)
    assert vault.get(Service.OPENAI) is None


def test_a_test_says_in_a_sentence_that_it_works_or_raises_the_trouble(work: Work) -> None:
    keys = _service(environment=dict.fromkeys(Service, SECRET))
    assert keys.test(Service.INSTANTLY, work) == "Instantly accepts the key: workspace Acme."
    with pytest.raises(Unreachable):
        keys.test(Service.OPENAI, work)


@pytest.mark.parametrize("secret", ["a key", "k\u00e4y-123456789", "key\n12345", "key\x0012345"])
def test_what_cannot_be_a_key_is_never_sent(secret: str, work: Work) -> None:
    keys = _service(environment={Service.OPENAI: secret})

    with pytest.raises(InvalidInput, match="OpenAI key") as caught:
        keys.test(Service.OPENAI, work)
    assert secret not in str(caught.value)

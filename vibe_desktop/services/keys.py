"""Keys for outside services: where they come from, kept, tried and removed."""

from collections.abc import Callable, Mapping

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import Conflict, InvalidInput, NotAuthorised
from vibe_desktop.domain.keys import KeySource, KeysState, KeyState, hint_of, may_be_key
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work
from vibe_desktop.store.vault import Vault


class KeyService:
    """Keys, without showing them.

    A key of the sandbox wins over everything, so that no real key is sent to the stand-ins; a
    key in the environment wins, for this run, over one in the vault.
    """

    def __init__(
        self,
        *,
        vault: Vault,
        testers: Mapping[Service, Callable[[Work], str]],
        environment: Mapping[Service, str] | None = None,
        sandbox_keys: Mapping[Service, str] | None = None,
    ) -> None:
        self._vault = vault
        self._testers = testers
        self._environment = _without_blanks(environment or {})
        self._sandbox_keys = _without_blanks(sandbox_keys or {})

    def state(self, work: Work) -> KeysState:
        """Which keys are there, and where new ones go. May wait for a prompt of the keychain.

        On the sandbox the keychain is not touched.
        """
        work.check()
        keys = {service: self._state_of(service) for service in Service}
        if self._sandbox_keys:
            return KeysState(keys, storage="The sandbox makes its own keys")
        work.check()
        vault = self._vault.state()
        return KeysState(keys, storage=vault.name, problem=vault.problem)

    def save(self, service: Service, secret: str, work: Work) -> Written[KeysState]:
        """Keep a key in the keychain, or in memory when that refuses: the state says which.

        Raises:
            InvalidInput: It cannot be a key; `field` is the service's value.
            Conflict: This is the sandbox, which makes its own keys.
        """
        work.check()
        self._refuse_in_sandbox("saved")
        self._vault.set(service, secret)
        return Written(self.state(work), Changes(keys=True))

    def remove(self, service: Service, work: Work) -> Written[KeysState]:
        """Forget the key that was saved; nothing happens when there is none.

        Raises:
            Conflict: The keychain does not let go of it, or this is the sandbox.
        """
        work.check()
        self._refuse_in_sandbox("removed")
        self._vault.delete(service)
        return Written(self.state(work), Changes(keys=True))

    def test(self, service: Service, work: Work) -> str:
        """Try the key against its service; one sentence saying that it works.

        Raises:
            NotAuthorised: There is no key, or the service does not accept it.
            Trouble: The service could not be asked.
        """
        self.secret(service)
        return self._testers[service](work)

    def secret(self, service: Service) -> str:
        """The key itself, for the gateways. May wait for a prompt of the keychain.

        Raises:
            NotAuthorised: There is none.
            InvalidInput: What is there cannot be a key.
        """
        secret, source = self._find(service)
        if secret is None:
            raise NotAuthorised(
                f"There is no {service.label} key yet.",
                next_step=f"Add your {service.label} key in Settings, or try the sandbox, "
                "which needs none.",
            )
        if not may_be_key(secret):
            raise InvalidInput(
                f"The {service.label} key ({source.value}) has spaces, line breaks or unusual "
                "characters in it, so it is no key.",
                safe="It was not sent anywhere.",
                next_step=f"Copy only the key from your {service.label} account.",
                field=service.value,
            )
        return secret

    def _state_of(self, service: Service) -> KeyState:
        secret, source = self._find(service)
        if secret is None:
            return KeyState()
        return KeyState(present=True, source=source, hint=hint_of(secret))

    def _find(self, service: Service) -> tuple[str | None, KeySource]:
        if self._sandbox_keys:
            return self._sandbox_keys.get(service), KeySource.SANDBOX
        if service in self._environment:
            return self._environment[service], KeySource.ENVIRONMENT
        secret = self._vault.get(service)
        memory = self._vault.in_memory(service)
        return secret, KeySource.MEMORY if memory else KeySource.KEYCHAIN

    def _refuse_in_sandbox(self, done: str) -> None:
        if self._sandbox_keys:
            raise Conflict(
                f"The sandbox makes its own keys, so none can be {done} here.",
                safe="Your real keys were not touched.",
                next_step="Start the app without the sandbox to change them.",
            )


def _without_blanks(keys: Mapping[Service, str]) -> dict[Service, str]:
    return {service: key.strip() for service, key in keys.items() if key.strip()}

"""The doctor: is everything that a campaign needs in order?"""

from collections.abc import Callable, Sequence

from vibe_desktop.domain.checkups import Check, Checkup
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Work
from vibe_desktop.services.identity import IdentityService
from vibe_desktop.services.keys import KeyService


class DoctorService:
    """Looks at keys, services, database and keychain, and changes nothing."""

    def __init__(
        self,
        *,
        keys: KeyService,
        identity: IdentityService,
        check_database: Callable[[], str],
    ) -> None:
        """`check_database` returns a sentence about a sound database, or raises Trouble."""
        self._keys = keys
        self._identity = identity
        self._check_database = check_database

    def examine(self, work: Work) -> Checkup:
        """Make every check; one that fails does not stop the others."""
        steps: Sequence[tuple[str, Callable[[], str]]] = (
            ("database", self._check_database),
            ("keychain", lambda: self._keychain(work)),
            ("openai_key", lambda: self._present(Service.OPENAI, work)),
            ("openai", lambda: self._answers(Service.OPENAI, work)),
            ("instantly_key", lambda: self._present(Service.INSTANTLY, work)),
            ("instantly", lambda: self._answers(Service.INSTANTLY, work)),
            ("identity", lambda: self._who(work)),
        )
        checks = []
        for number, (name, step) in enumerate(steps):
            work.report("Looking things over", number, len(steps))
            try:
                checks.append(Check(name, ok=True, detail=step()))
            except Trouble as trouble:
                checks.append(Check(name, ok=False, detail=str(trouble)))
        return Checkup(tuple(checks))

    def _keychain(self, work: Work) -> str:
        state = self._keys.state(work)
        if state.problem:
            raise Trouble(state.problem)
        return state.storage

    def _present(self, service: Service, work: Work) -> str:
        self._keys.secret(service)
        state = self._keys.state(work)[service]
        return f"The {service.label} key is there ({state.source.value})."

    def _answers(self, service: Service, work: Work) -> str:
        return self._keys.test(service, work)

    def _who(self, work: Work) -> str:
        identity = self._identity.get(work)
        if identity.missing:
            raise Trouble(
                f"Not known yet: {', '.join(identity.missing)}.",
                next_step="Set it in Settings, or with `vibe-desktop identity set`.",
            )
        return f"{identity.name}, {identity.company}."

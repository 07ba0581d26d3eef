"""What the process environment says; it wins over keychain and settings for one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.urls import normalise_api_root

_SECRETS = {Service.OPENAI: "OPENAI_API_KEY", Service.INSTANTLY: "INSTANTLY_API_KEY"}


@dataclass(frozen=True, slots=True)
class Environment:
    """Keys and addresses given for this run only; "" and missing mean "not given"."""

    secrets: Mapping[Service, str] = field(default_factory=dict, repr=False)
    openai_base_url: str = ""
    instantly_base_url: str = ""

    @staticmethod
    def read(variables: Mapping[str, str]) -> "Environment":
        """Take what concerns this app from `variables` (usually `os.environ`)."""
        given = {service: variables.get(name, "").strip() for service, name in _SECRETS.items()}
        return Environment(
            secrets={service: secret for service, secret in given.items() if secret},
            openai_base_url=variables.get("OPENAI_BASE_URL", "").strip(),
            instantly_base_url=variables.get("INSTANTLY_BASE_URL", "").strip(),
        )

    def openai_root(self) -> str:
        """The address of the model server, "" when not given.

        Raises:
            InvalidInput: It cannot be used.
        """
        return _root(self.openai_base_url, "OPENAI_BASE_URL")

    def instantly_root(self) -> str:
        """The address of Instantly, "" when not given.

        Raises:
            InvalidInput: It cannot be used.
        """
        return _root(self.instantly_base_url, "INSTANTLY_BASE_URL")


def _root(given: str, variable: str) -> str:
    if not given:
        return ""
    try:
        return normalise_api_root(given, field=variable)
    except InvalidInput as trouble:
        raise InvalidInput(
            f"The environment variable {variable} cannot be used. {trouble.what}",
            safe="Nothing was sent.",
            next_step="Correct it, or remove it to use the address from Settings.",
            field=variable,
        ) from trouble

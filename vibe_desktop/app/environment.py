"""What the process environment says; it wins over keychain and settings for one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vibe_desktop.domain.settings import Service

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

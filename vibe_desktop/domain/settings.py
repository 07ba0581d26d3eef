"""What the founder can set, apart from secrets, identity and window state."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Length(StrEnum):
    """How long a first mail shall be. Vendors' counts disagree, so it is the founder's choice."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @property
    def words(self) -> tuple[int, int]:
        """The fewest and the most words of a body."""
        return {"short": (30, 75), "medium": (50, 125), "long": (90, 180)}[self.value]


DEFAULT_OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_INSTANTLY_URL = "https://api.instantly.ai"
DEFAULT_MODEL = "gpt-6.1-terra"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults.

    Attributes:
        openai_base_url: Root of an OpenAI-compatible API, "/v1" included.
        instantly_base_url: Root of the Instantly API, without "/api/v2".
        model: Model name sent to the writer.
        tone: One or two words for the writer ("plain and friendly").
        language: Language the mails are written in.
        length: How long the first mail shall be.
        monthly_cap_usd: What the writer may cost in a calendar month (UTC); 0 for no cap.
    """

    openai_base_url: str = DEFAULT_OPENAI_URL
    instantly_base_url: str = DEFAULT_INSTANTLY_URL
    model: str = DEFAULT_MODEL
    tone: str = "plain and friendly"
    language: str = "English"
    length: Length = Length.MEDIUM
    monthly_cap_usd: float = 5.0
    theme: Theme = Theme.SYSTEM


class Service(StrEnum):
    """An outside service that wants a key."""

    OPENAI = "openai"
    INSTANTLY = "instantly"

    @property
    def label(self) -> str:
        """The name as the founder knows it."""
        return {"openai": "OpenAI", "instantly": "Instantly"}[self.value]

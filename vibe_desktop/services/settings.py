"""Settings without secrets: read, checked and kept."""

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import (
    DEFAULT_INSTANTLY_URL,
    DEFAULT_MODEL,
    DEFAULT_OPENAI_URL,
    Settings,
)
from vibe_desktop.domain.urls import normalise_api_root
from vibe_desktop.domain.work import Work
from vibe_desktop.store.settings import SettingsRepository

LONGEST_WORDS = 100
"""Most characters of the model's name, the tone and the language."""


class SettingsService:
    """What the founder can set."""

    def __init__(self, *, settings: SettingsRepository) -> None:
        self._settings = settings

    def get(self, work: Work) -> Settings:
        """All settings, with defaults for what was never set."""
        work.check()
        return self._settings.get()

    def save(self, settings: Settings, work: Work) -> Written[Settings]:
        """Check and keep the settings. An emptied field returns to its default.

        Raises:
            InvalidInput: A value cannot be used; `field` names it. Nothing was kept.
        """
        work.check()
        default = Settings()
        tidy = Settings(
            openai_base_url=normalise_api_root(
                settings.openai_base_url.strip() or DEFAULT_OPENAI_URL, field="openai_base_url"
            ),
            instantly_base_url=normalise_api_root(
                settings.instantly_base_url.strip() or DEFAULT_INSTANTLY_URL,
                field="instantly_base_url",
            ),
            model=_model(settings.model),
            tone=_words("tone", settings.tone) or default.tone,
            language=_words("language", settings.language) or default.language,
            theme=settings.theme,
        )
        if tidy == self._settings.get():
            return Written(tidy, Changes())
        return Written(self._settings.save(tidy), Changes(settings=True))


def _model(text: str) -> str:
    name = _words("model", text) or DEFAULT_MODEL
    if " " in name or not name.isprintable():
        raise InvalidInput(
            f"“{name}” is not the name of a model: names have no spaces.",
            next_step=f"Type it as the provider writes it, for example {DEFAULT_MODEL}.",
            field="model",
        )
    return name


def _words(field: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(
            f"The {field} has {len(words)} characters; {LONGEST_WORDS} are the most.",
            next_step="Shorten it.",
            field=field,
        )
    return words

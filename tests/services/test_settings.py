"""Settings, checked."""

import pytest

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import Settings, Theme
from vibe_desktop.domain.work import Work
from vibe_desktop.services.settings import SettingsService
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.settings import SettingsRepository


@pytest.fixture
def service(database: Database) -> SettingsService:
    return SettingsService(settings=SettingsRepository(database))


def test_settings_are_tidied_and_kept(service: SettingsService, work: Work) -> None:
    written = service.save(
        Settings(
            openai_base_url=" localhost:11434/v1/ ",
            instantly_base_url="https://API.instantly.ai/",
            model=" llama-4 ",
            tone="  dry   and short",
            language="Deutsch",
            theme=Theme.DARK,
        ),
        work,
    )
    assert written.value == Settings(
        openai_base_url="http://localhost:11434/v1",
        instantly_base_url="https://api.instantly.ai",
        model="llama-4",
        tone="dry and short",
        language="Deutsch",
        theme=Theme.DARK,
    )
    assert written.changes == Changes(settings=True)
    assert service.get(work) == written.value
    assert service.save(written.value, work).changes == Changes()


def test_an_emptied_field_returns_to_its_default(service: SettingsService, work: Work) -> None:
    emptied = Settings(openai_base_url="", instantly_base_url=" ", model="", tone="", language="")
    assert service.save(emptied, work).value == Settings()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("openai_base_url", Settings(openai_base_url="http://api.openai.com/v1")),
        ("openai_base_url", Settings(openai_base_url="https://api.openai.com/v1?key=x")),
        ("instantly_base_url", Settings(instantly_base_url="http://192.168.1.4")),
        ("instantly_base_url", Settings(instantly_base_url="ftp://api.instantly.ai")),
        ("instantly_base_url", Settings(instantly_base_url="https://a:b@api.instantly.ai")),
        ("model", Settings(model="two words")),
        ("model", Settings(model="x" * 101)),
        ("tone", Settings(tone="x" * 101)),
        ("language", Settings(language="x" * 101)),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_and_nothing_is_kept(
    service: SettingsService, work: Work, field: str, wrong: Settings
) -> None:
    with pytest.raises(InvalidInput) as caught:
        service.save(wrong, work)
    assert caught.value.field == field
    assert service.get(work) == Settings()

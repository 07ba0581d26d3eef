"""Settings, checked."""

from dataclasses import replace

import pytest

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.costs import Price
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.settings import Length, Settings, Theme
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
            length=Length.SHORT,
            monthly_cap_usd=12.345,
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
        length=Length.SHORT,
        monthly_cap_usd=12.35,
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
        ("monthly_cap_usd", Settings(monthly_cap_usd=-0.01)),
        ("monthly_cap_usd", Settings(monthly_cap_usd=10_000.01)),
        ("monthly_cap_usd", Settings(monthly_cap_usd=float("nan"))),
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


def test_a_price_that_the_founder_types_wins_and_is_dated(
    service: SettingsService, work: Work
) -> None:
    shipped = service.prices(work)
    mine = replace(shipped.prices[0], prompt=7.5)
    own = Price("my-model", 0, 0, 0)
    written = service.save_prices(replace(shipped, prices=(mine, *shipped.prices[1:], own)), work)
    assert written.changes == Changes(settings=True)
    kept = service.prices(work)
    assert kept == written.value
    assert [price.model for price in kept.prices] == [
        *(price.model for price in shipped.prices),
        "my-model",
    ]
    assert kept.prices[0].prompt == 7.5
    assert kept.prices[0].as_of is not None
    assert kept.prices[-1].as_of is not None
    assert kept.prices[1:-1] == shipped.prices[1:]
    assert service.save_prices(kept, work).changes == Changes()


def test_the_list_of_the_app_can_be_had_back(service: SettingsService, work: Work) -> None:
    shipped = service.prices(work)
    assert service.reset_prices(work).changes == Changes()
    service.save_prices(replace(shipped, prices=(Price("mine", 1, 1, 1),)), work)
    assert service.prices(work).find("mine")
    written = service.reset_prices(work)
    assert (written.value, written.changes) == (shipped, Changes(settings=True))


@pytest.mark.parametrize(
    "wrong",
    [
        (Price("a", -1, 0, 0),),
        (Price("a", 0, float("inf"), 0),),
        (Price("a", 0, 0, 10_001),),
        (Price("", 0, 0, 0),),
        (Price("two words", 0, 0, 0),),
        (Price("x" * 101, 0, 0, 0),),
        (Price("a", 0, 0, 0), Price(" a", 1, 1, 1)),
    ],
)
def test_a_price_that_cannot_be_meant_is_refused(
    service: SettingsService, work: Work, wrong: tuple[Price, ...]
) -> None:
    before = service.prices(work)
    with pytest.raises(InvalidInput) as caught:
        service.save_prices(replace(before, prices=wrong), work)
    assert caught.value.field == "prices"
    assert service.prices(work) == before


@pytest.mark.parametrize(
    ("typed", "kept"), [(0.0, 0.0), (0.001, 0.01), (0.004, 0.01), (0.02, 0.02)]
)
def test_the_smallest_cap_does_not_become_none(
    service: SettingsService, work: Work, typed: float, kept: float
) -> None:
    assert service.save(Settings(monthly_cap_usd=typed), work).value.monthly_cap_usd == kept

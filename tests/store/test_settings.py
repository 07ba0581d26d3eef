"""Settings in the database."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from vibe_desktop.domain.costs import Price
from vibe_desktop.domain.settings import DEFAULT_MODEL, Length, Settings, Theme
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import settings as table
from vibe_desktop.store.prices import encode_prices, shipped_prices
from vibe_desktop.store.settings import SettingsRepository

words = st.text(st.characters(exclude_categories=["Cs"]))


def _put(database: Database, key: str, value: str) -> None:
    with database.write() as connection:
        connection.execute(insert(table).values(key=key, value=value))


def test_nothing_kept_means_all_defaults(database: Database) -> None:
    assert SettingsRepository(database).get() == Settings()


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Settings,
        openai_base_url=words,
        instantly_base_url=words,
        model=words,
        tone=words,
        language=words,
        length=st.sampled_from(Length),
        monthly_cap_usd=st.floats(0, 10_000),
        theme=st.sampled_from(Theme),
    )
)
def test_settings_come_back_the_same(database: Database, settings: Settings) -> None:
    repository = SettingsRepository(database)
    assert repository.save(settings) == settings
    assert repository.get() == settings


@pytest.mark.parametrize("value", ["7", "null", "not JSON", '["dark"]', '"mauve"'])
def test_a_value_of_the_wrong_kind_takes_its_default(database: Database, value: str) -> None:
    _put(database, "theme", value)
    _put(database, "tone", '"dry"')
    assert SettingsRepository(database).get() == Settings(tone="dry")


@pytest.mark.parametrize(
    "value", ["true", "null", '"5"', "-1", "NaN", "Infinity", "1e999", f"1{'0' * 400}", "[5]"]
)
def test_a_cap_that_is_no_amount_takes_its_default(database: Database, value: str) -> None:
    _put(database, "monthly_cap_usd", value)
    assert SettingsRepository(database).get() == Settings()


def test_a_whole_number_is_an_amount(database: Database) -> None:
    _put(database, "monthly_cap_usd", "12")
    cap = SettingsRepository(database).get().monthly_cap_usd
    assert (cap, type(cap)) == (12.0, float)


PRICES = (Price("a", 1, 0.5, 2, date(2026, 3, 1)), Price("b", 0, 0, 0))


def test_the_founders_prices_come_back_and_can_be_forgotten(database: Database) -> None:
    repository = SettingsRepository(database)
    assert repository.prices() == ()
    repository.save_prices(PRICES)
    assert repository.prices() == PRICES
    repository.save(Settings(theme=Theme.DARK))
    assert repository.prices() == PRICES
    repository.save_prices(())
    assert repository.prices() == ()


@pytest.mark.parametrize("text", ["", "{}", "7", "[1]", "not JSON", '[{"model": ""}]'])
def test_prices_that_are_none_are_left_out(database: Database, text: str) -> None:
    _put(database, "prices", text)
    assert SettingsRepository(database).prices() == ()


def test_one_price_that_makes_no_sense_leaves_the_others_alone(database: Database) -> None:
    rows = json.loads(encode_prices(PRICES))
    wrong = [{**rows[0], "cached": bad} for bad in (-1, "1", None, True, float("inf"))]
    _put(database, "prices", json.dumps([*wrong, {**rows[1], "as_of": "soon"}]))
    assert SettingsRepository(database).prices() == (PRICES[1],)


def test_the_list_that_comes_with_the_app_is_dated_and_whole() -> None:
    shipped = shipped_prices()
    assert shipped.as_of >= date(2026, 11, 1)
    assert shipped.source
    assert len({price.model for price in shipped.prices}) == len(shipped.prices) >= 9
    for price in shipped.prices:
        assert 0 < price.cached < price.prompt < price.completion
    assert shipped.find(DEFAULT_MODEL) is not None


def test_settings_of_another_version_are_ignored_and_kept(database: Database) -> None:
    _put(database, "from_the_future", '"x"')
    repository = SettingsRepository(database)
    assert repository.get() == Settings()
    repository.save(Settings(theme=Theme.DARK))
    with database.read() as connection:
        assert set(connection.scalars(select(table.c.key))) == {"from_the_future", "theme"}


def test_what_equals_the_default_is_not_kept(database: Database) -> None:
    repository = SettingsRepository(database)
    repository.save(Settings(model="other"))
    repository.save(Settings(model=DEFAULT_MODEL))
    with database.read() as connection:
        assert connection.execute(select(table)).all() == []

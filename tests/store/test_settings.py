"""Settings in the database."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from vibe_desktop.domain.settings import DEFAULT_MODEL, Settings, Theme
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import settings as table
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

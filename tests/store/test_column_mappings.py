"""The founder's corrections are there again for the next file of the same kind."""

import json

import pytest
from sqlalchemy import select, update

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import IGNORED, ColumnMapping, ColumnTarget
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.store import column_mappings as module
from vibe_desktop.store.column_mappings import ColumnMappingRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import column_mappings

HEADERS = ("Email", "Company Name", "Notes", "")
MAPPING = ColumnMapping(
    (
        ColumnTarget(field=LeadField.EMAIL),
        ColumnTarget(field=LeadField.WEBSITE),
        ColumnTarget(custom="painPoint"),
        IGNORED,
    )
)


@pytest.fixture
def mappings(database: Database) -> ColumnMappingRepository:
    return ColumnMappingRepository(database)


def test_a_mapping_is_recalled_for_the_same_columns_however_they_are_written(
    mappings: ColumnMappingRepository,
) -> None:
    mappings.remember(HEADERS, MAPPING)

    assert mappings.recall(HEADERS) == MAPPING
    assert mappings.recall(("E-Mail", "company_name", " NOTES ", "")) == MAPPING


@pytest.mark.parametrize(
    "headers",
    [
        ("Company Name", "Email", "Notes", ""),
        ("Email", "Company Name", "Notes"),
        ("Email", "Company", "Notes", ""),
        ("Email", "Company Name", "Заметки", ""),
        (),
    ],
)
def test_other_columns_recall_nothing(
    mappings: ColumnMappingRepository, headers: tuple[str, ...]
) -> None:
    mappings.remember(HEADERS, MAPPING)

    assert mappings.recall(headers) is None


def test_files_none_of_whose_columns_has_a_name_of_its_own_are_told_apart(
    mappings: ColumnMappingRepository,
) -> None:
    mappings.remember(("Column 1", "Column 2"), ColumnMapping((*MAPPING.targets[:1], IGNORED)))

    assert mappings.recall(("Column 1", "Column 2", "Column 3")) is None


def test_the_last_mapping_wins(mappings: ColumnMappingRepository) -> None:
    mappings.remember(HEADERS, MAPPING)
    changed = MAPPING.assign(2, ColumnTarget(field=LeadField.COMPANY_NAME), HEADERS)
    mappings.remember(HEADERS, changed)

    assert mappings.recall(HEADERS) == changed


def test_a_mapping_that_does_not_fit_is_not_kept(mappings: ColumnMappingRepository) -> None:
    with pytest.raises(InvalidInput):
        mappings.remember(HEADERS[:2], MAPPING)
    assert mappings.recall(HEADERS[:2]) is None


@pytest.mark.parametrize(
    "kept",
    [
        "[]",
        "nonsense",
        "{}",
        "[1, 2, 3, 4]",
        json.dumps([{"field": "email"}, {"field": "fax"}, {}, {}]),
        json.dumps([{"field": "email"}, {"custom": 5}, {}, {}]),
        json.dumps([{"field": "email"}, {"custom": "no name"}, {}, {}]),
        json.dumps([{}, {}, {}, {}]),
    ],
)
def test_what_can_no_longer_be_imported_by_is_passed_over(
    database: Database, mappings: ColumnMappingRepository, kept: str
) -> None:
    mappings.remember(HEADERS, MAPPING)
    with database.write() as connection:
        connection.execute(update(column_mappings).values(targets=kept))

    assert mappings.recall(HEADERS) is None


def test_only_those_used_last_are_kept(
    database: Database, mappings: ColumnMappingRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    for name in ("One", "Two", "Three"):
        mappings.remember(("Email", "Company Name", name, ""), MAPPING)

    with database.read() as connection:
        assert len(connection.execute(select(column_mappings)).all()) == 2
    assert mappings.recall(("Email", "Company Name", "Three", "")) == MAPPING
    assert mappings.recall(("Email", "Company Name", "One", "")) is None

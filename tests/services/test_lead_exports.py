"""Leads written to a CSV file."""

import csv
import errno
import os
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.databases import open_fresh
from tests.support.leads import lead_service
from vibe_desktop.domain.errors import Cancelled, Conflict, InvalidInput
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.spreadsheets import plain_cell
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_exports import CUSTOM, LeadExportService
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.leads import LeadRepository

COLUMNS = ("email", "first_name", "company_name", "phone", CUSTOM + "pain point")


def load(database: Database, *rows: tuple[str, ...]) -> None:
    with LeadRepository(database).importing(campaign_id="", name="a", source="a.csv") as target:
        target.add(rows)


def row(
    email: str, first: str = "", company: str = "", phone: str = "", custom: str = "{}"
) -> tuple[str, ...]:
    return (email, first, "", company, "", "", phone, "", custom)


def export(database: Database, path: Path, columns: tuple[str, ...] = COLUMNS) -> int:
    service = LeadExportService(LeadRepository(database))
    return service.export(LeadQuery(), columns, path, Work())


def test_a_file_opens_in_spreadsheets(database: Database, tmp_path: Path) -> None:
    load(database, row("ada@acme.com", "Adá", "Acme, Inc", "+49 30 1", '{"pain point":"late"}'))
    target = tmp_path / "leads.csv"

    assert export(database, target) == 1

    assert target.read_bytes() == (
        b"\xef\xbb\xbfemail,first_name,company_name,phone,pain point\r\n"
        b'ada@acme.com,Ad\xc3\xa1,"Acme, Inc",+49 30 1,late\r\n'
    )


def test_only_the_chosen_are_written_in_the_order_on_screen(
    database: Database, tmp_path: Path
) -> None:
    load(database, *(row(f"p{number}@acme.com", first=f"{9 - number}") for number in range(6)))
    query = LeadQuery(sort="first_name")
    leads = LeadRepository(database)
    chosen = LeadSelection(query, ((1, 2), (4, 4)), leads.page(query).version)
    target = tmp_path / "leads.csv"

    assert LeadExportService(leads).export(chosen, ("email",), target, Work()) == 3

    assert target.read_text("utf-8-sig").split() == [
        "email",
        "p4@acme.com",
        "p3@acme.com",
        "p1@acme.com",
    ]


def test_a_choice_made_before_leads_changed_is_refused(database: Database, tmp_path: Path) -> None:
    load(database, row("ada@acme.com"))
    leads = LeadRepository(database)
    stale = LeadSelection(LeadQuery(), ((0, 0),), leads.page(LeadQuery()).version)
    load(database, row("bob@acme.com"))

    with pytest.raises(Conflict, match="have changed"):
        LeadExportService(leads).export(stale, ("email",), tmp_path / "x.csv", Work())

    assert list(tmp_path.glob("*.csv*")) == []


def test_a_file_that_was_there_stays_when_the_export_is_cancelled(
    database: Database, tmp_path: Path
) -> None:
    load(database, *(row(f"p{number}@acme.com") for number in range(1_200)))
    target = tmp_path / "leads.csv"
    target.write_text("before")
    work = Work(lambda progress: work.cancel() if progress.done else None)

    with pytest.raises(Cancelled):
        LeadExportService(LeadRepository(database)).export(LeadQuery(), ("email",), target, work)

    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".csv", ".part"}] == [
        "leads.csv"
    ]


def test_a_file_that_was_there_stays_when_the_disk_is_full(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    load(database, row("ada@acme.com"))
    target = tmp_path / "leads.csv"
    target.write_text("before")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(InvalidInput, match="No space left") as caught:
        export(database, target)

    assert all((caught.value.safe, caught.value.next_step))
    assert target.read_text() == "before"
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*.part"))


def test_the_longest_name_that_a_file_may_have_is_fine(database: Database, tmp_path: Path) -> None:
    load(database, row("ada@acme.com"))

    assert export(database, tmp_path / f"{'x' * 240}.csv") == 1


def test_quotes_line_breaks_formulas_and_huge_cells_come_back_as_they_were(
    database: Database, tmp_path: Path
) -> None:
    values = [
        'say "hi"',
        "two\nlines\r\nand\rmore",
        '=HYPERLINK("x")',
        " =1+1",
        "'=1",
        "@sum",
        "-1;2",
        "x" * 1_000_000,
    ]
    load(database, *(row(f"p{n}@acme.com", value) for n, value in enumerate(values)))
    target = tmp_path / "leads.csv"

    export(database, target, ("email", "first_name"))

    limit = csv.field_size_limit(2_000_000)
    try:
        with target.open(encoding="utf-8-sig", newline="") as file:
            cells = [cells[1] for cells in list(csv.reader(file))[1:]]
    finally:
        csv.field_size_limit(limit)
    assert [plain_cell(cell) for cell in cells] == values
    assert not any(cell.lstrip(' "').startswith(("=", "@", "-", "+")) for cell in cells)


def test_a_folder_that_is_not_there_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be written"):
        export(database, tmp_path / "nowhere" / "leads.csv")


def test_an_unknown_column_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no column"):
        export(database, tmp_path / "leads.csv", ("shoe_size",))


names = st.text(string.ascii_letters + "äß=+-@'\",;. ", max_size=12).map(str.strip)


@settings(deadline=None, max_examples=15)
@given(people=st.lists(st.tuples(names, names, names), min_size=1, max_size=6))
def test_an_import_of_an_export_gives_the_same_leads(people: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        (folder / "two").mkdir()
        first, second = open_fresh(folder / "one"), open_fresh(folder / "two")
        try:
            load(
                first,
                *(
                    row(f"p{number}@acme.com", one, two, "+49 30 1234567")
                    for number, (one, two, _) in enumerate(people)
                ),
            )
            columns = ("email", "first_name", "company_name", "phone")
            export(first, folder / "leads.csv", columns)
            lead_service(second).import_file(folder / "leads.csv", None, "", Work())
            kept = [
                [(lead.email, lead.first_name, lead.company_name, lead.phone) for lead in page.rows]
                for page in (
                    LeadRepository(database).page(LeadQuery()) for database in (first, second)
                )
            ]
            assert kept[0] == kept[1]
        finally:
            first.close()
            second.close()


def test_every_row_of_the_file_reads_back_as_it_is_shown(
    database: Database, tmp_path: Path
) -> None:
    load(database, row("ada@acme.com", "=1", 'a"b', "", '{"pain point":"x\\ny"}'))
    export(database, tmp_path / "leads.csv")
    with (tmp_path / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["ada@acme.com", "'=1", 'a"b', "", "x\ny"]

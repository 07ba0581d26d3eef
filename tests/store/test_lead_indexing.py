"""What leads are searched and sorted by, made in the background."""

import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tests.databases import open_fresh
from vibe_desktop.domain.errors import Cancelled, Conflict
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads
from vibe_desktop.store.lead_indexing import LeadIndex
from vibe_desktop.store.lead_pages import LeadPager
from vibe_desktop.store.lead_search import (
    BULK,
    SORTED_BY,
    before_bulk_delete,
    before_bulk_insert,
    read_indexed,
)
from vibe_desktop.store.lead_selections import bump_version, read_version, resolve
from vibe_desktop.store.leads import LeadRepository


def load(database: Database, count: int, source: str = "a.csv") -> None:
    with LeadRepository(database).importing(campaign_id="", name="a", source=source) as target:
        target.add(
            (f"p{number}@{source}.com", "Ada", "", f"Nova {number}", "", "", "", "", "{}")
            for number in range(count)
        )


def index(database: Database, work: Work | None = None) -> bool:
    return LeadIndex(database, worth_it=0).bring_up_to_date(work or Work())


def found(database: Database, text: str) -> int:
    return LeadPager(database).page(LeadQuery(search=text)).total


def indexed(database: Database) -> int | None:
    with database.read() as connection:
        return read_indexed(connection)


def sorts(database: Database) -> set[str]:
    with database.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
        return {name for name in names.scalars() if name.startswith("lead_sort_")}


def test_a_few_leads_need_no_index(database: Database) -> None:
    load(database, 50)
    assert not LeadIndex(database).is_behind()
    assert not LeadIndex(database).bring_up_to_date(Work())
    assert indexed(database) is None
    assert sorts(database) == set()


def test_everything_is_indexed_once(database: Database) -> None:
    load(database, 1_200)
    assert LeadIndex(database, worth_it=0).is_behind()
    assert index(database)
    assert indexed(database) == 1_200
    assert sorts(database) == {f"lead_sort_{name}" for name in SORTED_BY}
    assert not LeadIndex(database, worth_it=0).is_behind()
    assert not index(database)


def test_what_was_broken_off_goes_on_where_it_was(database: Database) -> None:
    load(database, 1_500)

    def stop(progress: Progress) -> None:
        if progress.done:
            work.cancel()

    work = Work(stop)
    with pytest.raises(Cancelled):
        index(database, work)
    there = indexed(database)
    assert there
    assert there < 1_500
    assert found(database, "nova 1499") == 1
    assert found(database, "nova") == 1_500
    assert index(database)
    assert indexed(database) == 1_500
    assert found(database, "nova") == 1_500


def test_the_index_follows_changes_deletions_and_what_comes_back(database: Database) -> None:
    load(database, 20)
    index(database)
    with database.write() as connection:
        connection.execute(update(leads).where(leads.c.row == 3).values(company_name="Zeppelin"))
        connection.execute(delete(leads).where(leads.c.row == 4))
        bump_version(connection)
    assert (found(database, "zeppelin"), found(database, "nova")) == (1, 18)
    with database.write() as connection:
        connection.execute(
            leads.insert().values(row=4, list_number=1, email="x@y.com", company_name="Nova back")
        )
        bump_version(connection)
    assert (found(database, "nova back"), found(database, "nova")) == (1, 19)
    assert not LeadIndex(database, worth_it=0).is_behind()


def test_a_big_deletion_gives_the_search_index_up_and_a_small_one_does_not(
    database: Database,
) -> None:
    load(database, 30)
    index(database)
    with database.write() as connection:
        before_bulk_delete(connection, BULK)
    assert indexed(database) == 30
    with database.write() as connection:
        before_bulk_delete(connection, BULK + 1)
        connection.execute(delete(leads).where(leads.c.row > 10))
        bump_version(connection)
    assert indexed(database) is None
    assert found(database, "nova") == 10
    assert index(database)
    assert found(database, "nova") == 10


def test_many_new_leads_give_up_what_leads_are_sorted_by(database: Database) -> None:
    load(database, 30)
    index(database)
    with database.write() as connection:
        before_bulk_insert(connection, BULK)
    assert sorts(database) == set()
    assert index(database)
    assert len(sorts(database)) == len(SORTED_BY)


def test_others_can_write_while_leads_are_indexed(database: Database) -> None:
    load(database, 3_000)
    written = 0
    done = threading.Event()

    def write() -> None:
        nonlocal written
        while not done.is_set():
            with database.write() as connection:
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO settings(key, value) VALUES ('note', '1')"
                )
            written += 1
            done.wait(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        index(database)
    finally:
        done.set()
        writer.join()
    assert indexed(database) == 3_000
    assert written > 1


def test_a_writer_is_noticed_while_it_waits(database: Database) -> None:
    started = threading.Event()

    def write() -> None:
        started.set()
        with database.write() as connection:
            bump_version(connection)

    writer = threading.Thread(target=write)
    seen = []
    with database.write():
        seen.append(database.awaited)
        writer.start()
        started.wait()
        patience = Work()
        while not database.awaited:
            patience.wait(0.001)
        seen.append(database.awaited)
    writer.join()
    seen.append(database.awaited)
    assert seen == [False, True, False]


@settings(deadline=None, max_examples=20)
@given(
    picked=st.sets(st.integers(0, 39), max_size=40),
    descending=st.booleans(),
    searched=st.sampled_from(["", "nova 1", "a.csv"]),
)
def test_a_selection_means_the_leads_at_its_places(
    picked: set[int], descending: bool, searched: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        database = open_fresh(Path(name))
        try:
            load(database, 40)
            query = LeadQuery(sort="company_name", descending=descending, search=searched)
            everybody = [lead.row for lead in LeadPager(database).page(query).rows]
            ranges = tuple((place, place) for place in sorted(picked))
            with database.read() as connection:
                chosen = LeadSelection(query, ranges, read_version(connection))
                got = connection.execute(resolve(connection, chosen)).scalars().all()
                inside = select(leads.c.row).where(leads.c.row.in_(resolve(connection, chosen)))
                again = connection.execute(inside).scalars().all()
            wanted = sorted(everybody[place] for place in picked if place < len(everybody))
            assert sorted(got) == sorted(again) == wanted
        finally:
            database.close()


def test_a_selection_of_another_version_is_refused(database: Database) -> None:
    load(database, 3)
    with database.write() as connection:
        version = bump_version(connection)
    with database.read() as connection, pytest.raises(Conflict):
        resolve(connection, LeadSelection(LeadQuery(), ((0, 0),), version - 1))

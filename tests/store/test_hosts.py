"""The log of outside hosts."""

import threading

import pytest
from sqlalchemy import select

from vibe_desktop.domain.errors import StorageFull
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import outbound_hosts
from vibe_desktop.store.hosts import FLUSH_AFTER, HostLog


def _written(database: Database) -> dict[str, int]:
    with database.read() as connection:
        rows = connection.execute(select(outbound_hosts.c.host, outbound_hosts.c.requests))
        return {row.host: row.requests for row in rows}


def test_a_new_host_is_written_down_before_anything_is_sent(database: Database) -> None:
    HostLog(database).record("api.example.com", "Instantly")
    assert _written(database) == {"api.example.com": 1}


def test_further_requests_are_counted_and_written_now_and_then(database: Database) -> None:
    log = HostLog(database)
    for _ in range(FLUSH_AFTER):
        log.record("api.example.com", "Instantly")
    assert _written(database) == {"api.example.com": 1}
    log.record("api.example.com", "Instantly")
    assert _written(database) == {"api.example.com": FLUSH_AFTER + 1}


def test_the_list_is_complete_and_starts_with_the_newest(database: Database) -> None:
    log = HostLog(database)
    for host, purpose in (("a", "page"), ("b", "OpenAI"), ("a", "Instantly")):
        log.record(host, purpose)
    newest, other = log.list()
    assert (newest.host, newest.purpose, newest.requests) == ("a", "Instantly", 2)
    assert newest.first_at < other.first_at < newest.last_at
    assert (other.host, other.requests) == ("b", 1)


def test_counts_go_on_in_the_next_run(database: Database) -> None:
    HostLog(database).record("a", "page")
    next_run = HostLog(database)
    next_run.record("a", "page")
    assert next_run.list()[0].requests == 2


def test_many_threads_are_all_counted(database: Database) -> None:
    log = HostLog(database)

    def talk() -> None:
        for number in range(150):
            log.record(f"host{number % 3}", "page")

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {contact.host: contact.requests for contact in log.list()} == {
        "host0": 200,
        "host1": 200,
        "host2": 200,
    }


def test_what_could_not_be_written_is_not_lost(database: Database) -> None:
    log = HostLog(database)
    with database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    long_name = "x" * 50_000
    with pytest.raises(StorageFull):
        log.record(long_name, "page")
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert log.list()[0].requests == 1

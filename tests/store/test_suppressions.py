"""The do-not-contact list, and the mark that it sets on leads."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import open_fresh
from vibe_desktop.domain.suppressions import SuppressionKind
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_intake import ImportPlace
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.suppressions import SuppressionRepository


def _load(database: Database, *emails: str) -> None:
    place = ImportPlace("a", source="a")
    with LeadOperationRepository(database).importing(place) as writer:
        writer.add([(email, *[""] * 7, "{}", "", 0) for email in emails])


def _marked(database: Database) -> list[str]:
    with database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT email FROM leads WHERE suppressed ORDER BY email"
        )
        return list(found.scalars())


def test_only_new_entries_are_counted(database: Database) -> None:
    suppressions = SuppressionRepository(database)

    assert suppressions.add(["ada@acme.com", "rival.com", "ada@acme.com"], "asked") == 2
    assert suppressions.add(["ada@acme.com", "bob@acme.com"], "asked") == 1
    assert suppressions.add([], "nobody") == 0

    everybody = suppressions.all()
    assert everybody.addresses == {"ada@acme.com", "bob@acme.com"}
    assert everybody.domains == {"rival.com"}


def test_an_entry_can_be_taken_off(database: Database) -> None:
    suppressions = SuppressionRepository(database)
    suppressions.add(["ada@acme.com", "rival.com"], "asked")

    assert suppressions.remove(["rival.com", "unknown.com"]) == 1
    assert suppressions.all().addresses == {"ada@acme.com"}
    assert not suppressions.all().domains


def test_a_domain_marks_its_subdomains_and_no_others(database: Database) -> None:
    _load(database, "a@rival.com", "b@eu.rival.com", "c@notrival.com", "d@rival.com.au")
    suppressions = SuppressionRepository(database)

    suppressions.add(["rival.com"], "asked")
    assert _marked(database) == ["a@rival.com", "b@eu.rival.com"]
    suppressions.add(["eu.rival.com", "a@rival.com"], "asked")
    suppressions.remove(["rival.com"])
    assert _marked(database) == ["a@rival.com", "b@eu.rival.com"]
    suppressions.remove(["a@rival.com"])
    assert _marked(database) == ["b@eu.rival.com"]


def test_entries_are_listed_newest_first_searched_and_paged(database: Database) -> None:
    suppressions = SuppressionRepository(database)
    suppressions.add(["ada@acme.com"], "Unsubscribed")
    suppressions.add(["rival.com", "100%.com"], "a competitor")

    everything = suppressions.page()
    assert everything.total == 3
    assert everything.rows[-1].value == "ada@acme.com"
    assert [entry.kind for entry in everything.rows].count(SuppressionKind.DOMAIN) == 2
    assert [entry.value for entry in suppressions.page("UNSUB").rows] == ["ada@acme.com"]
    assert [entry.value for entry in suppressions.page("%").rows] == ["100%.com"]
    second = suppressions.page(offset=1, limit=1)
    assert (second.rows, second.total, second.offset) == (everything.rows[1:2], 3, 1)


_hosts = st.sampled_from(["a.com", "b.a.com", "c.b.a.com", "xa.com", "com.au", "a.com.au"])
_addresses = st.tuples(st.sampled_from("pq"), _hosts).map("@".join)


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.sets(_addresses),
    steps=st.lists(st.tuples(st.booleans(), st.lists(_addresses | _hosts, max_size=3)), max_size=5),
)
def test_the_mark_always_says_what_the_list_says(
    tmp_path_factory: pytest.TempPathFactory,
    people: set[str],
    steps: list[tuple[bool, list[str]]],
) -> None:
    database = open_fresh(tmp_path_factory.mktemp("marks"))
    suppressions = SuppressionRepository(database)
    _load(database, *sorted(people))
    for adds, values in steps:
        if adds:
            suppressions.add(values, "asked")
        else:
            suppressions.remove(values)
        listed = suppressions.all()
        assert _marked(database) == sorted(email for email in people if listed.covers(email))
    database.close()

"""The do-not-contact list."""

from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.suppressions import SuppressionRepository


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

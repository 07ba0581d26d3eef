"""Page snapshots in the real database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns
from vibe_desktop.store.pages import PageRepository

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = Page(
    url="https://acme.example/",
    title="Acme",
    description="Invoices that chase themselves",
    text="Acme\nInvoices “chase” themselves",
    facts=(Fact("S1", FactKind.NAME, "Acme"), Fact("S2", FactKind.PRICE, "From €9 a month")),
    fetched_at=MOMENT,
    content_hash=Page.hash_of("Acme"),
)


def test_the_newest_snapshot_comes_back_as_it_was(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(campaigns).values(id="c", created_at="", updated_at=""))
    pages = PageRepository(database)
    assert pages.latest("c") is None
    older = Page(
        PAGE.url, "Old", "", "", (), MOMENT - timedelta(hours=1), content_hash=Page.hash_of("")
    )
    pages.add("c", PAGE)
    pages.add("c", older)
    assert pages.latest("c") == PAGE

"""Product pages as they were read. Every reading is kept, so that old copy can be traced to it."""

import json

from sqlalchemy import Row, insert, select

from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import pages
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.times import from_text, to_text


class PageRepository:
    """Page snapshots, newest first in importance."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, campaign_id: str, page: Page) -> None:
        """Keep one more snapshot for a campaign."""
        with self._database.write() as connection:
            connection.execute(
                insert(pages).values(
                    id=new_id(),
                    campaign_id=campaign_id,
                    url=page.url,
                    title=page.title,
                    description=page.description,
                    text=page.text,
                    facts=_facts_to_json(page.facts),
                    content_hash=page.content_hash,
                    fetched_at=to_text(page.fetched_at),
                )
            )

    def latest(self, campaign_id: str) -> Page | None:
        """The newest snapshot of a campaign's page, None when it was never read."""
        query = (
            select(pages)
            .where(pages.c.campaign_id == campaign_id)
            .order_by(pages.c.fetched_at.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _page(row)


def _facts_to_json(facts: tuple[Fact, ...]) -> str:
    rows = [{"id": fact.id, "kind": fact.kind.value, "text": fact.text} for fact in facts]
    return json.dumps(rows, ensure_ascii=False)


def _page(row: Row[tuple[object, ...]]) -> Page:
    facts = tuple(
        Fact(fact["id"], FactKind(fact["kind"]), fact["text"]) for fact in json.loads(row.facts)
    )
    return Page(
        url=row.url,
        title=row.title,
        description=row.description,
        text=row.text,
        facts=facts,
        fetched_at=from_text(row.fetched_at),
        content_hash=row.content_hash,
    )

"""Product pages as they were read. Every reading is kept, so that old copy can be traced to it."""

import json
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, Integer, Row, insert, literal_column, select, update

from vibe_desktop.domain.facts import Fact, FactKind, Page, PageLink
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
                    links=_links_to_json(page.links),
                    skipped=json.dumps(page.skipped, ensure_ascii=False),
                )
            )

    def latest(self, campaign_id: str) -> Page | None:
        """The newest snapshot of a campaign's page, None when it was never read."""
        with self._database.read() as connection:
            row = _newest(connection, campaign_id)
        return None if row is None else _page(row)

    def switch(self, campaign_id: str, fact_ids: Collection[str], *, used: bool) -> Page | None:
        """Set the switch of these facts of the newest snapshot; ids it does not have are ignored.

        A switch is the founder's decision about a reading, not another reading: the snapshot is
        changed in place, in one transaction. Returns it, None when there is none.
        """
        wanted = frozenset(fact_ids)
        with self._database.write() as connection:
            row = _newest(connection, campaign_id)
            if row is None:
                return None
            page = _page(row)
            facts = tuple(
                replace(fact, used=used) if fact.id in wanted else fact for fact in page.facts
            )
            connection.execute(
                update(pages).where(pages.c.id == row.id).values(facts=_facts_to_json(facts))
            )
        return replace(page, facts=facts)

    def switched_off(self, campaign_id: str) -> frozenset[str]:
        """The texts of facts that were off when they were last seen, in whichever snapshot."""
        query = (
            select(pages.c.facts)
            .where(pages.c.campaign_id == campaign_id)
            .order_by(pages.c.fetched_at.desc(), _LATER_ROW)
        )
        last_seen: dict[str, bool] = {}
        with self._database.read() as connection:
            for (facts,) in connection.execute(query):
                for fact in json.loads(facts):
                    last_seen.setdefault(fact["text"], fact.get("used", True))
        return frozenset(text for text, used in last_seen.items() if not used)


_LATER_ROW = literal_column("pages.rowid", Integer).desc()
"""Of two snapshots of one moment, the one that was kept later."""


def _newest(connection: Connection, campaign_id: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(
        select(pages)
        .where(pages.c.campaign_id == campaign_id)
        .order_by(pages.c.fetched_at.desc(), _LATER_ROW)
        .limit(1)
    ).one_or_none()


def _facts_to_json(facts: tuple[Fact, ...]) -> str:
    rows = []
    for fact in facts:
        row: dict[str, object] = {"id": fact.id, "kind": fact.kind.value, "text": fact.text}
        if not fact.used:
            row["used"] = False
        if fact.url:
            row["url"] = fact.url
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False)


def _links_to_json(links: tuple[PageLink, ...]) -> str:
    rows = [{"url": link.url, "label": link.label} for link in links]
    return json.dumps(rows, ensure_ascii=False)


def _page(row: Row[tuple[object, ...]]) -> Page:
    facts = tuple(
        Fact(
            id=fact["id"],
            kind=FactKind(fact["kind"]),
            text=fact["text"],
            used=fact.get("used", True),
            url=fact.get("url", ""),
        )
        for fact in json.loads(row.facts)
    )
    return Page(
        url=row.url,
        title=row.title,
        description=row.description,
        text=row.text,
        facts=facts,
        fetched_at=from_text(row.fetched_at),
        content_hash=row.content_hash,
        links=tuple(PageLink(link["url"], link["label"]) for link in json.loads(row.links)),
        skipped=tuple(json.loads(row.skipped)),
    )

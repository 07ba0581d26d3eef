"""The record of every attempt to have mails written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, insert, select

from vibe_desktop.domain.copywriting import CopyRun, RunKind, Tokens, WriterKind
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import copy_runs
from vibe_desktop.store.times import from_text, to_text


@dataclass(frozen=True, slots=True)
class RunTotals:
    """Sums over runs of a model.

    Attributes:
        usd: The cost of those with a known price.
        unpriced: How many have no known price.
    """

    usd: float
    tokens: Tokens
    runs: int
    unpriced: int


class CopyRunRepository:
    """Copy runs; they are only ever added."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: CopyRun) -> None:
        """Keep one run."""
        with self._database.write() as connection:
            connection.execute(
                insert(copy_runs).values(
                    id=run.id,
                    campaign_id=run.campaign_id,
                    page_hash=run.page_hash,
                    writer=run.writer.value,
                    model=run.model,
                    prompt=run.prompt,
                    raw_answer=run.raw_answer,
                    request_id=run.request_id,
                    prompt_tokens=run.tokens.prompt,
                    completion_tokens=run.tokens.completion,
                    cached_tokens=run.tokens.cached,
                    reasoning_tokens=run.tokens.reasoning,
                    cost_usd=run.cost_usd,
                    outcome=run.outcome,
                    created_at=to_text(run.created_at),
                    kind=run.kind.value,
                    request=run.request,
                    result=run.result,
                )
            )

    def list(self, campaign_id: str) -> tuple[CopyRun, ...]:
        """The runs of a campaign, newest first."""
        return self._read(
            select(copy_runs)
            .where(copy_runs.c.campaign_id == campaign_id)
            .order_by(copy_runs.c.created_at.desc())
        )

    def find(self, prefix: str) -> tuple[CopyRun, ...]:
        """The runs whose id starts with `prefix`; two at most, which is enough to tell."""
        return self._read(
            select(copy_runs)
            .where(func.substr(copy_runs.c.id, 1, len(prefix)) == prefix)
            .order_by(copy_runs.c.id)
            .limit(2)
        )

    def successes(
        self, campaign_id: str, kinds: Collection[RunKind] = frozenset({RunKind.DRAFT})
    ) -> int:
        """How often something of these kinds was written for a campaign."""
        query = (
            select(func.count())
            .select_from(copy_runs)
            .where(
                copy_runs.c.campaign_id == campaign_id,
                copy_runs.c.outcome == "ok",
                copy_runs.c.kind.in_([kind.value for kind in kinds]),
            )
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def totals(self, since: datetime, until: datetime) -> RunTotals:
        """What models have used from `since` until before `until`; rule drafts do not count."""
        runs = copy_runs.c
        query = select(
            func.coalesce(func.sum(runs.cost_usd), 0.0),
            func.coalesce(func.sum(runs.prompt_tokens), 0),
            func.coalesce(func.sum(runs.completion_tokens), 0),
            func.coalesce(func.sum(runs.cached_tokens), 0),
            func.coalesce(func.sum(runs.reasoning_tokens), 0),
            func.count(),
            func.count().filter(runs.cost_usd.is_(None)),
        ).where(
            runs.writer == WriterKind.OPENAI.value,
            runs.created_at >= to_text(since),
            runs.created_at < to_text(until),
        )
        with self._database.read() as connection:
            usd, prompt, completion, cached, reasoning, count, unpriced = connection.execute(
                query
            ).one()
        return RunTotals(usd, Tokens(prompt, completion, cached, reasoning), count, unpriced)

    def _read(self, query: Select[tuple[object, ...]]) -> tuple[CopyRun, ...]:
        with self._database.read() as connection:
            return tuple(_run(row) for row in connection.execute(query))


def _run(row: Row[tuple[object, ...]]) -> CopyRun:
    return CopyRun(
        id=row.id,
        campaign_id=row.campaign_id,
        page_hash=row.page_hash,
        writer=WriterKind(row.writer),
        model=row.model,
        prompt=row.prompt,
        raw_answer=row.raw_answer,
        tokens=Tokens(
            row.prompt_tokens, row.completion_tokens, row.cached_tokens, row.reasoning_tokens
        ),
        request_id=row.request_id,
        outcome=row.outcome,
        created_at=from_text(row.created_at),
        kind=RunKind(row.kind),
        request=row.request,
        result=row.result,
        cost_usd=row.cost_usd,
    )

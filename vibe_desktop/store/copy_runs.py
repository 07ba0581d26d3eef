"""The record of every attempt to have mails written."""

from sqlalchemy import Row, func, insert, select

from vibe_desktop.domain.copywriting import CopyRun, Tokens, WriterKind
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import copy_runs
from vibe_desktop.store.times import from_text, to_text


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
                    outcome=run.outcome,
                    created_at=to_text(run.created_at),
                )
            )

    def list(self, campaign_id: str) -> tuple[CopyRun, ...]:
        """The runs of a campaign, newest first."""
        query = (
            select(copy_runs)
            .where(copy_runs.c.campaign_id == campaign_id)
            .order_by(copy_runs.c.created_at.desc())
        )
        with self._database.read() as connection:
            return tuple(_run(row) for row in connection.execute(query))

    def successes(self, campaign_id: str) -> int:
        """How often mails were written for a campaign."""
        query = (
            select(func.count())
            .select_from(copy_runs)
            .where(copy_runs.c.campaign_id == campaign_id, copy_runs.c.outcome == "ok")
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()


def _run(row: Row[tuple[object, ...]]) -> CopyRun:
    return CopyRun(
        id=row.id,
        campaign_id=row.campaign_id,
        page_hash=row.page_hash,
        writer=WriterKind(row.writer),
        model=row.model,
        prompt=row.prompt,
        raw_answer=row.raw_answer,
        tokens=Tokens(row.prompt_tokens, row.completion_tokens),
        request_id=row.request_id,
        outcome=row.outcome,
        created_at=from_text(row.created_at),
    )

"""The record of copy runs in the real database."""

from datetime import UTC, datetime

from sqlalchemy import insert

from vibe_desktop.domain.copywriting import CopyRun, Tokens, WriterKind
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns


def run(number: int, outcome: str = "ok") -> CopyRun:
    return CopyRun(
        id=f"run{number}",
        campaign_id="c",
        page_hash="abc",
        writer=WriterKind.OPENAI,
        model="m",
        prompt="{}",
        raw_answer="[…]",
        tokens=Tokens(12, 34),
        request_id="req_1",
        outcome=outcome,
        created_at=datetime(2026, 3, number, tzinfo=UTC),
    )


def test_runs_come_back_newest_first_and_failures_are_told_apart(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(campaigns).values(id="c", created_at="", updated_at=""))
    runs = CopyRunRepository(database)
    runs.add(run(1))
    runs.add(run(2, "rate_limited"))
    assert runs.list("c") == (run(2, "rate_limited"), run(1))
    assert runs.successes("c") == 1
    assert runs.successes("other") == 0

"""The record of copy runs in the real database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from vibe_desktop.domain.copywriting import CopyRun, RunKind, Tokens, WriterKind
from vibe_desktop.store.copy_runs import CopyRunRepository, RunTotals
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
        tokens=Tokens(12, 34, 5, 6),
        request_id="req_1",
        outcome=outcome,
        created_at=datetime(2026, 3, number, tzinfo=UTC),
        kind=RunKind.DRAFT,
        request='{"form": 1}',
        result="[]",
        cost_usd=0.25,
    )


@pytest.fixture
def runs(database: Database) -> CopyRunRepository:
    with database.write() as connection:
        connection.execute(insert(campaigns).values(id="c", created_at="", updated_at=""))
    return CopyRunRepository(database)


def test_runs_come_back_newest_first_and_failures_are_told_apart(runs: CopyRunRepository) -> None:
    runs.add(run(1))
    runs.add(run(2, "rate_limited"))
    assert runs.list("c") == (run(2, "rate_limited"), run(1))
    assert runs.successes("c") == 1
    assert runs.successes("other") == 0


def test_drafts_and_rewrites_are_counted_apart(runs: CopyRunRepository) -> None:
    runs.add(run(1))
    runs.add(replace(run(2), kind=RunKind.REWRITE))
    runs.add(replace(run(3), kind=RunKind.REPAIR))
    assert runs.successes("c") == 1
    assert runs.successes("c", {RunKind.DRAFT, RunKind.REWRITE}) == 2


def test_a_run_is_found_by_the_beginning_of_its_id(runs: CopyRunRepository) -> None:
    for name in ("abc-1", "abc-2", "a%c-3"):
        runs.add(replace(run(1), id=name))
    assert [found.id for found in runs.find("abc-2")] == ["abc-2"]
    assert [found.id for found in runs.find("abc")] == ["abc-1", "abc-2"]
    assert [found.id for found in runs.find("a%c")] == ["a%c-3"]
    assert runs.find("x") == ()


def test_only_what_models_used_in_the_time_asked_for_is_summed(runs: CopyRunRepository) -> None:
    runs.add(run(1))
    runs.add(run(2, "rejected"))
    runs.add(replace(run(3), cost_usd=None))
    runs.add(replace(run(4), writer=WriterKind.OFFLINE))
    runs.add(run(5))
    since, until = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    assert runs.totals(since, until) == RunTotals(0.5, Tokens(36, 102, 15, 18), 3, 1)
    assert runs.totals(until, since) == RunTotals(0.0, Tokens(), 0, 0)

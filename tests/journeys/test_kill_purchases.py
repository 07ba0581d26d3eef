"""A purchase and a verification whose process is killed (SIGKILL) and started again.

It dies while the sandbox has a request that it will never carry out, or has carried one out and
keeps the answer to itself.
"""

import multiprocessing
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support import purchase_child
from tests.support.purchases import Purse, purse_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.supersearch import EnrichmentState
from vibe_desktop.domain.verifications import CREDIT_EACH
from vibe_desktop.domain.work import Work

STARTING_CREDITS = 1500.0
PATIENCE_SECONDS = 60
KINDS: dict[str, dict[str, object]] = {
    "carried out": {"stall_after_bytes": 0},
    "not carried out": {"delay_seconds": 600, "refuse": True},
}
PEOPLE = [f"p{number}@firm{number}.example" for number in range(5)]
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _processes() -> Any:  # the contexts of the platforms have no common type with `Process`
    context = multiprocessing.get_context(_START)
    context.set_forkserver_preload([purchase_child.__name__])
    return context


def _kill_at(
    folder: Path, sandbox: RunningSandbox, fault: dict[str, object], *, buying: bool
) -> None:
    """Run until the sandbox strikes, and kill it then."""
    sandbox.faults(fault)
    process = _processes().Process(
        target=purchase_child.run, args=(str(folder), sandbox.info, buying)
    )
    process.start()
    end = time.monotonic() + PATIENCE_SECONDS
    # The order is spent in the very moment in which the request is carried out, or not.
    while sandbox.control("GET", "/faults")["faults"]:
        assert process.is_alive(), "it ended before that request"
        assert time.monotonic() < end, "it hangs"
    process.kill()
    process.join(PATIENCE_SECONDS)
    process.close()
    sandbox.clear_faults()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("request_number", range(2, 10))
def test_a_purchase_killed_at_any_request_is_made_once(
    tmp_path: Path, sandbox: RunningSandbox, request_number: int, kind: str
) -> None:
    folder = tmp_path / "data"
    with purse_in(folder, sandbox):
        pass
    _kill_at(folder, sandbox, {**KINDS[kind], "after": request_number}, buying=True)

    with purse_in(folder, sandbox, fresh=False) as purse:
        made = purchase_child.bought(purse)

        made = purse.enrichments.get(made.id)
        assert made.state is EnrichmentState.DONE, made.reason
        assert _addresses(purse) == made.found > 0
        assert purse.credits == STARTING_CREDITS - made.found
        assert [one.id for one in purse.leads.lists(Work())] == [made.list_id]
        assert len(purse.client.lead_lists.named(made.remote_name, made.token, Work())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("request_number", range(0, 5, 2))
def test_a_verification_killed_at_any_request_pays_for_nobody_twice(
    tmp_path: Path, sandbox: RunningSandbox, request_number: int, kind: str
) -> None:
    folder = tmp_path / "data"
    with purse_in(folder, sandbox) as purse:
        purse.load(PEOPLE)
    _kill_at(folder, sandbox, {**KINDS[kind], "after": request_number}, buying=False)

    with purse_in(folder, sandbox, fresh=False) as purse:
        outcome = purse.verifications.verify(purse.everybody(), 10.0, Work()).value

        assert sum(outcome.counts.values()) == len(PEOPLE)
        assert purse.credits == STARTING_CREDITS - len(PEOPLE) * CREDIT_EACH


def _addresses(purse: Purse) -> int:
    page = purse.leads.page(LeadQuery(limit=1000), Work())
    return len({lead.email for lead in page.rows}) if len(page.rows) == page.total else 0

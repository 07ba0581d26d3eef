"""Keeps a record of every run, whatever comes of it, with all that a replay needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from vibe_desktop.domain.copy_records import CopyOrder, order_to_json
from vibe_desktop.domain.copywriting import CopyRun, CopyTrace, RunKind, WriterKind
from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.services.costs import Meter
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.times import now


@dataclass(frozen=True, slots=True)
class Run:
    """What is about to be asked.

    Attributes:
        page_hash: `Page.content_hash` of the page it is written from.
        model: The model that is asked, "" for the rule drafter.
    """

    campaign_id: str
    page_hash: str
    kind: RunKind
    writer: WriterKind
    model: str
    order: CopyOrder


@dataclass(slots=True)
class Recording:
    """What is filled in while a run is under way.

    Attributes:
        trace: For the writer.
        result: What was made of the answer, as JSON.
    """

    trace: CopyTrace = field(default_factory=CopyTrace)
    result: str = ""


class CopyRecorder:
    """Writes down runs and what they cost."""

    def __init__(self, *, copy_runs: CopyRunRepository, meter: Meter) -> None:
        self._copy_runs = copy_runs
        self._meter = meter

    @contextmanager
    def recording(self, run: Run) -> Iterator[Recording]:
        """While the block runs, the run is under way; after it, it is recorded."""
        begun = now()
        recording = Recording()
        outcome = "bug"
        try:
            yield recording
            outcome = "ok"
        except Trouble as trouble:
            outcome = trouble.code
            raise
        except Cancelled:
            outcome = "cancelled"
            raise
        finally:
            trace = recording.trace
            by_model = run.writer is WriterKind.OPENAI
            self._copy_runs.add(
                CopyRun(
                    id=new_id(),
                    campaign_id=run.campaign_id,
                    page_hash=run.page_hash,
                    writer=run.writer,
                    model=trace.model or run.model,
                    prompt=trace.prompt,
                    raw_answer=trace.raw,
                    tokens=trace.tokens,
                    request_id=trace.request_id,
                    outcome=outcome,
                    created_at=begun,
                    kind=run.kind,
                    request=order_to_json(run.order),
                    result=recording.result,
                    cost_usd=self._meter.cost_of(trace, run.model) if by_model else 0.0,
                )
            )

"""Has an order carried out by a model or by rule: paid for, recorded, checked, repaired once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from vibe_desktop.domain.audiences import AudienceProfile
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.copy_records import CopyOrder, audiences_to_json, drafts_to_json
from vibe_desktop.domain.copywriting import (
    CopyAnswer,
    CopyRequest,
    CopyTrace,
    Rewrite,
    RunKind,
    WriterKind,
)
from vibe_desktop.domain.costs import OverCap
from vibe_desktop.domain.errors import Cancelled, ContractBroken, Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.variants import ANGLES, FIRST_STEP, Angle, DraftVariant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.openai.prompt import estimate
from vibe_desktop.services.copy_checks import better, checked, faults, place, whole_mails
from vibe_desktop.services.copy_recording import CopyRecorder, Recording, Run
from vibe_desktop.services.copy_replay import rule_drafts
from vibe_desktop.services.costs import Meter

_log = logging.getLogger(__name__)


class Writer(Protocol):
    """Whoever writes with a model; see `gateways.openai.writer.OpenAIWriter`."""

    @property
    def model(self) -> str:
        """The model it will ask for."""

    def write(self, request: CopyRequest, work: Work, trace: CopyTrace) -> CopyAnswer:
        """Write the three mails and the follow-ups."""

    def rewrite(
        self, request: CopyRequest, rewrites: tuple[Rewrite, ...], work: Work, trace: CopyTrace
    ) -> CopyAnswer:
        """Write some mails, or sentences of them, anew."""

    def suggest_audiences(
        self, request: CopyRequest, work: Work, trace: CopyTrace
    ) -> tuple[AudienceProfile, ...]:
        """Suggest three ideal customers."""

    def list_models(self, work: Work) -> tuple[str, ...]:
        """The names of the models on offer."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an order: all of it, or what was whole when it failed.

    Attributes:
        drafts: With the result of their checks.
        failure: Why it is not all, None when it is.
    """

    drafts: tuple[DraftVariant, ...]
    failure: Trouble | Cancelled | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be written, for whom, and by whom."""

    campaign: Campaign
    page: Page
    kind: RunKind
    writer: WriterKind
    order: CopyOrder


class CopyDesk:
    """Where orders are carried out."""

    def __init__(self, *, writer: Writer, recorder: CopyRecorder, meter: Meter) -> None:
        self._writer = writer
        self._recorder = recorder
        self._meter = meter

    def audiences(self, errand: Errand, work: Work) -> tuple[AudienceProfile, ...]:
        """Three ideal customers, suggested by the model.

        Raises:
            OverCap: The monthly cap forbids the call; nothing was sent.
            Trouble, Cancelled: See `OpenAIWriter.suggest_audiences`.
        """
        with self._recording(errand) as recording:
            found = self._writer.suggest_audiences(errand.order.request, work, recording.trace)
            recording.result = audiences_to_json(found)
            return found

    def attempt(self, errand: Errand, work: Work) -> Attempt:
        """Have it written, checked and recorded. A failure of the writer is in what comes back.

        Raises:
            OverCap: The monthly cap forbids the call; nothing was sent.
        """
        order = errand.order
        kept: tuple[DraftVariant, ...] = ()
        sent = False
        try:
            with self._recording(errand) as recording:
                sent = True
                try:
                    drafts = checked(self._written(errand, work, recording.trace), order)
                except (Trouble, Cancelled):
                    kept = checked(whole_mails(recording.trace.raw, order), order)
                    recording.result = drafts_to_json(kept) if kept else ""
                    raise
                recording.result = drafts_to_json(drafts)
                return Attempt(drafts)
        except (Trouble, Cancelled) as failure:
            if not sent:
                raise
            return Attempt(kept, failure)

    def repaired(self, errand: Errand, drafts: tuple[DraftVariant, ...], work: Work) -> Attempt:
        """The drafts, after what failed its checks was written anew by the model, once.

        A repair that fails leaves the drafts as they are, with their findings. Only a cancel
        counts as a failure.
        """
        order = errand.order
        wrong = {place(draft): faults(draft, order) for draft in drafts}
        rewrites = tuple(
            Rewrite(draft, tuple(finding.words for finding in wrong[place(draft)]))
            for draft in drafts
            if wrong[place(draft)]
        )
        if not rewrites:
            return Attempt(drafts)
        again = replace(errand, kind=RunKind.REPAIR, order=replace(order, rewrites=rewrites))
        try:
            work.report(_repair_words(len(rewrites)))
            attempt = self.attempt(again, work)
        except OverCap as over:
            _log.info("the repair was left out: %s", over.code)
            return Attempt(drafts)
        except Cancelled as cancelled:
            return Attempt(drafts, cancelled)
        if attempt.failure is not None:
            _log.info("the repair failed: %s", type(attempt.failure).__name__)
        anew = {place(draft): draft for draft in attempt.drafts}
        best = tuple(better(draft, anew.get(place(draft)), order) for draft in drafts)
        return Attempt(best, attempt.failure if isinstance(attempt.failure, Cancelled) else None)

    @contextmanager
    def _recording(self, errand: Errand) -> Iterator[Recording]:
        order, model = errand.order, ""
        if errand.writer is WriterKind.OPENAI:
            model = self._writer.model
            self._meter.refuse_over_cap(model, estimate(order.request, model, order.rewrites))
        run = Run(
            errand.campaign.id, errand.page.content_hash, errand.kind, errand.writer, model, order
        )
        with self._recorder.recording(run) as recording:
            yield recording

    def _written(self, errand: Errand, work: Work, trace: CopyTrace) -> tuple[DraftVariant, ...]:
        order = errand.order
        if errand.writer is WriterKind.OFFLINE:
            work.report("Arranging sentences from your page …")
            return rule_drafts(order)
        if order.rewrites:
            answer = self._writer.rewrite(order.request, order.rewrites, work, trace)
            wanted = [place(rewrite.draft) for rewrite in order.rewrites]
        else:
            answer = self._writer.write(order.request, work, trace)
            steps = range(FIRST_STEP + 1, FIRST_STEP + 1 + order.request.follow_ups)
            wanted = [(angle, FIRST_STEP) for angle in ANGLES]
            wanted += [(Angle.FOLLOW_UP, step) for step in steps]
        if [place(draft) for draft in answer.variants] != wanted:
            raise ContractBroken(
                "The model did not write the mails it was asked for.",
                safe="Your present mails stay as they are.",
                next_step="Try again, or choose another model in Settings.",
            )
        return answer.variants


def _repair_words(count: int) -> str:
    mails = "One mail" if count == 1 else f"{count} mails"
    return f"{mails} failed a check: asking once for a repair …"

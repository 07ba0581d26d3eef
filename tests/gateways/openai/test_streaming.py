"""An answer as it arrives: shown, kept when it breaks, stopped at any moment."""

import re
import threading
from collections.abc import Callable

import pytest

from tests.gateways.openai.conftest import RawServer, Script, Talk
from tests.gateways.openai.examples import ANSWER, REQUEST, good
from tests.support.work import RecordingWork
from vibe_desktop.domain.copywriting import CopyTrace, Writing
from vibe_desktop.domain.errors import Cancelled, ContractBroken, Trouble, Unreachable
from vibe_desktop.domain.variants import ANGLES
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.gateways.openai.hearing import MOST_CHARACTERS

HALF = ANSWER[: len(ANSWER) // 2]


class Pacer(Work):
    """Lets the server go on when a report has come that a test waits for."""

    def __init__(self, wanted: Callable[[Progress], bool]) -> None:
        self.seen = threading.Event()
        self.reports: list[Progress] = []
        self._wanted = wanted
        super().__init__(self._hear)

    def _hear(self, progress: Progress) -> None:
        self.reports.append(progress)
        if self._wanted(progress):
            self.seen.set()


def test_mails_are_shown_while_the_model_is_still_writing(raw: RawServer) -> None:
    work = Pacer(lambda progress: isinstance(progress.detail, Writing))
    waited: list[bool] = []

    def slow(talk: Talk) -> None:
        talk.head()
        talk.delta(content=HALF)
        waited.append(work.seen.wait(30))
        talk.delta(content=ANSWER[len(HALF) :])
        talk.delta(finish="stop")
        talk.done()

    raw.says(slow)
    answer = raw.writer().write(REQUEST, work)
    assert waited == [True]
    details = [report.detail for report in work.reports if report.detail is not None]
    assert all(isinstance(detail, Writing) for detail in details)
    first, last = details[0], details[-1]
    assert isinstance(first, Writing)
    assert isinstance(last, Writing)
    assert first.drafts[0].body
    assert not first.drafts[-1].finished
    assert all(draft.finished for draft in last.drafts)
    shown = {draft.angle: draft.body for draft in last.drafts}
    assert shown == {draft.angle: draft.body for draft in answer.variants}
    assert [report.total for report in work.reports[1:]] == [3] * (len(work.reports) - 1)


def test_many_pieces_in_a_moment_are_told_once(raw: RawServer, work: RecordingWork) -> None:
    raw.says(good)
    raw.writer(seconds_between=3_600).write(REQUEST, work)
    few = len(work.reports)
    raw.writer(seconds_between=0).write(REQUEST, work)
    assert few <= 3
    assert len(work.reports) - few > 10
    last = work.reports[few - 1].detail
    assert isinstance(last, Writing)
    assert [draft.finished for draft in last.drafts] == [True] * len(ANGLES)


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_a_model_that_thinks_aloud_is_said_to_think(
    raw: RawServer, work: RecordingWork, name: str
) -> None:
    def thinking(talk: Talk) -> None:
        talk.head()
        talk.delta(**{name: "Let me see. {"})
        talk.delta(**{name: "Three mails."})
        talk.delta(content=ANSWER)
        talk.delta(finish="stop")
        talk.done()

    raw.says(thinking)
    assert raw.writer().write(REQUEST, work).raw == ANSWER
    assert work.messages.count("The model is thinking …") == 1


# -- breaking --------------------------------------------------------------------------------------


def fall_silent(talk: Talk) -> None:
    talk.head()
    talk.delta(content=HALF)
    talk.released.wait(30)


def drip(talk: Talk) -> None:
    talk.head()
    talk.delta(content=HALF)
    while not talk.released.wait(0.02):
        talk.delta(content=" ")


def end(talk: Talk) -> None:
    talk.head()
    talk.delta(content=HALF)


def cut(talk: Talk) -> None:
    talk.head(content_length="100000")
    talk.delta(content=HALF)


def run_too_long(talk: Talk) -> None:
    talk.head()
    talk.delta(content=HALF)
    talk.delta(finish="length")
    talk.done()


def never(talk: Talk) -> None:
    talk.released.wait(30)


def half_a_whole(talk: Talk) -> None:
    talk.head(200, "application/json", content_length="100000")
    talk.write('{"choices": [')
    talk.released.wait(30)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (fall_silent, "fell silent in the middle"),
        (drip, "did not answer in time"),
        (end, "broke in the middle"),
        (cut, "broke in the middle"),
        (run_too_long, "cut off because it grew too long"),
    ],
)
def test_what_arrived_before_it_broke_is_kept(
    raw: RawServer, work: RecordingWork, script: Script, words: str
) -> None:
    raw.says(script)
    trace = CopyTrace()
    with pytest.raises(Trouble, match=words):
        raw.writer(deadline=1.5, silence=0.4).write(REQUEST, work, trace)
    assert trace.raw.rstrip() == HALF.rstrip()
    assert trace.model == "raw-1"
    assert len(raw.talks) == 1
    assert any(isinstance(report.detail, Writing) for report in work.reports)


def test_a_server_that_does_not_stream_can_fall_silent_too(
    raw: RawServer, work: RecordingWork
) -> None:
    raw.says(half_a_whole)
    with pytest.raises(Unreachable, match="fell silent"):
        raw.writer(silence=0.3).write(REQUEST, work)


def test_a_server_that_never_answers_is_given_up(raw: RawServer, work: RecordingWork) -> None:
    raw.says(never)
    with pytest.raises(Unreachable, match="did not answer in time"):
        raw.writer(silence=0.3).write(REQUEST, work)
    assert len(raw.talks) == 1


# -- stopping --------------------------------------------------------------------------------------


def stall_before(talk: Talk) -> None:
    talk.released.wait(60)


def stall_within(talk: Talk) -> None:
    talk.head()
    talk.delta(content=HALF)
    talk.released.wait(60)


def ask_for_a_pause(talk: Talk) -> None:
    talk.error(429, "slow down", retry_after="50")


@pytest.mark.parametrize(
    ("script", "message", "kept"),
    [
        (stall_before, "Asking the model …", ""),
        (stall_within, "Writing the", HALF),
        (ask_for_a_pause, "the model server.* is busy; trying again", ""),
    ],
)
def test_a_cancel_is_felt_at_any_moment(
    raw: RawServer, script: Script, message: str, kept: str
) -> None:
    """The server goes on stalling until the test is over, so it cannot be what ended the call."""
    ended = threading.Event()
    work = Pacer(lambda progress: bool(re.match(message, progress.message, re.IGNORECASE)))

    def stall(talk: Talk) -> None:
        script(talk)
        if script is not ask_for_a_pause:
            ended.set()

    def cancel() -> None:
        work.seen.wait(30)
        raw.arrived.wait(30)
        work.cancel()

    raw.says(stall)
    canceller = threading.Thread(target=cancel)
    canceller.start()
    trace = CopyTrace()
    with pytest.raises(Cancelled):
        raw.writer(deadline=60, silence=60).write(REQUEST, work, trace)
    assert not ended.is_set()
    assert len(raw.talks) == 1
    assert trace.raw == kept
    canceller.join()


def test_an_answer_without_an_end_is_stopped(raw: RawServer) -> None:
    hung_up = threading.Event()

    def endless(talk: Talk) -> None:
        talk.head()
        try:
            while not talk.released.is_set():
                talk.delta(content="again and again " * 100)
        except OSError:
            hung_up.set()

    raw.says(endless)
    trace = CopyTrace()
    with pytest.raises(ContractBroken, match="would not end"):
        raw.writer().write(REQUEST, Work(), trace)
    assert hung_up.wait(30)
    assert len(trace.raw) < 2 * MOST_CHARACTERS
    assert len(raw.talks) == 1

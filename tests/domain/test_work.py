"""The conversation between a piece of work and whoever asked for it."""

import threading

import pytest

from vibe_desktop.domain.errors import Cancelled
from vibe_desktop.domain.work import Progress, Work


def test_progress_reaches_whoever_asked() -> None:
    told: list[Progress] = []
    Work(told.append).report("Reading", 1, 2)
    assert told == [Progress("Reading", 1, 2)]


def test_cancelled_work_stops_at_its_next_report() -> None:
    told: list[Progress] = []
    work = Work(told.append)
    work.cancel()
    with pytest.raises(Cancelled):
        work.report("Reading")
    assert told == []


def test_waiting_ends_at_once_when_the_work_is_cancelled() -> None:
    work = Work()
    threading.Timer(0.01, work.cancel).start()
    with pytest.raises(Cancelled):
        work.wait(60)


def test_a_callback_is_called_when_the_work_is_cancelled_and_only_inside_its_block() -> None:
    work = Work()
    called: list[str] = []
    with work.on_cancel(lambda: called.append("before")):
        pass
    with work.on_cancel(lambda: called.append("during")):
        work.cancel()
    assert called == ["during"]


def test_a_callback_given_too_late_is_called_at_once() -> None:
    work = Work()
    work.cancel()
    called: list[bool] = []
    with work.on_cancel(lambda: called.append(True)):
        assert called == [True]


def test_cancelling_twice_calls_back_once() -> None:
    work = Work()
    called: list[bool] = []
    with work.on_cancel(lambda: called.append(True)):
        work.cancel()
        work.cancel()
    assert called == [True]

import threading

import pytest

from vibe_desktop.domain.errors import Cancelled, Unreachable
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.parallel import Lanes


def _here(work: Work) -> int:
    work.check()
    return threading.get_ident()


def test_results_come_as_they_are_ready_not_in_the_order_of_the_start() -> None:
    go = threading.Event()

    def slow(_work: Work) -> str:
        assert go.wait(10)
        return "slow"

    with Lanes[int, str](2, Work()) as lanes:
        lanes.start(1, slow)
        lanes.start(2, lambda _work: "quick")
        assert lanes.next() == (2, "quick")
        go.set()
        assert lanes.next() == (1, "slow")
        assert lanes.idle


def test_no_more_are_under_way_than_there_are_lanes() -> None:
    with Lanes[int, int](2, Work()) as lanes:
        free = []
        for number in range(2):
            free.append(lanes.free)
            lanes.start(number, _here)
        free.append(lanes.free)
        lanes.next()
        free.append(lanes.free)
    assert free == [True, True, False, True]


def test_trouble_is_a_result_and_leaves_the_others_alone() -> None:
    trouble = Unreachable("no")

    def fail(_work: Work) -> int:
        raise trouble

    with Lanes[int, int](2, Work()) as lanes:
        lanes.start(1, fail)
        assert lanes.next() == (1, trouble)
        lanes.start(2, _here)
        assert lanes.next()[0] == 2


def test_a_bug_is_raised_where_the_results_are_taken() -> None:
    def fail(_work: Work) -> int:
        raise ZeroDivisionError

    def run() -> None:
        with Lanes[int, int](1, Work()) as lanes:
            lanes.start(1, fail)
            lanes.next()

    with pytest.raises(ZeroDivisionError):
        run()


def _until_cancelled(work: Work) -> int:
    work.wait(60)
    return 0


def test_a_cancel_ends_every_lane_and_leaves_no_thread() -> None:
    work, before = Work(), threading.active_count()

    def run() -> None:
        with Lanes[int, int](3, work) as lanes:
            for number in range(3):
                lanes.start(number, _until_cancelled)
            threading.Timer(0.05, work.cancel).start()
            lanes.next()

    with pytest.raises(Cancelled):
        run()
    assert [one for one in threading.enumerate() if one.name == "http-lane"] == []
    assert threading.active_count() <= before + 1  # the timer may still be ending


def test_leaving_by_an_exception_ends_what_is_under_way() -> None:
    def run() -> None:
        with Lanes[int, int](1, Work()) as lanes:
            lanes.start(1, _until_cancelled)
            raise KeyError

    with pytest.raises(KeyError):
        run()
    assert [one for one in threading.enumerate() if one.name == "http-lane"] == []


def test_work_that_was_cancelled_before_is_not_begun() -> None:
    work = Work()
    work.cancel()

    def run() -> None:
        with Lanes[int, int](1, work) as lanes:
            lanes.start(1, _here)
            lanes.next()

    with pytest.raises(Cancelled):
        run()

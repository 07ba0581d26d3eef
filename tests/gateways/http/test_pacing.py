from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.pacing import Pace, Pacer
from vibe_desktop.gateways.instantly.client import PACES


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_requests_get_slots_at_even_distances() -> None:
    pacer = Pacer([Pace(lambda _method, _path: True, per_second=10)], clock=_Clock())
    delays = [round(pacer.reserve("GET", "/x"), 6) for _ in range(4)]
    assert delays == [0, 0.1, 0.2, 0.3]


def test_time_that_was_not_used_is_not_saved_up() -> None:
    clock = _Clock()
    pacer = Pacer([Pace(lambda _method, _path: True, per_second=10)], clock=clock)
    pacer.reserve("GET", "/x")
    clock.now += 60
    assert pacer.reserve("GET", "/x") == 0
    assert round(pacer.reserve("GET", "/x"), 6) == 0.1


def test_a_limit_of_one_path_leaves_the_others_alone() -> None:
    pacer = Pacer(
        [
            Pace(lambda _method, _path: True, per_second=100),
            Pace(lambda _method, path: path == "/emails", per_second=0.5),
        ],
        clock=_Clock(),
    )
    assert pacer.reserve("GET", "/emails") == 0
    assert round(pacer.reserve("GET", "/emails"), 6) == 2
    assert pacer.reserve("GET", "/other") < 2.1


def test_a_pause_holds_everybody_back_and_lets_them_go_one_after_the_other() -> None:
    clock = _Clock()
    pacer = Pacer([Pace(lambda _method, _path: True, per_second=10)], clock=clock)
    pacer.reserve("GET", "/x")
    pacer.hold(5)
    assert [round(pacer.reserve("GET", "/x"), 6) for _ in range(3)] == [5, 5.1, 5.2]
    pacer.hold(1)  # a shorter one takes nothing back
    clock.now += 2
    assert round(pacer.reserve("GET", "/x"), 6) == 3.3


def test_a_shorter_pause_ends_no_longer_one() -> None:
    pacer = Pacer([], clock=_Clock())
    pacer.hold(5)
    pacer.hold(1)
    assert pacer.reserve("GET", "/x") == 5


def test_who_waits_already_when_a_pause_begins_waits_on() -> None:
    clock = _Clock()
    pacer = Pacer([Pace(lambda _method, _path: True, per_second=10)], clock=clock)
    waits: list[float] = []

    class Patient(Work):
        def wait(self, seconds: float) -> None:
            waits.append(round(seconds, 6))
            if len(waits) == 1:
                pacer.hold(5)  # another request is told to slow down meanwhile
            clock.now += seconds

    pacer.take("GET", "/x", Patient())
    taken = pacer.take("GET", "/x", Patient())
    assert waits == [0.1, 4.9]
    assert round(taken, 6) == 5


def test_the_limits_of_instantly_are_kept_by_the_second_and_by_the_minute() -> None:
    clock = _Clock()
    pacer = Pacer(PACES, clock=clock)
    slots = [clock.now + pacer.reserve("POST", "/api/v2/leads/add") for _ in range(7_000)]
    for count, seconds in ((100, 1.0), (6_000, 60.0)):
        gaps = [later - slot for slot, later in zip(slots, slots[count:], strict=False)]
        assert min(gaps) >= seconds

from vibe_desktop.gateways.http.pacing import Pace, Pacer


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

import gc
import weakref

from vibe_desktop.app.collector import Collector


class Circle:
    """Something that nobody but itself holds."""


def circle() -> Circle:
    made = Circle()
    vars(made)["itself"] = made
    return made


def test_garbage_is_collected_only_when_the_window_looks(qapp: object) -> None:
    del qapp
    collector = Collector()
    assert not gc.isenabled()
    garbage = weakref.ref(circle())
    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    assert garbage() is not None
    collector.look()
    assert garbage() is None
    assert kept


def test_with_little_made_since_the_last_time_nothing_is_looked_at(qapp: object) -> None:
    del qapp
    gc.collect()
    garbage = weakref.ref(circle())
    Collector().look()
    assert garbage() is not None

"""Does work grow with its input, or faster? A ratio within one run: load does not count."""

import time
from collections.abc import Callable

FACTOR = 4
ALLOWED = 11.0
"""Four times the input may take so much more: linear work takes 4 times, quadratic 16."""
TRIES = 4


def growth(run: Callable[[int], object], size: int) -> float:
    """How much longer `run(4 * size)` takes than `run(size)`, by processor time, at its best."""
    run(size)
    return min(_taken(run, FACTOR * size) / _taken(run, size) for _ in range(TRIES))


def _taken(run: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    run(size)
    return max(time.process_time() - start, 1e-4)

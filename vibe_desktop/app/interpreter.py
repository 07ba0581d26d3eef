"""Settings of the interpreter for a process with a window; made before the window is imported."""

import builtins
import gc
import sys

SWITCH_INTERVAL_SECONDS = 0.0005
"""How long a worker may keep the interpreter while the window wants it. Python's own 5 ms, paid at
every call from Qt into a model, turns a repaint during an import into a visible stall."""


def prepare() -> None:
    """Make start-up light and repaints prompt. Garbage is left to `collector.Collector`."""
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    gc.disable()  # for good: see `collector`
    # PySide wraps `__import__` to look into the source text of every module for its
    # `from __feature__ import`, and Python keeps what was read. This app uses no features:
    # without the wrapper the first page needs a sixth less processor time and 14 MB less memory.
    import PySide6.QtCore  # noqa: F401 # puts the wrapper in place

    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original

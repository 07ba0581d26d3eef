"""Settings of the interpreter for a process with a window; made before the window is imported."""

import builtins
import gc
import sys

SWITCH_INTERVAL_SECONDS = 0.0005
"""How long a worker may keep the interpreter while the window wants it. Python's own 5 ms, paid at
every call from Qt into a model, turns a repaint during an import into a visible stall."""


def prepare() -> None:
    """Make start-up light and repaints prompt. Collecting garbage is left off: see `settle`."""
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    gc.disable()  # start-up makes nothing that has to be collected
    # PySide wraps `__import__` to look into the source text of every module for its
    # `from __feature__ import`, and Python keeps what was read. This app uses no features:
    # without the wrapper the first page needs a sixth less processor time and 14 MB less memory.
    import PySide6.QtCore  # noqa: F401 # puts the wrapper in place

    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original


def settle() -> None:
    """Once the first page stands: collect, and again from now on.

    What start-up made stays alive for good, so the collector need not look at it each time.
    """
    gc.collect()
    gc.freeze()
    gc.enable()

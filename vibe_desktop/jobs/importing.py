"""Importing libraries that define Qt classes on a worker, so that the window need not wait for it.

Below Python 3.12 PySide keeps what it knows of classes in a table without a lock. The window's
thread reads that table while it paints, without Python's own lock; a class that a worker adds in
that moment crashes the process, once in some dozen starts. So the library is read and run on the
worker, and only its Qt classes are made in the window's thread, one at a time.
"""

import builtins
import sys
import threading
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QObject

from vibe_desktop.jobs.runner import Jobs

_QtClass = type(QObject)


def import_on_worker(module: str, jobs: Jobs) -> None:
    """Import `module`; call it from a job. Nothing else may import it meanwhile."""
    if sys.version_info >= (3, 12):
        import_module(module)
        return
    original = builtins.__build_class__
    worker = threading.get_ident()

    def build(
        function: Callable[[], object], name: str, *bases: object, **keywords: object
    ) -> object:
        qt = any(isinstance(base, _QtClass) for base in bases)
        if qt and threading.get_ident() == worker:
            return jobs.in_window(lambda: original(function, name, *bases, **keywords))
        made: object = original(function, name, *bases, **keywords)
        return made

    vars(builtins)["__build_class__"] = build
    try:
        import_module(module)
    finally:
        vars(builtins)["__build_class__"] = original

"""Garbage is collected in the window's thread only.

Python collects in whichever thread happens to make the next object. When that is a worker, it takes
wrappers of widgets apart while Qt paints them in the window's thread, and once in some hundred
starts the process dies for it. So collecting by itself is off for good (see `interpreter`), and a
timer does it where the widgets live, when their events are done.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from vibe_desktop.jobs.runner import Jobs

LOOK_EVERY_MS = 1000
MANY = 20_000
"""New objects: to look through more of them would hold the window up for more than a frame."""


class Collector(QObject):
    """Collects what Python's own thresholds call for; make it in the window's thread.

    Not while a job runs: what it holds, leads by the thousand, would be looked through for nothing
    while the window stands still.
    """

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Collect once, and look from now on whether it is due again.

        What start-up made stays alive for good, so that it need not be looked at each time.
        """
        gc.collect()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        if self._jobs.running:
            return
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > MANY:
            # A library or a page of data has come. Put aside, it still goes when nobody holds it;
            # only circles among what is there right now would stay.
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if limits[generation] and counts[generation] > limits[generation]:
                gc.collect(generation)
                return

"""A `Work` that remembers what it was told."""

from vibe_desktop.domain.work import Progress, Work


class RecordingWork(Work):
    """A real `Work` whose reports are kept in `reports`, oldest first."""

    def __init__(self) -> None:
        self.reports: list[Progress] = []
        super().__init__(self.reports.append)

    @property
    def messages(self) -> list[str]:
        """What the founder would have read, oldest first."""
        return [report.message for report in self.reports]

"""The work under way for each campaign, of which the wizard shows only one at a time."""

from PySide6.QtCore import QObject

from vibe_desktop.jobs.runner import Job


class Running:
    """Remembers what runs for which campaign: whoever comes back to one finds its work again."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def begin(self, campaign_id: str, job: Job) -> None:
        """This job works for this campaign from now on."""
        self._jobs[campaign_id] = job

    def of(self, campaign_id: str) -> Job | None:
        """What is under way for a campaign, None when nothing is."""
        return self._jobs.get(campaign_id)

    def end(self, job: QObject) -> None:
        """This job has ended."""
        self._jobs = {id_: one for id_, one in self._jobs.items() if one is not job}

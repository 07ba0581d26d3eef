"""What the leads can be narrowed to: tags and countries, counted when a menu first asks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.context import ScreenContext

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job


@dataclass(frozen=True, slots=True)
class Choices:
    """Tags and countries with their leads; the country "" is the one not known."""

    tags: tuple[tuple[str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()


class LeadChoices(QObject):
    """Keeps the choices until leads change."""

    changed = Signal(object)
    """Emits the `Choices` once they are known."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.known: Choices | None = None
        """None while they are to be counted."""

    def ask(self) -> None:
        """See that they are known soon."""
        if self.known is None and self._job is None:
            # Counting a million leads takes longer than whoever types should wait.
            self._job = self._context.jobs.submit(self._count, lane=Lane.REMOTE)
            self._job.succeeded.connect(self._counted)
            self._job.finished.connect(self._finished)

    def forget(self) -> None:
        """Leads have changed: count again when somebody asks."""
        self.known = None
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _count(self, work: Work) -> Choices:
        leads = self._context.services.leads
        tags = leads.tags(work)
        work.check()
        return Choices(tags, leads.countries(LeadQuery(), work))

    @Slot(object)
    def _counted(self, choices: Choices) -> None:
        if self.sender() is self._job:
            self.known = choices
            self.changed.emit(choices)

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self._job:
            self._job = None

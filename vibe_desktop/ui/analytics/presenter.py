"""The results of one campaign: read, refreshed, paused and taken up again."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.analytics import CampaignResults
from vibe_desktop.domain.campaigns import Campaign, CampaignStatus
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.variants import Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.importing import Importer
from vibe_desktop.jobs.runner import Job, Jobs, Lane, Task

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

_CHARTS = "vibe_desktop.ui.analytics.charts"
_ALL_OF_QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
"""What the plotting library names every class of."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that the screen reads from the store in one go."""

    campaign: Campaign
    results: CampaignResults
    launch: Launch | None
    lead_count: int
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class AnalyticsState:
    """What the screen shows.

    Attributes:
        found: What is stored, None before the first reading.
        refreshing: The job that asks Instantly, None when idle.
        switching: The job that pauses or resumes, None when idle.
        advancing: The job that moves the sandbox's clock, None when idle.
        stale: Why the last refresh failed; the figures shown are older. None when it did not.
        charts_ready: Whether the plotting library is loaded.
        cumulative: Whether the days are summed up.
    """

    found: Found | None = None
    refreshing: Job | None = None
    switching: Job | None = None
    advancing: Job | None = None
    stale: Trouble | None = None
    charts_ready: bool = False
    cumulative: bool = False

    @property
    def launched(self) -> bool:
        """Whether the campaign is at Instantly."""
        return self.found is not None and bool(self.found.campaign.instantly_id)

    @property
    def nothing_sent(self) -> bool:
        """Whether there is nothing to show yet."""
        return self.found is not None and self.found.results.totals.sent == 0

    @property
    def can_change(self) -> bool:
        """Whether its mails went out and can be changed."""
        launch = self.found.launch if self.found is not None else None
        return launch is not None and launch.state in (LaunchState.DONE, LaunchState.PAUSED)

    @property
    def can_pause(self) -> bool:
        """Whether mails are going out that could be held."""
        return self.found is not None and self.found.campaign.status is CampaignStatus.ACTIVE

    @property
    def can_resume(self) -> bool:
        """Whether mails are held that could go out."""
        return self.found is not None and self.found.campaign.status is CampaignStatus.PAUSED


class AnalyticsPresenter(QObject):
    """Loads what is stored at once and asks Instantly for news beside it."""

    state_changed = Signal(object)
    """Emits the new `AnalyticsState`."""
    trouble = Signal(object)
    """Emits the `Trouble` of pausing, resuming or moving the clock."""
    refreshed = Signal()
    """Emits when the figures were fetched anew."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self._fresh = False
        self._loading_charts = False
        self._importer = Importer(
            jobs, module=_CHARTS, ahead="numpy", named=_ALL_OF_QT, parent=self
        )
        self._importer.finished.connect(self._charts_loaded)
        self.state = AnalyticsState()

    def open(self, campaign_id: str) -> None:
        """Show a campaign; its figures are refreshed once by themselves."""
        if campaign_id and campaign_id != self._campaign_id:
            self._campaign_id = campaign_id
            self._fresh = False
            ready = self.state.charts_ready
            self._set(AnalyticsState(charts_ready=ready, cumulative=self.state.cumulative))
        self.load_charts()
        self.reload()

    def reload(self) -> None:
        """Read what is stored."""
        if self._campaign_id:
            job = self._jobs.submit(
                _Gather(self._services, self._campaign_id), title=self.tr("Reading the results")
            )
            job.succeeded.connect(self._loaded)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when the figures or the state of the launch changed."""
        if changes.analytics or changes.launches or changes.campaigns:
            self.reload()

    def load_charts(self) -> None:
        """Import the plotting library without holding the window still."""
        if not self.state.charts_ready and not self._loading_charts:
            self._loading_charts = True
            self._importer.start()

    def refresh(self) -> None:
        """Ask Instantly for the newest figures."""
        if self.state.refreshing is None and self.state.launched:
            services, campaign_id = self._services, self._campaign_id
            job = self._jobs.submit(
                lambda work: services.analytics.refresh(campaign_id, work),
                lane=Lane.REMOTE,
                title=self.tr("Refreshing the results"),
                key=f"analytics:{campaign_id}",
            )
            job.succeeded.connect(self._refreshed)
            job.failed.connect(self._refresh_failed)
            job.finished.connect(self._refresh_finished)
            self._set(replace(self.state, refreshing=job))

    def pause(self) -> None:
        """Hold all mails of the campaign."""
        services, campaign_id = self._services, self._campaign_id
        self._switch(lambda work: services.control.pause(campaign_id, work))

    def resume(self) -> None:
        """Let the mails go out again from where they were held."""
        services, campaign_id = self._services, self._campaign_id
        self._switch(lambda work: services.control.unpause(campaign_id, work))

    def advance(self, days: int) -> None:
        """Move the sandbox's clock, then look what happened."""
        sandbox = self._services.sandbox
        if sandbox is not None and self.state.advancing is None:
            job = self._jobs.submit(
                lambda work: sandbox.advance(days, work),
                lane=Lane.REMOTE,
                title=self.tr("Moving the sandbox's clock"),
                key="sandbox-clock",
            )
            job.failed.connect(self.trouble)
            job.succeeded.connect(self._advanced)
            job.finished.connect(self._advance_finished)
            self._set(replace(self.state, advancing=job))

    def show_cumulative(self, cumulative: bool) -> None:  # noqa: FBT001 - a switch says on or off
        """Sum the days up, or not."""
        self._set(replace(self.state, cumulative=cumulative))

    def _switch(self, task: Task) -> None:
        if self.state.switching is None:
            job = self._jobs.submit(
                task, lane=Lane.REMOTE, title=self.tr("Telling Instantly"), key="launch"
            )
            job.failed.connect(self.trouble)
            job.finished.connect(self._switch_finished)
            self._set(replace(self.state, switching=job))

    @Slot(object)
    def _loaded(self, found: Found) -> None:
        if found.campaign.id != self._campaign_id:
            return
        self._set(replace(self.state, found=found))
        if not self._fresh and self.state.launched:
            self._fresh = True
            self.refresh()

    @Slot()
    def _charts_loaded(self) -> None:
        self._set(replace(self.state, charts_ready=True))

    @Slot(object)
    def _refreshed(self, _results: object) -> None:
        self._set(replace(self.state, stale=None))
        self.refreshed.emit()
        services = self._services
        # Whoever unsubscribed hears from no campaign any more; cheap when nobody did.
        self._jobs.submit(
            lambda work: services.opt_outs.copy(work),
            lane=Lane.REMOTE,
            title=self.tr("Copying opt-outs"),
            key="opt-outs",
        )

    @Slot(object)
    def _refresh_failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, stale=trouble))

    @Slot()
    def _refresh_finished(self) -> None:
        self._set(replace(self.state, refreshing=None))

    @Slot()
    def _switch_finished(self) -> None:
        self._set(replace(self.state, switching=None))

    @Slot(object)
    def _advanced(self, _nothing: object) -> None:
        self.refresh()

    @Slot()
    def _advance_finished(self) -> None:
        self._set(replace(self.state, advancing=None))

    def _set(self, state: AnalyticsState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


@dataclass(frozen=True, slots=True)
class _Gather:
    services: "Services"
    campaign_id: str

    def __call__(self, work: Work) -> Found:
        services = self.services
        return Found(
            campaign=services.campaigns.get(self.campaign_id, work),
            results=services.analytics.results(self.campaign_id, work),
            launch=services.launches.latest(self.campaign_id, work),
            lead_count=services.leads.for_campaign(self.campaign_id, work),
            variants=services.variants.list(self.campaign_id, work),
        )

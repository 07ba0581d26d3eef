"""State of the campaigns screen, and what the founder can wish for there."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.jobs.runner import Job, Lane, Task
from vibe_desktop.ui.campaigns.state import CampaignsState
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import LAST_CAMPAIGN, Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.notices import Notice, NoticeAction

if TYPE_CHECKING:
    from vibe_desktop.domain.dashboard import CampaignRow, Dashboard

UNDO_MS = 8000
"""How long a deleted draft can be brought back; longer than the notice with the button stays."""


class CampaignsPresenter(QObject):
    """Reads the dashboard, refreshes it, opens campaigns."""

    state_changed = Signal(object)
    """Emits the new `CampaignsState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = CampaignsState()
        self._loading: Job | None = None
        self._stale = False
        self._going: tuple[str, ...] = ()
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(UNDO_MS)
        self._undo_timer.timeout.connect(self.delete_for_good)

    @property
    def state(self) -> CampaignsState:
        """What is on screen."""
        return self._state

    @property
    def context(self) -> ScreenContext:
        """What the screen was given."""
        return self._context

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the dashboard from the database; asked twice at once, it is read once more after."""
        if self._loading is not None:
            self._stale = True
            return
        self._loading = self._context.jobs.submit(
            lambda work: self._services.campaigns.dashboard(work)
        )
        self._loading.succeeded.connect(self._dashboard_loaded)
        self._loading.finished.connect(self._load_finished)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when a campaign, its leads or its results changed."""
        if changes.campaigns or changes.analytics or changes.launches or changes.leads:
            self.load()

    @Slot()
    def refresh(self) -> None:
        """Fetch the results of every launched campaign."""
        if self._state.refreshing:
            return
        self._set(replace(self._state, refreshing=True))
        job = self._context.jobs.submit(
            lambda work: self._services.analytics.refresh_all(work),
            lane=Lane.REMOTE,
            title=self.tr("Fetching results"),
            key="refresh-all",
        )
        job.succeeded.connect(self._refreshed)
        job.finished.connect(self._refresh_finished)

    @Slot()
    def new_campaign(self) -> None:
        """Start a new campaign."""
        self._context.navigate(Destination(Screen.WIZARD))

    def open(self, row: "CampaignRow") -> None:
        """Open a campaign where the founder left it: the wizard, or its results."""
        from vibe_desktop.ui.campaigns.rules import is_draft

        screen = Screen.WIZARD if is_draft(row) else Screen.ANALYTICS
        self._context.navigate(Destination(screen, row.campaign.id))

    def review(self, row: "CampaignRow") -> None:
        """Look at the three mails of a campaign."""
        self._context.navigate(Destination(Screen.REVIEW, row.campaign.id))

    def pause(self, row: "CampaignRow") -> None:
        """Stop sending for now."""
        self._context.jobs.submit(
            lambda work: self._services.control.pause(row.campaign.id, work),
            lane=Lane.REMOTE,
            title=self.tr("Pausing {name}").format(name=row.campaign.name),
            key=row.campaign.id,
        )

    def resume(self, row: "CampaignRow") -> None:
        """Take up sending again."""
        self._context.jobs.submit(
            lambda work: self._services.control.unpause(row.campaign.id, work),
            lane=Lane.REMOTE,
            title=self.tr("Resuming {name}").format(name=row.campaign.name),
            key=row.campaign.id,
        )

    def delete(self, row: "CampaignRow") -> None:
        """Take a draft off the list; for a moment it can be brought back."""
        from vibe_desktop.ui.campaigns.rules import can_delete

        if not can_delete(row):
            return
        self.delete_for_good()
        self._going = (row.campaign.id,)
        self._undo_timer.start()
        self._show_dashboard()
        self._context.notices.post(
            Notice(
                Tone.INFO,
                self.tr("“{name}” was deleted.").format(name=row.campaign.name),
                action=NoticeAction(self.tr("Undo"), self.undo_delete),
            )
        )

    @Slot()
    def undo_delete(self) -> None:
        """Bring the draft back that was taken off last."""
        self._undo_timer.stop()
        self._going = ()
        self._show_dashboard()

    @Slot()
    def delete_for_good(self) -> None:
        """Forget what was taken off the list, now."""
        self._undo_timer.stop()
        for campaign_id in self._going:
            if self._context.state.value(LAST_CAMPAIGN) == campaign_id:
                self._context.state.remove(LAST_CAMPAIGN)
            self._context.jobs.submit(self._deletion(campaign_id))

    def _deletion(self, campaign_id: str) -> Task:
        return lambda work: self._services.campaigns.delete(campaign_id, work)

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _dashboard_loaded(self, dashboard: "Dashboard") -> None:
        known = {row.campaign.id for row in dashboard.rows}
        self._going = tuple(going for going in self._going if going in known)
        self._set(self._state.with_dashboard(dashboard, frozenset(self._going)))

    @Slot()
    def _load_finished(self) -> None:
        self._loading = None
        if self._stale:
            self._stale = False
            self.load()

    @Slot(object)
    def _refreshed(self, _count: object) -> None:
        """Whoever unsubscribed hears from no campaign any more; cheap when nobody did."""
        self._context.jobs.submit(
            lambda work: self._services.opt_outs.copy(work),
            lane=Lane.REMOTE,
            title=self.tr("Copying opt-outs"),
            key="opt-outs",
        )

    @Slot()
    def _refresh_finished(self) -> None:
        self._set(replace(self._state, refreshing=False))

    def _show_dashboard(self) -> None:
        dashboard = self._state.dashboard
        if dashboard is not None:
            self._set(self._state.with_dashboard(dashboard, frozenset(self._going)))

    def _set(self, state: CampaignsState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

"""Keeps what is typed into the wizard: saved shortly after each change, one save at a time."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QTimeZone, Signal, Slot

from vibe_desktop.domain.campaigns import Campaign, CampaignSetup
from vibe_desktop.domain.changes import Written
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.wizard import DEFAULT_ASK, DEFAULT_WAITS, url_problem
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

PAUSE_MS = 600
"""Quiet time after a keystroke before it is saved."""
LATEST_MS = 1500
"""However fast somebody types on: a crash costs less than two seconds of work."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a campaign as they stand in the wizard, valid or not."""

    name: str = ""
    url: str = ""
    audience: str = ""
    setup: CampaignSetup = field(default_factory=CampaignSetup)


class DraftKeeper(QObject):
    """Saves a draft whenever it differs from what was last saved.

    A new campaign comes into being with the first save, which needs a usable address; until then
    the draft is only held here.
    """

    saved = Signal(object)
    """Emits the `Campaign` as it is stored now."""
    refused = Signal(object)
    """Emits the `Trouble` for which a save failed. The draft is still held here."""

    def __init__(
        self,
        services: "Services",
        jobs: Jobs,
        campaign: Campaign | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self.campaign = campaign
        self._draft = self._stored = draft_of(campaign) if campaign else new_draft()
        self._in_flight: deque[Draft] = deque()
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._latest.timeout.connect(self.save)

    @property
    def draft(self) -> Draft:
        """What stands in the wizard now."""
        return self._draft

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return bool(self._in_flight)

    @property
    def dirty(self) -> bool:
        """Whether something typed is neither stored nor on its way there."""
        newest = self._in_flight[-1] if self._in_flight else self._stored
        return self._draft != newest

    def edit(self, draft: Draft) -> None:
        """Hold a changed draft; it is saved after a short pause."""
        if draft != self._draft:
            self._draft = draft
            self._timer.start()
            if not self._latest.isActive():
                self._latest.start()

    @Slot()
    def save(self) -> None:
        """Save now what is not stored yet. Nothing happens while the address is unusable.

        Saves follow one another in one lane, so a further one may be asked for while one is under
        way; only the one that makes the campaign has to be waited for.
        """
        self._timer.stop()
        self._latest.stop()
        if not self.dirty or url_problem(self._draft.url) is not None:
            return
        if self.campaign is None and self.saving:
            return
        self._in_flight.append(self._draft)
        task = _Save(self._services, self.campaign, self._draft)
        job = self._jobs.submit(task.run, title=self.tr("Saving the campaign"), keeps=True)
        job.succeeded.connect(self._save_succeeded)
        job.failed.connect(self._save_failed)

    def settle(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as the campaign is stored as it stands; never, if that fails."""
        if self.campaign is not None and not self.dirty and not self.saving:
            then()
            return
        self._waiting.append(then)
        self.save()

    @Slot(object)
    def _save_succeeded(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._stored = self._in_flight.popleft()
        self.saved.emit(campaign)
        if self.dirty:
            self.save()
        if self.saving:
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    @Slot(object)
    def _save_failed(self, trouble: Trouble) -> None:
        self._in_flight.popleft()
        self._waiting.clear()
        self.refused.emit(trouble)


@dataclass(frozen=True, slots=True)
class _Save:
    """The task of one save."""

    services: "Services"
    campaign: Campaign | None
    draft: Draft

    def run(self, work: Work) -> Written[Campaign]:
        campaigns = self.services.campaigns
        draft = self.draft
        if self.campaign is None:
            made = campaigns.create(
                name=draft.name, url=draft.url, target_audience=draft.audience, work=work
            )
            return campaigns.update(made.value.id, setup=draft.setup, work=work)
        return campaigns.update(
            self.campaign.id,
            name=draft.name.strip() or None,
            url=draft.url,
            target_audience=draft.audience,
            setup=draft.setup,
            work=work,
        )


def draft_of(campaign: Campaign) -> Draft:
    """The draft of a stored campaign."""
    return Draft(campaign.name, campaign.url, campaign.target_audience, campaign.setup)


def new_draft() -> Draft:
    """What a new campaign starts with: an interest question, and the time zone of this computer."""
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "Etc/UTC"
    return Draft(
        setup=CampaignSetup(ask=DEFAULT_ASK, waits=DEFAULT_WAITS, schedule=Schedule(timezone=zone))
    )

"""The fifth step: which mailboxes send, and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, SendingRules
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.mailboxes import Mailbox, MailboxNews
from vibe_desktop.domain.pace import Forecast, forecast
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.sending_advice import paced
from vibe_desktop.domain.timezones import TimezoneMatch, to_instantly
from vibe_desktop.domain.wizard import Standing, senders, settled
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.presenter import WizardPresenter


@dataclass(frozen=True, slots=True)
class SendingState:
    """What the sending step shows beside the setup.

    Attributes:
        job: The refresh under way, None when idle.
        trouble: Why the last refresh failed, None when it did not.
        gaps: What the last refresh could not ask for, a sentence each.
        last_one: Whether the founder just tried to take away the only sender.
        zone: What Instantly makes of the time zone, None until that was worked out.
    """

    job: Job | None = None
    trouble: Trouble | None = None
    gaps: tuple[str, ...] = ()
    last_one: bool = False
    zone: TimezoneMatch | None = None


class SendingPresenter(QObject):
    """Takes choices over into the campaign's setup, and refreshes the mailboxes."""

    state_changed = Signal(object)
    """Emits the new `SendingState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._refreshed = False
        self._zone: tuple[str, date] | None = None
        self.state = SendingState()
        wizard.opened.connect(self.reset)
        wizard.state_changed.connect(self._settle)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        self._zone = None
        self._set(SendingState())

    def shown(self) -> None:
        """Look for mailboxes by itself the first time, when none is known yet."""
        self._match_zone()
        if not self._refreshed and not self._wizard.state.standing.mailboxes:
            self.refresh()

    def refresh(self) -> None:
        """Ask Instantly which mailboxes there are and how they do."""
        if self.state.job is not None:
            return
        self._refreshed = True
        services = self._wizard.services
        job = self._wizard.jobs.submit(
            lambda work: services.mailboxes.refresh(work),
            lane=Lane.REMOTE,
            title=self.tr("Looking up your mailboxes"),
            key="mailboxes",
        )
        job.succeeded.connect(self._refresh_succeeded)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job, trouble=None))

    def choose(self, email: str, wanted: bool) -> None:  # noqa: FBT001 - a check box says on or off
        """Let a mailbox send, or not. The last one stays: somebody has to."""
        setup, mailboxes = self._wizard.state.draft.setup, self._wizard.state.standing.mailboxes
        chosen = {box.email for box in senders(setup, mailboxes)}
        chosen = chosen | {email} if wanted else chosen - {email}
        self._set(replace(self.state, last_one=not chosen))
        if chosen:
            overrides = tuple(one for one in setup.overrides if one in chosen)
            self._edit(replace(setup, mailboxes=as_chosen(chosen, mailboxes), overrides=overrides))

    def override(self, email: str) -> None:
        """Let a mailbox send although it is not healthy; one whose domain is dead never does."""
        setup, mailboxes = self._wizard.state.draft.setup, self._wizard.state.standing.mailboxes
        box = next((one for one in mailboxes if one.email == email), None)
        if box is None or box.healthy or box.dead:
            return
        chosen = {one.email for one in senders(setup, mailboxes)} | {email}
        self._set(replace(self.state, last_one=False))
        self._edit(
            replace(
                setup,
                mailboxes=as_chosen(chosen, mailboxes),
                overrides=tuple(sorted({*setup.overrides, email})),
            )
        )

    def edit_schedule(self, schedule: Schedule) -> None:
        """Take over days, hours, dates and zone."""
        self._edit(replace(self._wizard.state.draft.setup, schedule=schedule))
        self._match_zone()

    def edit_pacing(self, pacing: Pacing) -> None:
        """Take over how fast; a daily limit that was typed does not follow the mailboxes."""
        setup, mailboxes = self._wizard.state.draft.setup, self._wizard.state.standing.mailboxes
        shown = paced(setup.pacing, len(senders(setup, mailboxes)))
        untouched = shown.recommended and shown.daily_limit == pacing.daily_limit
        self._edit(replace(setup, pacing=replace(pacing, recommended=untouched)))

    def edit_rules(self, rules: SendingRules) -> None:
        """Take over stop rules and tracking."""
        self._edit(replace(self._wizard.state.draft.setup, rules=rules))

    def _edit(self, setup: CampaignSetup) -> None:
        self._wizard.edit(setup=setup)

    @Slot()
    def _settle(self) -> None:
        """Drop the overrides of mailboxes that are healthy again, or gone."""
        state = self._wizard.state
        if state.loaded and state.draft.setup.overrides and state.standing.mailboxes:
            setup = settled(state.draft.setup, state.standing.mailboxes)
            if setup != state.draft.setup:
                self._edit(setup)

    def _match_zone(self) -> None:
        """Comparing a hundred zones takes too long for the window's thread."""
        schedule = self._wizard.state.draft.setup.schedule
        zone, day = schedule.timezone, max(today(), schedule.start_date or today())
        if (zone, day) != self._zone:
            self._zone = zone, day
            job = self._wizard.jobs.submit(
                lambda _work: to_instantly(zone, day), lane=Lane.REMOTE, key="zone"
            )
            job.succeeded.connect(self._zone_matched)

    @Slot(object)
    def _zone_matched(self, match: TimezoneMatch) -> None:
        self._set(replace(self.state, zone=match))

    @Slot(object)
    def _refresh_succeeded(self, news: MailboxNews) -> None:
        self._set(replace(self.state, gaps=news.gaps))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        self._set(replace(self.state, job=None))

    def _set(self, state: SendingState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def as_chosen(chosen: set[str], mailboxes: tuple[Mailbox, ...]) -> tuple[str, ...]:
    """The choice as a setup keeps it: () means every healthy one, those to come included."""
    healthy = {box.email for box in mailboxes if box.healthy}
    return () if chosen >= healthy else tuple(sorted(chosen))


def expected(standing: Standing) -> Forecast | None:
    """What the campaign comes to as it stands, from today on."""
    boxes = senders(standing.setup, standing.mailboxes)
    return forecast(standing.lead_count, standing.setup, boxes, today())


def today() -> date:
    """The day it is where the founder lives."""
    return datetime.now().astimezone().date()

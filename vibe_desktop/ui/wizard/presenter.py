"""The frame of the wizard: which campaign, which step, and everything the steps share."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.campaigns import Campaign, CampaignSetup, WizardStep
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.launches import Launch
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.urls import host_of
from vibe_desktop.domain.variants import Variant
from vibe_desktop.domain.wizard import (
    Standing,
    after,
    before,
    holds_back,
    resume_at,
    url_problem,
)
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.wizard.draft import Draft, DraftKeeper
from vibe_desktop.ui.wizard.state import Saving, WizardState

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

LONGEST_NAME = 80
"""Characters of a page's title that are taken for the campaign's name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything about a campaign that the wizard reads from the store in one go."""

    campaign: Campaign | None
    page: Page | None
    variants: tuple[Variant, ...]
    approved: frozenset[str]
    lead_count: int
    mailboxes: tuple[Mailbox, ...]
    launch: Launch | None


class WizardPresenter(QObject):
    """Loads a campaign, walks through its steps, and keeps what is typed."""

    state_changed = Signal(object)
    """Emits the new `WizardState`."""
    trouble = Signal(object)
    """Emits a `Trouble` of a save that no field shows."""
    opened = Signal()
    """Emits when another campaign, or a new one, is about to be shown."""
    saved = Signal(object)
    """Emits the `Campaign` whenever it was stored."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.jobs = jobs
        self.state = WizardState()
        self.keeper = self._new_keeper(None)
        self._wanted_id = ""
        self._reading = 0

    # -- loading ---------------------------------------------------------------------------------

    def open(self, campaign_id: str) -> None:
        """Show a campaign at the step where it was left; an empty id begins a new one."""
        if self.state.loaded and campaign_id == self.campaign_id:
            self.reload()
            return
        self._let_go_of_keeper()
        self._wanted_id = campaign_id
        self.keeper = self._new_keeper(None)
        self._set(WizardState())
        self.opened.emit()
        self.reload()

    def reload(self) -> None:
        """Read again what other screens and jobs may have changed; the typed draft stays."""
        campaign_id = self.campaign_id
        services = self.services
        self._reading += 1
        reading = self._reading
        job = self.jobs.submit(
            lambda work: (reading, gather(services, campaign_id, work)),
            title=self.tr("Opening the campaign"),
        )
        job.succeeded.connect(self._gathered)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when something that the steps show was changed."""
        shared = changes.variants or changes.leads or changes.mailboxes or changes.launches
        if self.state.loaded and (shared or changes.identity):
            self.reload()

    @Slot(object)
    def _gathered(self, result: tuple[int, Stored]) -> None:
        """Take over what was read, unless something newer has been asked for meanwhile."""
        reading, stored = result
        if reading == self._reading:
            self._loaded(stored)

    def _loaded(self, stored: Stored) -> None:
        stored_id = stored.campaign.id if stored.campaign else ""
        if stored_id != self.campaign_id:
            return  # the founder went on to another campaign in the meantime
        first = not self.state.loaded
        if first and stored.campaign is not None:
            self.keeper = self._new_keeper(stored.campaign)
        standing = Standing(
            page=stored.page,
            variants=stored.variants,
            approved=stored.approved,
            lead_count=stored.lead_count,
            mailboxes=stored.mailboxes,
        )
        standing = self._with_draft(standing)
        step = self.state.step
        if first:
            launched = stored.campaign is not None and stored.campaign.instantly_id
            step = WizardStep.LAUNCH if launched else resume_at(standing)
        self._set(
            replace(
                self.state,
                loaded=True,
                campaign=stored.campaign or self.state.campaign,
                step=step,
                standing=standing,
                launch=stored.launch,
            )
        )

    # -- typing ----------------------------------------------------------------------------------

    def edit(
        self,
        *,
        name: str | None = None,
        url: str | None = None,
        audience: str | None = None,
        setup: CampaignSetup | None = None,
    ) -> None:
        """Take over what was typed; it is saved after a short pause."""
        draft = self.keeper.draft
        self.keeper.edit(
            Draft(
                draft.name if name is None else name,
                draft.url if url is None else url,
                draft.audience if audience is None else audience,
                draft.setup if setup is None else setup,
            )
        )
        self._refresh(held_back=False)

    def save_now(self) -> None:
        """Store what was typed without waiting for a pause."""
        self.keeper.save()
        self._refresh()

    # -- walking ---------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Go to the next step, or say what holds back."""
        gap = holds_back(self.state.step, self.state.standing)
        following = after(self.state.step)
        if gap is not None:
            self._set(replace(self.state, held_back=gap))
        elif following is not None:
            self.go_to(following)

    def go_back(self) -> None:
        """Go to the step in front."""
        previous = before(self.state.step)
        if previous is not None:
            self.go_to(previous)

    def go_to(self, step: WizardStep) -> None:
        """Open a step; one that may not be opened yet is ignored."""
        if step is self.state.step or step not in self.state.open_steps:
            return
        self.edit(setup=replace(self.keeper.draft.setup, step=step))
        self.keeper.save()
        self._refresh(step=step, held_back=False)

    # -- news from the steps ---------------------------------------------------------------------

    def page_arrived(self, page: Page) -> None:
        """The page was read, pasted or opened; its title names a campaign that has no name yet."""
        campaign = self.keeper.campaign
        if campaign is not None and page.title:
            host = host_of(campaign.url)
            if campaign.name == host and self.keeper.draft.name in {"", host}:
                self.edit(name=page.title[:LONGEST_NAME])
        self._set(replace(self.state, standing=replace(self.state.standing, page=page)))
        self._refresh(held_back=False)
        self.reload()  # a reading under way may have begun before there was this page

    # -- inside ----------------------------------------------------------------------------------

    @property
    def campaign_id(self) -> str:
        """The campaign that is open, "" for a new one that was not stored yet."""
        return self.keeper.campaign.id if self.keeper.campaign else self._wanted_id

    def _new_keeper(self, campaign: Campaign | None) -> DraftKeeper:
        keeper = DraftKeeper(self.services, self.jobs, campaign, self)
        keeper.saved.connect(self._saved)
        keeper.refused.connect(self._refused)
        return keeper

    def _let_go_of_keeper(self) -> None:
        """Store the last words of the campaign that is being left."""
        keeper = self.keeper
        keeper.saved.disconnect(self._saved)
        keeper.settle(keeper.deleteLater)

    @Slot(object)
    def _saved(self, campaign: Campaign) -> None:
        self._set(replace(self.state, campaign=campaign))
        self._refresh()
        self.saved.emit(campaign)

    @Slot(object)
    def _refused(self, trouble: Trouble) -> None:
        self._set(replace(self.state, saving=Saving.REFUSED))
        self.trouble.emit(trouble)

    def _with_draft(self, standing: Standing) -> Standing:
        draft = self.keeper.draft
        return replace(standing, url=draft.url, audience=draft.audience, setup=draft.setup)

    def _refresh(self, *, step: WizardStep | None = None, held_back: bool = True) -> None:
        """Bring the state in line with the keeper."""
        self._set(
            replace(
                self.state,
                draft=self.keeper.draft,
                step=step or self.state.step,
                standing=self._with_draft(self.state.standing),
                saving=self._saving(),
                held_back=self.state.held_back if held_back else None,
            )
        )

    def _saving(self) -> Saving:
        if self.keeper.saving:
            return Saving.PENDING
        if self.keeper.dirty:
            unusable = url_problem(self.keeper.draft.url) is not None
            return Saving.NEEDS_URL if unusable else Saving.PENDING
        return Saving.SAVED if self.keeper.campaign else Saving.NOTHING

    def _set(self, state: WizardState) -> None:
        state = replace(state, draft=self.keeper.draft)
        if state.held_back is not None and state.held_back != holds_back(
            state.step, state.standing
        ):
            state = replace(state, held_back=None)  # it was put right meanwhile
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def gather(services: "Services", campaign_id: str, work: Work) -> Stored:
    """Read all that the wizard shares among its steps; runs inside a job."""
    mailboxes = services.mailboxes.list(work)
    if not campaign_id:
        return Stored(None, None, (), frozenset(), 0, mailboxes, None)
    under = footer(services.identity.get(work))
    variants = services.variants.list(campaign_id, work)
    return Stored(
        campaign=services.campaigns.get(campaign_id, work),
        page=services.pages.latest(campaign_id, work),
        variants=variants,
        approved=frozenset(variant.id for variant in variants if variant.is_approved(under)),
        lead_count=services.leads.for_campaign(campaign_id, work),
        mailboxes=mailboxes,
        launch=services.launches.latest(campaign_id, work),
    )

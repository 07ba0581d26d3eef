"""The second step: ideal customers and an offer that the page suggests."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.copywriting import WriterKind
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.wizard.presenter import WizardPresenter

if TYPE_CHECKING:
    from vibe_desktop.domain.audiences import AudienceProfile, OfferCard
    from vibe_desktop.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class Suggested:
    """What one page suggests.

    Attributes:
        page: The page that was read for it.
        model: The model that could suggest too, "" without a key.
    """

    page: Page
    profiles: tuple["AudienceProfile", ...]
    card: "OfferCard"
    model: str


@dataclass(frozen=True, slots=True)
class AudienceState:
    """What the audience step shows besides the fields.

    Attributes:
        profiles: Three ideal customers, empty until the page was looked at.
        card: What the page says about the offer, None until then.
        model: The model that can be asked for other ones, "" when there is none.
        by_model: Whether a model suggested the profiles.
        job: The model's work under way, None when idle.
        trouble: Why the model suggested nothing, None when it did.
    """

    profiles: tuple["AudienceProfile", ...] = ()
    card: "OfferCard | None" = None
    model: str = ""
    by_model: bool = False
    job: Job | None = None
    trouble: Trouble | None = None


class AudiencePresenter(QObject):
    """Has ideal customers suggested: by rule at once, by a model when the founder asks for it."""

    state_changed = Signal(object)
    """Emits the new `AudienceState`."""

    def __init__(self, wizard: WizardPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wizard = wizard
        self._page: Page | None = None
        self.state = AudienceState()
        wizard.opened.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Forget everything: another campaign is shown."""
        if self.state.job is not None:
            self.state.job.cancel()
        self._page = None
        self._set(AudienceState())

    def suggest(self) -> None:
        """Look at the page, unless it is the one that was looked at last."""
        page = self._wizard.state.standing.page
        if page is None or page == self._page:
            return
        self._page = page
        services = self._wizard.services
        # Not on the lane of the database: what is typed must not wait for it.
        job = self._wizard.jobs.submit(lambda work: look_at(services, page, work), lane=Lane.REMOTE)
        job.succeeded.connect(self._suggested)

    def ask_model(self) -> None:
        """Have a model suggest; it costs a little."""
        if self.state.job is None and self.state.model:
            self._set(replace(self.state, trouble=None))
            self._wizard.keeper.settle(self._submit)

    def cancel(self) -> None:
        """Stop asking the model; the suggestions stay."""
        if self.state.job is not None:
            self.state.job.cancel()

    def _submit(self) -> None:
        services = self._wizard.services
        campaign = self._wizard.keeper.campaign
        if campaign is None or self.state.job is not None:
            return
        campaign_id = campaign.id
        job = self._wizard.jobs.submit(
            lambda work: (campaign_id, services.copywriting.audiences(campaign_id, work)),
            lane=Lane.REMOTE,
            title=self.tr("Suggesting ideal customers"),
        )
        job.succeeded.connect(self._answered)
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self._set(replace(self.state, job=job))

    @Slot(object)
    def _suggested(self, found: Suggested) -> None:
        if found.page == self._page:
            self._set(
                replace(
                    self.state,
                    profiles=found.profiles,
                    card=found.card,
                    model=found.model,
                    by_model=False,
                )
            )

    @Slot(object)
    def _answered(self, answer: tuple[str, tuple["AudienceProfile", ...]]) -> None:
        campaign_id, profiles = answer
        if profiles and campaign_id == self._wizard.campaign_id:
            by_model = profiles != self.state.profiles
            self._set(replace(self.state, profiles=profiles, by_model=by_model))

    @Slot(object)
    def _failed(self, trouble: Trouble) -> None:
        if self.sender() is self.state.job:
            self._set(replace(self.state, trouble=trouble))

    @Slot()
    def _finished(self) -> None:
        if self.sender() is self.state.job:
            self._set(replace(self.state, job=None))

    def _set(self, state: AudienceState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def look_at(services: "Services", page: Page, work: Work) -> Suggested:
    """Everything that the page suggests, by rule; runs inside a job."""
    from vibe_desktop.domain.audiences import card, suggest

    writer = services.copywriting.writer(work)
    model = writer.model if writer.kind is WriterKind.OPENAI else ""
    return Suggested(page, suggest(page), card(page), model)

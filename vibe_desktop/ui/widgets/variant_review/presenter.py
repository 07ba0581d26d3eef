"""The mails of one campaign under review."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import FIRST_STEP
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.widgets.variant_review.leads import LeadChooser, LeadState
from vibe_desktop.ui.widgets.variant_review.state import ReviewState
from vibe_desktop.ui.widgets.variant_review.tasks import Gather, Reviewed
from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services


class ReviewPresenter(QObject):
    """Loads the mails and the leads to preview with. Works without any network."""

    state_changed = Signal(object)
    """Emits the new `ReviewState`."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self._texts: dict[str, str] = {}
        self.state = ReviewState()
        self.variants: tuple[VariantPresenter, ...] = ()
        """One presenter a mail, by step and letter; another set when `state.version` counts up."""
        self.leads = LeadChooser(services, jobs, self)
        self.leads.state_changed.connect(self._lead_chosen)

    @property
    def campaign_id(self) -> str:
        """The campaign under review, "" before the first."""
        return self._campaign_id

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps that have mails, in order."""
        return tuple(sorted({one.state.variant.step for one in self.variants}))

    @property
    def lead(self) -> Lead:
        """Whom the previews are filled in for."""
        return self.leads.state.lead

    def of_step(self, step: int) -> tuple[VariantPresenter, ...]:
        """The mails of one step."""
        return tuple(one for one in self.variants if one.state.variant.step == step)

    def open(self, campaign_id: str) -> None:
        """Review this campaign; opening the one that is open already reads it again."""
        if campaign_id != self._campaign_id:
            self.save()
            self._campaign_id = campaign_id
            self._drop_variants()
            self._set(ReviewState(version=self.state.version + 1))
        self.reload()
        if campaign_id:
            self.leads.open(campaign_id)

    @Slot()
    def reload(self) -> None:
        """Read again; text that is being typed stays."""
        if self._campaign_id:
            task = Gather(self._services, self._campaign_id)
            job = self._jobs.submit(task, title=self.tr("Opening the variants"))
            job.succeeded.connect(self._loaded)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns the review."""
        if changes.variants or changes.identity or changes.campaigns:
            self.reload()
        if changes.leads:
            self.leads.reload()
        if changes.leads or changes.settings or changes.campaigns:
            for variant in self.variants:
                variant.sibling_changed()

    @Slot()
    def save(self) -> None:
        """Store everything typed without waiting for a pause."""
        for variant in self.variants:
            variant.save()

    def choose_step(self, step: int) -> None:
        """Show the mails of another step."""
        if step in self.steps:
            self._set(replace(self.state, step=step))

    def next_open(self, after: VariantPresenter) -> VariantPresenter | None:
        """The next mail that nobody decided on yet, going round; None when all are decided."""
        if after not in self.variants:
            return None
        at = self.variants.index(after) + 1
        others = (*self.variants[at:], *self.variants[: at - 1])
        return next((one for one in others if not one.state.decided), None)

    @Slot(object)
    def _lead_chosen(self, state: LeadState) -> None:
        for variant in self.variants:
            variant.choose_lead(state.lead)
        names = frozenset(name for lead in state.leads for name in lead.custom)
        if state.real and not names <= self.state.custom:
            self._set(replace(self.state, custom=self.state.custom | names))

    @Slot(object)
    def _loaded(self, found: Reviewed) -> None:
        if found.campaign.id != self._campaign_id:
            return
        state = replace(
            self.state, loaded=True, campaign=found.campaign, waits=found.campaign.setup.waits
        )
        if [one.id for one in found.variants] != [p.state.variant.id for p in self.variants]:
            self._drop_variants()
            self.variants = tuple(
                VariantPresenter(self._services, self._jobs, variant, found.footer, self.lead, self)
                for variant in found.variants
            )
            state = replace(state, version=state.version + 1)
        if state.step not in self.steps:
            state = replace(state, step=next(iter(self.steps), FIRST_STEP))
        self._set(state)
        for presenter, variant in zip(self.variants, found.variants, strict=True):
            presenter.update_stored(variant, found.footer, locked=state.locked)
        self._note_texts(found)

    def _note_texts(self, found: Reviewed) -> None:
        """Have the siblings of a mail that is another one now looked at again."""
        texts = {
            one.id: f"{one.current.id} {one.rejected_at is not None}" for one in found.variants
        }
        changed = {id_ for id_, text in texts.items() if self._texts.get(id_, text) != text}
        self._texts = texts
        steps = {one.step for one in found.variants if one.id in changed}
        for presenter in self.variants:
            variant = presenter.state.variant
            if variant.step in steps and variant.id not in changed:
                presenter.sibling_changed()

    def _drop_variants(self) -> None:
        for variant in self.variants:
            variant.deleteLater()
        self.variants = ()

    def _set(self, state: ReviewState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

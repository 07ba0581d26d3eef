"""The variants of one campaign under review."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.widgets.variant_review.state import BARE_LEAD, EXAMPLE_LEAD, ReviewState
from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that the review reads from the store in one go."""

    campaign: Campaign
    variants: tuple[Variant, ...]
    footer: str
    leads: tuple[Lead, ...]


class ReviewPresenter(QObject):
    """Loads the variants and the leads to preview with. Works without any network."""

    state_changed = Signal(object)
    """Emits the new `ReviewState`."""

    def __init__(self, services: "Services", jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = jobs
        self._campaign_id = ""
        self.state = ReviewState()
        self.variants: tuple[VariantPresenter, ...] = ()
        """One presenter a variant, in order; another set whenever `state.version` counts up."""

    @property
    def campaign_id(self) -> str:
        """The campaign under review, "" before the first."""
        return self._campaign_id

    def open(self, campaign_id: str) -> None:
        """Review this campaign; opening the one that is open already reads it again."""
        if campaign_id != self._campaign_id:
            self.save()
            self._campaign_id = campaign_id
            self._drop_variants()
            self._set(ReviewState(version=self.state.version + 1))
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read again; text that is being typed stays."""
        if self._campaign_id:
            task = _Gather(self._services, self._campaign_id)
            job = self._jobs.submit(task, title=self.tr("Opening the variants"))
            job.succeeded.connect(self._loaded)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when variants, the footer or the leads changed."""
        if changes.variants or changes.identity or changes.leads:
            self.reload()

    @Slot()
    def save(self) -> None:
        """Store everything typed without waiting for a pause."""
        for variant in self.variants:
            variant.save()

    def choose_lead(self, position: int) -> None:
        """Fill the previews in for another lead."""
        if 0 <= position < len(self.state.leads):
            self._set(replace(self.state, chosen=position))
            for variant in self.variants:
                variant.choose_lead(self.state.lead)

    @Slot(object)
    def _loaded(self, found: Reviewed) -> None:
        if found.campaign.id != self._campaign_id:
            return
        leads = (*found.leads, BARE_LEAD) if found.leads else (EXAMPLE_LEAD, BARE_LEAD)
        chosen = leads.index(self.state.lead) if self.state.lead in leads else 0
        version = self.state.version
        if [one.id for one in found.variants] != [p.state.variant.id for p in self.variants]:
            self._drop_variants()
            self.variants = tuple(
                VariantPresenter(
                    self._services, self._jobs, variant, found.footer, leads[chosen], self
                )
                for variant in found.variants
            )
            version += 1
        self._set(
            ReviewState(
                loaded=True,
                campaign=found.campaign,
                leads=leads,
                real_leads=bool(found.leads),
                chosen=chosen,
                version=version,
            )
        )
        for presenter, variant in zip(self.variants, found.variants, strict=True):
            presenter.choose_lead(leads[chosen])
            presenter.update_stored(variant, found.footer)

    def _drop_variants(self) -> None:
        for variant in self.variants:
            variant.deleteLater()
        self.variants = ()

    def _set(self, state: ReviewState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


@dataclass(frozen=True, slots=True)
class _Gather:
    services: "Services"
    campaign_id: str

    def __call__(self, work: Work) -> Reviewed:
        services = self.services
        return Reviewed(
            campaign=services.campaigns.get(self.campaign_id, work),
            variants=services.variants.list(self.campaign_id, work),
            footer=footer(services.identity.get(work)),
            leads=services.leads.sample(self.campaign_id, work),
        )

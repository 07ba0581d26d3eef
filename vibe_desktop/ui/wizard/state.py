"""The wizard as one value."""

from dataclasses import dataclass, field
from enum import StrEnum

from vibe_desktop.domain.campaigns import Campaign, WizardStep
from vibe_desktop.domain.launches import Launch
from vibe_desktop.domain.wizard import Missing, Standing, before, missing, reachable
from vibe_desktop.ui.wizard.draft import Draft


class Saving(StrEnum):
    """Whether what is typed is stored."""

    NOTHING = "nothing"
    SAVED = "saved"
    PENDING = "pending"
    NEEDS_URL = "needs_url"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WizardState:
    """What the frame of the wizard shows.

    Attributes:
        campaign: As stored, None before the first save.
        draft: The fields as they stand on screen.
        held_back: Why the founder could not go on just now, None when nothing holds.
        launch: The newest launch of the campaign, None before the first.
    """

    loaded: bool = False
    campaign: Campaign | None = None
    draft: Draft = field(default_factory=Draft)
    step: WizardStep = WizardStep.PRODUCT
    standing: Standing = field(default_factory=Standing)
    saving: Saving = Saving.NOTHING
    held_back: Missing | None = None
    launch: Launch | None = None

    @property
    def open_steps(self) -> tuple[WizardStep, ...]:
        """The steps that may be opened."""
        return reachable(self.standing)

    @property
    def done_steps(self) -> tuple[WizardStep, ...]:
        """The open steps that lack nothing; the launch only once it was done."""
        return tuple(
            step
            for step in self.open_steps
            if (self.launched if step is WizardStep.LAUNCH else not missing(step, self.standing))
        )

    @property
    def launched(self) -> bool:
        """Whether the campaign exists at Instantly, so that its content is no longer a draft."""
        return bool(self.campaign and self.campaign.instantly_id)

    @property
    def can_go_back(self) -> bool:
        """Whether a step lies in front."""
        return before(self.step) is not None

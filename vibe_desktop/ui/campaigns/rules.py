"""What may be done with a campaign, told from its state."""

from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.dashboard import CampaignRow


def is_draft(row: CampaignRow) -> bool:
    """Whether it still belongs into the wizard: nothing is out yet."""
    return row.campaign.status in {CampaignStatus.DRAFT, CampaignStatus.LAUNCHING}


def can_pause(row: CampaignRow) -> bool:
    """Whether sending can be paused now."""
    return row.campaign.status is CampaignStatus.ACTIVE


def can_resume(row: CampaignRow) -> bool:
    """Whether sending can be taken up again now."""
    return row.campaign.status is CampaignStatus.PAUSED


def can_delete(row: CampaignRow) -> bool:
    """Whether it can be deleted: only while nothing was launched."""
    return row.campaign.status is CampaignStatus.DRAFT and not row.campaign.instantly_id

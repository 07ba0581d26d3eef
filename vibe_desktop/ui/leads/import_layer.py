"""The import in place of the table."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.state import CampaignName
from vibe_desktop.ui.theme.tokens import SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.lead_import import LeadImportPanel


class ImportLayer(QScrollArea):
    """Scrolls over the import panel."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_3, 0)
        column.setSpacing(SPACE_4)
        self.panel = LeadImportPanel(context, asks_campaign=True)
        self.campaign = self.panel.target.campaign
        column.addWidget(self.panel, 1)
        self.setWidget(content)

    def offer(self, campaigns: Iterable[CampaignName]) -> None:
        """Offer these campaigns; the one that was chosen stays chosen."""
        self.panel.target.offer([(campaign.id, campaign.name) for campaign in campaigns])

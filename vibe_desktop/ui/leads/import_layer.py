"""The import in place of the table: for which campaign, and the panel that takes a file."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.state import CampaignName
from vibe_desktop.ui.theme.tokens import SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.lead_import import LeadImportPanel


class ImportLayer(QScrollArea):
    """Scrolls over the choice of a campaign and the import panel."""

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
        self.campaign = QComboBox()
        self.campaign.setObjectName("import_campaign")
        self.campaign.activated.connect(self._campaign_chosen)
        field = Field(
            self.tr("These leads are for"),
            self.campaign,
            self.tr("An address that the campaign has already is not added twice."),
        )
        field.setMaximumWidth(420)
        column.addWidget(field)
        self.panel = LeadImportPanel(context)
        column.addWidget(self.panel, 1)
        self.setWidget(content)

    def offer(self, campaigns: Iterable[CampaignName]) -> None:
        """Offer these campaigns; the one that was chosen stays chosen."""
        chosen = self.campaign.currentData() or ""
        self.campaign.clear()
        self.campaign.addItem(self.tr("No campaign yet"), "")
        for campaign in campaigns:
            self.campaign.addItem(campaign.name, campaign.id)
        self.campaign.setCurrentIndex(max(0, self.campaign.findData(chosen)))

    @Slot(int)
    def _campaign_chosen(self, index: int) -> None:
        self.panel.set_campaign(str(self.campaign.itemData(index)))

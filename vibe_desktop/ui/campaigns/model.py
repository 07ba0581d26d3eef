"""The campaigns as a table."""

from PySide6.QtCore import QCoreApplication, QObject

from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.ui.widgets.row_model import Column, RowModel, RowShape
from vibe_desktop.ui.words import number, status_words, when

STATUS_COLUMN = 1


def _tr(text: str) -> str:
    return QCoreApplication.translate("CampaignsModel", text)


def columns() -> tuple[Column[CampaignRow], ...]:
    """The columns, left to right."""
    return (
        Column(
            _tr("Campaign"),
            lambda row: row.campaign.name,
            lambda row: row.campaign.name.casefold(),
        ),
        Column(_tr("Status"), lambda row: status_words(row.campaign.status)[0]),
        Column(
            _tr("Leads"), lambda row: number(row.lead_count), lambda row: row.lead_count, right=True
        ),
        Column(
            _tr("Sent"),
            lambda row: number(row.counters.sent),
            lambda row: row.counters.sent,
            right=True,
        ),
        Column(
            _tr("Contacted"),
            lambda row: number(row.counters.contacted),
            lambda row: row.counters.contacted,
            right=True,
        ),
        Column(
            _tr("Reply rate"),
            lambda row: row.counters.reply_rate.words,
            lambda row: -1.0 if (rate := row.counters.reply_rate.value) is None else rate,
        ),
        Column(
            _tr("Refreshed"),
            lambda row: when(row.as_of) if row.campaign.instantly_id else "–",
            lambda row: row.as_of.timestamp() if row.as_of else 0.0,
        ),
    )


def _search_text(row: CampaignRow) -> str:
    return f"{row.campaign.name} {row.campaign.url} {status_words(row.campaign.status)[0]}"


class CampaignsModel(RowModel[CampaignRow]):
    """One row a campaign."""

    def __init__(self, parent: QObject | None = None) -> None:
        shape: RowShape[CampaignRow] = RowShape(
            identity=lambda row: row.campaign.id,
            tip=lambda row: row.note or row.campaign.url,
            tone=lambda row: status_words(row.campaign.status)[1],
            search=_search_text,
        )
        super().__init__(columns(), shape, parent)

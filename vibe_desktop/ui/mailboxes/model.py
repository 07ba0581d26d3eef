"""The mailboxes as a table."""

from PySide6.QtCore import QCoreApplication, QObject

from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.ui.widgets.mailbox_words import (
    domain_words,
    gap_words,
    health_words,
    limit_words,
    provider_words,
    score_words,
    warmup_words,
)
from vibe_desktop.ui.widgets.row_model import Column, RowModel, RowShape

HEALTH_COLUMN = 1
_UNKNOWN = -1
"""A figure that is not known comes before every other."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailboxesModel", text)


def columns() -> tuple[Column[Mailbox], ...]:
    """The columns, left to right."""
    return (
        Column(_tr("Mailbox"), lambda box: box.email),
        Column(_tr("Health"), lambda box: health_words(box)[0]),
        Column(_tr("Warm-up"), warmup_words),
        Column(_tr("Score"), score_words, lambda box: _figure(box.warmup_score), right=True),
        Column(_tr("Mails a day"), limit_words, lambda box: _figure(box.daily_limit), right=True),
        Column(_tr("Gap"), gap_words, lambda box: _figure(box.sending_gap), right=True),
        Column(_tr("Provider"), lambda box: provider_words(box.provider)),
        Column(_tr("Domain"), lambda box: domain_words(box.check)),
    )


def _figure(value: float | None) -> float:
    return _UNKNOWN if value is None else value


def _search_text(box: Mailbox) -> str:
    return f"{box.email} {box.first_name} {box.last_name} {health_words(box)[0]}"


class MailboxesModel(RowModel[Mailbox]):
    """One row a mailbox."""

    def __init__(self, parent: QObject | None = None) -> None:
        shape: RowShape[Mailbox] = RowShape(
            identity=lambda box: box.email,
            tip=lambda box: box.trouble,
            tone=lambda box: health_words(box)[1],
            search=_search_text,
        )
        super().__init__(columns(), shape, parent)

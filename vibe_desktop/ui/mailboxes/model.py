"""The mailboxes as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.ui.mailboxes.words import (
    domain_words,
    gap_words,
    health_words,
    limit_words,
    provider_words,
    score_words,
    warmup_words,
)
from vibe_desktop.ui.widgets.pills import TONE_ROLE

SORT_ROLE = Qt.ItemDataRole.UserRole + 2
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 3
HEALTH_COLUMN = 1

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its cells in words, and what it is sorted by."""

    title: str
    words: Callable[[Mailbox], str]
    order: Callable[[Mailbox], float | str]
    right: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailboxesModel", text)


def columns() -> tuple[Column, ...]:
    """The columns, left to right."""
    return (
        Column(_tr("Mailbox"), lambda box: box.email, lambda box: box.email),
        Column(_tr("Health"), lambda box: health_words(box)[0], lambda box: health_words(box)[0]),
        Column(_tr("Warm-up"), warmup_words, warmup_words),
        Column(
            _tr("Score"),
            score_words,
            lambda box: -1 if box.warmup_score is None else box.warmup_score,
            right=True,
        ),
        Column(
            _tr("Mails a day"),
            limit_words,
            lambda box: -1 if box.daily_limit is None else box.daily_limit,
            right=True,
        ),
        Column(
            _tr("Gap"),
            gap_words,
            lambda box: -1 if box.sending_gap is None else box.sending_gap,
            right=True,
        ),
        Column(
            _tr("Provider"),
            lambda box: provider_words(box.provider),
            lambda box: provider_words(box.provider),
        ),
        Column(
            _tr("Domain"),
            lambda box: domain_words(box.check),
            lambda box: domain_words(box.check),
        ),
    )


class MailboxesModel(QAbstractTableModel):
    """Read-only, one row a mailbox."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._rows: tuple[Mailbox, ...] = ()

    def set_rows(self, rows: tuple[Mailbox, ...]) -> None:
        """Show other mailboxes; what changed in place keeps selection and scroll."""
        if [row.email for row in rows] == [row.email for row in self._rows]:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, position: int) -> Mailbox:
        """The mailbox in a row of this model."""
        return self._rows[position]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Mailboxes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> object | None:
        """Titles, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == _DISPLAY:
            return column.title
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column.right else None

    def data(self, index: Index, role: int = _DISPLAY) -> object | None:
        """Cells in words; tone, order and search text under their own roles."""
        box = self._rows[index.row()]
        column = self._columns[index.column()]
        if role == _DISPLAY:
            return column.words(box)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return box.trouble
        if role == TONE_ROLE:
            return health_words(box)[1]
        if role == SORT_ROLE:
            return column.order(box)
        if role == SEARCH_ROLE:
            return f"{box.email} {box.first_name} {box.last_name} {health_words(box)[0]}"
        return None

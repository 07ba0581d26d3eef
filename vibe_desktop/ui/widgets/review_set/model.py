"""The mails, and the filters over them, as tables that make their rows when they are drawn."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from vibe_desktop.ui.widgets.review_set.state import ODD_ONES
from vibe_desktop.ui.widgets.review_set.words import mail_words
from vibe_desktop.ui.words import number

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import ReviewSet, RiskRow, RiskRows

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
# Plain numbers: comparing enums for every cell and role doubles the cost of a frame.
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewSetModel", text)


class MailsModel(QAbstractTableModel):
    """One row a mail: lead, mail, why it is odd."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: RiskRows | None = None
        self._total = 0
        self._at = -1
        self._row: RiskRow | None = None
        self._titles = (_tr("Lead"), _tr("Mail"), _tr("Why"))

    def set_rows(self, rows: "RiskRows | None") -> None:
        """Show other mails."""
        if rows is self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self._total = len(rows) if rows is not None else 0
        self._at, self._row = -1, None
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Mails that the filters leave."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Columns."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object | None:
        """Titles."""
        if role != 0 or orientation != Qt.Orientation.Horizontal:
            return None
        return self._titles[section]

    def data(self, index: Index, role: int = 0) -> object | None:
        """Cells."""
        if role not in {0, _TOOL_TIP}:
            return None
        row = self._made(index.row())
        if row is None:
            return None
        column = index.column()
        if column == 0:
            if role == _TOOL_TIP:
                return row.email
            return row.who or row.email
        return mail_words(row.mail) if column == 1 else row.why

    def _made(self, at: int) -> "RiskRow | None":
        """A row; the last one is kept, since its cells are asked for one after another."""
        if at != self._at and self._rows is not None:
            self._at, self._row = at, self._rows[at]
        return self._row


class FiltersModel(QAbstractTableModel):
    """All mails, the odd ones, and each rule with how many mails it found."""

    WHOLE: Final = 2
    """The column that has title and count in one, for a box to choose from."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, str, int, str]] = []

    @property
    def rules(self) -> list[str]:
        """The filter of each row, "" for all mails."""
        return [rule for rule, _, _, _ in self._lines]

    def set_counts(self, built: "ReviewSet | None") -> None:
        """Show the counts of another set."""
        lines: list[tuple[str, str, int, str]] = []
        if built is not None:
            lines.append(("", _tr("All mails"), built.mail_count, ""))
            if built.odd_count:
                lines.append((ODD_ONES, _tr("Everything odd"), built.odd_count, ""))
            lines += [(one.rule, one.title, one.mails, one.example) for one in built.counts]
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Filters."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Title, count, and both in one."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = 0) -> object | None:
        """Cells; the tool tip gives an example."""
        _, title, mails, example = self._lines[index.row()]
        if role == 0:
            whole = f"{title} ({number(mails)})"
            return (title, number(mails), whole)[index.column()]
        if role == _ALIGNMENT and index.column() == 1:
            return _RIGHT
        if role == _ACCESSIBLE:
            return f"{title}: {number(mails)}"
        if role == _TOOL_TIP:
            example_words = _tr("{title}, for example “{example}”")
            return example_words.format(title=title, example=example) if example else title
        return None

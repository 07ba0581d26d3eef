"""Earlier versions of a mail: one row a sitting, what would change, and a way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, Text
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.tab_order import put_before
from vibe_desktop.ui.widgets.variant_review.preview import Sheet
from vibe_desktop.ui.widgets.variant_review.state import Comparison, VariantState, tidied
from vibe_desktop.ui.widgets.variant_review.words import entry_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vibe_desktop.domain.diffs import Piece
    from vibe_desktop.domain.histories import Entry
    from vibe_desktop.domain.variants import Revision

FIRST_ROWS = 6
"""So many entries are listed at once; the rest after a click."""


class HistoryFold(Fold):
    """All saved states of one mail."""

    compare_wished = Signal(object)
    """Emits the `Revision` to hold against the text on screen, None to put it away (a wish)."""
    restore_wished = Signal(str)
    """Emits the id of the revision to bring back (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            QCoreApplication.translate("HistoryFold", "Earlier versions"), parent=parent
        )
        self.rows: list[_Row] = []
        self._shown: object = None
        self._all = False
        self._state: VariantState | None = None
        self._loading = Hint(self.tr("Loading"))
        self._none = Hint(self.tr("There is no earlier version yet."))
        self._more = LinkButton("")
        self._more.set_small()
        self._more.clicked.connect(self._show_all)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE_2)
        self.body.addWidget(self._loading)
        self.body.addWidget(self._none)
        self.body.addLayout(self._column)
        self.body.addWidget(self._more)

    def draw(self, state: VariantState) -> None:
        """Show what there is; nothing is done while the part is closed."""
        self._state = state
        if not self.is_open:
            return
        key = (state.entries, state.variant.current.id, state.comparison, state.locked, self._all)
        if key == self._shown:
            return
        self._shown = key
        entries = state.entries or ()
        shown = entries if self._all else entries[:FIRST_ROWS]
        self._loading.setVisible(state.entries is None)
        self._none.setVisible(state.entries is not None and len(entries) < 2)
        self._more.setVisible(len(shown) < len(entries))
        self._more.setText(self.tr("Show {0} more").format(len(entries) - len(shown)))
        while len(self.rows) < len(shown):
            row = _Row()
            row.compare_wished.connect(self.compare_wished)
            row.restore_wished.connect(self.restore_wished)
            self._column.addWidget(row)
            put_before(row, self._more)
            self.rows.append(row)
        for row, entry in zip(self.rows, shown, strict=False):
            row.draw(entry, state)
            row.show()
        for row in self.rows[len(shown) :]:
            row.hide()

    @Slot()
    def _show_all(self) -> None:
        self._all = True
        if self._state is not None:
            self.draw(self._state)


class _Row(QWidget):
    """One sitting; opens to what restoring it would change."""

    compare_wished = Signal(object)
    """Emits the `Revision` to compare with, None to stop (a wish)."""
    restore_wished = Signal(str)
    """Emits the id of the revision to bring back (a wish)."""

    def __init__(self) -> None:
        super().__init__()
        self._revision: Revision | None = None
        self._drawn: Comparison | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._words = Label("", Text.SMALL, wrap=True)
        self.compare_button = LinkButton(self.tr("Compare"))
        self.restore_button = LinkButton(self.tr("Restore"))
        self._here = Label(self.tr("on screen"), Text.SMALL, muted=True)
        row.addWidget(self._words, 1)
        for widget in (self.compare_button, self.restore_button, self._here):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.compare_button.set_small()
        self.restore_button.set_small()
        self.compare_button.clicked.connect(self._compare)
        self.restore_button.clicked.connect(self._restore)
        column.addLayout(row)
        self._legend = Hint(
            self.tr("Restoring would bring the underlined words back and take the struck ones out.")
        )
        self.sheet = Sheet()
        self.sheet.setAccessibleName(self.tr("What restoring would change"))
        column.addWidget(self._legend)
        column.addWidget(self.sheet)

    def draw(self, entry: "Entry", state: VariantState) -> None:
        """Show this entry."""
        revision = self._revision = entry.newest
        self._words.setText(entry_words(entry))
        now = tidied(state.subject, state.body) == tidied(revision.subject, revision.body)
        self._here.setVisible(now)
        self.compare_button.setVisible(not now)
        self.restore_button.setVisible(not now and not state.locked)
        self.restore_button.setProperty("revision", revision.id)
        number = entry.last_number
        self.restore_button.setAccessibleName(self.tr("Restore version {0}").format(number))
        comparison = state.comparison
        shown = comparison is not None and comparison.revision_id == revision.id and not now
        self.compare_button.setText(self.tr("Close") if shown else self.tr("Compare"))
        self.compare_button.setAccessibleName(
            self.tr("Close the comparison with version {0}").format(number)
            if shown
            else self.tr("Compare with version {0}").format(number)
        )
        self._legend.setVisible(shown)
        self.sheet.setVisible(shown)
        if shown and comparison != self._drawn and comparison is not None:
            _write(self.sheet, comparison)
        self._drawn = comparison if shown else None

    @Slot()
    def _compare(self) -> None:
        self.compare_wished.emit(None if self._drawn is not None else self._revision)

    @Slot()
    def _restore(self) -> None:
        if self._revision is not None:
            self.restore_wished.emit(self._revision.id)


def _write(sheet: Sheet, comparison: Comparison) -> None:
    """Show a difference: underlined comes back, struck out goes; the colours only repeat that."""
    sheet.clear()
    cursor = QTextCursor(sheet.document())
    strong = QTextCharFormat()
    strong.setFontWeight(600)
    if comparison.subject:
        _insert(cursor, comparison.subject, strong)
        cursor.insertText("\n\n", QTextCharFormat())
    _insert(cursor, comparison.body, QTextCharFormat())
    spoken = {"added": "+{}", "removed": "-{}", "same": "{}"}
    sheet.setAccessibleDescription(
        " ".join(
            spoken[piece.kind].format(piece.text)
            for piece in (*comparison.subject, *comparison.body)
            if piece.kind != "same"
        )
    )


def _insert(cursor: QTextCursor, pieces: "Sequence[Piece]", plain: QTextCharFormat) -> None:
    roles = current_roles()
    for piece in pieces:
        style = QTextCharFormat(plain)
        if piece.kind == "added":
            style.setFontUnderline(True)
            style.setForeground(QColor(roles.success))
            style.setBackground(QColor(roles.success_ground))
        elif piece.kind == "removed":
            style.setFontStrikeOut(True)
            style.setForeground(QColor(roles.danger))
            style.setBackground(QColor(roles.danger_ground))
        cursor.insertText(piece.text, style)

"""Findings in the text itself: a line under the words, so that none is ever out of sight."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.widgets.variant_review.positions import units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vibe_desktop.domain.lint import Finding
    from vibe_desktop.ui.widgets.variant_review.editors import TagEdit

_Line = QTextCharFormat.UnderlineStyle


def mark(editor: "TagEdit", findings: "Sequence[Finding]", current: "Finding | None") -> None:
    """Underline these findings in `editor`: red waves block, amber dots advise, grey is signed.

    The lines move with the words they stand under while more is typed.
    """
    at = units(editor.toPlainText())
    marks: list[QTextEdit.ExtraSelection] = []
    # What blocks is drawn last, over advice about the same words.
    for finding in sorted(findings, key=lambda one: (one.blocking, one == current)):
        if finding.start >= finding.end:
            continue
        cursor = QTextCursor(editor.document())
        cursor.setPosition(at(finding.start))
        cursor.setPosition(at(finding.end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = _format(finding, is_current=finding == current)
        marks.append(selection)
    editor.setExtraSelections(marks)


def _format(finding: "Finding", *, is_current: bool) -> QTextCharFormat:
    roles = current_roles()
    style = QTextCharFormat()
    if finding.signed:
        line, colour = _Line.DotLine, roles.edge
    elif finding.blocking:
        line, colour = _Line.WaveUnderline, roles.danger
    else:
        line, colour = _Line.DotLine, roles.warning
    style.setUnderlineStyle(line)
    style.setUnderlineColor(QColor(colour))
    if is_current:
        ground = roles.danger_ground if finding.blocking else roles.warning_ground
        style.setBackground(QColor(ground))
    return style

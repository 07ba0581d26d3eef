"""Colours for merge tags, spintax and Liquid in an editor, by the grammar that fills them in."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from vibe_desktop.domain.templates import TagKind, Template, parse
from vibe_desktop.ui.theme.roles import Roles, current_roles
from vibe_desktop.ui.widgets.variant_review.positions import units

_LIQUID = re.compile(r"\{%[^{}]*%\}")


class TagHighlighter(QSyntaxHighlighter):
    """Known tags in the accent colour, spintax in its own, what breaks the grammar underlined."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._custom: AbstractSet[str] = frozenset()
        self._read_text = ""
        self._template: Template = parse("")
        self._at: Callable[[int], int] = int

    def know(self, custom: AbstractSet[str]) -> None:
        """Take these custom fields for known: the leads have them."""
        if custom != self._custom:
            self._custom = custom
            self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        """Colour one line; the grammar is asked about the whole text, since tags may span lines."""
        whole = self.document().toPlainText()
        if whole != self._read_text:
            self._read_text, self._template = whole, parse(whole)
            self._at = units(whole)
        roles = current_roles()
        start = self.currentBlock().position()
        for liquid in _LIQUID.finditer(whole):
            self._paint(*liquid.span(), start, _style(roles.warning))
        for tag in self._template.tags:
            known = tag.kind is not TagKind.CUSTOM or tag.name in self._custom
            style = _tag_style(roles, tag.kind) if known else _trouble_style(roles)
            self._paint(tag.start, tag.end, start, style)
        for problem in self._template.problems:
            self._paint(problem.start, problem.end, start, _trouble_style(roles))

    def _paint(self, start: int, end: int, line: int, style: QTextCharFormat) -> None:
        start, end = self._at(start) - line, self._at(end) - line
        start, end = max(start, 0), min(end, self.currentBlock().length() - 1)
        if start < end:
            self.setFormat(start, end - start, style)


def _tag_style(roles: Roles, kind: TagKind) -> QTextCharFormat:
    return _style({TagKind.RANDOM: roles.success}.get(kind, roles.link))


def _style(colour: str) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(colour))
    style.setFontWeight(QFont.Weight.DemiBold)
    return style


def _trouble_style(roles: Roles) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setForeground(QColor(roles.danger))
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    style.setUnderlineColor(QColor(roles.danger))
    return style

"""From the plain text of a mail to the HTML that Instantly wants, and back for comparing.

Instantly sends bodies as HTML: line ends of a plain text would vanish, and text outside any element
was seen to be stripped. So a mail is one `<div>` whose lines are parted by `<br/>`.
"""

import html
import re
from html.parser import HTMLParser

from vibe_desktop.domain.grammar import Piece, PieceKind, parse, pieces

UNSUBSCRIBE_WORD = "unsubscribe"
"""What the opt-out link reads as, in HTML and in a rendered text."""

UNSUBSCRIBE_ANCHOR = f'<a href="{{unsubscribe_link}}">{UNSUBSCRIBE_WORD}</a>'

_LINE_END = re.compile(r"\r\n?|\n")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLOCKS = frozenset({"div", "p", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3"})


def to_html(text: str) -> str:
    """The HTML of a plain text with tags: characters escaped, lines kept, tags left as they are.

    Quotes stay raw, and so does a `{% %}` that the grammar understands; one that it does not is
    text like any other. White space that `{%- -%}` takes away is written as one space, never as a
    `<br/>`, which Liquid would leave in place. `{unsubscribe_link}` becomes a link.
    """
    template = parse(plain_lines(text))
    return f"<div>{''.join(map(_piece_html, pieces(template)))}</div>"


def to_text(markup: str) -> str:
    """The words of an HTML mail, one line a line, white space folded as a reader's program does."""
    return "\n".join(_Lines.of(markup).text)


def as_read(text: str) -> str:
    """A plain text as it reads once it was sent as HTML: `to_text` without the way through HTML."""
    return "\n".join([_folded(line) for line in text.split("\n")]).rstrip("\n")


def plain_lines(text: str) -> str:
    """A text with one kind of line end."""
    return _LINE_END.sub("\n", text)


def normalise_html(markup: str) -> str:
    """One spelling for HTML that reads the same, so that what came back can be compared.

    Folds what Instantly's sanitiser is known to change: `<br>` and `<br />`, `&nbsp;`, white space,
    spelling of entities, and which block element parts the lines. Words, lines and the
    addresses of links stay significant.
    """
    return f"<div>{'<br/>'.join(_Lines.of(markup).canonical)}</div>"


def _piece_html(piece: Piece) -> str:
    match piece.kind:
        case PieceKind.TEXT:
            return _text_html(piece)
        case PieceKind.OPT_OUT:
            return UNSUBSCRIBE_ANCHOR
        case PieceKind.TAG | PieceKind.LIQUID:
            return _SPACES.sub(" ", piece.source)


def _text_html(piece: Piece) -> str:
    before = piece.source.index(piece.text)
    after = len(piece.source) - before - len(piece.text)
    escaped = html.escape(piece.text, quote=False).replace("\n", "<br/>")
    return f"{' ' if before else ''}{escaped}{' ' if after else ''}"


def _folded(line: str) -> str:
    return _SPACES.sub(" ", line).strip()


class _Lines(HTMLParser):
    """Collects the lines of an HTML text twice: as words, and as canonical markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = [""]
        self.canonical: list[str] = [""]
        self._line_open = False

    @classmethod
    def of(cls, markup: str) -> "_Lines":
        lines = cls()
        lines.feed(markup)
        lines.close()
        lines._finish()
        return lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._new_line()
        elif tag in _BLOCKS:
            self._new_block()
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self.canonical[-1] += f'<a href="{html.escape(href)}">'
            self._line_open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.canonical[-1] += "</a>"
        elif tag in _BLOCKS:
            self._new_block()

    def handle_data(self, data: str) -> None:
        words = _SPACES.sub(" ", data)
        self.text[-1] += words
        self.canonical[-1] += html.escape(words, quote=False)
        self._line_open = self._line_open or bool(words.strip())

    def _new_line(self) -> None:
        self.text.append("")
        self.canonical.append("")
        self._line_open = False

    def _new_block(self) -> None:
        if self._line_open:
            self._new_line()

    def _finish(self) -> None:
        self.text = [_SPACES.sub(" ", line).strip() for line in self.text]
        self.canonical = [_SPACES.sub(" ", line).strip() for line in self.canonical]
        while len(self.text) > 1 and not self.text[-1] and not self.canonical[-1]:
            del self.text[-1], self.canonical[-1]

"""What a page of React server components says: its elements drawn from the rows in its scripts.

Such a page pushes lines like `5:["$","h1",null,{"children":"Words"}]` in pieces. Drawn as HTML they
go the way of every other page, so that navigation, footers and hidden parts are left out as well.
"""

import json
import re
from html import escape

_PUSH = re.compile(r"self\.__next_f\.push\((\[.*?\])\)\s*;?\s*</script", re.DOTALL)
_ROW = re.compile(r"[0-9a-f]*:([\[{].*)")
_TAG = re.compile(r"[a-z][a-z0-9]*\Z")
_KEPT_ATTRIBUTES = {"className": "class", "id": "id", "role": "role", "aria-hidden": "aria-hidden"}
_VOID = frozenset({"img", "br", "hr", "input", "meta", "link", "source", "path"})
_WORDS = re.compile(
    r"^(?:title|heading|headline|description|text|label|body|quote|subtitle|answer)$"
)
_HEADINGS = re.compile(r"^(?:title|heading|headline|label)$")
_DEEPEST = 150
_MAX_DRAWN = 2_000_000
"""Characters of HTML; no page for people has so many."""


def flight_html(html: str) -> str:
    """The elements of such a page as HTML, "" for any other page."""
    pushed: list[str] = []
    for match in _PUSH.finditer(html):
        piece = _loads(match[1])
        if isinstance(piece, list) and len(piece) > 1 and isinstance(piece[1], str):
            pushed.append(piece[1])
    canvas = _Canvas()
    for line in "".join(pushed).split("\n"):
        if row := _ROW.match(line):
            canvas.draw(_loads(row[1]), 0)
    return "".join(canvas.pieces)


def _loads(text: str) -> object:
    try:
        loaded: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


class _Canvas:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._size = 0

    def draw(self, node: object, depth: int) -> None:
        """Draw text, an element, or a list of either."""
        if depth > _DEEPEST or self._size > _MAX_DRAWN:
            return
        if isinstance(node, str):
            if not node.startswith("$"):  # what does is a reference to another row
                self._put(escape(node))
        elif isinstance(node, int | float) and not isinstance(node, bool):
            self._put(str(node))
        elif isinstance(node, list):
            if len(node) >= 4 and node[0] == "$" and isinstance(node[1], str):
                self._element(node[1], node[3], depth)
            else:
                for child in node:
                    self.draw(child, depth + 1)

    def _element(self, tag: str, props: object, depth: int) -> None:
        known = props if isinstance(props, dict) else {}
        if not _TAG.match(tag):
            self._component(known, depth)
            return
        attributes = "".join(
            f' {name}="{escape(str(known[key]))}"'
            for key, name in _KEPT_ATTRIBUTES.items()
            if isinstance(known.get(key), str | bool)
        )
        self._put(f"<{tag}{attributes}{' hidden' if known.get('hidden') else ''}>")
        if tag not in _VOID:
            self.draw(known.get("children"), depth + 1)
            self._put(f"</{tag}>")

    def _component(self, props: dict[str, object], depth: int) -> None:
        """A part whose code is elsewhere: what it is given to show stands in its properties."""
        self._put("<div>")
        for key, value in props.items():
            if isinstance(value, str):
                if _WORDS.match(key) and not value.startswith("$"):
                    tag = "h3" if _HEADINGS.match(key) else "p"
                    self._put(f"<{tag}>{escape(value)}</{tag}>")
            elif isinstance(value, list | dict):
                self.draw(value, depth + 1)
        if isinstance(children := props.get("children"), str):
            self.draw(children, depth + 1)
        self._put("</div>")

    def _put(self, piece: str) -> None:
        self.pieces.append(piece)
        self._size += len(piece)

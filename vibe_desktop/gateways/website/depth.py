"""Keeps pages that nest without end from keeping the parser busy.

The parser's time grows with the square of the depth: a page of a megabyte that only opens elements
would take it a minute. Browsers stop nesting at 512, so nothing made for people is lost.
"""

import re
from itertools import accumulate

DEEPEST = 2_000
_PIECE = 500_000
"""Characters looked at in one go: no longer than another thread may have to wait."""

_NEVER_NEST = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "dt", "dd", "option", "td", "th", "tr", "thead", "tbody"),
        *("tfoot", "path", "circle", "rect", "use", "line", "polygon"),
    }
)
"""Elements that are never closed, or whose end may be left out."""
_TAG = re.compile(r"<(/?[a-zA-Z][^\s<>/]*)")
_WHOLE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s<>/]*)(?:\s[^<>]*)?(?<!/)>")


def shallow(html: str) -> str:
    """The page without the elements that nest deeper than any page made for people."""
    if _depth_at_most(html) <= DEEPEST:
        return html
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _NEVER_NEST:
            return tag[0]
        if tag[1]:
            depth = max(depth - 1, 0)
            return tag[0] if depth < DEEPEST else ""
        depth += 1
        return tag[0] if depth <= DEEPEST else " "

    return _WHOLE_TAG.sub(kept, html)


def _depth_at_most(html: str) -> int:
    """A depth that the page does not exceed; counted without a step of Python for each tag."""
    steps = _Steps()
    depth = highest = lowest = 0
    start = 0
    while start < len(html):
        end = html.find("<", start + _PIECE)
        end = len(html) if end < 0 else end
        depths = list(accumulate(map(steps.__getitem__, _TAG.findall(html, start, end))))
        if depths:
            highest = max(highest, depth + max(depths))
            lowest = min(lowest, depth + min(depths))
            depth += depths[-1]
        start = end
    return highest - lowest


class _Steps(dict[str, int]):
    """Tag to what it adds to the depth: "div" 1, "/div" -1, "br" 0."""

    def __missing__(self, tag: str) -> int:
        nests = tag.removeprefix("/").lower() not in _NEVER_NEST
        step = self[tag] = (-1 if tag[0] == "/" else 1) if nests else 0
        return step

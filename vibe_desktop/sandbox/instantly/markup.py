"""What the live API does to the HTML of a mail before it keeps it."""

import re
from html.parser import HTMLParser

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"&nbsp;|\u00a0")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link"})


def sanitised(body: str) -> str:
    """`<br>` becomes `<br />`, `&nbsp;` a space; scripts and style sheets go."""
    return _SPACE.sub(" ", _BREAK.sub("<br />", _SCRIPT.sub("", body)))


def without_bare_text(body: str) -> str:
    """The body without text that no tag encloses: what a PATCH does to it."""
    stripper = _Stripper()
    stripper.feed(body)
    stripper.close()
    return "".join(stripper.kept)


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.kept.append(self.get_starttag_text() or "")
        self._depth += tag not in _VOID

    def handle_startendtag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.kept.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.kept.append(f"</{tag}>")
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._depth or not data.strip():
            self.kept.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

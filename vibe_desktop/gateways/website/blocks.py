"""The readable blocks of a document's body, found by walking its tree once, without recursion."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from vibe_desktop.domain.factfinding import Block, Role

_NOT_FOR_READING = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object"),
        *("nav", "footer", "form", "input", "select", "textarea", "button", "option", "datalist"),
        *(
            "pre",
            "code",
            "samp",
            "kbd",
            "audio",
            "video",
            "picture",
            "map",
            "dialog",
            "menu",
            "head",
        ),
    }
)
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "del", "dfn", "em", "font", "i", "ins"),
        *("label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
        *("wbr", "acronym", "tt", "strike", "data", "img"),
    }
)
_APART = frozenset({"span", "a", "label", "time", "img", "small", "strong"})
"""Inline elements that pages put side by side and part by style sheet alone."""

_ROLES = {
    **dict.fromkeys(
        ("h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend", "th", "header"), Role.HEADING
    ),
    **dict.fromkeys(("li", "td", "dd"), Role.ITEM),
    "h1": Role.TITLE,
    "blockquote": Role.QUOTE,
}
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(0|(?:^|;)\s*(?:max-)?height\s*:\s*0(?![.\d])"
    r"|color\s*:\s*transparent|opacity\s*:\s*0?\.0\d*(?!\d)|transform\s*:\s*scale\(\s*0\s*\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)|(?:^|;)\s*(?:width|height)\s*:\s*[01]px"
    r"|font-size\s*:\s*(?:0?\.\d+|1)px",
    re.IGNORECASE,
)
_HIDDEN_CLASSES = frozenset(
    {
        *("d-none", "hidden", "invisible", "sr-only", "visually-hidden", "visuallyhidden", "hide"),
        *("screen-reader-text", "is-hidden", "u-hidden", "offscreen", "modal"),
    }
)
_SHOWN_AGAIN = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl|2xl):)(?!none|hidden)\w")
_NOT_CONTENT_ROLES = frozenset(
    {
        *(
            "navigation",
            "dialog",
            "alertdialog",
            "menu",
            "menubar",
            "contentinfo",
            "search",
            "tablist",
            "button",
            "tab",
            "tooltip",
        )
    }
)
_BANNER = re.compile(
    r"cookie|consent|gdpr|ccpa|onetrust|didomi|qc-cmp|usercentrics|truste|osano|klaro|tarteaucitron"
    r"|borlabs|iubenda|sp_message|privacy-?(?:banner|notice|popup|bar)|paywall"
    r"|newsletter|breadcrumb|(?:top|main|side)-?nav|(?:^|[\s_-])(?:nav\d?|navbar|footer|popup|"
    r"modal|megamenu|site-menu|toast|lang-?switch\w*|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xE0000, 0xE0080),
    ]
)
"""Zero-width and direction-changing characters: they carry no words, but can hide some."""
_FIGURE = re.compile(
    r"[~≈<>+\-–−]?\s?[$€£¥]?(?:\d[\d.,]*\s?(?:%|\+|x|×|[kKmMbB]\+?|/\s?\d+|"
    r"million|billion|(?:ms|s|sec|min|h|hours?|minutes?|seconds?|days?|weeks?|months?|years?)\b)\+?"
    r"|\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+|\d{3,}|\d+[.,]\d+)"
)
"""A number that says little alone; not the bare "1", "2", "3" of steps."""
_COUNTED = re.compile(r"(?=.*[^\W\d_]{2})[^\d$€£¥].{2,90}[^?]")
_SHORT_LINK = 6
MAX_BLOCKS = 1_500
"""What a page says about its product stands far before this many blocks of text."""


def body_blocks(tree: LexborHTMLParser) -> list[Block]:
    """The blocks in the order of the page; the first paragraph after the title is the lead."""
    if tree.body is None:
        return []
    walk = _Walk()
    walk.over(tree.body)
    return _with_lead(with_figures(walk.blocks))


def with_figures(blocks: list[Block]) -> list[Block]:
    """A figure that stands alone, and what it counts under it, as the one thing they say."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1].text if joined else ""
        counts = block.role is not Role.TITLE and _COUNTED.fullmatch(block.text)
        if not (counts and _FIGURE.fullmatch(before)):
            joined.append(block)
        elif _digits(before) in block.text:
            joined[-1] = block  # it says the figure once more, and what it means
        elif block.text[0].isupper() and block.text.endswith("."):
            joined.append(block)  # a sentence of its own
        else:
            joined[-1] = Block(f"{before} {block.text}", block.role)
    return joined


def _digits(figure: str) -> str:
    return "".join(letter for letter in figure if letter.isdigit() or letter in ".,")


@dataclass(slots=True)
class _Walk:
    """Gathers inline text until a block begins or ends."""

    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _letters: int = 0
    _links: int = 0

    def over(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, str, Role, bool, bool]] = []
        # (node, tag, role, inside a link, whether this is the way out)
        stack.append((root, "body", Role.PARAGRAPH, False, False))
        while stack and len(self.blocks) < MAX_BLOCKS:
            node, tag, role, linked, leaving = stack.pop()
            if leaving:
                self._leave(node, tag, role)
                continue
            # The next one waits on the stack until this one is done, so that a page whose end is
            # not read costs nothing.
            following = None if tag == "body" else node.next
            if following is not None:
                stack.append((following, following.tag or "", role, linked, False))
            if tag.startswith(("-", "_", "!")) and tag != "-text":
                continue
            if tag == "-text":
                self._add(node.text_content or "", linked=linked)
                continue
            if tag != "body" and _is_left_out(node, tag):
                continue
            inner = _ROLES.get(tag, role if tag in _INLINE else _inherited(role))
            self._enter(tag, role)
            stack.append((node, tag, inner, linked, True))
            child = node.child
            if child is not None:
                stack.append((child, child.tag or "", inner, linked or tag == "a", False))
        self._flush(Role.PARAGRAPH)

    def _enter(self, tag: str, outer: Role) -> None:
        if tag in _APART:
            self._pieces.append(" ")
        elif tag == "br":
            self._pieces.append(" \n ")
        elif tag not in _INLINE:
            self._flush(outer)

    def _leave(self, node: LexborNode, tag: str, role: Role) -> None:
        if tag == "a":
            self._links += 1
        if tag in _APART or (tag in _INLINE and _touches_an_element(node)):
            self._pieces.append(" ")
        elif tag not in _INLINE and tag != "br":
            self._flush(role)

    def _add(self, text: str, *, linked: bool) -> None:
        self._pieces.append(text)
        letters = len(text.split())
        self._letters += letters
        self._linked += letters if linked else 0

    def _flush(self, role: Role) -> None:
        if not self._pieces:
            return
        text = clean("".join(self._pieces))
        most = _SHORT_LINK * max(self._links, 1)
        only_links = self._letters > 0 and self._linked == self._letters <= most
        self._pieces.clear()
        self._linked = self._letters = self._links = 0
        # Two line breaks in a row part paragraphs; one does not.
        for part in re.split(r"\n[ \t]*\n(?=\s*\S)", _fold_breaks(text)):
            folded = _BULLET.sub("", _tight(" ".join(part.split())))
            if folded and not only_links:
                self.blocks.append(Block(folded, role))


def clean(text: str) -> str:
    """The text without characters that nobody sees."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def _fold_breaks(text: str) -> str:
    """Line ends of the source are spaces; only those that `<br>` left between spaces count."""
    marked = text.replace(" \n ", "\0")
    return " ".join(marked.split()).replace("\0", "\n").replace("\n ", "\n").replace(" \n", "\n")


def _tight(text: str) -> str:
    """No space before the marks that follow a word, nor inside a price: elements leave one."""
    text = re.sub(r" (?=[.,;:!?)’”](?:\s|$))", "", text)
    return _LOOSE_PRICE.sub("", text) if _PRICE_MARK.search(text) else text


_BULLET = re.compile(r"^(?:[✓✔☑✅•·▪►▸›—–]\ufe0f? ?)+(?=\S)")
"""Marks that pages write in front of an item or a name, where others let the style sheet do it."""
_PRICE_MARK = re.compile(r"[$€£¥/]")
_LOOSE_PRICE = re.compile(r"(?<=[$€£¥]) (?=\d)| (?=/\s?(?:mo|month|yr|year|user|seat|week|day)\b)")


def _touches_an_element(node: LexborNode) -> bool:
    """Whether another element follows at once: side by side on screen, so by style sheet."""
    following = node.next
    return following is not None and following.tag in _INLINE


def _inherited(role: Role) -> Role:
    """What a block is inside another one: still an item in a list, but no heading in a heading."""
    return role if role in {Role.ITEM, Role.QUOTE} else Role.PARAGRAPH


def _is_left_out(node: LexborNode, tag: str) -> bool:
    if tag in _NOT_FOR_READING:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return True
    if (attributes.get("aria-modal") or "").lower() == "true" and not _holds_the_page(node):
        return True
    if (attributes.get("role") or "").lower() in _NOT_CONTENT_ROLES:
        return True
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    classes = attributes.get("class") or ""
    if _HIDDEN_CLASSES & set(classes.split()) and not _SHOWN_AGAIN.search(classes):
        return True
    named = f"{attributes.get('id') or ''} {classes}"
    return bool(_BANNER.search(named)) and not _holds_the_page(node)


def _holds_the_page(node: LexborNode) -> bool:
    """A wrapper called "has-cookie-banner" or "modal-page" is not the banner itself."""
    return node.tag in {"main", "article", "body"} or node.css_first("h1, main") is not None


def _with_lead(blocks: list[Block]) -> list[Block]:
    """Give title and lead their roles; without `<h1>` the first heading is the title."""
    roles = [block.role for block in blocks]
    title = next((roles.index(role) for role in (Role.TITLE, Role.HEADING) if role in roles), None)
    if title is None:
        title = 0 if blocks and len(blocks[0].text.split()) >= 3 else None
    if title is None:
        return blocks
    marked = list(blocks)
    marked[title] = Block(blocks[title].text, Role.TITLE)
    for index in range(title + 1, min(title + 3, len(blocks))):
        if blocks[index].role is Role.PARAGRAPH and len(blocks[index].text.split()) >= 4:
            marked[index] = Block(blocks[index].text, Role.LEAD)
            break
    return marked

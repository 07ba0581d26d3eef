"""What a product page says, taken from its HTML.

Article extractors throw away what a product page is made of (heroes, feature grids, prices), so
this walks the whole document: it leaves out what is not for reading (navigation, cookie banners,
footers, hidden text, forms, code) and keeps every other block of text with its role.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from vibe_desktop.domain.factfinding import Block, Role, find_facts, word_count
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.prose import normalise, sentences, words
from vibe_desktop.gateways.website.blocks import body_blocks
from vibe_desktop.gateways.website.depth import shallow
from vibe_desktop.gateways.website.embedded import embedded_blocks, structured_blocks
from vibe_desktop.gateways.website.links import further_pages

ENOUGH_BLOCKS = 6
"""With fewer readable blocks the page is taken for one that JavaScript builds."""

_HEADLINE_WORDS = 12
_PLACES_OF_TITLES = frozenset({"head", "body", "html"})
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_TITLE_BREAKS = (" | ", "｜", " – ", " — ", " - ", " · ", ": ")
_NO_NAMES = frozenset(
    {"home", "homepage", "home page", "index", "welcome", "untitled", "landing page", "website"}
)
"""Titles of pages that nobody named."""


def read_html(html: str, url: str, fetched_at: datetime) -> Page:
    """Read a page. Never fails: a page without text gives a page without facts."""
    html = shallow(html)
    tree = LexborHTMLParser(html)
    head = _head(tree, url)
    structured = structured_blocks(tree)
    visible = body_blocks(tree)
    if len(visible) < ENOUGH_BLOCKS:
        visible += embedded_blocks(html)
    name = _product_name(head, structured, visible)
    page = _page(name, [*head.blocks, *structured, *visible], head.description, url, fetched_at)
    return replace(page, links=further_pages(tree, url))


def read_text(text: str, url: str, fetched_at: datetime) -> Page:
    """Read text that the founder copied from a page; its first short line is taken for the name."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks = [Block(line, _role_of_line(line, n)) for n, line in enumerate(lines)]
    name = lines[0] if lines and len(words(lines[0])) <= 4 else _host_name(url)
    description = next((line for line in lines if len(words(line)) >= 5), "")
    return _page(name, blocks, description, url, fetched_at)


def _page(name: str, blocks: list[Block], description: str, url: str, moment: datetime) -> Page:
    named = [Block(name, Role.NAME)] if name else []
    text = "\n".join(dict.fromkeys(block.text for block in (*named, *blocks)))
    found = find_facts([*named, *blocks])
    return Page(
        url=url,
        title=name,
        description=description,
        text=text,
        facts=found.facts,
        fetched_at=moment,
        content_hash=Page.hash_of(text),
        skipped=found.skipped,
    )


class _Head:
    """What stands in `<head>`."""

    def __init__(self, title: str, meta: Mapping[str, str], host_name: str) -> None:
        descriptions = [meta.get(key, "") for key in _DESCRIPTIONS]
        self.title = title or meta.get("og:title", "")
        self.shared_title = meta.get("og:title", "")
        self.site_name = meta.get("og:site_name") or meta.get("application-name", "")
        self.descriptions = tuple(dict.fromkeys(text for text in descriptions if text))
        self.host_name = host_name

    @property
    def description(self) -> str:
        return next(iter(self.descriptions), "")

    @property
    def blocks(self) -> list[Block]:
        parts = [*self.title_parts, *_parts(self.shared_title)]
        blocks = [Block(part, Role.TITLE) for part in parts if word_count(part) > 2]
        return [*blocks, *(Block(text, Role.DESCRIPTION) for text in self.descriptions)]

    @property
    def title_parts(self) -> list[str]:
        return _parts(self.title)


def _parts(title: str) -> list[str]:
    parts = [title]
    for mark in _TITLE_BREAKS:
        parts = [piece for part in parts for piece in part.split(mark)]
    return [part.strip() for part in parts if part.strip()]


def _head(tree: LexborHTMLParser, url: str) -> _Head:
    meta: dict[str, str] = {}
    title_node: LexborNode | None = None
    for node in tree.css("meta[content], title"):
        attributes = node.attributes
        # Drawings have titles of their own; the page's stands in the head, or where one should be.
        if node.tag == "title":
            if title_node is None and _tag_of(node.parent) in _PLACES_OF_TITLES:
                title_node = node
            continue
        key = (attributes.get("property") or attributes.get("name") or "").lower()
        value = _fold(attributes.get("content") or "")
        if key and value:
            meta.setdefault(key, value)
    title = _fold(title_node.text()) if title_node is not None else ""
    return _Head(title, meta, _host_name(url))


def _tag_of(node: LexborNode | None) -> str:
    return (node.tag or "") if node is not None else ""


def _product_name(head: _Head, structured: list[Block], visible: list[Block]) -> str:
    """The name in JSON-LD, else the site's, else the part of the title that is most like a name."""
    for block in structured:
        if block.role is Role.NAME:
            return block.text
    if head.site_name:
        return head.site_name
    parts = [
        part
        for part in head.title_parts
        if word_count(part) <= 4 and normalise(part) not in _NO_NAMES
    ]
    host = normalise(head.host_name)
    near = [part for part in parts if _squeeze(part) and _squeeze(part) in host]
    if near:
        return near[0]
    if parts and len(head.title_parts) > 1:
        return min(parts, key=lambda part: len(words(part)))
    if parts:
        return parts[0]
    first = next((block.text for block in visible if block.role is Role.TITLE), "")
    return first if 0 < len(words(first)) <= 3 else head.host_name


def _role_of_line(line: str, number: int) -> Role:
    if number <= 1 and len(words(line)) <= _HEADLINE_WORDS:
        return Role.TITLE  # name and headline
    if len(sentences(line)) == 1 and len(words(line)) <= 6 and line[-1] not in ".!?":
        return Role.HEADING
    return Role.PARAGRAPH


def _host_name(url: str) -> str:
    """Of https://www.acme.example/pricing "Acme"; of an address without a name nothing."""
    host = urlsplit(url).hostname or ""
    labels = [label for label in host.split(".") if label not in {"www", "app", "get", "try"}]
    named = len(labels) > 1 and not labels[-1].isdigit() and ":" not in host
    return labels[0].capitalize() if named else ""


def _squeeze(text: str) -> str:
    return "".join(letter for letter in normalise(text) if letter.isalnum())


def _fold(text: str) -> str:
    return " ".join(text.split())

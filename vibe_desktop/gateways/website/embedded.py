"""What a page says in its data: JSON-LD for machines, and the state that JavaScript draws from."""

import json
import re
from collections.abc import Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from vibe_desktop.domain.factfinding import Block, Role
from vibe_desktop.domain.prose import words

_NEXT_DATA = re.compile(
    r"<script[^>]+id=[\"']__NEXT_DATA__[\"'][^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE
)
_NEXT_FLIGHT = re.compile(r"self\.__next_f\.push\((\[.*?\])\)\s*</script", re.DOTALL)
_FLIGHT_TEXT = re.compile(r'"(?:children|title|description|text|label)":"((?:[^"\\]|\\.)*)"')
_TAGS = re.compile(r"<[^>]{1,200}>")
_NOT_PROSE_KEYS = re.compile(
    r"class|style|href|url|src|path|slug|locale|color|colour|icon|image|token|hash|query|buildid|"
    r"^id$|_id$|key$|type$|script|css|cookie|legal|nav|footer|menu|consent|banner",
    re.IGNORECASE,
)
_TITLE_KEYS = re.compile(r"^(?:headline|hero_?title|h1)$", re.IGNORECASE)
_HEADING_KEYS = re.compile(r"title|heading|name|label|question", re.IGNORECASE)
_PRODUCTS = frozenset({"Product", "SoftwareApplication", "WebApplication", "MobileApplication"})
_NAMED = _PRODUCTS | {"Organization", "WebSite", "Service", "Corporation", "LocalBusiness"}


def structured_blocks(tree: LexborHTMLParser) -> list[Block]:
    """Name, description, price, rating and answers from JSON-LD; a product's name comes first."""
    things = [
        thing
        for node in tree.css('script[type="application/ld+json"]')
        for thing in _things(_loads(node.text() or ""))
    ]
    things.sort(key=lambda thing: not _types(thing) & _PRODUCTS)
    return [block for thing in things for block in _thing_blocks(thing)]


def embedded_blocks(html: str) -> list[Block]:
    """Texts in the state of a Next.js page, for pages whose body is empty without JavaScript."""
    if match := _NEXT_DATA.search(html):
        return [Block(_plain(text), role) for text, role in _prose_in(_loads(match[1]))]
    blocks: list[Block] = []
    for match in _NEXT_FLIGHT.finditer(html):
        pushed = _loads(match[1])
        if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str):
            for text in _FLIGHT_TEXT.findall(pushed[1]):
                read = _loads(f'"{text}"')
                if isinstance(read, str) and _is_prose(read):
                    blocks.append(Block(_plain(read), Role.PARAGRAPH))
    return blocks


def _loads(text: str) -> object:
    try:
        loaded: object = json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


def _things(data: object) -> Iterator[dict[str, object]]:
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            if "@type" in item:
                yield item
            stack.extend(value for key, value in item.items() if key in {"@graph", "mainEntity"})


def _types(thing: dict[str, object]) -> set[str]:
    types = thing.get("@type")
    return {str(name) for name in (types if isinstance(types, list) else [types])}


def _thing_blocks(thing: dict[str, object]) -> Iterator[Block]:
    types = _types(thing)
    name, description = _string(thing, "name"), _string(thing, "description")
    if types & _NAMED:
        if name and len(words(name)) <= 6:
            yield Block(name, Role.NAME)
        if description:
            yield Block(description, Role.DESCRIPTION)
    if "Question" in types:
        answer = thing.get("acceptedAnswer")
        if isinstance(answer, dict):
            yield Block(_string(answer, "text"), Role.PARAGRAPH)
    for offer in _listed(thing.get("offers")):
        price, currency = _string(offer, "price"), _string(offer, "priceCurrency")
        if price and currency:
            yield Block(f"{_string(offer, 'name') or 'Price'}: {price} {currency}", Role.ITEM)
    for rating in _listed(thing.get("aggregateRating")):
        value = _string(rating, "ratingValue")
        count = _string(rating, "ratingCount") or _string(rating, "reviewCount")
        if value and count:
            yield Block(f"Rated {value} out of 5 by {count} people", Role.ITEM)


def _listed(value: object) -> list[dict[str, object]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _string(thing: dict[str, object], key: str) -> str:
    value = thing.get(key)
    return _plain(str(value)) if isinstance(value, (str, int, float)) else ""


def _prose_in(data: object) -> Iterator[tuple[str, Role]]:
    stack: list[tuple[str, object]] = [("", data)]
    while stack:
        key, item = stack.pop()
        if isinstance(item, dict):
            stack.extend(
                (str(name), value)
                for name, value in reversed(item.items())
                if not _NOT_PROSE_KEYS.search(str(name))
            )
        elif isinstance(item, list):
            stack.extend((key, value) for value in reversed(item))
        elif isinstance(item, str) and _is_prose(item):
            if _TITLE_KEYS.search(key):
                yield item, Role.TITLE
            else:
                yield item, Role.HEADING if _HEADING_KEYS.search(key) else Role.PARAGRAPH


def _is_prose(text: str) -> bool:
    return len(words(text)) >= 2 and " " in text.strip() and "://" not in text


def _plain(text: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", text)).split())

"""What a page says in its data: JSON-LD for machines, and the state that JavaScript draws from."""

import json
import re
from collections.abc import Iterator
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from vibe_desktop.domain.factfinding import Block, Role
from vibe_desktop.domain.prose import words
from vibe_desktop.gateways.website.blocks import body_blocks, with_figures
from vibe_desktop.gateways.website.flight import flight_html

_NEXT_DATA = re.compile(
    r"<script[^>]+id=[\"']__NEXT_DATA__[\"'][^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE
)
_TAGS = re.compile(r"<[^>]{1,200}>")
_NOT_PROSE_KEYS = re.compile(
    r"class|style|href|url|src|path|slug|locale|color|colour|icon|image|token|hash|query|buildid|"
    r"^id$|_id$|key$|type$|script|css|cookie|legal|nav|footer|menu|consent|banner",
    re.IGNORECASE,
)
_TITLE_KEYS = re.compile(r"^(?:headline|hero_?title|h1)$", re.IGNORECASE)
_HEADING_KEYS = re.compile(r"title|heading|name|label|question", re.IGNORECASE)
_QUOTE_KEYS = re.compile(r"quote|testimonial|reviewbody", re.IGNORECASE)
_FIGURE_KEYS = re.compile(r"^(?:value|number|stat|figure|amount|metric)$", re.IGNORECASE)
_LISTED = "[listed]"
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
        data = _loads(match[1])
        return with_figures([Block(_plain(text), role) for text, role in _prose_in(data)])
    drawn = flight_html(html)
    return body_blocks(LexborHTMLParser(drawn)) if drawn else []


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
    if slogan := _string(thing, "slogan"):
        yield Block(slogan, Role.TITLE)
    for feature in _texts(thing.get("featureList")):
        yield Block(_plain(feature), Role.ITEM)
    yield from _offers(thing)
    yield from _voices(thing)


def _offers(thing: dict[str, object]) -> Iterator[Block]:
    for offer in _listed(thing.get("offers")):
        price, currency = _string(offer, "price"), _string(offer, "priceCurrency")
        if price and currency:
            yield Block(f"{_string(offer, 'name') or 'Price'}: {price} {currency}", Role.ITEM)
            yield Block(_string(offer, "description"), Role.ITEM)


def _voices(thing: dict[str, object]) -> Iterator[Block]:
    for review in _listed(thing.get("review")):
        yield Block(_string(review, "reviewBody"), Role.QUOTE)
    for rating in _listed(thing.get("aggregateRating")):
        value = _string(rating, "ratingValue")
        count = _string(rating, "ratingCount") or _string(rating, "reviewCount")
        if value and count:
            yield Block(f"Rated {value} out of 5 by {count} people", Role.ITEM)


def _listed(value: object) -> list[dict[str, object]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


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
            listed = all(isinstance(value, str) for value in item)
            stack.extend((_LISTED if listed else key, value) for value in reversed(item))
        elif isinstance(item, str) and (_is_prose(item) or _is_figure(item, key)):
            yield item, _role_of_key(key)


def _role_of_key(key: str) -> Role:
    if _TITLE_KEYS.search(key):
        return Role.TITLE
    if key == _LISTED:
        return Role.ITEM
    if _QUOTE_KEYS.search(key):
        return Role.QUOTE
    return Role.HEADING if _HEADING_KEYS.search(key) else Role.PARAGRAPH


def _is_figure(text: str, key: str) -> bool:
    return bool(_FIGURE_KEYS.search(key)) and any(letter.isdigit() for letter in text)


def _is_prose(text: str) -> bool:
    return len(words(text)) >= 2 and " " in text.strip() and "://" not in text


def _plain(text: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", text)).split())

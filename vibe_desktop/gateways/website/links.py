"""Further pages of a site that may say more about its product: prices, features, customers."""

import re
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from vibe_desktop.domain.factfinding import reads_like_an_instruction
from vibe_desktop.domain.facts import PageLink
from vibe_desktop.domain.urls import same_site
from vibe_desktop.gateways.website.blocks import clean

MAX_LINKS = 6
_FIRST_LINKS, _LAST_LINKS = 400, 150
"""Navigation stands at the beginning of a page and at its end."""
_LONGEST_LABEL = 40
_LONGEST_URL = 500

_WORTH: tuple[tuple[int, str], ...] = (
    (90, r"pricing|prices?|plans|preise|tarife?|tarifs|precios|prezzi|planos"),
    (80, r"features?|funktionen|fonctionnalites|funcionalidades|funzioni|capabilities"),
    (70, r"products?|produkte?|produit|producto|how[-_ ]?it[-_ ]?works|tour|overview"),
    (60, r"solutions?|use[-_ ]?cases?|loesungen|who[-_ ]?its[-_ ]?for|why[-_ \w]{0,20}"),
    (50, r"customers?|case[-_ ]?stud(?:y|ies)|testimonials|reviews|kunden|clients|stories"),
    (40, r"about|about[-_ ]?us|company|ueber[-_ ]?uns|uber[-_ ]?uns|a[-_ ]?propos"),
    (30, r"integrations?|security|faqs?|compare|benefits"),
    (10, r"docs?|documentation|guide|help"),
)
_PATTERNS = tuple((worth, re.compile(rf"(?:{words})", re.IGNORECASE)) for worth, words in _WORTH)
_PROMISING = re.compile("|".join(words for _, words in _WORTH), re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:pdf|png|jpe?g|gif|svg|webp|zip|gz|dmg|exe|msi|apk|mp4|mp3|xml|json|rss|css|js|ico|txt)$"
    r"|/(?:log-?in|sign-?in|sign-?up|register|cart|checkout|wp-admin|api|cdn-cgi|auth|logout)(?:/|$)",
    re.IGNORECASE,
)


def further_pages(tree: LexborHTMLParser, url: str) -> tuple[PageLink, ...]:
    """Up to six pages of the same site that are worth reading, the most promising first.

    Their labels are those of the page, or made of the address where a link has no usable text.
    """
    base_node = tree.head.css_first("base[href]") if tree.head else None
    try:
        base = urljoin(url, base_node.attributes.get("href") or "") if base_node else url
    except ValueError:
        base = url
    nodes = tree.css("a[href]")
    if len(nodes) > _FIRST_LINKS + _LAST_LINKS:
        nodes = [*nodes[:_FIRST_LINKS], *nodes[-_LAST_LINKS:]]
    found: dict[str, tuple[int, PageLink]] = {}
    for node in nodes:
        href, text = node.attributes.get("href") or "", node.text(separator=" ")
        if not (_PROMISING.search(href) or _PROMISING.search(text)):
            continue
        address = _address(base, href)
        if not address or address in found or not same_site(address, url):
            continue
        if _bare(address) == _bare(url):
            continue
        label = _label(text, node.attributes.get("aria-label") or "")
        worth = _worth(address, label)
        if worth:
            found[address] = (worth, PageLink(address, label or _named_by(address)))
    best: dict[str, PageLink] = {}
    for _, link in sorted(found.values(), key=lambda entry: -entry[0]):
        best.setdefault(_bare(link.url), link)
    return tuple(best.values())[:MAX_LINKS]


def _address(base: str, href: str) -> str:
    """The whole address of a link without its "#..." part, "" when it leads to no page."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and not _NO_PAGE.search(parts.path)
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
    return address if usable and "@" not in parts.netloc and len(address) <= _LONGEST_URL else ""


def _bare(address: str) -> str:
    """What two spellings of one page share."""
    parts = urlsplit(address)
    host = (parts.netloc or "").lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _worth(address: str, label: str) -> int:
    """How much a page promises; 0 when it is not worth a question."""
    steps = [step for step in unquote(urlsplit(address).path).lower().split("/") if step]
    if not steps:
        return 0
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", steps[-1])
    by_path = next((worth for worth, words in _PATTERNS if words.fullmatch(last)), 0)
    by_label = next((worth for worth, words in _PATTERNS if words.fullmatch(label.strip())), 0)
    by_folder = next((worth for worth, words in _PATTERNS if words.fullmatch(steps[0])), 0)
    worth = max(by_path, by_label, by_folder - 15 if len(steps) > 1 else 0)
    return max(worth - 2 * (len(steps) - 1), 1) if worth > 0 else 0


def _label(text: str, spoken: str) -> str:
    text = " ".join(clean(text).split()) or " ".join(clean(spoken).split())
    unusable = len(text) > _LONGEST_LABEL or reads_like_an_instruction(text)
    return "" if unusable else text.rstrip(" →»›>")


def _named_by(address: str) -> str:
    """Of https://a.example/use-cases/ "Use cases"."""
    last = unquote(urlsplit(address).path).strip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[-_]+", " ", last).capitalize()[:_LONGEST_LABEL]

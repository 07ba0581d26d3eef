"""What was understood from a product page: facts, each with the sentence it came from."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENOUGH_FACTS = 6
"""With fewer facts a mail has hardly anything to say."""
MAX_FURTHER_PAGES = 2
"""Pages of the same site that may be read besides the product page."""


class FactKind(StrEnum):
    """What a fact says about the product."""

    NAME = "name"
    PROMISE = "promise"
    FEATURE = "feature"
    METRIC = "metric"
    PROOF = "proof"
    PRICE = "price"
    AUDIENCE = "audience"
    PAIN = "pain"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the page says.

    Attributes:
        id: "S1", "S2", ... in the order of the page.
        text: The sentence on the page, word for word, white space folded.
        used: Whether mails may rest on it; the founder's switch.
        url: The page it stands on, "" for the product page itself.
    """

    id: str
    kind: FactKind
    text: str
    used: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """Another page of the same site that may say more (prices, features)."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """A product page as read at one moment.

    Attributes:
        url: Where it was read from in the end, after redirects.
        title: The product's name or the page's title.
        text: The readable text, one block a line.
        facts: All facts, also those that the founder switched off.
        content_hash: SHA-256 (hex) of `text`, so that a later run can tell whether it changed.
        links: Pages of the same site that may be read besides, the most promising first.
        skipped: Sentences left out because they read like instructions to a writing machine.
    """

    url: str
    title: str
    description: str
    text: str
    facts: tuple[Fact, ...]
    fetched_at: datetime
    content_hash: str
    links: tuple[PageLink, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def used_facts(self) -> tuple[Fact, ...]:
        """The facts that mails may rest on."""
        return tuple(fact for fact in self.facts if fact.used)

    @property
    def more_urls(self) -> tuple[str, ...]:
        """The further pages that were read besides the product page, in order."""
        return tuple(dict.fromkeys(fact.url for fact in self.facts if fact.url))

    @property
    def thin(self) -> bool:
        """Whether so little could be read (a page built by JavaScript) that copy will be thin."""
        return len(self.facts) < ENOUGH_FACTS

    @staticmethod
    def hash_of(text: str) -> str:
        """The `content_hash` of a page with this readable text."""
        return hashlib.sha256(text.encode()).hexdigest()

"""Variants of a mail: three angles on one product, their revisions, and what a human approved."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Angle(StrEnum):
    """The idea that a variant leads with."""

    PROBLEM = "problem"
    BENEFIT = "benefit"
    QUESTION = "question"


class Author(StrEnum):
    """Who wrote a revision."""

    WRITER = "writer"
    OFFLINE_DRAFTER = "offline"
    FOUNDER = "founder"


@dataclass(frozen=True, slots=True)
class Claim:
    """A factual phrase in a mail and the sentence on the page that supports it.

    Attributes:
        text: The phrase as it stands in the body.
        fact_id: The fact it rests on ("S3").
        quote: The exact words of that fact.
        supported: Whether the mechanical check found the quote, its numbers and its names.
        problem: Why not, in words; "" when supported.
    """

    text: str
    fact_id: str
    quote: str
    supported: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DraftVariant:
    """What a writer hands over for one angle. The body is plain text with merge tags."""

    angle: Angle
    subject: str
    body: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a variant. Revisions are only ever added."""

    id: str
    variant_id: str
    number: int
    subject: str
    body: str
    author: Author
    created_at: datetime
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the three mails of a campaign, with its newest revision.

    Attributes:
        position: 0, 1, 2: A, B, C at Instantly; analytics identify variants by it.
        approved_hash: Hash of the content a human approved, "" when nothing is approved.
        approved_at: When, None when nothing is approved.
    """

    id: str
    campaign_id: str
    angle: Angle
    step: int
    position: int
    current: Revision
    approved_hash: str = ""
    approved_at: datetime | None = None

    @property
    def letter(self) -> str:
        """A, B, C: the name Instantly and its analytics use."""
        return chr(ord("A") + self.position)

    def is_approved(self, footer: str) -> bool:
        """Whether exactly what would be sent now was approved."""
        return bool(self.approved_hash) and self.approved_hash == content_hash(
            self.current.subject, self.current.body, footer
        )


def content_hash(subject: str, body: str, footer: str) -> str:
    """SHA-256 (hex) over what a recipient would get, merge tags unfilled; any change changes it."""
    digest = hashlib.sha256()
    for part in (subject, body, footer):
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()

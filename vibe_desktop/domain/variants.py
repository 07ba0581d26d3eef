"""Variants of a mail: three angles on one product, their revisions, and what a human approved."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Angle(StrEnum):
    """The idea that a mail leads with; what follows up on the first mail leads with nothing new."""

    PROBLEM = "problem"
    BENEFIT = "benefit"
    QUESTION = "question"
    FOLLOW_UP = "follow_up"


ANGLES = (Angle.PROBLEM, Angle.BENEFIT, Angle.QUESTION)
"""The three variants of the first mail, in their order: A, B, C."""

FIRST_STEP = 1
MOST_FOLLOW_UPS = 4


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
    """What a writer hands over for one mail. The body is plain text with merge tags.

    Attributes:
        subject: "" for a follow-up: it goes out in the thread of the mail before.
        step: 1 for the first mail, 2 for the first follow-up.
    """

    angle: Angle
    subject: str
    body: str
    claims: tuple[Claim, ...] = ()
    step: int = FIRST_STEP


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
    """One mail of a campaign, with its newest revision: a variant of the first, or a follow-up.

    Attributes:
        step: 1 for the three variants of the first mail, 2 to 5 for the follow-ups, of which each
            step has one: Instantly does not keep a person on one letter from step to step.
        position: 0, 1, 2: A, B, C; 0 for a follow-up.
        approved_hash: Hash of the content a human approved, "" when nothing is approved.
        approved_at: When, None when nothing is approved.
        rejected_at: When a human decided that this text is not to be sent, None when nobody did;
            like an approval it falls with an edit.
    """

    id: str
    campaign_id: str
    angle: Angle
    step: int
    position: int
    current: Revision
    approved_hash: str = ""
    approved_at: datetime | None = None
    rejected_at: datetime | None = None

    @property
    def letter(self) -> str:
        """A, B, C: the name Instantly and its analytics use."""
        return chr(ord("A") + self.position)

    @property
    def follow_up(self) -> int:
        """Which follow-up it is, 1 to 4; 0 for a variant of the first mail."""
        return self.step - FIRST_STEP

    def is_approved(self, footer: str) -> bool:
        """Whether exactly what would be sent now was approved."""
        return bool(self.approved_hash) and self.approved_hash == content_hash(
            self.current.subject, self.current.body, footer
        )


@dataclass(frozen=True, slots=True)
class SignOff:
    """The founder answers for words that nothing on the page supports.

    Attributes:
        variant_id: The mail they stand in; other mails need a sign-off of their own.
        rule: The rule of the finding ("unsupported_number").
        words: What the finding concerns, as `signed_words` spells it.
    """

    variant_id: str
    rule: str
    words: str
    signed_at: datetime


def asked_for(variants: Iterable[Variant], follow_ups: int) -> tuple[Variant, ...]:
    """The mails of a campaign that sends so many follow-ups; later ones rest until wanted again."""
    return tuple(variant for variant in variants if variant.follow_up <= follow_ups)


def content_hash(subject: str, body: str, footer: str) -> str:
    """SHA-256 (hex) over what a recipient would get, merge tags unfilled; any change changes it."""
    digest = hashlib.sha256()
    for part in (subject, body, footer):
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()

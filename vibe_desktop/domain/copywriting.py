"""Having three mails written: what a writer is given, what it hands back, and the record of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.variants import DraftVariant

ALLOWED_TAGS: tuple[str, ...] = ("firstName", "companyName", "jobTitle")
"""The merge tags a writer may use: fields that lead files usually fill."""


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Everything a writer may know.

    Attributes:
        product: The product's name, as the page gives it.
        facts: What the page says; the only source of anything that can be true or false.
        audience: The ideal customer in the founder's words.
        sender_name: Who signs, "" when not given yet.
        sender_company: Their company, "" when not given yet.
        ask: What the mail asks for ("Worth a look?"), "" to leave it to the writer.
        attempt: 1 for the first draft of a campaign, 2 for the next: gives other wordings.
    """

    product: str
    facts: tuple[Fact, ...]
    audience: str
    sender_name: str = ""
    sender_company: str = ""
    ask: str = ""
    tone: str = ""
    language: str = "English"
    tags: tuple[str, ...] = ALLOWED_TAGS
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call used, as the server counted; 0 when it did not say."""

    prompt: int = 0
    completion: int = 0


@dataclass(frozen=True, slots=True)
class CopyAnswer:
    """What a writer handed back.

    Attributes:
        variants: One per angle, in the order problem, benefit, question.
        raw: The answer as it came, before reading it.
        model: The model that answered, as it names itself.
        request_id: The server's name for the call, "" when it gave none.
    """

    variants: tuple[DraftVariant, ...]
    raw: str = ""
    model: str = ""
    tokens: Tokens = field(default_factory=Tokens)
    request_id: str = ""


@dataclass(slots=True)
class CopyTrace:
    """What a writer did so far. It fills this in on its way, so that failures leave a record too.

    Attributes:
        prompt: What was sent, as JSON text without any secret.
    """

    prompt: str = ""
    raw: str = ""
    model: str = ""
    tokens: Tokens = field(default_factory=Tokens)
    request_id: str = ""


class WriterKind(StrEnum):
    """Who writes the mails."""

    OPENAI = "openai"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class WriterInfo:
    """Who would write now.

    Attributes:
        model: The model's name, "" for the offline drafter.
        words: One sentence for the founder, saying what that means.
    """

    kind: WriterKind
    model: str
    words: str


@dataclass(frozen=True, slots=True)
class CopyRun:
    """The record of one attempt to have mails written, failed ones included.

    Attributes:
        page_hash: `Page.content_hash` of the page it was written from.
        outcome: "ok", or the code of the trouble.
    """

    id: str
    campaign_id: str
    page_hash: str
    writer: WriterKind
    model: str
    prompt: str
    raw_answer: str
    tokens: Tokens
    request_id: str
    outcome: str
    created_at: datetime

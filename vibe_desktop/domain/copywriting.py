"""Having three mails written: what a writer is given, what it hands back, and the record of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vibe_desktop.domain.facts import Fact
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import Angle, DraftVariant

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
        pain: What hurts the reader, in the founder's words, "" when not said.
        proof: The proof to lean on, in the founder's words, "" when not said.
        length: How long the first mail shall be.
        follow_ups: How many follow-ups to write, 0 to 4.
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
    pain: str = ""
    proof: str = ""
    length: Length = Length.MEDIUM
    follow_ups: int = 0


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One mail to be written anew, and why.

    Attributes:
        draft: The mail as it stands; its body is "" when the mail is still to be written.
        findings: What exactly is wrong with it, a sentence each.
        instruction: What the founder wants changed, "" when nothing was said.
        sentence: The one sentence of the body to change, all else staying as it is; "" for all.
    """

    draft: DraftVariant
    findings: tuple[str, ...] = ()
    instruction: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PartialDraft:
    """A mail while it is being written.

    Attributes:
        step: 1 for a variant of the first mail, 2 for the first follow-up.
        finished: Whether its text is complete.
    """

    angle: Angle
    subject: str
    body: str
    step: int = 1
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """What has been written so far; the `detail` of a progress."""

    drafts: tuple[PartialDraft, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call used, as the server counted; 0 when it did not say.

    Attributes:
        prompt: All tokens of the question.
        completion: All tokens of the answer, those spent on reasoning included.
        cached: Those of `prompt` that the server had in its cache.
        reasoning: Those of `completion` spent on reasoning.
    """

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    reasoning: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        """The tokens of two calls together."""
        return Tokens(
            self.prompt + other.prompt,
            self.completion + other.completion,
            self.cached + other.cached,
            self.reasoning + other.reasoning,
        )


@dataclass(frozen=True, slots=True)
class CopyAnswer:
    """What a writer handed back.

    Attributes:
        variants: One per angle, in the order problem, benefit, question; then the follow-ups.
            For a rewrite: the mails that were asked for, in that order.
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


class RunKind(StrEnum):
    """What a run was asked for."""

    DRAFT = "draft"
    REPAIR = "repair"
    REWRITE = "rewrite"
    AUDIENCES = "audiences"


@dataclass(frozen=True, slots=True)
class CopyRun:
    """The record of one attempt to have something written, failed ones included.

    Attributes:
        page_hash: `Page.content_hash` of the page it was written from.
        kind: A first draft, the one automatic repair after it, a rewrite that the founder asked
            for, or suggestions of ideal customers.
        request: All that the writer was given, as JSON: what a replay needs besides `raw_answer`.
        result: What was made of the answer, as JSON; "" when nothing was.
        cost_usd: What it cost by the prices of that day, None when they were not known.
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
    kind: RunKind = RunKind.DRAFT
    request: str = ""
    result: str = ""
    cost_usd: float | None = None

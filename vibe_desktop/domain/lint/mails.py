"""What is looked at: a mail with all that is known about it, and one of its two texts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from vibe_desktop.domain.grammar import PieceKind, TagKind, Template, parse, pieces
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lint.findings import RULES, Finding, Fix
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.templates import render
from vibe_desktop.domain.variants import FIRST_STEP, Claim


@dataclass(frozen=True, slots=True)
class Mail:
    """What is looked at.

    Attributes:
        claims: The factual phrases with the result of their check.
        custom_fields: Custom variables that the leads have, None while there are no leads.
        supported: Everything that numbers and names may come from: the facts, the founder's
            own words. Empty when nothing is known, and then neither is checked.
        step: 1 for the first mail, 2 for the first follow-up.
        lacking: By the name of the tag, how many leads lack that field; see
            `LeadRepository.lacking`.
        lead_count: How many leads there are; with 0 nothing is said about gaps.
        length: How long a first mail shall be.
        siblings: (letter, body) of the other variants of the same step.
        signed: (rule, words) of the sign-offs, the words as `signed_words` spells them.
        identity: Who writes, None to leave that unchecked.
        grounds: `supported`, made ready; given when many texts are looked at with the same.
        language: What the mail is written in; English wordings are not looked for in others.
    """

    subject: str
    body: str
    claims: tuple[Claim, ...] = ()
    custom_fields: frozenset[str] | None = None
    supported: tuple[str, ...] = ()
    step: int = FIRST_STEP
    lacking: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    lead_count: int = 0
    length: Length = Length.MEDIUM
    siblings: tuple[tuple[str, str], ...] = ()
    signed: frozenset[tuple[str, str]] = frozenset()
    identity: Identity | None = None
    grounds: Grounds | None = None
    language: str = "English"

    @property
    def first(self) -> bool:
        """Whether it is the mail that the conversation begins with."""
        return self.step == FIRST_STEP

    @property
    def english(self) -> bool:
        """Whether it is written in English."""
        return self.language.strip().lower().startswith("english")


@dataclass(frozen=True, slots=True)
class View:
    """One text of a mail, read by the grammar.

    Attributes:
        where: "subject" or "body".
        masked: The text with its tags blanked out, so that positions stay and braces do not count.
        sample: The text as a typical recipient would get it, see `sample_text`.
        grounds: What numbers and names may come from, None when nothing is known.
    """

    where: str
    text: str
    template: Template
    masked: str
    sample: str
    mail: Mail
    grounds: Grounds | None

    @classmethod
    def of(cls, where: str, text: str, mail: Mail, grounds: Grounds | None) -> "View":
        """Read one text of a mail."""
        template = parse(text)
        return cls(where, text, template, _masked(template), sample_text(template), mail, grounds)

    def finding(
        self,
        name: str,
        words: str,
        span: tuple[int, int] = (0, 0),
        *,
        measured: str = "",
        limit: str = "",
        concerns: str | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding by one of the `RULES` in this text."""
        rule = RULES[name]
        return Finding(
            name,
            words,
            rule.blocking,
            *span,
            where=self.where,
            measured=measured,
            limit=limit,
            source=rule.source,
            fix=fix,
            concerns=self.text[slice(*span)] if concerns is None else concerns,
            signable=rule.signable,
        )

    def is_plain(self, start: int, end: int) -> bool:
        """Whether no tag stands between two positions."""
        return self.masked[start:end] == self.text[start:end]

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """A span with the blanks of its line on both sides."""
        text = self.text
        while start and text[start - 1] in " \t":
            start -= 1
        while end < len(text) and text[end] in " \t":
            end += 1
        return start, end


LintRule = Callable[[View], Iterator[Finding]]
"""A rule looks at one text and tells what it finds."""


def sample_text(template: Template) -> str:
    """A template as a typical mail, for counting words: fields one word each, first wordings."""
    values = dict.fromkeys(template.names, "Name") | {"unsubscribe_link": ""}
    return render(template, values, lambda _: 0).text


def _masked(template: Template) -> str:
    """Fields become one long word, what only joins wordings and conditions becomes white space."""
    parts = [
        piece.source if piece.kind is PieceKind.TEXT else " " * len(piece.source)
        for piece in pieces(template)
    ]
    signs = list("".join(parts))
    for tag in template.tags:
        if tag.kind is not TagKind.RANDOM:
            signs[tag.start : tag.end] = "x" * (tag.end - tag.start)
    return "".join(signs)

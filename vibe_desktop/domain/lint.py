"""What is wrong, or could be better, with a mail: one rule, one finding, one place in the text.

Blocking findings stop an approval; the others are advice. Numbers and where they come from:
body length 50 to 125 words and easy reading: Boomerang, 40 million mails; short subjects: the same;
asking for interest instead of a meeting: Gong, 304,000 cold mails; spam wording is a warning only,
since Gmail's published limit is the rate of complaints, not words.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from vibe_desktop.domain.claims import unsupported_names, unsupported_numbers
from vibe_desktop.domain.grammar import (
    LEAD_TAGS,
    SENDER_TAGS,
    Random,
    Tag,
    TagKind,
    Template,
    parse,
)
from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.prose import (
    BANNED_OPENERS,
    SPAM_WORDS,
    TIRED_WORDS,
    likeness,
    normalise,
    reading_grade,
    sentences,
    words,
)
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.templates import render
from vibe_desktop.domain.variants import FIRST_STEP, Claim

MIN_WORDS, MAX_WORDS = 50, 125
MAX_SUBJECT_CHARACTERS = 50
MAX_SUBJECT_WORDS = 7
MAX_GRADE = 9
MAX_QUESTIONS = 2
ALIKE_BODIES, ALIKE_FIRST_LINES = 0.75, 0.60


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of a text: `replacement` instead of what stands from `start` to `end`.

    Attributes:
        label: What it does, as a button says it ("Write {{firstName | there}}").
    """

    label: str
    start: int
    end: int
    replacement: str

    def apply(self, text: str) -> str:
        """The text with the change made; all else stays as it is."""
        return text[: self.start] + self.replacement + text[self.end :]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix or to think about.

    Attributes:
        rule: Stable word ("unknown_tag") for tests, JSON and icons.
        words: What is wrong and what to do, for the founder.
        blocking: Whether the mail cannot be approved with it.
        start: Index of the first character concerned; equal to `end` when the whole is.
        end: Index after the last one.
        where: "subject" or "body": the text that `start` and `end` count in.
        measured: What was counted ("141 words"), "" when nothing was.
        limit: What the rule allows ("50 to 125 words"), "" when it has no number.
        source: Where the rule or its number comes from.
        fix: A change of the text that settles it, None when only a human can.
        concerns: The words it is about; what a sign-off is given for.
        signable: Whether it stands in doubt rather than in error: the founder may answer for it.
        signed: Whether the founder did; then it no longer blocks.
    """

    rule: str
    words: str
    blocking: bool
    start: int
    end: int
    where: str = "body"
    measured: str = ""
    limit: str = ""
    source: str = ""
    fix: Fix | None = None
    concerns: str = ""
    signable: bool = False
    signed: bool = False


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
    def ready_grounds(self) -> Grounds | None:
        """What numbers and names may come from, None when nothing is known."""
        if self.grounds is not None or not self.supported:
            return self.grounds
        return Grounds.of(self.supported)


SIGNABLE = frozenset({"unsupported_claim", "unsupported_number", "unsupported_name"})
"""The rules whose findings the founder may answer for."""


def signed_words(concerns: str) -> str:
    """The words of a sign-off in the one spelling that they are kept and compared in."""
    return normalise(concerns)


def lint(mail: Mail) -> tuple[Finding, ...]:
    """All findings for one mail: blocking ones first, then in the order of the text."""
    found: list[Finding] = []
    for where, text in (("subject", mail.subject), ("body", mail.body)):
        view = _View(where, text, parse(text), mail)
        for rule in _RULES[where]:
            found += rule(view)
    return tuple(sorted(found, key=_order))


def alike(mails: Sequence[tuple[str, str]]) -> tuple[tuple[int, int, Finding], ...]:
    """Pairs of (subject, body) that are too alike to test against each other.

    Returns:
        (index of the one, index of the other, the finding about the other one's body).
    """
    found: list[tuple[int, int, Finding]] = []
    for second, (_, body) in enumerate(mails):
        for first, (_, other) in enumerate(mails[:second]):
            letter = chr(ord("A") + first)
            if likeness(body, other) >= ALIKE_BODIES:
                text = f"This mail is almost the same as {letter}: a test would tell you little."
            elif likeness(_first_line(body), _first_line(other)) >= ALIKE_FIRST_LINES:
                text = f"This mail begins almost like {letter}: give it a line of its own."
            else:
                continue
            found.append(
                (first, second, Finding("too_alike", text, blocking=False, start=0, end=0))
            )
    return tuple(found)


def sample_text(template: Template) -> str:
    """A template as a typical mail, for counting words: fields one word each, first wordings."""
    values = dict.fromkeys(template.names, "Name") | {"unsubscribe_link": ""}
    return render(template, values, lambda _: 0).text


@dataclass(frozen=True, slots=True)
class _View:
    where: str
    text: str
    template: Template
    mail: Mail

    def finding(
        self, rule: str, text: str, span: tuple[int, int] = (0, 0), *, blocking: bool = False
    ) -> Finding:
        return Finding(rule, text, blocking, *span, self.where)

    @property
    def masked(self) -> str:
        """The text with tags blanked out, so that positions stay and braces do not count."""
        pieces = list(self.text)
        for tag in self.template.tags:
            if tag.kind is not TagKind.RANDOM:
                pieces[tag.start : tag.end] = "x" * (tag.end - tag.start)
        for node in self.template.nodes:
            if isinstance(node, Random):
                _blank_bars(node, pieces)
        return "".join(pieces)


def _blank_bars(node: Random, pieces: list[str]) -> None:
    start = node.start
    for part in node.options:
        pieces[start : part.start] = " " * (part.start - start)
        start = part.end
    pieces[start : node.end] = " " * (node.end - start)


_Rule = Callable[[_View], Iterator[Finding]]


def _empty(view: _View) -> Iterator[Finding]:
    if not view.text.strip():
        name = "subject" if view.where == "subject" else "mail"
        yield view.finding(f"empty_{view.where}", f"The {name} is empty.", blocking=True)


def _grammar(view: _View) -> Iterator[Finding]:
    for problem in view.template.problems:
        span = (problem.start, problem.end)
        yield view.finding("broken_tag", problem.words, span, blocking=True)


def _tags(view: _View) -> Iterator[Finding]:
    for tag in view.template.tags:
        if tag.kind is TagKind.CUSTOM and tag.name.upper() != "RANDOM":
            yield from _custom_tag(view, tag)
        elif tag.kind is TagKind.LEAD and not tag.fallback and tag.name != "email":
            text = (
                f"{{{{{tag.name}}}}} has no fallback: leads without a value get a gap. "
                f"Write {{{{{tag.name} | something}}}}."
            )
            yield view.finding("no_fallback", text, (tag.start, tag.end))


def _custom_tag(view: _View, tag: Tag) -> Iterator[Finding]:
    fields = view.mail.custom_fields
    if tag.name == "unsubscribe_link" or (fields is not None and tag.name in fields):
        return
    plain = re.sub(r"[\W_]", "", tag.name).lower()
    known = {name.lower(): name for name in (*LEAD_TAGS, *SENDER_TAGS, *(fields or ()))}
    near = get_close_matches(plain, known, n=1, cutoff=0.8)
    if near:
        text = f"No lead has {{{{{tag.name}}}}}. Do you mean {{{{{known[near[0]]}}}}}?"
    elif fields is None:
        text = f"{{{{{tag.name}}}}} must be a column of your lead file, spelt exactly so."
        yield view.finding("unverified_tag", text, (tag.start, tag.end))
        return
    else:
        text = f"No lead has {{{{{tag.name}}}}}: it would be sent with its braces."
    yield view.finding("unknown_tag", text, (tag.start, tag.end), blocking=True)


_PLACEHOLDER = re.compile(
    r"\[(?:[A-Z][^\]\n]{0,40}|(?:your|my|first|last|full|company|name|insert|product)\b[^\]\n]{0,40})\]"
    r"|\bXX+\b|<(?:first|last|company|your)[ _]?\w*>|\blorem ipsum\b",
)


def _placeholders(view: _View) -> Iterator[Finding]:
    for match in _PLACEHOLDER.finditer(view.text):
        text = f"“{match[0]}” is a placeholder that nobody filled in."
        yield view.finding("placeholder", text, match.span(), blocking=True)


def _subject_length(view: _View) -> Iterator[Finding]:
    sample = sample_text(view.template)
    count = len(words(sample))
    if len(sample) > MAX_SUBJECT_CHARACTERS:
        text = f"The subject has {len(sample)} characters; {MAX_SUBJECT_CHARACTERS} fit a phone."
        yield view.finding("long_subject", text)
    elif count > MAX_SUBJECT_WORDS:
        text = f"The subject has {count} words; two to {MAX_SUBJECT_WORDS} work best."
        yield view.finding("long_subject", text)
    elif count == 1:
        yield view.finding("short_subject", "One word says little; two to four work best.")


def _body_length(view: _View) -> Iterator[Finding]:
    count = len(words(sample_text(view.template)))
    if 0 < count < MIN_WORDS:
        text = f"The mail has {count} words; {MIN_WORDS} to {MAX_WORDS} get the most replies."
        yield view.finding("short_body", text)
    elif count > MAX_WORDS:
        text = f"The mail has {count} words; {MIN_WORDS} to {MAX_WORDS} get the most replies."
        yield view.finding("long_body", text)


def _grade(view: _View) -> Iterator[Finding]:
    grade = reading_grade(sample_text(view.template))
    if grade > MAX_GRADE:
        text = f"It reads like school grade {grade:.0f}; shorter sentences and words would help."
        yield view.finding("hard_to_read", text)


def _ask(view: _View) -> Iterator[Finding]:
    if not view.text.strip():
        return
    count = view.masked.count("?")
    if count == 0:
        yield view.finding("no_ask", "It asks for nothing: end with one question.")
    elif count > MAX_QUESTIONS:
        yield view.finding("many_asks", f"It asks {count} questions; one ask is easier to answer.")
    elif not sentences(sample_text(view.template))[-1].rstrip("\"'”’)").endswith("?"):
        yield view.finding("ask_not_last", "The question should be the last thing they read.")


_MEETING = re.compile(
    r"\b(?:book|schedule|grab|hop on|jump on|set up)\b[^.?!\n]{0,30}"
    r"\b(?:call|meeting|demo|time|slot)\b"
    r"|\b\d+[- ]?min(?:ute)?s?\b[^.?!\n]{0,12}\b(?:call|chat|demo|meeting)\b"
    r"|\bmy calendar\b|calendly",
    re.IGNORECASE,
)


def _meeting(view: _View) -> Iterator[Finding]:
    for match in _MEETING.finditer(view.masked):
        text = "Asking whether it is of interest gets more replies than asking for a meeting."
        yield view.finding("asks_for_meeting", text, match.span())


def _opener(view: _View) -> Iterator[Finding]:
    offset = 0
    for line in view.masked.split("\n"):
        stripped = normalise(line)
        if stripped and not re.match(r"(?:hi|hello|hey|dear|good \w+)\b[^.?!]{0,40}$", stripped):
            # The greeting may share the line: "Hi Ada, I hope this finds you well."
            rest = re.sub(r"^(?:hi|hello|hey|dear)\b[^,.!?]{0,30}[,.!] *", "", stripped)
            for opener in BANNED_OPENERS:
                if rest.startswith(opener):
                    text = f"“{opener}” is how thousands of cold mails begin."
                    yield view.finding("tired_opener", text, (offset, offset + len(line)))
                    break
            return
        offset += len(line) + 1


def _phrases(rule: str, phrases: Sequence[str], text: str) -> _Rule:
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)",
        re.IGNORECASE,
    )

    def look(view: _View) -> Iterator[Finding]:
        for match in pattern.finditer(view.masked):
            yield view.finding(rule, text.format(match[0]), match.span())

    return look


def _pattern(rule: str, pattern: str, text: str) -> _Rule:
    compiled = re.compile(pattern, re.IGNORECASE | re.MULTILINE)

    def look(view: _View) -> Iterator[Finding]:
        for match in compiled.finditer(view.masked):
            yield view.finding(rule, text.format(match[0].strip()), match.span())

    return look


def _numbers(view: _View) -> Iterator[Finding]:
    grounds = view.mail.ready_grounds
    if grounds is not None:
        for number in unsupported_numbers(view.masked, grounds):
            text = f"“{number.text}” stands nowhere on the page."
            yield view.finding("unsupported_number", text, (number.start, number.end))


def _names(view: _View) -> Iterator[Finding]:
    grounds = view.mail.ready_grounds
    if grounds is not None and view.where == "body":
        for name in unsupported_names(view.masked, grounds):
            text = f"“{name.text}” looks like a name and stands nowhere on the page."
            yield view.finding("unsupported_name", text, (name.start, name.end))


def _claims(view: _View) -> Iterator[Finding]:
    for claim in view.mail.claims:
        at = view.text.find(claim.text) if claim.text else -1
        # A claim whose words were edited away says nothing any more.
        if not claim.supported and at >= 0:
            text = f"“{claim.text}” is not supported. {claim.problem}"
            yield view.finding("unsupported_claim", text, (at, at + len(claim.text)))


_LINK = r"\b(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|io|net|org|co|ai|app|dev)\b(?:/\S*)?"
_WORDING: tuple[_Rule, ...] = (
    _empty,
    _grammar,
    _tags,
    _placeholders,
    _numbers,
    _phrases("spam_wording", SPAM_WORDS, "“{}” is wording that spam filters weigh."),
    _phrases("tired_word", TIRED_WORDS, "“{}” is a word that nobody says aloud."),
    _pattern(
        "em_dash", "—|--", "A dash like this is read as a machine's; use a full stop or a comma."
    ),
    _pattern("exclamation", "!", "Exclamation marks sell; a colleague would not use one."),
)
_RULES: dict[str, tuple[_Rule, ...]] = {
    "subject": (*_WORDING, _subject_length),
    "body": (
        *_WORDING,
        _body_length,
        _grade,
        _ask,
        _meeting,
        _opener,
        _names,
        _claims,
        _pattern("link", _LINK, "“{}” is a link: the first mail reaches more inboxes without."),
        _pattern("list", r"^[ \t]*(?:[-*•]|\d+[.)])[ \t]+\S", "A list looks like a brochure."),
    ),
}


def _order(finding: Finding) -> tuple[bool, str, int]:
    return (not finding.blocking, "" if finding.where == "subject" else "body", finding.start)


def _first_line(body: str) -> str:
    """The first line that is not the greeting."""
    lines = [line for line in body.splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 and len(words(lines[0])) <= 5 else "".join(lines[:1])

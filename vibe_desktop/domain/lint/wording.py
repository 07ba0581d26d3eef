"""Words and signs that cost replies: advice, except for what nobody filled in."""

import re
from collections.abc import Iterator, Sequence

from vibe_desktop.domain.lint.findings import Finding, Fix
from vibe_desktop.domain.lint.mails import LintRule, View
from vibe_desktop.domain.naming import ORDINARY
from vibe_desktop.domain.prose import (
    BANNED_OPENERS,
    SENTENCE_END,
    SPAM_WORDS,
    TIRED_WORDS,
    normalise,
)
from vibe_desktop.domain.variants import FIRST_STEP

PLACEHOLDER = re.compile(
    r"\[(?:[A-Z][^\]\n]{0,40}|(?:your|my|first|last|full|company|name|insert|product|job|role)\b"
    r"[^\]\n]{0,40})\](?!\()"
    r"|\bXX+\b|\b(?:TODO|TBD|FIXME)\b"
    r"|<(?:first|last|full|company|your|job)[ _]?\w*>|\blorem ipsum\b",
)
_FIELDS = {
    "firstname": "{{firstName | there}}",
    "name": "{{firstName | there}}",
    "lastname": "{{lastName}}",
    "company": "{{companyName | your company}}",
    "companyname": "{{companyName | your company}}",
    "jobtitle": "{{jobTitle | your role}}",
    "role": "{{jobTitle | your role}}",
    "website": "{{website | your site}}",
}
_MEETING = re.compile(
    r"\b(?:book|schedule|grab|hop on|jump on|set up)\b[^.?!\n]{0,30}"
    r"\b(?:call|meeting|demo|time|slot)\b"
    r"|\b\d+[- ]?min(?:ute)?s?\b[^.?!\n]{0,12}\b(?:call|chat|demo|meeting)\b"
    r"|\bmy calendar\b|calendly",
    re.IGNORECASE,
)
_FAKE_REPLY = re.compile(r"\s*(?:re|aw|fwd?|wg|rv|tr)\s?:\s*", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good \w+)\b[^.?!,\n]{0,40}(?:[,.!\n] *\n*|$)", re.IGNORECASE
)
_SPACE = re.compile(r"\s*")
_DASH = re.compile(r"(?:—|--)[—-]*")
_EXCLAMATION = re.compile(r"(?:[!！](?!\[))+")
"""Not those that begin a picture, which is told by itself: `![a fox](fox.png)`."""
_SHOUTING = re.compile(r"(?<![\w-])[A-Z]{3,}(?:[ ]+[A-Z]{2,})*(?![\w-])")
_ACRONYM_LETTERS = 4


def placeholders(view: View) -> Iterator[Finding]:
    """Square and angle brackets where a field was meant."""
    for match in PLACEHOLDER.finditer(view.text):
        tag = _FIELDS.get(re.sub(r"[\W_]", "", match[0]).lower())
        fix = None
        if tag and view.is_plain(*match.span()):
            fix = Fix(f"Write {tag}", *match.span(), tag)
        text = f"“{match[0]}” is a placeholder that nobody filled in."
        yield view.finding("placeholder", text, match.span(), fix=fix)


def fake_reply(view: View) -> Iterator[Finding]:
    """A first mail that poses as an answer or as forwarded."""
    match = _FAKE_REPLY.match(view.text)
    if match and view.mail.step == FIRST_STEP:
        said = match[0].strip()
        text = f"“{said}” says that you were writing to each other already, which is not so."
        fix = Fix(f"Remove “{said}”", *match.span(), "")
        yield view.finding("fake_reply", text, match.span(), fix=fix)


def meeting(view: View) -> Iterator[Finding]:
    """An ask for time instead of interest."""
    for match in _MEETING.finditer(view.masked):
        text = "Asking whether it is of interest gets more replies than asking for a meeting."
        yield view.finding("asks_for_meeting", text, match.span())


def opener(view: View) -> Iterator[Finding]:
    """Sentences at the beginning that thousands of cold mails share."""
    start = len(view.masked) - len(view.masked.lstrip())
    greeting = _GREETING.match(view.masked, start)
    if greeting is not None:
        start = greeting.end()
    while start < len(view.masked):
        start = _next_sign(view.masked, start)
        after = SENTENCE_END.search(view.masked, start)
        end = after.start() if after else len(view.masked)
        folded = normalise(view.masked[start:end])
        tired = next((words for words in BANNED_OPENERS if folded.startswith(words)), "")
        if not tired:
            return
        onward = _next_sign(view.masked, end)
        fix = None
        if onward < len(view.masked) and not view.text[start:onward].count("{%"):
            fix = Fix("Delete the sentence", start, onward, "")
        text = f"“{tired}” is how thousands of cold mails begin."
        yield view.finding("tired_opener", text, (start, end), fix=fix)
        start = max(onward, start + 1)


def _next_sign(text: str, start: int) -> int:
    """Where the white space ends that stands at a position."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def dashes(view: View) -> Iterator[Finding]:
    """Long dashes, and two short ones for one."""
    for match in _DASH.finditer(view.masked):
        start, end = view.widened(*match.span())
        replacement = _instead_of_dash(view.masked, start, end)
        shown = {",": "a comma", ".": "a full stop"}.get(replacement.strip(), "nothing")
        text = "A dash like this is read as a machine's; use a full stop or a comma."
        fix = Fix(f"Write {shown} instead", start, end, replacement)
        yield view.finding("em_dash", text, match.span(), fix=fix)


def _instead_of_dash(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in ("", "\n"):
        return ""
    if after in ("", "\n"):
        return "" if before in ".,;:?!…" else "."
    if before in ".,;:?!…":
        return " "
    if after in ".,;:?!…":
        return ""
    if before.isdigit() and after.isdigit():
        return " to "
    starts_sentence = after.isupper() and not re.match(r"I\b", text[end : end + 2])
    return ". " if starts_sentence else ", "


def exclamations(view: View) -> Iterator[Finding]:
    """Exclamation marks."""
    for match in _EXCLAMATION.finditer(view.masked):
        start, end = match.span()
        before, after = view.masked[max(0, start - 1) : start], view.masked[end : end + 1]
        replacement = "."
        if before in (".", "?", "…", "") or before.isspace() or (after in (".", "?") and after):
            replacement = ""
        elif after.isalnum():
            replacement = ". "
        fix = Fix("Write a full stop" if replacement else "Delete it", *match.span(), replacement)
        text = "Exclamation marks sell; a colleague would not use one."
        yield view.finding("exclamation", text, match.span(), fix=fix)


def shouting(view: View) -> Iterator[Finding]:
    """Ordinary words in capitals; names and abbreviations are left alone."""
    known = view.grounds.words if view.grounds is not None else frozenset()
    for match in _SHOUTING.finditer(view.masked):
        said = match[0].lower().split()
        short = len(said) == 1 and len(match[0]) <= _ACRONYM_LETTERS
        if (short and said[0] not in ORDINARY) or all(word in known for word in said):
            continue
        text = f"“{match[0]}” shouts; write it in small letters."
        yield view.finding("shouting", text, match.span())


def double_spaces(view: View) -> Iterator[Finding]:
    """More than one blank between two words."""
    for match in re.finditer(r"(?<=\S)[ \u00a0]{2,}(?=\S)", view.masked):
        if view.is_plain(*match.span()):
            fix = Fix("Keep one space", *match.span(), " ")
            text = "Two spaces in a row look like a merge that went wrong."
            yield view.finding("double_space", text, match.span(), fix=fix)


def lists(view: View) -> Iterator[Finding]:
    """Lines that begin like items of a list."""
    for match in re.finditer(r"(?m)^[ \t]*(?:[-*•]|\d+[.)])[ \t]+\S", view.masked):
        yield view.finding("list", "A list looks like a brochure.", match.span())


def _phrases(rule: str, phrases: Sequence[str], text: str) -> LintRule:
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)",
        re.IGNORECASE,
    )

    def look(view: View) -> Iterator[Finding]:
        if view.mail.english:
            for match in pattern.finditer(view.masked):
                yield view.finding(rule, text.format(match[0]), match.span())

    return look


spam_wording = _phrases("spam_wording", SPAM_WORDS, "“{}” is wording that spam filters weigh.")
tired_words = _phrases("tired_word", TIRED_WORDS, "“{}” is a word that nobody says aloud.")

"""How long, how hard to read, how many questions: rules with numbers."""

from collections.abc import Iterator

from vibe_desktop.domain.lint.findings import Finding, Fix
from vibe_desktop.domain.lint.mails import View
from vibe_desktop.domain.prose import reading_grade, sentences, words
from vibe_desktop.domain.settings import Length

MIN_WORDS, MAX_WORDS = Length.MEDIUM.words
FOLLOW_UP_WORDS = (20, 80)
"""The fewest and the most words of a follow-up."""
MAX_SUBJECT_CHARACTERS = 50
MAX_SUBJECT_WORDS = 7
MAX_GRADE = 9
MAX_QUESTIONS = 2
_QUESTION_MARKS = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")


def empty(view: View) -> Iterator[Finding]:
    """A text that is not there; a follow-up without a subject is right."""
    if view.text.strip():
        return
    if view.where == "body":
        yield view.finding("empty_body", "The mail is empty.")
    elif view.mail.first:
        yield view.finding("empty_subject", "The subject is empty.")


def subject(view: View) -> Iterator[Finding]:
    """The length of a subject, and that follow-ups have none."""
    if not view.text.strip():
        return
    if not view.mail.first:
        text = "With a subject of its own a follow-up begins a new thread. Leave it empty."
        fix = Fix("Leave the subject empty", 0, len(view.text), "")
        yield view.finding("follow_up_subject", text, fix=fix)
    count, length = len(words(view.sample)), len(view.sample.strip())
    if length > MAX_SUBJECT_CHARACTERS:
        yield view.finding(
            "long_subject",
            f"The subject has {length} characters; {MAX_SUBJECT_CHARACTERS} fit a phone.",
            measured=f"{length} characters",
            limit=f"{MAX_SUBJECT_CHARACTERS} characters",
        )
    elif count > MAX_SUBJECT_WORDS:
        yield view.finding(
            "long_subject",
            f"The subject has {count} words; two to {MAX_SUBJECT_WORDS} work best.",
            measured=f"{count} words",
            limit=f"2 to {MAX_SUBJECT_WORDS} words",
        )
    elif count == 1:
        yield view.finding(
            "short_subject",
            "One word says little; two to four work best.",
            measured="1 word",
            limit=f"2 to {MAX_SUBJECT_WORDS} words",
        )


def body_length(view: View) -> Iterator[Finding]:
    """The words of a body, fields counted as one word each."""
    fewest, most = view.mail.length.words if view.mail.first else FOLLOW_UP_WORDS
    count = len(words(view.sample))
    if fewest <= count <= most or not count:
        return
    kind = "mail" if view.mail.first else "follow-up"
    rule = "short_body" if count < fewest else "long_body"
    text = f"The {kind} has {_counted(count, 'word')}; {fewest} to {most} get the most replies."
    yield view.finding(
        rule, text, measured=_counted(count, "word"), limit=f"{fewest} to {most} words"
    )


def grade(view: View) -> Iterator[Finding]:
    """The school grade that a body asks for; the formula holds for English."""
    if not view.mail.english:
        return
    found = reading_grade(view.sample)
    if found > MAX_GRADE:
        text = f"It reads like school grade {found:.0f}; shorter sentences and words would help."
        limit = f"grade {MAX_GRADE} or lower"
        yield view.finding("hard_to_read", text, measured=f"grade {found:.0f}", limit=limit)


def asks(view: View) -> Iterator[Finding]:
    """One question, and it comes last."""
    if not view.text.strip():
        return
    count = sum(view.sample.count(mark) for mark in _QUESTION_MARKS)
    measured, limit = _counted(count, "question"), f"1 or {MAX_QUESTIONS}"
    if count == 0:
        text = "It asks for nothing: end with one question."
        yield view.finding("no_ask", text, measured=measured, limit=limit)
    elif count > MAX_QUESTIONS:
        text = f"It asks {count} questions; one ask is easier to answer."
        yield view.finding("many_asks", text, measured=measured, limit=limit)
    elif not sentences(view.sample)[-1].rstrip("\"'”’)").endswith(_QUESTION_MARKS):
        text = "The question should be the last thing they read."
        yield view.finding("ask_not_last", text)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

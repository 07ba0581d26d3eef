"""Findings, the fixes that settle them, and the table of all rules with their sources."""

from dataclasses import dataclass

from vibe_desktop.domain.prose import normalise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that mails are held against.

    Attributes:
        name: Stable word ("unknown_tag") for tests, JSON and icons.
        source: Where the rule or its number comes from.
        blocking: Whether a mail that breaks it cannot be approved; else it gives advice.
        signable: Whether breaking it is a doubt that the founder may answer for.
    """

    name: str
    source: str
    blocking: bool = False
    signable: bool = False


_BOOMERANG = "Boomerang, 40 million mails"
_SYNTAX = "Instantly's tags"
_PAGE = "Your page and your own words"
_READERS = "What readers of cold mail say gives a machine away"
_CAN_SPAM = "CAN-SPAM, 15 U.S.C. 7704(a)"
_PLAIN = "Plain text, as these mails are sent"

RULES = {
    rule.name: rule
    for rule in (
        Rule("empty_subject", "A first mail without a subject looks like a mishap", blocking=True),
        Rule("empty_body", "Nothing would be sent", blocking=True),
        Rule("broken_tag", _SYNTAX, blocking=True),
        Rule("bare_random", _SYNTAX, blocking=True),
        Rule("unknown_tag", _SYNTAX, blocking=True),
        Rule("unverified_tag", _SYNTAX),
        Rule("no_fallback", "Your leads"),
        Rule("empty_field", "Your leads", blocking=True),
        Rule("placeholder", "Text that nobody filled in", blocking=True),
        Rule("image", _PLAIN, blocking=True),
        Rule("missing_sender", _CAN_SPAM + "(1)", blocking=True),
        Rule("missing_postal_address", _CAN_SPAM + "(5)", blocking=True),
        Rule("missing_opt_out", _CAN_SPAM + "(3)", blocking=True),
        Rule("unsupported_claim", _PAGE, blocking=True, signable=True),
        Rule("unsupported_number", _PAGE, blocking=True, signable=True),
        Rule("unsupported_name", _PAGE, blocking=True, signable=True),
        Rule("short_body", _BOOMERANG + "; the range is yours to set"),
        Rule("long_body", _BOOMERANG + "; the range is yours to set"),
        Rule("long_subject", _BOOMERANG + ": 3 to 4 words; a phone shows some 50 characters"),
        Rule("short_subject", _BOOMERANG + ": 3 to 4 words"),
        Rule("follow_up_subject", "Instantly sends a follow-up without one in the same thread"),
        Rule("hard_to_read", _BOOMERANG + ": third-grade text 53 % replies, college text 39 %"),
        Rule("no_ask", "Boomerang: one to three questions, about 50 % more replies"),
        Rule("many_asks", "Boomerang: one to three questions; one ask is the easiest to answer"),
        Rule("ask_not_last", "The last words are what a reader answers"),
        Rule("fake_reply", _CAN_SPAM + "(2): a subject must not mislead"),
        Rule("asks_for_meeting", "Gong, 304,000 cold mails: interest 12 % replies, meeting 7 %"),
        Rule("link", "Senders' practice: no link in the first mail, at most one in the next"),
        Rule("tired_opener", _READERS),
        Rule("tired_word", _READERS),
        Rule("em_dash", _READERS),
        Rule("exclamation", _READERS),
        Rule("list", _READERS),
        Rule("spam_wording", "Content filters weigh it; Gmail itself limits complaints, not words"),
        Rule("shouting", "Content filters and readers weigh capitals"),
        Rule("double_space", "Looks like a merge that went wrong"),
        Rule("too_alike", "Variants that say the same cannot be told apart by a test"),
    )
}
"""Every rule by its name."""

SIGNABLE = frozenset(rule.name for rule in RULES.values() if rule.signable)
"""The rules whose findings the founder may answer for."""


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
        rule: Name of the rule, see `RULES`.
        words: What is wrong and what to do, for the founder.
        blocking: Whether the mail cannot be approved with it.
        start: Index of the first character concerned; equal to `end` when the whole is.
        end: Index after the last one.
        where: "subject" or "body": the text that `start` and `end` count in, and `fix` applies to.
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


def signed_words(concerns: str) -> str:
    """The words of a sign-off in the one spelling that they are kept and compared in."""
    return normalise(concerns)

"""What can be odd about one filled-in mail, and how odd: the rules, and the check of a whole mail.

`domain/lint.py` looks at a text before it is filled in and speaks once; here the same text is
looked at for every lead, so that only what the lead's data does to it counts. Whatever the text
shows for a plain example as well is the lint's business: a `MailChecker` counts it at the start
and takes it off.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vibe_desktop.domain.grammar import LEAD_TAGS, SENDER_TAGS
from vibe_desktop.domain.settings import Length

MOST_SUBJECT_CHARACTERS: Final = 60
"""Longer ones are cut in the lists of most mail programs; the lint asks for 50 before filling."""
BODY_LIMITS: Final = Length.MEDIUM.words
"""Fewest and most words of a body, as the lint has them."""
WORDS_ADDED: Final = 20
"""So many words beyond those of a typical mail are the lead's doing, not the wording's."""
WORDS_LOST: Final = 15
"""The same for words that are lacking."""

Filled = tuple[str, str]
"""A mail filled in for somebody: subject, and body with footer."""


@dataclass(frozen=True, slots=True)
class RiskRule:
    """One kind of oddity.

    Attributes:
        title: A few words for filters and tables; "{field}" stands for the field concerned.
        short: The same without a field, for a filter that counts all fields together.
        weight: 1 (barely odd) to 100 (must not go out). The order is ours: what makes a mail wrong
            comes first, then what makes it look like a machine's, then what is only clumsy.
    """

    title: str
    short: str
    weight: int


RULES: Final[Mapping[str, RiskRule]] = {
    "braces_in_value": RiskRule("Braces in the {field}", "Braces in the data", 98),
    "unresolved_braces": RiskRule("Braces that were not filled", "Braces not filled", 96),
    "missing_field": RiskRule("No {field}", "Missing field", 90),
    "gap": RiskRule("A gap in the text", "Gap in the text", 88),
    "address_as_name": RiskRule("An address as {field}", "Address as a name", 84),
    "placeholder_value": RiskRule("Placeholder as {field}", "Placeholder values", 80),
    "markup_in_value": RiskRule("Markup in the {field}", "Markup in the data", 76),
    "broken_letters": RiskRule("Broken letters in the {field}", "Broken letters", 74),
    "role_as_name": RiskRule("A role as {field}", "Role as a name", 70),
    "mixed_script": RiskRule("Mixed alphabets in the {field}", "Mixed alphabets", 66),
    "hidden_characters": RiskRule("Hidden characters in the {field}", "Hidden characters", 64),
    "digits_in_name": RiskRule("Digits in the {field}", "Digits in a name", 62),
    "emoji_in_value": RiskRule("Emoji or symbol in the {field}", "Emoji or symbols", 58),
    "same_value": RiskRule("The same text twice: {field}", "Same value twice", 56),
    "all_capitals": RiskRule("Capitals in the {field}", "All capitals", 52),
    "all_lower": RiskRule("Small letters in the {field}", "All small letters", 50),
    "initial_only": RiskRule("One letter as {field}", "Initial only", 48),
    "extras_in_name": RiskRule("More than a name as {field}", "Titles and extras", 46),
    "long_value": RiskRule("A very long {field}", "Very long values", 44),
    "right_to_left": RiskRule("Right-to-left {field}", "Right-to-left text", 40),
    "doubled_mark": RiskRule("Two marks in a row", "Doubled marks", 36),
    "long_filled_subject": RiskRule("The subject is long", "Long subject", 32),
    "long_filled_body": RiskRule("The mail is long", "Long mail", 30),
    "short_filled_body": RiskRule("The mail is short", "Short mail", 30),
    "company_suffix": RiskRule("Legal form in the {field}", "Company suffix", 24),
    "no_end_mark": RiskRule("No full stop after the {field}", "No end mark", 20),
}
"""Every rule by its name, worst first."""


@dataclass(frozen=True, slots=True)
class Risk:
    """One odd thing about one mail.

    Attributes:
        rule: A key of `RULES`.
        words: What is odd, for the founder, with the value concerned.
        field: The tag name of the field concerned ("firstName"), "" when it is the whole text.
        value: The value concerned, shortened; "" when there is none.
    """

    rule: str
    words: str
    field: str = ""
    value: str = ""

    @property
    def weight(self) -> int:
        """How odd it is, 1 to 100."""
        return RULES[self.rule].weight


_FIELDS: Final = {
    "firstName": "first name",
    "lastName": "last name",
    "companyName": "company name",
    "jobTitle": "job title",
    "website": "website",
    "phone": "phone number",
    "personalization": "personal line",
    "email": "e-mail address",
}


def field_words(field: str) -> str:
    """A tag name as the founder reads it: "first name"; a custom variable by its own name."""
    return _FIELDS.get(field, field)


def title_of(rule: str, field: str = "") -> str:
    """A risk in a few words: "Capitals in the first name"."""
    return RULES[rule].title.format(field=field_words(field))


def shortened(value: str, most: int = 40) -> str:
    """A value on one line, cut to `most` characters, as a table or a sentence can take it."""
    line = " ".join(value.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


MissingFields = Callable[[Mapping[str, str]], tuple[str, ...]]
"""Given values by tag name, the fields that have neither a value nor a fallback."""

_MARKS: Final = ("..", "?.", "!.", ",.", ",,")
_DOUBLED: Final = re.compile(r"(?<!\.)\.\.(?!\.)|[?!,]\.(?!\.)|,,")
_HOLES: Final = ("  ", " ,", " .", "()", "( )", "\n,", "\n.")
_HOLE: Final = re.compile(
    r"\S[ \t]{2,}\S|[ \t][,.](?=\s|$)|\([ \t]*\)|^(?:[,;:]|\.(?!\.))", re.MULTILINE
)
_ENDS: Final = tuple(".!?…\"'”’»)]。！？")
_GOES_ON: Final = tuple(".!?,;:…)-")
_NOT_COMPARED: Final = frozenset({"email", "website", "phone"})


class MailChecker:
    """The checks of one mail of a campaign, for any number of leads. Holds no lead's data."""

    def __init__(
        self,
        fields: Iterable[str],
        missing: MissingFields,
        plain: Sequence[Filled],
        limits: tuple[int, int] = BODY_LIMITS,
    ) -> None:
        """Learn what the text is like by itself.

        Args:
            fields: Every field that subject and body ask for.
            missing: Tells which of them a lead lacks.
            plain: The mail as `sample_values` fill it in, once for each of a few ways through its
                wordings; at least one.
            limits: Fewest and most words wanted.
        """
        self.fields = tuple(sorted(set(fields).difference(SENDER_TAGS)))
        """The fields of a lead that can show in this mail."""
        self._missing = missing
        self._compared = tuple(name for name in self.fields if name not in _NOT_COMPARED)
        self._personal = "personalization" in self.fields
        whole = [f"{title}\n{text}" for title, text in plain]
        self._braces = max(text.count("{") + text.count("}") for text in whole)
        self._holes = max(_count(_HOLES, text) for text in whole)
        self._real_holes = max(len(_HOLE.findall(text)) for text in whole)
        self._marks = max(_count(_MARKS, text) for text in whole)
        self._real_marks = max(len(_DOUBLED.findall(text)) for text in whole)
        lengths = [len(text.split()) for _, text in plain]
        self._most_words = max([limits[1], *lengths]) + WORDS_ADDED
        self._least_words = min([limits[0], *(count - WORDS_LOST for count in lengths)])
        self._most_subject = max([MOST_SUBJECT_CHARACTERS, *map(len, dict(plain))])

    def check(
        self,
        subject: str,
        text: str,
        values: Mapping[str, str],
        odd_values: Mapping[str, tuple[Risk, ...]],
    ) -> tuple[Risk, ...]:
        """What is odd about this mail, worst first; empty for an ordinary one. Never raises.

        Args:
            subject: The subject as filled in.
            text: Body and footer as filled in.
            values: What they were filled in with.
            odd_values: By field, what `risky_values.odd_values` says about those values.
        """
        found: list[Risk] = []
        if odd_values:
            for field in self.fields:
                # A field of one wording of several, or a fallback, is not in every mail.
                if field in odd_values and _shows(values.get(field, ""), subject, text):
                    found += odd_values[field]
        for field in self._missing(values):
            words = f"The lead has no {field_words(field)}, and nothing stands in for it."
            found.append(Risk("missing_field", words, field))
        whole = f"{subject}\n{text}"
        found += self._in_text(whole, found)
        found += self._same(values, subject, text)
        if self._personal:
            found += _open_end(values.get("personalization", "").strip(), text)
        found += self._measured(subject, text)
        if not found:
            return ()
        unique = dict.fromkeys(found)
        return tuple(sorted(unique, key=lambda risk: (-risk.weight, risk.field)))

    def _in_text(self, whole: str, found: list[Risk]) -> list[Risk]:
        added: list[Risk] = []
        rules = {risk.rule for risk in found}
        braces = whole.count("{") + whole.count("}")
        if braces > self._braces and "braces_in_value" not in rules:
            at = max(whole.find("{"), 0)
            seen = shortened(whole[at : at + 30])
            words = f"Braces would be sent as they stand: “{seen}”."
            added.append(Risk("unresolved_braces", words, value=seen))
        if _count(_HOLES, whole) > self._holes and "missing_field" not in rules:
            holes = list(_HOLE.finditer(whole))
            if len(holes) > self._real_holes:
                seen = _around(whole, holes[-1])
                added.append(Risk("gap", f"There is a gap: “{seen}”.", value=seen))
        if _count(_MARKS, whole) > self._marks:
            marks = list(_DOUBLED.finditer(whole))
            if len(marks) > self._real_marks:
                seen = _around(whole, marks[-1])
                added.append(Risk("doubled_mark", f"Two marks in a row: “{seen}”.", value=seen))
        return added

    def _same(self, values: Mapping[str, str], subject: str, text: str) -> list[Risk]:
        if len(self._compared) < 2:
            return []
        seen: dict[str, str] = {}
        for field in self._compared:
            value = values.get(field, "").strip().casefold()
            if len(value) < 2:
                continue
            other = seen.setdefault(value, field)
            if other != field and all(
                _shows(values[name], subject, text) for name in (field, other)
            ):
                shown = shortened(values[field])
                words = (
                    f"“{shown}” stands for the {field_words(other)} and for the "
                    f"{field_words(field)}."
                )
                return [Risk("same_value", words, field, shown)]
        return []

    def _measured(self, subject: str, text: str) -> list[Risk]:
        found: list[Risk] = []
        if len(subject) > self._most_subject:
            words = f"The subject has {len(subject)} characters once it is filled in."
            found.append(Risk("long_filled_subject", words, value=shortened(subject)))
        count = len(text.split())
        if count > self._most_words:
            words = "The lead's data makes the mail much longer than the others."
            found.append(Risk("long_filled_body", words))
        elif count < self._least_words:
            words = "Without the lead's data little of the mail is left."
            found.append(Risk("short_filled_body", words))
        return found


def sample_values(fields: Iterable[str]) -> dict[str, str]:
    """The values of somebody about whom nothing is odd, for all these fields and more."""
    return dict.fromkeys((*fields, *LEAD_TAGS), "Name")


def score(risks: Iterable[Risk]) -> int:
    """How odd a mail is, 0 to 1,000: its worst risk, and a little for each further one."""
    weights = sorted((risk.weight for risk in risks), reverse=True)
    return weights[0] * 10 + min(sum(weights[1:]), 99) // 10 if weights else 0


def _shows(value: str, subject: str, text: str) -> bool:
    return value in text or value in subject


def _count(pieces: tuple[str, ...], text: str) -> int:
    return sum(map(text.count, pieces))


def _around(text: str, match: re.Match[str]) -> str:
    line = text.rfind("\n", 0, match.start()) + 1
    return shortened(text[max(line, match.start() - 15) : match.end() + 12])


def _open_end(value: str, text: str) -> list[Risk]:
    if not value or value.endswith(_ENDS):
        return []
    at = text.find(value)
    if at < 0:
        return []
    after = text[at + len(value) :].lstrip(" ")[:1]
    # It goes on: with a mark of its own, or in the middle of a sentence.
    if after.startswith(_GOES_ON) or after.islower():
        return []
    words = f"The personal line ends without a full stop: “…{shortened(value[-24:])}”."
    return [Risk("no_end_mark", words, "personalization", shortened(value))]

"""Numbers in prose: one value for each way of writing it, with its unit where that matters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_UNITS = {
    "%": "% percent pct",
    "$": "$ dollar dollars usd",
    "€": "€ euro euros eur",
    "£": "£ pound pounds gbp",
    "s": "second seconds sec secs",
    "min": "minute minutes min mins",
    "h": "hour hours hr hrs h",
    "d": "day days",
    "w": "week weeks",
    "mo": "month months",
    "y": "year years yr yrs",
}
_UNIT_OF = {word: unit for unit, spelt in _UNITS.items() for word in spelt.split()}
_UNIT_OF["per cent"] = "%"
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}

_GROUPED = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+"
_AFTER = "|".join(
    re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "")
    for word in sorted(_UNIT_OF, key=len, reverse=True)
)
_GAP = r"[ \u00a0\u202f]?"
_UNIT = rf"(?:{_GAP}-?(?P<unit>{_AFTER}))?"
_DIGITS = re.compile(
    rf"(?:(?P<sign>[$€£]){_GAP}|(?<![^\W\d_])(?P<code>usd|eur|gbp){_GAP})?"
    rf"(?<![\w.])(?P<digits>(?:{_GROUPED})(?:[.,]\d+)?)"
    rf"(?:(?P<scale>k|m|bn)(?![^\W_])|[ \u00a0](?P<word>thousand|million|billion)(?!\w))?"
    rf"{_UNIT}",
    re.IGNORECASE,
)

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: value for value, word in enumerate(_SMALL.split())} | {
    word: value * 10 for value, word in enumerate(_TENS.split(), start=2)
}
_POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER_WORD = "|".join(sorted((*_VALUES, *_POWERS, "dozen"), key=len, reverse=True))
_SPELT = re.compile(
    r"(?<![\w-])(?<!\d[ \u00a0])"
    rf"(?P<words>(?:{_NUMBER_WORD})(?:(?:[ -]|[ ]and[ ])(?:{_NUMBER_WORD}))*)(?!\w){_UNIT}",
    re.IGNORECASE,
)
_YOURS = r"(?=[ ](?:your|the|their|its|our)\b)"
_MULTIPLE = re.compile(
    r"(?<![\w-])(?:"
    rf"(?P<x2>doubl(?:es|ed|ing)|double{_YOURS}|twice(?=[ ](?:as|the)\b))"
    rf"|(?P<x3>tripl(?:es|ed|ing)|triple{_YOURS}|threefold)"
    r"|(?P<x10>tenfold)"
    r"|(?P<x05>halv(?:es?|ed|ing)|(?:in|by)[ ]half)"
    r"|(?P<many>(?:dozens|hundreds|thousands|millions)(?=[ ]of\b))"
    r")(?!\w)",
    re.IGNORECASE,
)
_TIMES = {"x2": "2", "x3": "3", "x10": "10", "x05": "0.5"}
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text.

    Attributes:
        value: Its digits: "1200" for "1,200", "1 200" and "1.2k", "9" for "nine".
        unit: "%", a currency or a unit of time in one spelling, "" for a bare number or a count.
        start: Index of its first character in the text, a currency before it included.
        end: Index after the last character, the unit included.
    """

    value: str
    unit: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What two numbers share when they say the same."""
        return self.value + self.unit


def quantities(text: str) -> Iterator[Quantity]:
    """Every number in a text: digits, number words, and wordings such as "twice as".

    "One" by itself is no number: it mostly is not meant as one.
    """
    yield from map(_read, _DIGITS.finditer(text))
    for match in _SPELT.finditer(text):
        if match["words"].lower() not in {"one", "zero"}:
            yield Quantity(_spelt(match["words"]), _unit(match["unit"]), *match.span())
    for match in _MULTIPLE.finditer(text):
        value = _TIMES.get(match.lastgroup or "", match[0].lower())
        yield Quantity(value, "", *match.span())


def supported_numbers(texts: Iterable[str]) -> frozenset[str]:
    """The keys of all numbers that some texts support.

    A number with a unit also supports the bare one, and in "10 to 20 %" both are percentages.
    """
    keys: set[str] = set()
    for text in texts:
        found = sorted(quantities(text), key=lambda one: one.start)
        for one in found:
            keys |= {one.key, one.value}
        for one, after in pairwise(found):
            if not one.unit and _RANGE.fullmatch(text, one.end, after.start):
                keys.add(one.value + after.unit)
    return frozenset(keys)


def with_plain_numbers(text: str, *, units: bool) -> str:
    """The text with every number in digits rewritten, so that "1,200", "1200" and "1.2k" are alike.

    A rewritten number stands in angle brackets: a part of it is not taken for the whole.

    Args:
        text: What is rewritten.
        units: Whether units are rewritten too: then "€40" and "40 euros" are alike.
    """
    pieces: list[str] = []
    position = 0
    for match in _DIGITS.finditer(text):
        one = _read(match)
        start, end, unit = one.start, one.end, one.unit
        if not units:
            start, unit = match.start("digits"), ""
            end = max(match.end("digits"), match.end("scale"), match.end("word"))
        pieces += (text[position:start], f"‹{one.value}›{unit}")
        position = end
    return "".join((*pieces, text[position:]))


def _read(match: re.Match[str]) -> Quantity:
    scale = _SCALES.get((match["scale"] or match["word"] or "").lower(), 0)
    unit = _unit(match["sign"] or match["code"] or match["unit"])
    return Quantity(_scaled(_value(match["digits"]), scale), unit, *match.span())


def _unit(words: str | None) -> str:
    return _UNIT_OF.get((words or "").lower(), "")


def _value(number: str) -> str:
    """Plain digits without separators of thousands; decimals with a point, no zeros at its ends."""
    number = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign
        for sign in re.sub(r"[\u00a0\u202f ]", "", number)
    )
    number = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", number).replace(",", ".")
    return _trimmed(number)


def _trimmed(number: str) -> str:
    whole, _, part = number.partition(".")
    part = part.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{part}" if part else whole


def _scaled(number: str, places: int) -> str:
    """The number with its point so many places further right."""
    if not places:
        return number
    whole, _, part = number.partition(".")
    part = part.ljust(places, "0")
    return _trimmed(f"{whole}{part[:places]}.{part[places:]}")


def _spelt(words: str) -> str:
    total = run = 0
    for word in re.split(r"[ -]", words.lower()):
        if word in _VALUES:
            run += _VALUES[word]
        elif word == "dozen":
            run = 12 * (run or 1)
        elif word == "hundred":
            run = 100 * (run or 1)
        elif word in _POWERS:
            total += _POWERS[word] * (run or 1)
            run = 0
    return str(total + run)

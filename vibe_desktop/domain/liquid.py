"""The conditions of Liquid: what may stand in `{% if ... %}`, and whether it holds for a lead.

    firstName                                    the lead has a value
    companyName == "Acme"                        also !=; text in straight quotes
    jobTitle contains "Sales" and firstName      joined by `and` and `or`, read from the right

As in Liquid, every text is true, an empty one too, and only what is missing is false. A lead's
empty fields are left out when it is sent to Instantly: here an empty field is a missing one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

UNSUBSCRIBE_TAG = "unsubscribe_link"

_LEXEME = re.compile(
    r"(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<number>-?\d{1,15}(?:\.\d{1,15})?)(?![\w.-])"
    r"|(?P<sign>==|!=)"
    r"|(?P<word>[^\W\d][\w-]*)(?![.\[])"
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_OPERATORS = frozenset({"==", "!=", "contains"})
_JOINS = frozenset({"and", "or"})
_RESERVED = frozenset({"true", "false", "nil", "null", "empty", "blank"})
_LONGEST = 20
"""Comparisons in one condition."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the lead, and where its name stands in the whole text."""

    name: str
    start: int
    end: int


Operand = Field | str | int | float
"""A field, or a text or number that stands in the condition itself."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One part of a condition.

    Attributes:
        operator: "==", "!=" or "contains"; "" when the left side alone is asked about.
        right: None when there is no operator.
    """

    left: Operand
    operator: str = ""
    right: Operand | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons and what joins them.

    Attributes:
        joins: "and" or "or" after each comparison but the last.
    """

    comparisons: tuple[Comparison, ...]
    joins: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field that it asks for, by position."""
        return tuple(
            side
            for comparison in self.comparisons
            for side in (comparison.left, comparison.right)
            if isinstance(side, Field)
        )

    @property
    def proves(self) -> frozenset[str]:
        """The fields that have a value whenever it holds."""
        if "or" in self.joins:
            return frozenset()
        return frozenset(
            comparison.left.name
            for comparison in self.comparisons
            if isinstance(comparison.left, Field) and _needs_value(comparison)
        )


class Unreadable(ValueError):
    """A condition breaks the grammar; its text tells the founder what to write instead."""


def read_condition(text: str, offset: int) -> Condition:
    """Read what stands between the word `if` and the end of the tag.

    Args:
        text: The condition as it is written.
        offset: Where `text` begins in the whole mail.

    Raises:
        Unreadable: It is not one of the conditions that are understood here.
    """
    lexemes = iter(_lexemes(text, offset))
    comparisons: list[Comparison] = []
    joins: list[str] = []
    lexeme: Operand | _Word | None = next(lexemes, None)
    while len(comparisons) < _LONGEST:
        left = _operand(lexeme)
        lexeme = next(lexemes, None)
        if isinstance(lexeme, _Word) and lexeme.word in _OPERATORS:
            comparison = Comparison(left, lexeme.word, _operand(next(lexemes, None)))
            lexeme = next(lexemes, None)
        else:
            comparison = Comparison(left)
        _refuse_dead(comparison)
        comparisons.append(comparison)
        if lexeme is None:
            return Condition(tuple(comparisons), tuple(joins))
        if not isinstance(lexeme, _Word) or lexeme.word not in _JOINS:
            break
        joins.append(lexeme.word)
        lexeme = next(lexemes, None)
    raise Unreadable(_HELP)


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether a condition is true for a lead. Like Liquid it joins from the right to the left."""
    *others, last = condition.comparisons
    result = _true(last, values)
    for comparison, join in zip(reversed(others), reversed(condition.joins), strict=True):
        here = _true(comparison, values)
        result = here and result if join == "and" else here or result
    return result


_HELP = (
    'This condition cannot be read. Compare a field with a "text" by ==, != or contains, and join '
    "with and / or."
)


@dataclass(frozen=True, slots=True)
class _Word:
    """An operator or a joining word."""

    word: str


def _lexemes(text: str, offset: int) -> Iterator[Operand | _Word]:
    position = 0
    while (space := _SPACES.match(text, position)) or position < len(text):
        if space:
            position = space.end()
            continue
        match = _LEXEME.match(text, position)
        if match is None:
            typed = any(quote in text for quote in "“”„‘’")
            raise Unreadable("Use straight quotes in a condition." if typed else _HELP)
        position = match.end()
        yield _lexeme(match, offset)


def _lexeme(match: re.Match[str], offset: int) -> Operand | _Word:
    word = match[0]
    if match["text"]:
        if any(sign in word for sign in "&<>"):
            raise Unreadable(
                "A text in a condition cannot hold &, < or >: Instantly keeps mails as HTML and "
                "may write those signs differently."
            )
        return _SPACES.sub(" ", word[1:-1])
    if match["number"]:
        return float(word) if "." in word else int(word)
    if match["sign"] or word in _OPERATORS or word in _JOINS:
        return _Word(word)
    if word in _RESERVED:
        raise Unreadable(
            f"“{word}” is not understood here. To ask whether a lead has a value, write "
            "{% if firstName %}."
        )
    return Field(word, match.start() + offset, match.end() + offset)


def _operand(lexeme: Operand | _Word | None) -> Operand:
    if lexeme is None or isinstance(lexeme, _Word):
        raise Unreadable(_HELP)
    return lexeme


def _refuse_dead(comparison: Comparison) -> None:
    """Refuse to compare a field, which is always text, with a number: that is never equal."""
    sides = (comparison.left, comparison.right)
    if comparison.operator in ("==", "!=") and any(isinstance(side, Field) for side in sides):
        for side in sides:
            if isinstance(side, int | float):
                raise Unreadable(f'A field is text, never a number: write "{side}" in quotes.')


def _needs_value(comparison: Comparison) -> bool:
    return comparison.operator in ("", "contains") or (
        comparison.operator == "==" and isinstance(comparison.right, str)
    )


def _true(comparison: Comparison, values: Mapping[str, str]) -> bool:
    left = _value(comparison.left, values)
    if not comparison.operator:
        return left is not None
    right = None if comparison.right is None else _value(comparison.right, values)
    if comparison.operator == "contains":
        return isinstance(left, str) and right is not None and str(right) in left
    return (left == right) is (comparison.operator == "==")


def _value(operand: Operand, values: Mapping[str, str]) -> str | int | float | None:
    if isinstance(operand, Field):
        # The opt-out address is no field: Instantly fills it in by another way.
        return values.get(operand.name) or None if operand.name != UNSUBSCRIBE_TAG else None
    return operand

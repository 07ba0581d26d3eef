"""Text that a spreadsheet would take for a formula, and the apostrophe that keeps it from that."""

from typing import Final

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_PASSED_OVER: Final = ' "\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}'
_PHONE_CHARACTERS: Final = frozenset("0123456789 ()./-")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula.

    That is a text whose first character behind spaces and quotation marks is one of = + - @, tab
    or a line's end. A phone number in international form (a plus, a digit, then digits and signs
    between them) stays as it is: dialling and importing it elsewhere would break, and a
    spreadsheet makes at most a number of it, since there is nothing in it that could be run.
    """
    return "'" + text if _needs_apostrophe(text) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given, for every text."""
    return text[1:] if text.startswith("'") and _needs_apostrophe(text[1:]) else text


def _needs_apostrophe(text: str) -> bool:
    # Behind apostrophes too, so that the one in front can be told from one that was there before.
    begins = text.lstrip("'").lstrip(_PASSED_OVER)
    return begins.startswith(_STARTS_FORMULA) and not _is_phone(text)


def _is_phone(text: str) -> bool:
    return text[:1] == "+" and text[1:2].isdecimal() and _PHONE_CHARACTERS.issuperset(text[1:])

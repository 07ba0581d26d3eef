"""Text that a spreadsheet would take for a formula, and the apostrophe that keeps it from that."""

import re
from typing import Final

# Behind apostrophes too, so that the one in front can be told from one that was there before.
_FORMULA: Final = "'*+[ \"\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}]*+[=+@\t\r\n-]"
_begins_a_formula = re.compile(_FORMULA).match
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
    """The text that `safe_cell` was given, for every text.

    Other programs put the apostrophe in front of phone numbers too: it is taken off there as well.
    """
    return text[1:] if text[:1] == "'" and _begins_a_formula(text, 1) else text


def _needs_apostrophe(text: str) -> bool:
    return _begins_a_formula(text) is not None and not _is_phone(text)


def _is_phone(text: str) -> bool:
    return text[:1] == "+" and text[1:2].isdecimal() and _PHONE_CHARACTERS.issuperset(text[1:])

"""What can be odd about a value of a lead, whatever mail it is put into.

Lead files are full of it: names in capitals, "info" as a first name, "n/a", broken letters, legal
forms that nobody says aloud. Cheap tests come first, so that an ordinary value costs about a
microsecond; nothing here raises, whatever the value.
"""

import re
from collections.abc import Mapping
from typing import Final

from vibe_desktop.domain.risks import Risk, field_words, shortened

_PLACEHOLDERS: Final = """
test,tester,testing,n/a,#n/a,na,n.a.,null,none,nil,nan,undefined,unknown,-,--,---,–,—,.,..,...,?,??,x,
xx,xxx,xxxx,tbd,todo,tba,empty,blank,missing,false,true,0,example,sample,default,#ref!,#value!,#name?,
foo,bar,asdf,qwerty,first name,last name,firstname,lastname,company name,companyname,your name,
your company,job title,not available,not provided,no name,not applicable
"""
PLACEHOLDERS: Final = frozenset(_PLACEHOLDERS.replace("\n", "").strip(",").split(","))
"""What stands in a cell when nothing does, in small letters."""

_ROLES: Final = """
info infos sales admin administrator contact contacts office team support help hello hi service
services marketing hr jobs careers billing accounts accounting finance enquiries inquiries press
media webmaster postmaster noreply no-reply mail email reception secretary manager owner director
ceo founder cto cfo customer customers client sir madam friend user guest
"""
ROLES: Final = frozenset(_ROLES.split())
"""Mailboxes and offices that lead files give for a first name, in small letters."""

MOST_CHARACTERS: Final[Mapping[str, int]] = {
    "firstName": 24,
    "lastName": 32,
    "companyName": 45,
    "jobTitle": 60,
    "personalization": 300,
}
"""Longer ones are seldom what the field is for; a custom variable may have `MOST_OTHER`."""
MOST_OTHER: Final = 200

_NAMES: Final = frozenset({"firstName", "lastName"})
_CALLED: Final = frozenset({"firstName", "lastName", "companyName", "jobTitle"})
_SUSPECT: Final = re.compile(r"[{}<&@/\x00-\x1f\x7f]|www\.")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_LINE: Final = re.compile(r"[\r\n]")
_MARKUP: Final = re.compile(r"<[A-Za-z/!]|&(?:[A-Za-z]{2,8}|#\d{1,6});")
_ADDRESS: Final = re.compile(r"[^\s@]@[^\s@]+\.\w|^@\w|https?:/|www\.|\w/\w+\.\w", re.IGNORECASE)
_DOMAIN: Final = re.compile(
    r"(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|ai|app|dev|de|uk|fr|nl|eu|es|it|ch|at|se|info|biz)",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(
    "[\x80-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_BROKEN: Final = re.compile("\ufffd|Ã[\x80-\xbf]|Ã[ƒ‚„…†‡‰Š‹Œ–—˜™š›œ¡-¿]|â€|Â[\xa0-\xbf]")
_EMOJI: Final = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u20e3©®™]"
)
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]")
_GREEK_OR_CYRILLIC: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_DRESSED_UP: Final = re.compile("[\U0001d400-\U0001d7ff\uff01-\uff5e\u24b6-\u24e9]")
_DIGIT: Final = re.compile(r"\d")
_MANY_DIGITS: Final = re.compile(r"\d{5}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{5}")
_LONGER_WORD: Final = re.compile(r"[^\W\d_]{6}")
_SHIFTED: Final = re.compile(r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]{2}")
_EXTRAS: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|sir|herr|frau)\b\.?\s|[(),/\"“”|]|\b(?:phd|mba|md|cpa)\b",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(
    r"(?:,\s*|\s+)(?:inc|incorporated|llc|l\.l\.c|llp|lp|ltd|limited|corp|corporation|plc|gmbh"
    r"(?:\s*&\s*co\.?\s*kg)?|ag|kg|ug|ohg|e\.?k|s\.?a|s\.?a\.?s|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a"
    r"|b\.?v|n\.?v|a/s|aps|ab|oy|as|pty(?:\.?\s*ltd)?|pvt(?:\.?\s*ltd)?|sp\.?\s*z\s*o\.?\s*o|kft|s\.?r\.?o|co)\.?$",
    re.IGNORECASE,
)


def odd_values(values: Mapping[str, str]) -> dict[str, tuple[Risk, ...]]:
    """By field, what is odd about each of these values; ordinary ones are left out."""
    found = {}
    for field, value in values.items():
        risks = value_risks(field, value)
        if risks:
            found[field] = risks
    return found


def value_risks(field: str, value: str) -> tuple[Risk, ...]:
    """What is odd about one value; an empty one is not, since a fallback may stand in for it.

    Args:
        field: The tag's name ("firstName", or that of a custom variable).
        value: As the lead has it.
    """
    text = value.strip()
    if not text or field in {"email", "unsubscribe_link"}:
        return ()
    if text.casefold() in PLACEHOLDERS:
        return (_risk("placeholder_value", field, value, "“{value}” is no real {field}."),)
    found: list[Risk] = []
    if _SUSPECT.search(value):
        found += _structure(field, value)
    if not value.isascii():
        found += _letters(field, value)
    if len(text) > MOST_CHARACTERS.get(field, MOST_OTHER):
        words = "The {field} has {count} characters: “{value}”."
        found.append(_risk("long_value", field, value, words, count=len(text)))
    if field in _NAMES:
        found += _name(field, text)
    elif field == "companyName":
        found += _company(field, text)
    elif text.isupper() and (
        (field == "jobTitle" and _LONGER_WORD.search(text))
        or (field == "personalization" and len(text) > 11)
    ):
        found.append(_risk("all_capitals", field, value, "The {field} is in capitals: “{value}”."))
    return tuple(found)


def _risk(rule: str, field: str, value: str, words: str, *, count: int = 0) -> Risk:
    shown = shortened(value)
    return Risk(
        rule, words.format(value=shown, field=field_words(field), count=count), field, shown
    )


def _structure(field: str, value: str) -> list[Risk]:
    found: list[Risk] = []
    if "{" in value or "}" in value:
        words = "The {field} holds braces, which Instantly may take for a tag: “{value}”."
        found.append(_risk("braces_in_value", field, value, words))
    if _MARKUP.search(value):
        words = "The {field} holds HTML: “{value}”."
        found.append(_risk("markup_in_value", field, value, words))
    if _CONTROL.search(value) or (field != "personalization" and _LINE.search(value)):
        words = "The {field} holds a line break or a control character: “{value}”."
        found.append(_risk("hidden_characters", field, value, words))
    if field in _CALLED and _ADDRESS.search(value):
        words = "An address stands where the {field} should: “{value}”."
        found.append(_risk("address_as_name", field, value, words))
    return found


def _letters(field: str, value: str) -> list[Risk]:
    found: list[Risk] = []
    broken = _BROKEN.search(value)
    if broken:
        words = "The {field} was read in the wrong encoding: “{value}”."
        found.append(_risk("broken_letters", field, value, words))
    elif _HIDDEN.search(value):
        words = "The {field} holds characters that cannot be seen: “{value}”."
        found.append(_risk("hidden_characters", field, value, words))
    if not broken and _EMOJI.search(value):
        words = "The {field} holds an emoji or a symbol: “{value}”."
        found.append(_risk("emoji_in_value", field, value, words))
    if _RIGHT_TO_LEFT.search(value):
        words = "The {field} is written from right to left: look whether the line reads well."
        found.append(_risk("right_to_left", field, value, words))
    if (_GREEK_OR_CYRILLIC.search(value) and _LATIN.search(value)) or _DRESSED_UP.search(value):
        words = "The {field} mixes alphabets or styled letters: “{value}”."
        found.append(_risk("mixed_script", field, value, words))
    return found


def _name(field: str, text: str) -> list[Risk]:
    found = _capitals(field, text, least=3)
    if _SHIFTED.match(text):
        words = "The {field} has its capitals the wrong way round: “{value}”."
        found.append(_risk("all_capitals", field, text, words))
    if _DIGIT.search(text):
        found.append(_risk("digits_in_name", field, text, "The {field} holds digits: “{value}”."))
    if _EXTRAS.search(text):
        words = "More than a {field} stands there: “{value}”."
        found.append(_risk("extras_in_name", field, text, words))
    if _DOMAIN.fullmatch(text):
        words = "An address stands where the {field} should: “{value}”."
        found.append(_risk("address_as_name", field, text, words))
    if field == "firstName":
        found += _greeting(field, text)
    return found


def _capitals(field: str, text: str, least: int) -> list[Risk]:
    if text.isupper() and (len(text) > least + 2 or len(_LETTER.findall(text)) >= least):
        return [_risk("all_capitals", field, text, "The {field} is in capitals: “{value}”.")]
    if text.islower():
        return [_risk("all_lower", field, text, "The {field} is in small letters: “{value}”.")]
    return []


def _greeting(field: str, text: str) -> list[Risk]:
    if text.casefold() in ROLES:
        words = "The mail would greet an office: “Hi {value},”."
        return [_risk("role_as_name", field, text, words)]
    if len(text) < 3 and text.isascii() and len(_LETTER.findall(text)) == 1:
        return [_risk("initial_only", field, text, "The {field} is a single letter: “{value}”.")]
    return []


def _company(field: str, text: str) -> list[Risk]:
    found: list[Risk] = []
    suffix = _SUFFIX.search(text)
    if _DOMAIN.fullmatch(text) and text.islower():
        words = "An address stands where the {field} should: “{value}”."
        found.append(_risk("address_as_name", field, text, words))
    elif not text.isupper() or suffix or _LONG_WORD.search(text):
        # IBM and SAP are called so.
        found += _capitals(field, text, least=2)
    if suffix:
        words = "Nobody says the legal form aloud: “{value}”."
        found.append(_risk("company_suffix", field, text, words))
    if _MANY_DIGITS.search(text) or not _LETTER.search(text):
        found.append(_risk("digits_in_name", field, text, "The {field} is a number: “{value}”."))
    return found

"""Judging an address that has not the common form, and one that the founder types.

Nearly every address of a list has the common form, which `domain/addresses.py` recognises for a
hundredth of the price. The library asked here knows the rest of the standards, and says what is
wrong. It never asks the network.
"""

from typing import Final

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.leads import SkipReason

_LONGEST: Final = 400  # longer text is prose, not an address
_SHOWN: Final = 60


def checked_address(text: str) -> str:
    """The address that the founder typed, in the form lists are keyed by.

    Raises:
        InvalidInput: It is none, or none that Instantly takes; saying why.
    """
    if found := normalise_email(text):
        return found
    typed = " ".join(text.split())
    shown = typed if len(typed) <= _SHOWN else f"{typed[: _SHOWN - 1]}…"
    raise InvalidInput(
        f"“{shown}” is not an address that mail can be sent to: {_objection(typed)}"
        if typed
        else "There is no address.",
        safe="Nothing was saved.",
        next_step="Write it like ada@acme.com.",
        field="email",
    )


def judged(cell: str) -> tuple[str, SkipReason]:
    """What to do with a cell that `normalise_email` finds no address in.

    Returns:
        The address in normal form and any reason, when it is one all the same; else "" and why
        the row is left out.
    """
    typed = cell.strip()
    if not typed:
        return "", SkipReason.NO_ADDRESS
    if "@" not in typed or len(typed) > _LONGEST:
        return "", SkipReason.BAD_ADDRESS
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(
            typed,
            check_deliverability=False,
            allow_quoted_local=True,
            allow_smtputf8=True,
            test_environment=True,
        )
    except EmailNotValidError:
        return "", SkipReason.BAD_ADDRESS
    if valid.smtputf8 or valid.local_part.startswith('"'):
        return "", SkipReason.UNUSUAL_ADDRESS
    found = normalise_email(valid.normalized)
    return (found or ""), SkipReason.BAD_ADDRESS


def _objection(typed: str) -> str:
    """A sentence about what is wrong with text that is no address."""
    if len(typed) > _LONGEST:
        return "it is too long."
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(
            typed, check_deliverability=False, allow_quoted_local=True, test_environment=True
        )
    except EmailNotValidError as error:
        words = str(error).removeprefix("The email address ").replace("@-sign", "@ sign")
        words = words.replace("An email address", "an address").replace("email", "e-mail")
        return words if words.endswith(".") else f"{words}."
    return "Instantly takes no quotation marks and no foreign letters before the @."

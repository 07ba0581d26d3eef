"""What the services that spend credits say and ask alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from vibe_desktop.domain.errors import NotAuthorised, Trouble

DUST: Final = 1e-6
"""Amounts of credits less than this apart are the same: the rest is rounding of sums."""

_NEXT_STEP: Final = "Try again in a moment; if it stays so, look at your workspace at Instantly."


def in_words_of_credits(trouble: Trouble) -> Trouble:
    """The same trouble; when Instantly wants money, in words about credits and not about a plan."""
    if not (isinstance(trouble, NotAuthorised) and trouble.unpaid):
        return trouble
    return NotAuthorised(
        "Instantly wants to be paid for this: your credits, or your plan, do not cover it.",
        safe=trouble.safe,
        next_step="Look at your credits on Instantly's billing page.",
        unpaid=True,
    )


def told(trouble: Trouble, safe: str) -> Trouble:
    """The same trouble for whoever spends credits: with what is safe, and with something to do."""
    trouble = in_words_of_credits(trouble)
    return trouble.advised(safe=safe, next_step=trouble.next_step or _NEXT_STEP)


@contextmanager
def telling(safe: str) -> Iterator[None]:
    """Give every trouble of the block these words about what is safe.

    Raises:
        Trouble: Whatever the block raises, in better words.
    """
    try:
        yield
    except Trouble as trouble:
        raise told(trouble, safe) from trouble

"""What the services that spend credits say and ask alike."""

from vibe_desktop.domain.errors import NotAuthorised, Trouble


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

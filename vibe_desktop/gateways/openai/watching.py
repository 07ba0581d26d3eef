"""What is told while an answer streams in."""

from collections.abc import Callable

from vibe_desktop.domain.copywriting import PartialDraft, Writing
from vibe_desktop.domain.variants import Angle
from vibe_desktop.domain.work import Progress


class Watcher:
    """Makes progress out of the beginning of an answer; the same beginning is told once.

    Args:
        read: Reads the mails so far.
        total: Mails in all.
        doing: "Writing" or "Rewriting".
    """

    def __init__(
        self, read: Callable[[str], tuple[PartialDraft, ...]], total: int, doing: str
    ) -> None:
        self._read = read
        self._total = total
        self._doing = doing
        self._told: tuple[PartialDraft, ...] = ()

    def __call__(self, text: str) -> Progress | None:
        """The progress to report, None when there is nothing new."""
        drafts = self._read(text)
        if not drafts or drafts == self._told:
            return None
        self._told = drafts
        done = sum(draft.finished for draft in drafts)
        words = f"{self._doing} {_name(drafts[-1])} …"
        return Progress(words, done, self._total, Writing(drafts))


def _name(draft: PartialDraft) -> str:
    if draft.angle is Angle.FOLLOW_UP:
        return f"follow-up {draft.step - 1}"
    return f"the {draft.angle.value}-focused mail"

"""Mailboxes: which there are, and which are fit to send."""

from dataclasses import replace

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.mailboxes import MailboxRepository


class MailboxService:
    """What the founder can ask for about sending accounts."""

    def __init__(self, *, mailboxes: MailboxRepository, instantly: InstantlyClient) -> None:
        self._mailboxes = mailboxes
        self._instantly = instantly

    def list(self, work: Work) -> tuple[Mailbox, ...]:
        """The mailboxes as last seen, by address; no request is made."""
        work.check()
        return self._mailboxes.every()

    def refresh(self, work: Work) -> Written[tuple[Mailbox, ...]]:
        """Ask Instantly for all mailboxes and their warm-up scores, and keep them.

        Raises:
            Trouble: Instantly could not be asked; what was known before stays.
        """
        work.report("Asking Instantly for your mailboxes")
        found = self._instantly.accounts.every(work)
        work.report("Asking for their warm-up scores", 1, 2)
        scores = self._instantly.accounts.warmup_scores([one.email for one in found], work)
        changed = self._mailboxes.replace(
            # The newest word is the warm-up's own; the mailbox carries an older one.
            replace(one, warmup_score=scores.get(one.email, one.warmup_score))
            for one in found
        )
        return Written(self._mailboxes.every(), Changes(mailboxes=changed))

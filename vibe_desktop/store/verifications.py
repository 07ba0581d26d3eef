"""Answers about addresses: what was asked of Instantly, and what it said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.lead_queries import LeadSelection
from vibe_desktop.domain.verifications import FRESH_DAYS, Verification, VerificationStatus
from vibe_desktop.store import times
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import leads, verifications
from vibe_desktop.store.lead_selections import bump_version, resolve

_CHUNK = 500


class VerificationRepository:
    """Reads and keeps answers, one an address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def chosen(self, selection: LeadSelection) -> tuple[tuple[str, ...], int]:
        """The addresses of a selection, each once, and how many of its leads are suppressed.

        Those that nothing may be sent to are left out of the addresses.

        Raises:
            Conflict: The selection is of an older version of the leads.
        """
        with self._database.read() as connection:
            rows = resolve(connection, selection)
            found = connection.execute(
                select(leads.c.email, leads.c.suppressed).where(leads.c.row.in_(rows))
            )
            emails: dict[str, None] = {}
            suppressed = 0
            for email, is_suppressed in found:
                if is_suppressed:
                    suppressed += 1
                else:
                    emails[email] = None
        return tuple(emails), suppressed

    def of(self, emails: Sequence[str]) -> Mapping[str, Verification]:
        """What is known of these addresses; those never asked about are left out."""
        found: dict[str, Verification] = {}
        with self._database.read() as connection:
            for start in range(0, len(emails), _CHUNK):
                found.update(_some(connection, emails[start : start + _CHUNK]))
        return found

    def keep(self, answers: Iterable[Verification]) -> None:
        """Keep answers, each in the place of an older one, all in one transaction."""
        rows = [
            {
                "email": answer.email,
                "status": answer.status.value,
                "credits_used": answer.credits_used,
                "checked_at": times.to_text(answer.checked_at),
            }
            for answer in answers
        ]
        if not rows:
            return
        put = insert(verifications)
        replace = put.on_conflict_do_update(
            index_elements=["email"],
            set_={name: put.excluded[name] for name in ("status", "credits_used", "checked_at")},
        )
        with self._database.write() as connection:
            connection.execute(replace, rows)
            bump_version(connection)

    def forget(self, email: str) -> None:
        """Drop what is kept of an address: asking about it was refused."""
        with self._database.write() as connection:
            connection.execute(delete(verifications).where(verifications.c.email == email))
            bump_version(connection)


def is_fresh(answer: Verification, now: datetime) -> bool:
    """Whether an answer still counts."""
    return answer.status is not VerificationStatus.PENDING and now - answer.checked_at < timedelta(
        days=FRESH_DAYS
    )


def _some(connection: Connection, emails: Sequence[str]) -> Mapping[str, Verification]:
    rows = connection.execute(select(verifications).where(verifications.c.email.in_(emails)))
    return {
        row.email: Verification(
            email=row.email,
            status=VerificationStatus(row.status),
            credits_used=row.credits_used,
            checked_at=times.from_text(row.checked_at),
        )
        for row in rows
    }

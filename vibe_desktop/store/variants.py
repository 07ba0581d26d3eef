"""Variants, their append-only revisions, and what a human approved.

An approval and a rejection are decisions on one revision; a mail has at most one that counts.
Every write of content also withdraws the decision and brings `campaigns.copy_variants` (what the
web system reads) up to date, in the same transaction.

It is long because everything that writes a revision or a decision stands here: none may forget the
other.
"""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.variants import (
    FIRST_STEP,
    Angle,
    Author,
    Claim,
    DraftVariant,
    Revision,
    Variant,
)
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import (
    campaigns,
    variant_approvals,
    variant_revisions,
    variants,
)
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.times import from_text, now, to_text

APPROVED, REJECTED = "approved", "rejected"


class VariantRepository:
    """The mails of campaigns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, campaign_id: str) -> tuple[Variant, ...]:
        """The variants of a campaign by step and position; empty before the first draft."""
        with self._database.read() as connection:
            return _variants(connection, campaign_id)

    def get(self, variant_id: str) -> Variant:
        """One variant.

        Raises:
            InvalidInput: There is none with this id.
        """
        with self._database.read() as connection:
            return _variant_by_id(connection, variant_id)

    def revisions(self, variant_id: str) -> tuple[Revision, ...]:
        """All revisions of a variant, newest first."""
        query = (
            select(variant_revisions)
            .where(variant_revisions.c.variant_id == variant_id)
            .order_by(variant_revisions.c.number.desc())
        )
        with self._database.read() as connection:
            return tuple(_revision(row) for row in connection.execute(query))

    def revision(self, revision_id: str) -> Revision:
        """One revision.

        Raises:
            InvalidInput: There is none with this id.
        """
        query = select(variant_revisions).where(variant_revisions.c.id == revision_id)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise InvalidInput("There is no such version of a mail.")
        return _revision(row)

    def write_drafts(
        self, campaign_id: str, drafts: Sequence[DraftVariant], author: Author
    ) -> tuple[Variant, ...]:
        """Make each draft the newest revision of its mail; a missing mail is made.

        A variant of the first mail is found by its angle, a follow-up by its step. Positions follow
        the order of the drafts when the variants are made and never change after.

        Returns:
            All mails of the campaign, by step and position.
        """
        with self._database.write() as connection:
            known = {_place(one): one.id for one in _variants(connection, campaign_id)}
            for draft in drafts:
                place = _place(draft)
                if place not in known:
                    known[place] = _make(connection, campaign_id, draft)
                variant_id = known[place]
                _append(connection, variant_id, draft, author)
            return _brought_up_to_date(connection, campaign_id)

    def write(self, variant_id: str, draft: DraftVariant, author: Author) -> Variant:
        """Make a text the newest revision of a variant.

        Raises:
            InvalidInput: There is no such variant.
        """
        with self._database.write() as connection:
            campaign_id = _variant_by_id(connection, variant_id).campaign_id
            _append(connection, variant_id, draft, author)
            _brought_up_to_date(connection, campaign_id)
            return _variant_by_id(connection, variant_id)

    def approve(
        self, variant_id: str, revision_id: str, content_hash: str, evidence: str = "{}"
    ) -> Variant:
        """Keep that a human approved this revision with exactly this content.

        Args:
            variant_id: The mail.
            revision_id: The revision that was looked at.
            content_hash: See `domain.variants.content_hash`.
            evidence: What was looked at, as JSON.

        Raises:
            Conflict: Another revision has become the newest in the meantime.
            InvalidInput: There is no such variant.
        """
        (approved,) = self.approve_all([(variant_id, revision_id, content_hash)], evidence)
        return approved

    def approve_all(
        self, contents: Sequence[tuple[str, str, str]], evidence: str
    ) -> tuple[Variant, ...]:
        """Keep one decision that approves several mails: all of them, or none.

        Args:
            contents: (variant id, revision id, content hash) of each, see `approve`.
            evidence: What was looked at, as JSON; kept with each approval.

        Raises:
            Conflict: Another revision of one has become the newest in the meantime.
            InvalidInput: There is no such variant.
        """
        with self._database.write() as connection:
            for variant_id, revision_id, content_hash in contents:
                if _variant_by_id(connection, variant_id).current.id != revision_id:
                    raise Conflict(
                        "The mail was changed while it was being approved.",
                        safe="Nothing was approved.",
                        next_step="Read it once more and approve it then.",
                    )
                _decide(connection, variant_id, revision_id, APPROVED, content_hash, evidence)
            return tuple(_variant_by_id(connection, variant_id) for variant_id, _, _ in contents)

    def reject(self, variant_id: str, content_hash: str) -> Variant:
        """Keep that a human does not want the newest revision sent; an approval of it falls.

        Raises:
            InvalidInput: There is no such variant.
        """
        with self._database.write() as connection:
            variant = _variant_by_id(connection, variant_id)
            if variant.rejected_at is None:
                _decide(connection, variant_id, variant.current.id, REJECTED, content_hash, "{}")
            return _variant_by_id(connection, variant_id)

    def withdraw(self, variant_id: str) -> Variant:
        """Take an approval or a rejection back; nothing happens when there is none.

        Raises:
            InvalidInput: There is no such variant.
        """
        with self._database.write() as connection:
            _withdraw(connection, variant_id)
            return _variant_by_id(connection, variant_id)


def copy_mails(connection: Connection, source: str, target: str) -> None:
    """Give campaign `target` the newest texts of all mails of campaign `source`, none approved."""
    for one in _variants(connection, source):
        variant_id = new_id()
        connection.execute(
            insert(variants).values(
                id=variant_id,
                campaign_id=target,
                angle=one.angle.value,
                step=one.step,
                position=one.position,
            )
        )
        text = one.current
        draft = DraftVariant(one.angle, text.subject, text.body, text.claims, one.step)
        _append(connection, variant_id, draft, text.author)
    _brought_up_to_date(connection, target)


def bring_back(
    connection: Connection, campaign_id: str, revisions: Mapping[str, tuple[str, str]]
) -> None:
    """Make older revisions the newest ones again, as copies, approved as they were then.

    Args:
        connection: Of the caller's transaction.
        campaign_id: Whose mails they are.
        revisions: By mail, the revision and the content hash it was approved with ("" for none).
    """
    for variant_id, (revision_id, content_hash) in revisions.items():
        variant = _variant_by_id(connection, variant_id)
        if variant.current.id != revision_id:
            row = connection.execute(
                select(variant_revisions).where(variant_revisions.c.id == revision_id)
            ).one()
            old = _revision(row)
            draft = DraftVariant(variant.angle, old.subject, old.body, old.claims, variant.step)
            _append(connection, variant_id, draft, old.author)
            variant = _variant_by_id(connection, variant_id)
        if content_hash and variant.approved_hash != content_hash:
            _decide(connection, variant_id, variant.current.id, APPROVED, content_hash, "{}")
    _brought_up_to_date(connection, campaign_id)


def _place(mail: Variant | DraftVariant) -> tuple[int, Angle]:
    """What makes a mail this one and no other within its campaign."""
    return mail.step, mail.angle if mail.step == FIRST_STEP else Angle.FOLLOW_UP


def _make(connection: Connection, campaign_id: str, draft: DraftVariant) -> str:
    step, angle = _place(draft)
    taken = select(func.count()).where(
        variants.c.campaign_id == campaign_id, variants.c.step == step
    )
    variant_id = new_id()
    connection.execute(
        insert(variants).values(
            id=variant_id,
            campaign_id=campaign_id,
            angle=angle.value,
            step=step,
            position=connection.execute(taken).scalar_one(),
        )
    )
    return variant_id


def _append(connection: Connection, variant_id: str, draft: DraftVariant, author: Author) -> None:
    newest = select(func.max(variant_revisions.c.number)).where(
        variant_revisions.c.variant_id == variant_id
    )
    connection.execute(
        insert(variant_revisions).values(
            id=new_id(),
            variant_id=variant_id,
            number=(connection.execute(newest).scalar() or 0) + 1,
            subject=draft.subject,
            body=draft.body,
            author=author.value,
            claims=_claims_to_json(draft.claims),
            created_at=to_text(now()),
        )
    )
    _withdraw(connection, variant_id)


def _decide(
    connection: Connection,
    variant_id: str,
    revision_id: str,
    decision: str,
    content_hash: str,
    evidence: str,
) -> None:
    _withdraw(connection, variant_id)
    connection.execute(
        insert(variant_approvals).values(
            id=new_id(),
            variant_id=variant_id,
            revision_id=revision_id,
            content_hash=content_hash,
            approved_at=to_text(now()),
            decision=decision,
            evidence=evidence,
        )
    )


def _withdraw(connection: Connection, variant_id: str) -> None:
    connection.execute(
        update(variant_approvals)
        .where(
            variant_approvals.c.variant_id == variant_id,
            variant_approvals.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=to_text(now()))
    )


def _brought_up_to_date(connection: Connection, campaign_id: str) -> tuple[Variant, ...]:
    current = _variants(connection, campaign_id)
    rows = [
        {
            "angle": variant.angle.value,
            "subject": variant.current.subject,
            "body": variant.current.body,
        }
        for variant in current
        if variant.step == FIRST_STEP  # the web system knows of no other
    ]
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(copy_variants=json.dumps(rows, ensure_ascii=False), updated_at=to_text(now()))
    )
    return current


def _query() -> Select[tuple[object, ...]]:
    newest = (
        select(
            variant_revisions.c.variant_id,
            func.max(variant_revisions.c.number).label("number"),
        )
        .group_by(variant_revisions.c.variant_id)
        .subquery()
    )
    return (
        select(
            variants.c.id.label("the_variant"),
            variants.c.campaign_id,
            variants.c.angle,
            variants.c.step,
            variants.c.position,
            variant_revisions,
            variant_approvals.c.content_hash,
            variant_approvals.c.approved_at,
            variant_approvals.c.decision,
        )
        .join(newest, newest.c.variant_id == variants.c.id)
        .join(
            variant_revisions,
            and_(
                variant_revisions.c.variant_id == newest.c.variant_id,
                variant_revisions.c.number == newest.c.number,
            ),
        )
        .outerjoin(
            variant_approvals,
            and_(
                variant_approvals.c.variant_id == variants.c.id,
                variant_approvals.c.withdrawn_at.is_(None),
            ),
        )
    )


def _variants(connection: Connection, campaign_id: str) -> tuple[Variant, ...]:
    query = (
        _query()
        .where(variants.c.campaign_id == campaign_id)
        .order_by(variants.c.step, variants.c.position)
    )
    return tuple(_variant(row) for row in connection.execute(query))


def _variant_by_id(connection: Connection, variant_id: str) -> Variant:
    row = connection.execute(_query().where(variants.c.id == variant_id)).one_or_none()
    if row is None:
        raise InvalidInput("There is no such mail any more.", next_step="Go back to the campaign.")
    return _variant(row)


def _variant(row: Row[tuple[object, ...]]) -> Variant:
    decided_at = from_text(row.approved_at) if row.approved_at else None
    approved = row.decision == APPROVED
    return Variant(
        id=row.the_variant,
        campaign_id=row.campaign_id,
        angle=Angle(row.angle),
        step=row.step,
        position=row.position,
        current=_revision(row),
        approved_hash=row.content_hash if approved else "",
        approved_at=decided_at if approved else None,
        rejected_at=decided_at if row.decision == REJECTED else None,
    )


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(
        id=row.id,
        variant_id=row.variant_id,
        number=row.number,
        subject=row.subject,
        body=row.body,
        author=Author(row.author),
        created_at=from_text(row.created_at),
        claims=_claims_from_json(row.claims),
    )


def _claims_to_json(claims: tuple[Claim, ...]) -> str:
    rows = [
        {
            "text": claim.text,
            "fact_id": claim.fact_id,
            "quote": claim.quote,
            "supported": claim.supported,
            "problem": claim.problem,
        }
        for claim in claims
    ]
    return json.dumps(rows, ensure_ascii=False)


def _claims_from_json(text: str) -> tuple[Claim, ...]:
    return tuple(Claim(**row) for row in json.loads(text))

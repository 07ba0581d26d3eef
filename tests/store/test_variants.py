"""Variants, revisions and approvals in the real database."""

import json

import pytest
from sqlalchemy import insert, select

from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.variants import ANGLES, Angle, Author, Claim, DraftVariant
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns, variant_approvals
from vibe_desktop.store.times import now, to_text
from vibe_desktop.store.variants import VariantRepository

CLAIM = Claim("saves 9 hours", "S2", "Saves 9 hours a week", supported=False, problem="Not there.")
DRAFTS = tuple(
    DraftVariant(angle, f"Subject {angle}", f"Body {angle}", (CLAIM,)) for angle in ANGLES
)


@pytest.fixture
def campaign(database: Database) -> str:
    with database.write() as connection:
        moment = to_text(now())
        connection.execute(insert(campaigns).values(id="c", created_at=moment, updated_at=moment))
    return "c"


@pytest.fixture
def variants(database: Database) -> VariantRepository:
    return VariantRepository(database)


def copy_variants(database: Database) -> list[dict[str, str]]:
    with database.read() as connection:
        rows: list[dict[str, str]] = json.loads(
            connection.execute(select(campaigns.c.copy_variants)).scalar_one()
        )
    return rows


def test_a_campaign_without_draft_has_no_variants(
    variants: VariantRepository, campaign: str
) -> None:
    assert variants.list(campaign) == ()


def test_drafts_become_variants_a_b_and_c(variants: VariantRepository, campaign: str) -> None:
    written = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    assert written == variants.list(campaign)
    assert [(v.letter, v.angle) for v in written] == list(zip("ABC", ANGLES, strict=True))
    assert written[1].current.body == "Body benefit"
    assert written[1].current.claims == (CLAIM,)
    assert variants.get(written[1].id) == written[1]


def test_a_second_draft_adds_revisions_and_keeps_the_variants(
    variants: VariantRepository, campaign: str
) -> None:
    first = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    again = variants.write_drafts(campaign, DRAFTS[1:2], Author.OFFLINE_DRAFTER)
    assert [v.id for v in again] == [v.id for v in first]
    assert [v.current.number for v in again] == [1, 2, 1]
    assert [r.author for r in variants.revisions(first[1].id)] == [
        Author.OFFLINE_DRAFTER,
        Author.WRITER,
    ]
    assert variants.revision(first[1].current.id) == first[1].current


def test_the_column_of_the_web_system_follows_every_write(
    variants: VariantRepository, campaign: str, database: Database
) -> None:
    first, *_ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    assert [row["angle"] for row in copy_variants(database)] == list(ANGLES)
    variants.write(first.id, DraftVariant(first.angle, "New", "Text é"), Author.FOUNDER)
    assert copy_variants(database)[0] == {"angle": "problem", "subject": "New", "body": "Text é"}


def test_an_approval_is_kept_until_it_is_withdrawn(
    variants: VariantRepository, campaign: str
) -> None:
    first, second, _ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    approved = variants.approve(first.id, first.current.id, "hash")
    assert approved.approved_hash == "hash"
    assert approved.approved_at is not None
    assert variants.get(second.id).approved_hash == ""
    assert variants.withdraw(first.id).approved_hash == ""
    assert variants.withdraw(first.id).approved_at is None


def test_approving_twice_leaves_one_approval(variants: VariantRepository, campaign: str) -> None:
    first, *_ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    variants.approve(first.id, first.current.id, "old")
    assert variants.approve(first.id, first.current.id, "new").approved_hash == "new"


def test_new_content_withdraws_the_approval(variants: VariantRepository, campaign: str) -> None:
    first, *_ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    variants.approve(first.id, first.current.id, "hash")
    edited = variants.write(first.id, DRAFTS[0], Author.FOUNDER)
    assert edited.current.number == 2
    assert edited.approved_hash == ""


def test_a_revision_that_is_no_longer_the_newest_cannot_be_approved(
    variants: VariantRepository, campaign: str
) -> None:
    first, *_ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    variants.write(first.id, DRAFTS[0], Author.FOUNDER)
    with pytest.raises(Conflict):
        variants.approve(first.id, first.current.id, "hash")
    assert variants.get(first.id).approved_hash == ""


def test_follow_ups_are_found_by_their_step(
    variants: VariantRepository, campaign: str, database: Database
) -> None:
    follow_ups = [DraftVariant(Angle.FOLLOW_UP, "", f"Again {step}", step=step) for step in (2, 3)]
    written = variants.write_drafts(campaign, (*DRAFTS, *follow_ups), Author.WRITER)
    assert [(one.step, one.position) for one in written[3:]] == [(2, 0), (3, 0)]
    assert [one.follow_up for one in written] == [0, 0, 0, 1, 2]
    newer = DraftVariant(Angle.FOLLOW_UP, "", "Newer", step=3)
    again = variants.write_drafts(campaign, [newer], Author.OFFLINE_DRAFTER)
    assert [one.id for one in again] == [one.id for one in written]
    assert again[4].current.body == "Newer"
    assert again[3].current == written[3].current
    assert [row["angle"] for row in copy_variants(database)] == list(ANGLES)


def test_a_rejection_is_a_decision_like_an_approval(
    variants: VariantRepository, campaign: str
) -> None:
    first, *_ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    variants.approve(first.id, first.current.id, "hash")
    rejected = variants.reject(first.id, "hash")
    assert rejected.rejected_at is not None
    assert (rejected.approved_hash, rejected.approved_at) == ("", None)
    assert variants.reject(first.id, "hash") == rejected
    assert variants.approve(first.id, first.current.id, "hash").rejected_at is None
    variants.reject(first.id, "hash")
    assert variants.write(first.id, DRAFTS[0], Author.FOUNDER).rejected_at is None
    variants.reject(first.id, "hash")
    assert variants.withdraw(first.id).rejected_at is None


def test_several_mails_are_approved_in_one_decision_or_none(
    variants: VariantRepository, campaign: str, database: Database
) -> None:
    first, second, _ = variants.write_drafts(campaign, DRAFTS, Author.WRITER)
    both = [(one.id, one.current.id, f"hash {one.letter}") for one in (first, second)]
    approved = variants.approve_all(both, '{"mails": 2}')
    assert [one.approved_hash for one in approved] == ["hash A", "hash B"]
    with database.read() as connection:
        evidence = connection.execute(select(variant_approvals.c.evidence)).scalars().all()
    assert list(evidence) == ['{"mails": 2}'] * 2
    variants.withdraw(first.id)
    variants.write(second.id, DRAFTS[1], Author.FOUNDER)
    with pytest.raises(Conflict):
        variants.approve_all(both, "{}")
    assert [one.approved_hash for one in variants.list(campaign)] == ["", "", ""]


def test_what_is_not_there_is_told_in_words(variants: VariantRepository) -> None:
    with pytest.raises(InvalidInput):
        variants.get("nobody")
    with pytest.raises(InvalidInput):
        variants.revision("nobody")

"""Sign-offs in the real database."""

import pytest
from sqlalchemy import delete, insert

from vibe_desktop.domain.variants import ANGLES, Author, DraftVariant
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import campaigns
from vibe_desktop.store.sign_offs import SignOffRepository
from vibe_desktop.store.times import now, to_text
from vibe_desktop.store.variants import VariantRepository


@pytest.fixture
def sign_offs(database: Database) -> SignOffRepository:
    return SignOffRepository(database)


@pytest.fixture
def mails(database: Database) -> tuple[str, str]:
    moment = to_text(now())
    with database.write() as connection:
        connection.execute(insert(campaigns).values(id="c", created_at=moment, updated_at=moment))
    drafts = [DraftVariant(angle, "s", "b") for angle in ANGLES[:2]]
    first, second = VariantRepository(database).write_drafts("c", drafts, Author.WRITER)
    return first.id, second.id


def test_a_sign_off_is_kept_once_for_its_mail(
    sign_offs: SignOffRepository, mails: tuple[str, str]
) -> None:
    first, second = mails
    sign_offs.add(first, "unsupported_number", "9 hours")
    sign_offs.add(first, "unsupported_number", "9 hours")
    sign_offs.add(second, "unsupported_name", "xero")
    (kept,) = sign_offs.list(first)
    assert (kept.variant_id, kept.rule, kept.words) == (first, "unsupported_number", "9 hours")
    assert [one.words for one in sign_offs.of_campaign("c")] == ["9 hours", "xero"]


def test_a_sign_off_can_be_taken_back(sign_offs: SignOffRepository, mails: tuple[str, str]) -> None:
    sign_offs.add(mails[0], "unsupported_number", "9 hours")
    assert not sign_offs.remove(mails[1], "unsupported_number", "9 hours")
    assert not sign_offs.remove(mails[0], "unsupported_name", "9 hours")
    assert sign_offs.remove(mails[0], "unsupported_number", "9 hours")
    assert sign_offs.list(mails[0]) == ()


def test_sign_offs_go_with_their_campaign(
    sign_offs: SignOffRepository, mails: tuple[str, str], database: Database
) -> None:
    sign_offs.add(mails[0], "unsupported_number", "9 hours")
    with database.write() as connection:
        connection.execute(delete(campaigns))
    assert sign_offs.list(mails[0]) == ()

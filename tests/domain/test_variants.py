"""Approval: a human approved exactly this content, and any change falls out of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.variants import Angle, Author, Revision, Variant, content_hash

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def variant(subject: str, body: str, approved_hash: str) -> Variant:
    revision = Revision("r", "v", 1, subject, body, Author.FOUNDER, NOW)
    return Variant("v", "c", Angle.PROBLEM, 1, 0, revision, approved_hash, NOW)


@given(st.tuples(st.text(), st.text(), st.text()), st.tuples(st.text(), st.text(), st.text()))
def test_two_contents_have_one_hash_only_when_they_are_the_same(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (content_hash(*one) == content_hash(*other)) == (one == other)


@given(st.text(), st.text(), st.text())
def test_moving_text_from_one_part_to_the_next_changes_the_hash(a: str, b: str, c: str) -> None:
    if b:
        assert content_hash(a + b, c, "") != content_hash(a, b + c, "")


def test_content_as_approved_is_approved() -> None:
    assert variant("Hi", "Body", content_hash("Hi", "Body", "Foot")).is_approved("Foot")


def test_an_edited_body_or_another_footer_is_not_approved() -> None:
    approved = content_hash("Hi", "Body", "Foot")
    assert not variant("Hi", "Body.", approved).is_approved("Foot")
    assert not variant("Hi", "Body", approved).is_approved("Other foot")


def test_what_was_never_approved_is_not_approved() -> None:
    assert not variant("", "", "").is_approved("")


def test_variants_are_lettered_as_instantly_letters_them() -> None:
    assert variant("", "", "").letter == "A"

"""Addresses that have not the common form, and those that the founder types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.leads import SkipReason
from vibe_desktop.services.address_checks import checked_address, judged


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ada@acme.com", "ada@acme.com"),
        (" Ada@ACME.com ", "ada@acme.com"),
        ("Ada Lovelace <ada@acme.com>", "ada@acme.com"),
        ("info@münchen.de", "info@xn--mnchen-3ya.de"),
        ("info@straße.de", "info@xn--strae-oqa.de"),
    ],
)
def test_an_address_that_is_typed_is_brought_to_its_normal_form(typed: str, meant: str) -> None:
    assert checked_address(typed) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no address"),
        ("   ", "no address"),
        ("ada", "@ sign"),
        ("ada@", "after the @"),
        ("@acme.com", "before the @"),
        ("ada@acme", "period"),
        ("ada..l@acme.com", "periods"),
        ("josé@acme.com", "foreign letters"),
        ('"ada lovelace"@acme.com', "quotation marks"),
        ("x" * 1_000 + "@acme.com", "too long"),
    ],
)
def test_what_is_no_address_is_refused_with_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        checked_address(typed)

    assert refusal.value.field == "email"
    assert refusal.value.next_step
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", SkipReason.NO_ADDRESS),
        ("  ", SkipReason.NO_ADDRESS),
        ("n/a", SkipReason.BAD_ADDRESS),
        ("ada@acme", SkipReason.BAD_ADDRESS),
        ("ada@@acme.com", SkipReason.BAD_ADDRESS),
        ("ada@acme.com, bob@acme.com", SkipReason.BAD_ADDRESS),
        ("josé@acme.com", SkipReason.UNUSUAL_ADDRESS),
        ("用户@例子.广告", SkipReason.UNUSUAL_ADDRESS),
        ('"ada lovelace"@acme.com', SkipReason.UNUSUAL_ADDRESS),
    ],
)
def test_a_cell_without_a_usable_address_is_told_apart_by_its_reason(
    cell: str, reason: SkipReason
) -> None:
    assert judged(cell) == ("", reason)


@given(st.one_of(st.text(max_size=60), st.emails(), st.text('aé"@. ü\u200b', max_size=20)))
def test_whatever_is_judged_an_address_has_the_normal_form(text: str) -> None:
    found, _ = judged(text)
    assert not found or normalise_email(found) == found
    try:
        typed = checked_address(text)
    except InvalidInput:
        return
    assert normalise_email(typed) == typed

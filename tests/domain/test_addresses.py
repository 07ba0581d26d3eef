"""Addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.addresses import (
    MAX_ADDRESS,
    DoNotContact,
    normalise_domain,
    normalise_email,
)

_texts = st.one_of(
    st.text(),
    st.text("ab@.-_<>'\" \u200b\u00a0ü,;:/?mailto", max_size=40),
    st.emails(),
    st.emails().map(lambda address: f"Ada <{address}>"),
    st.from_regex(r"[a-z.]{1,8}@[a-zü-]{1,5}(\.[a-z]{1,3}){0,2}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ada@acme.com", "ada@acme.com"),
        ("  Ada@ACME.com\n", "ada@acme.com"),
        ("mailto:ada@acme.com", "ada@acme.com"),
        ("mailto:ada@acme.com?subject=Hi", "ada@acme.com"),
        ("Ada Lovelace <ada@acme.com>", "ada@acme.com"),
        ("Ada Lovelace <mailto:ada@acme.com>;", "ada@acme.com"),
        ("ada@acme.com.", "ada@acme.com"),
        ("'ada@acme.com'", "ada@acme.com"),
        ("'ada@acme.com", "ada@acme.com"),
        ('"ada@acme.com"', "ada@acme.com"),
        ("\ufeffada\u200b@acme.com\u00a0", "ada@acme.com"),
        ("ada+crm@mail.acme.co.uk", "ada+crm@mail.acme.co.uk"),
        ("o'neil@acme.ie", "o'neil@acme.ie"),
        ("info@münchen.de", "info@xn--mnchen-3ya.de"),
        ("INFO@MÜNCHEN.DE", "info@xn--mnchen-3ya.de"),
        ("ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de"),
        ("ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai"),
        ("a" * 64 + "@acme.com", "a" * 64 + "@acme.com"),
    ],
)
def test_an_address_is_found_in_what_people_write(written: str, meant: str) -> None:
    assert normalise_email(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "n/a",
        "ada",
        "ada@",
        "@acme.com",
        "ada@acme",
        "ada@@acme.com",
        "ada@acme..com",
        "ada..l@acme.com",
        ".ada@acme.com",
        "ada.@acme.com",
        "ada @acme.com",
        "a da@acme.com",
        "ada@-acme.com",
        "ada@acme.c",
        "ada@acme.123",
        "ada@127.0.0.1",
        "ada@acme.com, bob@acme.com",
        "josé@acme.com",
        "ada@acme_inc.com",
        "a" * 65 + "@acme.com",
        "ada@" + "a" * 64 + ".com",
        "ada@" + "ab." * 90 + "com",
        "ada@" + "ü" * 100 + ".de",
        "x" * 2000 + "@acme.com",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    assert normalise_email(written) is None


@given(_texts)
def test_normalising_twice_changes_nothing_and_never_raises(text: str) -> None:
    once = normalise_email(text)
    if once is not None:
        assert normalise_email(once) == once
        assert len(once) <= MAX_ADDRESS
        assert once == once.lower()
        assert once.count("@") == 1
        assert not any(character.isspace() for character in once)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("acme.com", "acme.com"),
        ("@Acme.com", "acme.com"),
        ("https://www.acme.com/about?x=1", "acme.com"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("acme", None),
        ("", None),
        ("two words.com", None),
    ],
)
def test_a_domain_is_found_in_what_people_write(written: str, meant: str | None) -> None:
    assert normalise_domain(written) == meant


@given(_texts)
def test_normalising_a_domain_twice_changes_nothing_and_never_raises(text: str) -> None:
    once = normalise_domain(text)
    assert once is None or normalise_domain(once) == once


def test_a_suppressed_domain_covers_its_subdomains_and_nobody_else() -> None:
    nobody = DoNotContact.of(["ada@acme.com", "rival.com"])

    assert nobody.covers("ada@acme.com")
    assert nobody.covers("anyone@rival.com")
    assert nobody.covers("anyone@mail.rival.com")
    assert not nobody.covers("bob@acme.com")
    assert not nobody.covers("anyone@notrival.com")
    assert not nobody.covers("anyone@com")

"""Web addresses as founders type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.urls import host_of, normalise_api_root, normalise_product_url, same_site


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com", "https://example.com"),
        ("  https://Example.COM/Path?q=A#part  ", "https://example.com/Path?q=A"),
        ("HTTP://example.com", "http://example.com"),
        ("//example.com/x", "https://example.com/x"),
        ("example.com:8443/x", "https://example.com:8443/x"),
        ("localhost:8000/page", "http://localhost:8000/page"),
        ("localhost", "http://localhost"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("[::1]:5000/x", "http://[::1]:5000/x"),
        ("https://localhost/x", "https://localhost/x"),
        ("http://stand-in:8080/x", "http://stand-in:8080/x"),
        ("bücher.de/straße", "https://bücher.de/stra%C3%9Fe"),
        ("example.com/my page?a=b c", "https://example.com/my%20page?a=b%20c"),
        ("example.com/100%25", "https://example.com/100%25"),
        ("https://example.com:/x", "https://example.com/x"),
        ("example.com/@ada", "https://example.com/@ada"),
        ("example.com/?next=http://other.com", "https://example.com/?next=http://other.com"),
        ("example.com#top", "https://example.com"),
    ],
)
def test_an_address_gets_its_final_form(typed: str, kept: str) -> None:
    assert normalise_product_url(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no web address yet"),
        ("   ", "no web address yet"),
        ("ftp://example.com", "“ftp:” is not a kind"),
        ("file:///etc/passwd", "“file:” is not a kind"),
        ("javascript:alert(1)", "“javascript:” is not a kind"),
        ("mailto:ada@example.com", "“mailto:” is not a kind"),
        ("ada@example.com", "e-mail address"),
        ("https://ada:secret@example.com/", "user name"),
        ("https://", "does not name a website"),
        ("https:///path", "does not name a website"),
        ("https:example.com", "is not a web address"),
        ("product", "does not name a website"),
        ("my product", "does not name a website"),
        ("https://exa mple.com", "does not name a website"),
        ("https://example..com", "does not name a website"),
        ("https://-example.com", "does not name a website"),
        ("https://999.1.1.1", "does not name a website"),
        ("https://example.com\\@evil.com", "user name"),
        ("https://example.com:99999", "is not a web address"),
        ("https://[::1", "is not a web address"),
        ("https://example.com/a\nb", "line break"),
        ("https://example.com/" + "x" * 2_048, "longer than 2,048"),
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        normalise_product_url(typed)
    assert words in caught.value.what
    assert caught.value.next_step
    assert caught.value.field == "url"
    assert "secret" not in str(caught.value)


pieces = st.sampled_from(
    [
        "http",
        "https",
        "ftp",
        ":",
        "//",
        "/",
        "?",
        "#",
        "@",
        "[",
        "]",
        "::1",
        "%",
        "%2",
        "%20",
        " ",
        "example.com",
        "Example.COM.",
        "localhost",
        "127.0.0.1",
        ":80",
        "ü",
        "\\",
        "a",
        "..",
        "-",
        "\t",
    ]
)


@given(st.lists(pieces, max_size=12).map("".join) | st.text())
def test_an_address_in_its_final_form_stays_as_it_is(typed: str) -> None:
    try:
        kept = normalise_product_url(typed)
    except InvalidInput:
        return
    assert normalise_product_url(kept) == kept
    assert kept.startswith(("http://", "https://"))
    assert "#" not in kept
    assert " " not in kept
    assert host_of(kept)


@given(st.lists(pieces, max_size=12).map("".join))
def test_the_root_of_an_api_stays_as_it_is(typed: str) -> None:
    try:
        kept = normalise_api_root(typed, field="x")
    except InvalidInput:
        return
    assert normalise_api_root(kept, field="x") == kept
    assert not kept.endswith("/")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
        ("api.instantly.ai", "https://api.instantly.ai"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("localhost:11434/v1", "http://localhost:11434/v1"),
    ],
)
def test_a_service_is_reached_safely_or_on_this_computer(typed: str, kept: str) -> None:
    assert normalise_api_root(typed, field="x") == kept


def test_a_key_is_never_sent_unprotected() -> None:
    with pytest.raises(InvalidInput, match="unprotected"):
        normalise_api_root("http://api.instantly.ai", field="x")


def test_the_host_is_a_fair_name_for_a_product() -> None:
    assert host_of("https://www.example.com:8443/x") == "example.com"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://acme.example/", "https://acme.example/pricing", True),
        ("https://www.acme.example/", "http://ACME.example./x", True),
        ("https://acme.example:443/", "http://acme.example:80/", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/x", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/x", False),
        ("https://acme.example/", "https://acme.example:8443/", False),
        ("https://acme.example/", "https://blog.acme.example/", False),
        ("https://acme.example/", "https://acme.example.evil.example/", False),
        ("", "", False),
        ("https://acme.example:x/", "https://acme.example/", False),
    ],
)
def test_one_site_is_one_host_on_one_server(first: str, second: str, *, same: bool) -> None:
    assert same_site(first, second) is same
    assert same_site(second, first) is same

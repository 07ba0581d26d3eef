from vibe_desktop.gateways.http.redaction import redact, secrets_in


def test_the_key_is_a_secret_with_and_without_its_scheme() -> None:
    secrets = secrets_in({"Authorization": "Bearer abcdefgh", "User-Agent": "me/1.0"})
    assert redact("abcdefgh and Bearer abcdefgh by me/1.0", secrets) == (
        "[redacted] and [redacted] by me/1.0"
    )


def test_a_long_text_is_cut_and_folded() -> None:
    assert redact("a\n\n b", ()) == "a b"
    assert len(redact("x" * 1000, ())) == 300

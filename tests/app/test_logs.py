"""Logs: useful, rotated, and never with a secret or an address in them."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.app import logs

SECRET = "sk-planted-0123456789abcdef"


def test_a_known_secret_never_reaches_the_file(tmp_path: Path) -> None:
    redactor = logs.Redactor(["very-secret-value"])
    handler = logs.start(tmp_path, redactor)
    logging.getLogger("vibe_desktop.test").info("asked with %s", "very-secret-value")
    logs.stop(handler)
    text = (tmp_path / "vibe.log").read_text()
    assert "asked with [secret]" in text
    assert "very-secret-value" not in text


def test_a_secret_learnt_later_is_taken_out_from_then_on(tmp_path: Path) -> None:
    redactor = logs.Redactor()
    redactor.learn("brand-new-key")
    assert redactor.clean("key: brand-new-key") == "key: [secret]"


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"key {SECRET} was refused",
        f'{{"api_key": "{SECRET}"}}',
        f"api_key={SECRET}&x=1",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str) -> None:
    assert SECRET not in logs.Redactor().clean(text)


@given(st.emails())
def test_no_address_of_a_lead_is_logged(address: str) -> None:
    cleaned = logs.Redactor().clean(f"could not add <{address}> to the list")
    assert address not in cleaned


def test_tracebacks_are_cleaned_too(tmp_path: Path) -> None:
    handler = logs.start(tmp_path, logs.Redactor())
    try:
        int(f"refused {SECRET}")
    except ValueError:
        logging.getLogger("vibe_desktop.test").info("caught", exc_info=True)
    logs.stop(handler)
    text = (tmp_path / "vibe.log").read_text()
    assert "ValueError" in text
    assert SECRET not in text


def test_a_folder_that_cannot_be_written_does_not_stop_the_app(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    handler = logs.start(tmp_path / "file" / "logs", logs.Redactor())
    logging.getLogger("vibe_desktop.test").info("dropped")
    logs.stop(handler)

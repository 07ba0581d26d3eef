"""Text that a spreadsheet would take for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.spreadsheets import plain_cell, safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", ' "=1', " \u00a0=1", "'=1"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["+49 30 123-45", "+1 (555) 010", "Ada", "", "a=b", "3-4", "'t Hooft", "O'Neil"]
)
def test_phone_numbers_and_plain_words_stay(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text("'\"=+-@ \t1a", max_size=6))
def test_every_text_comes_back(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.text("'\"=+-@ \t1a", max_size=6))
def test_no_text_begins_like_a_formula_but_a_phone_number(text: str) -> None:
    safe = safe_cell(text)
    assert safe[:1] not in {"=", "-", "@", "\t"}
    assert not safe.startswith("+") or safe[1:2].isdecimal()


def test_an_apostrophe_that_another_program_put_before_a_phone_number_goes() -> None:
    assert plain_cell("'+1 415-555-0001") == "+1 415-555-0001"
    assert plain_cell("'t Hooft") == "'t Hooft"

"""Readable differences."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.diffs import Piece, compare

WORDS = st.lists(
    st.sampled_from(["Hi", "you", " ", "  ", "\n", "\n\n", "{{firstName | there}}", ".", "9", "é"]),
    max_size=30,
).map("".join)
TEXT = WORDS | st.text(max_size=60)


def shown(old: str, new: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in compare(old, new))


@given(TEXT, TEXT)
def test_the_pieces_rebuild_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(one.text for one in pieces if one.kind != "added") == old
    assert "".join(one.text for one in pieces if one.kind != "removed") == new
    assert all(one.text for one in pieces)
    assert all(one.kind != after.kind for one, after in itertools.pairwise(pieces))


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text) == ((Piece("same", text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It saves time.", "It saves money.", "It saves [-time-][+money+]."),
        ("It is good.", "It is really good.", "It is [+really +]good."),
        ("one two three", "four five three", "[-one two-][+four five+] three"),
        ("a\nb\nc", "a\nc", "a\n[-b\n-]c"),
        ("Hi {{firstName}},", "Hi {{lastName}},", "Hi {{[-firstName-][+lastName+]}},"),
        ("don't go", "do go", "[-don't-][+do+] go"),
        ("", "new", "[+new+]"),
    ],
)
def test_changes_read_word_by_word(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_long_texts_take_their_time_in_proportion() -> None:
    def run(size: int) -> None:
        lines = [f"Line {number} says something." for number in range(size)]
        changed = [line.replace("some", "any") if len(line) % 2 else line for line in lines]
        compare("\n".join(lines), "\n".join(changed))

    assert growth(run, 60) < 2 * ALLOWED

"""`vibe-desktop lint`: what is a file of mails, and what is said about them."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from vibe_desktop.app.cli.linting import lint
from vibe_desktop.app.cli.output import Answer
from vibe_desktop.domain.work import Work

if TYPE_CHECKING:
    from vibe_desktop.services.catalogue import Services

BODY = """Hi {{firstName | there}},

Chasing invoices takes an evening a week in most studios, and it is the work that nobody wants to
do after a long day at the desk. Ledgerly sends the reminders for you and stops when the money is
there. Studios that use it are paid sooner, and their owners keep their evenings to themselves.

Worth a look?"""
FACTS = [{"id": "S1", "text": "Ledgerly sends the reminders for you and stops when it is paid."}]
CLAIM = {"text": "sends the reminders for you", "fact": "S1", "quote": "sends the reminders"}


def mail(**changes: object) -> dict[str, object]:
    return {"angle": "problem", "subject": "Late invoices", "body": BODY, **changes}


def check(folder: Path, content: object) -> Answer:
    file = folder / "mails.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    # No service is touched: a file is checked without a campaign.
    return lint(argparse.Namespace(file=file), cast("Services", None), Work())


def rules(answer: Answer) -> list[list[str]]:
    variants = cast("list[dict[str, Any]]", answer.data["variants"])
    return [[finding["rule"] for finding in one["findings"]] for one in variants]


@pytest.mark.parametrize("form", [[mail()], {"variants": [mail()], "facts": FACTS}])
def test_a_sound_mail_passes(tmp_path: Path, form: object) -> None:
    answer = check(tmp_path, form)
    assert (answer.code, answer.data["blockers"]) == (0, 0)
    assert answer.lines[-1] == "0 blockers."


def test_a_blocker_is_told_with_its_place_and_ends_with_1(tmp_path: Path) -> None:
    answer = check(tmp_path, [mail(body=BODY.replace("there}}", "there"))])
    assert answer.code == 1
    found = cast("list[dict[str, Any]]", answer.data["variants"])[0]["findings"]
    first = found[0]
    assert first["blocking"]
    assert (first["rule"], first["where"]) == ("broken_tag", "body")
    assert BODY[first["start"] :].startswith("{{firstName")
    assert set(first) == {
        "rule", "words", "blocking", "where", "start", "end", "measured", "limit", "source",
    }  # fmt: skip
    assert any(line.startswith("   !! ") for line in answer.lines)


def test_numbers_and_claims_are_held_against_the_facts_of_the_file(tmp_path: Path) -> None:
    wrong = mail(
        body=BODY.replace("evening a week", "evening of 47 hours"),
        claims=[{**CLAIM, "quote": "sends flowers"}],
    )
    (found,) = rules(check(tmp_path, {"variants": [wrong], "facts": FACTS}))
    assert {"unsupported_number", "unsupported_claim"} <= set(found)
    # The founder's own words support numbers and names as well.
    own = {"variants": [wrong], "facts": FACTS, "own_words": ["I spent 47 hours on it"]}
    (found,) = rules(check(tmp_path, own))
    assert "unsupported_number" not in found
    (found,) = rules(check(tmp_path, [wrong]))
    assert not {"unsupported_number", "unsupported_claim"} & set(found)


def test_a_fact_that_is_switched_off_supports_no_number(tmp_path: Path) -> None:
    fact = {"id": "S2", "text": "Chasing takes 47 hours.", "used": False}
    numbered = mail(body=BODY.replace("evening a week", "evening of 47 hours"))
    for used, missing in ((False, True), (True, False)):
        facts = [*FACTS, {**fact, "used": used}]
        (found,) = rules(check(tmp_path, {"variants": [numbered], "facts": facts}))
        assert ("unsupported_number" in found) is missing


def test_a_follow_up_needs_no_subject(tmp_path: Path) -> None:
    (found,) = rules(check(tmp_path, [mail(angle="follow_up", subject="")]))
    assert "empty_subject" not in found
    (found,) = rules(check(tmp_path, [mail(subject="")]))
    assert "empty_subject" in found


def test_mails_of_one_step_are_compared(tmp_path: Path) -> None:
    found = rules(check(tmp_path, [mail(), mail(angle="benefit")]))
    assert any("too_alike" in one for one in found)
    found = rules(check(tmp_path, [mail(), mail(angle="follow_up", step=2)]))
    assert not any("too_alike" in one for one in found)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not JSON",
        "[" * 100_000,
        "7",
        "null",
        {},
        [],
        {"variants": "x"},
        {"variants": []},
        ["a"],
        [{"subject": "x"}],
        [mail(subject=3)],
        [mail(step=0)],
        [mail(step=6)],
        [mail(step=True)],
        [mail(step="2")],
        [mail(claims={})],
        [mail(claims=["x"])],
        [mail(claims=[{}])],
        {"variants": [mail()], "facts": [7]},
        {"variants": [mail()], "facts": [{}]},
        {"variants": [mail()], "own_words": [7]},
        {"variants": [mail()], "length": "huge"},
    ],
)
def test_what_is_no_file_of_mails_ends_with_2_and_says_why(tmp_path: Path, content: object) -> None:
    answer = check(tmp_path, content)
    assert answer.code == 2
    error = cast("dict[str, str]", answer.data["error"])
    assert error["field"] == "file"
    assert "cannot be checked: " in error["what"]


def test_a_file_that_is_not_there_or_no_text_ends_with_2(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        answer = lint(argparse.Namespace(file=path), cast("Services", None), Work())
        assert answer.code == 2
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00[]")
    path = tmp_path / "bytes.json"
    assert lint(argparse.Namespace(file=path), cast("Services", None), Work()).code == 2

"""`vibe-desktop draft`, `lint` and `replay`, as a shell runs them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.command_line import sandbox_served, vibe
from tests.support.servers import PageServer

PAGES = Path(__file__).parents[2] / "pages"
AUDIENCE = ("--audience", "owners of design studios")


@pytest.fixture
def page(page_server: PageServer) -> str:
    return f"{page_server.folder(PAGES)}/ledgerly.html"


def drafted(data: Path, page: str, *more: object, env: dict[str, str] | None = None) -> Any:
    ran = vibe("draft", "--url", page, *AUDIENCE, *more, "--json", "--data-dir", data, env=env)
    assert ran.code == 0, ran.err
    return ran.json


def test_mails_come_with_facts_claims_findings_and_can_be_replayed(
    tmp_path: Path, page: str
) -> None:
    told = drafted(
        tmp_path, page, "--pain", "Chasing money", "--ask", "Worth a look?", "--follow-ups", 2
    )
    assert told["writer"] == {"kind": "offline", "model": ""}
    assert told["cost"] == {"tokens": 0, "usd": 0}
    assert "Chasing money" in told["own_words"]
    assert {fact["id"] for fact in told["facts"]} >= {"S1", "S2"}
    assert set(told["facts"][0]) == {"id", "kind", "text", "used"}
    places = [(one["angle"], one["step"]) for one in told["variants"]]
    assert places == [
        ("problem", 1), ("benefit", 1), ("question", 1), ("follow_up", 2), ("follow_up", 3),
    ]  # fmt: skip
    for variant in told["variants"]:
        assert variant["claims"]
        for claim in variant["claims"]:
            assert claim["supported"]
            assert claim["text"] in f"{variant['subject']}\n{variant['body']}"
        for finding in variant["findings"]:
            assert set(finding) == {
                "rule", "words", "blocking", "where", "start", "end", "measured", "limit",
                "source",
            }  # fmt: skip
    again = vibe("replay", told["run_id"][:8], "--json", "--data-dir", tmp_path)
    assert (again.code, again.json["identical"]) == (0, True)
    assert again.json["run"]["id"] == told["run_id"]
    assert [one["body"] for one in again.json["variants"]] == [
        one["body"] for one in told["variants"]
    ]
    in_words = vibe("replay", told["run_id"], "--data-dir", tmp_path)
    assert in_words.out.rstrip().endswith("Identical to what was kept then.")
    file = tmp_path / "mails.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    checked = vibe("lint", file, "--json", "--data-dir", tmp_path)
    assert (checked.code, checked.json["blockers"]) == (0, 0)


@pytest.mark.slow
def test_a_model_is_asked_when_there_is_a_key_unless_told_otherwise(
    tmp_path: Path, page: str
) -> None:
    with sandbox_served(tmp_path / "served") as served:
        env = {
            "OPENAI_API_KEY": served["openai_api_key"],
            "OPENAI_BASE_URL": served["openai_url"],
        }
        told = drafted(tmp_path, page, env=env)
        assert told["writer"] == {"kind": "openai", "model": "gpt-6.1-terra"}
        assert told["cost"]["tokens"] > 0
        assert 0 < told["cost"]["usd"] < 1
        offline = drafted(tmp_path, page, "--offline", env=env)
        assert offline["writer"]["kind"] == "offline"
    replayed = vibe("replay", told["run_id"], "--json", "--data-dir", tmp_path)
    assert replayed.json["identical"] is True


def test_a_page_that_cannot_be_read_keeps_the_campaign_and_says_so(
    tmp_path: Path, page_server: PageServer
) -> None:
    ran = vibe(
        "draft", "--url", f"{page_server.url}/nowhere", *AUDIENCE, "--json", "--data-dir", tmp_path
    )
    assert ran.code == 1
    assert ran.json["variants"] == []
    assert ran.json["run_id"] is None
    assert ran.json["campaign"]["id"] in ran.json["error"]["safe"]


@pytest.mark.parametrize("count", ["5", "-1", "two", "1.5", "\u00b2"])
def test_a_number_of_follow_ups_that_no_sequence_has_is_wrong_usage(count: str) -> None:
    refused = vibe("draft", "--url", "127.0.0.1:9", *AUDIENCE, f"--follow-ups={count}")
    assert refused.code == 2
    assert "Traceback" not in refused.err


def test_an_audience_of_spaces_creates_nothing(tmp_path: Path) -> None:
    refused = vibe(
        "draft", "--url", "127.0.0.1:9", "--audience", " ", "--json", "--data-dir", tmp_path
    )
    assert (refused.code, refused.json["error"]["field"]) == (1, "audience")
    assert vibe("campaigns", "--json", "--data-dir", tmp_path).json == {"campaigns": []}


def test_a_run_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    refused = vibe("replay", "no-such-run", "--json", "--data-dir", tmp_path)
    assert (refused.code, refused.json["error"]["field"]) == (1, "run_id")

"""The main job on the command line, every command a process of its own."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.journeys.command_line import Ran, sandbox_served, vibe
from tests.support.lead_files import GERMAN_BASIS, write_apollo_export

PAGE = Path(__file__).parent.parent / "pages"


@pytest.fixture
def founder(tmp_path: Path) -> Path:
    """A data folder whose founder has said who they are."""
    folder = tmp_path / "data"
    said = vibe(
        "identity", "set", "--name", "Ada Lovelace", "--company", "Analytical Engines",
        "--postal-address", "12 St James's Square, London", "--data-dir", folder,
    )  # fmt: skip
    assert said.code == 0, said.err
    return folder


def test_a_page_and_a_lead_file_become_a_launched_campaign_with_results(
    founder: Path, tmp_path: Path, product_page: str
) -> None:
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=1200, seed=7)
    made = vibe(
        "create-campaign", "--url", product_page, "--audience", "Founders of small SaaS companies",
        "--leads", tmp_path / "apollo.csv", "--name", "First try", "--approve", "--launch",
        "--country-basis", f"DE={GERMAN_BASIS}", "--json", "--sandbox", "--data-dir", founder,
    )  # fmt: skip
    assert made.code == 0, made.err
    answer = made.json
    assert answer["campaign"]["name"] == "First try"
    assert answer["campaign"]["status"] == "active"
    assert [variant["angle"] for variant in answer["variants"]] == [
        "problem",
        "benefit",
        "question",
    ]
    assert answer["leads"]["imported"] == expected.imported
    assert answer["leads"]["skipped"] == sum(answer["leads"]["reasons"].values())
    assert answer["launch"]["state"] == "done"
    assert answer["launch"]["uploaded"] == expected.imported
    assert answer["launch"]["instantly_campaign_id"]
    assert answer["launch"]["instantly_lead_list_id"]

    moved = vibe("sandbox", "advance", 21, "--data-dir", founder)
    assert moved.code == 0, moved.err
    campaign_id = answer["campaign"]["id"]
    results = vibe(
        "analytics", campaign_id, "--refresh", "--json", "--sandbox", "--data-dir", founder
    )
    assert results.code == 0, results.err
    counted = results.json
    assert counted["sent"] > 300
    assert counted["replied"] > 0
    assert counted["reply_rate"] == pytest.approx(counted["replied"] / counted["contacted"])
    assert counted["open_rate"] is None, "opens are not tracked, so their rate is unknowable"
    assert counted["as_of"].endswith("Z")
    with closing(sqlite3.connect(founder / "vibe.db")) as connection:
        left_alone = connection.execute("SELECT count(*) FROM suppressions").fetchone()[0]
    assert left_alone == counted["unsubscribed"] > 0

    # And again without any server: the database knows.
    offline = vibe("campaigns", "--json", "--data-dir", founder)
    assert offline.code == 0, offline.err
    (row,) = offline.json["campaigns"]
    assert row["sent"] == counted["sent"]
    assert row["id"] == campaign_id


def test_follow_ups_go_out_to_those_who_did_not_reply(
    founder: Path, tmp_path: Path, product_page: str
) -> None:
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=200, seed=7)
    made = vibe(
        "create-campaign", "--url", product_page, "--audience", "Founders of small SaaS companies",
        "--leads", tmp_path / "apollo.csv", "--follow-ups", 2, "--approve", "--launch",
        "--country-basis", f"DE={GERMAN_BASIS}", "--json", "--sandbox", "--data-dir", founder,
    )  # fmt: skip
    assert made.code == 0, made.err
    assert len(made.json["variants"]) == 3
    assert [(mail["step"], mail["approved"]) for mail in made.json["follow_ups"]] == [
        (2, True),
        (3, True),
    ]
    assert vibe("sandbox", "advance", 20, "--data-dir", founder).code == 0
    results = vibe(
        "analytics", made.json["campaign"]["id"], "--refresh", "--json", "--sandbox",
        "--data-dir", founder,
    )  # fmt: skip
    sent = dict.fromkeys((1, 2, 3), 0)
    for variant in results.json["variants"]:
        sent[variant["step"]] += variant["sent"]
    assert sent[1] == expected.imported
    assert expected.imported > sent[2] > sent[3] > 0


def test_the_same_commands_run_against_any_server_named_in_the_environment(
    founder: Path, tmp_path: Path, product_page: str
) -> None:
    with sandbox_served(tmp_path / "elsewhere") as served:
        env = {
            "INSTANTLY_BASE_URL": served["instantly_url"],
            "INSTANTLY_API_KEY": served["instantly_api_key"],
            "OPENAI_BASE_URL": served["openai_url"],
            "OPENAI_API_KEY": served["openai_api_key"],
        }
        doctor = vibe("doctor", "--json", "--data-dir", founder, env=env)
        assert doctor.code == 0, doctor.err
        checks = {check["name"]: check for check in doctor.json["checks"]}
        assert checks["instantly"]["ok"], checks["instantly"]
        assert checks["openai"]["ok"], checks["openai"]
        assert checks["database"]["ok"], checks["database"]
        made = vibe(
            "create-campaign", "--url", product_page, "--audience", "Heads of support",
            "--json", "--data-dir", founder, env=env,
        )  # fmt: skip
    assert made.code == 0, made.err
    assert {variant["author"] for variant in made.json["variants"]} == {"writer"}
    assert made.json["launch"] is None


def test_the_same_command_again_never_writes_to_the_same_people_twice(
    founder: Path, tmp_path: Path, product_page: str
) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@acme.com\nb@acme.com\n", encoding="utf-8")
    with sandbox_served(tmp_path / "elsewhere") as served:
        env = {
            "INSTANTLY_BASE_URL": served["instantly_url"],
            "INSTANTLY_API_KEY": served["instantly_api_key"],
        }
        command = (
            "create-campaign", "--url", product_page, "--audience", "Heads of support",
            "--leads", tmp_path / "leads.csv", "--approve", "--launch", "--json",
            "--data-dir", founder,
        )  # fmt: skip
        # A dead line in the middle of the launch: it is cut off.
        faults = {"path": "/leads/add", "status": 401}
        httpx.post(f"{served['instantly_url']}/_sandbox/faults", json=faults).raise_for_status()
        cut_off = vibe(*command, env=env)
        done = vibe(*command, env=env)
        again = vibe(*command, env=env)
        other = vibe(*command, "--name", "Once more", env=env)
        before = vibe("campaigns", "--json", "--data-dir", founder).json
        (tmp_path / "leads.csv").write_text("Email\na@acme.com\nnew@acme.com\n", encoding="utf-8")
        grown = vibe(*command, env=env)

    assert grown.code == 1
    assert "1 of the people in “leads.csv” belong to the campaign" in grown.err
    assert vibe("campaigns", "--json", "--data-dir", founder).json == before
    assert cut_off.code == 1
    assert cut_off.json["launch"]["state"] == "campaign_drafted"
    assert (done.code, done.json["launch"]["state"]) == (0, "done"), done.err
    assert done.json["campaign"]["id"] == cut_off.json["campaign"]["id"]
    assert again.code == 0, again.err
    assert again.json["launch"] == done.json["launch"]
    assert other.json["campaign"]["id"] != done.json["campaign"]["id"]
    assert "2 leads" in other.json["launch"]["warnings"][0]


def test_without_any_key_the_offline_drafter_writes(founder: Path, product_page: str) -> None:
    made = vibe(
        "create-campaign", "--url", product_page, "--audience", "Heads of support", "--json",
        "--data-dir", founder,
    )  # fmt: skip
    assert made.code == 0, made.err
    assert {variant["author"] for variant in made.json["variants"]} == {"offline"}
    assert all(variant["subject"] and variant["body"] for variant in made.json["variants"])


def test_a_launch_without_approval_is_refused_and_nothing_is_made(
    founder: Path, product_page: str
) -> None:
    refused = vibe(
        "create-campaign", "--url", product_page, "--audience", "Anyone", "--launch", "--json",
        "--sandbox", "--data-dir", founder,
    )  # fmt: skip
    assert refused.code == 1
    assert "approve" in refused.err
    assert vibe("campaigns", "--json", "--data-dir", founder).json == {"campaigns": []}


def test_a_launch_that_may_not_go_out_says_why_and_keeps_the_campaign(
    tmp_path: Path, product_page: str
) -> None:
    refused = vibe(
        "create-campaign", "--url", product_page, "--audience", "Anyone", "--approve", "--launch",
        "--json", "--sandbox", "--data-dir", tmp_path,
    )  # fmt: skip
    assert refused.code == 1
    assert "who writes" in refused.err
    (kept,) = vibe("campaigns", "--json", "--data-dir", tmp_path).json["campaigns"]
    assert kept["id"] == refused.json["campaign"]["id"]
    assert kept["status"] == "draft"


def test_a_country_that_asks_for_evidence_holds_the_launch_until_it_is_given(
    founder: Path, tmp_path: Path, product_page: str
) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(
        "Email,First Name,Company,Country\n"
        "ada@nordlys.example,Ada,Nordlys,Germany\n"
        "bob@acme.example,Bob,Acme,United States\n"
    )

    def create(*more: str) -> Ran:
        return vibe(
            "create-campaign", "--url", product_page, "--audience", "Anyone", "--leads", file,
            "--approve", "--launch", *more, "--json", "--sandbox", "--data-dir", founder,
        )  # fmt: skip

    refused = create()
    assert refused.code == 1
    assert "DE (1 lead, section 7 UWG)" in refused.err
    assert "Traceback" not in refused.err
    wrong = create("--country-basis", "Germany")
    assert wrong.code == 2
    launched = create("--country-basis", f"DE={GERMAN_BASIS}")
    assert launched.code == 0, launched.err
    assert launched.json["launch"]["uploaded"] == 2


def test_a_page_that_cannot_be_reached_is_refused_in_words(founder: Path) -> None:
    refused = vibe(
        "create-campaign", "--url", "http://127.0.0.1:9/", "--audience", "Anyone", "--json",
        "--data-dir", founder,
    )  # fmt: skip
    assert refused.code == 1
    assert "Traceback" not in refused.err
    assert refused.json["error"]["code"] == "unreachable"


@pytest.mark.parametrize(
    "arguments",
    [("create-campaign",), ("analytics",), ("no-such-command",), ("sandbox", "advance", "x")],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert vibe(*arguments, "--data-dir", tmp_path).code == 2


def test_an_unknown_campaign_is_refused(founder: Path) -> None:
    refused = vibe("analytics", "0" * 8, "--json", "--data-dir", founder)
    assert refused.code == 1
    assert refused.json["error"]["what"]


def test_a_key_without_a_keychain_is_not_written_anywhere(tmp_path: Path) -> None:
    secret = "sk-planted-0123456789abcdef"
    kept = vibe("keys", "set", "openai", "--json", "--data-dir", tmp_path, stdin=secret + "\n")
    assert secret not in kept.out + kept.err
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_resume_with_nothing_to_resume_says_so(founder: Path) -> None:
    ran = vibe("resume", "--json", "--sandbox", "--data-dir", founder)
    assert ran.code == 0, ran.err
    assert ran.json == {"launches": [], "edits": []}


def test_every_answer_with_json_is_one_line(founder: Path) -> None:
    for arguments in (("campaigns",), ("doctor",), ("identity", "show")):
        ran = vibe(*arguments, "--json", "--data-dir", founder)
        assert ran.out.count("\n") == 1
        json.loads(ran.out)


def test_self_test_opens_every_screen_without_a_display(tmp_path: Path) -> None:
    ran = vibe("--self-test")
    assert ran.code == 0, ran.out + ran.err
    assert ran.err == ""


def test_the_database_is_readable_by_its_owner_only(founder: Path) -> None:
    database = founder / "vibe.db"
    assert database.stat().st_mode & 0o077 == 0
    sqlite3.connect(database).close()

"""`vibe-desktop stop`: its exit code is a promise."""

from pathlib import Path

import pytest

from tests.journeys.command_line import vibe
from tests.support.launching import desk_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.work import Work


def _address(sandbox: RunningSandbox) -> dict[str, str]:
    return {
        "INSTANTLY_API_KEY": sandbox.info.instantly_api_key,
        "INSTANTLY_BASE_URL": sandbox.info.instantly_url,
    }


def test_it_ends_with_zero_only_when_everything_was_read_back_as_stopped(
    tmp_path: Path, sandbox: RunningSandbox
) -> None:
    with desk_in(tmp_path / "data", sandbox) as desk:
        desk.launches.launch(desk.prepare(), Work())
    sandbox.faults({"path": "/pause", "status": 403, "body": {"message": "no"}, "times": None})
    refused = vibe("stop", "--json", "--data-dir", tmp_path / "data", env=_address(sandbox))
    assert refused.code == 1
    assert refused.json["stopped"] is False
    assert refused.json["campaigns"][0]["status"] == "active"
    sandbox.clear_faults()
    done = vibe("stop", "--data-dir", tmp_path / "data", env=_address(sandbox))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Stopped. 1 campaign was read back at Instantly")


@pytest.mark.slow
def test_without_a_network_it_says_not_stopped_and_what_to_do_by_hand(tmp_path: Path) -> None:
    nowhere = {"INSTANTLY_API_KEY": "x", "INSTANTLY_BASE_URL": "http://127.0.0.1:9"}
    ran = vibe("stop", "--data-dir", tmp_path / "data", env=nowhere)
    assert ran.code == 1
    assert ran.out.startswith("NOT STOPPED: Instantly could not be reached.")
    assert "app.instantly.ai" in ran.out


def test_when_what_is_kept_cannot_be_opened_it_says_not_stopped_and_what_to_do_by_hand(
    tmp_path: Path,
) -> None:
    (tmp_path / "vibe.db").write_bytes(b"no database at all" * 1000)
    ran = vibe("stop", "--json", "--data-dir", tmp_path)
    assert ran.code == 1
    assert "NOT STOPPED" in ran.json["error"]["safe"]
    assert "app.instantly.ai" in ran.json["error"]["next_step"]


def test_without_a_key_it_does_not_claim_anything(tmp_path: Path) -> None:
    ran = vibe("stop", "--data-dir", tmp_path)
    assert ran.code == 1
    assert "NOT STOPPED" in ran.out

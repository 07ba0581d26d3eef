"""`vibe-desktop opt-outs`: whoever wants no mails is left alone at Instantly too."""

from pathlib import Path

from tests.journeys.command_line import vibe
from tests.support.launching import desk_in
from tests.support.sandbox import RunningSandbox


def test_what_instantly_does_not_take_is_named_and_tried_again_only_on_request(
    tmp_path: Path, sandbox: RunningSandbox
) -> None:
    with desk_in(tmp_path / "data", sandbox) as desk:
        desk.suppressions.add(["me@own.example", "not a domain"], "asked")
    env = {
        "INSTANTLY_API_KEY": sandbox.info.instantly_api_key,
        "INSTANTLY_BASE_URL": sandbox.info.instantly_url,
    }
    first = vibe("opt-outs", "--data-dir", tmp_path / "data", env=env)
    assert (first.code, first.err) == (1, "")
    assert "Put on the block list at Instantly: 1." in first.out
    assert "  not a domain\n" in first.out
    assert "--again" not in first.out
    second = vibe("opt-outs", "--data-dir", tmp_path / "data", env=env)
    assert "They were not sent again." in second.out
    third = vibe("opt-outs", "--again", "--json", "--data-dir", tmp_path / "data", env=env)
    assert third.json == {"new": 0, "blocked": 0, "refused": ["not a domain"]}
    assert len(sandbox.requests(path="/bulk-create")) == 2

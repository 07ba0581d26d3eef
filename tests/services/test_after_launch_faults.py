"""What is asked of a launched campaign, met by faults: the words are whole, and nothing is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.test_launch_faults import FAULTS
from tests.support.launching import Desk, desk_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.work import Work

LASTING = (
    "401",
    "403, a permission is missing",
    "404",
    "429, a long pause",
    "500",
    "answer lost after the work was done",
    "a page instead of the answer",
    "connection reset",
)


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        desk.client._http._timeout = 0.4
        yield desk


ASKED: dict[str, Callable[[Desk, str], object]] = {
    "opt-outs": lambda desk, _id: desk.opt_outs.copy(Work()),
    "mailboxes": lambda desk, _id: desk.mailboxes.refresh(Work()),
    "why nothing sends": lambda desk, campaign_id: desk.control.why(campaign_id, Work()),
    "whom a change concerns": lambda desk, campaign_id: desk.edits.plan(campaign_id, Work()),
    "pause": lambda desk, campaign_id: desk.control.pause(campaign_id, Work()),
}


def _told(desk: Desk, asked: str, campaign_id: str) -> Trouble | None:
    try:
        ASKED[asked](desk, campaign_id)
    except Trouble as trouble:
        return trouble
    return None


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "passing"), [*((asked, 0) for asked in ASKED), ("pause", 1)])
def test_every_lasting_fault_is_told_with_what_is_safe_and_what_to_do(
    desk: Desk, sandbox: RunningSandbox, asked: str, passing: int
) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, Work())
    desk.suppressions.add(["me@own.example"], "asked")
    for name in LASTING:
        sandbox.faults({"path": "", "after": passing, "times": None, **FAULTS[name]})
        trouble = _told(desk, asked, campaign_id)
        sandbox.clear_faults()
        assert trouble is not None, name
        assert all((trouble.what, trouble.safe, trouble.next_step)), (name, str(trouble))
        assert "<" not in str(trouble)
    assert _told(desk, asked, campaign_id) is None


@pytest.mark.parametrize("name", ["401", "402", "403, a permission is missing", "404"])
def test_a_refused_pause_says_that_the_campaign_goes_on_sending(
    desk: Desk, sandbox: RunningSandbox, work: Work, name: str
) -> None:
    campaign_id = desk.prepare()
    launch = desk.launches.launch(campaign_id, work).value
    sandbox.faults({"path": "/pause", **FAULTS[name]})
    with pytest.raises(Trouble, match="NOT STOPPED: the campaign goes on sending"):
        desk.control.pause(campaign_id, work)
    status = desk.client.campaigns.status(launch.instantly_campaign_id, work)
    assert status is RemoteStatus.ACTIVE
    assert desk.control.pause(campaign_id, work).value.state is LaunchState.PAUSED

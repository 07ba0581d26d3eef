import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.launching import Desk, Points, at_each_point, desk_in, tried
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.campaign_control import StopReport
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict, StorageFull, Trouble
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.sending_status import SendingCode
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.leads import Target


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def _active(desk: Desk) -> list[str]:
    """Names of the campaigns that Instantly would send from."""
    quiet = {RemoteStatus.DRAFT, RemoteStatus.PAUSED, RemoteStatus.COMPLETED}
    return [one.name for one in desk.client.campaigns.summaries(Work()) if one.status not in quiet]


def _made_elsewhere(desk: Desk, launched: str, name: str) -> str:
    """A campaign that runs at Instantly and of which this computer knows nothing; its id there."""
    launch = desk.launch_rows.latest(launched)
    assert launch is not None
    draft = desk.client.campaigns.get(launch.instantly_campaign_id, Work()).draft
    made = desk.client.campaigns.create(replace(draft, name=name), Work())
    desk.client.leads.add(Target.CAMPAIGN, made.id, [{"email": "else@where.example"}], Work())
    desk.client.campaigns.activate(made.id, Work())
    return made.id


# -- one campaign ----------------------------------------------------------------------------------


def test_a_running_campaign_is_paused_and_goes_on(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    launch = desk.launches.launch(campaign_id, work).value
    assert desk.control.pause(campaign_id, work).value.state is LaunchState.PAUSED
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, work)
    assert remote.status is RemoteStatus.PAUSED
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.PAUSED
    assert desk.launches.resume(work).value == ()
    assert desk.control.unpause(campaign_id, work).value.state is LaunchState.DONE
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.ACTIVE


def test_a_campaign_that_was_not_launched_cannot_be_paused(desk: Desk, work: Work) -> None:
    with pytest.raises(Conflict, match="not launched yet"):
        desk.control.pause(desk.prepare(), work)


def test_a_pause_that_instantly_does_not_confirm_says_not_stopped(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    launch = desk.launches.launch(campaign_id, work).value
    answer = {"id": launch.instantly_campaign_id, "status": 2}
    sandbox.faults({"path": "/pause", "status": 200, "body": answer})
    with pytest.raises(Conflict, match="is active, not paused"):
        desk.control.pause(campaign_id, work)
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.ACTIVE


@pytest.mark.parametrize("fault", [{"lost_answer": True}, {"malformed": True}])
def test_what_was_done_although_the_answer_was_lost_is_known(
    desk: Desk, sandbox: RunningSandbox, work: Work, fault: dict[str, bool]
) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, work)
    sandbox.faults({"path": "/pause", **fault})
    assert desk.control.pause(campaign_id, work).value.state is LaunchState.PAUSED
    sandbox.faults({"path": "/activate", **fault})
    assert desk.control.unpause(campaign_id, work).value.state is LaunchState.DONE
    assert len(_active(desk)) == 1


# -- everything ------------------------------------------------------------------------------------


def test_everything_that_sends_is_stopped_whoever_made_it(desk: Desk, work: Work) -> None:
    first, second = desk.prepare(), desk.prepare(url="https://other.example")
    desk.launches.launch(first, work)
    desk.launches.launch(second, work)
    elsewhere = _made_elsewhere(desk, first, "Somebody else's")
    report = desk.control.panic_stop(work).value
    assert report.stopped
    assert report.headline.startswith("Stopped. 3 campaigns were read back")
    assert report.next_step == ""
    found = {one.remote_id: one for one in report.campaigns}
    assert found[elsewhere].name == "Somebody else's"
    assert found[elsewhere].campaign_id == ""
    assert {one.campaign_id for one in report.campaigns} == {"", first, second}
    assert all(one.read_at is not None for one in report.campaigns)
    assert _active(desk) == []
    assert desk.campaigns.get(first).status is CampaignStatus.PAUSED
    latest = desk.launches.latest(first, work)
    assert latest is not None
    assert latest.state is LaunchState.PAUSED


def test_what_was_stopped_can_be_taken_up_again_one_by_one(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, work)
    desk.control.panic_stop(work)
    assert desk.control.unpause(campaign_id, work).value.state is LaunchState.DONE
    assert _active(desk) != []


def test_with_nothing_to_stop_the_report_says_what_was_looked_at(desk: Desk, work: Work) -> None:
    report = desk.control.panic_stop(work).value
    assert report.stopped
    assert report.campaigns == ()
    assert "no campaign is active" in report.headline


def test_a_campaign_that_does_not_stop_is_named_and_the_others_are_stopped(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    first, second = desk.prepare(), desk.prepare(url="https://other.example")
    stubborn = desk.launches.launch(first, work).value.instantly_campaign_id
    desk.launches.launch(second, work)
    answer = {"id": stubborn, "status": 2}  # claims to be paused, and is not
    sandbox.faults({"path": f"{stubborn}/pause", "status": 200, "body": answer, "times": None})
    report = desk.control.panic_stop(work).value
    assert not report.stopped
    assert report.headline == "NOT STOPPED: 1 of 2 campaigns could not be confirmed."
    assert [one.campaign_id for one in report.campaigns if not one.stopped] == [first]
    assert "It is active" in report.campaigns[0].reason
    assert "app.instantly.ai" in report.next_step
    assert desk.campaigns.get(first).status is CampaignStatus.ACTIVE
    assert desk.campaigns.get(second).status is CampaignStatus.PAUSED


@pytest.mark.parametrize(
    "fault",
    [
        {"refuse": True},
        {"status": 500},
        {"status": 502, "body": "<html>bad gateway</html>"},
        {"status": 403, "body": "error code: 1010"},
        {"status": 429},
        {"status": 401},
        {"lost_answer": True},
        {"malformed": True},
        {"status": 200, "body": {"items": "none"}},
    ],
)
@pytest.mark.parametrize("where", ["/pause$", "/campaigns/[0-9a-f-]+$", "/campaigns$"])
def test_a_fault_that_lasts_is_never_reported_as_stopped(
    desk: Desk, sandbox: RunningSandbox, work: Work, where: str, fault: dict[str, object]
) -> None:
    desk.launches.launch(desk.prepare(), work)
    sandbox.faults({"path": where, "times": None, **fault})
    report = desk.control.panic_stop(work).value
    sandbox.clear_faults()
    # A pause whose answer was lost had its effect, and that was read back.
    done = where == "/pause$" and bool({"lost_answer", "malformed"} & fault.keys())
    assert report.stopped is done
    assert (_active(desk) == []) or not report.stopped
    assert report.headline.startswith("NOT STOPPED: ") is not done


def test_a_fault_that_passes_does_not_keep_anything_from_being_stopped(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    sandbox.faults({"path": "/pause", "status": 500, "times": 2})
    assert desk.control.panic_stop(work).value.stopped
    assert _active(desk) == []


def test_without_a_network_it_says_so_and_where_to_stop_by_hand(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    sandbox.faults({"path": "", "refuse": True, "times": None})
    report = desk.control.panic_stop(work).value
    assert not report.stopped
    assert report.headline.startswith("NOT STOPPED: Instantly could not be reached.")
    assert "app.instantly.ai" in report.headline
    assert report.at is None


def test_with_a_full_disk_the_campaigns_are_stopped_all_the_same(desk: Desk, work: Work) -> None:
    launch = desk.launches.launch(desk.prepare(), work).value
    with desk.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with suppress(StorageFull):
        while True:
            desk.launch_rows.intend(launch.id, "fill", {})
    report = desk.control.panic_stop(work).value
    assert _active(desk) == []
    assert [one.stopped for one in report.campaigns] == [True]
    assert report.headline.startswith("NOT STOPPED: this computer could not note it")
    assert "disk is full" in report.headline


def test_every_campaign_is_tried_once_before_any_is_tried_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    first = desk.prepare()
    desk.launches.launch(first, work)
    names = [_made_elsewhere(desk, first, f"Other {number}") for number in range(4)]
    sandbox.faults({"path": "/pause", "status": 500, "times": None})
    report = desk.control.panic_stop(work).value
    asked = [one["path"].split("/")[-2] for one in sandbox.requests(path="/pause")]
    assert report.headline == "NOT STOPPED: 5 of 5 campaigns could not be confirmed."
    assert len(set(asked[:5])) == 5
    assert set(names) < set(asked[:5])
    assert len(asked) > 5  # a fault that passes may have passed


def test_what_is_refused_for_good_is_not_tried_for_long(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    sandbox.faults({"path": "/pause", "status": 403, "body": {"message": "no"}, "times": None})
    assert not desk.control.panic_stop(work).value.stopped
    assert len(sandbox.requests(path="/pause")) == 2


def test_our_campaigns_are_paused_even_when_the_list_cannot_be_read(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, work)
    sandbox.faults({"path": "/campaigns$", "status": 502, "body": "<html>", "times": None})
    report = desk.control.panic_stop(work).value
    assert report.headline.startswith("NOT STOPPED: Instantly could not be reached.")
    assert [(one.campaign_id, one.stopped) for one in report.campaigns] == [(campaign_id, True)]
    sandbox.clear_faults()
    assert _active(desk) == []


def test_whoever_waits_hears_while_it_goes_on_what_is_not_stopped_yet(
    desk: Desk, sandbox: RunningSandbox
) -> None:
    desk.launches.launch(desk.prepare(), Work())
    sandbox.faults({"path": "/pause", "status": 500})
    said: list[str] = []
    report = desk.control.panic_stop(Work(lambda progress: said.append(progress.message))).value
    assert report.stopped
    assert "Stopping every campaign: 1 not stopped yet" in said
    assert "Stopping every campaign: once more" in said


@pytest.mark.slow
def test_a_launch_stopped_at_any_point_sends_nothing_and_is_not_driven_on(
    tmp_path: Path, sandbox: RunningSandbox
) -> None:
    points = _points_of_a_launch(tmp_path / "count", sandbox)
    for last in tried(points, 12):
        sandbox.control("POST", "/reset")
        with (
            desk_in(tmp_path / f"at{last}", sandbox) as desk,
            desk_in(tmp_path / f"at{last}", sandbox, fresh=False) as other,
        ):
            campaign_id = desk.prepare()
            reports: list[StopReport] = []

            def stop(other: Desk = other, reports: list[StopReport] = reports) -> None:
                reports.append(other.control.panic_stop(Work()).value)

            at_each_point(desk, Points(last, stop))
            with suppress(Trouble):
                desk.launches.launch(campaign_id, Work())
            # The driver held the lock, so that the first look could not be the last word.
            assert not reports[0].stopped or last == points
            report = other.control.panic_stop(Work()).value
            assert report.stopped
            assert _active(other) == []
            latest = other.launches.latest(campaign_id, Work())
            assert latest is None or latest.state not in UNFINISHED
            assert other.launches.resume(Work()).value == ()
            assert _active(other) == []


def test_a_launch_that_was_stopped_says_so_and_not_that_it_goes_on(
    desk: Desk, sandbox: RunningSandbox, tmp_path: Path, work: Work
) -> None:
    campaign_id = desk.prepare()
    with desk_in(tmp_path / "data", sandbox, fresh=False) as other:

        def stop() -> None:
            if desk.launch_rows.unfinished():
                other.control.panic_stop(Work())

        at_each_point(desk, stop)
        launch = desk.launches.launch(campaign_id, work).value
    assert launch.state is LaunchState.FAILED
    assert launch.reason.startswith("Everything was stopped while this launch was under way.")


def _points_of_a_launch(folder: Path, sandbox: RunningSandbox) -> int:
    with desk_in(folder, sandbox) as desk:
        campaign_id = desk.prepare()
        points = Points(0, lambda: None)
        at_each_point(desk, points)
        desk.launches.launch(campaign_id, Work())
    return points.count


def test_another_process_that_launches_keeps_the_report_from_claiming_anything(
    desk: Desk, tmp_path: Path, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    with FileLock(tmp_path / "data" / "locks" / "launch.lock"):
        report = desk.control.panic_stop(work).value
    assert all(one.stopped for one in report.campaigns)
    assert not report.stopped
    assert "another window or command" in report.headline


def test_many_campaigns_are_stopped_side_by_side(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    first = desk.prepare()
    desk.launches.launch(first, work)
    for number in range(11):
        _made_elsewhere(desk, first, f"Other {number}")
    before = threading.active_count()
    report = desk.control.panic_stop(work).value
    assert report.stopped
    assert len(report.campaigns) == 12
    assert _active(desk) == []
    assert threading.active_count() <= before + 8  # what is left over are requests, not workers


# -- why nothing is sent ---------------------------------------------------------------------------


def test_a_pause_made_here_is_given_as_the_reason(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, work)
    desk.control.pause(campaign_id, work)
    report = desk.control.why(campaign_id, work)
    assert report.code is SendingCode.PAUSED
    assert not report.sending
    assert report.reason == "You paused the campaign here."


def test_a_running_campaign_tells_its_counts(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(leads=5, waits=(3,))
    desk.launches.launch(campaign_id, work)
    sandbox.advance(2)
    report = desk.control.why(campaign_id, work)
    assert report.code is not SendingCode.UNKNOWN
    assert any(fact.startswith("Mailboxes: ") for fact in report.facts)


def test_a_campaign_that_was_not_launched_sends_nothing_and_says_so(desk: Desk, work: Work) -> None:
    with pytest.raises(Conflict, match="has not been launched"):
        desk.control.why(desk.prepare(), work)

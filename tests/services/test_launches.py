import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.launching import (
    IDENTITY,
    Desk,
    Points,
    aftermath,
    assert_launched_once,
    at_each_point,
    desk_in,
    tried,
)
from tests.support.sandbox import RunningSandbox, sandbox_in
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignStatus, Pacing
from vibe_desktop.domain.errors import (
    Cancelled,
    Conflict,
    InvalidInput,
    NotAuthorised,
    RateLimited,
    Rejected,
    StorageBroken,
    Trouble,
    Unreachable,
)
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.templates import normalise_html, to_html
from vibe_desktop.domain.variants import Author, DraftVariant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.leads import Target


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


# -- a launch that goes well -----------------------------------------------------------------------


def test_a_launch_goes_from_an_approved_plan_to_a_running_campaign(
    desk: Desk, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    campaign_id = desk.prepare(leads=7)
    written = desk.launches.launch(campaign_id, work)
    assert_launched_once(desk, sandbox, written.value)
    assert written.changes.launches
    assert written.changes.campaigns
    assert aftermath(desk, sandbox, written.value).activations == 1
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.ACTIVE
    assert work.messages[-1] == "Launched"
    assert work.reports[-1].done == work.reports[-1].total


def test_what_stands_at_instantly_is_what_was_approved(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    launch = desk.launches.launch(campaign_id, work).value
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, work).draft
    variants = desk.variants.list(campaign_id)
    (step,) = remote.steps
    assert [one.subject for one in step] == [one.current.subject for one in variants]
    assert [normalise_html(one.body_html) for one in step] == [
        normalise_html(to_html(compose(one.current.body, IDENTITY))) for one in variants
    ]
    assert remote.mailboxes == tuple(
        sorted(one.email for one in desk.mailboxes.list(work) if one.healthy)
    )
    assert (remote.open_tracking, remote.text_only, remote.insert_unsubscribe_header) == (
        False,
        True,
        True,
    )


def test_follow_ups_go_into_the_thread_after_their_wait(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(waits=(3, 5))
    launch = desk.launches.launch(campaign_id, work).value
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, work).draft
    assert [len(step) for step in remote.steps] == [3, 1, 1]
    assert [step[0].subject for step in remote.steps[1:]] == ["", ""]
    assert "Once more, no. 2." in remote.steps[2][0].body_html
    assert list(remote.waits) == [3, 5]
    asked = next(one for one in sandbox.requests(path="/campaigns") if one["method"] == "POST")
    steps = asked["body"]["sequences"][0]["steps"]
    # Instantly waits after a step, so the first one carries the wait for the first follow-up.
    assert [(step["delay"], step["delay_unit"]) for step in steps] == [
        *((3, "days"), (5, "days")),
        (0, "days"),
    ]


def test_a_rejected_variant_is_left_out_of_the_launch(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(leads=40)
    desk.reject(campaign_id, "B")
    launch = desk.launches.launch(campaign_id, work).value
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, work).draft
    assert [one.subject.rsplit(" ", 1)[1] for one in remote.steps[0]] == ["problem", "question"]
    sandbox.advance(7)
    results = desk.analytics.refresh(campaign_id, work).value
    assert {(one.step, one.position) for one in results.variants} == {(1, 0), (1, 2)}


def test_leads_go_in_batches(desk: Desk, sandbox: RunningSandbox, work: Work) -> None:
    launch = desk.launches.launch(desk.prepare(leads=1203), work).value
    assert_launched_once(desk, sandbox, launch)
    sizes = [len(one["body"]["leads"]) for one in sandbox.requests(path="/leads/add")]
    assert sorted(sizes) == [203, 203, 1000, 1000]


def test_a_lead_that_instantly_refuses_is_recorded_and_does_not_stop_the_launch(
    desk: Desk, work: Work
) -> None:
    campaign_id = desk.prepare(leads=3)
    desk.add_leads(campaign_id, 2, domain="competitor.example")  # on the sandbox's block list
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.state is LaunchState.DONE
    assert launch.uploaded == 3
    assert desk.launch_rows.rejected(launch.id) == {"on the block list at Instantly": 2}


def test_a_launch_of_which_every_lead_is_refused_is_not_started(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(leads=0)
    desk.add_leads(campaign_id, 2, domain="competitor.example")
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.state is LaunchState.FAILED
    assert "took none of the leads" in launch.reason
    assert not sandbox.requests(path="/activate")


# -- what must hold before -----------------------------------------------------------------------


def test_a_red_preflight_refuses_the_launch_and_asks_nothing_of_instantly_but_mailboxes(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(leads=0)
    desk.variants.withdraw(desk.variants.list(campaign_id)[1].id)
    with pytest.raises(InvalidInput, match="every mail approved, leads") as caught:
        desk.launches.launch(campaign_id, work)
    assert "footer included: B" in caught.value.next_step
    assert {one["path"].split("/")[3] for one in sandbox.requests()} == {"accounts"}
    assert desk.launches.latest(campaign_id, work) is None


def test_a_campaign_is_launched_only_once(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    desk.launches.launch(campaign_id, work)
    with pytest.raises(Conflict, match="launched already"):
        desk.launches.launch(campaign_id, work)


def test_two_processes_do_not_drive_a_launch_at_once(
    desk: Desk, tmp_path: Path, work: Work
) -> None:
    campaign_id = desk.prepare()
    (tmp_path / "data" / "locks").mkdir()
    with (
        FileLock(tmp_path / "data" / "locks" / "launch.lock"),
        pytest.raises(Conflict, match="another window or command"),
    ):
        desk.launches.launch(campaign_id, work)


# -- reading back ----------------------------------------------------------------------------------


def _interrupt_at(desk: Desk, sandbox: RunningSandbox, path: str, method: str = "") -> str:
    """Prepare a launch and cut it off at the first request that matches; its campaign's id."""
    campaign_id = desk.prepare()
    sandbox.faults({"path": path, "method": method, "refuse": True, "times": 4})
    with pytest.raises(Trouble):
        desk.launches.launch(campaign_id, Work())
    sandbox.clear_faults()
    return campaign_id


def _change(sandbox: RunningSandbox, launch: Launch, change: dict[str, object]) -> None:
    """Somebody changes the draft at Instantly."""
    address = urlsplit(sandbox.info.instantly_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request(
        "PATCH",
        f"/api/v2/campaigns/{launch.instantly_campaign_id}",
        body=json.dumps(change),
        headers={
            "Authorization": f"Bearer {sandbox.info.instantly_api_key}",
            "Content-Type": "application/json",
        },
    )
    assert connection.getresponse().status == 200
    connection.close()


def _pending(desk: Desk, campaign_id: str) -> Launch:
    launch = desk.launches.latest(campaign_id, Work())
    assert launch is not None
    return launch


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"daily_limit": 500}, "daily limit: approved 90, found 500"),
        ({"open_tracking": True}, "open tracking: approved off, found on"),
        ({"email_list": ["maya@try-sandbox.example"]}, "senders: approved"),
        ({"stop_on_reply": False}, "stop on reply: approved on, found off"),
    ],
)
@pytest.mark.parametrize("path", ["/leads/list", "/activate"])
def test_a_draft_that_was_changed_at_instantly_is_not_started(
    desk: Desk,
    sandbox: RunningSandbox,
    work: Work,
    path: str,
    change: dict[str, object],
    words: str,
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, path)
    _change(sandbox, _pending(desk, campaign_id), change)
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED
    assert words in launch.reason
    assert "was not started" in launch.reason
    status = desk.client.campaigns.get(launch.instantly_campaign_id, work).status
    assert status is RemoteStatus.DRAFT
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.ATTENTION


def test_a_draft_that_somebody_started_at_instantly_is_not_taken_for_launched(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    target = _pending(desk, campaign_id).instantly_campaign_id
    desk.client.campaigns.activate(target, work)
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED
    assert "Somebody started" in launch.reason
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.ATTENTION


def test_a_lead_that_was_never_approved_stops_the_launch(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    target = _pending(desk, campaign_id).instantly_campaign_id
    desk.client.leads.add(Target.CAMPAIGN, target, [{"email": "stranger@x.example"}], work)
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED
    assert "stranger@x.example" in launch.reason


def test_after_a_failed_launch_a_new_one_may_be_made(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    _change(sandbox, _pending(desk, campaign_id), {"daily_limit": 500})
    (failed,) = desk.launches.resume(work).value
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.state is LaunchState.DONE
    assert launch.plan.token != failed.plan.token
    assert desk.campaigns.get(campaign_id).instantly_id == launch.instantly_campaign_id


# -- approval --------------------------------------------------------------------------------------


def test_copy_that_was_edited_while_the_launch_waited_is_not_started(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/activate")
    variant = desk.variants.list(campaign_id)[0]
    desk.variants.write(variant.id, DraftVariant(variant.angle, "Other", "Other"), Author.FOUNDER)
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED
    assert "approval withdrawn" in launch.reason
    status = desk.client.campaigns.get(launch.instantly_campaign_id, work).status
    assert status is RemoteStatus.DRAFT


def test_a_new_postal_address_withdraws_what_was_planned(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    _interrupt_at(desk, sandbox, "/activate")
    desk.identity.save(Identity("Ada Lovelace", "Acme", "2 New Street"))
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED


def test_somebody_who_opted_out_while_the_launch_waited_is_not_written_to(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    _interrupt_at(desk, sandbox, "/activate")
    desk.suppressions.add(["p1@lead.example"], "asked")
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.FAILED
    assert "1 of its leads" in launch.reason


def test_launching_again_goes_on_with_the_same_plan(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    waiting = _pending(desk, campaign_id)
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.id == waiting.id
    assert_launched_once(desk, sandbox, launch)


def test_launching_again_after_a_change_starts_over_and_drops_the_old_plan(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    waiting = _pending(desk, campaign_id)
    desk.add_leads(campaign_id, 2, domain="more.example")
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.id != waiting.id
    assert launch.state is LaunchState.DONE
    assert launch.uploaded == 5
    assert desk.launch_rows.get(waiting.id).state is LaunchState.FAILED
    statuses = desk.client.campaigns.statuses(work)
    assert statuses[waiting.instantly_campaign_id] is RemoteStatus.DRAFT


# -- faults ----------------------------------------------------------------------------------------

FAULTS: dict[str, dict[str, Any]] = {
    name: {"status": int(name)} for name in ("401", "402", "429", "500")
}


def _finish(desk: Desk, campaign_id: str) -> Launch:
    """What a founder does: try again until it is done."""
    work = Work()
    for _ in range(8):
        try:
            if desk.launches.unfinished(work):
                desk.launches.resume(work)
            else:
                desk.launches.launch(campaign_id, work)
        except Trouble:
            continue
        break
    launch = desk.launches.latest(campaign_id, work)
    assert launch is not None
    return launch


def _requests_of_a_launch(folder: Path, sandbox: RunningSandbox) -> int:
    with desk_in(folder, sandbox) as desk:
        desk.launches.launch(desk.prepare(), Work())
    return len(sandbox.requests())


def test_the_answer_to_starting_may_be_lost_and_it_is_still_started_once(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    sandbox.faults({"path": "/activate", "lost_answer": True})
    launch = desk.launches.launch(desk.prepare(), work).value
    assert_launched_once(desk, sandbox, launch)
    assert aftermath(desk, sandbox, launch).activations == 1


def test_it_does_not_claim_that_nothing_was_sent_when_it_cannot_know(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults(
        {"path": "/activate", "lost_answer": True},
        # Two looks come before the start; whatever is asked after it finds the line dead.
        {"method": "GET", "path": r"/campaigns/[^/]+$", "refuse": True, "after": 2, "times": None},
    )

    with pytest.raises(Unreachable) as caught:
        desk.launches.launch(campaign_id, work)
    sandbox.clear_faults()
    (launch,) = desk.launches.resume(work).value

    assert "not known yet" in caught.value.safe
    assert "Nothing has been sent" not in str(caught.value)
    assert_launched_once(desk, sandbox, launch)
    assert aftermath(desk, sandbox, launch).activations == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("401", NotAuthorised), ("402", NotAuthorised), ("429", RateLimited), ("500", Unreachable)],
)
def test_trouble_says_what_is_safe_and_stays_with_the_launch(
    desk: Desk, sandbox: RunningSandbox, work: Work, fault: str, kind: type[Trouble]
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults({**FAULTS[fault], "path": "/leads/add", "times": 9})
    with pytest.raises(kind) as caught:
        desk.launches.launch(campaign_id, work)
    assert "Nothing has been sent" in str(caught.value)
    waiting = _pending(desk, campaign_id)
    assert waiting.state is LaunchState.CAMPAIGN_DRAFTED
    assert waiting.reason
    assert desk.campaigns.get(campaign_id).status is CampaignStatus.LAUNCHING


def test_a_plan_that_instantly_refuses_fails_with_its_words(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    body = {"statusCode": 400, "error": "Bad Request", "message": "body/email_list is foreign"}
    sandbox.faults({"path": "/campaigns$", "method": "POST", "status": 400, "body": body})
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.state is LaunchState.FAILED
    assert "body/email_list is foreign" in launch.reason
    assert desk.launches.resume(work).value == ()


def test_without_a_network_nothing_is_lost(tmp_path: Path, work: Work) -> None:
    with sandbox_in(tmp_path / "sandbox") as running, desk_in(tmp_path / "data", running) as desk:
        campaign_id = _interrupt_at(desk, running, "/campaigns$", "POST")
    with (
        socket.create_server(("127.0.0.1", 0)),
        desk_in(tmp_path / "data", running, fresh=False) as desk,
    ):
        with pytest.raises(Unreachable, match="cannot be reached"):
            desk.launches.resume(work)
        assert _pending(desk, campaign_id).state is LaunchState.LIST_CREATED
    with (
        sandbox_in(tmp_path / "sandbox") as again,
        desk_in(tmp_path / "data", again, fresh=False) as desk,
    ):
        (launch,) = desk.launches.resume(work).value
        assert_launched_once(desk, again, launch)


# -- crashes ---------------------------------------------------------------------------------------


class _Crash(BaseException):
    """The process is gone: nothing may catch this and tidy up."""


def _crash() -> None:
    raise _Crash


def _launch_with_crashes(folder: Path, sandbox: RunningSandbox, crashes: list[int]) -> int:
    """Launch, crash, start again, crash again...; the number of points of the last run."""
    with desk_in(folder, sandbox) as desk:
        campaign_id = desk.prepare()
    last = Points(0, _crash)
    for crash in [*crashes, 0, 0]:
        with desk_in(folder, sandbox, fresh=False) as desk:
            launch = desk.launches.latest(campaign_id, Work())
            if launch is not None and launch.state is LaunchState.DONE:
                break
            last = Points(crash, _crash)
            at_each_point(desk, last)
            with suppress(_Crash):
                if launch is None:
                    desk.launches.launch(campaign_id, Work())
                else:
                    desk.launches.resume(Work())
    with desk_in(folder, sandbox, fresh=False) as desk:
        launch = desk.launches.latest(campaign_id, Work())
        assert launch is not None
        assert_launched_once(desk, sandbox, launch)
        assert aftermath(desk, sandbox, launch).activations == 1
    return last.count


@pytest.mark.slow
def test_a_crash_at_any_point_leaves_a_launch_that_ends_as_if_nothing_had_happened(
    tmp_path: Path, sandbox: RunningSandbox
) -> None:
    total = _launch_with_crashes(tmp_path / "clean", sandbox, [])
    assert total > 30
    for point in tried(total, 16):
        sandbox.control("POST", "/reset")
        _launch_with_crashes(tmp_path / f"at-{point}", sandbox, [point])


@pytest.mark.slow
@given(crashes=st.lists(st.integers(1, 36), min_size=2, max_size=5))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_launch_survives_any_series_of_crashes(
    tmp_path_factory: pytest.TempPathFactory, sandbox: RunningSandbox, crashes: list[int]
) -> None:
    sandbox.control("POST", "/reset")
    _launch_with_crashes(tmp_path_factory.mktemp("crashes"), sandbox, crashes)


# -- cancelling ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_launch_cancelled_in_any_request_goes_on_without_doing_anything_twice(
    tmp_path: Path, sandbox: RunningSandbox
) -> None:
    count = _requests_of_a_launch(tmp_path / "clean", sandbox)
    for number in range(count):
        sandbox.control("POST", "/reset")
        sandbox.faults({"after": number, "delay_seconds": 0.1})
        with desk_in(tmp_path / f"at-{number}", sandbox) as desk:
            campaign_id = desk.prepare()
            work = Work()
            canceller = threading.Timer(0.03, work.cancel)
            left = [number]

            def going_out(
                _host: str, _purpose: str, left: Any = left, then: Any = canceller
            ) -> None:
                left[0] -= 1
                if left[0] == -1:
                    then.start()

            desk.client._http._host_log = going_out
            with suppress(Cancelled):
                desk.launches.launch(campaign_id, work)
            assert work.cancelled
            canceller.join()
            sandbox.clear_faults()
            # The request that was left behind is still being carried out over there.
            threading.Event().wait(0.15)
            launch = desk.launches.latest(campaign_id, Work())
            if launch is None or launch.state is not LaunchState.DONE:
                launch = _finish(desk, campaign_id)
            assert_launched_once(desk, sandbox, launch)


# -- paused elsewhere ------------------------------------------------------------------------------


def test_a_campaign_paused_at_instantly_before_its_start_was_known_is_left_paused(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    # The start has its effect, nothing after it comes through.
    sandbox.faults(
        {"path": "/activate", "lost_answer": True},
        {"path": "/campaigns/", "method": "GET", "after": 2, "refuse": True, "times": 9},
    )
    with pytest.raises(Unreachable):
        desk.launches.launch(campaign_id, work)
    sandbox.clear_faults()
    desk.client.campaigns.pause(_pending(desk, campaign_id).instantly_campaign_id, work)
    (launch,) = desk.launches.resume(work).value
    assert launch.state is LaunchState.PAUSED
    assert "paused" in launch.reason
    assert aftermath(desk, sandbox, launch).activations == 1


def test_what_instantly_does_not_know_for_a_moment_ends_no_launch(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = _interrupt_at(desk, sandbox, "/leads/list")
    sandbox.faults(
        {"path": "/campaigns/", "method": "GET", "status": 404, "body": {"message": "none"}}
    )
    with pytest.raises(Rejected):
        desk.launches.resume(work)
    assert _pending(desk, campaign_id).state is LaunchState.LEADS_ADDED
    (launch,) = desk.launches.resume(work).value
    assert_launched_once(desk, sandbox, launch)


def test_a_launch_that_runs_is_not_failed_by_a_refused_last_look(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    look = {"path": "/campaigns/", "method": "GET", "after": 2, "status": 400}
    sandbox.faults({**look, "body": {"message": "no"}})
    with pytest.raises(Rejected) as caught:
        desk.launches.launch(campaign_id, work)
    assert "runs at Instantly" in caught.value.safe
    assert _pending(desk, campaign_id).state is LaunchState.ACTIVATED
    (launch,) = desk.launches.resume(work).value
    assert_launched_once(desk, sandbox, launch)


def test_leads_that_are_not_listed_for_a_moment_are_looked_for_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults({"path": "/leads/list", "status": 200, "body": {"items": []}})
    launch = desk.launches.launch(campaign_id, work).value
    assert_launched_once(desk, sandbox, launch)


def _additions(sandbox: RunningSandbox) -> int:
    return sum(one["path"].endswith("/leads/add") for one in sandbox.requests())


def test_after_a_lost_answer_leads_are_looked_for_and_none_is_sent_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults({"path": "/leads/add", "lost_answer": True, "times": 2})
    launch = desk.launches.launch(campaign_id, work).value
    assert_launched_once(desk, sandbox, launch)
    assert _additions(sandbox) == 2  # to the list, and to the campaign


@pytest.mark.parametrize(("looks_in_vain", "additions"), [(1, 2), (2, 3)])
def test_leads_that_are_found_late_count_as_added_and_are_there_once(
    desk: Desk, sandbox: RunningSandbox, work: Work, looks_in_vain: int, additions: int
) -> None:
    campaign_id = desk.prepare()
    # There are two looks before anything is sent again.
    nobody = {"path": "/leads/list", "status": 200, "body": {"items": []}, "times": looks_in_vain}
    sandbox.faults({"path": "/leads/add", "lost_answer": True}, nobody)
    launch = desk.launches.launch(campaign_id, work).value
    assert_launched_once(desk, sandbox, launch)
    assert _additions(sandbox) == additions


def test_a_resumed_launch_looks_for_leads_that_may_be_there_before_it_sends_any(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults(
        {"path": "/leads/add", "lost_answer": True, "times": 2},
        {"path": "/leads/list", "refuse": True, "times": None},
    )
    with pytest.raises(Trouble):
        desk.launches.launch(campaign_id, work)
    sandbox.clear_faults()
    (launch,) = desk.launches.resume(work).value
    assert_launched_once(desk, sandbox, launch)
    assert _additions(sandbox) == 2


def test_a_start_that_was_refused_leaves_no_doubt_that_nothing_was_sent(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults({"path": "/activate", "status": 403, "body": {"message": "no"}})
    with pytest.raises(NotAuthorised) as caught:
        desk.launches.launch(campaign_id, work)
    assert "Nothing has been sent" in caught.value.safe
    (launch,) = desk.launches.resume(work).value
    assert_launched_once(desk, sandbox, launch)


def test_the_journal_announces_every_request_before_its_result(desk: Desk, work: Work) -> None:
    launch = desk.launches.launch(desk.prepare(), work).value
    journal = desk.launches.journal(launch.id, work)
    assert [entry.number for entry in journal] == list(range(1, len(journal) + 1))
    announced = [entry.operation for entry in journal if entry.kind == "intent"]
    assert announced == [
        "create list",
        "create campaign",
        "add leads 1 to 3 to the list",
        "add leads 1 to 3 to the campaign",
        "activate",
    ]


def test_a_lock_folder_that_cannot_be_used_stops_a_launch_in_words(
    desk: Desk, tmp_path: Path, work: Work
) -> None:
    campaign_id = desk.prepare()
    desk.launches._locks = tmp_path / "a file"
    desk.launches._locks.write_text("", encoding="utf-8")
    with pytest.raises(StorageBroken) as caught:
        desk.launches.launch(campaign_id, work)
    assert caught.value.safe == "Nothing was launched."


@pytest.mark.parametrize(("chosen", "limit"), [(1, 30), (2, 60)])
def test_a_campaign_gets_the_daily_limit_recommended_for_its_mailboxes(
    desk: Desk, work: Work, chosen: int, limit: int
) -> None:
    campaign_id = desk.prepare()
    healthy = [box.email for box in desk.mailboxes.refresh(work).value.mailboxes if box.healthy]
    setup = desk.campaigns.get(campaign_id).setup
    desk.campaigns.update(campaign_id, setup=replace(setup, mailboxes=tuple(healthy[:chosen])))
    launch = desk.launches.launch(campaign_id, work).value
    assert launch.plan.pacing == Pacing(daily_limit=limit)
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, work)
    assert remote.draft.daily_limit == limit


def test_a_daily_limit_that_was_typed_is_launched_as_it_is(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    setup = desk.campaigns.get(campaign_id).setup
    desk.campaigns.update(campaign_id, setup=replace(setup, pacing=Pacing(daily_limit=77)))
    assert desk.launches.launch(campaign_id, work).value.plan.pacing.daily_limit == 77

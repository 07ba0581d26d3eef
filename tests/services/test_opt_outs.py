from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.launching import Desk, desk_in
from tests.support.leads import lead_service
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import Conflict, Trouble
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.block_list import MOST


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def _unsubscribed(desk: Desk, campaign_id: str) -> set[str]:
    launch = desk.launch_rows.latest(campaign_id)
    assert launch is not None
    found = desk.client.lead_states.unsubscribed(launch.instantly_campaign_id, Work())
    return {lead.email for lead in found}


def _with_opt_outs(desk: Desk, sandbox: RunningSandbox) -> tuple[str, set[str]]:
    """A campaign of which some people have unsubscribed, and who they are."""
    campaign_id = desk.prepare(leads=400)
    desk.launches.launch(campaign_id, Work())
    for _ in range(6):
        sandbox.advance(14)
        if found := _unsubscribed(desk, campaign_id):
            return campaign_id, found
    raise AssertionError("nobody unsubscribed")


def test_who_unsubscribes_is_suppressed_here_and_blocked_for_the_whole_workspace(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    _, people = _with_opt_outs(desk, sandbox)
    report = desk.opt_outs.copy(work).value
    assert report.new == len(people)
    assert all(desk.suppressions.all().covers(email) for email in people)
    assert people <= desk.client.block_list.entries(work)
    entry = desk.suppressions.page(search=min(people)).rows[0]
    assert entry.reason == "unsubscribed from “My app”"


def test_who_unsubscribes_from_a_campaign_that_is_paused_by_now_is_left_alone_too(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, people = _with_opt_outs(desk, sandbox)
    desk.control.pause(campaign_id, work)
    assert desk.opt_outs.copy(work).value.new == len(people)


def test_nobody_of_another_campaign_is_taken_for_unsubscribed(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    stranger = {
        "id": "019f0000-0000-7000-8000-000000000001",
        "email": "stranger@x.example",
        "campaign": "019f0000-0000-7000-8000-000000000002",
        "status": -2,
    }
    sandbox.faults({"path": "/leads/list", "status": 200, "body": {"items": [stranger]}})
    assert desk.opt_outs.copy(work).value.new == 0
    assert not desk.suppressions.all().covers("stranger@x.example")


def test_with_nothing_new_one_request_a_campaign_is_made(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    _with_opt_outs(desk, sandbox)
    desk.opt_outs.copy(work)
    before = len(sandbox.requests())
    written = desk.opt_outs.copy(work)
    asked = [one["path"] for one in sandbox.requests()[before:]]
    assert asked == ["/api/v2/leads/list"]
    assert not written.changes
    assert (written.value.new, written.value.blocked) == (0, 0)


def test_the_founders_own_entries_are_copied_too_and_none_that_is_there_already(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    there = next(iter(desk.client.block_list.entries(work)))
    desk.suppressions.add([there, "me@own.example", "whole.example"], "asked")
    report = desk.opt_outs.copy(work).value
    assert report.blocked == 2
    assert {"me@own.example", "whole.example"} <= desk.client.block_list.entries(work)
    (made,) = sandbox.requests(path="/bulk-create")
    assert sorted(made["body"]["bl_values"]) == ["me@own.example", "whole.example"]


def test_a_long_list_is_copied_in_one_go(desk: Desk, sandbox: RunningSandbox, work: Work) -> None:
    everybody = [f"p{n}@own.example" for n in range(2 * MOST + 1)]
    desk.suppressions.add(everybody, "asked")
    assert desk.opt_outs.copy(work).value.blocked == len(everybody)
    assert len(sandbox.requests(path="/bulk-create")) == 3
    assert desk.opt_outs.copy(work).value.blocked == 0


def test_whom_a_running_campaign_writes_to_is_forgotten_once_instantly_blocks_them(
    desk: Desk, work: Work
) -> None:
    desk.launches.launch(desk.prepare(), work)
    service = lead_service(desk.database)
    with pytest.raises(Conflict, match="“My app” still writes to this person"):
        service.erase("p0@lead.example", work)
    desk.suppressions.add(["p0@lead.example"], "asked")
    with pytest.raises(Conflict, match="still writes"):
        service.erase("p0@lead.example", work)
    desk.opt_outs.copy(work)
    assert service.erase("p0@lead.example", work).value == 1
    assert "p0@lead.example" in desk.client.block_list.entries(work)


@pytest.mark.parametrize("fault", [{"lost_answer": True}, {"malformed": True}])
def test_a_lost_answer_blocks_nobody_twice(
    desk: Desk, sandbox: RunningSandbox, work: Work, fault: dict[str, object]
) -> None:
    desk.suppressions.add([f"p{n}@own.example" for n in range(30)], "asked")
    sandbox.faults({"path": "/bulk-create", **fault})
    assert desk.opt_outs.copy(work).value.blocked == 30
    assert desk.opt_outs.copy(work).value.blocked == 0
    assert len(sandbox.requests(path="/bulk-create")) == 1


def test_what_could_not_be_copied_follows_the_next_time(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.suppressions.add(["me@own.example"], "asked")
    sandbox.faults({"path": "/bulk-create", "status": 403, "body": {"message": "no scope"}})
    with pytest.raises(Trouble):
        desk.opt_outs.copy(work)
    assert desk.opt_outs.copy(work).value.blocked == 1


def test_what_the_block_list_refuses_is_not_sent_again_until_asked_for(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.suppressions.add(["me@own.example", "not a domain"], "asked")
    first = desk.opt_outs.copy(work).value
    assert (first.blocked, first.refused, first.refused_before) == (1, ("not a domain",), ())
    second = desk.opt_outs.copy(work).value
    assert (second.refused, second.refused_before) == ((), ("not a domain",))
    assert len(sandbox.requests(path="/bulk-create")) == 1
    third = desk.opt_outs.copy(work, again=True).value
    assert (third.refused, third.refused_before) == (("not a domain",), ())
    assert len(sandbox.requests(path="/bulk-create")) == 2


def test_a_refused_entry_is_marked_where_the_list_is_read(desk: Desk, work: Work) -> None:
    desk.suppressions.add(["me@own.example", "not a domain"], "asked")
    desk.opt_outs.copy(work)
    notes = {entry.value: entry.note for entry in desk.suppressions.page().rows}
    assert notes["me@own.example"] == "asked"
    assert notes["not a domain"] == "asked; not taken by Instantly’s block list"


def test_a_refused_entry_that_is_made_anew_is_tried_anew(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.suppressions.add(["own.example"], "asked")
    answer = {"items": [], "valid_count": 0, "invalid_count": 1}
    sandbox.faults({"path": "/bulk-create", "status": 200, "body": answer})
    assert desk.opt_outs.copy(work).value.refused == ("own.example",)
    desk.suppressions.remove(["own.example"])
    desk.suppressions.add(["own.example"], "asked once more")
    assert desk.opt_outs.copy(work).value.blocked == 1
    assert desk.suppressions.page().rows[0].note == "asked once more"


def test_a_refused_entry_that_came_onto_the_block_list_by_hand_is_taken_for_blocked(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.suppressions.add(["own.example"], "asked")
    answer = {"items": [], "valid_count": 0, "invalid_count": 1}
    sandbox.faults({"path": "/bulk-create", "status": 200, "body": answer})
    desk.opt_outs.copy(work)
    desk.client.block_list.add(["own.example"], work)
    report = desk.opt_outs.copy(work, again=True).value
    assert (report.refused, report.refused_before) == ((), ())
    assert not desk.suppressions.page().rows[0].refused


def test_a_lost_answer_is_not_taken_for_a_refusal(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    desk.suppressions.add(["me@own.example", "not a domain"], "asked")
    sandbox.faults({"path": "/bulk-create", "lost_answer": True})
    first = desk.opt_outs.copy(work).value
    assert (first.blocked, first.refused) == (1, ())
    assert desk.opt_outs.copy(work).value.refused == ("not a domain",)

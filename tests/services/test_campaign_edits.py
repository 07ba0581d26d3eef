from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.launching import Desk, Points, desk_in, strike, tried
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.campaign_edits import EditScope, EditState
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict, InvalidInput, Trouble
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.launches import Launch, LaunchState
from vibe_desktop.domain.remote_campaigns import RemoteStatus, RemoteVariant
from vibe_desktop.domain.templates import normalise_html, to_html
from vibe_desktop.domain.variants import Author, DraftVariant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.leads import Target
from vibe_desktop.services.variants import refuse_when_launched

NEW_WORDS = "Hi {{firstName | there}},\n\nOther words.\n\nWorth it?"


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


class _Killed(BaseException):
    """The process ended here."""


def _launched(
    desk: Desk, leads: int = 3, waits: tuple[int, ...] = (), per_day: int = 90
) -> tuple[str, Launch]:
    campaign_id = desk.prepare(leads=leads, waits=waits)
    setup = desk.campaigns.get(campaign_id).setup
    pacing = replace(setup.pacing, new_leads_per_day=per_day)
    # All leads are of one company, and one reply would end the sequence for the rest.
    rules = replace(setup.rules, stop_for_company=False)
    desk.campaigns.update(campaign_id, setup=replace(setup, pacing=pacing, rules=rules))
    return campaign_id, desk.launches.launch(campaign_id, Work()).value


def _change(desk: Desk, campaign_id: str, *, approve: bool = True) -> None:
    """Write other words into mail A."""
    refuse_when_launched(desk.campaigns.get(campaign_id))
    mail = desk.variants.list(campaign_id)[0]
    draft = DraftVariant(mail.angle, "Other subject", NEW_WORDS)
    desk.variants.write(mail.id, draft, Author.FOUNDER)
    if approve:
        desk.approve(campaign_id)


def _begun(desk: Desk, campaign_id: str, scope: EditScope) -> None:
    desk.edits.begin(campaign_id, scope, Work())
    _change(desk, campaign_id, approve=scope is EditScope.IN_FLIGHT)


def _bodies(desk: Desk, launch: Launch) -> list[str]:
    remote = desk.client.campaigns.get(launch.instantly_campaign_id, Work()).draft
    return [normalise_html(one.body_html) for one in remote.steps[0]]


def _html(desk: Desk, text: str) -> str:
    return normalise_html(to_html(compose(text, desk.identity.get())))


def _remote(desk: Desk, launch: Launch) -> set[str]:
    target = launch.instantly_campaign_id
    return set(desk.client.leads.every_address(Target.CAMPAIGN, target, Work()))


def _status(desk: Desk, launch: Launch) -> RemoteStatus:
    return desk.client.campaigns.status(launch.instantly_campaign_id, Work())


def _in_campaign(desk: Desk, campaign_id: str) -> set[str]:
    return {lead[0] for lead in desk.leads.iterate_for_campaign(campaign_id)}


# -- before it is applied --------------------------------------------------------------------------


def test_launched_mails_are_fixed_until_a_change_is_opened(desk: Desk, work: Work) -> None:
    campaign_id, launch = _launched(desk)
    with pytest.raises(Conflict, match="its mails are fixed"):
        refuse_when_launched(desk.campaigns.get(campaign_id))
    before = _bodies(desk, launch)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    assert _bodies(desk, launch) == before
    assert _status(desk, launch) is RemoteStatus.ACTIVE
    with pytest.raises(Conflict, match="being changed already"):
        desk.edits.begin(campaign_id, EditScope.NEW_ONLY, work)


def test_a_change_that_is_dropped_brings_the_launched_mails_back_approved(
    desk: Desk, work: Work
) -> None:
    campaign_id, launch = _launched(desk)
    before = desk.variants.list(campaign_id)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    assert desk.edits.drop(campaign_id, work).value.state is EditState.DROPPED
    after = desk.variants.list(campaign_id)
    assert [one.current.body for one in after] == [one.current.body for one in before]
    assert [one.approved_hash for one in after] == [
        one.content_hash for one in launch.plan.variants
    ]
    with pytest.raises(Conflict, match="its mails are fixed"):
        refuse_when_launched(desk.campaigns.get(campaign_id))


def test_a_campaign_that_was_not_launched_has_nothing_to_change(desk: Desk, work: Work) -> None:
    with pytest.raises(Conflict, match="once the campaign is launched"):
        desk.edits.begin(desk.prepare(), EditScope.IN_FLIGHT, work)


def test_the_question_names_how_many_were_written_to(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, _ = _launched(desk, leads=300, waits=(30,), per_day=20)
    outlook = desk.edits.plan(campaign_id, work)
    assert (outlook.uploaded, outlook.written_to, outlook.new) == (300, 0, 300)
    sandbox.advance(4)
    outlook = desk.edits.plan(campaign_id, work)
    assert outlook.written_to > 0
    assert outlook.new == 300 - outlook.written_to
    assert outlook.follow_ups == 1


# -- everybody -------------------------------------------------------------------------------------


def test_approved_changes_reach_those_in_the_middle_too(desk: Desk, work: Work) -> None:
    campaign_id, launch = _launched(desk, waits=(3,))
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    edit = desk.edits.apply(campaign_id, work).value
    assert edit.state is EditState.DONE
    assert _bodies(desk, launch)[0] == _html(desk, NEW_WORDS)
    assert _status(desk, launch) is RemoteStatus.ACTIVE
    now = desk.launch_rows.latest(campaign_id)
    assert now is not None
    assert now.plan.variants[0].subject == "Other subject"
    assert now.plan.variants[1:] == launch.plan.variants[1:]
    assert "old_plan" in desk.edit_rows.detail(edit.id)
    with pytest.raises(Conflict, match="its mails are fixed"):
        refuse_when_launched(desk.campaigns.get(campaign_id))


def test_a_change_that_is_not_approved_is_not_applied(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch = _launched(desk)
    desk.edits.begin(campaign_id, EditScope.IN_FLIGHT, work)
    with pytest.raises(InvalidInput, match="nothing to apply"):
        desk.edits.apply(campaign_id, work)
    _change(desk, campaign_id, approve=False)
    with pytest.raises(InvalidInput, match="Not approved yet: mail A"):
        desk.edits.apply(campaign_id, work)
    assert not sandbox.requests(path="/pause")
    assert _status(desk, launch) is RemoteStatus.ACTIVE


def test_a_tag_that_a_lead_cannot_fill_is_not_applied(desk: Desk, work: Work) -> None:
    campaign_id, _ = _launched(desk)
    desk.edits.begin(campaign_id, EditScope.IN_FLIGHT, work)
    mail = desk.variants.list(campaign_id)[0]
    draft = DraftVariant(mail.angle, "Other", "Hi {{lastName}}")
    desk.variants.write(mail.id, draft, Author.FOUNDER)
    desk.approve(campaign_id)
    with pytest.raises(InvalidInput, match="lastName"):
        desk.edits.apply(campaign_id, work)


def test_a_paused_campaign_is_changed_and_stays_paused(desk: Desk, work: Work) -> None:
    campaign_id, launch = _launched(desk)
    desk.control.pause(campaign_id, work)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    assert desk.edits.apply(campaign_id, work).value.state is EditState.DONE
    assert _status(desk, launch) is RemoteStatus.PAUSED


def test_what_instantly_kept_otherwise_is_not_started_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch = _launched(desk)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    remote_id = launch.instantly_campaign_id
    inner = desk.client.campaigns.rewrite

    def dropped(campaign: str, steps: object, waits: object, work: Work) -> None:
        short = [[RemoteVariant("x", "<div>not this</div>")]]
        inner(campaign, short, (), work)

    desk.client.campaigns.rewrite = dropped  # type: ignore[method-assign,assignment] # a server that keeps something else
    edit = desk.edits.apply(campaign_id, work).value
    assert edit.state is EditState.FAILED
    assert "not what was approved" in edit.reason
    assert desk.client.campaigns.status(remote_id, work) is RemoteStatus.PAUSED


def test_mails_that_somebody_changed_at_instantly_are_left_alone(desk: Desk, work: Work) -> None:
    campaign_id, launch = _launched(desk)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    theirs = RemoteVariant("theirs", "<div>theirs</div>")
    desk.client.campaigns.rewrite(launch.instantly_campaign_id, [[theirs] * 3], (), work)
    edit = desk.edits.apply(campaign_id, work).value
    assert edit.state is EditState.FAILED
    assert "Somebody changed the mails at Instantly" in edit.reason
    assert _bodies(desk, launch) == ["theirs"] * 3 or "theirs" in _bodies(desk, launch)[0]
    assert _status(desk, launch) is RemoteStatus.ACTIVE
    assert desk.variants.list(campaign_id)[0].current.subject != "Other subject"


# -- only those who were not written to ------------------------------------------------------------


def _half_way(desk: Desk, sandbox: RunningSandbox) -> tuple[str, Launch, set[str]]:
    """A campaign of which some were written to and some not; those who were not."""
    campaign_id, launch = _launched(desk, leads=230, waits=(30,), per_day=20)
    sandbox.advance(4)  # at least one of the days is a working day
    found = desk.client.lead_states.not_contacted(launch.instantly_campaign_id, Work())
    new = {lead.email for lead in found if lead.untouched}
    assert 0 < len(new) < 230
    return campaign_id, launch, new


def test_those_not_written_to_move_into_a_campaign_of_their_own(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch, new = _half_way(desk, sandbox)
    everybody = _remote(desk, launch)
    launched = [one.current.body for one in desk.variants.list(campaign_id)]
    _begun(desk, campaign_id, EditScope.NEW_ONLY)
    edit = desk.edits.apply(campaign_id, work).value
    assert edit.state is EditState.DONE
    assert edit.moved == len(new)
    assert _remote(desk, launch) == everybody - new
    assert _in_campaign(desk, edit.new_campaign_id) == new
    assert _in_campaign(desk, campaign_id) == everybody - new
    copy = desk.campaigns.get(edit.new_campaign_id)
    assert copy.name == "My app (new copy)"
    assert copy.status is CampaignStatus.DRAFT
    assert copy.setup == desk.campaigns.get(campaign_id).setup
    mails = desk.variants.list(copy.id)
    assert mails[0].current.body == NEW_WORDS
    assert not any(one.approved_hash for one in mails)
    assert [one.current.body for one in desk.variants.list(campaign_id)] == launched
    assert _status(desk, launch) is RemoteStatus.ACTIVE
    after = desk.launch_rows.latest(campaign_id)
    assert after is not None
    assert after.uploaded == 230 - len(new)


def test_the_new_campaign_is_launched_in_the_ordinary_way(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch, new = _half_way(desk, sandbox)
    _begun(desk, campaign_id, EditScope.NEW_ONLY)
    edit = desk.edits.apply(campaign_id, work).value
    desk.approve(edit.new_campaign_id)
    second = desk.launches.launch(edit.new_campaign_id, work).value
    assert second.state is LaunchState.DONE
    assert _remote(desk, second) == new
    assert not _remote(desk, second) & _remote(desk, launch)


def test_when_everybody_was_written_to_nothing_moves_and_sending_goes_on(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch = _launched(desk, leads=3, waits=(30,))
    sandbox.advance(7)
    _begun(desk, campaign_id, EditScope.NEW_ONLY)
    edit = desk.edits.apply(campaign_id, work).value
    assert edit.state is EditState.FAILED
    assert "Everybody has been written to" in edit.reason
    assert _status(desk, launch) is not RemoteStatus.PAUSED
    assert len(_remote(desk, launch)) == 3


def test_a_filter_that_instantly_ignores_moves_nobody_who_was_written_to(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch, new = _half_way(desk, sandbox)
    _begun(desk, campaign_id, EditScope.NEW_ONLY)
    states = desk.client.lead_states
    remote_id = launch.instantly_campaign_id
    everybody = _remote(desk, launch)
    states.not_contacted = lambda _id, work: states.of(remote_id, sorted(everybody), work)  # type: ignore[method-assign,assignment] # the filter is ignored
    edit = desk.edits.apply(campaign_id, work).value
    assert _in_campaign(desk, edit.new_campaign_id) == new


# -- cut off ---------------------------------------------------------------------------------------


def _at_each_point(desk: Desk, reached: Points) -> None:
    """Have `reached` called around every request, and after every transaction of an edit."""
    strike(desk.client._http, ("request_json",), reached, before=True)
    steps = ("advance", "replace_plan", "make_list", "take", "put_back", "split_off", "end")
    strike(desk.edit_rows, steps, reached)


def _struck(
    folder: Path, sandbox: RunningSandbox, scope: EditScope, last: int, kept: set[str]
) -> int:
    """Apply a change, killed at point `last` (0: never), and resume it; the points there were."""
    sandbox.control("POST", "/reset")

    def kill() -> None:
        raise _Killed

    with desk_in(folder, sandbox) as desk:
        campaign_id, launch = _launched(desk, leads=9, waits=(30,), per_day=2)
        sandbox.advance(3)
        everybody = _remote(desk, launch)
        _begun(desk, campaign_id, scope)
        points = Points(last, kill)
        with desk_in(folder, sandbox, fresh=False) as doomed:
            _at_each_point(doomed, points)
            try:
                doomed.edits.apply(campaign_id, Work())
            except _Killed:
                kept.add("killed")
        # Nobody is lost, whenever it happens.
        edit = desk.edit_rows.latest(campaign_id)
        assert edit is not None
        list_id = desk.edit_rows.detail(edit.id).get("list_id", "")
        moving = (
            {email for chunk in desk.edit_rows.moving(edit.id) for email in chunk}
            if list_id
            else set()
        )
        assert _remote(desk, launch) | moving == everybody
        if edit.state is EditState.PLANNED:
            desk.edits.apply(campaign_id, Work())
        else:
            desk.edits.resume(Work())
        edit = desk.edit_rows.latest(campaign_id)
        assert edit is not None
        assert edit.state is EditState.DONE, edit.reason
        assert _status(desk, launch) is RemoteStatus.ACTIVE
        assert desk.edits.resume(Work()).value == ()
        if scope is EditScope.NEW_ONLY:
            new = _in_campaign(desk, edit.new_campaign_id)
            assert new | _remote(desk, launch) == everybody
            assert not new & _remote(desk, launch)
            assert len(desk.campaigns.rows()) == 2
        else:
            assert _bodies(desk, launch)[0] == _html(desk, NEW_WORDS)
    return points.count


@pytest.mark.slow
@pytest.mark.parametrize("scope", list(EditScope))
def test_a_change_killed_at_any_point_is_resumed_and_nobody_is_lost_or_written_to_twice(
    tmp_path: Path, sandbox: RunningSandbox, scope: EditScope
) -> None:
    kept: set[str] = set()
    count = _struck(tmp_path / "whole", sandbox, scope, 0, kept)
    assert not kept
    assert count > 20
    for last in tried(count, 12):
        _struck(tmp_path / f"at{last}", sandbox, scope, last, kept)
    assert kept


@pytest.mark.parametrize("scope", list(EditScope))
@pytest.mark.parametrize(
    "fault",
    [
        {"refuse": True, "times": 6},
        {"status": 500, "times": 6},
        {"status": 401, "times": 6},
        {"lost_answer": True},
        {"malformed": True},
    ],
)
@pytest.mark.parametrize("where", ["PATCH ", "DELETE ", "POST /pause", "POST /activate"])
def test_a_change_that_meets_a_fault_goes_on_afterwards(
    desk: Desk,
    sandbox: RunningSandbox,
    work: Work,
    where: str,
    fault: dict[str, object],
    scope: EditScope,
) -> None:
    campaign_id, launch = _launched(desk, leads=5, waits=(3,))
    everybody = _remote(desk, launch)
    _begun(desk, campaign_id, scope)
    method, path = where.split(" ")
    sandbox.faults({"method": method, "path": path, **fault})
    with suppress(Trouble):
        desk.edits.apply(campaign_id, work)
    sandbox.clear_faults()
    edit = desk.edit_rows.latest(campaign_id)
    assert edit is not None
    if not edit.state.ended:
        assert "goes on where it stopped" in edit.reason
    desk.edits.resume(work)
    edit = desk.edit_rows.latest(campaign_id)
    assert edit is not None
    assert edit.state is EditState.DONE
    if scope is EditScope.NEW_ONLY:
        assert _in_campaign(desk, edit.new_campaign_id) | _remote(desk, launch) == everybody


def test_stopping_everything_keeps_a_change_from_starting_its_campaign_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, launch = _launched(desk)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    sandbox.faults({"method": "PATCH", "status": 401})
    with pytest.raises(Trouble):
        desk.edits.apply(campaign_id, work)
    assert desk.control.panic_stop(work).value.stopped
    (edit,) = desk.edits.resume(work).value
    assert edit.state is EditState.DONE
    assert _status(desk, launch) is RemoteStatus.PAUSED


def test_a_campaign_is_not_resumed_while_its_change_is_unfinished(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id, _ = _launched(desk)
    desk.control.pause(campaign_id, work)
    _begun(desk, campaign_id, EditScope.IN_FLIGHT)
    sandbox.faults({"method": "PATCH", "status": 401})
    with pytest.raises(Trouble):
        desk.edits.apply(campaign_id, work)
    with pytest.raises(Conflict, match="cut off"):
        desk.control.unpause(campaign_id, work)

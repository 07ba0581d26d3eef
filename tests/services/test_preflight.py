from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.support.launching import Desk, desk_in
from tests.support.sandbox import RunningSandbox
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import Pacing
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import PreflightItem
from vibe_desktop.domain.variants import Author, DraftVariant
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.tables import leads

BASIS = "They asked for it at the fair in May 2026."


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def _item(desk: Desk, campaign_id: str, key: str) -> PreflightItem:
    items = desk.launches.preflight(campaign_id, Work()).items
    return next(item for item in items if item.key == key)


def test_a_campaign_that_is_complete_is_ready(desk: Desk, work: RecordingWork) -> None:
    found = desk.launches.preflight(desk.prepare(leads=5), work)
    assert found.ready
    assert found.lead_count == 5
    assert len(found.mailboxes) == 3
    assert [item.key for item in found.items] == [
        *("variants", "identity", "opt_out", "leads", "suppressed", "tags", "elsewhere"),
        "countries",
        *("mailboxes", "sending_domain", "pacing", "schedule", "timezone", "key"),
    ]


def test_known_mailboxes_are_not_asked_for_again(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    desk.launches.preflight(campaign_id, work)
    before = len(sandbox.requests())
    desk.launches.preflight(campaign_id, work)
    assert len(sandbox.requests()) == before


def test_an_edit_after_the_approval_is_red_and_named(desk: Desk) -> None:
    campaign_id = desk.prepare()
    variant = desk.variants.list(campaign_id)[2]
    draft = DraftVariant(variant.angle, "New", variant.current.body)
    desk.variants.write(variant.id, draft, Author.FOUNDER)
    item = _item(desk, campaign_id, "variants")
    assert not item.ok
    assert "footer included: C" in item.detail


def test_another_footer_needs_another_approval(desk: Desk) -> None:
    campaign_id = desk.prepare()
    desk.identity.save(Identity("Ada Lovelace", "Acme", "2 New Street"))
    assert not _item(desk, campaign_id, "variants").ok
    desk.approve(campaign_id)
    assert _item(desk, campaign_id, "variants").ok


def test_without_a_postal_address_it_is_red(desk: Desk) -> None:
    campaign_id = desk.prepare()
    desk.identity.save(Identity("Ada Lovelace", "Acme", ""))
    item = _item(desk, campaign_id, "identity")
    assert not item.ok
    assert "a postal address" in item.detail


def test_leads_that_miss_a_tag_are_counted(desk: Desk) -> None:
    campaign_id = desk.prepare(leads=4)
    variant = desk.variants.list(campaign_id)[0]
    draft = DraftVariant(variant.angle, "{{lastName}} {{n}}", variant.current.body)
    desk.variants.write(variant.id, draft, Author.FOUNDER)
    item = _item(desk, campaign_id, "tags")
    assert not item.ok
    assert "4 leads lack a value for: lastName (4)" in item.detail


def test_a_suppressed_lead_blocks_the_launch_until_it_is_taken_out(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare(leads=4)
    desk.suppressions.add(["p1@lead.example"], "asked")
    found = desk.launches.preflight(campaign_id, work)
    assert (found.ready, found.lead_count) == (False, 3)
    assert "1 lead is on your do-not-contact list" in _item(desk, campaign_id, "suppressed").detail


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO suppressions (id, value, created_at) SELECT 's', min(email), '' FROM leads",
        "DELETE FROM leads WHERE row = (SELECT min(row) FROM leads)",
        "UPDATE leads SET first_name = '' WHERE row = (SELECT min(row) FROM leads)",
    ],
    ids=["suppressed", "deleted", "emptied"],
)
def test_leads_that_change_after_the_check_are_not_planned(
    desk: Desk, work: Work, change: str
) -> None:
    campaign_id = desk.prepare()
    variant = desk.variants.list(campaign_id)[0]
    draft = DraftVariant(variant.angle, "{{firstName}}", variant.current.body)
    desk.variants.write(variant.id, draft, Author.FOUNDER)
    inspection = desk.inspector.inspect(campaign_id, work, ask_instantly=False)
    assert len(list(desk.inspector.payloads(inspection))) == 3
    with desk.database.write() as connection:
        connection.exec_driver_sql(change)
    with pytest.raises(Conflict, match="changed while"):
        list(desk.inspector.payloads(inspection))


def test_leads_of_another_launched_campaign_are_advice_only(desk: Desk, work: Work) -> None:
    desk.launches.launch(desk.prepare(leads=2), work)
    second = desk.prepare(leads=3)
    item = _item(desk, second, "elsewhere")
    assert (item.ok, item.blocking) == (False, False)
    assert "2 leads" in item.detail
    assert desk.launches.preflight(second, work).ready


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        (("old@sandbox-legacy.example",), "cannot be reached"),
        (("gone@acme.example",), "not in your workspace"),
    ],
)
def test_an_unfit_mailbox_cannot_be_picked(desk: Desk, picked: tuple[str, ...], words: str) -> None:
    campaign_id = desk.prepare()
    setup = replace(desk.campaigns.get(campaign_id).setup, mailboxes=picked)
    desk.campaigns.update(campaign_id, setup=setup)
    item = _item(desk, campaign_id, "mailboxes")
    assert not item.ok
    assert words in item.detail


def test_the_picked_mailboxes_send(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    setup = replace(
        desk.campaigns.get(campaign_id).setup, mailboxes=("hello@sandbox-mail.example",)
    )
    desk.campaigns.update(campaign_id, setup=setup)
    found = desk.launches.preflight(campaign_id, work)
    assert found.mailboxes == ("hello@sandbox-mail.example",)


@pytest.mark.parametrize(
    "change",
    [
        {"days": ()},
        {"start": "17:00", "end": "09:00"},
        {"end_date": date(2020, 1, 1)},
        {"timezone": "Mars/Olympus"},
    ],
)
def test_a_schedule_that_never_sends_is_red(desk: Desk, change: dict[str, Any]) -> None:
    campaign_id = desk.prepare()
    setup = desk.campaigns.get(campaign_id).setup
    schedule = replace(setup.schedule, **change)
    desk.campaigns.update(campaign_id, setup=replace(setup, schedule=schedule))
    assert not _item(desk, campaign_id, "schedule").ok


def test_a_daily_limit_of_nothing_is_red(desk: Desk) -> None:
    campaign_id = desk.prepare()
    setup = replace(desk.campaigns.get(campaign_id).setup, pacing=Pacing(daily_limit=0))
    desk.campaigns.update(campaign_id, setup=setup)
    assert not _item(desk, campaign_id, "schedule").ok


def test_a_zone_without_an_exact_stand_in_is_said_but_does_not_block(
    desk: Desk, work: Work
) -> None:
    campaign_id = desk.prepare()
    setup = desk.campaigns.get(campaign_id).setup
    setup = replace(setup, schedule=replace(setup.schedule, timezone="America/Los_Angeles"))
    desk.campaigns.update(campaign_id, setup=setup)
    item = _item(desk, campaign_id, "timezone")
    assert (item.ok, item.blocking) == (False, False)
    assert "one hour earlier" in item.detail
    assert desk.launches.preflight(campaign_id, work).ready


def test_without_instantly_the_mailboxes_are_red_and_say_why(
    desk: Desk, sandbox: RunningSandbox
) -> None:
    campaign_id = desk.prepare()
    sandbox.faults({"path": "/accounts", "refuse": True, "times": 9})
    item = _item(desk, campaign_id, "mailboxes")
    assert not item.ok
    assert "did not answer" in item.detail


def test_without_a_key_nothing_is_asked(
    desk: Desk, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vibe_desktop.domain.errors import NotAuthorised

    def none() -> str:
        raise NotAuthorised("There is no Instantly key yet.")

    raising: Callable[[], str] = none
    monkeypatch.setattr(desk.inspector, "_key", raising)
    campaign_id = desk.prepare()
    assert not _item(desk, campaign_id, "key").ok
    assert not sandbox.requests()


def test_a_rejected_variant_is_named_and_the_others_may_go(desk: Desk) -> None:
    campaign_id = desk.prepare()
    desk.reject(campaign_id, "B")
    item = _item(desk, campaign_id, "variants")
    assert item.ok
    assert "rejected it: B." in item.detail


def test_with_all_three_rejected_nothing_can_go(desk: Desk) -> None:
    campaign_id = desk.prepare()
    for letter in "ABC":
        desk.reject(campaign_id, letter)
    item = _item(desk, campaign_id, "variants")
    assert not item.ok
    assert "All three variants are rejected" in item.detail


def test_a_follow_up_that_was_rejected_is_red(desk: Desk) -> None:
    campaign_id = desk.prepare(waits=(3,))
    follow_up = next(one for one in desk.variants.list(campaign_id) if one.step == 2)
    desk.variants.reject(follow_up.id, "hash of what was read")
    item = _item(desk, campaign_id, "variants")
    assert not item.ok
    assert "Rejected: follow-up 1" in item.detail


def test_a_follow_up_that_is_not_written_is_red(desk: Desk) -> None:
    campaign_id = desk.prepare(waits=(3,))
    setup = desk.campaigns.get(campaign_id).setup
    desk.campaigns.update(campaign_id, setup=replace(setup, waits=(3, 4)))
    item = _item(desk, campaign_id, "variants")
    assert not item.ok
    assert "Not written yet: follow-up 2." in item.detail


def test_a_follow_up_that_is_not_asked_for_any_more_needs_no_approval(desk: Desk) -> None:
    campaign_id = desk.prepare(waits=(3,))
    follow_up = desk.variants.list(campaign_id)[3]
    desk.variants.withdraw(follow_up.id)
    assert not _item(desk, campaign_id, "variants").ok
    setup = desk.campaigns.get(campaign_id).setup
    desk.campaigns.update(campaign_id, setup=replace(setup, waits=()))
    assert _item(desk, campaign_id, "variants").ok


def _place(desk: Desk, country: str, count: int) -> None:
    """Put so many leads whose country is not known into a country."""
    with desk.database.write() as connection:
        connection.execute(
            update(leads)
            .where(leads.c.row.in_(select(leads.c.row).where(leads.c.country == "").limit(count)))
            .values(country=country)
        )


def test_a_country_that_asks_for_evidence_blocks_until_it_is_given(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare(leads=5)
    _place(desk, "DE", 3)
    shut = _item(desk, campaign_id, "countries")
    assert (shut.ok, shut.blocking) == (False, True)
    assert "DE (3 leads, section 7 UWG)" in shut.detail
    desk.compliance.record(campaign_id, "DE", BASIS, work)
    assert _item(desk, campaign_id, "countries").ok


def test_evidence_does_not_cover_leads_that_came_after_it(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare(leads=5)
    _place(desk, "DE", 2)
    desk.compliance.record(campaign_id, "DE", BASIS, work)
    _place(desk, "DE", 1)
    assert not _item(desk, campaign_id, "countries").ok


def test_the_evidence_is_kept_with_the_launch(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare(leads=2)
    _place(desk, "CA", 1)
    desk.compliance.record(campaign_id, "CA", BASIS, work)
    launch = desk.launches.launch(campaign_id, work).value
    assert [(one.country, one.basis) for one in launch.plan.bases] == [("CA", BASIS)]
    assert desk.launch_rows.get(launch.id).plan.bases == launch.plan.bases

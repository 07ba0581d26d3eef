"""What the clock brings: mails on schedule, within every limit, and people who answer or do not."""

import itertools
import tempfile
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.worlds import World, world
from vibe_desktop.sandbox.instantly import accounts, campaigns
from vibe_desktop.sandbox.instantly.timezones import ALLOWED
from vibe_desktop.sandbox.seed import MAILBOXES
from vibe_desktop.sandbox.simulation.engine import catch_up

HEALTHY = [mailbox[0] for mailbox in MAILBOXES if mailbox[4] == 1]
SENDING_GAP = 8 * 60
NAME = "{{firstName | there}}"
WARM_START = 300


def schedule(
    days: str = "12345", start: str = "09:00", end: str = "17:00", zone: str = "Europe/Belgrade"
) -> dict[str, Any]:
    return {
        "schedules": [
            {
                "name": "Window",
                "timing": {"from": start, "to": end},
                "days": {str(day): str(day) in days for day in range(7)},
                "timezone": zone,
            }
        ]
    }


def sequence(*steps: tuple[float, int], disabled: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """Steps as (delay in days, number of variants)."""
    return [
        {
            "steps": [
                {
                    "type": "email",
                    "delay": delay,
                    "variants": [
                        {
                            "subject": f"s{number}{variant}" if number == 0 else "",
                            "body": f"<p>Step {number} variant {variant} {NAME}</p>",
                            "v_disabled": variant in disabled,
                        }
                        for variant in range(variants)
                    ],
                }
                for number, (delay, variants) in enumerate(steps)
            ]
        }
    ]


def a_campaign(world_: World, leads: int = 100, **fields: Any) -> str:
    key = world_.campaign(
        **{
            "campaign_schedule": schedule(),
            "sequences": sequence((3, 3), (0, 1)),
            "email_list": HEALTHY,
            "open_tracking": True,
            **fields,
        }
    )
    world_.add_leads(key, leads)
    assert world_.activate(key) == 1
    return key


def local(event: dict[str, Any], zone: str) -> datetime:
    return datetime.fromtimestamp(event["at"], ZoneInfo(zone))


clock = st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    zone=st.sampled_from(sorted(ALLOWED)),
    hours=st.lists(clock, min_size=2, max_size=2, unique=True).map(sorted),
    days=st.sets(st.sampled_from("0123456"), min_size=1),
    daily_limit=st.none() | st.integers(1, 60),
    new_leads=st.none() | st.integers(0, 40),
    mailbox_limit=st.sampled_from([1, 5, 50]),
    delays=st.lists(st.sampled_from([0.5, 1, 2, 4]), min_size=1, max_size=3),
    variants=st.integers(1, 4),
    new_first=st.booleans(),
    stretches=st.lists(st.sampled_from([0.3, 1, 2.5]), min_size=2, max_size=5),
)
def test_nothing_is_sent_outside_the_window_or_above_a_limit(
    zone: str,
    hours: list[str],
    days: set[str],
    daily_limit: int | None,
    new_leads: int | None,
    mailbox_limit: int,
    delays: list[float],
    variants: int,
    new_first: bool,
    stretches: list[float],
) -> None:
    with tempfile.TemporaryDirectory() as directory, world(Path(directory)) as here:
        key = a_campaign(
            here,
            leads=80,
            campaign_schedule=schedule("".join(days), hours[0], hours[1], zone),
            sequences=sequence(*((delay, variants) for delay in delays)),
            daily_limit=daily_limit,
            daily_max_leads=new_leads,
            prioritize_new_leads=new_first,
            email_gap=2,
            random_wait_max=3,
        )
        for mailbox in HEALTHY:
            here.call(accounts.patch, body={"daily_limit": mailbox_limit}, email=mailbox)
        started = here.state.now()
        for stretch in stretches:
            here.advance(stretch)
        sent = here.events("sent")
        for event in sent:
            moment = local(event, zone)
            assert event["at"] >= started + WARM_START - 1
            assert hours[0] <= f"{moment:%H:%M}" < hours[1]
            assert str(moment.isoweekday() % 7) in days
            assert event["local_day"] == f"{moment:%Y-%m-%d}"
        check_limits(sent, daily_limit, new_leads, mailbox_limit)
        check_sequence(here, sent, delays)
        check_counters(here, key)


def check_limits(
    sent: list[dict[str, Any]],
    daily_limit: int | None,
    new_leads: int | None,
    mailbox_limit: int,
) -> None:
    by_day = Counter(event["local_day"] for event in sent)
    new_by_day = Counter(event["local_day"] for event in sent if event["step"] == 1)
    assert daily_limit is None or all(count <= daily_limit for count in by_day.values())
    assert new_leads is None or all(count <= new_leads for count in new_by_day.values())
    utc = ZoneInfo("UTC")
    by_mailbox = Counter((local(event, "UTC").date(), event["mailbox"]) for event in sent)
    assert all(count <= mailbox_limit for count in by_mailbox.values())
    times = defaultdict(list)
    for event in sent:
        times[event["mailbox"], datetime.fromtimestamp(event["at"], utc).date()].append(event["at"])
    for moments in times.values():
        pauses = [later - earlier for earlier, later in itertools.pairwise(sorted(moments))]
        assert all(pause >= SENDING_GAP for pause in pauses)


def check_sequence(here: World, sent: list[dict[str, Any]], delays: list[float]) -> None:
    ends = {
        event["lead"]: event["at"]
        for event in reversed(here.events("replied", "bounced", "unsubscribed"))
    }
    history = defaultdict(list)
    for event in sent:
        history[event["lead"]].append(event)
        assert event["at"] <= ends.get(event["lead"], event["at"])
    for events in history.values():
        assert [event["step"] for event in events] == list(range(1, len(events) + 1))
        assert len({event["mailbox"] for event in events}) == 1
        for earlier, later in itertools.pairwise(events):
            assert later["at"] - earlier["at"] >= delays[earlier["step"] - 1] * 86400
    shares: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for event in sent:
        shares[event["step"]][event["variant"]] += 1
    for counts in shares.values():
        if len(sent) > len(delays) * 4:
            assert max(counts.values()) - min(counts.values()) <= 1


def check_counters(here: World, key: str) -> None:
    totals, days, steps = here.totals(key), here.days(key), here.steps(key)
    if not totals:
        assert days == steps == []
        return
    for total, column in (
        ("emails_sent_count", "sent"),
        ("open_count", "opened"),
        ("reply_count", "replies"),
        ("reply_count_automatic", "replies_automatic"),
        ("link_click_count", "clicks"),
    ):
        assert totals[total] == sum(row[column] for row in days), column
        assert totals[total] == sum(row[column] for row in steps), column
    for total, column in (
        ("open_count", "unique_opened"),
        ("reply_count", "unique_replies"),
        ("reply_count_automatic", "unique_replies_automatic"),
    ):
        assert totals[f"{total}_unique"] == sum(row[column] for row in days), column
        assert totals[f"{total}_unique_by_step"] == sum(row[column] for row in steps), column
    assert totals["new_leads_contacted_count"] == sum(row["new_leads_contacted"] for row in days)
    assert totals["contacted_count"] == sum(row["contacted"] for row in days)
    assert totals["contacted_count"] <= totals["emails_sent_count"]


def test_three_weeks_bring_every_kind_of_answer(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        key = a_campaign(here, leads=900, stop_for_company=True)
        here.advance(21)
        totals = here.totals(key)
        assert 500 < totals["new_leads_contacted_count"] <= 900
        assert 0 < totals["bounced_count"] < 40
        assert 0 < totals["unsubscribed_count"] < 40
        assert 0 < totals["reply_count_automatic_unique"] < 80
        assert 5 < totals["reply_count_unique"] < 200
        assert totals["open_count"] > totals["open_count_unique"] > 100
        assert totals["total_opportunity_value"] == totals["total_opportunities"] * 500
        rates = [
            row["unique_replies"] / row["sent"] for row in here.steps(key) if row["step"] == "1"
        ]
        assert len(set(rates)) == 3
        check_counters(here, key)


def test_the_same_seed_meets_the_same_people(tmp_path: Path) -> None:
    fates = []
    for folder, seed, start in (
        ("a", "one", "2026-03-02T00:00:00Z"),
        ("b", "one", "2026-06-10T00:00:00Z"),
        ("c", "two", "2026-03-02T00:00:00Z"),
    ):
        with world(tmp_path / folder, seed=seed, now=start) as here:
            a_campaign(here, leads=300, sequences=sequence((0, 2)))
            here.advance(14)
            emails = dict(here.state.rows("SELECT id, email FROM leads"))
            fates.append(
                {
                    (emails[event["lead"]], event["kind"])
                    for event in here.events("bounced", "replied", "auto_replied", "unsubscribed")
                }
            )
    assert fates[0] == fates[1] != fates[2]


def test_opens_are_counted_only_when_they_are_tracked(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        silent = a_campaign(here, open_tracking=False, email_list=HEALTHY[:1])
        bare = a_campaign(here, text_only=True, email_list=HEALTHY[1:2])
        loud = a_campaign(here, email_list=HEALTHY[2:])
        here.advance(5)
        assert here.totals(silent)["open_count"] == here.totals(bare)["open_count"] == 0
        assert here.totals(loud)["open_count"] > 0


def test_clicks_need_tracking_and_something_to_click(tmp_path: Path) -> None:
    linked = sequence((0, 1))
    linked[0]["steps"][0]["variants"][0]["body"] = '<a href="https://x.example">x</a>'
    with world(tmp_path) as here:
        plain = a_campaign(here, link_tracking=True, email_list=HEALTHY[:1])
        off = a_campaign(here, link_tracking=False, email_list=HEALTHY[1:2], sequences=linked)
        on = a_campaign(here, link_tracking=True, email_list=HEALTHY[2:], sequences=linked)
        here.advance(10)
        assert here.totals(plain)["link_click_count"] == here.totals(off)["link_click_count"] == 0
        assert here.totals(on)["link_click_count"] > 0


def test_a_variant_that_is_switched_off_is_never_sent(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        a_campaign(here, sequences=sequence((0, 3), disabled=(1,)))
        here.advance(3)
        assert Counter(event["variant"] for event in here.events("sent")) == {0: 50, 2: 50}


def test_a_campaign_without_leads_is_completed_at_once(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        key = here.campaign(campaign_schedule=schedule(), email_list=HEALTHY)
        assert here.activate(key) == 3


def test_a_campaign_is_completed_when_everybody_got_everything(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        key = a_campaign(here, leads=30, sequences=sequence((0, 1)))
        here.advance(4)
        found = here.call(campaigns.campaign, id=key)
        assert found["status"] == 3
        assert here.totals(key)["completed_count"] + here.totals(key)["bounced_count"] >= 29


def test_a_paused_campaign_sends_nothing_but_still_gets_answers(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        key = a_campaign(here, leads=200)
        here.advance(0.6)
        sent = len(here.events("sent"))
        answers = len(here.events("replied", "opened"))
        assert sent > 0
        here.call(campaigns.pause, id=key)
        here.advance(7)
        assert len(here.events("sent")) == sent
        assert len(here.events("replied", "opened")) > answers
        here.activate(key)
        here.advance(7)
        assert len(here.events("sent")) > sent


def test_an_unhealthy_mailbox_sends_nothing(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        a_campaign(here, email_list=[mailbox[0] for mailbox in MAILBOXES])
        here.advance(3)
        assert {event["mailbox"] for event in here.events("sent")} == set(HEALTHY)


def test_a_reply_ends_the_sequence_for_the_whole_company_when_asked(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        a_campaign(
            here, leads=400, stop_for_company=True, sequences=sequence((1, 1), (1, 1), (0, 1))
        )
        here.advance(14)
        domains = dict(here.state.rows("SELECT id, domain FROM leads"))
        ended: dict[str, int] = {}
        for event in here.events("sent", "replied"):
            domain = domains[event["lead"]]
            if event["kind"] == "replied":
                ended.setdefault(domain, event["at"])
            else:
                assert event["at"] <= ended.get(domain, event["at"])
        assert ended


def test_mails_are_kept_as_they_were_sent(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        a_campaign(here, leads=3, sequences=sequence((1, 1), (0, 1)))
        here.advance(4)
        rows = here.state.rows(
            "SELECT json_extract(doc, '$.subject'), json_extract(doc, '$.body.text') FROM emails"
            " WHERE type = 1 AND lead = 'p1@firm0.example' ORDER BY at"
        )
        assert rows == [("s00", "Step 0 variant 0 P1"), ("Re: s00", "Step 1 variant 0 P1")]


def test_real_time_counts_too(tmp_path: Path) -> None:
    with world(tmp_path, now="2026-03-02T08:30:00Z") as here:
        a_campaign(here)
        catch_up(here.state)
        assert here.events("sent") == []
        with here.state.transaction():
            here.state.move_clock(3600)
        catch_up(here.state)
        assert here.events("sent")


def test_days_in_small_steps_never_send_twice(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        a_campaign(here, leads=150)
        for _ in range(60):
            here.advance(0.13)
        pairs = [(event["lead"], event["step"]) for event in here.events("sent")]
        assert len(pairs) == len(set(pairs)) > 150

"""The clock: while it moves, campaigns send on schedule and recipients do what they will.

Time is played in stretches that end at UTC midnight, each in one transaction, so that a stretch is
either wholly in the state or not at all.
"""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from vibe_desktop.domain.templates import Place
from vibe_desktop.sandbox.simulation import mails
from vibe_desktop.sandbox.simulation.dice import dice
from vibe_desktop.sandbox.simulation.happenings import (
    Event,
    complete,
    happen,
    note,
    plan,
    save,
    save_interest,
)
from vibe_desktop.sandbox.simulation.recipients import Mail, lift, outcomes
from vibe_desktop.sandbox.simulation.status import senders
from vibe_desktop.sandbox.simulation.windows import Window, windows
from vibe_desktop.sandbox.state import Json, State, iso, utc_day

DAY = 86400
WARM_START = 300
"""Seconds between activation and the first mail."""

_NOTICE = 60
"""Seconds of real time that may pass unplayed."""

_UNITS = {"minutes": 60, "hours": 3600, "days": DAY}
_ACTIVE, _COMPLETED = 1, 3
_WAITING = "SELECT id FROM leads WHERE campaign = ? AND status = 1"


def advance(state: State, days: float) -> Iterator[float]:
    """Move the clock and play what happens meanwhile; yields the share done after each stretch."""
    catch_up(state)
    left = days * DAY
    while left > 0:
        start = state.now()
        length = min(left, DAY - start % DAY)
        with state.transaction():
            state.move_clock(length)
            _play(state, int(start + length))
        left -= length
        yield 1 - left / (days * DAY)


def catch_up(state: State) -> None:
    """Play what real time has brought since the last look."""
    now = int(state.now())
    if now - int(state.meta("simulated_until", "0")) >= _NOTICE:
        with state.transaction():
            _play(state, now)


def note_interest(state: State, lead_id: str, value: float | None) -> None:
    """Set what a person thinks of the offer, as if the founder had labelled them."""
    row = state.row("SELECT doc FROM leads WHERE id = ?", (lead_id,))
    if row is not None:
        save_interest(state, json.loads(row[0]), value, int(state.now()))


def _play(state: State, until: int) -> None:
    start = int(state.meta("simulated_until", "0"))
    while start < until:
        # Never across midnight: mailboxes have their limits per UTC day.
        stop = min(until, start + DAY - start % DAY)
        _Stretch(state, start, stop).play()
        start = stop
        state.set_meta("simulated_until", str(start))


@dataclass(slots=True)
class _Run:
    """One campaign during one stretch."""

    campaign: Json
    sim: Json
    windows: list[Window]
    accounts: dict[str, Json]
    sent: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.campaign["id"])

    @property
    def steps(self) -> list[Json]:
        sequences: list[Json] = self.campaign.get("sequences") or []
        return list(sequences[0]["steps"]) if sequences else []

    def window_at(self, at: int) -> Window | None:
        """The window that `at` is in, or else the next one."""
        return next((window for window in self.windows if at < window.end), None)

    def next_step(self, index: int) -> int | None:
        """The first step from `index` on that has a variant to send."""
        for number, step in enumerate(self.steps[index:], index):
            if any(not variant.get("v_disabled") for variant in step["variants"]):
                return number
        return None

    def take_variant(self, step: int) -> int:
        """The variant whose turn it is: they take turns, so that the split is even."""
        able = [
            index
            for index, variant in enumerate(self.steps[step]["variants"])
            if not variant.get("v_disabled")
        ]
        turns = self.sim.setdefault("turns", {})
        turn = int(turns.get(str(step), 0))
        turns[str(step)] = turn + 1
        return able[turn % len(able)]


class _Stretch:
    """Some hours of one UTC day, for all campaigns together: they share the mailboxes."""

    def __init__(self, state: State, start: int, end: int) -> None:
        self._state = state
        self._start = start
        self._end = end
        self._seed = state.meta("seed")
        self._day = utc_day(start)
        self._renderer = mails.Renderer()
        self._used: dict[str, int] = {}
        self._last: dict[str, int] = {}
        rows = state.rows(
            "SELECT mailbox, count(*), max(at) FROM events WHERE kind = 'sent' AND day = ?"
            " GROUP BY mailbox",
            (self._day,),
        )
        for mailbox, count, last in rows:
            self._used[mailbox], self._last[mailbox] = count, last

    def play(self) -> None:
        campaigns = self._state.all("campaign")
        runs = [self._run(campaign) for campaign in campaigns if campaign["status"] == _ACTIVE]
        queue: list[tuple[int, int, str]] = []
        for index, run in enumerate(runs):
            self._adopt_orphans(run)
            for email in run.accounts:
                if run.windows:
                    heapq.heappush(queue, (run.windows[0].start, index, email))
        while queue:
            at, index, email = heapq.heappop(queue)
            following = self._turn(runs[index], email, at)
            if following is not None:
                heapq.heappush(queue, (following, index, email))
        for campaign in campaigns:
            happen(self._state, campaign, self._end - 1)
        for run in runs:
            self._state.put("campaign_sim", run.key, run.sim)
            self._finish(run)

    def _run(self, campaign: Json) -> _Run:
        sim = self._state.get("campaign_sim", campaign["id"]) or {"number": 0, "active_since": 0}
        start = max(self._start, sim["active_since"] + WARM_START)
        able = {account["email"]: account for account in senders(self._state, campaign)}
        open_at = windows(campaign["campaign_schedule"], start, self._end) if able else []
        run = _Run(campaign, sim, open_at, able)
        count = (
            "SELECT count(*), sum(step = 1) FROM events"
            " WHERE campaign = ? AND kind = 'sent' AND local_day = ?"
        )
        for day in {window.local_day for window in open_at}:
            sent, fresh = self._state.row(count, (run.key, day)) or (0, 0)
            run.sent[day], run.fresh[day] = sent, fresh or 0
        return run

    def _adopt_orphans(self, run: _Run) -> None:
        """Follow-ups of a mailbox that left the campaign go out through another one."""
        if run.accounts:
            self._state.run(
                "UPDATE leads SET mailbox = ? WHERE campaign = ? AND status = 1 AND step > 0"
                " AND mailbox NOT IN (SELECT value FROM json_each(?))",
                (next(iter(run.accounts)), run.key, json.dumps(list(run.accounts))),
            )

    def _turn(self, run: _Run, email: str, at: int) -> int | None:
        """Let a mailbox send for a campaign if it may; when to look again, None for not today."""
        window = run.window_at(at)
        if window is None:
            return None
        if at < window.start:
            return window.start
        account = run.accounts[email]
        limit = account.get("daily_limit")
        if limit is not None and self._used.get(email, 0) >= limit:
            return None
        quiet_until = self._last.get(email, 0) + int((account.get("sending_gap") or 0) * 60)
        if at < quiet_until:
            return quiet_until
        daily = run.campaign.get("daily_limit")
        if daily is not None and run.sent[window.local_day] >= daily:
            return self._next_window(run, window)
        happen(self._state, run.campaign, at)
        lead_id = self._choose(run, email, at, window)
        if lead_id is None:
            due = self._state.row(
                "SELECT min(next_at) FROM leads WHERE campaign = ? AND status = 1 AND step > 0"
                " AND mailbox = ? AND next_at > ?",
                (run.key, email, at),
            )
            soon: int | None = due[0] if due else None
            following = self._next_window(run, window)
            if soon is None or (following is not None and following < soon):
                return following
            return soon if soon < self._end else None
        self._send(run, account, lead_id, at, window)
        gap = max(run.campaign.get("email_gap") or 0, account.get("sending_gap") or 0) * 60
        draw = dice(self._seed, email, at)
        wait = gap + draw.random() * (run.campaign.get("random_wait_max") or 0) * 60
        return at + max(1, int(wait))

    def _next_window(self, run: _Run, window: Window) -> int | None:
        later = run.window_at(window.end)
        return later.start if later else None

    def _choose(self, run: _Run, email: str, at: int, window: Window) -> str | None:
        """Whom this mailbox writes to next: follow-ups that are due come first, unless told so."""
        due = (
            _WAITING + " AND step > 0 AND next_at <= ? AND mailbox = ? ORDER BY next_at, id LIMIT 1"
        )
        new = _WAITING + " AND step = 0 ORDER BY id LIMIT 1"
        new_limit = run.campaign.get("daily_max_leads")
        may_start = new_limit is None or run.fresh[window.local_day] < new_limit
        wanted: list[tuple[str, tuple[object, ...]]] = [(due, (run.key, at, email))]
        if may_start:
            wanted.append((new, (run.key,)))
        if run.campaign.get("prioritize_new_leads"):
            wanted.reverse()
        for statement, values in wanted:
            found = self._state.row(statement, values)
            if found is not None:
                return str(found[0])
        return None

    def _send(self, run: _Run, account: Json, lead_id: str, at: int, window: Window) -> None:
        row = self._state.row("SELECT doc, step, subject FROM leads WHERE id = ?", (lead_id,))
        if row is None:
            return
        lead: Json = json.loads(row[0])
        # A row counts how many steps are behind it, and steps without a variant are passed over.
        index = run.next_step(row[1])
        if index is None or not lead.get("email"):
            complete(self._state, lead, step=0, variant=0, at=at)
            save(self._state, lead)
            return
        variant = run.take_variant(index)
        text = run.steps[index]["variants"][variant]
        body = self._renderer.fill(text["body"], lead, account, Place.HTML)
        own = self._renderer.fill(text["subject"], lead, account, Place.SUBJECT)
        subject = own or f"Re: {row[2]}"
        code = f"0_{index}_{variant}"
        mails.keep(self._state, mails.sent(lead, account, code, subject, body), lead, at)
        email = account["email"]
        note(
            self._state,
            Event("sent", run.key, lead_id, index + 1, variant, at, window.local_day, email),
        )
        self._used[email] = self._used.get(email, 0) + 1
        self._last[email] = at
        run.sent[window.local_day] += 1
        run.fresh[window.local_day] += index == 0
        following = run.next_step(index + 1)
        self._touch(lead, email, at, variant)
        if following is None:
            complete(self._state, lead, step=index + 1, variant=variant, at=at)
        step = run.steps[index]
        wait = int(step["delay"] * _UNITS[step.get("delay_unit", "days")])
        self._state.run(
            "UPDATE leads SET status = ?, step = ?, next_at = ?, mailbox = ?, subject = ?, doc = ?"
            " WHERE id = ?",
            (
                lead["status"],
                index + 1,
                at + wait,
                email,
                row[2] or subject,
                json.dumps(lead),
                lead_id,
            ),
        )
        for outcome in outcomes(
            self._seed, run.sim["number"], lead["email"], self._mail(run, index, text)
        ):
            plan(self._state, lead, index + 1, variant, at, outcome)

    def _mail(self, run: _Run, index: int, text: Json) -> Mail:
        bare = run.campaign.get("text_only") or (
            index == 0 and run.campaign.get("first_email_text_only")
        )
        return Mail(
            step=index + 1,
            lift=lift(self._seed, text["subject"], text["body"]),
            opens=bool(run.campaign.get("open_tracking")) and not bare,
            clicks=bool(run.campaign.get("link_tracking"))
            and not bare
            and mails.has_link(text["body"]),
        )

    def _touch(self, lead: Json, email: str, at: int, variant: int) -> None:
        stamp = iso(at)
        lead |= {
            "timestamp_updated": stamp,
            "timestamp_last_contact": stamp,
            "timestamp_last_touch": stamp,
            "last_contacted_from": email,
            "status_summary": {
                **lead["status_summary"],
                "lastStep": {
                    "from": "campaign",
                    "stepID": f"variant-{variant}",
                    "timestamp_executed": stamp,
                },
            },
        }

    def _finish(self, run: _Run) -> None:
        """A campaign with nobody left to write to is completed."""
        row = self._state.row(
            "SELECT 1 FROM leads WHERE campaign = ? AND status = 1 LIMIT 1", (run.key,)
        )
        if row is None:
            done = {**run.campaign, "status": _COMPLETED, "timestamp_updated": iso(self._end)}
            self._state.put("campaign", run.key, done)

"""What became of mails: events are noted, leads change their state, answers arrive."""

import json
from dataclasses import dataclass
from typing import Any

from vibe_desktop.sandbox.simulation import mails
from vibe_desktop.sandbox.simulation.recipients import Outcome
from vibe_desktop.sandbox.state import Json, State, iso, utc_day

_FREE_MAIL = frozenset({"gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "icloud.com"})
_ACTIVE, _COMPLETED, _BOUNCED, _UNSUBSCRIBED = 1, 3, -1, -2
_COUNTERS = {
    "opened": ("email_open_count", "timestamp_last_open", "email_opened"),
    "clicked": ("email_click_count", "timestamp_last_click", "email_clicked"),
    "replied": ("email_reply_count", "timestamp_last_reply", "email_replied"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a lead of a campaign.

    Attributes:
        step: 1 for the first mail, 0 when it belongs to none.
        variant: 0 for A.
        local_day: For "sent": the date in the campaign's time zone.
        value: Interest status of "interest", worth of "opportunity".
    """

    kind: str
    campaign: str
    lead: str
    step: int
    variant: int
    at: int
    local_day: str = ""
    mailbox: str = ""
    value: float = 0


def note(state: State, event: Event) -> None:
    """Write an event down."""
    earlier = state.rows(
        "SELECT step FROM events WHERE lead = ? AND kind = ?", (event.lead, event.kind)
    )
    state.run(
        "INSERT INTO events (campaign, lead, kind, step, variant, at, day, local_day, mailbox,"
        " value, first, first_in_step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.campaign,
            event.lead,
            event.kind,
            event.step,
            event.variant,
            event.at,
            utc_day(event.at),
            event.local_day,
            event.mailbox,
            event.value,
            int(not earlier),
            int((event.step,) not in earlier),
        ),
    )


def plan(state: State, lead: Json, step: int, variant: int, sent_at: int, outcome: Outcome) -> None:
    """Keep in mind what a recipient will do."""
    doc = {
        "kind": outcome.kind,
        "mood": outcome.mood,
        "value": outcome.value,
        "step": step,
        "variant": variant,
    }
    state.run(
        "INSERT INTO pending (campaign, lead, at, doc) VALUES (?, ?, ?, ?)",
        (lead["campaign"], lead["id"], sent_at + outcome.after, json.dumps(doc)),
    )


def happen(state: State, campaign: Json, until: int) -> None:
    """Let everything happen that recipients of a campaign do up to an instant, in order of time."""
    due = state.rows(
        "SELECT number, lead, at, doc FROM pending WHERE campaign = ? AND at <= ?"
        " ORDER BY at, number",
        (campaign["id"], until),
    )
    if not due:
        return
    for _, lead_id, at, doc in due:
        row = state.row("SELECT doc, mailbox, subject FROM leads WHERE id = ?", (lead_id,))
        if row is not None:
            _Happening(state, campaign, json.loads(row[0]), row[1], row[2], at, json.loads(doc))()
    state.run("DELETE FROM pending WHERE campaign = ? AND at <= ?", (campaign["id"], until))


def save(state: State, lead: Json) -> None:
    """Keep a changed lead."""
    state.run(
        "UPDATE leads SET status = ?, doc = ? WHERE id = ?",
        (lead["status"], json.dumps(lead), lead["id"]),
    )


def complete(state: State, lead: Json, *, step: int, variant: int, at: int) -> None:
    """End the sequence for a lead that was still in it."""
    if lead["status"] == _ACTIVE:
        lead["status"] = _COMPLETED
        note(state, Event("completed", lead["campaign"], lead["id"], step, variant, at))


class _Happening:
    """One thing that one recipient does."""

    def __init__(
        self,
        state: State,
        campaign: Json,
        lead: Json,
        mailbox: str,
        subject: str,
        at: int,
        planned: Json,
    ) -> None:
        self._state = state
        self._campaign = campaign
        self._lead = lead
        self._mailbox = mailbox
        self._subject = subject
        self._at = at
        self._planned = planned

    def __call__(self) -> None:
        kind = self._planned["kind"]
        if kind == "interest":
            save_interest(self._state, self._lead, self._planned["value"], self._at)
            return
        self._note(kind)
        if kind in _COUNTERS:
            self._count(*_COUNTERS[kind])
        if kind in ("replied", "auto_replied"):
            self._reply(kind)
        elif kind == "bounced":
            self._end(_BOUNCED)
        elif kind == "unsubscribed":
            self._end(_UNSUBSCRIBED)
            self._block()
        self._lead["timestamp_updated"] = iso(self._at)
        save(self._state, self._lead)

    def _note(self, kind: str) -> None:
        step, variant = self._planned["step"], self._planned["variant"]
        campaign, lead = self._campaign["id"], self._lead["id"]
        note(
            self._state,
            Event(kind, campaign, lead, step, variant, self._at, mailbox=self._mailbox),
        )

    def _count(self, counter: str, stamp: str, prefix: str) -> None:
        self._lead[counter] += 1
        self._lead[stamp] = iso(self._at)
        self._lead[f"{prefix}_step"] = self._planned["step"]
        self._lead[f"{prefix}_variant"] = self._planned["variant"]

    def _end(self, status: int) -> None:
        # A lead whose last mail bounced was not completed after all.
        self._state.run(
            "DELETE FROM events WHERE lead = ? AND kind = 'completed'", (self._lead["id"],)
        )
        self._lead["status"] = status

    def _reply(self, kind: str) -> None:
        account = self._state.get("account", self._mailbox) or {"email": self._mailbox}
        step = f"0_{self._planned['step'] - 1}_{self._planned['variant']}"
        mail = mails.answer(self._lead, account, step, self._subject, self._planned["mood"])
        if kind == "auto_replied":
            self._lead["lt_interest_status"] = 0
            mail["i_status"] = 0
        mails.keep(self._state, mail, self._lead, self._at)
        setting = "stop_on_reply" if kind == "replied" else "stop_on_auto_reply"
        # Stopping on a reply is on unless switched off; on an automatic one it is the other way.
        if self._campaign.get(setting, kind == "replied") is not False and (
            kind == "replied" or self._campaign.get(setting)
        ):
            complete(
                self._state, self._lead, step=self._planned["step"],
                variant=self._planned["variant"], at=self._at,
            )  # fmt: skip
            if kind == "replied" and self._campaign.get("stop_for_company"):
                self._stop_colleagues()

    def _stop_colleagues(self) -> None:
        domain = self._lead["company_domain"]
        if not domain or domain in _FREE_MAIL:
            return
        rows = self._state.rows(
            "SELECT doc FROM leads WHERE campaign = ? AND domain = ? AND status = 1 AND id <> ?",
            (self._campaign["id"], domain, self._lead["id"]),
        )
        for (doc,) in rows:
            colleague: Json = json.loads(doc)
            colleague["status_summary"] = {**colleague["status_summary"], "domain_complete": True}
            complete(self._state, colleague, step=0, variant=0, at=self._at)
            save(self._state, colleague)

    def _block(self) -> None:
        workspace = self._state.get("workspace", "current") or {}
        if workspace.get("add_unsub_to_block"):
            key = self._state.new_id()
            entry: dict[str, Any] = {
                "id": key,
                "timestamp_created": self._state.stamp(),
                "organization_id": workspace["id"],
                "bl_value": self._lead["email"],
                "is_domain": False,
            }
            self._state.put("block", key, entry)


def save_interest(state: State, lead: Json, value: float | None, at: int) -> None:
    """Set what a lead thinks of the offer, or reset it with None; ends the sequence for it."""
    lead["timestamp_last_interest_change"] = iso(at)
    lead["timestamp_updated"] = iso(at)
    if value is None:
        lead.pop("lt_interest_status", None)
        save(state, lead)
        return
    lead["lt_interest_status"] = value
    if lead.get("campaign"):
        last = state.row(
            "SELECT step, variant FROM events WHERE lead = ? AND kind = 'sent'"
            " ORDER BY number DESC",
            (lead["id"],),
        )
        step, variant = (last[0], last[1]) if last else (0, 0)
        where = (lead["campaign"], lead["id"], step, variant, at)
        note(state, Event("interest", *where, value=value))
        if value > 0:
            note(state, Event("opportunity", *where, value=_worth(state, lead)))
        complete(state, lead, step=step, variant=variant, at=at)
    save(state, lead)


def _worth(state: State, lead: Json) -> float:
    campaign = state.get("campaign", lead["campaign"]) or {}
    workspace = state.get("workspace", "current") or {}
    for value in (
        lead.get("pl_value_lead"),
        campaign.get("pl_value"),
        workspace.get("default_opportunity_value"),
    ):
        try:
            return float(value)  # type: ignore[arg-type] # None and free text are caught below
        except (TypeError, ValueError):
            continue  # Not given, or free text: the next one in line counts.
    return 0.0

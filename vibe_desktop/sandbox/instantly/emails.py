"""Mails: what campaigns sent, what came back, answers by hand."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from vibe_desktop.sandbox.instantly.markup import sanitised
from vibe_desktop.sandbox.instantly.operation import (
    DEFAULT_PAGE,
    PAGING,
    UUID,
    Call,
    Operation,
    Refusal,
    paged,
)
from vibe_desktop.sandbox.instantly.shapes import array, flag, is_email, number, record, text
from vibe_desktop.sandbox.simulation import mails
from vibe_desktop.sandbox.state import Json, seconds

_TYPES = {"received": 2, "sent": 1, "manual": 3}
_THREAD = "thread:"


def _words(text: str) -> str:
    """Comma-joined words as a JSON array."""
    return json.dumps([word.strip().lower() for word in text.split(",")])


_SIMPLE: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "campaign_id": ("campaign = ?", str.lower),
    "eaccount": ("eaccount IN (SELECT value FROM json_each(?))", _words),
    "lead": ("lead IN (SELECT value FROM json_each(?))", _words),
    "email_type": ("type = ?", lambda kind: _TYPES[kind]),
    "is_unread": ("unread = ?", int),
    "list_id": ("json_extract(doc, '$.list_id') = ?", str),
    "i_status": ("json_extract(doc, '$.i_status') = ?", float),
    "company_domain": ("lead LIKE ?", lambda domain: f"%@{domain.lower()}"),
}
_WHEN_TRUE = {
    "scheduled_only": "type = 4",
    "has_reminder": "json_extract(doc, '$.reminder_ts') IS NOT NULL",
}
_TIMES = {"min_timestamp_created": "at >= ?", "max_timestamp_created": "at <= ?"}
_FOCUS = {"emode_focused": 1, "emode_others": 0}


class _Choice:
    """The conditions of a listing, as the WHERE of a query."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.conditions = ["1"]
        self.values: list[object] = []
        for name, (condition, convert) in _SIMPLE.items():
            if name in query:
                self._add(condition, convert(query[name]))
        for name, condition in _WHEN_TRUE.items():
            if query.get(name):
                self._add(condition)
        for name, condition in _TIMES.items():
            if name in query:
                self._add(condition, _moment(name, query[name]))
        if query.get("mode") in _FOCUS:
            self._add("json_extract(doc, '$.is_focused') = ?", _FOCUS[query["mode"]])
        if word := query.get("search"):
            self._search(word)

    def _add(self, condition: str, *given: object) -> None:
        self.conditions.append(condition)
        self.values.extend(given)

    def _search(self, word: str) -> None:
        if word.startswith(_THREAD):
            self._add("thread = ?", word.removeprefix(_THREAD))
            return
        text = "(instr(lead, ?) OR instr(lower(json_extract(doc, '$.subject')), ?))"
        self._add(text, word.lower(), word.lower())

    @property
    def where(self) -> str:
        """All conditions together."""
        return " AND ".join(self.conditions)

    def latest_of_thread(self) -> None:
        """Of what was chosen so far keep the newest mail of each conversation."""
        newest = " ".join(
            ("SELECT thread, max(at) FROM emails WHERE", self.where, "GROUP BY thread")
        )
        self.conditions.append(f"(thread, at) IN ({newest})")
        self.values *= 2

    def after(self, at: int, key: str, *, rising: bool) -> None:
        """Go on behind a mail."""
        self._add(f"(at, id) {'>' if rising else '<'} (?, ?)", at, key)


def _moment(name: str, text: str) -> float:
    try:
        return seconds(text)
    except ValueError as trouble:
        raise Refusal(400, f"querystring/{name} must be a date") from trouble


def listing(call: Call) -> Json:
    """Mails by conditions, newest first unless asked otherwise."""
    query = call.query
    choice = _Choice(query)
    if query.get("latest_of_thread"):
        choice.latest_of_thread()
    rising = query.get("sort_order") == "asc"
    if after := query.get("starting_after"):
        last = call.state.row("SELECT at FROM emails WHERE id = ?", (after,))
        if last is None:
            raise Refusal(500, "Internal Server Error")
        choice.after(last[0], after, rising=rising)
    limit, order = query.get("limit", DEFAULT_PAGE), "ASC" if rising else "DESC"
    tail = f"ORDER BY at {order}, id {order} LIMIT ?"
    statement = " ".join(("SELECT doc FROM emails WHERE", choice.where, tail))
    rows = call.state.rows(statement, (*choice.values, limit))
    found: list[Json] = [json.loads(doc) for (doc,) in rows]
    if query.get("preview_only"):
        found = [{**mail, "body": {}} for mail in found]
    return paged(found, limit, lambda mail: str(mail["id"]))


def _mail(call: Call, key: str) -> Json:
    row = call.state.row("SELECT doc FROM emails WHERE id = ?", (key,))
    if row is None:
        raise Refusal(404, "Email not found")
    mail: Json = json.loads(row[0])
    return mail


def get(call: Call) -> Json:
    """One mail."""
    return _mail(call, call.path["id"])


def patch(call: Call) -> Json:
    """Mark a mail as read or unread, or set a reminder."""
    mail = {**get(call), **call.body}
    call.state.run(
        "UPDATE emails SET unread = ?, doc = ? WHERE id = ?",
        (int(bool(mail["is_unread"])), json.dumps(mail), mail["id"]),
    )
    return mail


def reply(call: Call) -> Json:
    """Answer a mail by hand. Never send this twice blindly: there is no idempotency."""
    body: Json = call.body
    original = _mail(call, body["reply_to_uuid"])
    account = call.state.get("account", body["eaccount"].lower())
    if account is None:
        raise Refusal(404, "Email account not found")
    if not body["body"].get("html") and not body["body"].get("text"):
        raise Refusal(400, "body/body must have html or text")
    markup = sanitised(body["body"].get("html") or "")
    lead = {
        "id": original["lead_id"],
        "email": original["lead"],
        "campaign": original["campaign_id"],
        "list_id": original["list_id"],
    }
    recipients = [original["lead"], *body.get("additional_recipients", ())]
    mail: Json = {
        "subject": body["subject"],
        "from_address_email": account["email"],
        "to_address_email_list": ",".join(recipients),
        "cc_address_email_list": body.get("cc_address_email_list", ""),
        "bcc_address_email_list": body.get("bcc_address_email_list", ""),
        "body": {
            **({"html": markup} if markup else {}),
            "text": body["body"].get("text") or mails.plain(markup),
        },
        "eaccount": account["email"],
        "ue_type": mails.MANUAL,
        "reminder_ts": body.get("reminder_ts"),
        "thread_id": original["thread_id"],
    }
    mails.keep(call.state, mail, lead, call.state.now())
    return mail


def test(call: Call) -> Json:
    """Send a test mail; troubles with the account come with status 200, as live."""
    body: Json = call.body
    account = call.state.get("account", body["eaccount"].lower())
    addresses = [word.strip() for word in body["to_address_email_list"].split(",")]
    if not all(is_email(address) for address in addresses):
        raise Refusal(400, "body/to_address_email_list must hold email addresses")
    if account is None:
        return {"error": "ACC_NOT_FOUND"}
    return {"status": "success"} if account["status"] > 0 else {"error": "ACC_AUTH_ERROR"}


def unread(call: Call) -> Json:
    """How many mails are unread."""
    return {"count": call.state.number("SELECT count(*) FROM emails WHERE unread = 1")}


def mark_as_read(call: Call) -> Json:
    """Mark every mail of a conversation as read."""
    call.state.run(
        "UPDATE emails SET unread = 0, doc = json_set(doc, '$.is_unread', 0) WHERE thread = ?",
        (call.path["thread_id"],),
    )
    return {"success": True}


OPERATIONS = (
    Operation(
        "GET",
        "/emails",
        "emails:read",
        listing,
        query={
            **PAGING,
            **{
                name: text()
                for name in (
                    "search",
                    "eaccount",
                    "assigned_to",
                    "lead",
                    "company_domain",
                    "min_timestamp_created",
                    "max_timestamp_created",
                )
            },
            **{
                name: flag()
                for name in (
                    "is_unread",
                    "has_reminder",
                    "preview_only",
                    "scheduled_only",
                    "marked_as_done",
                    "latest_of_thread",
                )
            },
            "campaign_id": text("uuid"),
            "list_id": text("uuid"),
            "i_status": number(),
            "mode": text(choices=("emode_focused", "emode_others", "emode_all")),
            "sort_order": text(choices=("asc", "desc")),
            "email_type": text(choices=tuple(_TYPES)),
        },
        window="emails",
    ),
    Operation("GET", "/emails/unread/count", "emails:read", unread),
    Operation(
        "POST",
        "/emails/reply",
        "emails:create",
        reply,
        body=record(
            {
                "eaccount": text(),
                "reply_to_uuid": text(),
                "subject": text(),
                "body": record({}, {"html": text(), "text": text()}),
            },
            {
                "additional_recipients": array(text("email")),
                "cc_address_email_list": text(),
                "bcc_address_email_list": text(),
                "reminder_ts": text("date-time"),
                "assigned_to": text("uuid"),
            },
        ),
    ),
    Operation(
        "POST",
        "/emails/test",
        "emails:create",
        test,
        body=record(
            {
                "eaccount": text(),
                "to_address_email_list": text(),
                "subject": text(),
                "body": record({"html": text()}),
            }
        ),
        window="tests",
    ),
    Operation(
        "POST",
        "/emails/threads/{thread_id}/mark-as-read",
        "emails:update",
        mark_as_read,
        params={"thread_id": text()},
    ),
    Operation("GET", "/emails/{id}", "emails:read", get, params=UUID),
    Operation(
        "PATCH",
        "/emails/{id}",
        "emails:update",
        patch,
        params=UUID,
        body=record(
            {},
            {"is_unread": number(null=True), "reminder_ts": text("date-time", null=True)},
            least=1,
        ),
    ),
)

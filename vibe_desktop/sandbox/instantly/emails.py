"""Mails: what campaigns sent, what came back, answers by hand."""

import json
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


def _conditions(query: dict[str, Any]) -> tuple[list[str], list[Any]]:
    conditions, values = ["1"], list[Any]()

    def add(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    for name, column in (("campaign_id", "campaign"), ("eaccount", "eaccount"), ("lead", "lead")):
        if name in query:
            wanted = [word.strip().lower() for word in query[name].split(",")]
            add(f"{column} IN (SELECT value FROM json_each(?))", json.dumps(wanted))
    if "email_type" in query:
        add("type = ?", _TYPES[query["email_type"]])
    if "is_unread" in query:
        add("unread = ?", int(query["is_unread"]))
    if query.get("scheduled_only"):
        add("type = 4")
    if "list_id" in query:
        add("json_extract(doc, '$.list_id') = ?", query["list_id"])
    if "i_status" in query:
        add("json_extract(doc, '$.i_status') = ?", query["i_status"])
    if "company_domain" in query:
        add("lead LIKE ?", f"%@{query['company_domain'].lower()}")
    if query.get("has_reminder"):
        add("json_extract(doc, '$.reminder_ts') IS NOT NULL")
    if query.get("mode") in ("emode_focused", "emode_others"):
        add("json_extract(doc, '$.is_focused') = ?", int(query["mode"] == "emode_focused"))
    if word := query.get("search"):
        if word.startswith(_THREAD):
            add("thread = ?", word.removeprefix(_THREAD))
        else:
            add(
                "(instr(lead, ?) OR instr(lower(json_extract(doc, '$.subject')), ?))",
                word.lower(), word.lower(),
            )  # fmt: skip
    for name, condition in (
        ("min_timestamp_created", "at >= ?"),
        ("max_timestamp_created", "at <= ?"),
    ):
        if name in query:
            try:
                add(condition, seconds(query[name]))
            except ValueError as trouble:
                raise Refusal(400, f"querystring/{name} must be a date") from trouble
    return conditions, values


def listing(call: Call) -> Json:
    """Mails by conditions, newest first unless asked otherwise."""
    query = dict(call.query)
    conditions, values = _conditions(query)
    if query.get("latest_of_thread"):
        inner = " AND ".join(conditions)
        conditions = [f"(thread, at) IN (SELECT thread, max(at) FROM emails WHERE {inner} GROUP BY thread)"]  # noqa: S608, E501 - ours
        own, own_values = _conditions(query)
        conditions += own
        values += own_values
    rising = query.get("sort_order") == "asc"
    if after := query.get("starting_after"):
        last = call.state.row("SELECT at FROM emails WHERE id = ?", (after,))
        if last is None:
            raise Refusal(500, "Internal Server Error")
        conditions.append(f"(at, id) {'>' if rising else '<'} (?, ?)")
        values += [last[0], after]
    limit, order = query.get("limit", DEFAULT_PAGE), "ASC" if rising else "DESC"
    rows = call.state.rows(
        f"SELECT doc FROM emails WHERE {' AND '.join(conditions)}"  # noqa: S608 - ours
        f" ORDER BY at {order}, id {order} LIMIT ?",
        (*values, limit),
    )
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

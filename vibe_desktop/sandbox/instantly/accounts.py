"""Sending accounts (mailboxes): state, warm-up and vitals."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from vibe_desktop.sandbox.instantly.operation import (
    PAGING,
    Call,
    Operation,
    Refusal,
    contains,
    new_job,
    page,
)
from vibe_desktop.sandbox.instantly.shapes import array, flag, is_email, number, record, text
from vibe_desktop.sandbox.simulation.dice import dice
from vibe_desktop.sandbox.state import Json, seconds

_FILTERS: Mapping[str, Callable[[Json], bool]] = {
    "ACC_FILTER_PAUSED": lambda account: account["status"] == 2,
    "ACC_FILTER_ERROR": lambda account: account["status"] < 0,
    "ACC_FILTER_NO_CTD": lambda account: not account.get("tracking_domain_name"),
    "ACC_FILTER_PW_ACCOUNTS": lambda _account: False,
    "ACC_FILTER_DFY": lambda account: account["is_managed_account"],
    "ACC_FILTER_DFY_SETUP_PENDING": lambda account: account["setup_pending"],
    "ACC_FILTER_W_ACTIVE": lambda account: account["warmup_status"] == 1,
    "ACC_FILTER_W_PAUSED": lambda account: account["warmup_status"] == 0,
    "ACC_FILTER_W_ERROR": lambda account: account["warmup_status"] < 0,
}
_STATUSES = (1, 2, 3, -1, -2, -3)
_PROVIDERS = (1, 2, 3, 4, 8, 11)
_WARMUP_DAYS = 7
_HEALTHY = 80
_EXCEEDS_DAYS = 31


def listing(call: Call) -> Json:
    """All accounts, a page at a time; here `warmup` shows its limit only, as live."""
    found = call.state.all("account")
    if word := call.query.get("search"):
        found = [account for account in found if contains(account, word, "email", "first_name")]
    for name in ("status", "provider_code"):
        if name in call.query:
            found = [account for account in found if account[name] == call.query[name]]
    if "filter" in call.query:
        fits = _FILTERS[call.query["filter"]]
        found = [account for account in found if fits(account)]
    column = call.query.get("sort_by", "timestamp_created")
    found.sort(key=lambda account: account[column], reverse=call.query.get("sort_order") == "desc")
    found = found[call.query.get("skip", 0) :] if "sort_by" in call.query else found
    answer = page(found, call, cursor=lambda a: f"{a['timestamp_created']}&{a['email']}")
    answer["items"] = [
        {**account, "warmup": {"limit": account["warmup"]["limit"]}} for account in answer["items"]
    ]
    return answer


def _account(call: Call) -> Json:
    return call.find("account", call.path["email"].lower(), "Account not found")


def _keep(call: Call, account: Json) -> Json:
    account["timestamp_updated"] = call.state.stamp()
    call.state.put("account", account["email"], account)
    return account


def get(call: Call) -> Json:
    """One account."""
    return _account(call)


def patch(call: Call) -> Json:
    """Change an account."""
    account, changes = _account(call), dict(call.body)
    changes.pop("skip_cname_check", None)
    if changes.pop("remove_tracking_domain", False):
        changes |= {"tracking_domain_name": None, "tracking_domain_status": None}
    warmup = {**account["warmup"], **changes.pop("warmup", {})}
    return _keep(call, {**account, **changes, "warmup": warmup})


def pause(call: Call) -> Json:
    """Stop an account from sending."""
    return _keep(call, {**_account(call), "status": 2})


def resume(call: Call) -> Json:
    """Let a paused account send again; a broken one stays broken."""
    account = _account(call)
    return _keep(call, {**account, "status": 1 if account["status"] > 0 else account["status"]})


def mark_fixed(call: Call) -> Json:
    """Say that an account in error works again; its warm-up goes on."""
    account = {**_account(call), "status": 1, "warmup_status": 1}
    account.pop("status_message", None)
    return _keep(call, account)


def _warmup(call: Call, status: int) -> Json:
    body: Json = call.body or {}
    if body.get("include_all_emails"):
        chosen = [account["email"] for account in call.state.all("account")]
        left_out = {email.lower() for email in body.get("excluded_emails", ())}
        chosen = [email for email in chosen if email not in left_out]
    else:
        chosen = [email.lower() for email in body.get("emails", ())]
    if not chosen:
        raise Refusal(400, "No emails provided")
    for email in chosen:
        account = call.state.get("account", email)
        if account is not None and account["warmup_status"] in (0, 1):
            _keep(call, {**account, "warmup_status": status})
    return new_job(call, "update-warmup-accounts", None, "workspace", {"emails": chosen})


def warmup_enable(call: Call) -> Json:
    """Start warm-up."""
    return _warmup(call, 1)


def warmup_disable(call: Call) -> Json:
    """Pause warm-up."""
    return _warmup(call, 0)


def warmup_analytics(call: Call) -> Json:
    """A week of warm-up per account; accounts that do not exist are missing from the answer."""
    dates, totals = {}, {}
    today = datetime.fromtimestamp(call.state.now(), UTC).date()
    for email in call.body["emails"]:
        account = call.state.get("account", email.lower())
        if account is None:
            continue
        score = account["stat_warmup_score"]
        days: Json = {}
        for back in range(_WARMUP_DAYS, 0, -1):
            day = today - timedelta(days=back)
            draw = dice(email, day)
            sent = draw.randint(14, 20)
            spam = sum(draw.random() > score / 100 for _ in range(sent))
            days[day.isoformat()] = {
                "sent": sent,
                "landed_inbox": sent - spam,
                "landed_spam": spam,
                "received": draw.randint(12, 20),
            }
        dates[account["email"]] = days
        total = {
            name: sum(day[name] for day in days.values())
            for name in ("sent", "received", "landed_inbox", "landed_spam")
        }
        label = "Good" if score >= _HEALTHY else "Poor"
        totals[account["email"]] = {
            **total,
            "health_score": score,
            "health_score_label": f"{label} ({score}%)",
        }
    return {"email_date_data": dates, "aggregate_data": totals}


def vitals(call: Call) -> Json:
    """DNS checks of the accounts' domains; broken accounts have no DKIM here."""
    passed: list[Json] = []
    failed: list[Json] = []
    for email in (call.body or {}).get("accounts", ()):
        if not is_email(email):
            raise Refusal(400, "invalid", {"error": f"Invalid email address: {email}"})
        account = call.state.get("account", email.lower())
        good = account is not None and account["status"] > 0
        checks = {"domain": email.rpartition("@")[2], "allPass": good, "dkim": good}
        (passed if good else failed).append({**checks, "mx": True, "spf": True, "dmarc": good})
    return {"status": "success", "success_list": passed, "failure_list": failed}


def tracking_domain(call: Call) -> Json:
    """State of a custom tracking domain; the sandbox has none."""
    host = call.query["host"]
    if "." not in host:
        words = {"status": "error", "message": "Invalid host", "host": host}
        raise Refusal(400, "Invalid host", words)
    return {"success": False, "ssl": False, "cname": False, "host": host}


def daily(call: Call) -> list[Json]:
    """What each account did on each UTC day."""
    start, end = call.query.get("start_date"), call.query.get("end_date")
    emails = call.query.get("emails")
    try:
        since = seconds(start) if start else call.state.now() - 30 * 86400
        until = seconds(end) if end else call.state.now() + 1
    except ValueError as trouble:
        raise Refusal(400, "dates", {"message": "Invalid date"}) from trouble
    if since >= until:
        words = "Start Date must be earlier than End Date"
        raise Refusal(400, words, {"message": words})
    if emails is None and until - since > _EXCEEDS_DAYS * 86400:
        raise Refusal(413, "Date range too large: at most 31 days without emails")
    rows = call.state.rows(
        "SELECT day, mailbox, kind, step, count(*), sum(first), count(DISTINCT lead) FROM events"
        " WHERE at >= ? AND at < ? GROUP BY day, mailbox, kind, step ORDER BY day, mailbox",
        (since, until),
    )
    table: dict[tuple[str, str], Json] = {}
    wanted = None if emails is None else {email.lower() for email in emails}
    for day, mailbox, kind, step, count, first, leads in rows:
        if not mailbox or (wanted is not None and mailbox not in wanted):
            continue
        row = table.setdefault((day, mailbox), _empty_day(day, mailbox))
        _count(row, kind, step, count, first, leads)
    return list(table.values())


def _empty_day(day: str, mailbox: str) -> Json:
    names = (
        "sent bounced contacted new_leads_contacted opened unique_opened replies unique_replies "
        "replies_automatic unique_replies_automatic clicks unique_clicks"
    )
    return {"date": day, "email_account": mailbox, **dict.fromkeys(names.split(), 0)}


def _count(row: Json, kind: str, step: int, count: int, first: int, leads: int) -> None:
    if kind == "sent":
        row["sent"] += count
        row["contacted"] += leads
        row["new_leads_contacted"] += count if step == 1 else 0
    elif kind == "bounced":
        row["bounced"] += count
    names: Any = {
        "opened": ("opened", "unique_opened"),
        "replied": ("replies", "unique_replies"),
        "auto_replied": ("replies_automatic", "unique_replies_automatic"),
        "clicked": ("clicks", "unique_clicks"),
    }
    if kind in names:
        every, unique = names[kind]
        row[every] += count
        row[unique] += first


def mappings(call: Call) -> Json:
    """Campaigns that send through an account."""
    email = call.path["email"].lower()
    found = [
        {
            "campaign_id": campaign["id"],
            "campaign_name": campaign["name"],
            "timestamp_created": campaign["timestamp_created"],
            "status": campaign["status"],
        }
        for campaign in call.state.all("campaign")
        if email in (sender.lower() for sender in campaign.get("email_list", ()))
    ]
    return page(found, call, cursor=lambda item: item["campaign_id"])


_EMAIL = {"email": text()}
_WARMUP_BODY = record(
    {},
    {
        "emails": array(text(), most=100),
        "include_all_emails": flag(),
        "excluded_emails": array(text(), most=100),
        "filter": record({}, {"tag_id": text(), "filter": text(null=True)}, null=True),
        "search": text(),
    },
)
_PATCH_BODY = record(
    {},
    {
        "first_name": text(),
        "last_name": text(),
        "warmup": record(
            {},
            {
                "limit": number(),
                "advanced": record(
                    {},
                    {
                        "warm_ctd": flag(),
                        "open_rate": number(),
                        "important_rate": number(),
                        "read_emulation": flag(),
                        "spam_save_rate": number(),
                        "weekday_only": flag(),
                    },
                ),
                "warmup_custom_ftag": text(),
                "increment": text(choices=("disabled", "0", "1", "2", "3", "4")),
                "reply_rate": number(),
            },
        ),
        "daily_limit": number(null=True),
        "tracking_domain_name": text(null=True),
        "tracking_domain_status": text(null=True),
        "enable_slow_ramp": flag(null=True),
        "inbox_placement_test_limit": number(least=0, null=True),
        "sending_gap": number(least=0, most=1440),
        "signature": text(null=True),
        "reply_to": text("email", null=True),
        "skip_cname_check": flag(),
        "remove_tracking_domain": flag(),
    },
    least=1,
)

OPERATIONS = (
    Operation(
        "GET",
        "/accounts",
        "accounts:read",
        listing,
        query={
            **PAGING,
            "search": text(),
            "status": number(choices=_STATUSES),
            "provider_code": number(choices=_PROVIDERS),
            "tag_ids": text(),
            "tag_ids_all": text(),
            "include_tags": flag(),
            "filter": text(choices=tuple(_FILTERS)),
            "sort_by": text(choices=("timestamp_created", "email", "stat_warmup_score", "status")),
            "sort_order": text(choices=("asc", "desc")),
            "skip": number(whole=True, least=0),
        },
    ),
    Operation("GET", "/accounts/{email}", "accounts:read", get, params=_EMAIL),
    Operation(
        "PATCH", "/accounts/{email}", "accounts:update", patch, params=_EMAIL, body=_PATCH_BODY
    ),
    Operation("POST", "/accounts/{email}/pause", "accounts:update", pause, params=_EMAIL),
    Operation("POST", "/accounts/{email}/resume", "accounts:update", resume, params=_EMAIL),
    Operation("POST", "/accounts/{email}/mark-fixed", "accounts:update", mark_fixed, params=_EMAIL),
    Operation(
        "POST", "/accounts/warmup/enable", "accounts:update", warmup_enable, body=_WARMUP_BODY
    ),
    Operation(
        "POST", "/accounts/warmup/disable", "accounts:update", warmup_disable, body=_WARMUP_BODY
    ),
    Operation(
        "POST",
        "/accounts/warmup-analytics",
        "accounts:read",
        warmup_analytics,
        body=record({"emails": array(text(), least=1, most=100)}),
    ),
    Operation(
        "POST",
        "/accounts/test/vitals",
        "accounts:read",
        vitals,
        body=record({}, {"accounts": array(text())}),
        body_required=False,
    ),
    Operation(
        "GET",
        "/accounts/ctd/status",
        "accounts:read",
        tracking_domain,
        query={"host": text()},
        needs=("host",),
    ),
    Operation(
        "GET",
        "/accounts/analytics/daily",
        "accounts:read",
        daily,
        query={
            "start_date": text(),
            "end_date": text(),
            "emails": array(text(), least=1, most=200),
        },
        many=frozenset({"emails"}),
    ),
    Operation(
        "GET",
        "/account-campaign-mappings/{email}",
        "account_campaign_mappings:read",
        mappings,
        params=_EMAIL,
        query=PAGING,
    ),
)

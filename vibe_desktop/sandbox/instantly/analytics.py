"""Results of campaigns, counted from the events that were stored.

What the counters mean, including where the live API does other than its document says:

- `contacted_count` counts mail dispatches, one per person and day, not people; people who got
  the first mail are `new_leads_contacted_count`.
- `open_count` counts every open; `open_count_unique` people.
- Replies leave automatic replies out; those have their own counters.
- A unique counter counts the first event of a person (or of a person in a step) where it happened,
  so that the unique counters of all days add up to the total, and those of all variants to
  `..._unique_by_step`.
- Days are UTC days. Nothing is listed before the first mail, nor a day without any event.
"""

from collections.abc import Sequence
from typing import Any

from vibe_desktop.sandbox.instantly.campaign_shapes import STATUSES
from vibe_desktop.sandbox.instantly.operation import Call, Operation, Refusal
from vibe_desktop.sandbox.instantly.shapes import array, flag, number, text
from vibe_desktop.sandbox.state import Json, seconds

_KINDS = {
    "opened": ("open_count", "opened", "unique_opened"),
    "replied": ("reply_count", "replies", "unique_replies"),
    "auto_replied": ("reply_count_automatic", "replies_automatic", "unique_replies_automatic"),
    "clicked": ("link_click_count", "clicks", "unique_clicks"),
}
"""Event kind to the total's name and to the names in rows of days and steps."""

_INTEREST = {
    1: "total_interested",
    2: "total_meeting_booked",
    3: "total_meeting_completed",
    4: "total_closed",
}


class _Span:
    """The events a request asks for."""

    def __init__(self, call: Call, *, campaigns: Sequence[str] | None) -> None:
        self._state = call.state
        start, end = call.query.get("start_date"), call.query.get("end_date")
        try:
            since = seconds(start) if start else None
            until = seconds(end) if end else None
        except ValueError as trouble:
            raise Refusal(400, "date", {"message": "Invalid date"}) from trouble
        if since is not None and until is not None and since >= until:
            words = "Start Date must be earlier than End Date"
            raise Refusal(400, words, {"message": words})
        conditions, values = ["1"], list[Any]()
        for condition, value in (("at >= ?", since), ("at < ?", until)):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        if campaigns is not None:
            conditions.append(f"campaign IN ({','.join('?' * len(campaigns))})")
            values += campaigns
        self._where, self._values = " AND ".join(conditions), values

    def rows(self, columns: str, group: str = "", extra: str = "") -> list[tuple[Any, ...]]:
        """Count events by some columns."""
        parts = ["SELECT", columns, "FROM events WHERE", self._where]
        if extra:
            parts += ["AND", extra]
        if group:
            parts += ["GROUP BY", group]
        return self._state.rows(" ".join(parts), self._values)


def _campaigns(call: Call) -> list[Json]:
    """The campaigns asked for by `id` and `ids`; all of them when neither is given."""
    wanted = [*call.query.get("ids", ())]
    if "id" in call.query:
        wanted.append(call.query["id"])
    found = call.state.all("campaign")
    if wanted:
        found = [campaign for campaign in found if campaign["id"] in wanted]
    if "campaign_status" in call.query:
        found = [item for item in found if item["status"] == call.query["campaign_status"]]
    return found


def _totals(span: _Span) -> dict[str, Json]:
    """Counters of each campaign that has events."""
    totals: dict[str, Json] = {}
    columns = "campaign, kind, step, count(*), sum(first), sum(first_in_step), sum(first * value)"
    for campaign, kind, step, count, first, in_step, worth in span.rows(
        columns, "campaign, kind, step"
    ):
        total = totals.setdefault(campaign, _no_totals())
        if kind == "sent":
            total["emails_sent_count"] += count
            total["new_leads_contacted_count"] += count if step == 1 else 0
        elif kind in _KINDS:
            name = _KINDS[kind][0]
            total[name] += count
            total[f"{name}_unique"] += first
            total[f"{name}_unique_by_step"] += in_step
        elif kind in ("bounced", "unsubscribed", "completed"):
            total[f"{kind}_count"] += first
        elif kind == "opportunity":
            total["total_opportunities"] += first
            total["total_opportunity_value"] += worth
    dispatches = span.rows("campaign, count(DISTINCT lead || day)", "campaign", "kind = 'sent'")
    for campaign, count in dispatches:
        totals[campaign]["contacted_count"] = count
    return totals


def _no_totals() -> Json:
    names = [
        f"{name}{suffix}"
        for name, _, _ in _KINDS.values()
        for suffix in ("", "_unique", "_unique_by_step")
    ]
    others = (
        "contacted_count",
        "emails_sent_count",
        "new_leads_contacted_count",
        "bounced_count",
        "unsubscribed_count",
        "completed_count",
        "total_opportunities",
        "total_opportunity_value",
    )
    return dict.fromkeys([*names, *others], 0)


def analytics(call: Call) -> list[Json]:
    """Totals per campaign; campaigns that have sent nothing are missing."""
    campaigns = _campaigns(call)
    totals = _totals(_Span(call, campaigns=[campaign["id"] for campaign in campaigns]))
    answer = []
    for campaign in campaigns:
        total = totals.get(campaign["id"])
        if total is None or not total["emails_sent_count"]:
            continue
        leads = 0
        if not call.query.get("exclude_total_leads_count"):
            leads = call.state.number(
                "SELECT count(*) FROM leads WHERE campaign = ?", (campaign["id"],)
            )
        head = {
            "campaign_name": campaign["name"],
            "campaign_id": campaign["id"],
            "campaign_status": campaign["status"],
            "campaign_is_evergreen": bool(campaign.get("is_evergreen")),
            "leads_count": leads,
        }
        answer.append({**head, **total})
    return answer


def overview(call: Call) -> Json:
    """The same counters over all chosen campaigns, and what became of the interested."""
    span = _Span(call, campaigns=[campaign["id"] for campaign in _campaigns(call)])
    answer = _no_totals()
    for total in _totals(span).values():
        for name, count in total.items():
            answer[name] += count
    answer |= dict.fromkeys(_INTEREST.values(), 0)
    every = call.query.get("expand_crm_events", False)
    what = "count(*)" if every else "count(DISTINCT lead)"
    for value, count in span.rows(f"value, {what}", "value", "kind = 'interest'"):
        if value in _INTEREST:
            answer[_INTEREST[value]] += count
    return answer


def _row(names: Sequence[str]) -> Json:
    return dict.fromkeys(names, 0)


_PAIRS = [name for _, *pair in _KINDS.values() for name in pair]


def _one_campaign(call: Call) -> list[str] | None:
    if "campaign_id" in call.query:
        return [call.query["campaign_id"]]
    if "campaign_status" in call.query:
        return [campaign["id"] for campaign in _campaigns(call)]
    return None


def daily(call: Call) -> list[Json]:
    """One row per UTC day on which something happened."""
    span = _Span(call, campaigns=_one_campaign(call))
    days: dict[str, Json] = {}
    rows = span.rows(
        "day, kind, step, count(*), sum(first), count(DISTINCT lead)", "day, kind, step"
    )
    for day, kind, step, count, first, _ in sorted(rows):
        counted = kind in _KINDS or kind in ("sent", "opportunity")
        if not counted:
            continue
        row = days.get(day)
        if row is None:
            row = days[day] = {
                "date": day,
                **_row(("sent", "contacted", "new_leads_contacted", *_PAIRS)),
                **_row(("opportunities", "unique_opportunities")),
            }
        if kind == "sent":
            row["sent"] += count
            row["new_leads_contacted"] += count if step == 1 else 0
        elif kind == "opportunity":
            row["opportunities"] += count
            row["unique_opportunities"] += first
        else:
            _, every, unique = _KINDS[kind]
            row[every] += count
            row[unique] += first
    for day, people in span.rows("day, count(DISTINCT lead)", "day", "kind = 'sent'"):
        days[day]["contacted"] = people
    return list(days.values())


def steps(call: Call) -> list[Json]:
    """One row per step and variant that sent something; step "1" is the first, variant "0" is A."""
    span = _Span(call, campaigns=_one_campaign(call))
    deals = call.query.get("include_opportunities_count", False)
    names = ["sent", *_PAIRS]
    if deals:
        names += ["opportunities", "unique_opportunities", "meetings_booked", "won"]
    table: dict[tuple[int, int], Json] = {}
    rows = span.rows(
        "step, variant, kind, value, count(*), sum(first), sum(first_in_step)",
        "step, variant, kind, value",
    )
    for step, variant, kind, value, count, first, in_step in sorted(rows):
        if not step:
            continue
        row = table.setdefault(
            (step, variant), {"step": str(step), "variant": str(variant), **_row(names)}
        )
        if kind == "sent":
            row["sent"] += count
        elif kind in _KINDS:
            _, every, unique = _KINDS[kind]
            row[every] += count
            row[unique] += in_step
        elif deals and kind == "opportunity":
            row["opportunities"] += count
            row["unique_opportunities"] += first
        elif deals and kind == "interest" and value in (2, 4):
            row["meetings_booked" if value == 2 else "won"] += count
    return list(table.values())


_DATES = {"start_date": text(), "end_date": text()}
_CHOICE = {"id": text("uuid"), "ids": array(text("uuid")), **_DATES}
_STATUS = {"campaign_status": number(choices=STATUSES)}
_MANY = frozenset({"ids"})

OPERATIONS = (
    Operation(
        "GET",
        "/campaigns/analytics",
        "campaigns:read",
        analytics,
        query={**_CHOICE, "exclude_total_leads_count": flag()},
        many=_MANY,
    ),
    Operation(
        "GET",
        "/campaigns/analytics/overview",
        "campaigns:read",
        overview,
        query={**_CHOICE, **_STATUS, "expand_crm_events": flag()},
        many=_MANY,
    ),
    Operation(
        "GET",
        "/campaigns/analytics/daily",
        "campaigns:read",
        daily,
        query={"campaign_id": text("uuid"), **_DATES, **_STATUS},
    ),
    Operation(
        "GET",
        "/campaigns/analytics/steps",
        "campaigns:read",
        steps,
        query={
            "campaign_id": text("uuid"),
            **_DATES,
            "include_opportunities_count": flag(),
        },
    ),
)

"""Why a campaign is not sending just now, in the codes of `sending-status`."""

from datetime import UTC, datetime

from vibe_desktop.sandbox.simulation.windows import windows
from vibe_desktop.sandbox.state import Json, State, iso, utc_day

DRAFT_WORDS = {0: "campaign_draft", 2: "campaign_paused", 3: "campaign_completed"}
"""States that explain themselves; `diagnostics` is null for them."""


def senders(state: State, campaign: Json) -> list[Json]:
    """The accounts of a campaign that can send, by address."""
    found = [state.get("account", email.lower()) for email in campaign.get("email_list") or ()]
    return [account for account in found if account is not None and account["status"] == 1]


def diagnose(state: State, campaign: Json) -> Json:
    """The `diagnostics` of a campaign that is switched on."""
    now, key = state.now(), campaign["id"]
    listed = len(campaign.get("email_list") or ())
    able = senders(state, campaign)
    open_now = windows(campaign["campaign_schedule"], now, now + 60)
    day = open_now[0].local_day if open_now else f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"
    today = "SELECT count(*) FROM events WHERE campaign = ? AND kind = 'sent' AND local_day = ?"
    sent = state.number(today, (key, day))
    fresh = state.number(f"{today} AND step = 1", (key, day))
    new_leads = state.number(
        "SELECT count(*) FROM leads WHERE campaign = ? AND status = 1 AND step = 0", (key,)
    )
    waiting = state.row(
        "SELECT count(*), min(next_at) FROM leads WHERE campaign = ? AND status = 1 AND step > 0",
        (key,),
    ) or (0, None)
    full = sum(
        state.number(
            "SELECT count(*) FROM events WHERE kind = 'sent' AND day = ? AND mailbox = ?",
            (utc_day(now), account["email"]),
        )
        >= (account["daily_limit"] or 0)
        for account in able
    )
    limit, new_limit = campaign.get("daily_limit"), campaign.get("daily_max_leads")
    limit_hit = limit is not None and sent >= limit
    new_limit_hit = new_limit is not None and fresh >= new_limit
    due = waiting[1] is not None and waiting[1] <= now
    if not listed:
        status = "no_accounts_available"
    elif not able:
        status = "all_accounts_unhealthy"
    elif not open_now:
        status = "out_of_schedule"
    elif not new_leads and not waiting[0]:
        status = "waiting_for_leads"
    elif limit_hit:
        status = "daily_limit_met"
    elif full == len(able):
        status = "account_daily_limit_met"
    elif new_leads and new_limit_hit and not due:
        status = "new_lead_limit_met"
    elif not new_leads and not due:
        status = "follow_up_delay_not_met"
    else:
        status = "healthy"
    last = state.number("SELECT max(at) FROM events WHERE campaign = ? AND kind = 'sent'", (key,))
    answer: Json = {
        "campaign_id": key,
        "last_updated": iso(now),
        "status": status,
        "issue_tracking": {
            "current_status_code": None if status == "healthy" else status,
            "issue_first_seen_at": None if status == "healthy" else iso(now),
            "consecutive_loops_with_issue": 0 if status == "healthy" else 1,
            "last_healthy_send_at": iso(last) if last else None,
        },
        "accounts_summary": {
            "total_connected": listed,
            "available": len(able) - full,
            "unavailable": {
                "daily_limit_hit": full,
                "slow_ramp_limit_hit": 0,
                "disconnected": listed - len(able),
                "global_gap_not_met": 0,
            },
        },
        "campaign_daily_limit": {"limit": limit or 0, "sent": sent, "limit_hit": limit_hit},
        "new_lead_limit": {
            "enabled": new_limit is not None,
            "limit": new_limit,
            "contacted": fresh,
            "limit_hit": new_limit_hit,
        },
        "schedule_status": {"in_schedule": bool(open_now)},
        "follow_ups_waiting": {
            "count": waiting[0],
            "earliest_wait_time_seconds": max(0, waiting[1] - int(now)) if waiting[1] else None,
        },
    }
    if open_now:
        answer["leads_status"] = {
            "no_leads_ready": not new_leads and not due,
            "account_unavailable_skips": 0,
            "delay_not_met_skips": 0 if due else waiting[0],
        }
    return answer

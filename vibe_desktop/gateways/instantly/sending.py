"""Reading `sending-status`: why a campaign sends, or does not."""

from collections.abc import Mapping

from vibe_desktop.domain.sending_status import SendingCode, SendingDiagnosis
from vibe_desktop.gateways.instantly.reading import Document, moment, number, switch, text


def diagnosis_of(answer: Document) -> SendingDiagnosis:
    """The answer in our terms. Drafts and paused campaigns have a summary only.

    Fields that are missing (many are outside of the sending hours) are None. A code that this
    version does not know is `SendingCode.UNKNOWN`.
    """
    details = _part(answer, "diagnostics")
    summary = _part(answer, "summary")
    code = text(details, "status") or text(summary, "status")
    accounts = _part(details, "accounts_summary")
    unavailable = _part(accounts, "unavailable")
    daily, fresh = _part(details, "campaign_daily_limit"), _part(details, "new_lead_limit")
    waiting = _part(details, "follow_ups_waiting")
    tracking = _part(details, "issue_tracking")
    return SendingDiagnosis(
        code=_code(code),
        said=code,
        mailboxes=_whole(accounts, "total_connected"),
        available=_whole(accounts, "available"),
        at_limit=_whole(unavailable, "daily_limit_hit"),
        ramping=_whole(unavailable, "slow_ramp_limit_hit"),
        disconnected=_whole(unavailable, "disconnected"),
        in_gap=_whole(unavailable, "global_gap_not_met"),
        daily_limit=_whole(daily, "limit"),
        sent_today=_whole(daily, "sent"),
        new_lead_limit=_whole(fresh, "limit") if switch(fresh, "enabled") is not False else None,
        new_leads_today=_whole(fresh, "contacted"),
        follow_ups=_whole(waiting, "count"),
        follow_up_seconds=_whole(waiting, "earliest_wait_time_seconds"),
        last_sent_at=moment(tracking, "last_healthy_send_at"),
        looked_at=moment(details, "last_updated"),
    )


def _code(said: str) -> SendingCode:
    try:
        return SendingCode(said.removeprefix("campaign_"))
    except ValueError:
        return SendingCode.UNKNOWN


def _part(source: Document, key: str) -> Document:
    value = source.get(key)
    return value if isinstance(value, Mapping) else {}


def _whole(source: Document, key: str) -> int | None:
    value = number(source, key)
    return None if value is None else int(value)

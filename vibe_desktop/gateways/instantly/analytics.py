"""Counters of campaigns: in all, by day, by step and variant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vibe_desktop.domain.analytics import Counters, DayResult, VariantResult
from vibe_desktop.domain.remote_campaigns import RemoteStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import (
    Document,
    count,
    document,
    documents,
    number,
    text,
    unusable,
)

_PATH = "/api/v2/campaigns/analytics"
_WHAT = "the results"


@dataclass(frozen=True, slots=True)
class CampaignTotals:
    """The counters of one campaign, with the status Instantly gives along.

    Attributes:
        complete: Whether people were counted too; Instantly may leave out all but event counts.
    """

    counters: Counters
    status: RemoteStatus
    complete: bool


class Analytics:
    """`/campaigns/analytics`.

    What is counted as what: replies are people who replied themselves (Instantly's unique count
    already leaves automatic replies out), contacted are people who got the first mail
    (`new_leads_contacted_count`; `contacted_count` counts mails in practice).
    """

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def totals(self, work: Work, campaign_id: str = "") -> Mapping[str, CampaignTotals]:
        """The counters of one or all campaigns, by id; one that never sent is left out."""
        params = {"exclude_total_leads_count": "true"} | (
            {"id": campaign_id} if campaign_id else {}
        )
        answer = self._http.request_json("GET", _PATH, params=params, work=work)
        return {
            text(item, "campaign_id"): CampaignTotals(
                _totals(item), _status(item), complete="reply_count_unique" in item
            )
            for item in documents(answer, _WHAT)
        }

    def overview(self, campaign_id: str, work: Work) -> Counters:
        """The counters of one campaign from the overview, where every field may be left out."""
        answer = self._http.request_json(
            "GET", f"{_PATH}/overview", params={"id": campaign_id}, work=work
        )
        return _totals(document(answer, _WHAT))

    def days(self, campaign_id: str, work: Work) -> tuple[DayResult, ...]:
        """Counters by UTC day, days without activity left out."""
        answer = self._http.request_json(
            "GET", f"{_PATH}/daily", params={"campaign_id": campaign_id}, work=work
        )
        return tuple(_day(item) for item in documents(answer, _WHAT))

    def variants(self, campaign_id: str, work: Work) -> tuple[VariantResult, ...]:
        """Counters by step (1 = first) and variant (0 = A); unattributed events have None.

        People contacted are not given there. A step reaches a person once, so they are as many
        as the mails of the row.
        """
        answer = self._http.request_json(
            "GET", f"{_PATH}/steps", params={"campaign_id": campaign_id}, work=work
        )
        items = list(documents(answer, _WHAT))
        steps = [_index(item, "step") for item in items]
        # The reference counts steps from 1, live answers have been seen to count from 0.
        shift = 1 if 0 in steps else 0
        rows: dict[tuple[int | None, int | None], Counters] = {}
        for item, step in zip(items, steps, strict=True):
            position = _index(item, "variant")
            key = (None, None) if step is None or position is None else (step + shift, position)
            events = replace(_events(item), contacted=count(item, "sent"))
            rows[key] = _sum(rows.get(key, Counters()), events)
        return tuple(
            VariantResult(step, position, counters) for (step, position), counters in rows.items()
        )


def _totals(item: Document) -> Counters:
    return Counters(
        sent=count(item, "emails_sent_count"),
        contacted=count(item, "new_leads_contacted_count"),
        opened=count(item, "open_count_unique"),
        clicked=count(item, "link_click_count_unique"),
        replied=count(item, "reply_count_unique"),
        auto_replied=count(item, "reply_count_automatic_unique"),
        bounced=count(item, "bounced_count"),
        unsubscribed=count(item, "unsubscribed_count"),
    )


def _events(item: Document) -> Counters:
    """A day or variant row. Bounces and opt-outs are not broken down there."""
    return Counters(
        sent=count(item, "sent"),
        contacted=count(item, "new_leads_contacted"),
        opened=count(item, "unique_opened"),
        clicked=count(item, "unique_clicks"),
        replied=count(item, "unique_replies"),
        auto_replied=count(item, "unique_replies_automatic"),
    )


def _day(item: Document) -> DayResult:
    try:
        day = date.fromisoformat(text(item, "date")[:10])
    except ValueError as error:
        raise unusable(_WHAT) from error
    return DayResult(day, _events(item))


def _index(item: Document, key: str) -> int | None:
    """A step or variant number: a string of digits, else unattributed (null or the text "null")."""
    value = item.get(key)
    written = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(written) if written.isdecimal() else None


def _sum(one: Counters, other: Counters) -> Counters:
    return Counters(
        sent=one.sent + other.sent,
        contacted=one.contacted + other.contacted,
        opened=one.opened + other.opened,
        clicked=one.clicked + other.clicked,
        replied=one.replied + other.replied,
        auto_replied=one.auto_replied + other.auto_replied,
    )


def _status(item: Document) -> RemoteStatus:
    code = number(item, "campaign_status")
    try:
        return RemoteStatus(int(code)) if code is not None else RemoteStatus.UNKNOWN
    except ValueError:
        return RemoteStatus.UNKNOWN

"""Campaigns: drafted, read back, activated, paused, changed."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from vibe_desktop.domain.remote_campaigns import (
    CampaignDraft,
    RemoteCampaign,
    RemoteSchedule,
    RemoteStatus,
    RemoteSummary,
    RemoteVariant,
)
from vibe_desktop.domain.sending_status import SendingDiagnosis
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.paging import every
from vibe_desktop.gateways.instantly.reading import (
    Document,
    document,
    documents,
    moment,
    needed_text,
    number,
    switch,
    text,
    unusable,
)
from vibe_desktop.gateways.instantly.sending import diagnosis_of

_WHAT = "a campaign"
_PATH = "/api/v2/campaigns"


class Campaigns:
    """`/campaigns`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def create(self, draft: CampaignDraft, work: Work) -> RemoteCampaign:
        """Make a draft; it never sends before it is activated. Repeating makes a second one."""
        answer = self._http.request_json("POST", _PATH, json=request_of(draft), work=work)
        return campaign_of(document(answer, _WHAT))

    def get(self, campaign_id: str, work: Work) -> RemoteCampaign:
        """Read one back.

        Raises:
            Rejected: With status 404: there is none of this id.
        """
        answer = self._http.request_json("GET", _at(campaign_id), work=work)
        return campaign_of(document(answer, _WHAT))

    def named(self, name: str, search: str, work: Work) -> tuple[RemoteCampaign, ...]:
        """All campaigns of exactly this name, oldest first.

        `search` is a part of the name that narrows the search at Instantly.
        """
        found = [
            campaign_of(item)
            for item in self._every({"search": search}, work)
            if text(item, "name") == name
        ]
        return tuple(sorted(found, key=lambda one: (str(one.created_at or ""), one.id)))

    def statuses(self, work: Work) -> Mapping[str, RemoteStatus]:
        """The status of every campaign of the workspace, by id."""
        return {needed_text(item, "id", _WHAT): _status(item) for item in self._every({}, work)}

    def summaries(self, work: Work, *, within: float | None = None) -> tuple[RemoteSummary, ...]:
        """Every campaign of the workspace, whoever made it; as little as possible is read of it.

        `within` makes it urgent: each page is asked for once, and has so many seconds.
        """
        return tuple(
            RemoteSummary(needed_text(item, "id", _WHAT), text(item, "name"), _any_status(item))
            for item in self._every({}, work, within=within)
        )

    def status(self, campaign_id: str, work: Work, *, within: float | None = None) -> RemoteStatus:
        """The status that one has now, whatever else there is to read of it.

        `within` makes it urgent: it is asked once, and the answer has so many seconds.
        """
        answer = self._http.request_json("GET", _at(campaign_id), work=work, within=within)
        return _any_status(document(answer, _WHAT))

    def sending(self, campaign_id: str, work: Work) -> SendingDiagnosis:
        """What Instantly says about why one is, or is not, sending now.

        Raises:
            ContractBroken: The answer cannot be read.
        """
        answer = self._http.request_json("GET", _at(campaign_id, "/sending-status"), work=work)
        return diagnosis_of(document(answer, "the sending status"))

    def rewrite(
        self,
        campaign_id: str,
        steps: Sequence[Sequence[RemoteVariant]],
        waits: Sequence[float],
        work: Work,
    ) -> None:
        """Replace all mails of a campaign. Repeating has the same effect as doing it once."""
        self._http.request_json(
            "PATCH",
            _at(campaign_id),
            json={"sequences": _sequences(steps, waits)},
            work=work,
            retry=Retry.SAFE,
        )

    def activate(self, campaign_id: str, work: Work) -> RemoteStatus:
        """Start it, or let it go on after a pause; the status it has then."""
        # No body and no content type: a JSON type with an empty body is refused.
        answer = self._http.request_json("POST", _at(campaign_id, "/activate"), work=work)
        return _status(document(answer, _WHAT))

    def pause(self, campaign_id: str, work: Work, *, within: float | None = None) -> RemoteStatus:
        """Stop sending; the status it has then.

        `within` makes it urgent: it is asked once, and the answer has so many seconds.
        """
        answer = self._http.request_json(
            "POST", _at(campaign_id, "/pause"), work=work, retry=Retry.SAFE, within=within
        )
        return _status(document(answer, _WHAT))

    def _every(
        self, query: Mapping[str, str], work: Work, *, within: float | None = None
    ) -> list[Document]:
        return list(
            every(
                lambda page: self._http.request_json(
                    "GET", _PATH, params={**page, **query}, work=work, within=within
                ),
                "the list of campaigns",
                work,
            )
        )


def request_of(draft: CampaignDraft) -> dict[str, object]:
    """The body of `POST /campaigns` for a draft."""
    schedule = draft.schedule
    return {
        "name": draft.name,
        "campaign_schedule": {
            "start_date": schedule.start_date,
            "end_date": schedule.end_date,
            "schedules": [
                {
                    "name": "Sending hours",
                    "timing": {"from": schedule.start, "to": schedule.end},
                    "days": {str(day): day in schedule.days for day in range(7)},
                    "timezone": schedule.timezone,
                }
            ],
        },
        "sequences": _sequences(draft.steps, draft.waits),
        "email_list": list(draft.mailboxes),
        "daily_limit": draft.daily_limit,
        "daily_max_leads": draft.new_leads_per_day,
        "email_gap": draft.gap_minutes,
        "random_wait_max": draft.extra_gap_minutes,
        "stop_on_reply": draft.stop_on_reply,
        "stop_on_auto_reply": draft.stop_on_auto_reply,
        "stop_for_company": draft.stop_for_company,
        "open_tracking": draft.open_tracking,
        "link_tracking": draft.link_tracking,
        "text_only": draft.text_only,
        "insert_unsubscribe_header": draft.insert_unsubscribe_header,
        "allow_risky_contacts": draft.allow_risky_contacts,
        "auto_variant_select": {"trigger": draft.auto_select} if draft.auto_select else None,
    }


def _sequences(
    steps: Sequence[Sequence[RemoteVariant]], waits: Sequence[float]
) -> list[dict[str, object]]:
    return [
        {
            "steps": [
                {
                    "type": "email",
                    "delay": wait,  # after this step, before the next one
                    "delay_unit": "days",
                    "variants": [
                        {"subject": one.subject, "body": one.body_html} for one in variants
                    ],
                }
                for variants, wait in zip(steps, (*waits, 0), strict=True)
            ]
        }
    ]


def campaign_of(item: Document) -> RemoteCampaign:
    """A campaign as the API gives it.

    Raises:
        ContractBroken: Its id, schedule or texts cannot be read.
    """
    select = item.get("auto_variant_select")
    return RemoteCampaign(
        id=needed_text(item, "id", _WHAT),
        status=_status(item),
        created_at=moment(item, "timestamp_created"),
        draft=CampaignDraft(
            name=text(item, "name"),
            schedule=_schedule(item),
            steps=_steps(item),
            waits=_waits(item),
            mailboxes=_strings(item, "email_list"),
            daily_limit=number(item, "daily_limit"),
            new_leads_per_day=number(item, "daily_max_leads"),
            gap_minutes=number(item, "email_gap"),
            extra_gap_minutes=number(item, "random_wait_max"),
            stop_on_reply=switch(item, "stop_on_reply"),
            stop_on_auto_reply=switch(item, "stop_on_auto_reply"),
            stop_for_company=switch(item, "stop_for_company"),
            open_tracking=switch(item, "open_tracking"),
            link_tracking=switch(item, "link_tracking"),
            text_only=switch(item, "text_only"),
            insert_unsubscribe_header=switch(item, "insert_unsubscribe_header"),
            allow_risky_contacts=switch(item, "allow_risky_contacts"),
            auto_select=(text(select, "trigger") or None) if isinstance(select, dict) else None,
        ),
    )


def _at(campaign_id: str, rest: str = "") -> str:
    return f"{_PATH}/{quote(campaign_id, safe='')}{rest}"


def _status(item: Document) -> RemoteStatus:
    code = number(item, "status")
    if code is None:
        raise unusable(_WHAT)
    try:
        return RemoteStatus(int(code))
    except ValueError:
        return RemoteStatus.UNKNOWN


def _any_status(item: Document) -> RemoteStatus:
    """As `_status`, but a status that cannot be read is an unknown one."""
    return RemoteStatus.UNKNOWN if number(item, "status") is None else _status(item)


def _schedule(item: Document) -> RemoteSchedule:
    outer = document(item.get("campaign_schedule"), _WHAT)
    windows = list(documents(outer.get("schedules"), _WHAT))
    if len(windows) != 1:
        # Ours has one window; any other number cannot be what was approved.
        return RemoteSchedule((), "", "", f"{len(windows)} windows", None, None)
    window = windows[0]
    days = document(window.get("days"), _WHAT)
    timing = document(window.get("timing"), _WHAT)
    return RemoteSchedule(
        days=tuple(sorted(int(day) for day, on in days.items() if on is True and day.isdigit())),
        start=text(timing, "from"),
        end=text(timing, "to"),
        timezone=text(window, "timezone"),
        start_date=text(outer, "start_date")[:10] or None,
        end_date=text(outer, "end_date")[:10] or None,
    )


def _steps(item: Document) -> tuple[tuple[RemoteVariant, ...], ...]:
    sequences = item.get("sequences")
    if not sequences:
        return ()
    first = next(documents(sequences, _WHAT))  # only the first is used
    return tuple(
        tuple(
            RemoteVariant(
                text(variant, "subject"),
                text(variant, "body"),
                enabled=variant.get("v_disabled") is not True,
            )
            for variant in documents(step.get("variants"), _WHAT)
        )
        for step in documents(first.get("steps"), _WHAT)
    )


_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0}


def _waits(item: Document) -> tuple[float, ...]:
    """Days after each step but the last, whatever unit they are given in."""
    sequences = item.get("sequences")
    if not sequences:
        return ()
    steps = list(documents(next(documents(sequences, _WHAT)).get("steps"), _WHAT))
    return tuple(
        (number(step, "delay") or 0) * _DAYS.get(text(step, "delay_unit") or "days", 1.0)
        for step in steps[:-1]
    )


def _strings(item: Document, key: str) -> tuple[str, ...]:
    value = item.get(key)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()

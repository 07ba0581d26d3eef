"""Leads of a running campaign: how far each has come, and taking them out of it."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from vibe_desktop.domain.errors import Rejected
from vibe_desktop.domain.remote_leads import RemoteLead
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.paging import PAGE, every_lead
from vibe_desktop.gateways.instantly.reading import Document, count, needed_text, number, text

_WHAT = "the list of leads"
_GONE = 404


class LeadStates:
    """`/leads`, seen from a campaign that was launched."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def not_contacted(self, campaign_id: str, work: Work) -> Iterator[RemoteLead]:
        """Who was not written to, says Instantly's filter; look at each one's own fields too."""
        return self._every({"campaign": campaign_id, "filter": "FILTER_VAL_NOT_CONTACTED"}, work)

    def unsubscribed(self, campaign_id: str, work: Work) -> Iterator[RemoteLead]:
        """Who asked for no more mails of a campaign."""
        found = self._every({"campaign": campaign_id, "filter": "FILTER_VAL_UNSUBSCRIBED"}, work)
        return (lead for lead in found if lead.unsubscribed)

    def of(self, campaign_id: str, emails: Sequence[str], work: Work) -> Iterator[RemoteLead]:
        """The leads of a campaign with these addresses."""
        wanted = {email.lower() for email in emails}
        for start in range(0, len(emails), PAGE):
            chunk = list(emails[start : start + PAGE])
            for lead in self._every({"campaign": campaign_id, "contacts": chunk}, work):
                if lead.email in wanted:
                    yield lead

    def delete(self, lead_id: str, work: Work) -> None:
        """Take one out of its campaign. Whoever is not there any more was taken out before."""
        path = f"/api/v2/leads/{quote(lead_id, safe='')}"
        try:
            self._http.request_json("DELETE", path, work=work, retry=Retry.SAFE)
        except Rejected as trouble:
            if trouble.status != _GONE:
                raise

    def _every(self, query: Mapping[str, object], work: Work) -> Iterator[RemoteLead]:
        return map(_lead, every_lead(self._http, query, _WHAT, work))


def _lead(item: Document) -> RemoteLead:
    status = number(item, "status")
    touched = (
        text(item, "timestamp_last_contact")
        or item.get("status_summary")
        or count(item, "email_reply_count")
        or count(item, "email_open_count")
    )
    return RemoteLead(
        id=needed_text(item, "id", _WHAT),
        email=text(item, "email").lower(),
        campaign=text(item, "campaign"),
        status=None if status is None else int(status),
        written_to=bool(touched),
    )

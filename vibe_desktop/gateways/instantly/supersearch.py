"""SuperSearch: people of Instantly's own database, counted and shown for free, bought for credits.

What the search takes for a place is reported in two forms: `{"country": "Germany"}`, with city and
state beside it, and `{"place_id": ..., "label": ...}` of Google's places. The first is used here,
since it needs no third service.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from vibe_desktop.domain.countries import name_of
from vibe_desktop.domain.errors import Rejected
from vibe_desktop.domain.supersearch import FoundPerson, PeopleFilters, PeoplePreview
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.paging import every_lead
from vibe_desktop.gateways.instantly.reading import (
    Document,
    document,
    documents,
    needed_text,
    number,
    switch,
    text,
    unusable,
)

_PATH = "/api/v2/supersearch-enrichment"
_COUNT = "the number of people found"
_PREVIEW = "the people found"
_ORDER = "the order of people"
_STATE = "the state of the order"
_PEOPLE = "the people bought"
_STANDARD = frozenset(
    {
        "email",
        "firstName",
        "lastName",
        "companyName",
        "jobTitle",
        "website",
        "phone",
        "personalization",
    }
)
"""Merge values that are fields of a lead; the rest are variables of its own."""


@dataclass(frozen=True, slots=True)
class OrderState:
    """How far Instantly has come with an order."""

    in_progress: bool


@dataclass(frozen=True, slots=True)
class BoughtPerson:
    """One person of a bought list.

    Attributes:
        custom: Further values by the name a template uses ("location", "linkedIn").
    """

    email: str
    first_name: str
    last_name: str
    company_name: str
    job_title: str
    website: str
    phone: str
    custom: dict[str, str]


class SuperSearch:
    """`/supersearch-enrichment`, and the leads of a list that it filled."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def count(self, filters: PeopleFilters, work: Work) -> int:
        """How many people match; free, and capped by Instantly at one million."""
        answer = self._read("count-leads-from-supersearch", filters, work)
        return _number_of(document(answer, _COUNT), _COUNT)

    def preview(self, filters: PeopleFilters, work: Work) -> PeoplePreview:
        """How many people match, and some of them without their addresses; free."""
        answer = document(self._read("preview-leads-from-supersearch", filters, work), _PREVIEW)
        people = tuple(
            FoundPerson(
                name=text(item, "fullName")
                or f"{text(item, 'firstName')} {text(item, 'lastName')}".strip(),
                job_title=text(item, "jobTitle"),
                company_name=text(item, "companyName"),
                location=text(item, "location"),
            )
            for item in documents(answer.get("leads"), _PREVIEW)
        )
        return PeoplePreview(_number_of(answer, _PREVIEW), people)

    def order(
        self,
        filters: PeopleFilters,
        people: int,
        name: str,
        list_id: str,
        work: Work,
    ) -> None:
        """Buy at most so many people into a lead list. Spends credits each time it is called.

        Raises:
            Unreachable: With `outcome_unknown`: look with `state` before ordering again.
        """
        answer = document(
            self._http.request_json(
                "POST",
                f"{_PATH}/enrich-leads-from-supersearch",
                json={
                    "search_filters": search_filters(filters),
                    "limit": people,
                    "search_name": name,
                    "resource_id": list_id,
                    "work_email_enrichment": True,
                    "fully_enriched_profile": False,
                    "skip_rows_without_email": True,
                },
                work=work,
            ),
            _ORDER,
        )
        if needed_text(answer, "resource_id", _ORDER) != list_id:
            raise unusable(_ORDER)

    def state(self, list_id: str, work: Work) -> OrderState | None:
        """How far the order for a list has come, None when there is none for it."""
        try:
            answer = self._http.request_json("GET", f"{_PATH}/{quote(list_id, safe='')}", work=work)
        except Rejected as refusal:
            if refusal.status == 404:
                return None
            raise
        item = document(answer, _STATE)
        exists, in_progress = switch(item, "exists"), switch(item, "in_progress")
        if exists is None:
            raise unusable(_STATE)
        return OrderState(in_progress is True) if exists else None

    def people(self, list_id: str, work: Work) -> Iterator[BoughtPerson]:
        """Everybody in a list who has an address."""
        for item in every_lead(self._http, {"list_id": list_id}, _PEOPLE, work):
            if email := text(item, "email"):
                yield _person(item, email)

    def _read(self, operation: str, filters: PeopleFilters, work: Work) -> object:
        return self._http.request_json(
            "POST",
            f"{_PATH}/{operation}",
            json={"search_filters": search_filters(filters)},
            work=work,
            retry=Retry.SAFE,  # it only reads
        )


def search_filters(filters: PeopleFilters) -> dict[str, Any]:
    """The filters in Instantly's terms; what restricts nothing is left out."""
    found: dict[str, Any] = {}
    title = {
        key: list(words)
        for key, words in (("include", filters.titles), ("exclude", filters.not_titles))
        if words
    }
    if title:
        found["title"] = title
    if filters.industries:
        found["industry"] = {"include": list(filters.industries)}
    if filters.sizes:
        found["employeeCount"] = list(filters.sizes)
    if filters.keywords:
        found["keyword_filter"] = {"include": " ".join(filters.keywords)}
    if filters.domains:
        found["domains"] = list(filters.domains)
    if filters.countries:
        found["locations"] = [
            {"city": "", "state": "", "country": name_of(code)} for code in filters.countries
        ]
    found["skip_owned_leads"] = filters.skip_known
    found["show_one_lead_per_company"] = filters.one_per_company
    return found


def _number_of(answer: Document, what: str) -> int:
    found = number(answer, "number_of_leads")
    if found is None or found < 0:
        raise unusable(what)
    return int(found)


def _person(item: Document, email: str) -> BoughtPerson:
    payload = item.get("payload")
    values: Document = payload if isinstance(payload, dict) else {}
    return BoughtPerson(
        email=email,
        first_name=text(item, "first_name") or text(values, "firstName"),
        last_name=text(item, "last_name") or text(values, "lastName"),
        company_name=text(item, "company_name") or text(values, "companyName"),
        job_title=text(item, "job_title") or text(values, "jobTitle"),
        website=text(item, "website") or text(values, "website"),
        phone=text(item, "phone") or text(values, "phone"),
        custom={
            key: str(value)
            for key, value in values.items()
            if key not in _STANDARD
            and value not in (None, "")
            and isinstance(value, str | int | float)
        },
    )

"""Leads: added to a list or a campaign, and counted there."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Self

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient, JsonText
from vibe_desktop.gateways.instantly.paging import PAGE, every_lead
from vibe_desktop.gateways.instantly.reading import (
    count,
    document,
    text,
    unusable,
)

_WHAT = "the outcome of adding leads"
_INDEX = itemgetter("index")
_UPLOADED = re.compile(rb'"leads_uploaded"\s*:\s*(\d+)\s*[,}]')


class Target(StrEnum):
    """Where leads are added. The two calls that concern leads spell it differently."""

    LIST = "list"
    CAMPAIGN = "campaign"

    @property
    def add_key(self) -> str:
        """The key in `POST /leads/add`."""
        return {"list": "list_id", "campaign": "campaign_id"}[self.value]

    @property
    def filter_key(self) -> str:
        """The key in `POST /leads/list`; a wrong one is ignored there and matches every lead."""
        return {"list": "list_id", "campaign": "campaign"}[self.value]


@dataclass(frozen=True, slots=True)
class LeadTexts:
    """1 to 1,000 leads as they go over the wire: JSON objects in UTF-8 with commas between."""

    json: bytes
    count: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Leads that are a JSON object each."""
        return cls(",".join(texts).encode(), len(texts))


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one batch.

    Attributes:
        created: Indices into the batch of the leads that were created.
        blocked: Leads on the workspace's block list.
        skipped: Leads left out because of a flag.
        invalid: Leads whose address Instantly does not accept.
        incomplete: Leads with neither address nor name.
        repeated: Repetitions inside the batch.
    """

    created: frozenset[int]
    blocked: int
    skipped: int
    invalid: int
    incomplete: int
    repeated: int

    @property
    def reasons(self) -> str:
        """Why leads were left out, in words, "" when none was."""
        parts = (
            (self.blocked, "on the block list at Instantly"),
            (self.invalid, "address not accepted"),
            (self.skipped, "skipped by Instantly"),
            (self.incomplete, "incomplete"),
            (self.repeated, "repeated"),
        )
        given = [words for number_of, words in parts if number_of]
        return " or ".join(given)


class Leads:
    """`/leads`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def add(
        self, target: Target, target_id: str, leads: Sequence[Mapping[str, object]], work: Work
    ) -> Added:
        """Add 1 to 1,000 leads. The answer is 200 even when none landed.

        Raises:
            Unreachable: With `outcome_unknown`: look with `present` before adding again.
        """
        texts = [json.dumps(lead, ensure_ascii=False) for lead in leads]
        return self.add_texts(target, target_id, LeadTexts.of(texts), work)

    def add_texts(self, target: Target, target_id: str, leads: LeadTexts, work: Work) -> Added:
        """The same for leads that are JSON already.

        Raises:
            Unreachable: As above.
        """
        head = json.dumps({target.add_key: target_id, "verify_leads_on_import": False})
        body = b"".join((head[:-1].encode(), b',"leads":[', leads.json, b"]}"))
        answer = self._http.request_json(
            "POST",
            "/api/v2/leads/add",
            json=JsonText(body),
            work=work,
            decode=lambda content: _everybody(content, leads.count) or json.loads(content),
        )
        if isinstance(answer, Added):
            return answer
        found = document(answer, _WHAT)
        return Added(
            created=_indices(found.get("created_leads"), leads.count),
            blocked=count(found, "in_blocklist"),
            skipped=count(found, "skipped_count"),
            invalid=count(found, "invalid_email_count"),
            incomplete=count(found, "incomplete_count"),
            repeated=count(found, "duplicate_email_count"),
        )

    def present(
        self, target: Target, target_id: str, emails: Sequence[str], work: Work
    ) -> frozenset[str]:
        """Those of the addresses that are in the list or campaign, lower case."""
        found: set[str] = set()
        for start in range(0, len(emails), PAGE):
            chunk = list(emails[start : start + PAGE])
            found.update(self._addresses({target.filter_key: target_id, "contacts": chunk}, work))
        return frozenset(found & {email.lower() for email in emails})

    def every_address(self, target: Target, target_id: str, work: Work) -> Iterator[str]:
        """The address of every lead in the list or campaign, lower case, one per lead."""
        return self._addresses({target.filter_key: target_id}, work)

    def _addresses(self, query: Mapping[str, object], work: Work) -> Iterator[str]:
        for item in every_lead(self._http, query, "the list of leads", work):
            yield text(item, "email").lower()


def _everybody(content: bytes, count_sent: int) -> Added | None:
    """All of them, when the counter of the answer says so; None when one has to look closer.

    Reading the whole answer, which names every lead, costs as much as all the rest of a request.
    Inside a text the quotes before the colon would be escaped, so the counter is the counter.
    """
    told = _UPLOADED.search(content)
    if told is None or int(told[1]) != count_sent or not content.rstrip().endswith(b"}"):
        return None
    return Added(frozenset(range(count_sent)), 0, 0, 0, 0, 0)


def _indices(created: object, size: int) -> frozenset[int]:
    """The places in the request of the leads that were created.

    Raises:
        ContractBroken: They cannot be read, or name places that were not in it.
    """
    try:
        found = frozenset(map(_INDEX, created)) if isinstance(created, list) else None
    except (TypeError, KeyError):
        found = None
    if found is None or not found <= frozenset(range(size)):
        raise unusable(_WHAT)
    return frozenset(map(int, found))

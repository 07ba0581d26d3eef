"""Leads: added to a list or a campaign, and counted there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.http.retrying import Retry
from vibe_desktop.gateways.instantly.paging import PAGE, every
from vibe_desktop.gateways.instantly.reading import (
    count,
    document,
    documents,
    number,
    text,
    unusable,
)

_WHAT = "the outcome of adding leads"


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
        answer = self._http.request_json(
            "POST",
            "/api/v2/leads/add",
            json={
                target.add_key: target_id,
                "verify_leads_on_import": False,
                "leads": list(leads),
            },
            work=work,
        )
        body = document(answer, _WHAT)
        created = set()
        for item in documents(body.get("created_leads"), _WHAT):
            index = number(item, "index")
            if index is None or not 0 <= index < len(leads):
                raise unusable(_WHAT)
            created.add(int(index))
        return Added(
            created=frozenset(created),
            blocked=count(body, "in_blocklist"),
            skipped=count(body, "skipped_count"),
            invalid=count(body, "invalid_email_count"),
            incomplete=count(body, "incomplete_count"),
            repeated=count(body, "duplicate_email_count"),
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
        for item in every(
            lambda page: self._http.request_json(
                "POST",
                "/api/v2/leads/list",
                json={**query, **page},
                work=work,
                retry=Retry.SAFE,  # it only reads
            ),
            "the list of leads",
            work,
        ):
            yield text(item, "email").lower()

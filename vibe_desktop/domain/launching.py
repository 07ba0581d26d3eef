"""The rules of a launch: its name, its steps, and the leads as they are sent."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from vibe_desktop.domain.grammar import SENDER_TAGS, If, Node, Random, Template, Variable
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import lead_values, missing_in

BATCH_SIZE = 1000
"""Leads in one request: the most that Instantly takes."""

_TOKEN_BYTES = 3
_LONGEST_NAME = 80


def new_token() -> str:
    """A token such as "vm-7f3a2c": six random hex digits."""
    return f"vm-{secrets.token_hex(_TOKEN_BYTES)}"


def remote_name(url: str, token: str) -> str:
    """The name of campaign and lead list at Instantly: "Launch - myapp.com [vm-7f3a2c]"."""
    host = (urlsplit(url).hostname or "product").removeprefix("www.")
    return f"Launch - {host[:_LONGEST_NAME]} [{token}]"


ORDER: tuple[LaunchState, ...] = (
    LaunchState.PLANNED,
    LaunchState.LIST_CREATED,
    LaunchState.CAMPAIGN_DRAFTED,
    LaunchState.LEADS_ADDED,
    LaunchState.VERIFIED,
    LaunchState.ACTIVATED,
    LaunchState.DONE,
)
"""The states of a launch that goes well, in order."""

UNFINISHED: tuple[LaunchState, ...] = ORDER[:-1]
"""States from which `resume` goes on."""


def may_follow(before: LaunchState, after: LaunchState) -> bool:
    """Whether a launch may go from one state to another.

    One step forward at a time; before activation it may fail, after it may be paused and go on.
    """
    if after is LaunchState.FAILED:
        return before in UNFINISHED and before is not LaunchState.ACTIVATED
    if after is LaunchState.PAUSED:
        return before in (LaunchState.VERIFIED, LaunchState.ACTIVATED, LaunchState.DONE)
    if before is LaunchState.PAUSED:
        return after is LaunchState.DONE
    if before is LaunchState.FAILED or after is before:
        return False
    return ORDER.index(after) == ORDER.index(before) + 1


def batches(lead_count: int, size: int = BATCH_SIZE) -> range:
    """The numbers of the first lead of each batch."""
    return range(0, lead_count, size)


def lead_payload(lead: Lead) -> dict[str, object]:
    """A lead as `POST /leads/add` takes it; empty fields are left out."""
    payload: dict[str, object] = {
        name: value
        for name in (
            *("email", "first_name", "last_name", "company_name"),
            *("job_title", "website", "phone", "personalization"),
        )
        if (value := getattr(lead, name))
    }
    custom = {name: value for name, value in lead.custom.items() if value}
    if custom:
        payload["custom_variables"] = custom
    return payload


class TagCheck:
    """Tells which merge tags of some texts a lead cannot fill.

    Every wording of a `RANDOM` is looked at: which one Instantly takes is not known before. What a
    condition keeps from a lead is not.
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        variables = {
            template.source[node.start : node.end]: node
            for template in templates
            for node in _asking(template.nodes)
        }
        self._probes = tuple(Template("", (node,), ()) for node in variables.values())
        self._senders = dict.fromkeys(SENDER_TAGS, "x")  # filled at Instantly, for every mail

    def missing(self, lead: Lead) -> tuple[str, ...]:
        """Names of the fields that have neither a value nor a fallback, each once."""
        values: Mapping[str, str] = {**lead_values(lead), **self._senders}
        names = [name for probe in self._probes for name in missing_in(probe, values)]
        return tuple(dict.fromkeys(names))


def _asking(nodes: Iterable[Node]) -> Iterator[Variable | If]:
    for node in nodes:
        match node:
            case Variable() | If():
                yield node
            case Random(options):
                for option in options:
                    yield from _asking(option.nodes)
            case _:
                pass

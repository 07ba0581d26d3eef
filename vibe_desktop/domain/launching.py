"""The rules of a launch: its name, its steps, and the leads as they are sent."""

import json
import secrets
from json.encoder import encode_basestring
from urllib.parse import urlsplit

from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.leads import NO_CUSTOM_JSON, LeadCells

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


_KEYS = tuple(
    f',"{name}":'
    for name in (
        *("first_name", "last_name", "company_name"),
        *("job_title", "website", "phone", "personalization"),
    )
)


def lead_text(lead: LeadCells) -> str:
    """A lead as `POST /leads/add` takes it, a JSON object; what is empty is left out."""
    email, *fields, custom = lead
    parts = ['{"email":', encode_basestring(email)]
    for key, value in zip(_KEYS, fields, strict=True):
        if value:
            parts += (key, encode_basestring(value))
    if '""' in custom:  # perhaps a variable without a value
        filled = {name: value for name, value in json.loads(custom).items() if value}
        custom = json.dumps(filled, ensure_ascii=False)
    if custom != NO_CUSTOM_JSON:
        parts += (',"custom_variables":', custom)
    parts.append("}")
    return "".join(parts)

"""Mails as Instantly keeps them: sent ones are rendered, answers are written."""

import html
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from vibe_desktop.domain.grammar import Template, parse
from vibe_desktop.domain.templates import UNSUBSCRIBE_TAG, Place, field_value, fill, to_text
from vibe_desktop.sandbox.simulation import answers
from vibe_desktop.sandbox.state import Json, State, iso

_LINK = re.compile(r"href\s*=|https?://", re.IGNORECASE)
_UNSUBSCRIBE = re.compile(r"<a\b[^>]*\{unsubscribe_link\}[^>]*>", re.IGNORECASE)
_PREVIEW = 120
SENT, RECEIVED, MANUAL = 1, 2, 3


def plain(body: str) -> str:
    """The text of an HTML body."""
    return to_text(body).strip()


def has_link(body: str) -> bool:
    """Whether there is something to click besides the opt-out."""
    return _LINK.search(_UNSUBSCRIBE.sub("", body)) is not None


class Renderer:
    """Fills templates in; reads each template once."""

    def __init__(self) -> None:
        self._parsed: dict[str, Template] = {}

    def fill(self, text: str, lead: Json, account: Json, place: Place) -> str:
        """The text as the recipient gets it: as the preview of the app shows it."""
        template = self._parsed.get(text)
        if template is None:
            template = self._parsed[text] = parse(text)
        return fill(template, _values(lead, account), lead.get("email") or "", place).text


def _values(lead: Json, account: Json) -> Mapping[str, str]:
    payload: Mapping[str, Any] = lead.get("payload") or {}
    values = {name: str(value) for name, value in payload.items() if value is not None}
    values.pop(UNSUBSCRIBE_TAG, None)  # the service's own
    first, last = account.get("first_name") or "", account.get("last_name") or ""
    values |= {
        "email": lead.get("email") or "",
        "sendingAccountFirstName": first,
        "sendingAccountName": f"{first} {last}".strip(),
        "sendingAccountEmail": account["email"],
    }
    return {name: field_value(value) for name, value in values.items()}


def thread_of(lead_id: str) -> str:
    """The id of the conversation with a lead."""
    return str(uuid.uuid5(uuid.UUID(lead_id), "thread"))


def keep(state: State, mail: Json, lead: Json, at: float) -> None:
    """Store a mail, completing what all mails have in common."""
    key = state.new_id(at)
    doc = {
        "id": key,
        "timestamp_created": iso(at),
        "timestamp_email": iso(at),
        "message_id": f"<{key}@sandbox.example>",
        "organization_id": state.meta("organization"),
        "campaign_id": lead.get("campaign"),
        "list_id": lead.get("list_id"),
        "lead": lead.get("email"),
        "lead_id": lead["id"],
        "thread_id": thread_of(lead["id"]),
        "is_unread": 0,
        "is_auto_reply": 0,
        "is_focused": 1,
        "i_status": lead.get("lt_interest_status"),
        "cc_address_email_list": "",
        "bcc_address_email_list": "",
        "content_preview": mail["body"].get("text", "")[:_PREVIEW],
        **mail,
    }
    state.run(
        "INSERT INTO emails VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            doc["id"],
            doc["thread_id"],
            doc["campaign_id"],
            (doc["lead"] or "").lower(),
            doc["eaccount"],
            doc["ue_type"],
            doc["is_unread"],
            int(at),
            json.dumps(doc),
        ),
    )
    mail.update(doc)


def sent(lead: Json, account: Json, step: str, subject: str, body: str) -> Json:
    """A mail of the campaign."""
    return {
        "subject": subject,
        "from_address_email": account["email"],
        "to_address_email_list": lead["email"],
        "body": {"html": body, "text": plain(body)},
        "eaccount": account["email"],
        "ue_type": SENT,
        "step": step,
    }


def answer(lead: Json, account: Json, step: str, subject: str, mood: str) -> Json:
    """What the recipient writes back."""
    words = answers.write(
        mood,
        f"{lead['email']}|{step}",
        name=lead.get("first_name") or "",
        sender=account.get("first_name") or "",
    )
    automatic = mood == "out_of_office"
    return {
        "subject": answers.subject(mood, subject),
        "from_address_email": lead["email"],
        "to_address_email_list": account["email"],
        "body": {"text": words, "html": html.escape(words).replace("\n", "<br />")},
        "eaccount": account["email"],
        "ue_type": RECEIVED,
        "step": step,
        "is_unread": 1,
        "is_auto_reply": int(automatic),
        "is_focused": int(not automatic),
        "ai_interest_value": answers.INTEREST.get(mood, 0),
        "from_address_json": [{"address": lead["email"], "name": lead.get("first_name") or ""}],
        "to_address_json": [{"address": account["email"], "name": account.get("first_name") or ""}],
    }

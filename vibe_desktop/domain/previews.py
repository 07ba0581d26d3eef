"""A mail as one recipient would get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import (
    UNSUBSCRIBE_TAG,
    chooser,
    lead_values,
    parse,
    render,
    to_html,
)

EXAMPLE_LEAD = Lead(
    email="sam@northwind.example",
    first_name="Sam",
    last_name="Rivera",
    company_name="Northwind",
    job_title="Head of Operations",
    website="northwind.example",
)
"""Stands in while a campaign has no leads."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail filled in for one lead.

    Attributes:
        subject: The subject line.
        text: Body and footer as plain text.
        html: Body and footer as the HTML that is sent.
        missing: Fields with neither value nor fallback, in order, subject first.
    """

    subject: str
    text: str
    html: str
    missing: tuple[str, ...]


def preview(subject: str, body: str, identity: Identity, lead: Lead) -> Preview:
    """The mail that `lead` would get.

    Goes the same way as a launch: `compose`, then `to_html`, and only then are the tags filled.
    The fields of the sending mailbox are not known before sending; the founder's name stands in.
    """
    values = {**lead_values(lead), **sender_values(identity)}
    composed = compose(body, identity)
    shown_subject = render(parse(subject), values, chooser(f"subject {lead.email}"))
    shown_text = render(parse(composed), values, chooser(lead.email))
    markup = parse(to_html(composed))
    shown_html = render(markup, _escaped(values), chooser(lead.email))
    missing = dict.fromkeys((*shown_subject.missing, *shown_text.missing))
    return Preview(shown_subject.text, shown_text.text, shown_html.text, tuple(missing))


def sender_values(identity: Identity) -> dict[str, str]:
    """The fields of the sending mailbox by tag name, with the founder's name standing in."""
    first, _, _ = identity.name.strip().partition(" ")
    return {"sendingAccountFirstName": first, "sendingAccountName": identity.name.strip()}


def _escaped(values: Mapping[str, str]) -> dict[str, str]:
    escaped = {name: escape(value, quote=False) for name, value in values.items()}
    # The address is Instantly's to fill in: the link is shown, but leads nowhere yet.
    return {**escaped, UNSUBSCRIBE_TAG: f"{{{UNSUBSCRIBE_TAG}}}"}

"""A mail as one recipient would get it."""

from collections.abc import Mapping
from dataclasses import dataclass

from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import (
    UNSUBSCRIBE_TAG,
    Place,
    field_value,
    fill,
    lead_values,
    parse,
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
        subject: The subject line, "" for a follow-up that goes out in the thread before it.
        text: Body and footer as plain text, as it reads in a mail program.
        html: Body and footer as the HTML that is sent.
        missing: Fields with neither value nor fallback, in order, subject first.
        thread_subject: What a mail without a subject of its own will be headed by: "Re: ...". ""
            when it has its own, or when the subject of the thread is not known.
    """

    subject: str
    text: str
    html: str
    missing: tuple[str, ...]
    thread_subject: str = ""


def preview(
    subject: str, body: str, identity: Identity, lead: Lead, *, thread_subject: str = ""
) -> Preview:
    """The mail that `lead` would get.

    Args:
        subject: As it is written, with tags; "" for a follow-up.
        body: As it is written, without the footer.
        identity: Who writes: the footer, and what stands in for the fields of the mailbox, which
            are not known before sending.
        lead: Who gets it.
        thread_subject: The subject, with tags, of the first mail that a follow-up answers to.
    """
    values = mail_values(lead, identity)
    return render_mail(
        subject, compose(body, identity), values, lead.email, thread_subject=thread_subject
    )


def render_mail(
    subject: str,
    composed: str,
    values: Mapping[str, str],
    email: str,
    *,
    thread_subject: str = "",
) -> Preview:
    """A whole mail filled in, by the way that a launch goes: `to_html`, and only then the tags.

    Args:
        subject: As it is written, with tags.
        composed: Body and footer, see `compose`.
        values: See `mail_values`.
        email: The recipient's address, which decides the wordings.
        thread_subject: As for `preview`.
    """
    shown_subject = fill(parse(subject), values, email, Place.SUBJECT)
    shown_text = fill(parse(composed), values, email, Place.TEXT)
    # The opt-out address is Instantly's to fill in: the link is shown, but leads nowhere yet.
    linked = {**values, UNSUBSCRIBE_TAG: f"{{{UNSUBSCRIBE_TAG}}}"}
    shown_html = fill(parse(to_html(composed)), linked, email, Place.HTML)
    thread = ""
    if not subject.strip() and thread_subject.strip():
        first = fill(parse(thread_subject), values, email, Place.SUBJECT).text
        thread = f"Re: {first}"
    missing = dict.fromkeys((*shown_subject.missing, *shown_text.missing))
    return Preview(shown_subject.text, shown_text.text, shown_html.text, tuple(missing), thread)


def mail_values(lead: Lead, identity: Identity) -> dict[str, str]:
    """All values of a mail before it is sent: the lead's, and the founder's name as the sender."""
    name = field_value(identity.name.strip())
    first, _, _ = name.partition(" ")
    return {
        **lead_values(lead),
        "sendingAccountFirstName": first,
        "sendingAccountName": name,
    }

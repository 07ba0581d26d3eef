"""Test mails: any mail of a campaign, as any of its leads would get it."""

from datetime import UTC, datetime

from vibe_desktop.domain.addresses import normalise_email
from vibe_desktop.domain.errors import (
    Conflict,
    ContractBroken,
    InvalidInput,
    Trouble,
    Unreachable,
    uncertain,
)
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import EXAMPLE_LEAD, Preview, preview
from vibe_desktop.domain.trial_mails import TrialMail
from vibe_desktop.domain.variants import FIRST_STEP, Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.variants import VariantRepository

EXAMPLE_ROW = 0
"""Stands for the invented lead of the preview: no lead has this row."""

_NOT_SENT = "Nothing was sent."


class TrialMailService:
    """What the founder can ask for about test mails."""

    def __init__(
        self,
        *,
        variants: VariantRepository,
        leads: LeadRepository,
        identity: IdentityRepository,
        instantly: InstantlyClient,
    ) -> None:
        self._variants = variants
        self._leads = leads
        self._identity = identity
        self._instantly = instantly

    def send(self, variant_id: str, lead_row: int, mailbox: str, to: str, work: Work) -> TrialMail:
        """Send one test mail. It is never repeated by itself: that would be a second mail.

        Args:
            variant_id: The mail, of any step.
            lead_row: `Lead.row` of a lead of the campaign, `EXAMPLE_ROW` for the invented one.
            mailbox: The sender, one that Instantly has.
            to: One address, the founder's.
            work: Waits for its turn: Instantly sends ten test mails a minute at most.

        Raises:
            InvalidInput: The address, the mail or the lead cannot be used; `field` says which.
            NotAuthorised, Rejected: Instantly did not send it, and why.
            Unreachable, ContractBroken: It may have been sent all the same; the words say so.
        """
        address = normalise_email(to)
        if address is None:
            raise InvalidInput(
                f"“{to.strip()}” is no address that a mail can be sent to.",
                safe=_NOT_SENT,
                next_step="Give one address, as in ada@example.com.",
                field="to",
            )
        if not mailbox.strip():
            raise InvalidInput(
                "No mailbox is chosen.",
                safe=_NOT_SENT,
                next_step="Choose one of your mailboxes.",
                field="mailbox",
            )
        variant = self._variants.get(variant_id)
        lead = self._lead(variant.campaign_id, lead_row)
        mail = self._rendered(variant, lead)
        subject = mail.subject or mail.thread_subject
        work.report("Sending the test mail")
        try:
            self._instantly.emails.test(mailbox.strip(), address, subject, mail.html, work)
        except (Unreachable, ContractBroken) as trouble:
            if not uncertain(trouble):
                raise trouble.advised(safe=_NOT_SENT) from trouble
            raise trouble.advised(
                safe="It may have been sent all the same.",
                next_step="Look into your inbox before you send another one.",
            ) from trouble
        except Trouble as trouble:
            raise trouble.advised(safe=trouble.safe or _NOT_SENT) from trouble
        return TrialMail(
            to=address,
            mailbox=mailbox.strip(),
            subject=subject,
            rendered_for=lead.email,
            missing=mail.missing,
            sent_at=datetime.now(UTC),
        )

    def _lead(self, campaign_id: str, row: int) -> Lead:
        if row == EXAMPLE_ROW:
            return EXAMPLE_LEAD
        lead = self._leads.in_row(campaign_id, row)
        if lead is None:
            raise Conflict(
                "This lead would not get the mail: it was deleted, or must not be written to.",
                safe=_NOT_SENT,
                next_step="Choose another lead.",
            )
        return lead

    def _rendered(self, variant: Variant, lead: Lead) -> Preview:
        """The mail by the code that renders previews and launches."""
        thread = ""
        if variant.step > FIRST_STEP:
            first = [
                one
                for one in self._variants.list(variant.campaign_id)
                if one.step == FIRST_STEP and one.rejected_at is None
            ]
            thread = first[0].current.subject if first else ""
        current = variant.current
        return preview(
            current.subject, current.body, self._identity.get(), lead, thread_subject=thread
        )

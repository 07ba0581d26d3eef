"""Every mail to every lead: filled in, checked, sorted by risk, and approved in one decision.

What is checked is what is sent: the same `compose`, the same grammar, the same values as in a
preview. Building reads and computes for seconds when there are many leads: run it in a job of its
own, never on the lane of the database.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import Final

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.compiled_mails import compile_mail
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.footers import compose, footer
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import EXAMPLE_LEAD, mail_values, preview
from vibe_desktop.domain.review_sets import (
    RenderedMail,
    ReviewedMail,
    ReviewSet,
    RowCollector,
    Standing,
)
from vibe_desktop.domain.risks import MailChecker, Risk, sample_values
from vibe_desktop.domain.risky_values import odd_values
from vibe_desktop.domain.templates import parse, seed_of
from vibe_desktop.domain.variants import Variant, content_hash
from vibe_desktop.domain.work import Work
from vibe_desktop.services.variants import VariantService
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.times import now, to_text
from vibe_desktop.store.variants import VariantRepository

INVENTED: Final = replace(EXAMPLE_LEAD, personalization="I read your last post with interest.")
"""Stands in while there are no leads, with nothing odd about it."""
EXAMPLE_ROW: Final = 0
"""Stands for the invented lead; the store counts its rows from 1."""
_LEADS_AT_ONCE: Final = 200
"""Between two looks at whether the founder cancelled: some 20 ms of work."""
_LEADS_A_REPORT: Final = 2 * _LEADS_AT_ONCE
"""Each report is drawn, and drawing beside busy Python is what a window hesitates for."""
_WAYS: Final = 8
"""How often a mail is filled in for nobody in particular, to learn what it is like by itself."""


class ReviewService:
    """Looks at everything that a campaign would send.

    Mails that were rejected, and follow-ups that the campaign does not wait for, are left out.
    """

    def __init__(
        self,
        *,
        mails: VariantService,
        variants: VariantRepository,
        leads: LeadRepository,
        identity: IdentityRepository,
    ) -> None:
        self._mails = mails
        self._variants = variants
        self._leads = leads
        self._identity = identity

    def build(self, campaign_id: str, work: Work) -> ReviewSet:
        """Fill in and check every mail to every lead; without leads, to an invented one.

        About a second of processor time for 10,000 leads and three mails.

        Raises:
            InvalidInput: There is no such campaign, or it has no mail that is not rejected.
            Cancelled: The work was cancelled.
        """
        work.report("Reading the mails")
        identity = self._identity.get()
        variants = self._wanted(campaign_id, work)
        if not variants:
            raise InvalidInput(
                "There are no mails to review.",
                next_step="Write the mails, or take back a rejection.",
            )
        texts = [_Text(variant, identity) for variant in variants]
        collector = RowCollector([text.mail for text in texts])
        hashed = hashlib.sha256()
        total = self._leads.count_for_campaign(campaign_id)
        count = 0

        def add(row: int, lead: Lead) -> None:
            values = mail_values(lead, identity)
            odd, seed = odd_values(values), seed_of(lead.email)
            collector.add(row, lead, [text.risks(values, seed, odd) for text in texts])

        with closing(self._leads.numbered_for_campaign(campaign_id, _LEADS_AT_ONCE)) as pages:
            for page in pages:
                work.check()
                if count % _LEADS_A_REPORT == 0:
                    done, whole = count * len(texts), max(total, count) * len(texts)
                    work.report("Checking every mail", done, whole)
                for row, lead in page:
                    hashed.update(_lead_bytes(lead))
                    add(row, lead)
                count += len(page)
        if not count:
            add(EXAMPLE_ROW, INVENTED)
        work.report("Sorting by risk", collector.mail_count, collector.mail_count)
        digest = _Digest(_hash_of_texts(variants), _hash_of_footer(identity), hashed.hexdigest())
        return ReviewSet(
            digest=str(digest),
            lead_count=count,
            mail_count=collector.mail_count,
            odd_count=collector.odd_count,
            counts=collector.counts(),
            rows=collector.rows(),
            example=not count,
            standing=self._standing(campaign_id, variants, identity, (), work),
        )

    def mail(self, campaign_id: str, variant_id: str, lead_row: int, work: Work) -> RenderedMail:
        """One mail of a review set as its lead would get it, with what is odd about it.

        Raises:
            InvalidInput: The mail or the lead is no longer there.
        """
        work.check()
        identity = self._identity.get()
        wanted = self._wanted(campaign_id, work)
        chosen = [one for one in wanted if one.id == variant_id]
        lead = INVENTED if lead_row == EXAMPLE_ROW else self._leads.in_row(campaign_id, lead_row)
        if not chosen or lead is None:
            raise InvalidInput(
                "This mail would not be sent any more: the mails or the leads have changed.",
                next_step="Build the review again.",
            )
        text = _Text(chosen[0], identity)
        values = mail_values(lead, identity)
        current = chosen[0].current
        # Which variant a person got is not known; the thread is shown as that of the first one.
        thread = "" if not chosen[0].follow_up else wanted[0].current.subject
        return RenderedMail(
            lead_row,
            lead,
            text.mail,
            preview(current.subject, current.body, identity, lead, thread_subject=thread),
            text.risks(values, seed_of(lead.email), odd_values(values)),
        )

    def standing(
        self, campaign_id: str, digest: str, work: Work, *, leads: bool = True
    ) -> Standing:
        """What has changed since a set was built, and what stands in the way of approving it.

        Args:
            campaign_id: The campaign.
            digest: `ReviewSet.digest`.
            work: Asked whether to stop.
            leads: Whether the leads may have changed: reading them takes longest.

        Raises:
            InvalidInput: There is no such campaign.
            Cancelled: The work was cancelled.
        """
        identity = self._identity.get()
        variants = self._wanted(campaign_id, work)
        changed = self._changed(campaign_id, digest, variants, identity, work, leads=leads)
        return self._standing(campaign_id, variants, identity, changed, work)

    def approve_all(
        self, campaign_id: str, digest: str, work: Work
    ) -> Written[tuple[Variant, ...]]:
        """Approve every mail that is not rejected, as one decision with its evidence.

        The set is built once more: what is kept as evidence was seen at this moment.

        Args:
            campaign_id: The campaign.
            digest: `ReviewSet.digest` of the set that the founder looked at.
            work: Cancelling it before the end approves nothing.

        Raises:
            Conflict: Texts, footer or leads have changed since; nothing was approved.
            InvalidInput: A blocking finding stands, or there is nothing to approve.
            Cancelled: The work was cancelled; nothing was approved.
        """
        identity = self._identity.get()
        before = {one.id: one.current for one in self._wanted(campaign_id, work)}
        seen = self.build(campaign_id, work)
        variants = self._wanted(campaign_id, work)
        changed = _differences(digest, seen.digest)
        if changed or {one.id: one.current for one in variants} != before:
            raise Conflict(
                f"{' '.join(changed) or 'A mail has changed.'}",
                safe="Nothing was approved.",
                next_step="Build the review again and look at it once more.",
            )
        if seen.standing.blockers:
            raise InvalidInput(
                f"Not all mails can be approved yet: {seen.standing.blockers[0]}",
                safe="Nothing was approved.",
                next_step="Fix it, build the review again and approve then.",
            )
        evidence = {
            "digest": seen.digest,
            "leads": seen.lead_count,
            "mails": seen.mail_count,
            "odd": seen.odd_count,
            "counts": [asdict(count) for count in seen.counts],
            "at": to_text(now()),
        }
        work.check()
        foot = footer(identity)
        self._variants.approve_all(
            [(one.id, one.current.id, _content_hash(one, foot)) for one in variants],
            json.dumps(evidence, ensure_ascii=False),
        )
        # What is done is done: a cancel that comes now must not hide it.
        return Written(self._mails.list(campaign_id, Work()), Changes(variants=True))

    def _wanted(self, campaign_id: str, work: Work) -> tuple[Variant, ...]:
        found = self._mails.list(campaign_id, work)
        return tuple(variant for variant in found if variant.rejected_at is None)

    def _changed(
        self,
        campaign_id: str,
        digest: str,
        variants: tuple[Variant, ...],
        identity: Identity,
        work: Work,
        *,
        leads: bool,
    ) -> tuple[str, ...]:
        current = _Digest(_hash_of_texts(variants), _hash_of_footer(identity), "")
        if leads:
            hashed = hashlib.sha256()
            with closing(self._leads.numbered_for_campaign(campaign_id, 1_000)) as pages:
                for page in pages:
                    work.check()
                    for _, lead in page:
                        hashed.update(_lead_bytes(lead))
            current = _Digest(current.texts, current.footer, hashed.hexdigest())
        return _differences(digest, str(current), leads=leads)

    def _standing(
        self,
        campaign_id: str,
        variants: tuple[Variant, ...],
        identity: Identity,
        changed: tuple[str, ...],
        work: Work,
    ) -> Standing:
        blockers = []
        for variant in variants:
            text = variant.current
            found = self._mails.findings(
                *(text.subject, text.body, campaign_id, text.claims, work), variant_id=variant.id
            )
            name = f"follow-up {variant.follow_up}" if variant.follow_up else variant.letter
            blockers += [
                f"Mail {name}: {finding.words}"
                if not variant.follow_up
                else f"{name.capitalize()}: {finding.words}"
                for finding in found
                if finding.blocking and not finding.signed
            ]
        foot = footer(identity)
        approved = bool(variants) and all(one.is_approved(foot) for one in variants)
        return Standing(changed, tuple(dict.fromkeys(blockers)), approved)


@dataclass(frozen=True, slots=True)
class _Digest:
    """Hashes of the three things that a set rests on, so that one can say which has changed."""

    texts: str
    footer: str
    leads: str

    def __str__(self) -> str:
        """The three as one word."""
        return f"{self.texts}.{self.footer}.{self.leads}"


class _Text:
    """One mail of the campaign, made ready to be filled in many times."""

    def __init__(self, variant: Variant, identity: Identity) -> None:
        self.mail = ReviewedMail(variant.id, variant.letter, variant.step)
        subject, body = variant.current.subject, compose(variant.current.body, identity)
        self._compiled = compile_mail(subject, body)
        fields = parse(subject).names | parse(body).names
        sample = sample_values(fields)
        plain = [self._filled(sample, way) for way in range(_WAYS)]
        self._checker = MailChecker(fields, self._compiled.missing, plain)

    def risks(
        self, values: Mapping[str, str], seed: int, odd: Mapping[str, tuple[Risk, ...]]
    ) -> tuple[Risk, ...]:
        """What is odd about this mail to the lead with these values."""
        return self._checker.check(*self._filled(values, seed), values, odd)

    def _filled(self, values: Mapping[str, str], seed: int) -> tuple[str, str]:
        return self._compiled.subject(values, seed), self._compiled.text(values, seed)


def _content_hash(variant: Variant, foot: str) -> str:
    return content_hash(variant.current.subject, variant.current.body, foot)


def _hash_of_texts(variants: tuple[Variant, ...]) -> str:
    hashed = hashlib.sha256()
    for variant in variants:
        hashed.update(f"{variant.id} {variant.step} {_content_hash(variant, '')}\n".encode())
    return hashed.hexdigest()


def _hash_of_footer(identity: Identity) -> str:
    return content_hash("", "", f"{footer(identity)}\n{identity.name}")


def _lead_bytes(lead: Lead) -> bytes:
    custom = sorted(lead.custom.items())
    named = (lead.first_name, lead.last_name, lead.company_name, lead.job_title, lead.website)
    return repr((lead.row, lead.email, named, lead.phone, lead.personalization, custom)).encode()


def _differences(old: str, new: str, *, leads: bool = True) -> tuple[str, ...]:
    """What two digests differ in, a sentence each."""
    sentences = (
        "The text of a mail, or which mails are sent, has changed.",
        "Your signature or postal address has changed.",
        "The leads have changed.",
    )
    before, after = [*old.split("."), "", "", ""][:3], new.split(".")
    return tuple(
        words
        for words, one, other in zip(sentences, before, after, strict=True)
        if one != other and (leads or words is not sentences[2])
    )

"""Planted inventions: at least 95 % of them are flagged, and honest mails stay clean."""

from dataclasses import replace

import pytest

from vibe_desktop.domain.claims import check_draft
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.lint import SIGNABLE, Mail, lint
from vibe_desktop.domain.variants import Angle, Claim, DraftVariant

LEDGERLY = tuple(
    Fact(f"S{number}", FactKind.OTHER, text)
    for number, text in enumerate(
        (
            "Ledgerly chases late invoices so that studios are paid sooner.",
            "Studios that use Ledgerly are paid within 17 days instead of 41.",
            "It syncs with Xero and QuickBooks every hour.",
            "Trusted by 1,200 studios in 9 countries.",
            "Plans start at €29 a month.",
            "“We stopped chasing,” says Mia Park of Northlight Studio.",
            "Late payments fall by 38% in the first quarter.",
        ),
        start=1,
    )
)
OPINE = tuple(
    Fact(f"S{number}", FactKind.OTHER, text)
    for number, text in enumerate(
        (
            "Tidemark writes release notes from your merged pull requests.",
            "Teams get 6 hours a week back.",
            "Works with GitHub, GitLab and Jira.",
            "Free for teams of up to five people.",
            "The engineers at Brightline publish notes 3x as often.",
        ),
        start=1,
    )
)
OWN = ("Owners of small design studios in the UK", "Worth a look?", "Ada Lovelace", "Engines")

A = DraftVariant(
    Angle.PROBLEM,
    "Late invoices at {{companyName | your company}}",
    "Hi {{firstName | there}},\n\nHow much of the week goes into chasing late invoices?\n\n"
    "Studios that use Ledgerly are paid within 17 days instead of 41, and it syncs with Xero and "
    "QuickBooks every hour. Nobody has to remember who owes what.\n\n"
    "Worth a look?",
    (
        Claim("paid within 17 days instead of 41", "S2", "are paid within 17 days instead of 41"),
        Claim(
            "it syncs with Xero and QuickBooks every hour", "S3", "syncs with Xero and QuickBooks"
        ),
    ),
)
B = DraftVariant(
    Angle.BENEFIT,
    "Paid in 17 days",
    "Hi {{firstName | there}},\n\nLedgerly is trusted by 1200 studios in nine countries. Late "
    "payments fall by 38 % in the first quarter, and plans start at 29 euros a month.\n\n"
    "Mia Park of Northlight Studio says they “stopped chasing”.\n\nWorth a look?",
    (
        Claim("trusted by 1200 studios in nine countries", "S4", "Trusted by 1,200 studios"),
        Claim("Late payments fall by 38 %", "S7", "Late payments fall by 38%"),
        Claim("plans start at 29 euros a month", "S5", "Plans start at €29 a month"),
    ),
)
C = DraftVariant(
    Angle.QUESTION,
    "Who writes the release notes?",
    "Hi {{firstName | there}},\n\nWho writes the release notes at {{companyName | your company}}?"
    "\n\nTidemark writes release notes from your merged pull requests, and teams get six hours a "
    "week back. It works with GitHub, GitLab and Jira. Brightline publishes notes three times as "
    "often.\n\nWorth a look?",
    (
        Claim("teams get six hours a week back", "S2", "Teams get 6 hours a week back."),
        Claim("It works with GitHub, GitLab and Jira", "S3", "Works with GitHub, GitLab and Jira."),
    ),
)
MAILS = ((A, LEDGERLY), (B, LEDGERLY), (C, OPINE))


def flagged(draft: DraftVariant, facts: tuple[Fact, ...]) -> set[str]:
    checked = check_draft(draft, facts, OWN)
    supported = (*(fact.text for fact in facts), *OWN)
    found = lint(Mail(draft.subject, draft.body, checked.claims, None, supported))
    return {finding.concerns for finding in found if finding.rule in SIGNABLE}


def said(draft: DraftVariant, old: str, new: str) -> DraftVariant:
    """The mail with other words in it; a claim that holds them says the new ones as well."""
    assert old in draft.body
    claims = tuple(replace(one, text=one.text.replace(old, new)) for one in draft.claims)
    return replace(draft, body=draft.body.replace(old, new), claims=claims)


def added(draft: DraftVariant, sentence: str) -> DraftVariant:
    return said(draft, "\n\nWorth a look?", f" {sentence}\n\nWorth a look?")


def quoted(
    draft: DraftVariant, number: int, quote: str | None = None, fact_id: str | None = None
) -> DraftVariant:
    """The mail with another quote, or another fact, behind one of its claims."""
    claims = list(draft.claims)
    old = claims[number]
    claims[number] = replace(
        old,
        quote=old.quote if quote is None else quote,
        fact_id=old.fact_id if fact_id is None else fact_id,
    )
    return replace(draft, claims=tuple(claims))


INVENTED = [
    # numbers
    *((said(A, "17 days", words), LEDGERLY) for words in ("7 days", "17 hours", "ten days")),
    *((said(A, "of 41", words), LEDGERLY) for words in ("of 14", "of 410", "of forty")),
    *((said(B, "1200", words), LEDGERLY) for words in ("12,000", "1.3k", "1.200.000", "2 million")),
    *((said(B, "38 %", words), LEDGERLY) for words in ("83 %", "38 days", "half", "$38", "3.8 %")),
    *((said(B, "29 euros", words), LEDGERLY) for words in ("19 euros", "29 dollars", "€2.90")),
    *((said(C, "six hours", words), OPINE) for words in ("16 hours", "six days", "sixty hours")),
    (added(A, "It doubles your cash flow."), LEDGERLY),
    (added(A, "That is hundreds of hours a year."), LEDGERLY),
    (added(C, "It saves 25% of the sprint."), OPINE),
    # customers
    (added(A, "Acme and Initech use it every day."), LEDGERLY),
    (added(A, "Globex cut its overdue bills."), LEDGERLY),
    (added(B, "HubSpot agencies already rely on it."), LEDGERLY),
    (added(C, "Teams at Spotify and Stripe use it."), OPINE),
    (added(C, "Our newest customer is Monzo."), OPINE),
    (added(C, "Shopify's engineers love it."), OPINE),
    # certificates, awards, guarantees
    (added(A, "We are SOC 2 certified."), LEDGERLY),
    (added(A, "It is ISO 27001 compliant."), LEDGERLY),
    (added(B, "It is the award-winning choice."), LEDGERLY),
    (added(B, "Results are guaranteed."), LEDGERLY),
    (added(C, "It is GDPR ready."), OPINE),
    (added(C, "It is recommended by analysts."), OPINE),
    # other names
    (said(A, "Xero", "Sage"), LEDGERLY),
    (said(A, "QuickBooks", "FreshBooks"), LEDGERLY),
    (said(B, "Mia Park", "Joan Park"), LEDGERLY),
    (said(B, "Northlight", "Southlight"), LEDGERLY),
    (said(C, "Jira", "Linear"), OPINE),
    (said(C, "Brightline", "Brighton"), OPINE),
    (replace(A, subject="What Deloitte does about late invoices"), LEDGERLY),
    # quotes and sources
    (quoted(A, 0, quote="are paid within 7 days instead of 41"), LEDGERLY),
    (quoted(A, 0, fact_id="S3"), LEDGERLY),
    (quoted(A, 1, fact_id="S99"), LEDGERLY),
    (quoted(A, 1, quote="syncs with every bank in Europe"), LEDGERLY),
    (quoted(B, 0, quote="Trusted by 200 studios"), LEDGERLY),
    (quoted(B, 1, quote="Late payments fall by 3"), LEDGERLY),
    (quoted(B, 2, quote=""), LEDGERLY),
    (quoted(C, 0, quote="Teams get 60 hours a week back."), OPINE),
    (quoted(C, 1, fact_id=""), OPINE),
    # somewhere else
    (added(A, "More at ledgerly-login.io today."), LEDGERLY),
    (added(C, "Write to sales@evil.example instead."), OPINE),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "facts"), MAILS)
def test_honest_mails_are_clean(draft: DraftVariant, facts: tuple[Fact, ...]) -> None:
    assert flagged(draft, facts) == set()


@pytest.mark.parametrize(
    "spelling",
    [
        ("1200 studios", "1,200 studios"),
        ("1200 studios", "1.2k studios"),
        ("1200 studios", "1\u00a0200 studios"),
        ("38 %", "38%"),
        ("38 %", "38 percent"),
        ("29 euros", "€29"),
        ("29 euros", "29\u00a0€"),
        ("nine countries", "9 countries"),
        ("“stopped chasing”", '"stopped chasing"'),
        ("Northlight Studio says", "Northlight\u00a0Studio’s team says"),
    ],
)
def test_another_spelling_is_no_invention(spelling: tuple[str, str]) -> None:
    assert flagged(said(B, *spelling), LEDGERLY) == set()


def test_inventions_are_flagged() -> None:
    missed = [draft for draft, facts in INVENTED if not flagged(draft, facts)]
    assert len(INVENTED) >= 40
    assert len(missed) <= 0.05 * len(INVENTED), [one.body for one in missed]


def test_a_fact_that_was_switched_off_supports_nothing() -> None:
    facts = tuple(replace(fact, used=fact.id != "S3") for fact in LEDGERLY)
    checked = check_draft(A, facts, OWN)
    assert [claim.supported for claim in checked.claims] == [True, False]
    assert "switched off" in checked.claims[1].problem

"""Rejecting, answering for words, and follow-ups, over the real database."""

from dataclasses import replace

import pytest

from tests.services.test_variants import ADA, BODY, FACTS, House, add_lead
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.facts import Page
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lint import Finding
from vibe_desktop.domain.settings import Length, Settings
from vibe_desktop.domain.variants import Angle, Author, Claim, DraftVariant
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.times import now

DOUBTFUL = f"Ledgerly works with Stripe. {BODY}"
RULE, WORDS = "unsupported_name", "Stripe"


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def found(house: House, work: RecordingWork, number: int = 0) -> tuple[Finding, ...]:
    variant = house.repository.list(house.campaign.id)[number]
    current = variant.current
    return house.service.findings(
        *(current.subject, current.body, house.campaign.id, current.claims, work),
        variant_id=variant.id,
    )


def named(findings: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def test_a_rejection_stands_until_it_is_withdrawn(house: House, work: RecordingWork) -> None:
    house.service.approve(house.first.id, work)
    rejected = house.service.reject(house.first.id, work).value
    assert rejected.rejected_at is not None
    assert (rejected.approved_hash, rejected.approved_at) == ("", None)
    again = house.service.reject(house.first.id, work).value
    assert again.rejected_at == rejected.rejected_at
    assert house.service.list(house.campaign.id, work)[0] == rejected
    assert house.service.withdraw(house.first.id, work).value.rejected_at is None


def test_an_edit_or_an_approval_ends_a_rejection(house: House, work: RecordingWork) -> None:
    house.service.reject(house.first.id, work)
    assert house.service.edit(house.first.id, "Other", BODY, work).value.rejected_at is None
    house.service.reject(house.first.id, work)
    approved = house.service.approve(house.first.id, work).value
    assert approved.approved_hash
    assert approved.rejected_at is None


def test_words_that_nothing_supports_block_until_somebody_answers_for_them(
    house: House, work: RecordingWork
) -> None:
    house.service.edit(house.first.id, "About", DOUBTFUL, work)
    with pytest.raises(InvalidInput, match=WORDS):
        house.service.approve(house.first.id, work)
    house.service.sign_off(house.first.id, RULE, WORDS, work)
    (finding,) = named(found(house, work), RULE)
    assert (finding.signed, finding.blocking, finding.concerns) == (True, False, WORDS)
    assert [one.words for one in house.service.sign_offs(house.first.id, work)] == ["stripe"]
    assert house.service.approve(house.first.id, work).value.approved_hash


def test_a_sign_off_survives_edits_and_holds_for_its_mail_only(
    house: House, work: RecordingWork
) -> None:
    house.service.sign_off(house.first.id, RULE, WORDS, work)
    house.service.edit(house.first.id, "About", DOUBTFUL, work)
    house.service.edit(house.first.id, "About", f"{DOUBTFUL} Yes?", work)
    house.service.edit(house.variants[1].id, "About", DOUBTFUL, work)
    assert [one.signed for one in named(found(house, work), RULE)] == [True]
    assert [one.signed for one in named(found(house, work, 1), RULE)] == [False]


def test_taking_a_sign_off_back_takes_the_approval_with_it(
    house: House, work: RecordingWork
) -> None:
    house.service.edit(house.first.id, "About", DOUBTFUL, work)
    house.service.sign_off(house.first.id, RULE, WORDS, work)
    house.service.approve(house.first.id, work)
    taken = house.service.take_back_sign_off(house.first.id, RULE, "STRIPE", work)
    assert taken.value.approved_hash == ""
    assert named(found(house, work), RULE)[0].blocking
    assert not house.service.take_back_sign_off(house.first.id, RULE, WORDS, work).changes


@pytest.mark.parametrize(("rule", "words"), [("placeholder", "[Name]"), (RULE, "  ")])
def test_what_is_plainly_wrong_cannot_be_signed_off(
    house: House, work: RecordingWork, rule: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match="Nobody can answer"):
        house.service.sign_off(house.first.id, rule, words, work)


def test_the_mails_of_a_launched_campaign_take_no_more_decisions(
    house: House, work: RecordingWork
) -> None:
    house.campaigns.set_status(house.campaign.id, CampaignStatus.ACTIVE)
    with pytest.raises(Conflict):
        house.service.reject(house.first.id, work)
    with pytest.raises(Conflict):
        house.service.sign_off(house.first.id, RULE, WORDS, work)
    with pytest.raises(Conflict):
        house.service.take_back_sign_off(house.first.id, RULE, WORDS, work)


def test_follow_ups_rest_while_nobody_waits_for_them(house: House, work: RecordingWork) -> None:
    drafts = [
        DraftVariant(Angle.FOLLOW_UP, "", f"Follow {step}. Worth a look?", step=step)
        for step in (2, 3)
    ]
    house.repository.write_drafts(house.campaign.id, drafts, Author.WRITER)

    def steps(*waits: int) -> list[tuple[int, str]]:
        setup = replace(house.campaigns.get(house.campaign.id).setup, waits=waits)
        house.campaigns.update(house.campaign.id, setup=setup)
        listed = house.service.list(house.campaign.id, work)
        return [(one.step, one.current.body[:8]) for one in listed if one.follow_up]

    assert steps() == []
    assert steps(3, 4) == [(2, "Follow 2"), (3, "Follow 3")]
    assert steps(3) == [(2, "Follow 2")]
    assert steps(3, 4)[1] == (3, "Follow 3")


def test_a_follow_up_is_approved_without_a_subject(house: House, work: RecordingWork) -> None:
    draft = DraftVariant(Angle.FOLLOW_UP, "", "Did my note on Ledgerly reach you?", step=2)
    *_, follow_up = house.repository.write_drafts(house.campaign.id, [draft], Author.WRITER)
    assert house.service.approve(follow_up.id, work).value.approved_hash
    house.service.edit(follow_up.id, "", "Hi {{firstNam}}?", work)
    with pytest.raises(InvalidInput, match="Follow-up 1 cannot be approved"):
        house.service.approve(follow_up.id, work)


def test_findings_know_the_other_variants(house: House, work: RecordingWork) -> None:
    assert {one.concerns for one in named(found(house, work), "too_alike")} == {"B", "C"}
    house.service.reject(house.variants[1].id, work)
    assert {one.concerns for one in named(found(house, work), "too_alike")} == {"C"}


def test_findings_know_the_length_that_was_set(
    house: House, work: RecordingWork, database: Database
) -> None:
    SettingsRepository(database).save(Settings(length=Length.LONG))
    assert named(found(house, work), "short_body")[0].limit == "90 to 180 words"


def test_findings_count_the_leads_that_lack_a_field(
    house: House, work: RecordingWork, database: Database
) -> None:
    house.service.edit(house.first.id, "About", f"{{{{companyName}}}} {BODY}", work)
    assert named(found(house, work), "no_fallback")[0].measured == ""
    add_lead(database, house.campaign.id, custom={})
    assert named(found(house, work), "empty_field")[0].measured == "1 of 1 leads"


def test_findings_want_a_sender(house: House, work: RecordingWork) -> None:
    house.identity.save(Identity())
    with pytest.raises(InvalidInput, match="Settings"):
        house.service.approve(house.first.id, work)
    house.identity.save(ADA)
    assert house.service.approve(house.first.id, work).value.approved_hash


def test_a_fact_that_is_switched_off_supports_no_number(house: House, work: RecordingWork) -> None:
    assert named(found(house, work), "unsupported_number") == []
    facts = (replace(FACTS[0], used=False),)
    page = Page("https://ledgerly.example/", "Ledgerly", "", "text", facts, now(), "hash")
    house.pages.add(house.campaign.id, page)
    assert house.pages.latest(house.campaign.id) == page
    assert named(found(house, work), "unsupported_number")[0].concerns == "9 hours"
    claim = Claim("saves 9 hours", "S1", "saves 9 hours a month")
    checked = house.service.findings("A", BODY, house.campaign.id, (claim,), work)
    assert "switched off" in named(checked, "unsupported_claim")[0].words

"""Reviewing mails over the real database."""

import json

import pytest
from sqlalchemy import insert

from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.facts import Fact, FactKind, Page
from vibe_desktop.domain.footers import compose, footer
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import to_html
from vibe_desktop.domain.variants import ANGLES, Author, Claim, DraftVariant, Variant, content_hash
from vibe_desktop.services.variants import VariantService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_lists, leads
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.sign_offs import SignOffRepository
from vibe_desktop.store.times import now, to_text
from vibe_desktop.store.variants import VariantRepository

ADA = Identity("Ada Lovelace", "Engines", "1 Mill Lane, London")
FACTS = (Fact("S1", FactKind.METRIC, "Ledgerly saves 9 hours a month."),)
BODY = "Hi {{firstName | there}},\n\nLedgerly saves 9 hours a month. Worth a look?"


class House:
    """The service over a fresh database, with one campaign and its three mails."""

    def __init__(self, database: Database) -> None:
        self.campaigns = CampaignRepository(database)
        self.identity = IdentityRepository(database)
        self.pages = PageRepository(database)
        self.repository = VariantRepository(database)
        self.service = VariantService(
            variants=self.repository,
            pages=self.pages,
            campaigns=self.campaigns,
            identity=self.identity,
            leads=LeadRepository(database),
            sign_offs=SignOffRepository(database),
            settings=SettingsRepository(database),
        )
        self.identity.save(ADA)
        self.campaign = self.campaigns.create(
            name="Ledgerly", url="https://ledgerly.example/", target_audience="Studios"
        )
        self.pages.add(
            self.campaign.id,
            Page("https://ledgerly.example/", "Ledgerly", "", "text", FACTS, now(), "hash"),
        )
        claim = Claim("saves 9 hours", "S1", "saves 9 hours a month")
        drafts = [DraftVariant(angle, f"About {angle}", BODY, (claim,)) for angle in ANGLES]
        self.variants = self.repository.write_drafts(self.campaign.id, drafts, Author.WRITER)

    @property
    def first(self) -> Variant:
        return self.variants[0]


def add_lead(database: Database, campaign_id: str, custom: dict[str, str]) -> None:
    moment = to_text(now())
    with database.write() as connection:
        connection.execute(
            insert(lead_lists).values(
                id="list", campaign_id=campaign_id, created_at=moment, number=1
            )
        )
        connection.execute(
            insert(leads).values(list_number=1, email="b@x.example", custom=json.dumps(custom))
        )


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def test_an_edit_adds_a_revision_by_the_founder(house: House, work: RecordingWork) -> None:
    written = house.service.edit(house.first.id, "  New   subject ", "Hi  \r\n\r\nyou \n\n", work)
    assert written.changes == Changes(variants=True)
    current = written.value.current
    assert (current.subject, current.body) == ("New subject", "Hi\n\nyou")
    assert (current.number, current.author) == (2, Author.FOUNDER)
    assert [r.number for r in house.service.revisions(house.first.id, work)] == [2, 1]


def test_an_edit_that_changes_nothing_does_nothing(house: House, work: RecordingWork) -> None:
    house.service.approve(house.first.id, work)
    written = house.service.edit(house.first.id, "About problem ", f"{BODY}\n", work)
    assert not written.changes
    assert written.value.approved_hash
    assert written.value.current.number == 1


def test_an_edit_withdraws_the_approval(house: House, work: RecordingWork) -> None:
    assert house.service.approve(house.first.id, work).value.approved_hash
    edited = house.service.edit(house.first.id, "Other words", BODY, work).value
    assert edited.approved_hash == ""
    assert [v.approved_hash for v in house.service.list(house.campaign.id, work)] == ["", "", ""]


def test_the_approval_is_for_subject_body_and_footer(house: House, work: RecordingWork) -> None:
    approved = house.service.approve(house.first.id, work).value
    assert approved.approved_hash == content_hash("About problem", BODY, footer(ADA))
    assert approved.is_approved(footer(ADA))
    assert house.service.list(house.campaign.id, work)[0].approved_at is not None


def test_another_identity_withdraws_every_approval(house: House, work: RecordingWork) -> None:
    house.service.approve(house.first.id, work)
    house.identity.save(Identity("Ada Lovelace", "Engines", "2 Other Street"))
    (first, *_) = house.service.list(house.campaign.id, work)
    assert (first.approved_hash, first.approved_at) == ("", None)


def test_an_approval_can_be_taken_back(house: House, work: RecordingWork) -> None:
    house.service.approve(house.first.id, work)
    written = house.service.withdraw(house.first.id, work)
    assert written.value.approved_hash == ""
    assert written.changes == Changes(variants=True)


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("", BODY, "subject is empty"),
        ("About", "", "mail is empty"),
        ("About", "Hi {{firstNam}}?", "{{firstName}}"),
        ("About", "Hi [First Name]?", "placeholder"),
    ],
)
def test_what_must_not_be_sent_cannot_be_approved(
    house: House, work: RecordingWork, subject: str, body: str, words: str
) -> None:
    house.service.edit(house.first.id, subject, body, work)
    with pytest.raises(InvalidInput) as caught:
        house.service.approve(house.first.id, work)
    assert words in caught.value.what
    assert "Mail A" in caught.value.what
    assert house.service.list(house.campaign.id, work)[0].approved_hash == ""


def test_an_older_revision_can_be_restored_as_a_new_one(house: House, work: RecordingWork) -> None:
    house.service.edit(house.first.id, "Other", "Text", work)
    restored = house.service.restore(house.first.current.id, work).value
    assert (restored.current.subject, restored.current.body) == ("About problem", BODY)
    assert restored.current.number == 3
    assert restored.current.claims == house.first.current.claims
    assert not house.service.restore(house.first.current.id, work).changes


def test_a_preview_is_what_the_launch_sends_with_the_tags_filled(
    house: House, work: RecordingWork
) -> None:
    lead = Lead(email="b@x.example", first_name="Bo & Co")
    shown = house.service.preview(house.first.id, lead, work)
    sent = to_html(compose(BODY, ADA))
    assert shown.html == sent.replace("{{firstName | there}}", "Bo &amp; Co")
    assert shown.text.startswith("Hi Bo & Co,\n\nLedgerly saves")
    assert "1 Mill Lane, London" in shown.text
    assert shown.missing == ()


def test_text_that_was_not_saved_can_be_previewed_without_a_lead(
    house: House, work: RecordingWork
) -> None:
    shown = house.service.preview_text("{{companyName}}", "Hi {{nothing}}", None, work)
    assert shown.subject == "Northwind"
    assert shown.missing == ("nothing",)


def test_findings_know_page_audience_and_leads(
    house: House, work: RecordingWork, database: Database
) -> None:
    def rules(body: str, claims: tuple[Claim, ...] = ()) -> set[str]:
        found = house.service.findings("A subject", body, house.campaign.id, claims, work)
        return {finding.rule for finding in found}

    assert "unsupported_number" in rules("It saves 12 hours.")
    assert "unsupported_number" not in rules("It saves 9 hours.")
    assert "unsupported_claim" in rules("It doubles sales.", (Claim("doubles sales", "S1", "x"),))
    assert "unverified_tag" in rules("{{pain | it}}")
    add_lead(database, house.campaign.id, custom={"pain": "invoices"})
    assert "unverified_tag" not in rules("{{pain | it}}")
    assert "unknown_tag" in rules("{{colour | it}}")


def test_an_edit_checks_the_claims_again(house: House, work: RecordingWork) -> None:
    edited = house.service.edit(house.first.id, "About", "Hi, it saves time.", work).value
    assert not edited.current.claims[0].supported


@pytest.mark.parametrize(
    "status", [CampaignStatus.LAUNCHING, CampaignStatus.ACTIVE, CampaignStatus.COMPLETED]
)
def test_the_mails_of_a_launched_campaign_are_fixed(
    house: House, work: RecordingWork, status: CampaignStatus
) -> None:
    edited = house.service.edit(house.first.id, "Other", "Text", work).value
    house.campaigns.set_status(house.campaign.id, status)
    with pytest.raises(Conflict, match="launched"):
        house.service.edit(house.first.id, "More", "Text", work)
    with pytest.raises(Conflict, match="launched"):
        house.service.restore(house.first.current.id, work)
    assert house.service.list(house.campaign.id, work)[0].current == edited.current

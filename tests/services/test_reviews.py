"""Every mail to every lead, over the real database."""

import json
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import open_fresh
from tests.support.review_leads import BODY, SUBJECT, clean_lead, keep, spoilt
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignSetup
from vibe_desktop.domain.errors import Cancelled, Conflict, InvalidInput
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import preview
from vibe_desktop.domain.variants import ANGLES, Angle, Author, DraftVariant
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.services.reviews import EXAMPLE_ROW, INVENTED, ReviewService
from vibe_desktop.services.variants import VariantService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import variant_approvals
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.sign_offs import SignOffRepository
from vibe_desktop.store.suppressions import SuppressionRepository
from vibe_desktop.store.variants import VariantRepository

ADA = Identity("Ada Lovelace", "Engines", "1 Mill Lane, London")
FOLLOW_UP = "Hi {{firstName | there}},\n\nDid you see my last mail, {{lastName | friend}}?"


class House:
    """The service over a fresh database, with one campaign: three mails and a follow-up."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.campaigns = CampaignRepository(database)
        self.identity = IdentityRepository(database)
        self.leads = LeadRepository(database)
        self.repository = VariantRepository(database)
        self.mails = VariantService(
            variants=self.repository,
            pages=PageRepository(database),
            campaigns=self.campaigns,
            identity=self.identity,
            leads=self.leads,
            sign_offs=SignOffRepository(database),
            settings=SettingsRepository(database),
        )
        self.service = ReviewService(
            mails=self.mails,
            variants=self.repository,
            leads=self.leads,
            identity=self.identity,
        )
        self.identity.save(ADA)
        campaign = self.campaigns.create(
            name="Ledgerly",
            url="https://ledgerly.example/",
            target_audience="Studios",
            setup=CampaignSetup(waits=(3,)),
        )
        self.id = campaign.id
        bodies = (BODY, BODY.replace("Most teams", "Some"), BODY.replace("Many", "Few"))
        drafts = [
            DraftVariant(angle, f"{SUBJECT} {letter}", body)
            for angle, body, letter in zip(ANGLES, bodies, "abc", strict=True)
        ]
        drafts.append(DraftVariant(Angle.FOLLOW_UP, "", FOLLOW_UP, step=2))
        self.variants = self.repository.write_drafts(self.id, drafts, Author.WRITER)

    def load(self, *leads: Lead) -> None:
        keep(self.leads, self.id, leads)

    def load_clean(self, count: int) -> None:
        dice = random.Random(3)  # noqa: S311 - the same leads in every run
        self.load(*(clean_lead(number, dice) for number in range(count)))

    def evidence(self) -> list[dict[str, object]]:
        with self.database.read() as connection:
            rows = connection.execute(variant_approvals.select())
            return [json.loads(row.evidence) for row in rows if row.withdrawn_at is None]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = open_fresh(tmp_path)
    yield House(database)
    database.close()


KIM = Lead(
    *("kim@acme.example", "Kim", "Lee", "Acme", "CEO"),
    personalization="Well done.",
    custom={"city": "Bonn"},
)


def test_every_lead_gets_every_mail_and_the_odd_ones_come_first(house: House) -> None:
    house.load_clean(20)
    house.load(spoilt(KIM, {"first_name": "", "email": "gap@acme.example"}))
    built = house.service.build(house.id, RecordingWork())
    assert (built.lead_count, built.mail_count, len(built.rows)) == (21, 84, 84)
    assert not built.example
    odd = built.rows[: built.odd_count]
    assert {row.email for row in odd} == {"gap@acme.example"}
    # The follow-up greets without a name: only the three first mails are odd.
    assert {(row.mail.letter, row.mail.step) for row in odd} == {("A", 1), ("B", 1), ("C", 1)}
    assert [(count.rule, count.mails) for count in built.counts] == [("missing_field", 3)]
    assert odd[0].why == "No first name"


def test_a_mail_is_shown_exactly_as_its_preview(house: House) -> None:
    house.load(KIM, spoilt(KIM, {"first_name": "JOHN", "email": "john@acme.example"}))
    built = house.service.build(house.id, RecordingWork())
    for row in built.rows:
        shown = house.service.mail(house.id, row.mail.variant_id, row.lead_row, RecordingWork())
        current = house.repository.get(row.mail.variant_id).current
        thread = "" if row.mail.step == 1 else house.variants[0].current.subject
        assert shown.preview == preview(
            current.subject, current.body, ADA, shown.lead, thread_subject=thread
        )
        assert shown.lead.email == row.email
        assert tuple((risk.rule, risk.field) for risk in shown.risks) == row.odd


def test_without_leads_an_invented_one_stands_in_and_it_is_said(house: House) -> None:
    built = house.service.build(house.id, RecordingWork())
    assert built.example
    assert (built.lead_count, built.mail_count) == (0, 4)
    shown = house.service.mail(house.id, house.variants[0].id, EXAMPLE_ROW, RecordingWork())
    assert shown.lead == INVENTED
    assert built.odd_count == 0


def test_without_mails_it_says_so(house: House) -> None:
    empty = house.campaigns.create(name="Empty", url="https://e.example/", target_audience="All")
    with pytest.raises(InvalidInput, match="no mails"):
        house.service.build(empty.id, RecordingWork())


def test_rejected_mails_and_people_not_to_be_contacted_are_left_out(house: House) -> None:
    house.load_clean(3)
    house.load(KIM)
    house.mails.reject(house.variants[1].id, RecordingWork())
    built = house.service.build(house.id, RecordingWork())
    kim = next(row for row in built.rows if row.email == KIM.email)
    SuppressionRepository(house.database).add(["acme.example"], "asked")
    later = house.service.build(house.id, RecordingWork())
    assert {row.mail.letter for row in later.rows if row.mail.step == 1} == {"A", "C"}
    assert KIM.email not in {row.email for row in later.rows}
    with pytest.raises(InvalidInput, match="would not be sent any more"):
        house.service.mail(house.id, house.variants[0].id, kim.lead_row, RecordingWork())
    with pytest.raises(InvalidInput, match="would not be sent any more"):
        house.service.mail(house.id, house.variants[1].id, later.rows[0].lead_row, RecordingWork())


def test_one_address_in_two_lists_is_one_lead(house: House) -> None:
    house.load(KIM)
    with house.leads.importing(campaign_id=house.id, name="More", source="more.csv") as target:
        target.add([(KIM.email, "Kimberly", "", "", "", "", "", "", "{}")])
    assert house.service.build(house.id, RecordingWork()).lead_count == 1


def test_the_digest_stands_for_texts_footer_and_leads(house: House) -> None:
    house.load(KIM)
    digest = house.service.build(house.id, RecordingWork()).digest
    assert house.service.build(house.id, RecordingWork()).digest == digest

    def changed() -> tuple[str, ...]:
        return house.service.standing(house.id, digest, RecordingWork()).changed

    assert changed() == ()
    house.identity.save(replace(ADA, postal_address="2 Mill Lane"))
    assert [("signature" in words) for words in changed()] == [True]
    house.load(spoilt(KIM, {"email": "new@acme.example"}))
    house.mails.edit(house.variants[0].id, "Other words", BODY, RecordingWork())
    assert len(changed()) == 3
    without_leads = house.service.standing(house.id, digest, RecordingWork(), leads=False)
    assert len(without_leads.changed) == 2


def test_a_changed_value_of_one_lead_makes_the_set_stale(house: House) -> None:
    house.load(KIM)
    digest = house.service.build(house.id, RecordingWork()).digest
    with house.database.write() as connection:
        connection.exec_driver_sql('UPDATE leads SET custom = \'{"city": "Lisbon"}\'')
    assert house.service.standing(house.id, digest, RecordingWork()).changed == (
        "The leads have changed.",
    )


def test_approving_all_is_one_decision_with_its_evidence(house: House) -> None:
    house.load(KIM, spoilt(KIM, {"first_name": "JOHN", "email": "john@acme.example"}))
    house.mails.reject(house.variants[2].id, RecordingWork())
    built = house.service.build(house.id, RecordingWork())
    assert not built.standing.approved
    written = house.service.approve_all(house.id, built.digest, RecordingWork())
    assert written.changes.variants
    approved = [one.letter for one in written.value if one.approved_hash]
    assert len(approved) == 3
    assert next(one for one in written.value if one.letter == "C").rejected_at is not None
    assert house.service.standing(house.id, built.digest, RecordingWork()).approved
    evidence = [one for one in house.evidence() if one]
    assert len(evidence) == 3
    assert evidence[0] == evidence[1] == evidence[2]
    assert evidence[0]["digest"] == built.digest
    assert (evidence[0]["leads"], evidence[0]["mails"]) == (2, 6)
    assert {"rule": "all_capitals", "title": "All capitals", "mails": 3, "example": "JOHN"} in (
        evidence[0]["counts"] if isinstance(evidence[0]["counts"], list) else []
    )
    assert evidence[0]["at"]


@pytest.mark.parametrize("change", ["text", "footer", "leads", "rejection"])
def test_a_stale_set_is_refused_and_nothing_is_approved(house: House, change: str) -> None:
    house.load(KIM)
    digest = house.service.build(house.id, RecordingWork()).digest
    if change == "text":
        house.mails.edit(house.variants[0].id, "Other words", BODY, RecordingWork())
    elif change == "footer":
        house.identity.save(replace(ADA, name="Ada King"))
    elif change == "leads":
        house.load(spoilt(KIM, {"email": "new@acme.example"}))
    else:
        house.mails.reject(house.variants[0].id, RecordingWork())
    with pytest.raises(Conflict) as refused:
        house.service.approve_all(house.id, digest, RecordingWork())
    assert "changed" in refused.value.what
    assert refused.value.safe == "Nothing was approved."
    assert not any(one.approved_hash for one in house.mails.list(house.id, RecordingWork()))


def test_a_blocking_finding_stops_the_whole_decision_and_names_the_mail(house: House) -> None:
    house.load(KIM)
    house.mails.edit(house.variants[1].id, "Hello", f"{BODY} {{{{frist_name}}}}", RecordingWork())
    built = house.service.build(house.id, RecordingWork())
    assert built.standing.blockers
    assert built.standing.blockers[0].startswith("Mail B: ")
    with pytest.raises(InvalidInput, match="Mail B"):
        house.service.approve_all(house.id, built.digest, RecordingWork())
    assert house.evidence() == []


def test_progress_counts_mails_and_a_cancel_stops_it(house: House) -> None:
    house.load_clean(600)
    work = RecordingWork()
    house.service.build(house.id, work)
    counted = [(one.done, one.total) for one in work.reports if one.total]
    assert counted[0] == (0, 2400)
    assert counted == sorted(counted)
    assert len(counted) >= 3

    def cancel(progress: Progress) -> None:
        if progress.done:
            stopping.cancel()

    stopping = Work(cancel)
    with pytest.raises(Cancelled):
        house.service.build(house.id, stopping)
    assert house.leads.count_for_campaign(house.id) == 600  # its connection is given back


def test_rows_are_chosen_by_risk_and_by_name(house: House) -> None:
    house.load_clean(30)
    house.load(spoilt(KIM, {"first_name": "JOHN", "email": "john@acme.example"}))
    rows = house.service.build(house.id, RecordingWork()).rows
    assert {row.email for row in rows.chosen("all_capitals")} == {"john@acme.example"}
    assert {row.email for row in rows.chosen(text="john lee")} == {"john@acme.example"}
    assert len(rows.chosen("all_capitals", "nobody")) == 0
    assert rows.chosen() is rows
    third = rows[2]
    assert rows.place(third.lead_row, third.mail.variant_id) == 2
    assert rows.chosen("company_suffix").place(third.lead_row, third.mail.variant_id) == -1


@pytest.mark.slow
def test_what_is_kept_of_a_mail_is_a_number_not_its_text(house: House) -> None:
    house.load_clean(2_000)
    house.service.build(house.id, RecordingWork())
    tracemalloc.start()
    try:
        built = house.service.build(house.id, RecordingWork())
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Each mail is some 700 bytes of text; a lead's name and address are most of what is kept.
    assert kept / built.mail_count < 150

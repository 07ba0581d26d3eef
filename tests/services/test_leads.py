"""Importing lead files: what is counted, kept, skipped and why."""

import csv
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.databases import open_fresh
from tests.support.lead_files import write_apollo_export
from tests.support.leads import lead_service
from vibe_desktop.domain.errors import Cancelled, InvalidInput
from vibe_desktop.domain.lead_columns import ColumnMapping, ColumnTarget
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import LeadField, SkipReason
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.services.leads import LeadService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database


def _service(database: Database) -> LeadService:
    return lead_service(database)


@pytest.fixture
def service(database: Database) -> LeadService:
    return _service(database)


@pytest.fixture
def campaign_id(database: Database) -> str:
    campaigns = CampaignRepository(database)
    return campaigns.create(name="Launch", url="https://acme.com", target_audience="Founders").id


def _file(tmp_path: Path, text: str, name: str = "leads.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_dirty_export_is_imported_with_a_reason_for_every_row_left_out(
    tmp_path: Path, service: LeadService, campaign_id: str, encoding: str
) -> None:
    path = tmp_path / "apollo-contacts-export.csv"
    expected = write_apollo_export(path, 1_200, seed=3, encoding=encoding)

    rehearsed = service.rehearse(path, None, campaign_id, Work())
    report = service.import_file(path, None, campaign_id, Work())

    assert report.value.imported == expected.imported
    assert report.value.skipped == expected.skipped
    assert report.value.reasons == expected.reasons
    assert tuple(row.line for row in report.value.rows) == expected.skipped_lines
    assert (rehearsed.imported, rehearsed.reasons, rehearsed.rows) == (
        report.value.imported,
        report.value.reasons,
        report.value.rows,
    )
    assert report.changes.leads
    (kept,) = service.lists(Work())
    assert (kept.name, kept.total_leads) == ("apollo-contacts-export", expected.imported)
    assert (kept.id, kept.campaign_id) == (report.value.list_id, campaign_id)
    page = service.page(LeadQuery(list_id=kept.id, limit=5_000), Work())
    assert tuple(lead.email for lead in page.rows) == expected.addresses
    assert service.for_campaign(campaign_id, Work()) == expected.imported


def test_a_rehearsal_writes_nothing(tmp_path: Path, service: LeadService, campaign_id: str) -> None:
    path = tmp_path / "leads.csv"
    write_apollo_export(path, 300, seed=1)

    def content() -> list[str]:
        return [
            hashlib.sha256(file.read_bytes()).hexdigest()
            for file in (tmp_path / "vibe.db", tmp_path / "vibe.db-wal")
            if file.exists()
        ]

    before = content()
    report = service.rehearse(path, None, campaign_id, Work())

    assert content() == before
    assert report.list_id == ""
    assert service.lists(Work()) == ()


def test_importing_the_same_file_again_changes_nothing(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = tmp_path / "leads.csv"
    expected = write_apollo_export(path, 300, seed=2)
    first = service.import_file(path, None, campaign_id, Work())

    again = service.import_file(path, None, campaign_id, Work())

    assert again.value.imported == 0
    assert not again.changes
    assert again.value.list_id == first.value.list_id
    assert (again.value.updated, again.value.unchanged) == (0, expected.imported)
    assert again.value.reasons == first.value.reasons
    assert again.value.operation == 0
    assert service.for_campaign(campaign_id, Work()) == expected.imported


def test_an_address_of_another_list_of_the_campaign_is_skipped(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    one = _file(tmp_path, "Email\nada@acme.com\nbob@acme.com\n", "one.csv")
    two = _file(tmp_path, "Email\nADA@acme.com\ncy@acme.com\n", "two.csv")
    service.import_file(one, None, campaign_id, Work())

    report = service.import_file(two, None, campaign_id, Work()).value
    loose = service.import_file(two, None, "", Work()).value

    assert (report.imported, report.reasons) == (1, {SkipReason.IN_CAMPAIGN: 1})
    assert loose.imported == 2
    assert service.for_campaign(campaign_id, Work()) == 3


def test_whoever_must_not_be_contacted_does_not_come_back_through_an_import(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = _file(tmp_path, "Email\nada@acme.com\nx@rival.com\ny@eu.rival.com\nbob@acme.com\n")
    service.import_file(path, None, campaign_id, Work())
    added = service.suppress(["Ada@Acme.com", "https://www.rival.com/"], "asked", Work())
    (kept,) = service.lists(Work())
    service.delete_list(kept.id, Work())

    report = service.import_file(path, None, campaign_id, Work()).value

    assert added.value == 2
    assert (report.imported, report.reasons) == (1, {SkipReason.SUPPRESSED: 3})
    assert [lead.email for lead in service.sample(campaign_id, Work())] == ["bob@acme.com"]


def test_what_is_neither_address_nor_domain_cannot_be_suppressed(service: LeadService) -> None:
    with pytest.raises(InvalidInput, match="neither"):
        service.suppress(["ada@acme.com", "everybody"], "asked", Work())
    assert service.suppress(["ada@acme.com"], "asked", Work()).value == 1
    assert service.unsuppress(["ADA@acme.com", "acme.com"], Work()).value == 1
    service.suppress([" *@Acme.com"], "everybody there", Work())
    assert [entry.value for entry in service.suppressions(Work()).rows] == ["acme.com"]


def test_every_kind_of_bad_row_is_named_with_its_line_and_value(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(
        tmp_path,
        "Name,Email,Company\r\n"
        "Ada,ada@acme.com,Acme\r\n"
        "Bob,,Acme\r\n"
        "\r\n"
        "Cy,cy@,Acme\r\n"
        "Dee,ADA@ACME.COM,Acme\r\n"
        "Eve\r\n"
        "Fay,fay@acme.com,Acme, Inc.\r\n"
        ",,\r\n"
        "G\ufffds,gus@acme.com,Acme\r\n"
        '"Hal,hal@acme.com,Acme\r\n'
        "Ida,ida@acme.com\r\n"
        "Jon,jon@acme.com,Acme,,\r\n",
    )

    report = service.rehearse(path, None, "", Work())

    assert report.imported == 3
    assert [(row.line, row.reason, row.value) for row in report.rows] == [
        (3, SkipReason.NO_ADDRESS, "Bob Acme"),
        (5, SkipReason.BAD_ADDRESS, "cy@"),
        (6, SkipReason.DUPLICATE_IN_FILE, "ada@acme.com"),
        (7, SkipReason.TOO_FEW_COLUMNS, "Eve"),
        (8, SkipReason.TOO_MANY_COLUMNS, "Inc."),
        (10, SkipReason.UNREADABLE, "G\ufffds"),
        (11, SkipReason.UNREADABLE, '"Hal,hal@acme.com,Acme'),
    ]


def test_cells_come_out_on_one_line_and_without_invisible_characters(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = _file(
        tmp_path,
        "Email,First Name,Company,Pain Point,Empty\n"
        'ada@acme.com,  Ada\u00a0,Ac\0me\u200b,"slow\r\n  onboarding,\n\nlate ""replies""", \n',
    )
    service.import_file(path, None, campaign_id, Work())

    (lead,) = service.sample(campaign_id, Work())

    assert (lead.first_name, lead.company_name) == ("Ada", "Acme")
    assert lead.custom == {"painPoint": 'slow onboarding, late "replies"'}


def test_the_founders_own_mapping_wins(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = _file(tmp_path, "Email,Company,Hook\nada@acme.com,Acme,You hire\n")
    mapping = ColumnMapping(
        (
            ColumnTarget(field=LeadField.EMAIL),
            ColumnTarget(),
            ColumnTarget(field=LeadField.PERSONALIZATION),
        )
    )

    service.import_file(path, mapping, campaign_id, Work())

    (lead,) = service.sample(campaign_id, Work())
    assert (lead.company_name, lead.personalization, lead.custom) == ("", "You hire", {})


def test_a_mapping_for_another_file_is_refused_and_nothing_imported(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(tmp_path, "Email,Company\nada@acme.com,Acme\n")

    with pytest.raises(InvalidInput):
        service.import_file(path, ColumnMapping((ColumnTarget(),)), "", Work())
    assert service.lists(Work()) == ()


def test_cancelling_in_the_middle_of_an_import_leaves_nothing(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = tmp_path / "leads.csv"
    write_apollo_export(path, 6_000, seed=5)

    def cancel_late(progress: Progress) -> None:
        if progress.done > 4_000:
            work.cancel()

    work = Work(cancel_late)
    with pytest.raises(Cancelled):
        service.import_file(path, None, campaign_id, work)

    assert service.lists(Work()) == ()
    assert service.for_campaign(campaign_id, Work()) == 0


def test_skipped_rows_beyond_the_first_thousand_are_counted_and_can_be_saved(
    tmp_path: Path, service: LeadService
) -> None:
    rows = "".join(f"=cmd{number},bad\n" for number in range(1_500))
    path = _file(tmp_path, "Name,Email\nAda,ada@acme.com\n" + rows + "+x,\n")
    target = tmp_path / "skipped.csv"

    report = service.rehearse(path, None, "", Work())
    saved = service.save_skipped(path, None, "", target, Work())

    assert (report.imported, report.skipped, len(report.rows)) == (1, 1_501, 1_000)
    assert saved == 1_501
    with target.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert written[0] == ["Line", "Reason", "Value"]
    assert written[1] == ["3", "not a valid e-mail address", "bad"]
    assert written[-1] == ["1503", "no e-mail address", "'+x"]
    assert len(written) == 1_502


def test_a_file_that_was_there_stays_when_saving_the_skipped_rows_is_cancelled(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(tmp_path, "Email\n" + f"{'bad' * 20}\n" * 5_000)
    target = _file(tmp_path, "before", "skipped.csv")
    work = Work(lambda progress: work.cancel() if progress.done else None)

    with pytest.raises(Cancelled):
        service.save_skipped(path, None, "", target, work)

    assert target.read_text() == "before"
    assert sorted(kept.name for kept in tmp_path.glob("*.csv")) == ["leads.csv", "skipped.csv"]
    assert service.save_skipped(path, None, "", path, Work()) == 5_000  # read before it is replaced


def test_progress_is_told_on_the_way(tmp_path: Path, service: LeadService) -> None:
    path = tmp_path / "leads.csv"
    write_apollo_export(path, 5_000, seed=6, dirty=False)
    told: list[Progress] = []

    service.import_file(path, None, "", Work(told.append))

    done = [progress.done for progress in told if progress.message == "Reading rows"]
    assert done == sorted(done)
    assert len(done) >= 3
    assert all(progress.total is None or progress.done <= progress.total for progress in told)


_dirt = st.lists(
    st.lists(
        st.text("abAB@.,;\"' \r\n\0é\ufffd", max_size=10)
        | st.sampled_from(["a@x.com", "A@x.com", "b@x.com", "c@rival.com", ""]),
        max_size=5,
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=_dirt, quoted=st.booleans())
@example(rows=[["\0\0"]], quoted=False)
def test_a_rehearsal_counts_exactly_what_the_import_then_does(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoted: bool
) -> None:
    folder = tmp_path_factory.mktemp("dirt")
    database = open_fresh(folder)
    service = _service(database)
    service.suppress(["rival.com"], "asked", Work())
    path = folder / "dirt.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Name,Email,Company,Note\n")
        if quoted:
            csv.writer(file).writerows(rows)
        else:
            file.writelines(",".join(row) + "\n" for row in rows)

    try:
        rehearsed = service.rehearse(path, None, "", Work())
    except InvalidInput:  # so full of control characters that it is no text
        with pytest.raises(InvalidInput, match="not a text file"):
            service.import_file(path, None, "", Work())
        database.close()
        return
    done = service.import_file(path, None, "", Work()).value
    again = service.import_file(path, None, "", Work()).value
    total = service.page(LeadQuery(), Work()).total
    database.close()

    assert rehearsed == replace(done, list_id="", operation=0)
    assert total == done.created
    assert (again.created, again.updated, again.unchanged) == (0, 0, done.created)
    assert (again.skipped, again.reasons) == (done.skipped, done.reasons)

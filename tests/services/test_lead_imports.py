"""Importing into lists: where rows go, what they come to, what a rehearsal says before."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import open_fresh
from tests.support.leads import lead_service
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import ColumnMapping, ColumnTarget
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import LeadField, LeadFlag, SkipReason
from vibe_desktop.domain.work import Progress, Work
from vibe_desktop.gateways.instantly.supersearch import BoughtPerson
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.services.leads import LeadService
from vibe_desktop.services.people_rows import lead_row
from vibe_desktop.store import lead_intake, lead_writing
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database


@pytest.fixture
def service(database: Database) -> LeadService:
    return lead_service(database)


@pytest.fixture
def campaign_id(database: Database) -> str:
    campaigns = CampaignRepository(database)
    return campaigns.create(name="Launch", url="https://acme.com", target_audience="Founders").id


def _file(tmp_path: Path, text: str, name: str = "leads.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _names(service: LeadService) -> dict[str, int]:
    return {kept.name: kept.total_leads for kept in service.lists(Work())}


def test_rows_go_to_the_list_that_was_chosen_whatever_the_campaign(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    target = service.create_list("  Chosen   ones ", campaign_id, Work()).value
    path = _file(tmp_path, "Email\nada@acme.com\n")

    report = service.import_file(path, None, "", Work(), list_id=target.id).value

    assert report.list_id == target.id
    assert _names(service) == {"Chosen ones": 1}
    service.undo(report.operation, Work())
    assert _names(service) == {"Chosen ones": 0}
    with pytest.raises(InvalidInput, match="no longer there"):
        service.rehearse(path, None, "", Work(), list_id="gone")


def test_a_new_list_can_be_given_a_name_and_is_continued_by_it(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(tmp_path, "Email\nada@acme.com\n")

    for name in ("", "Friends", "Friends", ""):
        service.import_file(path, None, "", Work(), name=name)

    assert _names(service) == {"leads": 1, "Friends": 1}


def test_a_list_needs_a_name(service: LeadService) -> None:
    with pytest.raises(InvalidInput, match="needs a name"):
        service.create_list(" ", "", Work())


def test_a_corrected_file_updates_what_changed(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    first = _file(tmp_path, "Email,First Name,Pain\nada@acme.com,Ada,slow\nbob@acme.com,Bob,\n")
    service.import_file(first, None, campaign_id, Work())
    better = _file(tmp_path, "Email,First Name,Pain\nada@acme.com,,late\nbob@acme.com,Bob,\n")

    rehearsed = service.rehearse(better, None, campaign_id, Work())
    done = service.import_file(better, None, campaign_id, Work()).value

    assert rehearsed == replace(done, list_id="", operation=0)
    assert (done.created, done.updated, done.unchanged, done.skipped) == (0, 1, 1, 0)
    ada, _bob = service.page(LeadQuery(), Work()).rows
    assert (ada.first_name, ada.custom) == ("Ada", {"pain": "late"})
    service.undo(done.operation, Work())
    assert service.page(LeadQuery(), Work()).rows[0].custom == {"pain": "slow"}


def test_rows_skipped_for_any_reason_are_told_in_the_order_of_the_file(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    there = _file(tmp_path, "Email\nada@acme.com\nbob@acme.com\n", "one.csv")
    service.import_file(there, None, campaign_id, Work())
    path = _file(
        tmp_path,
        "Email,Name\nbad,x\nbob@acme.com,x\nnew@acme.com,x\n,x\nnew@acme.com,x\nADA@acme.com,x\nz,x\n",
        "two.csv",
    )
    target = tmp_path / "skipped.csv"

    report = service.rehearse(path, None, campaign_id, Work())
    saved = service.save_skipped(path, None, campaign_id, target, Work())

    expected = [
        (2, SkipReason.BAD_ADDRESS),
        (3, SkipReason.IN_CAMPAIGN),
        (5, SkipReason.NO_ADDRESS),
        (6, SkipReason.DUPLICATE_IN_FILE),
        (7, SkipReason.IN_CAMPAIGN),
        (8, SkipReason.BAD_ADDRESS),
    ]
    assert [(row.line, row.reason) for row in report.rows] == expected
    assert saved == report.skipped == len(expected)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [int(line) for line, *_ in list(csv.reader(file))[1:]] == [2, 3, 5, 6, 7, 8]


def test_the_mapping_that_was_imported_by_is_proposed_the_next_time(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(tmp_path, "Email,Company,Hook\nada@acme.com,Acme,You hire\n")
    mapping = ColumnMapping(
        (
            ColumnTarget(field=LeadField.EMAIL),
            ColumnTarget(),
            ColumnTarget(field=LeadField.PERSONALIZATION),
        )
    )
    assert not service.inspect(path, Work()).remembered

    service.import_file(path, mapping, "", Work())

    again = service.inspect(path, Work())
    assert (again.remembered, again.mapping) == (True, mapping)
    assert [column.target for column in again.columns] == list(mapping.targets)
    assert service.import_file(path, None, "", Work()).value.unchanged == 1


def test_a_column_without_a_name_is_imported_once_it_is_matched_and_remembered(
    tmp_path: Path, service: LeadService, campaign_id: str
) -> None:
    path = _file(
        tmp_path,
        "Email,Name,\nada@acme.com,Ada,saw your talk\nbob@acme.com,Bob,\ncy@acme.com,Cy,x,y\n",
    )
    file = service.inspect(path, Work())
    mapping = file.mapping.assign(2, ColumnTarget(custom="hook"), file.headers)

    rehearsed = service.rehearse(path, mapping, campaign_id, Work())
    report = service.import_file(path, mapping, campaign_id, Work()).value

    assert (rehearsed.created, rehearsed.reasons) == (report.created, report.reasons)
    assert (report.created, report.reasons) == (2, {SkipReason.TOO_MANY_COLUMNS: 1})
    ada = service.page(LeadQuery(sort="email"), Work()).rows[0]
    assert ada.custom["hook"] == "saw your talk"
    assert service.inspect(path, Work()).mapping == mapping
    # The next export has nothing, or more, behind the last name.
    _file(tmp_path, "Email,Name\neve@acme.com,Eve\n")
    assert service.inspect(path, Work()).mapping.targets == mapping.targets[:2]
    _file(tmp_path, "Email,Name,,\neve@acme.com,Eve,a,b\n")
    assert service.inspect(path, Work()).mapping.targets == (*mapping.targets, ColumnTarget())


@pytest.mark.parametrize("what", ["grows", "vanishes", "is exchanged"])
def test_a_file_that_somebody_writes_to_while_it_is_read_is_not_imported(
    tmp_path: Path, service: LeadService, what: str
) -> None:
    path = _file(tmp_path, "Email\n" + "".join(f"p{n}@acme.com\n" for n in range(2_500)))

    def meddle(progress: Progress) -> None:
        if progress.message == "Reading rows" and path.exists():
            if what == "grows":
                with path.open("a") as file:
                    file.write("late@acme.com\n")
            elif what == "vanishes":
                path.unlink()
            else:
                _file(tmp_path, "Email\nother@acme.com\n", "other.csv").replace(path)

    with pytest.raises(InvalidInput, match=r"written to|cannot be read"):
        service.import_file(path, None, "", Work(meddle))
    assert service.page(LeadQuery(), Work()).total == 0
    _file(tmp_path, "Email\n" + "".join(f"p{n}@acme.com\n" for n in range(2_500)))
    with pytest.raises(InvalidInput, match=r"written to|cannot be read"):
        service.rehearse(path, None, "", Work(meddle))


def test_what_was_paid_for_is_taken_in_whatever_stands_in_it(service: LeadService) -> None:
    person = BoughtPerson(
        "ada@acme.com",
        "A\nda",
        "Lee\ud83d",
        "Acme\0 Inc",
        "",
        "",
        "",
        {"in\tdustry": "Soft\r\nware\udc00"},
    )
    rows = [lead_row(person)]
    service.import_rows(rows, name="Bought", source="b", campaign_id="", work=Work())

    (lead,) = service.page(LeadQuery(), Work()).rows
    assert (lead.first_name, lead.last_name, lead.company_name) == ("A da", "Lee", "Acme Inc")
    assert lead.custom == {"in dustry": "Soft ware"}


def _row(email: str, first: str = "Ada", country: str = "") -> LeadRow:
    return (email, first, "", "", "", "", "", "", "{}", country, 0)


def test_people_from_elsewhere_are_sifted_like_those_of_a_file(
    service: LeadService, campaign_id: str
) -> None:
    service.suppress(["rival.com"], "asked", Work())
    rows = [
        _row(" Ada@Acme.DE "),
        _row("bob@gmail.com", country="US"),
        _row("info@acme.de"),
        _row("ada@acme.de", "Again"),
        _row("x@eu.rival.com"),
        _row(""),
        _row("no address"),
    ]

    report = service.import_rows(
        rows, name="Founders", source="search", campaign_id=campaign_id, work=Work()
    ).value

    assert (report.created, report.skipped) == (3, 4)
    assert [(row.line, row.reason) for row in report.rows] == [
        (4, SkipReason.DUPLICATE_IN_FILE),
        (5, SkipReason.SUPPRESSED),
        (6, SkipReason.NO_ADDRESS),
        (7, SkipReason.BAD_ADDRESS),
    ]
    hygiene = report.hygiene
    assert (hygiene.role, hygiene.free_mail, hygiene.same_company) == (1, 1, 1)
    assert hygiene.companies == (("acme.de", 2),)
    assert hygiene.countries == {"DE": 2, "US": 1}
    leads = {lead.email: lead for lead in service.page(LeadQuery(), Work()).rows}
    assert leads["ada@acme.de"].country == "DE"
    assert leads["info@acme.de"].flags == LeadFlag.ROLE
    assert _names(service) == {"Founders": 3}
    service.undo(report.operation, Work())
    assert _names(service) == {}


_cells = st.lists(
    st.tuples(
        st.sampled_from(["a@x.com", "A@x.com", "b@x.com", "c@rival.com", "d@y.com", "bad", ""]),
        st.sampled_from(["", "Ada", "Bob"]),
        st.sampled_from(["", "slow", 'la"te']),
    ),
    max_size=12,
)


@pytest.mark.slow
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.lists(st.tuples(st.sampled_from("ab"), _cells), max_size=5), late=st.booleans())
def test_a_rehearsal_says_what_each_of_several_imports_then_does(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    files: list[tuple[str, list[tuple[str, str, str]]]],
    late: bool,
) -> None:
    monkeypatch.setattr(lead_intake, "_AT_A_TIME", 3)
    monkeypatch.setattr(lead_writing, "MANY", 1 if late else 10**9)
    folder = tmp_path_factory.mktemp("imports")
    database = open_fresh(folder)
    service = lead_service(database)
    campaign = CampaignRepository(database).create(
        name="L", url="https://x.com", target_audience=""
    )
    service.suppress(["rival.com"], "asked", Work())
    operations = []
    for name, rows in files:
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("Email", "First Name", "Pain"), *rows])
        owner = campaign.id if name == "a" or late else ""
        rehearsed = service.rehearse(path, None, owner, Work())
        done = service.import_file(path, None, owner, Work()).value
        again = service.rehearse(path, None, owner, Work())
        assert rehearsed == replace(done, list_id="", operation=0)
        assert done.created + done.updated + done.unchanged + done.skipped == len(
            [row for row in rows if any(row)]
        )
        assert (again.created, again.updated) == (0, 0)
        assert again.unchanged == done.created + done.updated + done.unchanged
        if done.operation:
            operations.append(done.operation)
    for operation in reversed(operations):
        service.undo(operation, Work())
    assert service.page(LeadQuery(), Work()).total == 0
    assert service.lists(Work()) == ()
    database.close()

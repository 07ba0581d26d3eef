"""Forgetting a person: nothing of them stays but a hash that keeps them from coming back."""

import json
from pathlib import Path

import pytest

from tests.support.leads import lead_service
from vibe_desktop.domain.errors import Conflict, InvalidInput
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import SkipReason
from vibe_desktop.domain.suppressions import SuppressionKind
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.services.leads import LeadService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database

ADA = "ada@acme.com"


@pytest.fixture
def service(database: Database) -> LeadService:
    return lead_service(database)


def _file(folder: Path, *addresses: str, name: str = "leads.csv") -> Path:
    path = folder / name
    path.write_text("Email,First Name\n" + "".join(f"{one},Ada\n" for one in addresses))
    return path


def _row(email: str) -> LeadRow:
    return (email, "", "", "", "", "", "", "", "{}", "", 0)


def _launch(database: Database, state: LaunchState) -> None:
    campaign = CampaignRepository(database).create(
        name="Launch", url="https://acme.com", target_audience="All"
    )
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO launches (id, campaign_id, token, state, created_at, updated_at)"
            " VALUES ('l', ?, 'vm-1', ?, '', '')",
            (campaign.id, state.value),
        )
        connection.exec_driver_sql(
            "INSERT INTO launch_leads (launch_id, number, email, payload, outcome) VALUES"
            """ ('l', 0, 'ada@acme.com', '{"email":"ada@acme.com","first_name":"Ada"}', 'added'),"""
            """ ('l', 1, 'x.ada@acme.com', '{"email":"x.ada@acme.com"}', 'added')"""
        )
        connection.exec_driver_sql(
            "INSERT INTO launch_journal (id, launch_id, number, operation, kind, detail, at) VALUES"
            " ('j', 'l', 1, 'add', 'result',"
            """ '{"missing":["ada@acme.com","x.ada@acme.com"]}', '')"""
        )


def _everything(database: Database) -> str:
    """All text of all tables."""
    with database.read() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'lead_search%'"
        ).scalars()
        return "\n".join(
            str(tuple(row))
            for table in tables.all()
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - names
        )


def test_nothing_of_an_erased_person_stays_in_the_database(
    tmp_path: Path, database: Database, service: LeadService
) -> None:
    service.import_file(_file(tmp_path, ADA, "bob@acme.com"), None, "", Work())
    service.import_file(_file(tmp_path, ADA, name="two.csv"), None, "", Work())
    page = service.page(LeadQuery(), Work())
    all_of_them = LeadSelection(LeadQuery(), ((0, 0),), page.version)
    service.suppress_selection(all_of_them, Work())
    page = service.page(LeadQuery(), Work())
    gone = service.delete(LeadSelection(LeadQuery(), ((0, 1),), page.version), Work()).value
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO verifications (email, status, checked_at) VALUES (?, 'verified', '')",
            (ADA,),
        )
    _launch(database, LaunchState.DONE)
    before = _everything(database)

    erased = service.erase(" Ada@Acme.com ", Work())

    after = _everything(database)
    assert ADA in before.replace("x.ada@", "")
    assert ADA not in after.replace("x.ada@acme.com", "")
    assert "x.ada@acme.com" in after
    assert "'Ada'" not in after.replace("bob@acme.com', 'Ada'", "")
    assert erased.value == 1
    assert erased.changes.leads
    assert [one.total_leads for one in service.lists(Work())] == [
        service.page(LeadQuery(list_id=one.id), Work()).total for one in service.lists(Work())
    ]
    with database.read() as connection:
        counts = connection.exec_driver_sql(
            "SELECT count(*), sum(outcome = 'added') FROM launch_leads"
        ).one()
    assert tuple(counts) == (2, 2)
    assert service.undo(gone.id, Work()).value.restored == 1
    assert ADA not in _everything(database).replace("x.ada@acme.com", "")


def test_an_erased_person_does_not_come_back_through_an_import(
    tmp_path: Path, service: LeadService
) -> None:
    path = _file(tmp_path, ADA, "bob@acme.com")
    service.import_file(path, None, "", Work())
    service.erase(ADA, Work())

    rehearsed = service.rehearse(path, None, "", Work())
    again = service.import_file(path, None, "", Work()).value
    rows = [_row(ADA), _row("cy@acme.com")]
    bought = service.import_rows(rows, name="n", source="s", campaign_id="", work=Work()).value

    assert rehearsed.reasons == again.reasons == {SkipReason.SUPPRESSED: 1}
    assert (bought.created, bought.reasons) == (1, {SkipReason.SUPPRESSED: 1})
    entry = service.suppressions(Work()).rows[0]
    assert (entry.value, entry.kind) == ("", SuppressionKind.ERASED)


def test_an_erased_address_is_not_written_down_again(
    database: Database, service: LeadService
) -> None:
    service.erase(ADA, Work())

    assert service.suppress([ADA, "acme.com"], "unsubscribed", Work()).value == 1
    assert ADA not in _everything(database)
    assert service.unsuppress([ADA], Work()).value == 1
    assert service.suppressions(Work()).total == 1


@pytest.mark.parametrize("state", [LaunchState.PLANNED, LaunchState.LEADS_ADDED])
def test_whom_a_launch_is_writing_to_is_not_erased(
    database: Database, service: LeadService, state: LaunchState
) -> None:
    _launch(database, state)
    before = _everything(database)

    with pytest.raises(Conflict, match="under way"):
        service.erase(ADA, Work())

    assert _everything(database) == before
    assert service.erase("nobody@acme.com", Work()).value == 0


@pytest.mark.parametrize("state", [LaunchState.DONE, LaunchState.PAUSED])
@pytest.mark.parametrize("status", ["active", "paused", "attention"])
def test_whom_a_campaign_at_instantly_may_write_to_is_not_erased_before_they_are_blocked(
    database: Database, service: LeadService, state: LaunchState, status: str
) -> None:
    _launch(database, state)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE campaigns SET status = ?", (status,))
    service.suppress(["acme.com"], "asked", Work())
    before = _everything(database)

    with pytest.raises(Conflict, match="still writes"):
        service.erase(ADA, Work())
    assert _everything(database) == before

    with database.write() as connection:  # the whole domain came onto the block list
        connection.exec_driver_sql("UPDATE suppressions SET blocked_at = '2026-05-01T00:00:00Z'")
    service.erase(ADA, Work())
    assert ADA not in _everything(database).replace("x.ada@acme.com", "")


def test_whom_instantly_refused_may_be_erased_at_any_time(
    database: Database, service: LeadService
) -> None:
    _launch(database, LaunchState.DONE)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE campaigns SET status = 'active'")
        connection.exec_driver_sql("UPDATE launch_leads SET outcome = 'rejected: not accepted'")

    service.erase(ADA, Work())

    assert ADA not in _everything(database).replace("x.ada@acme.com", "")


def test_the_journal_of_a_changed_mail_forgets_an_erased_person(
    database: Database, service: LeadService
) -> None:
    _launch(database, LaunchState.DONE)
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO campaign_edits (id, campaign_id, scope, state, detail, new_campaign_id,"
            " reason, created_at, updated_at) SELECT 'e', id, 'new_only', 'done',"
            """ '{"taken":["ada@acme.com","x.ada@acme.com"]}', '', '', '', '' FROM campaigns"""
        )

    service.erase(ADA, Work())

    with database.read() as connection:
        detail = connection.exec_driver_sql("SELECT detail FROM campaign_edits").scalar_one()
    assert json.loads(detail) == {"taken": ["erased", "x.ada@acme.com"]}


def test_what_is_erased_is_written_over_in_the_file(
    tmp_path: Path, database: Database, service: LeadService
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Email,Notes\n{ADA},{'Zebulonia ' * 40}\nbob@acme.com,x\n")
    service.import_file(path, None, "", Work())
    path.unlink()

    service.erase(ADA, Work())

    with database.write() as connection:
        kept = connection.exec_driver_sql("PRAGMA database_list").first()
    assert kept is not None
    database.close()
    assert b"bob@acme.com" in Path(kept[2]).read_bytes()
    assert b"Zebulonia" not in Path(kept[2]).read_bytes()


def test_what_is_no_address_cannot_be_erased(service: LeadService) -> None:
    with pytest.raises(InvalidInput):
        service.erase("ada", Work())

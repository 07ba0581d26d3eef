"""What is done to leads, and undone: imports, tags, moves, deletions, suppressions."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import Pool, event

from tests.databases import open_fresh
from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.errors import Conflict, InvalidInput, StorageFull
from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import Lead, SkippedRow, SkipReason
from vibe_desktop.store import lead_writing, operation_log
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_intake import ImportPlace, LeadRow
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository


class House:
    """The repositories over one database, and short words for what the tests do."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.leads = LeadRepository(database)
        self.lists = LeadListRepository(database)
        self.operations = LeadOperationRepository(database)
        self.suppressions = SuppressionRepository(database)

    def campaign(self) -> str:
        campaigns = CampaignRepository(self.database)
        return campaigns.create(name="Launch", url="https://x.com", target_audience="All").id

    def load(self, place: str, *rows: LeadRow, campaign: str = "") -> lead_writing.ListWriter:
        where = ImportPlace(place, campaign_id=campaign, source=place)
        with self.operations.importing(where) as writer:
            writer.add(rows)
        return writer

    def chosen(self, *emails: str, query: LeadQuery | None = None) -> LeadSelection:
        query = query or LeadQuery()
        page = self.leads.page(query)
        places = [n for n, lead in enumerate(page.rows) if lead.email in emails or not emails]
        return LeadSelection(query, tuple((n, n) for n in places), page.version)

    def all(self) -> dict[tuple[str, str], Lead]:
        names = {kept.id: kept.name for kept in self.lists.all()}
        return {
            (names[lead.list_id], lead.email): lead
            for lead in self.leads.page(LeadQuery(limit=10_000)).rows
        }

    def sizes(self) -> dict[str, int]:
        return {kept.name: kept.total_leads for kept in self.lists.all()}

    def list_id(self, name: str) -> str:
        return next(kept.id for kept in self.lists.all() if kept.name == name)


def row(email: str, first: str = "Ada", custom: str = "{}", country: str = "") -> LeadRow:
    return (email, first, "L", "Acme", "CEO", "", "", "", custom, country, 0)


def emails(leads: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(email for _, email in leads)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


# -- importing -----------------------------------------------------------------------------------


def test_a_row_updates_what_it_says_new_about_a_lead_and_leaves_the_rest(house: House) -> None:
    house.load("a.csv", row("ada@x.com", custom='{"pain":"slow","size":"5"}'), row("bob@x.com"))

    writer = house.load(
        "a.csv",
        ("ada@x.com", "", "Byron", "", "", "", "+1", "", '{"pain":"late","hook":"hi"}', "GB", 0),
        row("bob@x.com"),
        row("cy@x.com"),
    )

    assert (writer.created, writer.updated, writer.unchanged) == (1, 1, 1)
    ada = house.all()["a.csv", "ada@x.com"]
    assert (ada.first_name, ada.last_name, ada.company_name, ada.phone) == (
        "Ada",
        "Byron",
        "Acme",
        "+1",
    )
    assert ada.custom == {"pain": "late", "size": "5", "hook": "hi"}
    assert ada.country == "GB"
    assert house.sizes() == {"a.csv": 3}


def test_a_blank_variable_takes_nothing_from_a_lead(house: House) -> None:
    house.load("a.csv", row("ada@x.com", custom='{"pain":"slow"}'))

    writer = house.load("a.csv", row("ada@x.com", custom='{"pain":"","hook":""}'))

    assert writer.unchanged == 1
    assert house.all()["a.csv", "ada@x.com"].custom == {"pain": "slow"}


def test_a_guessed_country_does_not_take_the_place_of_a_known_one(house: House) -> None:
    house.load("a.csv", row("ada@x.fr", country="DE"))

    writer = house.load("a.csv", row("ada@x.fr", country="FR"))

    assert writer.unchanged == 1
    assert house.all()["a.csv", "ada@x.fr"].country == "DE"


def test_an_address_of_another_list_of_the_campaign_is_skipped_with_its_line(house: House) -> None:
    campaign = house.campaign()
    house.load("a.csv", row("ada@x.com"), campaign=campaign)
    skipped: list[SkippedRow] = []
    lines = iter((2, 5, 9))
    line = 0

    def rows() -> Iterable[LeadRow]:
        nonlocal line
        for email in ("bob@x.com", "ada@x.com", "cy@x.com"):
            line = next(lines)
            yield row(email)

    place = ImportPlace("b.csv", campaign_id=campaign, source="b.csv")
    with house.operations.importing(place) as writer:
        writer.add(rows(), lambda: line, skipped.append)

    assert writer.created == 2
    assert skipped == [SkippedRow(5, SkipReason.IN_CAMPAIGN, "ada@x.com")]


def test_what_other_lists_have_is_counted_alike_by_rehearsal_and_both_ways_of_importing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    rows = [row("ada@x.com"), row("cy@x.com"), row("bob@x.com")]
    place = ImportPlace("b.csv", source="b.csv")

    with house.operations.rehearsing(place) as rehearsal:
        rehearsal.add(rows)
    kept_up = house.load("b.csv", *rows)
    house.operations.undo(kept_up.operation)
    monkeypatch.setattr(lead_writing, "MANY", 3)
    with house.operations.importing(place, estimate=4) as late:
        late.add(rows)

    assert rehearsal.elsewhere == kept_up.elsewhere == late.elsewhere == 2
    assert rehearsal.created == kept_up.created == late.created == 3
    with house.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'leads'"
        ).scalars()
        assert "uq_leads_email_list_number" in set(names)


def test_an_import_with_a_late_index_that_breaks_off_leaves_everything_as_it_was(
    house: House,
) -> None:
    house.load("a.csv", row("ada@x.com"))
    before = house.all()

    def broken() -> Iterable[LeadRow]:
        yield from (row(f"p{number}@x.com") for number in range(6_000))
        raise RuntimeError("the disk was pulled out")

    with (
        pytest.raises(RuntimeError, match="pulled out"),
        house.operations.importing(ImportPlace("b"), estimate=10_000) as writer,
    ):
        writer.add(broken())

    assert house.all() == before
    assert house.database.problems() == ()
    assert len(house.operations.all()) == 1
    with house.database.read() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT row FROM leads WHERE email = 'ada@x.com'"
        ).all()
    assert "uq_leads_email_list_number" in str(plan)


def test_an_import_that_the_disk_has_no_room_for_leaves_nothing(house: House) -> None:
    house.load("a.csv", row("ada@x.com"))
    with house.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    event.listen(Pool, "connect", limit)
    try:
        with pytest.raises(StorageFull):
            house.load("b.csv", *(row(f"p{number}@x.com") for number in range(5_000)))
    finally:
        event.remove(Pool, "connect", limit)

    assert house.sizes() == {"a.csv": 1}
    assert len(house.operations.all()) == 1
    assert house.database.problems() == ()


def test_undoing_an_import_takes_its_leads_along_wherever_they_are_now(house: House) -> None:
    house.load("old.csv", row("old@x.com"))
    done = house.load("new.csv", row("ada@x.com"), row("bob@x.com"))
    house.operations.move(house.chosen("ada@x.com"), house.list_id("old.csv"))

    undone = house.operations.undo(done.operation)

    assert (undone.kind, undone.undone, undone.restored) == (OperationKind.IMPORT, True, 2)
    assert emails(house.all()) == ["old@x.com"]
    assert house.sizes() == {"old.csv": 1}


def test_undoing_an_update_gives_old_values_back_where_nobody_changed_them_since(
    house: House,
) -> None:
    house.load("a.csv", row("ada@x.com", "Ada"))
    second = house.load("a.csv", ("ada@x.com", "Bea", "M", "", "", "", "", "", "{}", "", 0))
    house.load("a.csv", ("ada@x.com", "Cyd", "", "", "", "", "", "", "{}", "", 0))

    house.operations.undo(second.operation)

    lead = house.all()["a.csv", "ada@x.com"]
    assert (lead.first_name, lead.last_name) == ("Cyd", "L")


def test_the_list_that_an_import_made_stays_when_something_else_is_in_it(house: House) -> None:
    first = house.load("a.csv", row("ada@x.com"))
    house.load("a.csv", row("bob@x.com"))

    house.operations.undo(first.operation)

    assert house.sizes() == {"a.csv": 1}


def test_an_import_of_nothing_new_is_no_operation(house: House) -> None:
    house.load("a.csv", row("ada@x.com"))

    again = house.load("a.csv", row("ada@x.com"))

    assert again.operation == 0
    assert len(house.operations.all()) == 1


# -- many at once --------------------------------------------------------------------------------


def test_a_tag_is_given_once_and_taken_back_from_those_who_got_it(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    first = house.operations.tag(house.chosen("ada@x.com"), "hot")
    second = house.operations.tag(house.chosen(), "hot")

    assert (first.leads, second.leads, second.left, second.title) == (1, 1, 1, "hot")
    assert house.operations.tags() == (("hot", 2),)
    house.operations.undo(second.id)
    assert house.operations.tags() == (("hot", 1),)
    taken = house.operations.untag(house.chosen(), "hot")
    assert (taken.leads, taken.left) == (1, 1)
    assert house.operations.tags() == ()
    house.operations.undo(taken.id)
    assert house.all()["a.csv", "ada@x.com"].tags == ("hot",)


def test_whoever_the_list_has_already_stays_where_they_are(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    house.load("b.csv", row("ada@x.com"))

    moved = house.operations.move(
        house.chosen(query=LeadQuery(list_id=house.list_id("a.csv"))), house.list_id("b.csv")
    )

    assert (moved.leads, moved.left, moved.title) == (1, 1, "b.csv")
    assert house.sizes() == {"a.csv": 1, "b.csv": 2}
    assert house.operations.undo(moved.id).restored == 1
    assert house.sizes() == {"a.csv": 2, "b.csv": 1}


def test_a_move_cannot_be_undone_into_a_list_that_is_gone_or_has_the_address_again(
    house: House,
) -> None:
    house.load("a.csv", row("ada@x.com"))
    house.lists.create(name="b", campaign_id="")
    moved = house.operations.move(house.chosen(), house.list_id("b"))
    gone = house.operations.delete_list(house.list_id("a.csv"))

    with pytest.raises(Conflict, match="was deleted"):
        house.operations.undo(moved.id)
    house.operations.undo(gone.id)
    house.load("a.csv", row("ada@x.com"))
    with pytest.raises(Conflict, match="came back"):
        house.operations.undo(moved.id)
    assert house.sizes() == {"a.csv": 1, "b": 1}


def test_undoing_a_move_leaves_those_alone_who_were_moved_on(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    house.lists.create(name="b", campaign_id="")
    house.lists.create(name="c", campaign_id="")
    moved = house.operations.move(house.chosen(), house.list_id("b"))
    house.operations.move(house.chosen("ada@x.com"), house.list_id("c"))

    assert house.operations.undo(moved.id).restored == 1
    assert set(house.all()) == {("c", "ada@x.com"), ("a.csv", "bob@x.com")}


def test_deleted_leads_come_back_as_they_were(house: House) -> None:
    house.load(
        "a.csv",
        ("ada@x.com", "A", "B", "C", "D", "E", "F", "G", '{"pain":"“x”"}', "DE", 3),
        row("bob@x.com"),
    )
    house.operations.tag(house.chosen("ada@x.com"), "hot")
    before = house.all()

    gone = house.operations.delete(house.chosen())
    assert house.all() == {}
    assert house.sizes() == {"a.csv": 0}
    restored = house.operations.undo(gone.id)

    assert (gone.leads, restored.restored) == (2, 2)
    assert house.all() == before
    assert house.sizes() == {"a.csv": 2}


def test_whoever_asked_to_be_left_alone_while_deleted_comes_back_suppressed(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    house.suppressions.add(["bob@x.com"], "asked")
    gone = house.operations.delete(house.chosen())
    house.suppressions.add(["ada@x.com"], "unsubscribed")
    house.suppressions.remove(["bob@x.com"])

    house.operations.undo(gone.id)

    marks = {lead.email: lead.suppressed for lead in house.all().values()}
    assert marks == {"ada@x.com": True, "bob@x.com": False}


def test_a_deletion_cannot_be_undone_when_the_address_came_back(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    gone = house.operations.delete(house.chosen())
    house.load("a.csv", row("ada@x.com"))

    with pytest.raises(Conflict, match=r"ada@x\.com came back") as caught:
        house.operations.undo(gone.id)

    assert caught.value.safe == "Nothing was changed."
    assert emails(house.all()) == ["ada@x.com"]


def test_a_deleted_list_comes_back_with_its_name_its_campaign_and_its_leads(house: House) -> None:
    campaign = house.campaign()
    house.load("a.csv", row("ada@x.com"), campaign=campaign)
    before, lists = house.all(), house.lists.all()

    gone = house.operations.delete_list(lists[0].id)
    assert (house.all(), house.lists.all()) == ({}, ())
    house.load("other.csv", row("zoe@x.com"))  # must not get the number of the deleted one
    house.operations.undo(gone.id)

    assert gone.title == "a.csv"
    assert {key: lead for key, lead in house.all().items() if key[0] == "a.csv"} == before
    assert lists[0] in house.lists.all()


def test_the_chosen_can_be_suppressed_and_set_free_again(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    house.load("b.csv", row("ada@x.com"))
    house.suppressions.add(["bob@x.com"], "asked")

    done = house.operations.suppress(
        house.chosen(query=LeadQuery(list_id=house.list_id("a.csv"))), "chosen"
    )
    assert (done.leads, done.left) == (1, 1)
    assert all(lead.suppressed for lead in house.all().values())
    house.operations.undo(done.id)

    assert {key for key, lead in house.all().items() if lead.suppressed} == {("a.csv", "bob@x.com")}


def test_undoing_a_suppression_leaves_an_entry_that_was_made_anew(house: House) -> None:
    house.load("a.csv", row("ada@x.com"), row("bob@x.com"))
    done = house.operations.suppress(house.chosen(), "chosen")
    house.suppressions.remove(["ada@x.com"])
    house.suppressions.add(["ada@x.com"], "unsubscribed")

    assert house.operations.undo(done.id).restored == 1
    assert {lead.email: lead.suppressed for lead in house.all().values()} == {
        "ada@x.com": True,
        "bob@x.com": False,
    }


def test_a_deleted_list_comes_back_alone_when_its_campaign_is_gone(house: House) -> None:
    campaign = house.campaign()
    house.load("a.csv", row("ada@x.com"), campaign=campaign)
    gone = house.operations.delete_list(house.list_id("a.csv"))
    CampaignRepository(house.database).delete(campaign)

    assert house.operations.undo(gone.id).restored == 1
    assert set(house.all()) == {("a.csv", "ada@x.com")}


def test_a_choice_among_leads_that_have_changed_is_refused(house: House) -> None:
    house.load("a.csv", row("ada@x.com"))
    seen = house.chosen()
    house.load("a.csv", row("bob@x.com"))

    with pytest.raises(Conflict, match="have changed"):
        house.operations.delete(seen)
    with pytest.raises(Conflict, match="have changed"):
        house.operations.tag(seen, "hot")
    with pytest.raises(Conflict, match="have changed"):
        house.operations.suppress(seen, "chosen")
    with pytest.raises(Conflict, match="have changed"):
        house.operations.move(seen, house.list_id("a.csv"))
    assert len(house.all()) == 2


def test_nothing_is_undone_twice_and_only_the_newest_are_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operation_log, "KEPT", 3)
    first = house.load("a.csv", row("ada@x.com"))
    tagged: list[LeadOperation] = [
        house.operations.tag(house.chosen(), f"t{number}") for number in range(3)
    ]

    house.operations.undo(tagged[-1].id)
    with pytest.raises(Conflict, match="already"):
        house.operations.undo(tagged[-1].id)
    with pytest.raises(Conflict, match="too long ago"):
        house.operations.undo(first.operation)

    assert [kept.id for kept in house.operations.all()] == [kept.id for kept in reversed(tagged)]
    assert house.operations.all()[0].undone


def test_leads_cannot_be_moved_to_a_list_that_is_gone(house: House) -> None:
    house.load("a.csv", row("ada@x.com"))

    with pytest.raises(InvalidInput, match="no longer there"):
        house.operations.move(house.chosen(), "gone")


# -- growth --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_importing_and_changing_many_leads_grows_no_faster_than_they_do(tmp_path: Path) -> None:
    count = 0

    def run(size: int) -> None:
        nonlocal count
        count += 1
        folder = tmp_path / str(count)
        folder.mkdir()
        house = House(open_fresh(folder))
        rows = [row(f"p{number}@d{number % 97}.com") for number in range(size)]
        house.load("a.csv", *rows)
        house.load("a.csv", *((one[0], "Bea", *one[2:]) for one in rows))
        house.suppressions.add([f"d{number}.com" for number in range(50)], "asked")
        version = house.leads.page(LeadQuery(limit=1)).version
        everybody = LeadSelection(LeadQuery(), ((0, size - 1),), version)
        house.operations.undo(house.operations.delete(everybody).id)
        house.database.close()

    assert growth(run, 1_000) <= ALLOWED

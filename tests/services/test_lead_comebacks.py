"""Whoever must not be written to, or asked to be forgotten, comes back by no route unmarked."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.databases import open_fresh
from tests.support.leads import lead_service
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import SkipReason
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_rows import LeadRow
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.suppressions import SuppressionRepository

SPELLINGS = [
    "ada@müller.de",
    "ADA@MÜLLER.DE",
    "Ada@mu\u0308ller.de",
    "ada@xn--mller-kva.de",
    "ADA@XN--MLLER-KVA.DE",
    "Ada Lee <ada@müller.de>",
    "mailto:ada@müller.de?subject=hello",
    "ada@müller．de",
    "\u200bada@müller.de ",
    "'ada@müller.de",
    "ada@müller.de;",
    "ada+news@müller.de",
    "Ada+a+b@xn--mller-kva.de",
]


def _row(email: str) -> LeadRow:
    return (email, "", "", "", "", "", "", "", "{}", "", 0)


def _write(path: Path, *emails: str) -> Path:
    quoted = ('"' + email.replace('"', '""') + '"' for email in emails)
    path.write_text("\n".join(["Email", *quoted, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("erased", [False, True], ids=["suppressed", "erased"])
def test_no_spelling_of_an_address_brings_its_owner_back(
    tmp_path: Path, database: Database, spelling: str, erased: bool
) -> None:
    service = lead_service(database)
    if erased:
        service.erase("ada@müller.de", Work())
    else:
        service.suppress(["ada@müller.de"], "asked", Work())
    # With others around it, in blocks that are decided about at once, and alone.
    crowd = [f"p{number}@acme.com" for number in range(40)]
    many = _write(tmp_path / "many.csv", *crowd[:20], spelling, *crowd[20:])
    alone = _write(tmp_path / "alone.csv", spelling)

    imported = service.import_file(many, None, "", Work()).value
    assert (imported.created, imported.reasons) == (40, {SkipReason.SUPPRESSED: 1})
    assert service.import_file(alone, None, "", Work()).value.reasons == {SkipReason.SUPPRESSED: 1}
    bought = service.import_rows(
        [_row(spelling)], name="n", source="s", campaign_id="", work=Work()
    )
    assert bought.value.reasons == {SkipReason.SUPPRESSED: 1}
    if erased:
        assert service.suppress(["Ada@Müller.de"], "again", Work()).value == 0
    else:
        assert service.unsuppress(["ADA@müller.de"], Work()).value == 1
        assert service.import_file(alone, None, "", Work()).value.created == 1


def test_a_tag_that_is_suppressed_does_not_suppress_the_name_before_it(
    tmp_path: Path, database: Database
) -> None:
    service = lead_service(database)
    service.suppress(["ada+news@acme.com"], "asked", Work())

    path = _write(tmp_path / "a.csv", "ada@acme.com", "ada+news@acme.com", "ada+x@acme.com")

    assert service.import_file(path, None, "", Work()).value.created == 2


_people = st.sampled_from(
    ["ada@a.de", "ADA@a.de", "bob@a.de", "cy@b.a.de", "dee@müller.de", "dee@xn--mller-kva.de"]
)
_barred = st.sampled_from(["ada@a.de", "Bob@A.de", "a.de", "b.a.de", "müller.de", "dee@müller.de"])


class Comebacks(RuleBasedStateMachine):
    """Everything that puts leads in, takes them out or puts them back, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = open_fresh(Path(self.folder.name))
        self.service = lead_service(self.database)
        self.erased: set[str] = set()

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(name=st.sampled_from("ab"), emails=st.lists(_people, min_size=1, max_size=4))
    def import_file(self, name: str, emails: list[str]) -> None:
        path = _write(Path(self.folder.name) / f"{name}.csv", *emails)
        self.service.import_file(path, None, "", Work())

    @rule(emails=st.lists(_people, min_size=1, max_size=3))
    def buy(self, emails: list[str]) -> None:
        rows = [_row(email) for email in emails]
        self.service.import_rows(rows, name="Bought", source="b", campaign_id="", work=Work())

    @rule(value=_barred)
    def suppress(self, value: str) -> None:
        self.service.suppress([value], "asked", Work())

    @rule(value=_barred)
    def unsuppress(self, value: str) -> None:
        self.service.unsuppress([value], Work())
        self.erased.clear()  # the founder may take them off again

    @rule(email=st.sampled_from(["ada@a.de", "dee@xn--mller-kva.de"]))
    def erase(self, email: str) -> None:
        self.service.erase(email, Work())
        self.erased.add(email)

    def _some(self, first: int, last: int) -> LeadSelection | None:
        page = self.service.page(LeadQuery(), Work())
        if first >= page.total:
            return None
        span = (first, min(last, page.total - 1))
        return LeadSelection(LeadQuery(), (span,), page.version) if span[0] <= span[1] else None

    @rule(first=st.integers(0, 2), last=st.integers(0, 6), how=st.sampled_from(["delete", "bar"]))
    def change(self, first: int, last: int, how: str) -> None:
        chosen = self._some(first, last)
        if chosen is not None:
            act = self.service.delete if how == "delete" else self.service.suppress_selection
            act(chosen, Work())

    @rule(first=st.integers(0, 2), last=st.integers(0, 6), place=st.integers(0, 3))
    def move(self, first: int, last: int, place: int) -> None:
        chosen, lists = self._some(first, last), self.service.lists(Work())
        if chosen is not None and place < len(lists):
            self.service.move(chosen, lists[place].id, Work())

    @rule(place=st.integers(0, 3))
    def delete_list(self, place: int) -> None:
        lists = self.service.lists(Work())
        if place < len(lists):
            self.service.delete_list(lists[place].id, Work())

    @precondition(lambda self: self.service.operations(Work()))
    @rule(place=st.integers(0, 5))
    def undo(self, place: int) -> None:
        operations = self.service.operations(Work())
        if place < len(operations):
            with suppress(Conflict):  # what cannot be put back exactly is refused
                self.service.undo(operations[place].id, Work())

    @invariant()
    def marks_say_what_the_list_says(self) -> None:
        barred = SuppressionRepository(self.database).all()
        with self.database.read() as connection:
            leads = connection.exec_driver_sql("SELECT email, suppressed FROM leads").all()
        assert {email: bool(marked) for email, marked in leads} == {
            email: barred.covers(email) for email, _ in leads
        }

    @invariant()
    def whoever_was_erased_is_not_there(self) -> None:
        with self.database.read() as connection:
            there = set(connection.exec_driver_sql("SELECT email FROM leads").scalars())
        assert not there & self.erased


TestComebacks = pytest.mark.slow(Comebacks.TestCase)
TestComebacks.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)


def test_whoever_unsubscribes_stays_off_when_the_founders_own_choice_is_undone(
    tmp_path: Path, database: Database
) -> None:
    service = lead_service(database)
    service.import_file(
        _write(tmp_path / "a.csv", "ada@acme.com", "bob@acme.com"), None, "", Work()
    )
    page = service.page(LeadQuery(), Work())
    both = LeadSelection(LeadQuery(), ((0, 1),), page.version)
    chosen = service.suppress_selection(both, Work()).value
    service.suppress(["ada@acme.com"], "unsubscribed", Work())

    service.undo(chosen.id, Work())

    assert SuppressionRepository(database).all().addresses == {"ada@acme.com"}
    page = service.page(LeadQuery(), Work())
    assert {lead.email: lead.suppressed for lead in page.rows} == {
        "ada@acme.com": True,
        "bob@acme.com": False,
    }

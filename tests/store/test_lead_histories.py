"""Random histories of leads against a model in plain Python.

The model is a dictionary of rows. It knows what each operation does and what undoing it gives
back; the database must show the same leads, lists, tags and marks after every step.
"""

import copy
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.databases import open_fresh
from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.store.lead_intake import ImportPlace, LeadRow
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository

EMAILS = ("ada@x.com", "bob@x.com", "cy@mail.x.com", "dee@rival.com", "eve@eu.rival.com")
VALUES = (*EMAILS, "rival.com", "x.com", "mail.x.com")
SOURCES = ("one", "two", "three")
TAGS = ("hot", "cold")


@dataclass
class Person:
    """A lead as the model knows it."""

    place: str
    email: str
    name: str
    tags: set[str] = field(default_factory=set)


@dataclass
class Done:
    """An operation as the model knows it: what it found, to be put back."""

    id: int
    kind: str
    created: set[int] = field(default_factory=set)
    renamed: dict[int, tuple[str, str]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    gone: dict[int, Person] = field(default_factory=dict)
    moved: dict[int, str] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    word: str = ""
    made: str = ""


class Histories(RuleBasedStateMachine):
    """Imports, bulk changes, suppressions, erasures and undoing in any order."""

    @initialize(late=st.booleans())
    def begin(self, late: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.database = open_fresh(Path(self.folder.name))
        self.leads = LeadRepository(self.database)
        self.lists = LeadListRepository(self.database)
        self.operations = LeadOperationRepository(self.database)
        self.suppressions = SuppressionRepository(self.database)
        self.estimate = 1_000_000 if late else 0
        self.people: dict[int, Person] = {}
        self.places: dict[str, str] = {}  # by the list's id: where it is from
        self.order: list[str] = []  # ids of all lists that ever were
        self.barred: set[str] = set()
        self.erased: set[str] = set()
        self.since: dict[str, int] = {}
        self.done: list[Done] = []
        self.clock = 0
        self.last_row = 0

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()

    # -- what is done ------------------------------------------------------------------------

    @rule(
        source=st.sampled_from(SOURCES),
        rows=st.dictionaries(st.sampled_from(EMAILS), st.sampled_from(("", "Ann", "Ben"))),
        broken=st.booleans(),
    )
    def load(self, source: str, rows: dict[str, str], broken: bool) -> None:
        rows = {email: name for email, name in rows.items() if not self._covered(email)}
        cells: list[LeadRow] = [
            (email, name, *[""] * 6, "{}", "", 0) for email, name in rows.items()
        ]
        place = ImportPlace(source, source=source)
        if broken:
            with pytest.raises(RuntimeError, match="broken"):
                self._break_off(place, cells)
            return
        with self.operations.rehearsing(place) as rehearsal:
            rehearsal.add(cells)
        with self.operations.importing(place, self.estimate) as writer:
            writer.add(cells)
        counts = (writer.created, writer.updated, writer.unchanged, writer.elsewhere)
        assert counts == (
            rehearsal.created,
            rehearsal.updated,
            rehearsal.unchanged,
            rehearsal.elsewhere,
        )
        target = next((key for key in self.order if self.places.get(key) == source), "")
        there = {one.email: row for row, one in self.people.items() if one.place == target}
        others = {one.email for one in self.people.values() if one.place != target}
        fresh = [email for email in rows if email not in there]
        done = Done(writer.operation, "import")
        if fresh and not target:
            target = done.made = writer.list_id
            assert target not in self.order
            self.places[target] = source
            self.order.append(target)
        for email in rows:
            if email not in there:
                self.last_row += 1
                done.created.add(self.last_row)
                self.people[self.last_row] = Person(target, email, rows[email])
                continue
            one = self.people[there[email]]
            if rows[email] and rows[email] != one.name:
                done.renamed[there[email]] = (one.name, rows[email])
                one.name = rows[email]
        assert counts[:2] == (len(done.created), len(done.renamed))
        assert counts[3] == len(others & set(fresh))
        if done.created or done.renamed:
            self.done.append(done)
        else:
            assert not writer.operation

    @rule(data=st.data(), word=st.sampled_from(TAGS))
    def tag(self, data: st.DataObject, word: str) -> None:
        rows, selection = self._choose(data)
        done = Done(self.operations.tag(selection, word).id, "tag", word=word)
        done.touched = {row for row in rows if word not in self.people[row].tags}
        for row in done.touched:
            self.people[row].tags.add(word)
        self.done.append(done)

    @rule(data=st.data(), word=st.sampled_from(TAGS))
    def untag(self, data: st.DataObject, word: str) -> None:
        rows, selection = self._choose(data)
        done = Done(self.operations.untag(selection, word).id, "untag", word=word)
        done.touched = {row for row in rows if word in self.people[row].tags}
        for row in done.touched:
            self.people[row].tags.discard(word)
        self.done.append(done)

    @precondition(lambda self: self.places)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        rows, selection = self._choose(data)
        target = data.draw(st.sampled_from(sorted(self.places)))
        moved = self.operations.move(selection, target)
        done = Done(moved.id, "move", word=target)
        taken = {one.email for one in self.people.values() if one.place == target}
        for row in sorted(rows):
            one = self.people[row]
            if one.place != target and one.email not in taken:
                taken.add(one.email)
                done.moved[row] = one.place
                one.place = target
        assert (moved.leads, moved.left) == (len(done.moved), len(rows) - len(done.moved))
        self.done.append(done)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        rows, selection = self._choose(data)
        done = Done(self.operations.delete(selection).id, "delete")
        done.gone = {row: self.people.pop(row) for row in rows}
        self.done.append(done)

    @precondition(lambda self: self.places)
    @rule(data=st.data())
    def delete_list(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from(sorted(self.places)))
        done = Done(self.operations.delete_list(place).id, "list", word=place)
        done.made = self.places.pop(place)
        rows = [row for row, one in self.people.items() if one.place == place]
        done.gone = {row: self.people.pop(row) for row in rows}
        self.done.append(done)

    @rule(data=st.data())
    def suppress_chosen(self, data: st.DataObject) -> None:
        rows, selection = self._choose(data)
        done = Done(self.operations.suppress(selection, "chosen").id, "suppress")
        done.values = {self.people[row].email for row in rows} - self.barred
        self._bar(done.values)
        done.word = str(self.clock)
        self.done.append(done)

    @rule(values=st.sets(st.sampled_from(VALUES)))
    def suppress(self, values: set[str]) -> None:
        new = values - self.barred - self.erased
        assert self.suppressions.add(sorted(values), "asked") == len(new)
        self._bar(new)

    @rule(values=st.sets(st.sampled_from(VALUES)))
    def unsuppress(self, values: set[str]) -> None:
        assert self.suppressions.remove(sorted(values)) == len(values & (self.barred | self.erased))
        self.barred -= values
        self.erased -= values

    @rule(email=st.sampled_from(EMAILS))
    def erase(self, email: str) -> None:
        rows = {row for row, one in self.people.items() if one.email == email}
        assert self.operations.erase(email) == len(rows)
        for row in rows:
            del self.people[row]
        for done in self.done:
            done.gone = {row: one for row, one in done.gone.items() if one.email != email}
            done.values.discard(email)
        self.barred.discard(email)
        self.erased.add(email)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        done = data.draw(st.sampled_from(self.done))
        before = copy.deepcopy((self.people, self.places))
        if not self._undone(done):
            self.people, self.places = before
            with pytest.raises(Conflict):
                self.operations.undo(done.id)
            return
        self.operations.undo(done.id)
        self.done.remove(done)
        with pytest.raises(Conflict, match="already"):
            self.operations.undo(done.id)

    # -- what must hold ----------------------------------------------------------------------

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "database"):
            return
        rows = self.leads.page(LeadQuery(limit=1_000)).rows
        assert {
            lead.row: Person(lead.list_id, lead.email, lead.first_name, set(lead.tags))
            for lead in rows
        } == self.people
        # The mark says what the list says of every address.
        listed = self.suppressions.all()
        assert all(lead.suppressed == listed.covers(lead.email) for lead in rows)
        assert {lead.email for lead in rows if lead.suppressed} == {
            one.email for one in self.people.values() if self._covered(one.email)
        }
        sizes = {kept.id: (kept.total_leads, kept.suppressed) for kept in self.lists.all()}
        assert sizes == {
            place: (
                sum(one.place == place for one in self.people.values()),
                sum(
                    one.place == place and self._covered(one.email) for one in self.people.values()
                ),
            )
            for place in self.places
        }

    def _break_off(self, place: ImportPlace, cells: list[LeadRow]) -> None:
        with self.operations.importing(place, self.estimate) as writer:
            writer.add(cells)
            raise RuntimeError("broken off")

    # -- the model ---------------------------------------------------------------------------

    def _covered(self, email: str) -> bool:
        return DoNotContact.of(self.barred).covers(email) or email in self.erased

    def _bar(self, values: set[str]) -> None:
        self.clock += 1
        self.barred |= values
        self.since |= dict.fromkeys(values, self.clock)

    def _choose(self, data: st.DataObject) -> tuple[set[int], LeadSelection]:
        page = self.leads.page(LeadQuery(limit=1_000))
        places = data.draw(st.sets(st.integers(0, max(page.total - 1, 0)), max_size=page.total))
        ranges = tuple((place, place) for place in sorted(places))
        selection = LeadSelection(LeadQuery(), ranges, page.version)
        return {page.rows[place].row for place in places}, selection

    def _undone(self, done: Done) -> bool:
        """Undo in the model; False when it cannot be done exactly."""
        if done.kind == "import":
            for row, (old, new) in done.renamed.items():
                if row in self.people and self.people[row].name == new:
                    self.people[row].name = old
            for row in done.created:
                self.people.pop(row, None)
            if done.made and all(one.place != done.made for one in self.people.values()):
                self.places.pop(done.made, None)
        elif done.kind in ("tag", "untag"):
            for row in done.touched & set(self.people):
                change = set.discard if done.kind == "tag" else set.add
                change(self.people[row].tags, done.word)
        elif done.kind == "move":
            return self._moved_back(done)
        elif done.kind == "suppress":
            mine = {value for value in done.values if str(self.since.get(value)) == done.word}
            self.barred -= mine
        else:
            return self._restored(done)
        return True

    def _moved_back(self, done: Done) -> bool:
        still = {
            row: old
            for row, old in done.moved.items()
            if row in self.people and self.people[row].place == done.word
        }
        there = {(one.place, one.email) for one in self.people.values()}
        for row, old in still.items():
            if old not in self.places or (old, self.people[row].email) in there:
                return False
        for row, old in still.items():
            self.people[row].place = old
        return True

    def _restored(self, done: Done) -> bool:
        if done.kind == "list":
            self.places[done.word] = done.made
        there = {(one.place, one.email) for one in self.people.values()}
        for one in done.gone.values():
            if one.place not in self.places or (one.place, one.email) in there:
                return False
        self.people |= {row: replace(one, tags=set(one.tags)) for row, one in done.gone.items()}
        return True


TestHistories = pytest.mark.slow(Histories.TestCase)
TestHistories.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

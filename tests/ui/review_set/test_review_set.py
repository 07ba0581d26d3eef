"""The review of all mails, over real services in a real window."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.review_leads import BODY, SUBJECT, clean_lead, keep, spoilt
from tests.support.screens import Heard, find
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.variants import ANGLES, Angle, Author, DraftVariant, Variant
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.review_set.panel import LISTED_FROM, ReviewSetPanel
from vibe_desktop.ui.widgets.review_set.presenter import ReviewSetPresenter
from vibe_desktop.ui.widgets.review_set.state import ODD_ONES, Stage

if TYPE_CHECKING:
    from vibe_desktop.domain.review_sets import RenderedMail

ADA = Identity("Ada Lovelace", "Engines", "1 Mill Lane, London")
KIM = Lead(
    *("kim@acme.example", "Kim", "Lee", "Acme", "CEO"),
    personalization="Well done.",
    custom={"city": "Bonn"},
)
JOHN = spoilt(KIM, {"email": "john@acme.example", "first_name": "JOHN", "last_name": "Doe"})
INFO = spoilt(KIM, {"email": "info@acme.example", "first_name": "Info", "last_name": ""})


class Room:
    """One campaign with its panel on screen."""

    def __init__(
        self,
        services: Container,
        jobs: Jobs,
        campaign_id: str,
        show: Callable[[QWidget], None],
        rest: Callable[[], None],
    ) -> None:
        self.services = services
        self.id = campaign_id
        self.rest = rest
        self.presenter = ReviewSetPresenter(services, jobs)
        self.panel = ReviewSetPanel(self.presenter)
        show(self.panel)
        jobs.changed.connect(self.presenter.changes_arrived)

    def write(self, *, body: str = BODY, follow_up: str = "") -> tuple[Variant, ...]:
        drafts = [DraftVariant(angle, SUBJECT, f"{body}\n\n{angle}") for angle in ANGLES]
        if follow_up:
            drafts.append(DraftVariant(Angle.FOLLOW_UP, "", follow_up, step=2))
        stores = self.services._stores
        return stores.variants.write_drafts(self.id, drafts, Author.WRITER)

    def load(self, *leads: Lead) -> None:
        stores = self.services._stores
        keep(stores.leads, self.id, leads)

    def open(self) -> None:
        self.presenter.open(self.id)
        self.rest()

    def stage(self) -> Stage:
        return self.presenter.state.stage

    def words(self, name: str) -> str:
        return find(self.panel, Label, f"review_set_{name}").text()

    def column(self, column: int) -> list[str]:
        model = self.panel.table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.fixture
def room(
    services: Container,
    jobs: Jobs,
    make_campaign: Callable[..., str],
    show: Callable[[QWidget], None],
    rest: Callable[[], None],
) -> Iterator[Room]:
    services.identity.save(ADA, RecordingWork())
    made = Room(services, jobs, make_campaign(), show, rest)
    yield made
    rest()
    made.presenter.deleteLater()


def test_opening_builds_the_set_and_shows_the_odd_mails_first(room: Room) -> None:
    room.write()
    room.load(KIM, JOHN, INFO)
    room.open()
    assert room.words("summary") == "9 mails to 3 leads. 6 look odd."
    assert room.column(0)[:2] == ["Info", "JOHN Doe"]
    assert room.column(1)[:2] == ["Mail A", "Mail A"]
    assert room.column(2)[:2] == ["A role as first name", "Capitals in the first name"]
    assert not room.column(2)[-1]


def test_the_mail_of_the_chosen_row_stands_beside_with_what_is_odd(
    room: Room, qtbot: QtBot
) -> None:
    room.write()
    room.load(KIM, JOHN)
    room.open()
    mail = room.presenter.state.mail
    assert mail is not None
    assert mail.lead.email == JOHN.email
    assert "JOHN" in room.panel.pane.accessibleDescription()
    room.panel.table.setFocus()
    qtbot.keyClick(room.panel.table, Qt.Key.Key_Down)
    room.rest()
    moved = room.presenter.state.mail
    assert moved is not None
    assert moved != mail
    assert moved.preview.text.startswith(("Hi JOHN,", "Hi Kim,"))


def test_enter_asks_for_the_lead_in_the_editor(room: Room, qtbot: QtBot) -> None:
    room.write()
    room.load(KIM, JOHN)
    room.open()
    opened: list[RenderedMail] = []
    room.panel.lead_opened.connect(opened.append)
    qtbot.keyClick(room.panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(room.panel.table, Qt.Key.Key_Return)
    room.rest()
    rows = room.presenter.state.rows
    assert rows is not None
    assert [(one.mail, one.lead_row) for one in opened] == [(rows[1].mail, rows[1].lead_row)]


def test_filters_by_risk_and_by_name_leave_what_fits(room: Room, qtbot: QtBot) -> None:
    room.write()
    room.load(KIM, JOHN, INFO)
    room.open()
    room.presenter.filter_rule(ODD_ONES)
    room.rest()
    assert len(room.column(0)) == 6
    room.presenter.filter_rule("all_capitals")
    room.rest()
    assert set(room.column(0)) == {"JOHN Doe"}
    room.presenter.filter_rule("")
    qtbot.keyClicks(room.panel.search, "kim")
    qtbot.waitUntil(lambda: set(room.column(0)) == {"Kim Lee"})
    room.rest()
    assert room.words("found") == "3 of 9"


def test_the_filter_list_shows_counts_and_works_by_keyboard(room: Room, qtbot: QtBot) -> None:
    room.write()
    room.load(KIM, JOHN, INFO)
    room.panel.resize(LISTED_FROM + 100, 640)
    room.open()
    model = room.panel.filters.model()
    lines = [
        (model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())
    ]
    assert lines == [
        ("All mails", "9"),
        ("Everything odd", "6"),
        ("Role as a name", "3"),
        ("All capitals", "3"),
    ]
    room.panel.filters.setFocus()
    for _ in range(3):
        qtbot.keyClick(room.panel.filters, Qt.Key.Key_Down)
    room.rest()
    assert room.presenter.state.rule == "all_capitals"
    room.panel.resize(LISTED_FROM - 100, 640)
    assert room.panel.filter_box.isVisible()
    assert room.panel.filter_box.currentText() == "All capitals (3)"
    assert not room.panel.filters.isVisible()


def test_one_button_approves_all_mails(room: Room) -> None:
    room.write()
    room.load(KIM, JOHN)
    room.open()
    button = room.panel.approve_button
    assert button.text() == "Approve all 6 mails"
    assert button.isEnabled()
    assert "3 odd ones" in room.words("decision")
    button.click()
    room.rest()
    variants = room.services.variants.list(room.id, RecordingWork())
    assert all(variant.approved_hash for variant in variants)
    assert room.presenter.state.approved
    assert not button.isVisible()
    assert room.words("decision").startswith("All mails are approved")


def test_an_edit_makes_the_set_stale_and_building_again_shows_it(room: Room) -> None:
    first, *_ = room.write()
    room.load(KIM)
    room.open()
    room.services.variants.edit(first.id, "Other words", BODY, RecordingWork())
    room.presenter.changes_arrived(Changes(variants=True))
    room.rest()
    notice = find(room.panel, Panel, "review_set_notice")
    assert notice.isVisible()
    assert "text of a mail" in notice.accessibleName()
    assert not room.panel.approve_button.isEnabled()
    assert "build again" in room.panel.approve_button.toolTip()
    find(room.panel, QPushButton, "review_set_rebuild").click()
    room.rest()
    assert not notice.isVisible()
    assert room.panel.approve_button.isEnabled()


def test_a_set_that_became_stale_unseen_is_refused_and_nothing_is_approved(room: Room) -> None:
    first, *_ = room.write()
    room.load(KIM)
    room.open()
    room.services.variants.edit(first.id, "Other words", BODY, RecordingWork())
    room.presenter.approve_all()
    room.rest()
    notice = find(room.panel, Panel, "review_set_notice")
    assert "Nothing was approved." in notice.accessibleDescription()
    assert not room.panel.approve_button.isEnabled()
    variants = room.services.variants.list(room.id, RecordingWork())
    assert not any(variant.approved_hash for variant in variants)


def test_new_leads_make_it_stale_and_opening_again_builds_it_again(room: Room) -> None:
    room.write()
    room.load(KIM)
    room.open()
    room.load(JOHN)
    room.presenter.changes_arrived(Changes(leads=True))
    room.rest()
    assert room.presenter.state.changed == ("The leads have changed.",)
    # Another look, for another reason, does not forget it.
    room.presenter.changes_arrived(Changes(variants=True))
    room.rest()
    assert room.presenter.state.changed == ("The leads have changed.",)
    room.open()
    assert room.words("summary").startswith("6 mails to 2 leads")


def test_a_blocker_holds_the_decision_and_is_named(room: Room) -> None:
    room.write(body=f"{BODY} {{{{frist_name}}}}")
    room.load(KIM)
    room.open()
    assert not room.panel.approve_button.isEnabled()
    assert room.words("decision").startswith("Fix this first. Mail A: ")


def test_without_leads_an_invented_one_stands_in_and_it_says_so(room: Room) -> None:
    room.write()
    room.open()
    assert room.words("summary") == "3 mails to an invented lead. None looks odd."
    assert "no leads yet" in find(room.panel, Panel, "review_set_notice").accessibleName()


def test_without_mails_it_says_what_to_do_and_comes_alive_with_them(room: Room) -> None:
    room.open()
    assert room.stage() is Stage.FAILED
    assert find(room.panel, QWidget, "review_set_nothing").isVisible()
    room.write()
    room.presenter.changes_arrived(Changes(variants=True))
    room.rest()
    assert room.stage() is Stage.READY


def test_building_can_be_stopped_and_begun_again(room: Room) -> None:
    room.write()
    dice = random.Random(1)  # noqa: S311 - the same leads in every run
    room.load(*(clean_lead(number, dice) for number in range(1_500)))
    room.presenter.open(room.id)
    assert room.panel.busy.isVisible()
    room.panel.busy.cancel()
    room.rest()
    assert room.stage() is Stage.STOPPED
    assert find(room.panel, QWidget, "review_set_nothing").isVisible()
    room.presenter.build()
    room.rest()
    assert room.stage() is Stage.READY
    assert room.panel.table.model().rowCount() == 4_500


def test_another_campaign_forgets_the_first(
    room: Room, make_campaign: Callable[..., str], heard: Heard
) -> None:
    room.write()
    room.load(KIM)
    room.open()
    other = make_campaign("Other")
    room.presenter.open(other)
    room.rest()
    assert room.presenter.state.built is None
    assert room.presenter.state.mail is None
    assert heard.notices == []


def test_the_footer_counts_too(room: Room) -> None:
    room.write()
    room.load(KIM)
    room.open()
    room.services.identity.save(replace(ADA, company="Other Engines"), RecordingWork())
    room.presenter.changes_arrived(Changes(identity=True))
    room.rest()
    assert "signature" in room.presenter.state.changed[0]


def test_every_control_has_a_name(room: Room, nameless: Callable[[QWidget], list[str]]) -> None:
    room.write()
    room.load(KIM, JOHN)
    room.open()
    assert nameless(room.panel) == []

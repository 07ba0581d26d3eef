"""The law of the leads' countries, and people who must not be written to, on the launch step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.screens import words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.wizard.country_gates import CountryGates
from vibe_desktop.ui.wizard.launching_view import LaunchStep
from vibe_desktop.ui.wizard.view import WizardView

Rest = Callable[[], None]


@pytest.fixture
def at_launch(
    wizard: WizardView,
    services: Container,
    written_campaign: str,
    tmp_path: Path,
    rest: Rest,
    work: RecordingWork,
) -> WizardView:
    """The last step of a campaign with two leads in Germany."""
    file = tmp_path / "germans.csv"
    file.write_text("Email,Company,Country\na@x.example,X,Germany\nb@x.example,X,Germany\n")
    services.leads.import_file(file, None, written_campaign, work)
    wizard.arrive(Destination(Screen.WIZARD, written_campaign))
    rest()
    wizard._presenter.go_to(WizardStep.LAUNCH)
    rest()
    return wizard


def _gates(view: WizardView) -> CountryGates:
    return view.findChildren(CountryGates)[0]


def _line(view: WizardView) -> QLineEdit:
    found = view.findChild(QLineEdit, "basis_DE")
    assert found is not None
    return found


def _fix(view: WizardView, key: str) -> SecondaryButton:
    step = view.findChildren(LaunchStep)[0]
    return next(
        button for button in step.findChildren(SecondaryButton) if button.property("key") == key
    )


def test_a_country_says_what_its_law_asks_for_and_takes_the_answer(
    at_launch: WizardView, qtbot: QtBot, rest: Rest
) -> None:
    words = words_on(_gates(at_launch))
    assert "Germany: 2 leads" in words
    assert "Section 7 UWG" in words
    qtbot.keyClicks(_line(at_launch), "They asked for it at the fair in May 2026.")
    keep = at_launch.findChild(QPushButton, "keep_basis_DE")
    assert keep is not None
    keep.click()
    rest()
    words = words_on(_gates(at_launch))
    assert "for 2 leads: They asked for it at the fair in May 2026." in words
    assert at_launch.findChild(QLineEdit, "basis_DE") is None


def test_an_answer_that_says_nothing_is_refused_under_it_and_stays(
    at_launch: WizardView, qtbot: QtBot, rest: Rest
) -> None:
    qtbot.keyClicks(_line(at_launch), "yes")
    qtbot.keyClick(_line(at_launch), Qt.Key.Key_Return)
    rest()
    assert "needs 5 to 2,000 characters" in words_on(_gates(at_launch))
    assert _line(at_launch).text() == "yes"


def test_the_red_line_leads_to_the_answer(at_launch: WizardView, qtbot: QtBot) -> None:
    button = _fix(at_launch, "countries")
    assert button.text() == "Answer below"
    button.click()
    qtbot.waitUntil(lambda: _line(at_launch).hasFocus())


def test_people_who_must_not_be_written_to_are_taken_out_with_one_click(
    at_launch: WizardView, services: Container, rest: Rest, work: RecordingWork
) -> None:
    services.leads.suppress(["a@x.example"], "asked", work)
    launch = at_launch._launch
    launch.check()
    rest()
    button = _fix(at_launch, "suppressed")
    assert button.text() == "Take them out"
    button.click()
    rest()
    assert launch.state.preflight is not None
    item = next(one for one in launch.state.preflight.items if one.key == "suppressed")
    assert item.ok

"""Verifying chosen leads in the window: the price, two confirmations, the outcome in words."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import find, press, words_on
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.instantly.lead_records import verdict
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.verifying import open_verifier
from vibe_desktop.ui.leads.verifying_view import VerifyingDialog

Rest = Callable[[], None]
INVALID = [f"v{n}@firm.example" for n in range(500) if verdict(f"v{n}@firm.example") == -1][:2]
GOOD = [f"v{n}@firm.example" for n in range(500) if verdict(f"v{n}@firm.example") == 1][:6]


@pytest.fixture
def environment(connected: Environment) -> Environment:
    return connected


@pytest.fixture
def dialog(
    screen_context: ScreenContext, behind: QWidget, services: Container, rest: Rest
) -> VerifyingDialog:
    """The dialog over eight leads, six of them good."""
    services.leads.import_rows(
        [(email, "", "", "", "", "", "", "", "{}", "", 0) for email in (*GOOD, *INVALID)],
        name="People",
        source="People",
        campaign_id="",
        work=Work(),
    )
    query = LeadQuery()
    page = services.leads.page(query, Work())
    chosen = LeadSelection(query, ((0, page.total - 1),), page.version)
    made = open_verifier(screen_context, chosen, behind)
    assert isinstance(made, VerifyingDialog)
    rest()
    return made


def test_the_price_stands_there_before_anything_can_be_spent(
    dialog: VerifyingDialog, nameless: Callable[[QWidget], list[str]]
) -> None:
    assert dialog.deed_button.text() == "Verify 8 addresses for up to 2 credits…"
    assert "1,500 credits left" in dialog.price.text()
    assert "estimate" in dialog.price.text()
    assert not nameless(dialog)


def test_one_click_spends_nothing(
    qtbot: QtBot, dialog: VerifyingDialog, services: Container, rest: Rest
) -> None:
    press(qtbot, dialog, "verify_deed", rest)
    assert dialog.title.text() == "Spend up to 2 credits?"
    assert not dialog.deed_button.hasFocus()
    assert services.supersearch.credits(Work()) == 1500.0
    press(qtbot, dialog, "verify_back", rest)
    assert dialog.deed_button.text().startswith("Verify 8")


def test_the_outcome_is_told_and_the_invalid_are_the_founders_to_decide(
    qtbot: QtBot, dialog: VerifyingDialog, services: Container, rest: Rest
) -> None:
    press(qtbot, dialog, "verify_deed", rest)
    press(qtbot, dialog, "verify_deed", rest)
    assert "6 addresses exist, 2 do not." in words_on(dialog)
    assert "2 credits spent." in words_on(dialog)
    assert services.supersearch.credits(Work()) == 1498.0
    page = services.leads.page(LeadQuery(verification="invalid"), Work())
    assert {lead.email for lead in page.rows} == set(INVALID)
    assert not any(lead.suppressed for lead in page.rows)
    press(qtbot, dialog, "verify_suppress", rest)
    page = services.leads.page(LeadQuery(suppressed=True), Work())
    assert {lead.email for lead in page.rows} == set(INVALID)
    assert "do-not-contact list now" in words_on(dialog)


def test_no_credits_is_said_in_words(
    qtbot: QtBot, dialog: VerifyingDialog, sandbox: RunningSandbox, rest: Rest
) -> None:
    sandbox.faults({"path": "/email-verification", "status": 402, "times": None})
    press(qtbot, dialog, "verify_deed", rest)
    press(qtbot, dialog, "verify_deed", rest)
    assert "Not verified" in words_on(dialog)
    assert "credits" in words_on(dialog.panel)
    assert not find(dialog, QPushButton, "verify_settings").isVisible()

"""The main job in the real window, with mouse and keyboard, on a real X server."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTableView, QWidget

from tests.journeys.command_line import (
    ROOT,
    command,
    environment,
    sandbox_served,
    vibe,
)
from tests.journeys.founder import Founder
from tests.support.lead_files import GERMAN_BASIS, write_apollo_export
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import SandboxInfo, ask
from vibe_desktop.ui.navigation import Screen

pytestmark = [pytest.mark.window, pytest.mark.slow]

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_founder_takes_a_page_and_a_lead_file_to_results_on_screen(  # noqa: PLR0915 - one story
    founder: Founder, tmp_path: Path, product_page: str
) -> None:
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=1200, seed=7)
    founder.opens_the_app()

    # Who writes.
    founder.presses(Qt.Key.Key_Comma, CONTROL)
    founder.types("setting_name", "Ada Lovelace")
    founder.types("setting_company", "Analytical Engines")
    founder.types("setting_postal_address", "12 St James's Square, London SW1Y 4JH")
    founder.presses(Qt.Key.Key_Tab)
    founder.waits_until_nothing_runs()

    # Product.
    founder.clicks("new_campaign_button")
    founder.types("product_url", product_page)
    founder.clicks("read_page")
    founder.waits_until_nothing_runs()
    founder.types("campaign_name", "First try")
    founder.clicks("next")

    # Audience.
    founder.types("target_audience", "Founders of small SaaS companies who show link previews")
    founder.clicks("next")

    # Copy: written, one edited, all approved.
    founder.clicks("write_variants")
    body = founder.sees(QPlainTextEdit, "body_A")
    founder.waits_until_nothing_runs()
    founder.clicks_on(body.viewport())
    founder.presses(Qt.Key.Key_End, CONTROL)
    founder.qtbot.keyClicks(body, " Thank you for reading.")
    # One key approves and goes on to the next: three variants, then two follow-ups.
    for approved in range(1, 5):
        founder.presses(Qt.Key.Key_Return, CONTROL)
        founder.reads(f"{approved} of 5 mails approved")
        founder.waits_until_nothing_runs()
    founder.presses(Qt.Key.Key_Return, CONTROL)
    founder.reads("All 5 mails are approved")
    founder.clicks("next")

    # Leads.
    founder.clicks("choose_lead_file")
    founder.chooses_the_file(tmp_path / "apollo.csv")
    founder.clicks("import_leads_now")
    founder.waits_until_nothing_runs()
    founder.clicks("next")

    # Senders and schedule, as proposed; a look at the mailboxes, and back.
    founder.waits_until_nothing_runs()
    founder.clicks("see_mailboxes")
    mailboxes = founder.sees(QTableView, "mailboxes_table")
    founder.waits_until(lambda: mailboxes.model().rowCount() > 1)
    founder.presses(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    founder.sees(QWidget, "forecast")
    founder.waits_until_nothing_runs()
    founder.clicks("next")

    # Check and launch; German law asks for something.
    founder.types("basis_DE", GERMAN_BASIS)
    founder.clicks("keep_basis_DE")
    founder.reads("On record since")
    founder.waits_until_nothing_runs()
    founder.types("confirm_count", str(expected.imported))
    founder.clicks("launch")
    founder.clicks("see_results")

    # Three weeks later.
    founder.chooses_from_the_menu("advance_clock", "advance_21")
    founder.waits_until_nothing_runs()
    dashboard = founder.app.container.campaigns.dashboard(Work())
    (row,) = dashboard.rows
    assert row.campaign.name == "First try"
    assert row.lead_count == expected.imported
    assert row.counters.sent > 300
    assert row.counters.replied > 0
    founder.reads(f"{row.counters.sent:,}")
    founder.reads(f"{row.counters.reply_rate.value:.1%}".replace("%", " %"))

    # Closed, and opened again without a network: all is still there.
    founder.closes_the_app()
    founder.opens_the_app(sandbox=False)
    founder.presses(Qt.Key.Key_1, CONTROL)
    table = founder.sees(QTableView, "campaigns_table")
    founder.waits_until(lambda: table.model().rowCount() == 1)
    again = founder.app.container.campaigns.dashboard(Work()).rows[0]
    assert again.counters == row.counters
    assert again.campaign.status in {CampaignStatus.ACTIVE, CampaignStatus.COMPLETED}
    founder.reads(f"{row.counters.sent:,}")


def test_a_launch_whose_process_was_killed_goes_on_when_the_window_opens(
    founder: Founder, tmp_path: Path, product_page: str
) -> None:
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=1200, seed=7)
    vibe(
        "identity", "set", "--name", "Ada Lovelace", "--company", "Analytical Engines",
        "--postal-address", "12 St James's Square, London", "--data-dir", founder.folder,
    )  # fmt: skip
    with sandbox_served(founder.folder) as served:
        info = SandboxInfo(**served)
        # The second batch of leads never gets an answer: there the process is killed.
        hang = {"method": "POST", "path": "leads/add", "after": 1, "delay_seconds": 120}
        ask(info, "POST", "/faults", hang)
        launching = subprocess.Popen(
            command(
                "create-campaign", "--url", product_page, "--audience", "Founders", "--leads",
                tmp_path / "apollo.csv", "--approve", "--launch", "--country-basis",
                f"DE={GERMAN_BASIS}", "--sandbox", "--data-dir", founder.folder,
            ),
            cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        database = founder.folder / "vibe.db"
        founder.waits_until(lambda: batches_under_way(database) >= 2)
        launching.kill()
        launching.wait()
        ask(info, "DELETE", "/faults")

        founder.opens_the_app()
        founder.reads("was cut off before; it is finished now")
        (row,) = founder.app.container.campaigns.dashboard(Work()).rows
        assert row.campaign.status is CampaignStatus.ACTIVE
        launch = founder.app.container.launches.latest(row.campaign.id, Work())
        assert launch is not None
        assert launch.uploaded == expected.imported
        there = ask(info, "GET", "/state")
        assert there["documents"]["campaign"] == 1
        assert there["documents"]["list"] == 1
        # Each lead once in the list and once in the campaign.
        assert there["leads"] == 2 * expected.imported


def batches_under_way(database: Path) -> int:
    """How many batches of leads the journal says were begun; read from outside the app."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM launch_journal WHERE kind = 'intent' AND operation LIKE ?"
        return int(connection.execute(query, ("%leads%",)).fetchone()[0])


def test_a_draft_comes_back_where_it_was_left(founder: Founder, product_page: str) -> None:
    founder.opens_the_app()
    founder.clicks("new_campaign_button")
    founder.types("product_url", product_page)
    founder.clicks("read_page")
    founder.waits_until_nothing_runs()
    founder.clicks("next")
    founder.types("target_audience", "People who write")
    founder.closes_the_app()

    founder.opens_the_app()
    assert founder.app.window.here is not None
    assert founder.app.window.here.screen is Screen.WIZARD
    field = founder.sees(QPlainTextEdit, "target_audience")
    founder.waits_until(lambda: field.toPlainText() == "People who write")


def test_every_screen_can_be_reached_and_used_from_the_keyboard(founder: Founder) -> None:
    founder.opens_the_app()
    founder.presses(Qt.Key.Key_N, CONTROL)
    founder.waits_until(lambda: founder.sees(QLineEdit, "product_url").hasFocus())
    for key, screen in (
        (Qt.Key.Key_1, Screen.CAMPAIGNS),
        (Qt.Key.Key_2, Screen.LEADS),
        (Qt.Key.Key_3, Screen.ANALYTICS),
        (Qt.Key.Key_5, Screen.MAILBOXES),
        (Qt.Key.Key_Comma, Screen.SETTINGS),
    ):
        founder.presses(key, CONTROL)
        founder.waits_until_nothing_runs()
        here = founder.app.window.here
        assert here is not None
        assert here.screen is screen

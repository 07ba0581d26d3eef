"""Leads in and out again, and everything stopped, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView

from tests.journeys.founder import Founder
from tests.support.lead_files import GERMAN_BASIS, write_apollo_export
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.stopping import StopDialog, StopQuestion

pytestmark = [pytest.mark.window, pytest.mark.slow]

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_dropped_file_is_rehearsed_imported_and_taken_back(
    founder: Founder, tmp_path: Path
) -> None:
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=400, seed=7)
    founder.opens_the_app()
    founder.presses(Qt.Key.Key_2, CONTROL)
    founder.waits_until_nothing_runs()

    founder.drops_the_file(tmp_path / "apollo.csv", "leads_page")
    founder.reads("This is what the import will do.")
    founder.waits_until_nothing_runs()
    services = founder.app.container
    assert services.leads.page(LeadQuery(), Work()).total == 0

    founder.clicks("import_leads_now")
    founder.reads(f"{expected.imported:,} imported")
    table = founder.sees(QTableView, "leads_table")
    founder.waits_until(lambda: table.model().rowCount() == expected.imported)

    founder.clicks("notice_action")
    founder.waits_until(lambda: services.leads.page(LeadQuery(), Work()).total == 0)
    founder.waits_until_nothing_runs()
    founder.sees(QPushButton, "first_leads")


def test_everything_is_stopped_and_the_window_shows_the_proof(
    founder: Founder, tmp_path: Path, product_page: str
) -> None:
    write_apollo_export(tmp_path / "apollo.csv", rows=120, seed=7)
    founder.opens_the_app()
    services, work = founder.app.container, Work()
    services.identity.save(Identity("Ada Lovelace", "Engines Ltd", "12 Square, London"), work)
    made = services.campaigns.create(
        name="First try", url=product_page, target_audience="Founders", work=work
    ).value
    mails = services.copywriting.draft(made.id, work).value
    services.leads.import_file(tmp_path / "apollo.csv", None, made.id, work)
    for mail in mails:
        services.variants.approve(mail.id, work)
    services.compliance.record(made.id, "DE", GERMAN_BASIS, work)
    services.launches.launch(made.id, work)
    founder.presses(Qt.Key.Key_1, CONTROL)

    founder.clicks("stop_everything_button")
    question = founder.sees(StopQuestion, "stop_question")
    founder.waits_until(question.deed_button.hasFocus)  # whoever opens it is in a hurry
    founder.presses(Qt.Key.Key_Return)
    founder.sees(StopDialog, "stop_dialog")
    founder.reads("Stopped. 1 campaign was read back at Instantly")
    founder.reads("First try")
    founder.clicks("stop_done")
    assert services.campaigns.get(made.id, work).status is CampaignStatus.PAUSED
    # With nothing left that sends, there is nothing left to stop.
    stop = founder.app.window.findChild(QPushButton, "stop_everything_button")
    assert stop is not None
    founder.waits_until(stop.isHidden)

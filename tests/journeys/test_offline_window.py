"""The real window without any network: a saved page becomes approved mails."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTabBar
from pytestqt.qtbot import QtBot

from tests.journeys.founder import Founder
from tests.support.lead_files import write_apollo_export
from tests.support.product_pages import product_page
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.navigation import Destination, Screen

pytestmark = pytest.mark.window

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def founder(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Founder]:
    """Somebody at a computer without keys and without a network."""
    data = tmp_path / "data"
    data.mkdir()
    founder = Founder(qtbot, qapp, data)
    yield founder
    founder.closes_the_app()


def test_a_saved_page_becomes_approved_mails_without_any_network(
    founder: Founder, tmp_path: Path
) -> None:
    saved = tmp_path / "saved page.html"
    saved.write_bytes(product_page())
    expected = write_apollo_export(tmp_path / "apollo.csv", rows=300, seed=5)
    founder.opens_the_app(sandbox=False)
    founder.presses(Qt.Key.Key_N, CONTROL)

    founder.types("product_url", "microlink.example")
    founder.clicks("open_saved_page")
    founder.chooses_the_file(saved, "saved_page_dialog")
    founder.reads("facts in use")
    founder.clicks("next")

    founder.types("target_audience", "Developers who show link previews")
    founder.clicks("next")

    founder.reads("Offline drafter: arranges sentences from your page, no AI.")
    founder.clicks("write_variants")
    founder.sees(QPlainTextEdit, "body_A")
    founder.waits_until_nothing_runs()
    assert "microlink" in founder.sees(QPlainTextEdit, "body_B").toPlainText().lower()
    founder.clicks("next")

    founder.clicks("choose_lead_file")
    founder.chooses_the_file(tmp_path / "apollo.csv")
    founder.clicks("import_leads_now")
    founder.waits_until_nothing_runs()

    # Who writes is missing, and without a postal address nothing may be approved.
    (row,) = founder.app.container.campaigns.dashboard(Work()).rows
    who = Identity("Ada Lovelace", "Analytical Engines", "12 St James's Square, London")
    founder.app.container.identity.save(who, Work())
    founder.app.window.navigate(Destination(Screen.REVIEW, row.campaign.id))
    tabs = founder.sees(QTabBar, "review_tabs")
    tabs.setFocus()
    founder.presses(Qt.Key.Key_Right)
    founder.reads(f"{expected.imported:,} leads")
    founder.clicks("review_set_approve")
    founder.waits_until_nothing_runs()
    variants = founder.app.container.variants.list(row.campaign.id, Work())
    assert len(variants) == 5
    assert all(variant.approved_hash for variant in variants)
    # Whatever the app contacts stands in this log, and it contacted nobody.
    with closing(sqlite3.connect(founder.folder / "vibe.db")) as connection:
        assert connection.execute("SELECT count(*) FROM outbound_hosts").fetchone() == (0,)
    assert not re.search(r"https?://", "".join(one.current.body for one in variants))

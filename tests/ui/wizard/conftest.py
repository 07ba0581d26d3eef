"""Campaigns for the wizard, and a product page on loopback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.identity import Identity
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.wizard.view import WizardView

PAGE = """<!doctype html><title>Tidebook</title><h1>Close the month in three days</h1>
<p>Tidebook matches bank lines, invoices and receipts every night.</p>
<p>Tidebook is made for finance teams of two to ten people.</p>
<p>Plans start at 39 euros a month.</p>
<p>Over 1,200 teams close their books with Tidebook.</p>
<h2>Receipts that arrive by themselves</h2>
<p>Whoever made a payment gets one friendly reminder with a photo button.</p>
<h2>No more chasing</h2>
<p>Most controllers spend the first week of every month chasing receipts in chat and mail.</p>
"""

LEADS = """Email,First Name,Last Name,Company
ada@north.example,Ada,Almeida,Northwind
ben@south.example,Ben,Burke,Southgate
cyd@west.example,,Cole,
"""


@pytest.fixture
def page_url(page_server: PageServer) -> str:
    """A product page that says enough to write from."""
    return page_server.page("/", PAGE)


@pytest.fixture
def lead_file(tmp_path: Path) -> Path:
    """Three people, one of them with gaps."""
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    return path


@pytest.fixture
def wizard(screen_context: ScreenContext, show: Callable[..., None]) -> WizardView:
    """The wizard on screen with a new campaign."""
    view = WizardView(screen_context)
    view.arrive(Destination(Screen.WIZARD))
    show(view)
    return view


@pytest.fixture
def written_campaign(
    services: Container, page_url: str, lead_file: Path, work: RecordingWork
) -> str:
    """A campaign with page, audience, three variants and leads; nothing is approved."""
    services.identity.save(Identity("Ada Lovelace", "Engines Ltd", "12 Square, London"), work)
    campaign = services.campaigns.create(
        name="Tidebook", url=page_url, target_audience="Controllers", work=work
    ).value
    services.pages.read(campaign.id, work)
    services.copywriting.draft(campaign.id, work)
    services.leads.import_file(lead_file, None, campaign.id, work)
    return campaign.id

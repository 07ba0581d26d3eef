"""Campaigns for the wizard, and a product page on loopback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.servers import PageServer
from tests.support.tidebook import LEADS, PAGE
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.identity import Identity
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.wizard.view import WizardView


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

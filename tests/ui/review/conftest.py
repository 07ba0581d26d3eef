"""A campaign of three mails and its leads, open on the review screen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.servers import PageServer
from tests.support.tidebook import LEADS, PAGE
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.variants import Variant
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.review.view import ReviewView
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


@pytest.fixture
def campaign_id(
    services: Container, page_server: PageServer, tmp_path: Path, work: RecordingWork
) -> str:
    """Three mails from a page, three leads, one of them with gaps."""
    services.identity.save(Identity("Ada Lovelace", "Engines Ltd", "12 Square, London"), work)
    campaign = services.campaigns.create(
        name="Tide", url=page_server.page("/", PAGE), target_audience="Controllers", work=work
    ).value
    services.copywriting.draft(campaign.id, work)
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    services.leads.import_file(path, None, campaign.id, work)
    return campaign.id


@pytest.fixture
def sequence(services: Container, campaign_id: str, work: RecordingWork) -> str:
    """The same campaign with two follow-ups."""
    campaign = services.campaigns.get(campaign_id, work)
    services.campaigns.update(campaign_id, setup=replace(campaign.setup, waits=(3, 4)), work=work)
    services.copywriting.write_follow_ups(campaign_id, work)
    return campaign_id


@pytest.fixture
def review(
    screen_context: ScreenContext, show: Show, campaign_id: str, qtbot: QtBot, rest: Rest
) -> ReviewView:
    """The screen, with every mail looked at once."""
    view = ReviewView(screen_context)
    view.arrive(Destination(Screen.REVIEW, campaign_id))
    show(view)
    qtbot.waitUntil(
        lambda: (
            len(editors(view)) == 3 and all(one._presenter.state.preview for one in editors(view))
        )
    )
    return view


def editors(view: ReviewView) -> list[VariantEditor]:
    """The cards on screen."""
    return view.review.editors


def stored(services: Container, campaign_id: str, position: int = 0) -> Variant:
    """A mail as it is kept."""
    return services.variants.list(campaign_id, RecordingWork())[position]

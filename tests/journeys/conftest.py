"""What the journeys start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.founder import Founder
from tests.support.product_pages import product_page as page_bytes
from tests.support.servers import PageServer


@pytest.fixture
def product_page(page_server: PageServer) -> str:
    """The address of a product page on loopback."""
    return page_server.page("/", page_bytes())


@pytest.fixture
def founder(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Founder]:
    """A founder with an empty computer; the app is closed behind them."""
    person = Founder(qtbot, qapp, tmp_path / "data")
    yield person
    if person._app is not None:
        person.closes_the_app()

"""Fixtures shared by the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import open_fresh
from vibe_desktop.store.database.engine import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A fresh, empty, real database in a file of this test."""
    opened = open_fresh(tmp_path)
    yield opened
    opened.close()

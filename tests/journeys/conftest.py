"""What the journeys start from."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

OWN_PAGE = Path(__file__).resolve().parents[2] / "resources" / "sandbox" / "product.html"
REAL_PAGE = Path(__file__).resolve().parents[3] / "shared" / "pages" / "microlink.io.html"


@pytest.fixture
def product_page(serve_directory: Callable[[Path], str], tmp_path: Path) -> str:
    """The address of a product page on loopback: a real company's where it is at hand, else ours."""
    given = os.environ.get("VIBE_PRODUCT_PAGE")
    source = Path(given) if given else REAL_PAGE if REAL_PAGE.is_file() else OWN_PAGE
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(source.read_bytes())
    return serve_directory(site) + "/"

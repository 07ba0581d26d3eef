"""What the journeys start from."""

import pytest

from tests.support.product_pages import product_page as page_bytes
from tests.support.servers import PageServer


@pytest.fixture
def product_page(page_server: PageServer) -> str:
    """The address of a product page on loopback."""
    return page_server.page("/", page_bytes())

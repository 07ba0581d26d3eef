"""The product page that whole stories start from."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_OWN = _ROOT / "resources" / "sandbox" / "product.html"
_REAL = _ROOT.parent / "shared" / "pages" / "microlink.io.html"


def product_page() -> bytes:
    """A real company's page where one is at hand (VIBE_PRODUCT_PAGE names another), else ours."""
    given = os.environ.get("VIBE_PRODUCT_PAGE")
    path = Path(given) if given else _REAL if _REAL.is_file() else _OWN
    return path.read_bytes()

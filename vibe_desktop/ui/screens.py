"""Makes a screen when it is first shown; until then its module is not even imported."""

from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from PySide6.QtWidgets import QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Screen

_NOT_IN_ADVANCE = frozenset({"charts"})
"""What brings in heavy libraries: imported when it is really needed."""


def make_screen(screen: Screen, context: ScreenContext) -> QWidget:
    """The widget of a screen."""
    match screen:
        case Screen.WELCOME:
            from vibe_desktop.ui.welcome import make
        case Screen.CAMPAIGNS:
            from vibe_desktop.ui.campaigns import make
        case Screen.WIZARD:
            from vibe_desktop.ui.wizard import make
        case Screen.REVIEW:
            from vibe_desktop.ui.review import make
        case Screen.LEADS:
            from vibe_desktop.ui.leads import make
        case Screen.MAILBOXES:
            from vibe_desktop.ui.mailboxes import make
        case Screen.ANALYTICS:
            from vibe_desktop.ui.analytics import make
        case Screen.SETTINGS:
            from vibe_desktop.ui.settings import make
        case Screen.ABOUT:
            from vibe_desktop.ui.about import make
    return make(context)


def modules_in_advance() -> Iterator[str]:
    """The modules of the screens that the founder opens next, what they build on first.

    Import them one at a time while the window rests, in its own thread (see `jobs.runner` for why
    a worker must not): what is left to do when a screen is opened is to make its widgets.
    """
    here = Path(__file__).parent
    for folder in (
        "widgets", "widgets/variant_review", "widgets/review_set",
        "wizard", "leads", "mailboxes", "review", "analytics",
    ):  # fmt: skip
        package = f"{__package__}.{folder.replace('/', '.')}"
        names = [module.name for module in iter_modules([str(here / folder)]) if not module.ispkg]
        # Views come last: they build on all that stands beside them.
        for name in sorted(names, key=lambda name: ("view" in name, name == "view", name)):
            if name not in _NOT_IN_ADVANCE:
                yield f"{package}.{name}"
    yield from (f"{__package__}.{screen}.view" for screen in ("settings", "about"))

"""The welcome screen: what the app is for, two ways to begin, and what is still to set up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.welcome.presenter import WelcomePresenter
from vibe_desktop.ui.welcome.state import WelcomeState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton

if TYPE_CHECKING:
    from vibe_desktop.ui.welcome.content import WelcomeContent
    from vibe_desktop.ui.widgets.key_presenter import KeyPresenter

_WIDTH = 960


class WelcomeView(Page):
    """The first screen of the first day. Painted as a skeleton; the cards follow at once."""

    def __init__(self, context: ScreenContext, presenter: WelcomePresenter) -> None:
        super().__init__(
            self.tr("Cold mail that only says what your page can prove"),
            self.tr(
                "Paste your product page, review three drafts, and test them against each other "
                "through your own Instantly account."
            ),
            max_width=_WIDTH,
        )
        presenter.setParent(self)
        self.setAccessibleName(self.tr("Welcome"))
        self._context = context
        self._presenter = presenter
        self._keys: tuple[KeyPresenter, ...] = ()
        self._loading = Skeleton(8)
        self._content: WelcomeContent | None = None
        self.body.addWidget(self._loading)
        self.body.addStretch(1)
        presenter.state_changed.connect(self.draw)

    # -- hooks of the page -----------------------------------------------------------------------

    def activated(self) -> None:
        """Read how far the set-up has come."""
        self._presenter.load()
        for key in self._keys:
            key.load()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)
        for key in self._keys:
            key.changes_arrived(changes)

    @Slot(object)
    def draw(self, state: WelcomeState) -> None:
        """Show `state`."""
        if self._content is None:
            self._content = self._make_content()
        self._content.draw(state)

    def _make_content(self) -> "WelcomeContent":
        from vibe_desktop.domain.settings import Service
        from vibe_desktop.ui.welcome.content import WelcomeContent
        from vibe_desktop.ui.widgets.key_presenter import KeyPresenter

        self._keys = tuple(KeyPresenter(self._context, service) for service in Service)
        content = WelcomeContent(self._context, self._presenter, self._keys)
        for key in self._keys:
            key.load()
        self._loading.hide()
        self.body.insertWidget(0, content)
        return content

"""The frame of every screen: title, actions, a column that scrolls; and when to load what."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.domain.changes import Changes
from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.theme.tokens import (
    CONTENT_WIDTH,
    SPACE_1,
    SPACE_2,
    SPACE_4,
    SPACE_6,
    SPACE_8,
    Text,
)
from vibe_desktop.ui.widgets.labels import ElidedLabel, Label

_LEAST_FOR_TITLE = 240
"""Width in pixels that a title keeps, if it needs it, beside the buttons."""


class Page(QWidget):
    """A screen. Fill `body`; put buttons into `actions`; override the hooks that concern you.

    The window calls `arrive`, `enter`, `leave` and `receive`; a screen overrides `arrived`,
    `activated`, `deactivated`, `changes_arrived`, `refresh` and `find_field`.
    """

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *,
        scrolls: bool = True,
        max_width: int = CONTENT_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Args: `scrolls` is False for screens that divide their own space."""
        super().__init__(parent)
        self._page_missed: Changes | None = None
        self._page_active = False
        self._page_title = ElidedLabel("", Text.TITLE)
        self._page_subtitle = Label("", muted=True, wrap=True)
        self.header_actions = QHBoxLayout()
        """Buttons at the right of the title."""
        self.header_actions.setSpacing(SPACE_2)
        self.body = QVBoxLayout()
        """The column under the title."""
        self.body.setSpacing(SPACE_4)
        self.footer = QVBoxLayout()
        """A place under the scrolling part that always stays on screen."""
        self.footer.setSpacing(0)
        content = self._lay_out_page(max_width, SPACE_8 if scrolls else SPACE_4)
        self.scroll_area = _scroll_area(content) if scrolls else None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.scroll_area or content, 1)
        outer.addLayout(self.footer)
        self.set_title(title, subtitle)

    def _lay_out_page(self, max_width: int, below: int) -> QWidget:
        content = _Content()
        content.setObjectName("page_content")
        content.setMaximumWidth(max_width)
        column = self._page_column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_8, SPACE_6, SPACE_8, below)
        column.setSpacing(SPACE_6)
        head = self._page_head = content.head
        head.setSpacing(SPACE_4)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(self._page_title)
        words.addWidget(self._page_subtitle)
        head.addLayout(words, 1)
        head.addLayout(self.header_actions)
        top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        head.setAlignment(self.header_actions, top_left)
        column.addLayout(head)
        column.addLayout(self.body, 1)
        return content

    def set_flush(self) -> None:
        """Let the body reach the right and the lower edge, for parts that scroll by themselves."""
        self._page_column.setContentsMargins(SPACE_8, SPACE_6, 0, 0)
        self._page_head.setContentsMargins(0, 0, SPACE_8, 0)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Name the page; the window shows the title too."""
        self._page_title.setText(title)
        self._page_subtitle.setText(subtitle)
        self._page_subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)
        self.setWindowTitle(title)

    @property
    def is_active(self) -> bool:
        """Whether this page is the one on screen."""
        return self._page_active

    # -- called by the window --------------------------------------------------------------------

    def arrive(self, destination: Destination) -> None:
        """The founder asked for this page, before it is shown."""
        self.arrived(destination)

    def enter(self) -> None:
        """The page comes on screen; whatever changed meanwhile is handed over first."""
        self._page_active = True
        missed, self._page_missed = self._page_missed, None
        if missed is not None:
            self.changes_arrived(missed)
        self.activated()

    def leave(self) -> None:
        """The page goes off screen, or the window closes."""
        if self._page_active:
            self._page_active = False
            self.deactivated()

    def receive(self, changes: Changes) -> None:
        """Something was written: now, when the page is on screen, or kept until it is."""
        if self._page_active:
            self.changes_arrived(changes)
        else:
            self._page_missed = (
                changes if self._page_missed is None else self._page_missed | changes
            )

    # -- for the screens -------------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Take in what to show (`campaign_id`, `path`, `part`)."""

    def activated(self) -> None:
        """Load what is not loaded yet."""

    def deactivated(self) -> None:
        """Save what was typed; stop what only matters while it can be seen."""

    def changes_arrived(self, changes: Changes) -> None:
        """Reload what concerns this screen."""

    def refresh(self) -> None:
        """The founder pressed F5."""

    def find_field(self) -> QWidget | None:
        """Where Ctrl+F puts the cursor; None when there is nothing to find."""
        return None


class _Content(QWidget):
    """What stands on the page. The buttons go under the title where both have no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QBoxLayout(QBoxLayout.Direction.LeftToRight)

    def event(self, event: QEvent) -> bool:
        """Look again when the page, its title or its buttons change their size."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        words, actions = self.head.itemAt(0), self.head.itemAt(1)
        if words is None or actions is None:
            return
        room = self.head.contentsRect().width()
        needed = min(words.sizeHint().width(), _LEAST_FOR_TITLE) + self.head.spacing()
        narrow = 0 < room < needed + actions.sizeHint().width()
        way = QBoxLayout.Direction
        self.head.setDirection(way.TopToBottom if narrow else way.LeftToRight)


def _scroll_area(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("page_scroll")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder = QWidget()
    middle = QHBoxLayout(holder)
    middle.setContentsMargins(0, 0, 0, 0)
    middle.addWidget(content)
    area.setWidget(holder)
    return area

"""What is said, and offered, when a page has too little text to write from."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from vibe_desktop.domain.facts import Page, PageLink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.panels import Panel


class ThinPanel(Panel):
    """Says plainly why so little was found, and offers every way around it."""

    paste_wanted = Signal()
    """Emits when the founder wants to paste the page's text."""
    file_wanted = Signal()
    """Emits when the founder wants to open a saved page."""
    address_wanted = Signal()
    """Emits when the founder wants to type another address."""
    link_wanted = Signal(object)
    """Emits the `PageLink` to be read besides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARNING, parent=parent)
        self.setObjectName("thin_page")
        self._link: PageLink | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(2, 1)
        self.paste_button = LinkButton(self.tr("Paste the page's text"), "pencil")
        self.paste_button.clicked.connect(self.paste_wanted)
        self.file_button = LinkButton(self.tr("Open a saved .html file…"), "folder-open")
        self.file_button.clicked.connect(self.file_wanted)
        self.address_button = LinkButton(self.tr("Type another address"), "globe")
        self.address_button.clicked.connect(self.address_wanted)
        self.link_button = LinkButton("", "plus")
        self.link_button.clicked.connect(self._link_pressed)
        for place, button in enumerate(
            (self.paste_button, self.file_button, self.address_button, self.link_button)
        ):
            grid.addWidget(button, place // 2, place % 2)
        self.words.addLayout(grid)

    def show_page(self, page: Page, link: PageLink | None) -> None:
        """Say how little this page gave; `link` may say more."""
        count = len(page.facts)
        self.set(
            Tone.WARNING,
            self.tr("There is little text on this page to write from"),
            (
                self.tr("Only {count} sentences could be read.").format(count=count)
                if count != 1
                else self.tr("Only one sentence could be read.")
            )
            + " "
            + self.tr(
                "The page is probably built by JavaScript in the browser, or has hardly any text. "
                "To have more to write from, press Ctrl+A and Ctrl+C on the page in your browser "
                "and paste the text here, save the page as .html and open that file, or read "
                "another page."
            ),
        )
        self._link = link
        self.link_button.setVisible(link is not None)
        if link is not None:
            self.link_button.setText(self.tr("Also read {0}").format(link.label))

    @Slot()
    def _link_pressed(self) -> None:
        if self._link is not None:
            self.link_wanted.emit(self._link)

"""The about screen: version, privacy, licences."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from vibe_desktop.ui.about.presenter import AboutPresenter, AboutState
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.tokens import (
    ICON_XL,
    READING_WIDTH,
    SPACE_1,
    SPACE_2,
    SPACE_4,
    SPACE_6,
    Text,
)
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.skeleton import Skeleton


class AboutView(Page):
    """What this is, what it does with data, and what it is made of."""

    def __init__(self, context: ScreenContext, presenter: AboutPresenter) -> None:
        super().__init__(self.tr("About"), max_width=READING_WIDTH)
        presenter.setParent(self)
        self._context = context
        self._presenter = presenter
        self.body.addWidget(self._make_app(presenter.state))
        self.body.addWidget(self._make_privacy())
        self._libraries_card = Card(
            self.tr("Made with"), self.tr("Free software by many people, each under its licence.")
        )
        self._skeleton = Skeleton(8)
        self._libraries_card.body.addWidget(self._skeleton)
        self.body.addWidget(self._libraries_card)
        self.body.addStretch(1)
        presenter.state_changed.connect(self.draw)

    def activated(self) -> None:
        """Look up what the app is made of."""
        self._presenter.load()

    def _make_app(self, state: AboutState) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(Picture("send", Ink.LINK, ICON_XL), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(Label(self.tr("Vibe Marketing Autopilot"), Text.HEADING))
        self._version = Label(
            self.tr("Version {version}").format(version=state.version), muted=True
        )
        words.addWidget(self._version)
        words.addWidget(Label(state.runtime, Text.SMALL, muted=True, wrap=True))
        words.addWidget(
            Label(self.tr("Free software under the MIT licence."), Text.SMALL, muted=True)
        )
        row.addLayout(words, 1)
        copy = SecondaryButton(self.tr("Copy details"), "copy")
        copy.setObjectName("copy_details")
        copy.clicked.connect(self._copy)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        return card

    def _make_privacy(self) -> Card:
        card = Card(self.tr("Your data is yours"))
        for text in (
            self.tr(
                "No telemetry: the app counts nothing and reports nothing. It talks to OpenAI and "
                "Instantly with your keys, and to the page you name, and to nobody else."
            ),
            self.tr(
                "Campaigns, leads and results are in one file on this computer; keys are in its "
                "keychain."
            ),
        ):
            card.body.addWidget(Label(text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        path = Label(str(self._context.data_dir), muted=True, wrap=True)
        path.setAccessibleName(self.tr("Data folder"))
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(path, 1)
        open_folder = SecondaryButton(self.tr("Open data folder"), "folder-open")
        open_folder.clicked.connect(self._open_folder)
        row.addWidget(open_folder)
        card.body.addLayout(row)
        return card

    @Slot(object)
    def draw(self, state: AboutState) -> None:
        """List the libraries."""
        if not state.libraries or self._skeleton.isHidden():
            return
        self._skeleton.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_6)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(2, 1)
        for row, library in enumerate(state.libraries):
            grid.addWidget(Label(library.name), row, 0)
            grid.addWidget(Label(library.version, muted=True), row, 1)
            grid.addWidget(Label(library.licence, muted=True, wrap=True), row, 2)
        self._libraries_card.body.addLayout(grid)

    @Slot()
    def _copy(self) -> None:
        state = self._presenter.state
        lines = [f"Vibe Marketing Autopilot {state.version}", state.runtime]
        lines += [f"{library.name} {library.version}" for library in state.libraries]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.data_dir)))

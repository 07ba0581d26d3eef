"""The welcome screen's cards: two ways to begin, and what is still to set up."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.tokens import ICON_XL, SPACE_1, SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.welcome.presenter import WelcomePresenter
from vibe_desktop.ui.welcome.state import WelcomeState
from vibe_desktop.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.checklist import ChecklistItem
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.key_field import KeyField
from vibe_desktop.ui.widgets.key_presenter import KeyPresenter
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.words import counted

_SIDE_BY_SIDE = 720
"""Narrower than this, the two ways stand one under the other."""


class WelcomeContent(QWidget):
    """Made when the first answer from the database arrives."""

    def __init__(
        self,
        context: ScreenContext,
        presenter: WelcomePresenter,
        keys: tuple[KeyPresenter, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = presenter
        self._keys = keys
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways.setSpacing(SPACE_4)
        if context.sandbox:
            self._ways.addWidget(self._make_in_sandbox())
        else:
            self._ways.addWidget(self._make_connect(), 3)
            self._ways.addWidget(self._make_try_sandbox(), 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addLayout(self._ways)
        column.addWidget(self._make_checklist())
        column.addStretch(1)
        for key in keys:
            key.state_changed.connect(self._draw_keys)
        self._draw_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two ways one under the other when it is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= _SIDE_BY_SIDE
        self._ways.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    # -- making ----------------------------------------------------------------------------------

    def _make_connect(self) -> Card:
        card = Card(
            self.tr("Connect your accounts"),
            self.tr("Keys stay in this computer's keychain and go only to their own service."),
        )
        for key in self._keys:
            card.body.addWidget(KeyField(key))
        card.body.addStretch(1)
        help_button = Button(
            self.tr("What is this?"), "link", icon_name="circle-help", ink=Ink.LINK
        )
        help_button.setObjectName("what_is_a_key")
        help_button.setCheckable(True)
        help_text = Hint(
            self.tr(
                "A key is a password that lets this app use your account at OpenAI or Instantly. "
                "You make it on their website and can take it back there at any time. OpenAI "
                "charges for each draft, usually less than a cent; Instantly's plan must include "
                "its API."
            )
        )
        help_text.hide()
        help_button.toggled.connect(help_text.setVisible)
        card.body.addWidget(help_button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(help_text)
        return card

    def _make_try_sandbox(self) -> Card:
        card = Card()
        card.body.setSpacing(SPACE_2)
        card.body.addWidget(Picture("flask-conical", Ink.LINK, ICON_XL))
        card.body.addSpacing(SPACE_1)
        card.body.addWidget(Label(self.tr("Or look around first"), Text.HEADING))
        card.body.addWidget(
            Label(
                self.tr(
                    "The sandbox is the whole app with stand-ins for OpenAI and Instantly on this "
                    "computer. Recipients and their answers are made up, no key is needed, and "
                    "nothing leaves the computer."
                ),
                muted=True,
                wrap=True,
            )
        )
        card.body.addSpacing(SPACE_2)
        if self._context.relaunch_in_sandbox is not None:
            button = SecondaryButton(self.tr("Try the sandbox"), "flask-conical")
            button.setObjectName("try_sandbox")
            button.clicked.connect(self._presenter.try_sandbox)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            card.body.addWidget(
                Hint(self.tr("The app starts again; what you do there is kept apart."))
            )
        else:
            card.body.addWidget(Hint(self.tr("Start the app with --sandbox to try it.")))
        card.body.addStretch(1)
        return card

    def _make_in_sandbox(self) -> Card:
        card = Card(self.tr("You are in the sandbox"))
        card.body.addWidget(
            Label(
                self.tr(
                    "Everything works as it does with the real services: the page is read, drafts "
                    "are written, leads are checked, a launch goes out. But the mails go to "
                    "made-up people, and time passes when you advance the clock above."
                ),
                muted=True,
                wrap=True,
            )
        )
        self._sample = Label("", Text.STRONG, wrap=True)
        self._sample.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sample_row = QWidget()
        row = QHBoxLayout(self._sample_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(Label(self.tr("A product page to try:")))
        row.addWidget(self._sample, 1)
        copy = QuietButton(self.tr("Copy address"), "copy")
        copy.set_small()
        copy.clicked.connect(self._copy_sample)
        row.addWidget(copy)
        card.body.addWidget(self._sample_row)
        start = PrimaryButton(self.tr("New campaign"), "plus")
        start.setObjectName("start_campaign")
        start.clicked.connect(self._presenter.new_campaign)
        card.body.addWidget(start, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _make_checklist(self) -> Card:
        card = Card(self.tr("Set-up"))
        card.body.setSpacing(SPACE_4)
        keys = SecondaryButton(self.tr("Add keys"))
        keys.clicked.connect(self._presenter.edit_keys)
        self._keys_item = ChecklistItem(self.tr("Keys"), self.tr("Asking the keychain…"), keys)
        identity = SecondaryButton(self.tr("Say who writes"))
        identity.setObjectName("edit_identity")
        identity.clicked.connect(self._presenter.edit_identity)
        self._identity_item = ChecklistItem(
            self.tr("Who writes"), self.tr("Your name, company and postal address."), identity
        )
        campaign = SecondaryButton(self.tr("New campaign"))
        campaign.clicked.connect(self._presenter.new_campaign)
        self._campaign_item = ChecklistItem(
            self.tr("First campaign"),
            self.tr("You can start without keys: the offline drafter writes from your page."),
            campaign,
        )
        for item in (self._keys_item, self._identity_item, self._campaign_item):
            card.body.addWidget(item)
        return card

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self, state: WelcomeState) -> None:
        """Show `state`."""
        missing = state.identity_missing
        if missing:
            self._identity_item.set(
                done=False,
                text=self.tr("A launch still needs {what}.").format(what=", ".join(missing)),
            )
        elif missing is not None:
            self._identity_item.set(done=True, text=self.tr("Stands at the foot of every mail."))
        if state.campaigns:
            self._campaign_item.set(
                done=True,
                text=counted(
                    state.campaigns,
                    self.tr("You have {count} campaign."),
                    self.tr("You have {count} campaigns."),
                ),
            )
        elif state.campaigns is not None:
            self._campaign_item.set(
                done=False,
                text=self.tr("Needs no key: the offline drafter writes from your page by rule."),
            )
        if self._context.sandbox:
            self._sample_row.setVisible(bool(state.sample_page))
            self._sample.setText(state.sample_page)

    @Slot()
    def _draw_keys(self) -> None:
        states = [key.state for key in self._keys]
        if any(state.key is None for state in states):
            return
        absent = [
            key.service.label
            for key, state in zip(self._keys, states, strict=True)
            if not state.present
        ]
        if absent:
            self._keys_item.set(
                done=False,
                text=self.tr("Missing: {names}.").format(names=self.tr(" and ").join(absent)),
            )
        else:
            self._keys_item.set(
                done=True,
                text=self.tr("The sandbox makes its own.")
                if self._context.sandbox
                else self.tr("Kept in: {storage}.").format(storage=states[0].storage),
            )

    @Slot()
    def _copy_sample(self) -> None:
        QGuiApplication.clipboard().setText(self._sample.text())

"""What can be done with the chosen leads."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from vibe_desktop.domain.leads import LeadList
from vibe_desktop.ui.theme.icons import Ink, icon
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.flow import FlowRow
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.words import number


class BulkBar(FlowRow):
    """How many are chosen, and the deeds; without a choice, only how to choose."""

    tag_wanted = Signal()
    """Emits when the chosen should get a tag."""
    untag_wanted = Signal()
    """Emits when a tag should be taken off the chosen."""
    move_wanted = Signal(str)
    """Emits the id of the list that the chosen should go to, "" for a new one."""
    suppress_wanted = Signal()
    """Emits when the chosen must not be contacted."""
    delete_wanted = Signal()
    """Emits when the chosen should go."""
    export_wanted = Signal()
    """Emits when the chosen should be written to a file."""
    verify_wanted = Signal()
    """Emits when the addresses of the chosen should be verified."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent)  # the buttons have room around their words
        self.setObjectName("bulk_bar")
        self.setAccessibleName(self.tr("The chosen leads"))
        self._lists: tuple[LeadList, ...] = ()
        self._here = ""
        self.words = Label("", muted=True)
        self.words.setObjectName("chosen_leads")
        self.add(self.words)
        self.tag_button = self._button("tag_leads", self.tr("Tag"), "tag")
        self.tag_button.setProperty("menu", "true")
        tags = QMenu(self.tag_button)
        add = tags.addAction(icon("plus", Ink.MUTED), self.tr("Add a tag…"))
        add.setObjectName("add_tag")
        add.triggered.connect(self.tag_wanted)
        remove = tags.addAction(icon("x", Ink.MUTED), self.tr("Take a tag off…"))
        remove.setObjectName("remove_tag")
        remove.triggered.connect(self.untag_wanted)
        self.tag_button.setMenu(tags)
        self.move_button = self._button("move_leads", self.tr("Move to"), "folder-input")
        self.move_button.setProperty("menu", "true")
        self._move = QMenu(self.move_button)
        self._move.setObjectName("move_menu")
        self._move.aboutToShow.connect(self._fill_move)
        self.move_button.setMenu(self._move)
        self.suppress_button = self._button("suppress_leads", self.tr("Do not contact"), "ban")
        self.suppress_button.clicked.connect(self.suppress_wanted)
        self.delete_button = self._button("delete_leads", self.tr("Delete"), "trash-2")
        self.delete_button.clicked.connect(self.delete_wanted)
        self.export_button = self._button("export_leads", self.tr("Export…"), "download")
        self.export_button.clicked.connect(self.export_wanted)
        self.verify_button = self._button("verify_leads", self.tr("Verify…"), "shield-check")
        self.verify_button.clicked.connect(self.verify_wanted)
        self._buttons = (
            self.tag_button,
            self.move_button,
            self.suppress_button,
            self.delete_button,
            self.export_button,
            self.verify_button,
        )
        self.show_count(0)

    def show_lists(self, lists: tuple[LeadList, ...], here: str) -> None:
        """Offer these lists to move to, but for the one on screen."""
        self._lists, self._here = lists, here

    def show_count(self, count: int, *, counting: bool = False, nobody: bool = False) -> None:
        """Say how many are chosen; while they are being counted nothing can be done with them.

        Args: `nobody` is whether there is nobody to choose.
        """
        words = self.tr("Enter shows a person in full. Ctrl+A selects everybody here.")
        if nobody:
            words = ""
        if counting:
            words = self.tr("Everybody is selected; counting…") + "  "
        elif count:
            words = self.tr("{count} selected").format(count=number(count)) + "  "
        self.words.setText(words)
        for button in self._buttons:
            button.setVisible(count > 0)
            button.setEnabled(not counting)

    def open_move(self) -> None:
        """Open the lists to move to, as a click on the button does."""
        self._move.popup(self.move_button.mapToGlobal(QPoint(0, self.move_button.height())))

    def _button(self, name: str, text: str, icon_name: str) -> QuietButton:
        button = QuietButton(text, icon_name)
        button.set_small()
        button.setObjectName(name)
        self.add(button)
        return button

    @Slot()
    def _fill_move(self) -> None:
        self._move.clear()
        for one in self._lists:
            if one.id != self._here:
                action = self._move.addAction(
                    f"{one.name} ({number(one.total_leads)})".replace("&", "&&")
                )
                action.setData(one.id)
                action.triggered.connect(self._move_chosen)
        self._move.addSeparator()
        new = self._move.addAction(icon("plus", Ink.MUTED), self.tr("New list…"))
        new.setObjectName("move_to_new")
        new.setData("")
        new.triggered.connect(self._move_chosen)

    @Slot()
    def _move_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.move_wanted.emit(str(action.data()))

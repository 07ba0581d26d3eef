"""Every command of the window in one table; menus and the list of shortcuts come from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from vibe_desktop.ui.theme.icons import icon

Keys = str | QKeySequence.StandardKey
_Standard = QKeySequence.StandardKey
_Role = QAction.MenuRole


class Menu(StrEnum):
    """The menus of the menu bar, in order."""

    FILE = "file"
    EDIT = "edit"
    VIEW = "view"
    CAMPAIGN = "campaign"
    REVIEW = "review"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: What the code calls it.
        text: What the menu calls it, mnemonic included.
        keys: Its shortcuts, the main one first.
        icon: File of resources/icons, "" for none.
        role: Where macOS puts it.
        apart: Whether a line separates it from the command above.
    """

    name: str
    menu: Menu
    text: str
    keys: tuple[Keys, ...] = ()
    icon: str = ""
    role: QAction.MenuRole = _Role.NoRole
    apart: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def menu_titles() -> dict[Menu, str]:
    """The words on the menu bar."""
    return {
        Menu.FILE: _tr("&File"),
        Menu.EDIT: _tr("&Edit"),
        Menu.VIEW: _tr("&View"),
        Menu.CAMPAIGN: _tr("&Campaign"),
        Menu.REVIEW: _tr("&Review"),
        Menu.HELP: _tr("&Help"),
    }


def commands() -> tuple[Command, ...]:
    """The table."""
    file, edit, view, campaign, _review, help_ = Menu
    return (
        Command("new_campaign", file, _tr("&New campaign"), (_Standard.New,), "plus"),
        Command("import_leads", file, _tr("&Import leads…"), (_Standard.Open,), "file-up"),
        Command(
            "settings",
            file,
            _tr("&Settings"),
            ("Ctrl+,", "Ctrl+4"),
            "settings",
            _Role.PreferencesRole,
            apart=True,
        ),
        Command("quit", file, _tr("&Quit"), ("Ctrl+Q",), "", _Role.QuitRole, apart=True),
        Command("undo", edit, _tr("&Undo"), (_Standard.Undo,)),
        Command("redo", edit, _tr("&Redo"), (_Standard.Redo,)),
        Command("cut", edit, _tr("Cu&t"), (_Standard.Cut,), apart=True),
        Command("copy", edit, _tr("&Copy"), (_Standard.Copy,)),
        Command("paste", edit, _tr("&Paste"), (_Standard.Paste,)),
        Command("select_all", edit, _tr("Select &all"), (_Standard.SelectAll,)),
        Command("find", edit, _tr("&Find on this page"), (_Standard.Find,), "search", apart=True),
        Command("campaigns", view, _tr("&Campaigns"), ("Ctrl+1",), "megaphone"),
        Command("leads", view, _tr("&Leads"), ("Ctrl+2",), "users"),
        Command("mailboxes", view, _tr("&Mailboxes"), ("Ctrl+5",), "mailbox"),
        Command("analytics", view, _tr("&Analytics"), ("Ctrl+3",), "chart-column"),
        Command("back", view, _tr("&Back"), (_Standard.Back,), "arrow-left", apart=True),
        Command("refresh", view, _tr("&Refresh"), ("F5", "Ctrl+R"), "refresh-cw"),
        Command(
            "full_screen", view, _tr("F&ull screen"), (_Standard.FullScreen, "F11"), apart=True
        ),
        Command("edit_campaign", campaign, _tr("&Edit campaign"), ("Ctrl+E",), "pencil"),
        Command("review", campaign, _tr("&Review copy"), ("Ctrl+Shift+R",), "list-checks"),
        Command("results", campaign, _tr("&See results"), ("Ctrl+Shift+A",), "chart-column"),
        Command(
            "stop_everything",
            campaign,
            _tr("S&top everything…"),
            ("Ctrl+Shift+.", "Ctrl+Alt+Backspace"),
            "ban",
            apart=True,
        ),
        Command("shortcuts", help_, _tr("&Keyboard shortcuts"), ("F1", "Ctrl+?")),
        Command("welcome", help_, _tr("&Set-up checklist"), (), "list-checks"),
        Command("data_folder", help_, _tr("Open &data folder"), (), "folder-open"),
        Command("about", help_, _tr("&About"), (), "info", _Role.AboutRole, apart=True),
    )


def review_commands() -> tuple[Command, ...]:
    """What the keys do in the review of mails, wherever it is embedded.

    The review carries them out itself, while it has the focus; in the menu they can be used while
    a review is on screen.
    """
    menu = Menu.REVIEW
    return (
        Command("review_approve", menu, _tr("&Approve and go on"), ("Ctrl+Return", "Ctrl+Enter")),
        Command("review_reject", menu, _tr("&Reject and go on"), ("Ctrl+Shift+Backspace",)),
        Command("review_first", menu, _tr("Go to mail A"), ("Alt+1",), apart=True),
        Command("review_second", menu, _tr("Go to mail B"), ("Alt+2",)),
        Command("review_third", menu, _tr("Go to mail C"), ("Alt+3",)),
        Command("review_next_step", menu, _tr("Next step"), ("Ctrl+PgDown",)),
        Command("review_previous_step", menu, _tr("Previous step"), ("Ctrl+PgUp",)),
        Command("review_next_finding", menu, _tr("&Next finding"), ("F8",), apart=True),
        Command("review_previous_finding", menu, _tr("&Previous finding"), ("Shift+F8",)),
        Command("review_fix", menu, _tr("&Fix the finding"), ("F4", "Ctrl+.")),
        Command("review_sign", menu, _tr("&I answer for the finding"), ("F7",)),
        Command("review_rewrite", menu, _tr("Re&write the mail…"), ("Ctrl+G",), apart=True),
        Command("review_history", menu, _tr("&Earlier versions"), ("Ctrl+Shift+H",)),
        Command("review_lead", menu, _tr("Preview with another &lead…"), ("Ctrl+L",), apart=True),
        Command("review_next_lead", menu, _tr("Next lead"), ("Alt+Down",)),
        Command("review_previous_lead", menu, _tr("Previous lead"), ("Alt+Up",)),
    )


class Actions(QObject):
    """The commands as `QAction`s, by name.

    `every` adds those of the review to what iterating gives.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands()
        self._made = {command.name: self._make(command) for command in self._commands}
        self._review_commands = review_commands()
        for command in self._review_commands:
            action = self._made[command.name] = self._make(command)
            # The key belongs to the review itself; the menu only says which one it is.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setEnabled(False)

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        return ((command, self._made[command.name]) for command in self._commands)

    @property
    def every(self) -> Iterator[tuple[Command, QAction]]:
        """All commands in the order of the menus, those of the review included."""
        both = [*self._commands, *self._review_commands]
        both.sort(key=lambda command: list(Menu).index(command.menu))
        return ((command, self._made[command.name]) for command in both)

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus of `bar`."""
        menus = {menu: bar.addMenu(title) for menu, title in menu_titles().items()}
        for command, action in self.every:
            if command.apart:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(action)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        action.setShortcuts(_sequences(command.keys))
        action.setMenuRole(command.role)
        if command.icon:
            action.setIcon(icon(command.icon))
        return action


def _sequences(keys: tuple[Keys, ...]) -> list[QKeySequence]:
    """Each once; a standard key that this platform does not have is left out."""
    found: list[QKeySequence] = []
    for key in keys:
        sequence = QKeySequence(key)
        if not sequence.isEmpty() and sequence not in found:
            found.append(sequence)
    return found

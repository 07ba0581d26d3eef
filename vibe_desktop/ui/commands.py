"""What the commands of the menus do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit

from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from vibe_desktop.ui.main_window import MainWindow


class Commands(QObject):
    """One slot for each command of `actions.commands`, acting on the window and its page."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def slots(self) -> dict[str, Callable[[], None]]:
        """What each command of the table does."""
        return {
            "new_campaign": self.new_campaign,
            "import_leads": self.import_leads,
            "settings": self.open_settings,
            "quit": self.quit,
            "undo": self.edit_undo,
            "redo": self.edit_redo,
            "cut": self.edit_cut,
            "copy": self.edit_copy,
            "paste": self.edit_paste,
            "select_all": self.edit_select_all,
            "find": self.find_on_page,
            "campaigns": self.open_campaigns,
            "leads": self.open_leads,
            "mailboxes": self.open_mailboxes,
            "analytics": self.open_analytics,
            "back": self._window.back,
            "refresh": self.refresh,
            "full_screen": self.toggle_full_screen,
            "edit_campaign": self.edit_campaign,
            "review": self.review,
            "results": self.open_analytics,
            "stop_everything": self.stop_everything,
            "shortcuts": self.show_shortcuts,
            "welcome": self.open_welcome,
            "data_folder": self.open_data_folder,
            "about": self.open_about,
        }

    @Slot()
    def new_campaign(self) -> None:
        """Start a new campaign."""
        self._window.navigate(Destination(Screen.WIZARD))

    @Slot()
    def edit_campaign(self) -> None:
        """Go back into the wizard of the campaign that was open last."""
        self._window.navigate(Destination(Screen.WIZARD, self._window.last_campaign))

    @Slot()
    def review(self) -> None:
        """Review the copy of the campaign that was open last."""
        self._window.go(Screen.REVIEW)

    @Slot()
    def open_campaigns(self) -> None:
        """Show all campaigns."""
        self._window.go(Screen.CAMPAIGNS)

    @Slot()
    def open_leads(self) -> None:
        """Show all leads."""
        self._window.go(Screen.LEADS)

    @Slot()
    def open_mailboxes(self) -> None:
        """Show the mailboxes."""
        self._window.go(Screen.MAILBOXES)

    @Slot()
    def open_analytics(self) -> None:
        """Show the results of the campaign that was open last."""
        self._window.go(Screen.ANALYTICS)

    @Slot()
    def stop_everything(self) -> None:
        """Ask once, then pause every campaign at Instantly and show the proof."""
        from vibe_desktop.ui.stopping import ask_to_stop

        ask_to_stop(self._window.context, self._window)

    @Slot()
    def open_settings(self) -> None:
        """Show the settings."""
        self._window.go(Screen.SETTINGS)

    @Slot()
    def open_welcome(self) -> None:
        """Show the set-up checklist."""
        self._window.go(Screen.WELCOME)

    @Slot()
    def open_about(self) -> None:
        """Show version and licences."""
        self._window.go(Screen.ABOUT)

    @Slot()
    def import_leads(self) -> None:
        """Go to the leads and choose a file there."""
        self._window.navigate(Destination(Screen.LEADS, part="import"))

    @Slot()
    def quit(self) -> None:
        """Close the window, and with it the app."""
        self._window.close()

    @Slot()
    def refresh(self) -> None:
        """Fetch what this page shows anew."""
        page = self._window.page
        if isinstance(page, Page):
            page.refresh()

    @Slot()
    def find_on_page(self) -> None:
        """Put the cursor where this page can be searched."""
        page = self._window.page
        field = page.find_field() if isinstance(page, Page) else None
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if isinstance(field, QLineEdit):
                field.selectAll()

    @Slot()
    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def show_shortcuts(self) -> None:
        """List the keyboard shortcuts."""
        from vibe_desktop.ui.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._window.actions_by_name, self._window).show()

    @Slot()
    def open_data_folder(self) -> None:
        """Show in the file manager where everything is kept."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.context.data_dir)))

    @Slot()
    def edit_undo(self) -> None:
        """Undo in the focused editor."""
        _edit("undo")

    @Slot()
    def edit_redo(self) -> None:
        """Redo in the focused editor."""
        _edit("redo")

    @Slot()
    def edit_cut(self) -> None:
        """Cut in the focused editor."""
        _edit("cut")

    @Slot()
    def edit_copy(self) -> None:
        """Copy from the focused editor or table."""
        _edit("copy")

    @Slot()
    def edit_paste(self) -> None:
        """Paste into the focused editor."""
        _edit("paste")

    @Slot()
    def edit_select_all(self) -> None:
        """Select everything in the focused editor or table."""
        _edit("selectAll")


def _edit(slot: str) -> None:
    """Call the focused widget's slot of this name, when it has one."""
    widget = QApplication.focusWidget()
    if widget is not None and widget.metaObject().indexOfMethod(f"{slot}()") >= 0:
        QMetaObject.invokeMethod(widget, slot)

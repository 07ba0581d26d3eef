"""The window that is photographed, and how to find one's way in it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QTabWidget, QWidget

from vibe_desktop.app.window import App
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.variant_review.variant_editor import VariantEditor

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Stage:
    """The window, and how to find one's way in it."""

    def __init__(self, app: App, wait: Callable[[], None], shoot: Callable[[str], None]) -> None:
        self.app = app
        self.wait = wait
        self.shoot = shoot

    def go(self, screen: Screen, campaign_id: str) -> None:
        """Open a screen and wait until it stands."""
        self.app.window.navigate(Destination(screen, campaign_id))
        self.wait()

    def find(self, kind: type[WidgetT], name: str) -> WidgetT:
        """The visible widget of this name."""
        found = [one for one in self.app.window.findChildren(kind, name) if one.isVisible()]
        assert found, name
        return found[0]

    def card(self, name: str) -> VariantEditor:
        """The card of a mail; in front where there are tabs."""
        for one in self.app.window.findChildren(VariantEditor, name):
            tabs = one.parentWidget()
            while tabs is not None and not isinstance(tabs, QTabWidget):
                tabs = tabs.parentWidget()
            if tabs is not None:
                place = one.parentWidget()
                assert place is not None
                tabs.setCurrentWidget(place)
            if one.isVisible():
                return one
        raise AssertionError(name)

    def show(self, widget: QWidget) -> None:
        """Scroll a widget into view."""
        self.pause(50)
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()

    @staticmethod
    def pause(milliseconds: int) -> None:
        """Let the window live, whatever is under way."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def click(self, name: str) -> None:
        """Click the visible button of this name and wait for what it does."""
        self.find(QAbstractButton, name).click()
        self.wait()

    def over(self, dialog: QWidget, name: str, *, close: bool = True) -> None:
        """Photograph what stands in a window of its own, laid over the picture of the main one."""
        self.wait()
        window = self.app.window
        picture = QLabel(window)
        picture.setPixmap(dialog.grab())
        picture.adjustSize()
        middle = window.rect().center() - picture.rect().center()
        picture.move(max(0, middle.x()), max(0, middle.y()))
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        picture.show()
        self.shoot(name)
        picture.setParent(None)
        picture.deleteLater()
        if close:
            dialog.close()

    def from_top_to_bottom(self, area: QScrollArea, name: str) -> None:
        """Photograph a page that is higher than the window, one windowful after another."""
        bar = area.verticalScrollBar()
        number, at = 1, 0
        while True:
            bar.setValue(at)
            self.pause(100)
            self.shoot(f"{name}-{number}")
            if bar.value() >= bar.maximum():
                return
            number, at = number + 1, at + max(1, bar.pageStep() - 40)

"""Looking at widgets as the founder does: by what they are called, and by what a reader says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.notices import Notice

Found = TypeVar("Found", bound=QObject)


@dataclass
class Heard:
    """What a screen said and where it wanted to go."""

    places: list[Destination] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def find(parent: QObject, kind: type[Found], name: str = "") -> Found:
    """The first `kind` under `parent`, of this object name when given. It must be there."""
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(found, kind), f"no {kind.__name__} {name!r}"
    return found


def press(qtbot: QtBot, parent: QObject, name: str, rest: Callable[[], None]) -> None:
    """Click the button of this name, which has to be there to be clicked, and wait for the jobs."""
    button = find(parent, QPushButton, name)
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rest()


_CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Slider,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.List,
    QAccessible.Role.Link,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.ProgressBar,
}


def nameless_controls(widget: QWidget) -> list[str]:
    """The controls under `widget` that a screen reader cannot name, as paths of class names."""
    found: list[str] = []

    def walk(interface: QAccessibleInterface, path: str) -> None:
        role = interface.role()
        name = interface.text(QAccessible.Text.Name)
        thing = interface.object()
        here = f"{path}/{type(thing).__name__}"
        hidden = isinstance(thing, QWidget) and not thing.isVisibleTo(widget)
        if role in _CONTROLS and not name.strip() and not hidden:
            found.append(f"{here} ({role.name}, {thing.objectName() if thing else ''})")
        if role in {QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.ComboBox}:
            return  # cells and the parts of a combo box are named by their texts
        for position in range(interface.childCount()):
            child = interface.child(position)
            if child is not None:
                walk(child, here)

    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    walk(interface, "")
    return found


def tab_stops(widget: QWidget) -> list[QWidget]:
    """The controls under `widget` that Tab reaches, in its order."""
    found: list[QWidget] = []
    here = widget.nextInFocusChain()
    while here is not None and here is not widget:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisibleTo(widget):
            found.append(here)
        here = here.nextInFocusChain()
    return found


def words_on(widget: QWidget) -> str:
    """What the labels under a widget say, a line each, hidden ones left out."""
    return "\n".join(
        label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget)
    )

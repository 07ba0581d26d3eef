"""A form field: label, editor, hint, and what is wrong with it, said next to it."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.ui.theme.icons import icon
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, Text
from vibe_desktop.ui.widgets.labels import Label

_LONG = 40
"""Characters from which a label is a question, and breaks where the window is narrow."""


class Field(QWidget):
    """A labelled editor. The label is the editor's buddy and so its accessible name.

    `beside` takes buttons that stand to the right of the editor.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        hint: str = "",
        error: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint_text = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1 + 2)
        self._label = Label(label, Text.STRONG, wrap=len(label) > _LONG)
        self._label.setBuddy(editor)
        editor.setAccessibleName(label.replace("&", ""))
        column.addWidget(self._label)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(SPACE_2)
        self.beside.addWidget(editor, 1)
        column.addLayout(self.beside)
        self._note = Label("", Text.SMALL, muted=True, wrap=True)
        column.addWidget(self._note)
        self.set_error(error)

    def set_hint(self, hint: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Say something else under the editor, and drop the error."""
        self._hint_text = hint
        self._show(hint, tone, refused=False)

    def set_error(self, error: str) -> None:
        """Say what is wrong; "" brings the hint back."""
        if error:
            self._show(error, Tone.DANGER, refused=True)
        else:
            self._show(self._hint_text, Tone.NEUTRAL, refused=False)

    def _show(self, text: str, tone: Tone, *, refused: bool) -> None:
        if self._note.text() != text or self._note.property("tone") != tone.value:
            self._note.setText(text)
            self._note.set_tone(tone)
        self._note.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("refused")) != refused:
            self.editor.setProperty("refused", refused)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class ChoiceBox(QComboBox):
    """A choice that stays narrow: a long one ends in "…", and the whole is its tool tip."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        """Args: `least` is for how many characters it keeps room."""
        super().__init__(parent)
        self.setMinimumContentsLength(least)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def shown_text(self) -> str:
        """What there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._fitting(option)

    def _fitting(self, option: QStyleOptionComboBox) -> str:
        style: QStyle = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )

    def event(self, event: QEvent) -> bool:
        """Offer the tool tip only while there is something to add."""
        if event.type() == QEvent.Type.ToolTip:
            whole = self.currentText()
            self.setToolTip("" if self.shown_text() == whole else whole)
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._fitting(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


def give_room(editor: QAbstractSpinBox) -> None:
    """Keep the text off the left edge: the sheet's padding does not reach the line inside."""
    editor.lineEdit().setTextMargins(SPACE_2, 0, 0, 0)


class SecretEdit(QLineEdit):
    """A line for a secret: masked, with a button that shows it."""

    shown_changed = Signal(bool)
    """Emits whether the secret can be read on screen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._toggle = QAction(icon("eye"), self.tr("Show"), self)
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._show_secret)
        self.addAction(self._toggle, QLineEdit.ActionPosition.TrailingPosition)

    @Slot(bool)
    def _show_secret(self, shown: bool) -> None:  # noqa: FBT001 - as the signal has it
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._toggle.setIcon(icon("eye-off" if shown else "eye"))
        self._toggle.setText(self.tr("Hide") if shown else self.tr("Show"))
        self.shown_changed.emit(shown)


class SearchEdit(QLineEdit):
    """A line to search with; `name` is its placeholder and what a screen reader calls it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        picture = QAction(icon("search"), name, self)
        self.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        for button in self.findChildren(QToolButton):
            if button.defaultAction() is not picture:
                button.setAccessibleName(self.tr("Clear"))

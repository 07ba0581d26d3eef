"""One undo for the two editors of a mail, in the order in which things were changed.

Each `QTextDocument` keeps its own steps and is asked to go back or forth; this only remembers whose
turn it is. So a text that comes from elsewhere (restored, rewritten, fixed) is one step like any
other, and what stood there before comes back with Ctrl+Z.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from vibe_desktop.ui.widgets.variant_review.editors import TagEdit


class _Turn(QUndoCommand):
    """One step of one editor's document. It was made already when it is pushed."""

    def __init__(self, editor: TagEdit, changed: Callable[[TagEdit], None]) -> None:
        super().__init__()
        self._editor = editor
        self._changed = changed
        self._fresh = True

    def undo(self) -> None:
        """Take the step back."""
        self._editor.step_back()
        self._changed(self._editor)

    def redo(self) -> None:
        """Take the step again."""
        if self._fresh:
            self._fresh = False
            return
        self._editor.step_forth()
        self._changed(self._editor)


class _Watch(QObject):
    """Hears of each new step of one editor."""

    def __init__(self, editor: TagEdit, stack: QUndoStack, undo: "SharedUndo") -> None:
        super().__init__(undo)
        self._editor = editor
        self._stack = stack
        self._undo = undo
        editor.document().undoCommandAdded.connect(self._added)
        editor.undo_wished.connect(undo.undo)
        editor.redo_wished.connect(undo.redo)

    @Slot()
    def _added(self) -> None:
        self._stack.push(_Turn(self._editor, self._undo.note_change))


class SharedUndo(QObject):
    """Undo and redo over several editors."""

    def __init__(self, editors: tuple[TagEdit, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editors = editors
        self._stack = QUndoStack(self)
        for editor in editors:
            _Watch(editor, self._stack, self)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._stack.canUndo()

    @Slot()
    def undo(self) -> None:
        """Take the last change back, in whichever editor it was."""
        if not any(editor.isReadOnly() for editor in self._editors):
            self._stack.undo()

    @Slot()
    def redo(self) -> None:
        """Make the change that was taken back again."""
        if not any(editor.isReadOnly() for editor in self._editors):
            self._stack.redo()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Changes of several editors inside the block are one step."""
        before = self._stack.index()
        self._stack.beginMacro("")
        try:
            yield
        finally:
            self._stack.endMacro()
            if self._stack.command(before) and not self._stack.command(before).childCount():
                self._stack.undo()  # nothing was changed: no step of its own

    def note_change(self, editor: TagEdit) -> None:
        """Bring the cursor to where something changed, when it was in the neighbour."""
        if any(one.hasFocus() for one in self._editors) and not editor.hasFocus():
            editor.setFocus()

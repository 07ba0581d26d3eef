"""A row that breaks: its parts stand side by side, and in further lines where there is no room."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vibe_desktop.ui.theme.tokens import SPACE_2


class FlowRow(QWidget):
    """Places its parts itself; one that is hidden leaves no gap.

    A layout of Python's would outlive its parts: see `tab_order`.
    """

    def __init__(self, gap: int = SPACE_2, parent: QWidget | None = None) -> None:
        """Args: `gap` is what stands between two parts of a line, in pixels."""
        super().__init__(parent)
        self._gap = gap
        self._parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)

    def add(self, part: QWidget) -> None:
        """Put a part at the end."""
        part.setParent(self)
        self._parts.append(part)
        self._later.start()

    def sizeHint(self) -> QSize:
        """All parts in one line."""
        sizes = [part.sizeHint() for part in self._shown()]
        wide = sum(size.width() + self._gap for size in sizes)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be; as high as the lines are now."""
        return QSize(0, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break elsewhere."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Arrange again when a part changes its size, or is shown or hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._later.start()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _arrange(self) -> None:
        lines: list[list[QWidget]] = [[]]
        room = self.width()
        for part in self._shown():
            wide = part.sizeHint().width()
            if lines[-1] and wide > room:
                lines.append([])
                room = self.width()
            lines[-1].append(part)
            room -= wide + self._gap
        y = 0
        for line in lines:
            high = max((part.sizeHint().height() for part in line), default=0)
            self._place(line, y, high)
            y += high + SPACE_2
        if self.minimumHeight() != max(0, y - SPACE_2):
            self.setFixedHeight(max(0, y - SPACE_2))

    def _place(self, line: list[QWidget], y: int, high: int) -> None:
        """Put the parts of one line side by side, each in the middle of its height."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 0
        for part in line:
            size = part.sizeHint()
            wide = min(size.width(), max(self.width(), 1))
            left = self.width() - x - wide if mirrored else x
            part.setGeometry(left, y + (high - size.height()) // 2, wide, size.height())
            x += wide + self._gap

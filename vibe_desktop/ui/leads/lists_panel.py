"""The lead lists beside the table: how many are in each, and for which campaign."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QPainter,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.leads import LeadList
from vibe_desktop.ui.leads.state import LeadsState
from vibe_desktop.ui.theme.roles import current_roles
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import IconButton
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.words import counted, number

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_NONE = QModelIndex()
PANEL_WIDTH = 224
LEADS_MIME = "application/x-vibe-leads"
"""What the table's rows are dragged as. It carries nothing: the table knows which are chosen."""
_COUNT = int(Qt.ItemDataRole.UserRole) + 1
_OWNER = int(Qt.ItemDataRole.UserRole) + 2
_ID = int(Qt.ItemDataRole.UserRole)


class ListsModel(QAbstractListModel):
    """All leads first, then every list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = LeadsState()

    def set_state(self, state: LeadsState) -> None:
        """Show other lists, or others of their names and numbers."""
        before, self._state = self._state, state
        if (before.lists, before.campaigns) != (state.lists, state.campaigns):
            self.beginResetModel()
            self.endResetModel()

    def row_of(self, list_id: str) -> int:
        """The row of a list, that of all leads for ""."""
        return next((n for n, one in enumerate(self._state.lists, 1) if one.id == list_id), 0)

    def list_at(self, index: Index) -> LeadList | None:
        """The list in a row, None for all leads."""
        return self._state.lists[index.row() - 1] if index.row() > 0 else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """All leads, and the lists."""
        return 0 if parent.isValid() else 1 + len(self._state.lists)

    def data(self, index: Index, role: int = 0) -> object | None:
        """Name, number, campaign; and all of it for a screen reader."""
        one = self.list_at(index)
        name = one.name if one else self.tr("All leads")
        total = one.total_leads if one else self._state.everybody
        count = number(total)
        owner = self._owner(one)
        if role in {0, int(Qt.ItemDataRole.ToolTipRole)}:
            return name
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            leads = counted(total, self.tr("{count} lead"), self.tr("{count} leads"))
            return ", ".join(part for part in (name, leads, owner))
        return {_COUNT: count, _OWNER: owner, _ID: one.id if one else ""}.get(role)

    def _owner(self, one: LeadList | None) -> str:
        if one is None:
            return ""
        name = self._state.campaign_name(one.campaign_id)
        return self.tr("for {name}").format(name=name) if name else self.tr("for no campaign yet")


class _ListDelegate(QStyledItemDelegate):
    """Name and number on one line, the campaign under it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, one for all leads."""
        lines = 2 if index.data(_OWNER) else 1
        return QSize(PANEL_WIDTH - SPACE_3, lines * option.fontMetrics.height() + SPACE_3)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as any other row's, and the words on it."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = option.widget.style() if option.widget else None
        if style is not None:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)
        roles = current_roles()
        box = option.rect.adjusted(SPACE_2, SPACE_2 - 2, -SPACE_2, 2 - SPACE_2)
        high = option.fontMetrics.height()
        count = str(index.data(_COUNT) or "")
        wide = option.fontMetrics.horizontalAdvance(count) + SPACE_1
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(roles.text))
        first = QRect(box.left(), box.top(), box.width() - wide, high)
        _write(painter, first, str(index.data() or ""))
        painter.setFont(option.font)
        painter.setPen(QColor(roles.muted))
        painter.drawText(
            QRect(box.right() - wide, box.top(), wide, high), Qt.AlignmentFlag.AlignRight, count
        )
        owner = str(index.data(_OWNER) or "")
        if owner:
            font.setWeight(QFont.Weight.Normal)
            font.setPointSizeF(option.font.pointSizeF() * 0.92)
            painter.setFont(font)
            _write(painter, QRect(box.left(), box.top() + high, box.width(), high), owner)
        painter.restore()


def _write(painter: QPainter, box: QRect, text: str) -> None:
    fits = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits)


class ListsView(QListView):
    """The lists; leads can be dropped on one."""

    leads_dropped = Signal(str)
    """Emits the id of the list that the chosen leads were dropped on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lead_lists_panel")
        self.setAccessibleName(self.tr("Lead lists"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take leads of the table; a file goes to the page behind."""
        if event.mimeData().hasFormat(LEADS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only over a list, not over all leads."""
        if event.mimeData().hasFormat(LEADS_MIME) and self._target(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move them."""
        list_id = self._target(event)
        if event.mimeData().hasFormat(LEADS_MIME) and list_id:
            event.acceptProposedAction()
            self.leads_dropped.emit(list_id)

    def _target(self, event: QDropEvent) -> str:
        return str(self.indexAt(event.position().toPoint()).data(_ID) or "")


class ListsPanel(QWidget):
    """A title with the ways to a new list and to more, and the lists."""

    list_chosen = Signal(str)
    """Emits the id of the list to show, "" for all."""
    menu_wanted = Signal(object, QPoint)
    """Emits the `LeadList` (None for all leads) that a menu is wanted for, and where on screen."""
    create_wanted = Signal()
    """Emits when a new list is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(PANEL_WIDTH)
        self.model = ListsModel(self)
        self.view = ListsView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_ListDelegate(self.view))
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.customContextMenuRequested.connect(self._context_menu)
        new = IconButton("plus", self.tr("New list"))
        new.setObjectName("new_lead_list")
        new.clicked.connect(self.create_wanted)
        self.more = IconButton("ellipsis", self.tr("More for this list"))
        self.more.setObjectName("more_for_list")
        self.more.clicked.connect(self._more)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_3, 0, SPACE_1, 0)
        head.setSpacing(0)
        head.addWidget(Label(self.tr("Lists"), Text.HEADING), 1)
        for button in (new, self.more):
            button.set_small()
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_1, SPACE_1, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._drawing = False

    def show_state(self, state: LeadsState) -> None:
        """Show lists and which one is on."""
        self._drawing = True
        self.model.set_state(state)
        self.view.setCurrentIndex(self.model.index(self.model.row_of(state.list_id), 0))
        self._drawing = False

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._drawing and current.isValid():
            self.list_chosen.emit(str(current.data(_ID) or ""))

    @Slot(QPoint)
    def _context_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        at = self.view.viewport().mapToGlobal(point)
        self.menu_wanted.emit(self.model.list_at(index) if index.isValid() else None, at)

    @Slot()
    def _more(self) -> None:
        at = self.more.mapToGlobal(QPoint(0, self.more.height()))
        self.menu_wanted.emit(self.model.list_at(self.view.currentIndex()), at)

"""How many follow-ups there are, and how long each waits."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from vibe_desktop.domain.variants import MOST_FOLLOW_UPS
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.toggles import ToggleRow
from vibe_desktop.ui.wizard.writing import WritingPresenter

LONGEST_WAIT = 30
"""Days."""


class FollowUps(Fold):
    """A choice from none to four, and the days before each."""

    def __init__(self, presenter: WritingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Follow-ups"), parent=parent)
        self._presenter = presenter
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(Label(self.tr("How many")))
        spoken = (
            self.tr("none"),
            *(self.tr("{count}").format(count=count) for count in range(1, MOST_FOLLOW_UPS + 1)),
        )
        titles = [(str(count), words) for count, words in enumerate(spoken)]
        self.count = ToggleRow(self.tr("Number of follow-ups"), titles, exclusive=True)
        self.count.setObjectName("follow_ups")
        self.count.changed.connect(self._count_chosen)
        row.addWidget(self.count)
        row.addStretch(1)
        self.body.addLayout(row)
        self.waits: list[QSpinBox] = []
        self._places: list[QWidget] = []
        waits = QHBoxLayout()
        waits.setSpacing(SPACE_4)
        for number in range(1, MOST_FOLLOW_UPS + 1):
            waits.addWidget(self._make_wait(number))
        waits.addStretch(1)
        self.body.addLayout(waits)
        self.body.addWidget(
            Hint(
                self.tr(
                    "A follow-up goes out in the same thread to whoever has not answered. Two or "
                    "three mails in all are plenty for a founder's list."
                )
            )
        )

    def show_waits(self, waits: tuple[int, ...]) -> None:
        """Show these: days before each follow-up."""
        self.set_title(self._title(waits))
        self.count.press((len(waits),))
        for place, box, number in zip(
            self._places, self.waits, range(MOST_FOLLOW_UPS), strict=True
        ):
            place.setVisible(number < len(waits))
            if number < len(waits) and box.value() != waits[number] and not box.hasFocus():
                box.setValue(waits[number])

    def _title(self, waits: tuple[int, ...]) -> str:
        if not waits:
            return self.tr("No follow-ups")
        days = [str(days) for days in waits]
        listed = self.tr(" and ").join(filter(None, (", ".join(days[:-1]), days[-1])))
        if len(waits) == 1:
            return self.tr("One follow-up, after {days} days").format(days=listed)
        words = self.tr("{count} follow-ups, after {days} days")
        return words.format(count=len(waits), days=listed)

    def _make_wait(self, number: int) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        box = QSpinBox()
        box.setObjectName(f"wait_{number}")
        box.setRange(1, LONGEST_WAIT)
        box.lineEdit().setTextMargins(SPACE_2, 0, 0, 0)
        box.setAccessibleName(self.tr("Days before follow-up {number}").format(number=number))
        box.valueChanged.connect(self._waits_edited)
        before = self.tr("No. {number} after").format(number=number)
        row.addWidget(Label(before, muted=True))
        row.addWidget(box)
        row.addWidget(Label(self.tr("days"), muted=True))
        row.addSpacing(SPACE_3)
        self.waits.append(box)
        self._places.append(place)
        return place

    @Slot(object)
    def _count_chosen(self, positions: tuple[int, ...]) -> None:
        if positions:
            self._presenter.ask_for(positions[0])

    @Slot()
    def _waits_edited(self) -> None:
        for number, (place, box) in enumerate(zip(self._places, self.waits, strict=True), start=1):
            if not place.isHidden():
                self._presenter.wait(number, box.value())

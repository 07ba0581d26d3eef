"""Sending hours: days, hours, first and last day, and the founder's own time zone."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import (
    QCoreApplication,
    QDate,
    QLocale,
    QSignalBlocker,
    Qt,
    QTime,
    QTimeZone,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QGridLayout,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from vibe_desktop.domain.schedules import Schedule, ScheduleProblem, problem
from vibe_desktop.domain.timezones import TimezoneMatch
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field, give_room
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.toggles import ToggleRow


class HoursCard(Card):
    """When mails may go out."""

    edited = Signal(object)
    """Emits the `Schedule` as the founder has it now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Sending hours"), parent=parent)
        self._schedule = Schedule()
        self._match: TimezoneMatch | None = None
        self._make_days()
        self._make_hours()
        self._make_dates()
        self._note = Label("", Text.SMALL, wrap=True)
        self._note.set_tone(Tone.DANGER)
        self.body.addWidget(self._note)

    # -- building --------------------------------------------------------------------------------

    def _make_days(self) -> None:
        locale = QLocale()
        names = [
            (
                locale.standaloneDayName(day, QLocale.FormatType.ShortFormat),
                locale.standaloneDayName(day, QLocale.FormatType.LongFormat),
            )
            for day in range(1, 8)
        ]
        self.days = ToggleRow(self.tr("Sending day"), names)
        self.days.changed.connect(self._edited)
        self.body.addWidget(Label(self.tr("Days"), Text.STRONG))
        self.body.addWidget(self.days)
        self.body.addWidget(
            Hint(
                self.tr(
                    "Answers come most from Tuesday to Thursday, 9:30 to 11:30 where the reader is "
                    "(counts by Saleshandy and Gangly)."
                )
            )
        )

    def _make_hours(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        top = Qt.AlignmentFlag.AlignTop
        self.start, self.end = QTimeEdit(), QTimeEdit()
        for column, (editor, name) in enumerate(
            ((self.start, self.tr("F&rom")), (self.end, self.tr("&To")))
        ):
            editor.setDisplayFormat("HH:mm")
            give_room(editor)
            editor.timeChanged.connect(self._edited)
            grid.addWidget(Field(name, editor), 0, column, top)
            grid.setColumnStretch(column, 1)
        self.zone = _zone_box()
        self.zone.activated.connect(self._zone_chosen)
        line = self.zone.lineEdit()
        if line is not None:
            line.setAccessibleName(self.tr("Time zone"))
            line.editingFinished.connect(self._zone_typed)
        self._zone_field = Field(self.tr("Time &zone"), self.zone)
        grid.addWidget(self._zone_field, 0, 2, top)
        grid.setColumnStretch(2, 3)
        self.own_zone = LinkButton("")
        self.own_zone.setObjectName("own_zone")
        self.own_zone.clicked.connect(self._take_own_zone)
        # Under all three: the name of a zone may be longer than the box has room.
        grid.addWidget(self.own_zone, 1, 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(grid)

    def _make_dates(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        self.first_wanted = QCheckBox(self.tr("Start on a certain day"))
        self.last_wanted = QCheckBox(self.tr("Stop after a certain day"))
        self.first_day = _date_edit(self.tr("First day"))
        self.last_day = _date_edit(self.tr("Last day"))
        for column, (box, editor) in enumerate(
            ((self.first_wanted, self.first_day), (self.last_wanted, self.last_day))
        ):
            box.clicked.connect(self._edited)
            editor.dateChanged.connect(self._edited)
            pair = QVBoxLayout()
            pair.setSpacing(SPACE_1)
            pair.addWidget(box)
            pair.addWidget(editor)
            grid.addLayout(pair, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addWidget(
            Hint(
                self.tr(
                    "Without a first day it begins with the launch; without a last one it goes on "
                    "until everybody was written to."
                )
            )
        )

    # -- drawing ---------------------------------------------------------------------------------

    def show_schedule(self, schedule: Schedule, today: date) -> None:
        """Show a schedule, and what is wrong with it for a launch today."""
        self._schedule = schedule
        self.days.press(schedule.days)
        for time_edit, clock in ((self.start, schedule.start), (self.end, schedule.end)):
            with QSignalBlocker(time_edit):
                time_edit.setTime(QTime.fromString(clock, "HH:mm"))
        for box, editor, day, usual in (
            (self.first_wanted, self.first_day, schedule.start_date, today),
            (
                self.last_wanted,
                self.last_day,
                schedule.end_date,
                max(schedule.start_date or today, today),
            ),
        ):
            box.setChecked(day is not None)
            editor.setVisible(day is not None)
            shown = day or usual
            with QSignalBlocker(editor):
                editor.setDate(QDate(shown.year, shown.month, shown.day))
        self._show_zone(schedule.timezone)
        found = problem(schedule, today)
        self._note.setText(problem_words(found) if found else "")
        self._note.setVisible(found is not None)

    def show_match(self, match: TimezoneMatch) -> None:
        """Say what Instantly makes of the time zone."""
        if match != self._match:
            self._match = match
            tone = Tone.NEUTRAL if match.exact else Tone.WARNING
            self._zone_field.set_hint(match.words, tone)

    def _show_zone(self, name: str) -> None:
        position = self.zone.findData(name)
        if position < 0:
            self.zone.insertItem(0, _spoken(name), name)
            position = 0
        line = self.zone.lineEdit()
        typing = line is not None and line.hasFocus() and line.isModified()
        if self.zone.currentIndex() != position or not typing:
            self.zone.setCurrentIndex(position)
            self.zone.setEditText(self.zone.itemText(position))
        own = own_zone()
        self.own_zone.setVisible(own != name)
        self.own_zone.setText(self.tr("Use this computer's: {zone}").format(zone=_spoken(own)))

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        first, last = self.first_day.date(), self.last_day.date()
        self._emit(
            replace(
                self._schedule,
                days=self.days.pressed,
                start=self.start.time().toString("HH:mm"),
                end=self.end.time().toString("HH:mm"),
                start_date=_date_of(first) if self.first_wanted.isChecked() else None,
                end_date=_date_of(last) if self.last_wanted.isChecked() else None,
            )
        )

    @Slot(int)
    def _zone_chosen(self, position: int) -> None:
        name: str = self.zone.itemData(position)
        self._emit(replace(self._schedule, timezone=name))

    @Slot()
    def _zone_typed(self) -> None:
        """Take a name that was typed whole; say so when there is none like it."""
        text = " ".join(self.zone.currentText().replace("_", " ").split())
        position = self.zone.findText(text, Qt.MatchFlag.MatchFixedString)
        if position >= 0:
            self.zone.setCurrentIndex(position)
            self._zone_chosen(position)
        else:
            self._zone_field.set_error(
                self.tr(
                    "There is no time zone of this name. Type a city, such as Berlin, and choose."
                )
            )

    @Slot()
    def _take_own_zone(self) -> None:
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
        self._emit(replace(self._schedule, timezone=own_zone()))

    def _emit(self, schedule: Schedule) -> None:
        self._zone_field.set_error("")
        if schedule != self._schedule:
            self.edited.emit(schedule)


def problem_words(found: ScheduleProblem) -> str:
    """What to do about days, hours or dates by which nothing would be sent."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("SendingHours", text)

    return {
        ScheduleProblem.NO_DAY: tr("Choose at least one day."),
        ScheduleProblem.HOURS_UNREADABLE: tr("Give the hours as 09:00 and 17:00."),
        ScheduleProblem.HOURS_REVERSED: tr("The first hour has to be before the last one."),
        ScheduleProblem.START_PAST: tr("The first day is in the past: choose a later one."),
        ScheduleProblem.END_PAST: tr("The last day is in the past: choose a later one."),
        ScheduleProblem.END_FIRST: tr("The last day is before the first one: choose a later one."),
        ScheduleProblem.NO_DAY_BETWEEN: tr(
            "None of your sending days lies between the first and the last day."
        ),
    }[found]


def own_zone() -> str:
    """The time zone of this computer."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode() or "Etc/UTC"


def _zone_box() -> QComboBox:
    """All places with a clock of their own, found by any part of their names."""
    box = QComboBox()
    box.setObjectName("zone")
    box.setMaxVisibleItems(14)
    box.setMinimumContentsLength(12)
    # Otherwise Qt measures all six hundred names when the step is first shown.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for name in _zones():
        box.addItem(_spoken(name), name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = QCompleter(box.model(), box)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(completer)
    return box


def _date_edit(name: str) -> QDateEdit:
    editor = QDateEdit()
    editor.setCalendarPopup(True)
    editor.setDisplayFormat("d MMM yyyy")
    editor.setAccessibleName(name)
    return editor


def _date_of(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _spoken(zone: str) -> str:
    return zone.replace("_", " ")


def _zones() -> list[str]:
    """Every place the system knows a clock for, and UTC."""
    names = {bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds()}
    places = {name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return ["Etc/UTC", *sorted(places)]

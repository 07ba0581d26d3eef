"""The sending step on screen: mailboxes, hours, pace, rules, and how long it will take."""

from dataclasses import replace

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt, QTime, QTimeZone, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from vibe_desktop.domain.campaigns import Pacing, SendingRules
from vibe_desktop.domain.wizard import Missing, missing
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import QuietButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.toggles import ToggleRow
from vibe_desktop.ui.wizard.mailbox_list import MailboxList
from vibe_desktop.ui.wizard.presenter import WizardPresenter
from vibe_desktop.ui.wizard.sending import SendingPresenter, SendingState, expected
from vibe_desktop.ui.wizard.state import WizardState
from vibe_desktop.ui.wizard.step_view import StepView
from vibe_desktop.ui.wizard.words import limit_words, missing_words


class SendingStep(StepView):
    """Who sends, when and how fast."""

    def __init__(
        self,
        wizard: WizardPresenter,
        presenter: SendingPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Who sends, and when?"),
            self.tr("The defaults are careful ones. Nothing is sent until you launch."),
            parent=parent,
        )
        self._wizard = wizard
        self._presenter = presenter
        self._forecast = Panel(Tone.INFO)
        self.column.addWidget(self._make_senders())
        self.column.addWidget(self._make_hours())
        self.column.addWidget(self._make_pace())
        self.column.addWidget(self._make_rules())
        self.column.addWidget(self._forecast)
        self.column.addStretch(1)
        wizard.state_changed.connect(self._draw_wizard)
        presenter.state_changed.connect(self._draw)
        self._draw_wizard(wizard.state)
        self._draw(presenter.state)

    def shown(self) -> None:
        """Look for mailboxes when none is known yet."""
        self._presenter.shown()

    # -- building --------------------------------------------------------------------------------

    def _make_senders(self) -> Card:
        card = Card(
            self.tr("Senders"),
            self.tr("Mails go out from these mailboxes in turn. Only healthy ones can be chosen."),
        )
        self.refresh_button = QuietButton(self.tr("Refresh"), "refresh-cw")
        self.refresh_button.setAccessibleName(self.tr("Refresh the mailboxes"))
        self.refresh_button.clicked.connect(self._presenter.refresh)
        card.header.addWidget(self.refresh_button, 0, Qt.AlignmentFlag.AlignTop)
        self.mailboxes = MailboxList()
        self.mailboxes.chosen.connect(self._presenter.choose)
        self._busy = BusyBar()
        self._trouble = Panel(Tone.WARNING)
        self._sender_note = Hint()
        for widget in (self.mailboxes, self._busy, self._trouble, self._sender_note):
            card.body.addWidget(widget)
        return card

    def _make_hours(self) -> Card:
        card = Card(self.tr("Sending hours"))
        locale = QLocale()
        names = [
            (
                locale.standaloneDayName(day, QLocale.FormatType.ShortFormat),
                locale.standaloneDayName(day, QLocale.FormatType.LongFormat),
            )
            for day in range(1, 8)
        ]
        self.days = ToggleRow(self.tr("Sending day"), names)
        self.days.changed.connect(self._schedule_edited)
        card.body.addWidget(Label(self.tr("Days"), Text.STRONG))
        card.body.addWidget(self.days)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self.start, self.end = QTimeEdit(), QTimeEdit()
        for editor, name in ((self.start, self.tr("F&rom")), (self.end, self.tr("&To"))):
            editor.setDisplayFormat("HH:mm")
            _give_room(editor)
            editor.timeChanged.connect(self._schedule_edited)
            row.addWidget(Field(name, editor), 1, Qt.AlignmentFlag.AlignTop)
        self.zone = QComboBox()
        self.zone.setMaxVisibleItems(14)
        self.zone.setMinimumContentsLength(18)
        # Otherwise Qt measures all six hundred names when the step is first shown.
        self.zone.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.zone.addItems(_zones())
        self.zone.activated.connect(self._schedule_edited)
        self._zone_field = Field(self.tr("Time &zone"), self.zone)
        row.addWidget(self._zone_field, 3, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        self._hours_note = Label("", Text.SMALL, wrap=True)
        self._hours_note.set_tone(Tone.DANGER)
        card.body.addWidget(self._hours_note)
        return card

    def _make_pace(self) -> Card:
        card = Card(
            self.tr("Pace"), self.tr("Slow and steady keeps your mails out of the spam folder.")
        )
        self.daily_limit = _count(1, 5_000)
        self.new_leads = _count(1, 5_000)
        self.gap = _count(1, 1_440)
        self.gap.setSuffix(self.tr(" min"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        fields = (
            (self.daily_limit, self.tr("&Mails a day"), self.tr("over all mailboxes")),
            (self.new_leads, self.tr("New &people a day"), self.tr("who get their first mail")),
            (self.gap, self.tr("&Gap between mails"), self.tr("of one mailbox, at least")),
        )
        for position, (editor, name, hint) in enumerate(fields):
            editor.valueChanged.connect(self._pacing_edited)
            grid.addWidget(Field(name, editor, hint), 0, position)
            grid.setColumnStretch(position, 1)
        card.body.addLayout(grid)
        return card

    def _make_rules(self) -> Card:
        card = Card(self.tr("Rules"))
        self._rule_boxes = {
            "stop_on_reply": QCheckBox(self.tr("Stop writing to a person who replied")),
            "stop_for_company": QCheckBox(
                self.tr("Stop writing to a company once somebody there replied")
            ),
            "stop_on_auto_reply": QCheckBox(self.tr("Stop after an automatic reply too")),
            "link_tracking": QCheckBox(self.tr("Track clicks on links")),
            "open_tracking": QCheckBox(self.tr("Track opens")),
        }
        for box in self._rule_boxes.values():
            box.clicked.connect(self._rules_edited)
            card.body.addWidget(box)
        card.body.setSpacing(SPACE_3 - 4)
        card.body.addWidget(
            Hint(
                self.tr(
                    "Tracking is off for a reason: links and pixels make spam filters wary, and "
                    "about half of all opens come from machines that load every mail. Replies are "
                    "the number to trust."
                )
            )
        )
        return card

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw_wizard(self, state: WizardState) -> None:
        setup = state.draft.setup
        self.mailboxes.show_mailboxes(state.standing.mailboxes, setup)
        self.days.press(setup.schedule.days)
        for editor, clock in ((self.start, setup.schedule.start), (self.end, setup.schedule.end)):
            with QSignalBlocker(editor):
                editor.setTime(QTime.fromString(clock, "HH:mm"))
        if self.zone.findText(setup.schedule.timezone) < 0:
            self.zone.insertItem(0, setup.schedule.timezone)
        self.zone.setCurrentText(setup.schedule.timezone)
        pacing = setup.pacing
        for spin, value in (
            (self.daily_limit, pacing.daily_limit),
            (self.new_leads, pacing.new_leads_per_day),
            (self.gap, pacing.gap_minutes),
        ):
            with QSignalBlocker(spin):
                spin.setValue(value)
        for name, box in self._rule_boxes.items():
            box.setChecked(getattr(setup.rules, name))
        gaps = set(missing(state.step, state.standing)) & {Missing.DAYS, Missing.HOURS}
        self._hours_note.setText(" ".join(missing_words(gap) for gap in sorted(gaps)))
        self._hours_note.setVisible(bool(gaps))
        self._draw_forecast(state)

    def _draw_forecast(self, state: WizardState) -> None:
        found = expected(state.standing)
        if not state.standing.lead_count:
            words = self.tr("Load leads to see how long the campaign takes"), ""
        elif found is None:
            words = self.tr("With these settings nothing would be sent"), ""
        else:
            day = QDate(found.last_day.year, found.last_day.month, found.last_day.day)
            last = QLocale().toString(day, QLocale.FormatType.LongFormat)
            title = (
                self.tr("One sending day: {last}")
                if found.sending_days == 1
                else self.tr("About {days} sending days, until {last}")
            )
            words = (
                title.format(days=found.sending_days, last=last),
                self.tr("{people} people, {pace} a day: {limit}.").format(
                    people=f"{state.standing.lead_count:,}",
                    pace=found.per_day,
                    limit=limit_words(found.limit),
                ),
            )
        self._forecast.set(Tone.INFO, *words)

    @Slot(object)
    def _draw(self, state: SendingState) -> None:
        self.refresh_button.setEnabled(state.job is None)
        if state.job is not None:
            self._busy.follow(state.job, self.tr("Asking Instantly for your mailboxes"))
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.WARNING, state.trouble.what, more)
        if state.zone is not None:
            tone = Tone.NEUTRAL if state.zone.exact else Tone.WARNING
            self._zone_field.set_hint(state.zone.words, tone)
        self._sender_note.setVisible(state.last_one)
        self._sender_note.setText(self.tr("At least one mailbox has to send."))
        wizard = self._wizard.state
        self.mailboxes.show_mailboxes(wizard.standing.mailboxes, wizard.draft.setup)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _schedule_edited(self) -> None:
        schedule = self._wizard.state.draft.setup.schedule
        self._presenter.edit_schedule(
            replace(
                schedule,
                days=self.days.pressed,
                start=self.start.time().toString("HH:mm"),
                end=self.end.time().toString("HH:mm"),
                timezone=self.zone.currentText(),
            )
        )

    @Slot()
    def _pacing_edited(self) -> None:
        before = self._wizard.state.draft.setup.pacing
        self._presenter.edit_pacing(
            Pacing(
                self.daily_limit.value(),
                self.new_leads.value(),
                self.gap.value(),
                before.extra_gap_minutes,
            )
        )

    @Slot()
    def _rules_edited(self) -> None:
        chosen = {name: box.isChecked() for name, box in self._rule_boxes.items()}
        self._presenter.edit_rules(SendingRules(**chosen))


def _count(least: int, most: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setGroupSeparatorShown(True)
    spin.setKeyboardTracking(False)
    _give_room(spin)
    return spin


def _give_room(editor: QAbstractSpinBox) -> None:
    """Keep the text off the left edge: the sheet's padding does not reach the line inside."""
    editor.lineEdit().setTextMargins(SPACE_2, 0, 0, 0)


def _zones() -> list[str]:
    """Every place the system knows a clock for, and UTC."""
    names = {bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds()}
    places = {name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))}
    return ["Etc/UTC", *sorted(places)]

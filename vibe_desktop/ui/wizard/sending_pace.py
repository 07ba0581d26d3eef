"""Pace and rules of the sending step, each number with where it comes from."""

from dataclasses import asdict

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from vibe_desktop.domain.campaigns import Pacing, SendingRules
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.sending_advice import (
    Excess,
    excesses,
    mails_per_mailbox,
    recommended_daily_limit,
)
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4, SPACE_6
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field, give_room
from vibe_desktop.ui.widgets.labels import Hint


class PaceCard(Card):
    """How fast; a number beyond what is recommended is allowed, and said."""

    edited = Signal(object)
    """Emits the `Pacing` as the founder has it now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Pace"),
            self.tr("Slow and steady keeps your mails out of the spam folder."),
            parent=parent,
        )
        self._recommended = recommended_daily_limit(1)
        self.daily_limit = _count(1, 5_000)
        self.new_leads = _count(1, 5_000)
        self.gap = _count(0, 1_440, self.tr(" min"))
        self.extra_gap = _count(0, 1_440, self.tr(" min"))
        self._fields: dict[QSpinBox, Field] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_6)
        grid.setVerticalSpacing(SPACE_4)
        for position, (editor, name) in enumerate(
            (
                (self.daily_limit, self.tr("&Mails a day")),
                (self.new_leads, self.tr("New &people a day")),
                (self.gap, self.tr("&Gap between mails")),
                (self.extra_gap, self.tr("Random e&xtra gap")),
            )
        ):
            editor.valueChanged.connect(self._edited)
            field = self._fields[editor] = Field(name, editor)
            row, column = divmod(position, 2)
            grid.addWidget(field, row * 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.careful = LinkButton("")
        self.careful.setObjectName("recommended_limit")
        self.careful.clicked.connect(self._take_recommended)
        grid.addWidget(self.careful, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)

    def show_pacing(self, pacing: Pacing, senders: tuple[Mailbox, ...]) -> None:
        """Show the numbers, and what is said about them for these mailboxes."""
        for spin, value in (
            (self.daily_limit, pacing.daily_limit),
            (self.new_leads, pacing.new_leads_per_day),
            (self.gap, pacing.gap_minutes),
            (self.extra_gap, pacing.extra_gap_minutes),
        ):
            with QSignalBlocker(spin):
                spin.setValue(value)
        found = excesses(pacing, senders)
        self._recommended = recommended_daily_limit(len(senders))
        self.careful.setText(self.tr("Take {count} a day").format(count=self._recommended))
        self.careful.setVisible(Excess.MAILS_PER_MAILBOX in found)
        self._say(
            self.daily_limit,
            self.tr(
                "Over all mailboxes. Instantly recommends 30 a day from each (its help page on "
                "sending limits)."
            ),
            self.tr(
                "That is up to {count} a day from one mailbox. Instantly recommends 30: beyond it, "
                "mails land in spam more often."
            ).format(count=mails_per_mailbox(pacing, senders))
            if Excess.MAILS_PER_MAILBOX in found
            else "",
        )
        self._say(
            self.new_leads,
            self.tr(
                "Who get their first mail. 50 is Woodpecker's default; follow-ups go first and "
                "share the mails a day."
            ),
            self.tr(
                "That is more than 50 a day for each mailbox, Woodpecker's default. Follow-ups "
                "will have to wait."
            )
            if Excess.NEW_PEOPLE in found
            else "",
        )
        self._say(
            self.gap,
            self.tr(
                "Of one mailbox, at least. Instantly asks for a minute; Warmbly lets nobody go "
                "below ten."
            ),
            self.tr(
                "Instantly asks for at least one minute. Mails without a gap look like a machine's."
            )
            if Excess.GAP in found
            else "",
        )
        self._say(
            self.extra_gap,
            self.tr(
                "Up to so much on top, so that mails do not leave on the stroke of a clock. Our "
                "own choice: nobody has published a number."
            ),
        )

    def _say(self, editor: QSpinBox, why: str, warning: str = "") -> None:
        self._fields[editor].set_hint(warning or why, Tone.WARNING if warning else Tone.NEUTRAL)

    @Slot()
    def _edited(self) -> None:
        self.edited.emit(
            Pacing(
                self.daily_limit.value(),
                self.new_leads.value(),
                self.gap.value(),
                self.extra_gap.value(),
            )
        )

    @Slot()
    def _take_recommended(self) -> None:
        self.daily_limit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.daily_limit.setValue(self._recommended)


class RulesCard(Card):
    """When a sequence stops, and what is tracked: each with what it is for or what it costs."""

    edited = Signal(object)
    """Emits the `SendingRules` as the founder has them now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Rules"), parent=parent)
        self.boxes: dict[str, QCheckBox] = {}
        lines = (
            (
                "stop_on_reply",
                self.tr("Stop writing to a person who replied"),
                self.tr("Nobody wants a reminder of what they have answered."),
            ),
            (
                "stop_for_company",
                self.tr("Stop writing to a company once somebody there replied"),
                self.tr("Colleagues talk; whoever answered speaks for them."),
            ),
            (
                "stop_on_auto_reply",
                self.tr("Stop after an automatic reply too"),
                self.tr("Off, since somebody on holiday has not answered yet."),
            ),
            (
                "link_tracking",
                self.tr("Track clicks on links"),
                self.tr(
                    "Costs: every link is rewritten to a tracking domain that others use too, "
                    "which makes spam filters wary, and clicks within seconds are scanners at "
                    "work. The mail is sent as HTML."
                ),
            ),
            (
                "open_tracking",
                self.tr("Track opens"),
                self.tr(
                    "Costs: a hidden picture, and HTML instead of plain text. The number means "
                    "little: Apple alone loads about half of all mails unread (52.7 % in Litmus's "
                    "count of July 2022), and Belkins gave it up in 2024. Replies are the number "
                    "to trust."
                ),
            ),
        )
        for name, title, why in lines:
            box = self.boxes[name] = QCheckBox(title)
            box.setAccessibleDescription(why)
            box.clicked.connect(self._edited)
            pair = QVBoxLayout()
            pair.setSpacing(SPACE_1)
            pair.addWidget(box)
            hint = Hint(why)
            hint.setContentsMargins(SPACE_6, 0, 0, 0)
            pair.addWidget(hint)
            self.body.addLayout(pair)
        self.body.setSpacing(SPACE_3)

    def show_rules(self, rules: SendingRules) -> None:
        """Tick what is on."""
        for name, on in asdict(rules).items():
            self.boxes[name].setChecked(on)

    @Slot()
    def _edited(self) -> None:
        self.edited.emit(
            SendingRules(**{name: box.isChecked() for name, box in self.boxes.items()})
        )


def _count(least: int, most: int, suffix: str = "") -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setGroupSeparatorShown(True)
    spin.setKeyboardTracking(False)
    spin.setSuffix(suffix)
    give_room(spin)
    return spin

"""The row of chips over the table: what it is narrowed to, and a way to drop all of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.verifications import VerificationStatus
from vibe_desktop.ui.leads.choices import Choices, LeadChoices
from vibe_desktop.ui.leads.state import LeadFilters
from vibe_desktop.ui.widgets.buttons import Button, LinkButton
from vibe_desktop.ui.widgets.flow import FlowRow
from vibe_desktop.ui.widgets.lead_words import country_words, flag_words, verification_words
from vibe_desktop.ui.words import number

_WIDEST = 220
"""Pixels of a chip's words; a long tag ends in "…"."""
UNKNOWN_COUNTRY = "?"


class Chip(Button):
    """A filter: its name while it is off, its value while it is on, a menu to choose from."""

    value_chosen = Signal(object)
    """Emits the value that was chosen."""

    def __init__(
        self, name: str, title: str, nothing: object, parent: QWidget | None = None
    ) -> None:
        """Args: `nothing` is the value that lets everybody through."""
        super().__init__(title, "chip", parent=parent)
        self.setObjectName(name)
        self.setProperty("menu", "true")
        self._title = title
        self._nothing = nothing
        self._value = nothing
        self._options: list[tuple[str, object]] = []
        menu = QMenu(self)
        menu.setObjectName(f"{name}_menu")
        self.setMenu(menu)

    def set_options(self, options: Sequence[tuple[str, object]], note: str = "") -> None:
        """Offer these (words, value); `note` stands in their place while there are none."""
        self._options = list(options)
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for words, value in [(self.tr("Any"), self._nothing), *options]:
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.triggered.connect(partial(self._chosen, value))
            group.addAction(action)
            menu.addAction(action)
        if note:
            said = QAction(note, menu)
            said.setEnabled(False)
            menu.addAction(said)

    def show_value(self, value: object, words: str = "") -> None:
        """Show what is on; `words` say it, or else those of its option."""
        self._value = value
        on = value != self._nothing
        known = words or next((text for text, option in self._options if option == value), "")
        text = f"{self._title}: {known}" if on else self._title
        fits = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
        self.setText(fits)
        self.setToolTip(text if fits != text else "")
        self.setAccessibleName(text)
        self.setProperty("on", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        self.updateGeometry()
        self.set_options(self._options)

    def _chosen(self, value: object, *_checked: object) -> None:
        if value != self._value:
            self.value_chosen.emit(value)


class FilterBar(FlowRow):
    """Tag, country, address, verification, do-not-contact; and "Clear filters"."""

    changed = Signal(object)
    """Emits the `LeadFilters` that should be on."""

    def __init__(self, choices: LeadChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("lead_filters")
        self.setAccessibleName(self.tr("Filters"))
        self._choices = choices
        self._filters = LeadFilters()
        self.tag = Chip("filter_tag", self.tr("Tag"), "")
        self.country = Chip("filter_country", self.tr("Country"), "")
        self.flag = Chip("filter_flag", self.tr("Address"), None)
        self.verification = Chip("filter_verification", self.tr("Verified"), "")
        self.suppressed = Chip("filter_suppressed", self.tr("Do not contact"), None)
        self.flag.set_options([(flag_words(flag), flag) for flag in LeadFlag])
        self.verification.set_options(
            [(verification_words(key), key) for key in ("none", *VerificationStatus)]
        )
        self.suppressed.set_options(
            [
                (self.tr("On the list"), True),
                (self.tr("Not on the list"), False),
            ]
        )
        self.clear_button = LinkButton(self.tr("Clear filters"))
        self.clear_button.setObjectName("clear_filters")
        self.clear_button.clicked.connect(self._clear)
        for chip, choose in (
            (self.tag, self._choose_tag),
            (self.country, self._choose_country),
            (self.flag, self._choose_flag),
            (self.verification, self._choose_verification),
            (self.suppressed, self._choose_suppressed),
        ):
            chip.value_chosen.connect(choose)
            self.add(chip)
        self.add(self.clear_button)
        for chip in (self.tag, self.country):
            chip.menu().aboutToShow.connect(self._fill)
        choices.changed.connect(self._choices_known)
        self.show_filters(self._filters)

    def show_filters(self, filters: LeadFilters) -> None:
        """Show what is on."""
        self._filters = filters
        self.tag.show_value(filters.tag, filters.tag)
        self.country.show_value(filters.country, _country(filters.country))
        self.flag.show_value(filters.flag)
        self.verification.show_value(filters.verification)
        self.suppressed.show_value(filters.suppressed)
        self.clear_button.setVisible(bool(filters))

    @Slot()
    def _fill(self) -> None:
        self._choices.ask()
        known = self._choices.known
        if known is not None:
            self._choices_known(known)
        else:
            for chip in (self.tag, self.country):
                chip.set_options((), self.tr("Counting…"))

    @Slot(object)
    def _choices_known(self, choices: Choices) -> None:
        self.tag.set_options(
            [(f"{tag} ({number(count)})", tag) for tag, count in choices.tags],
            "" if choices.tags else self.tr("No lead has a tag yet"),
        )
        known = [(code, count) for code, count in choices.countries if code]
        options: list[tuple[str, object]] = [
            (f"{country_words(code)} ({number(count)})", code) for code, count in known
        ]
        options += [
            (f"{_country(UNKNOWN_COUNTRY)} ({number(count)})", UNKNOWN_COUNTRY)
            for code, count in choices.countries
            if not code
        ]
        self.country.set_options(options)

    @Slot()
    def _clear(self) -> None:
        self.tag.setFocus()
        self.changed.emit(LeadFilters())

    @Slot(object)
    def _choose_tag(self, tag: str) -> None:
        self.changed.emit(replace(self._filters, tag=tag))

    @Slot(object)
    def _choose_country(self, country: str) -> None:
        self.changed.emit(replace(self._filters, country=country))

    @Slot(object)
    def _choose_flag(self, flag: LeadFlag | None) -> None:
        self.changed.emit(replace(self._filters, flag=flag))

    @Slot(object)
    def _choose_verification(self, status: str) -> None:
        self.changed.emit(replace(self._filters, verification=status))

    @Slot(object)
    def _choose_suppressed(self, suppressed: bool | None) -> None:  # noqa: FBT001 - as the signal has it
        self.changed.emit(replace(self._filters, suppressed=suppressed))


def _country(code: str) -> str:
    if code == UNKNOWN_COUNTRY:
        return QCoreApplication.translate("FilterBar", "Not known")
    return country_words(code) if code else ""

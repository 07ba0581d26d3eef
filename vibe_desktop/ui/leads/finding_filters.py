"""The filters of the people search, each of them to be changed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from vibe_desktop.domain.countries import all_countries
from vibe_desktop.domain.supersearch import INDUSTRIES, SIZES, PeopleFilters
from vibe_desktop.ui.leads.finding_chips import ChipField
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4


class FilterForm(QScrollArea):
    """A column of chip fields and two switches."""

    edited = Signal(object)
    """Emits the `PeopleFilters` after the founder changed one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finding_filters")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._filters = PeopleFilters()
        self.fields = {
            "titles": ChipField(
                self.tr("Job titles"),
                self.tr("Type a title, then Enter"),
                hint=self.tr("Any of them"),
            ),
            "not_titles": ChipField(
                self.tr("Leave out these titles"), self.tr("Type a title, then Enter")
            ),
            "industries": ChipField(
                self.tr("Industries"),
                self.tr("Add an industry…"),
                [(one, one) for one in INDUSTRIES],
            ),
            "sizes": ChipField(
                self.tr("Employees"), self.tr("Add a size…"), [(one, _size(one)) for one in SIZES]
            ),
            "countries": ChipField(
                self.tr("Countries"), self.tr("Add a country…"), all_countries()
            ),
            "keywords": ChipField(
                self.tr("Words about the company"),
                self.tr("Type a word, then Enter"),
                hint=self.tr("Several words count as one phrase"),
            ),
            "domains": ChipField(
                self.tr("Only these companies"), self.tr("Type a domain, then Enter")
            ),
        }
        self.switches = {
            "one_per_company": QCheckBox(self.tr("One person per company")),
            "skip_known": QCheckBox(self.tr("Leave out people you have")),
        }
        self.switches["skip_known"].setToolTip(
            self.tr("Those who are in your workspace at Instantly already")
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_4, 0)
        column.setSpacing(SPACE_2)
        for name, field in self.fields.items():
            field.editor.setObjectName(f"find_{name}")
            field.changed.connect(self._edited)
            column.addWidget(field)
        for name, switch in self.switches.items():
            switch.setObjectName(f"find_{name}")
            switch.toggled.connect(self._edited)
            column.addWidget(switch)
        column.addStretch(1)
        self.setWidget(content)

    def show_filters(self, filters: PeopleFilters) -> None:
        """Show these, without telling anybody."""
        self._filters = filters
        for name, field in self.fields.items():
            field.show_values(getattr(filters, name))
        for name, switch in self.switches.items():
            switch.setChecked(getattr(filters, name))

    @Slot()
    def _edited(self) -> None:
        values: dict[str, Any] = {name: field.values for name, field in self.fields.items()}
        values |= {name: switch.isChecked() for name, switch in self.switches.items()}
        changed = replace(self._filters, **values)
        if changed != self._filters:
            self._filters = changed
            self.edited.emit(changed)


def _size(size: str) -> str:
    """A range as one reads it: "25 to 100", "more than 100K"."""
    return size.replace(" - ", " to ").replace(">", "more than").replace("0 to 25", "up to 25")

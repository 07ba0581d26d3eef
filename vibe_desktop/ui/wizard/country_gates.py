"""What the countries of the leads ask for, with a line to answer in."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vibe_desktop.domain.compliance import Gate
from vibe_desktop.domain.countries import name_of
from vibe_desktop.ui.theme.icons import Ink
from vibe_desktop.ui.theme.tokens import ICON_M, SPACE_1, SPACE_3, Text
from vibe_desktop.ui.widgets.buttons import SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.empty import Picture
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.wizard.forecast_words import day_words
from vibe_desktop.ui.words import counted


class CountryGates(Card):
    """One part for each country; those that wait for an answer come first."""

    basis_given = Signal(str, str)
    """Emits the country code and why its people may be written to (a wish)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("country_gates")
        self.setAccessibleName(self.tr("The law where your leads are"))
        self.body.addWidget(Label(self.tr("The law where your leads are"), Text.HEADING))
        self.body.addWidget(
            Hint(
                self.tr(
                    "Your answers are kept with the launch, with their date and the number of "
                    "leads. These are notes with their sources, not legal advice."
                )
            )
        )
        self._parts = QVBoxLayout()
        self._parts.setSpacing(SPACE_3)
        self.body.addLayout(self._parts)
        self._gates: tuple[Gate, ...] = ()
        self._fields: dict[str, Field] = {}
        self.hide()

    def show_gates(self, gates: tuple[Gate, ...]) -> None:
        """Show what each country asks for; half-written answers stay."""
        if gates == self._gates:
            return
        self._gates = gates
        typed = {country: _text(field) for country, field in self._fields.items()}
        self._fields = {}
        clear(self._parts)
        for gate in gates:
            self._parts.addWidget(self._part(gate, typed.get(gate.country, "")))
        self.setVisible(bool(gates))

    def show_trouble(self, country: str, words: str) -> None:
        """Say under an answer why it was not taken."""
        if country in self._fields:
            self._fields[country].set_error(words)

    def answer_first(self) -> None:
        """Put the cursor where the first answer is missing."""
        for field in self._fields.values():
            # After the page has been laid out: a line that is not shown takes no focus.
            QTimer.singleShot(0, field.editor, field.editor.setFocus)
            return

    # -- building --------------------------------------------------------------------------------

    def _part(self, gate: Gate, typed: str) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        top = Qt.AlignmentFlag.AlignTop
        if not gate.open:
            picture = Picture("circle-alert", Ink.DANGER, ICON_M)
        elif gate.asked_for:
            picture = Picture("circle-check", Ink.SUCCESS, ICON_M)
        else:
            picture = Picture("info", Ink.MUTED, ICON_M)
        row.addWidget(picture, 0, top)
        column = QVBoxLayout()
        column.setSpacing(SPACE_1)
        country = name_of(gate.country) if gate.country else self.tr("Country not known")
        people = counted(gate.leads, self.tr("{count} lead"), self.tr("{count} leads"))
        column.addWidget(Label(f"{country}: {people}", Text.STRONG, wrap=True))
        law = f"{gate.rule.law[0].upper()}{gate.rule.law[1:]}: " if gate.country else ""
        column.addWidget(Hint(f"{law}{gate.rule.words}"))
        if gate.open and gate.basis is not None:
            kept = self.tr("On record since {day}, for {leads}: {words}").format(
                day=day_words(gate.basis.recorded_at.astimezone().date()),
                leads=counted(
                    gate.basis.lead_count, self.tr("{count} lead"), self.tr("{count} leads")
                ),
                words=gate.basis.basis,
            )
            column.addWidget(Label(kept, wrap=True))
        elif not gate.open:
            column.addWidget(self._question(gate, country, typed))
        row.addLayout(column, 1)
        return part

    def _question(self, gate: Gate, country: str, typed: str) -> Field:
        editor = QLineEdit(typed)
        editor.setObjectName(f"basis_{gate.country}")
        editor.setProperty("country", gate.country)
        editor.returnPressed.connect(self._kept)
        before = gate.basis.basis if gate.basis is not None else ""
        field = Field(
            gate.rule.question,
            editor,
            self.tr("So far: {words}").format(words=before) if before else "",
        )
        editor.setAccessibleName(f"{country}: {gate.rule.question}")
        keep = SecondaryButton(self.tr("Keep as evidence"))
        keep.setObjectName(f"keep_basis_{gate.country}")
        keep.setAccessibleName(self.tr("Keep as evidence for {country}").format(country=country))
        keep.setProperty("country", gate.country)
        keep.clicked.connect(self._kept)
        field.beside.addWidget(keep)
        self._fields[gate.country] = field
        return field

    @Slot()
    def _kept(self) -> None:
        sender = self.sender()
        country = str(sender.property("country")) if sender is not None else ""
        if country in self._fields:
            self.basis_given.emit(country, _text(self._fields[country]))


def _text(field: Field) -> str:
    editor = field.editor
    return editor.text() if isinstance(editor, QLineEdit) else ""

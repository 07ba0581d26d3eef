"""The settings screen: one reading column of cards; every change applies at once."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.settings import (
    DEFAULT_INSTANTLY_URL,
    DEFAULT_MODEL,
    DEFAULT_OPENAI_URL,
    Length,
    Service,
    Theme,
)
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination
from vibe_desktop.ui.settings.costs_card import CalmCombo, CapEdit, CostsCard
from vibe_desktop.ui.settings.costs_presenter import CostsPresenter, CostsState
from vibe_desktop.ui.settings.data_card import DataCard
from vibe_desktop.ui.settings.presenter import SettingsPresenter
from vibe_desktop.ui.settings.state import SettingsState
from vibe_desktop.ui.theme.icons import icon
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import READING_WIDTH, SPACE_2, SPACE_4
from vibe_desktop.ui.widgets.buttons import Button, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.key_field import KeyField
from vibe_desktop.ui.widgets.key_presenter import KeyPresenter, KeyViewState
from vibe_desktop.ui.widgets.page import Page
from vibe_desktop.ui.widgets.panels import Panel

_MODELS = (DEFAULT_MODEL, "gpt-6-luna", "gpt-6.1-sol")
_IDENTITY = ("name", "company", "postal_address")


class SettingsView(Page):
    """Keys, writing, who writes, colours, addresses, data."""

    def __init__(
        self,
        context: ScreenContext,
        presenter: SettingsPresenter,
        costs: CostsPresenter,
        keys: tuple[KeyPresenter, ...],
    ) -> None:
        super().__init__(
            self.tr("Settings"),
            self.tr("Changes apply at once."),
            max_width=READING_WIDTH,
        )
        presenter.setParent(self)
        self._context = context
        self._presenter = presenter
        costs.setParent(self)
        self._costs = costs
        self._keys = keys
        self._fields: dict[str, Field] = {}
        self._hints: dict[str, str] = {}
        self._wanted_part = ""
        self._cards = {
            "keys": self._make_keys(),
            "identity": self._make_identity(),
            "writing": self._make_writing(),
            "costs": self._make_costs(),
            "appearance": self._make_appearance(),
            "addresses": self._make_addresses(),
            "data": DataCard(context.data_dir),
        }
        for card in self._cards.values():
            self.body.addWidget(card)
        self.body.addStretch(1)
        presenter.state_changed.connect(self.draw)
        costs.state_changed.connect(self._draw_models)
        self.draw(presenter.state)

    # -- hooks of the page -----------------------------------------------------------------------

    def arrived(self, destination: Destination) -> None:
        """Bring the asked part into view, as soon as the page stands and is filled."""
        self._wanted_part = destination.part
        QTimer.singleShot(0, self, self._go_to_part)

    @Slot()
    def _go_to_part(self) -> None:
        card = self._cards.get(self._wanted_part)
        state = self._presenter.state
        filled = state.settings is not None and state.identity is not None
        if card is None or self.scroll_area is None or not (filled and self.isVisible()):
            return
        self._wanted_part = ""
        self.scroll_area.verticalScrollBar().setValue(card.y() - SPACE_4)
        first = next((edit for edit in card.findChildren(QLineEdit) if edit.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def activated(self) -> None:
        """Read what is kept."""
        self._presenter.load()
        self._costs.load()
        for key in self._keys:
            key.load()

    def deactivated(self) -> None:
        """Keep what was typed and not left yet."""
        for field in self._fields.values():
            editor = field.editor
            if isinstance(editor, QLineEdit | QAbstractSpinBox) and editor.hasFocus():
                editor.clearFocus()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns this screen."""
        self._presenter.changes_arrived(changes)
        self._costs.changes_arrived(changes)
        for key in self._keys:
            key.changes_arrived(changes)

    # -- making ----------------------------------------------------------------------------------

    def _make_keys(self) -> Card:
        card = Card(
            self.tr("Keys"),
            self.tr("Kept in this computer's keychain, never in a file of this app."),
        )
        self._storage = Panel(Tone.WARNING)
        self._storage.hide()
        card.body.addWidget(self._storage)
        for key in self._keys:
            card.body.addWidget(KeyField(key))
            key.state_changed.connect(self._draw_storage)
        return card

    def _make_identity(self) -> Card:
        card = Card(
            self.tr("Who writes"),
            self.tr("Stands at the foot of every mail. The law asks for a real postal address."),
        )
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self._text("name", self.tr("Your name"), ""))
        row.addWidget(self._text("company", self.tr("Company"), ""))
        card.body.addLayout(row)
        card.body.addWidget(
            self._text(
                "postal_address",
                self.tr("Postal address"),
                self.tr("Street, town, post code and country on one line."),
            )
        )
        return card

    def _make_writing(self) -> Card:
        card = Card(self.tr("Writing"))
        model = QComboBox()
        edit = QLineEdit()
        edit.setAccessibleName(self.tr("Model"))
        edit.editingFinished.connect(self._model_left)
        model.setLineEdit(edit)
        model.addItems(list(_MODELS))
        model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        model.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.activated.connect(self._model_left)
        self._model = model
        field = self._field(
            "model", self.tr("Model"), model, self.tr("The name as the provider writes it.")
        )
        self._list_models = SecondaryButton(self.tr("List models"))
        self._list_models.setObjectName("list_models")
        self._list_models.clicked.connect(self._costs.list_models)
        field.beside.addWidget(self._list_models)
        card.body.addWidget(field)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(
            self._text(
                "tone", self.tr("Tone"), self.tr("A few words, such as “plain and friendly”.")
            )
        )
        row.addWidget(
            self._text("language", self.tr("Language"), self.tr("The language of the mails."))
        )
        card.body.addLayout(row)
        length = CalmCombo()
        for choice, words in (
            (Length.SHORT, self.tr("Short: {low} to {high} words")),
            (Length.MEDIUM, self.tr("Medium: {low} to {high} words")),
            (Length.LONG, self.tr("Long: {low} to {high} words")),
        ):
            low, high = choice.words
            length.addItem(words.format(low=low, high=high), choice)
        length.activated.connect(self._length_chosen)
        self._length = length
        card.body.addWidget(
            self._field(
                "length",
                self.tr("Length"),
                length,
                self.tr("Of a first mail. Published counts disagree about what works best."),
            )
        )
        return card

    def _make_costs(self) -> Card:
        self._cap = CapEdit()
        self._cap.editingFinished.connect(self._cap_left)
        field = self._field(
            "monthly_cap_usd",
            self.tr("Monthly cap"),
            self._cap,
            self.tr(
                "A call that would pass it is not made. Calls to a model without a price do not "
                "count. 0 for no cap."
            ),
        )
        return CostsCard(self._costs, field)

    def _make_appearance(self) -> Card:
        card = Card(self.tr("Appearance"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._themes = QButtonGroup(self)
        for position, (theme, text, icon_name) in enumerate(
            (
                (Theme.SYSTEM, self.tr("As the system"), "monitor"),
                (Theme.LIGHT, self.tr("Light"), "sun"),
                (Theme.DARK, self.tr("Dark"), "moon"),
            )
        ):
            button = Button(text, "toggle")
            button.setIcon(icon(icon_name))
            button.setCheckable(True)
            button.setObjectName(f"theme_{theme.value}")
            button.setProperty("theme", theme.value)
            self._themes.addButton(button, position)
            row.addWidget(button)
        row.addStretch(1)
        self._themes.buttonClicked.connect(self._theme_chosen)
        card.body.addLayout(row)
        return card

    def _make_addresses(self) -> Card:
        card = Card(
            self.tr("Addresses of the services"),
            self.tr("Only for a proxy or a compatible service. Empty brings the default back."),
        )
        card.body.addWidget(
            self._text(
                "openai_base_url",
                self.tr("OpenAI"),
                self.tr("Default: {address}").format(address=DEFAULT_OPENAI_URL),
            )
        )
        card.body.addWidget(
            self._text(
                "instantly_base_url",
                self.tr("Instantly"),
                self.tr("Default: {address}").format(address=DEFAULT_INSTANTLY_URL),
            )
        )
        return card

    def _text(self, name: str, label: str, hint: str) -> Field:
        edit = QLineEdit()
        edit.editingFinished.connect(self._text_left)
        return self._field(name, label, edit, hint)

    def _field(self, name: str, label: str, editor: QWidget, hint: str) -> Field:
        editor.setObjectName(f"setting_{name}")
        editor.setProperty("setting", name)
        field = Field(label, editor, hint)
        self._fields[name] = field
        self._hints[name] = hint
        return field

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _text_left(self) -> None:
        edit = self.sender()
        if isinstance(edit, QLineEdit):
            self._keep(str(edit.property("setting")), edit.text())

    @Slot()
    def _model_left(self) -> None:
        self._keep("model", self._model.currentText())

    @Slot()
    def _length_chosen(self) -> None:
        self._presenter.set_value("length", Length(self._length.currentData()))

    @Slot()
    def _cap_left(self) -> None:
        self._presenter.set_value("monthly_cap_usd", round(self._cap.value(), 2))

    def _keep(self, name: str, text: str) -> None:
        if name in _IDENTITY:
            self._presenter.set_identity(name, text)
        else:
            self._presenter.set_value(name, text)

    @Slot(object)
    def _theme_chosen(self, button: Button) -> None:
        self._presenter.set_theme(Theme(button.property("theme")))

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: SettingsState) -> None:
        """Show `state`; a field that is being typed into keeps its text."""
        for name, field in self._fields.items():
            source = state.identity if name in _IDENTITY else state.settings
            field.editor.setEnabled(source is not None)
            error = state.errors.get(name, "")
            if source is not None and not error:
                self._fill(field.editor, getattr(source, name))
            if error:
                field.set_error(error)
            elif state.saved == name:
                field.set_hint(self.tr("Saved"), Tone.SUCCESS)
            else:
                field.set_hint(self._hints[name])
        if state.settings is not None:
            for button in self._themes.buttons():
                button.setChecked(button.property("theme") == state.settings.theme.value)

        if self._wanted_part:
            # A field that was disabled until now takes the focus in the next turn.
            QTimer.singleShot(0, self, self._go_to_part)

    @staticmethod
    def _fill(editor: QWidget, value: object) -> None:
        if isinstance(editor, CapEdit):
            if not editor.hasFocus() and isinstance(value, float):
                editor.setValue(value)
            return
        if isinstance(editor, CalmCombo):
            editor.setCurrentIndex(editor.findData(value))
            return
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        text = str(value)
        if not isinstance(line, QLineEdit) or line.text() == text:
            return
        if not (line.hasFocus() and line.isModified()):
            line.setText(text)
            line.setCursorPosition(0)

    @Slot(object)
    def _draw_models(self, state: CostsState) -> None:
        self._list_models.setEnabled(not state.listing)
        offered = state.models or _MODELS
        shown = [self._model.itemText(row) for row in range(self._model.count())]
        if list(offered) != shown:
            typed = self._model.currentText()
            self._model.clear()
            self._model.addItems(list(offered))
            self._model.setEditText(typed)
        field = self._fields["model"]
        if state.models_failed:
            field.set_error(state.models_words)
        elif state.models_words:
            field.set_hint(state.models_words)

    @Slot(object)
    def _draw_storage(self, state: KeyViewState) -> None:
        self._storage.setVisible(bool(state.problem))
        if state.problem:
            what, _, rest = state.problem.partition(". ")
            self._storage.set(Tone.WARNING, f"{what}." if rest else what, rest)


def make_keys(context: ScreenContext) -> tuple[KeyPresenter, ...]:
    """A presenter for each key."""
    return tuple(KeyPresenter(context, service) for service in Service)

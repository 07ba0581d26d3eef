"""The key of one service: typed masked, saved, tested, removed, with the result in words."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vibe_desktop.domain.keys import KeySource
from vibe_desktop.domain.settings import Service
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.buttons import QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.fields import Field, SecretEdit
from vibe_desktop.ui.widgets.key_presenter import KeyPresenter, KeyViewState, KeyWork


class KeyField(QWidget):
    """A field with Save, Test and Remove. A key that is kept is never shown again, only its end."""

    def __init__(self, presenter: KeyPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        presenter.setParent(self)
        self.presenter = presenter
        service = presenter.service
        self.edit = SecretEdit()
        self.edit.setObjectName(f"{service.value}_key")
        self.field = Field(
            self.tr("{service} key").format(service=service.label), self.edit, self._purpose()
        )
        name = service.label
        self.save_button = SecondaryButton(self.tr("Save"))
        self.save_button.setObjectName(f"save_{service.value}_key")
        self.save_button.setAccessibleName(self.tr("Save the {name} key").format(name=name))
        self.test_button = SecondaryButton(self.tr("Test"))
        self.test_button.setObjectName(f"test_{service.value}_key")
        self.test_button.setAccessibleName(self.tr("Test the {name} key").format(name=name))
        self.remove_button = QuietButton(self.tr("Remove"))
        self.remove_button.setObjectName(f"remove_{service.value}_key")
        self.remove_button.setAccessibleName(self.tr("Remove the {name} key").format(name=name))
        for button in (self.save_button, self.test_button, self.remove_button):
            self.field.beside.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self._save)
        self.save_button.clicked.connect(self._save)
        self.test_button.clicked.connect(presenter.test)
        self.remove_button.clicked.connect(presenter.remove)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    @Slot(object)
    def draw(self, state: KeyViewState) -> None:
        """Show `state`."""
        busy = state.busy is not KeyWork.NOTHING
        self.edit.setEnabled(not busy and not state.fixed)
        self.edit.setPlaceholderText(
            self.tr("Saved: {hint}. Paste another to replace it").format(hint=state.key.hint)
            if state.key is not None and state.key.present and not state.fixed
            else ""
        )
        self.save_button.setEnabled(not busy and not state.fixed and bool(self.edit.text()))
        self.save_button.setVisible(not state.fixed)
        self.test_button.setEnabled(not busy and state.present)
        self.remove_button.setVisible(state.present and not state.fixed)
        self.remove_button.setEnabled(not busy)
        if state.words and state.tone is Tone.DANGER:
            self.field.set_error(state.words)
        else:
            self.field.set_hint(*self._words_of(state))
        if state.busy is KeyWork.TESTING and self.edit.text():
            self.edit.clear()  # it is saved: nothing of it stays on screen

    def _words_of(self, state: KeyViewState) -> tuple[str, Tone]:
        if state.words:
            return state.words, state.tone
        working = {
            KeyWork.SAVING: self.tr("Saving…"),
            KeyWork.REMOVING: self.tr("Removing…"),
            KeyWork.TESTING: self.tr("Asking {name}…").format(name=self.presenter.service.label),
        }
        if state.busy in working:
            return working[state.busy], Tone.NEUTRAL
        if state.key is None:
            return self.tr("Asking the keychain…"), Tone.NEUTRAL
        if not state.key.present:
            return self._purpose(), Tone.NEUTRAL
        kept = {
            KeySource.ENVIRONMENT: self.tr("Given by the environment, for this run only."),
            KeySource.SANDBOX: self.tr("The sandbox brings its own key."),
            KeySource.MEMORY: self.tr("Kept until you quit the app."),
        }
        where = self.tr("Kept in: {storage}.").format(storage=state.storage)
        return kept.get(state.key.source, where), Tone.NEUTRAL

    def _purpose(self) -> str:
        if self.presenter.service is Service.OPENAI:
            return self.tr(
                "Writes the drafts. Make one at platform.openai.com, under API keys. Without it "
                "the offline drafter writes from your page by rule."
            )
        return self.tr(
            "Sends the mails. Make one at app.instantly.ai, under Settings, Integrations, API "
            "keys (version 2), with all scopes."
        )

    @Slot()
    def _typed(self) -> None:
        self.draw(self.presenter.state)

    @Slot()
    def _save(self) -> None:
        self.presenter.save(self.edit.text())

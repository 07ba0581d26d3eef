"""One variant: subject, body, what there is to say about them, the preview, and the decision."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.variants import Revision, Variant
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import Fold, clear
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.widgets.variant_review.editors import BodyEdit, SubjectEdit
from vibe_desktop.ui.widgets.variant_review.findings import ClaimList, FindingList
from vibe_desktop.ui.widgets.variant_review.preview import PreviewPanel
from vibe_desktop.ui.widgets.variant_review.state import VariantState
from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter
from vibe_desktop.ui.widgets.variant_review.words import angle_words, revision_words

SIDE_BY_SIDE = 680
"""From this width on the preview stands beside the editor instead of below it."""


class VariantEditor(Card):
    """The card of one variant."""

    def __init__(self, presenter: VariantPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._presenter = presenter
        variant = presenter.state.variant
        self.setAccessibleName(
            self.tr("Variant {letter}, {angle}").format(
                letter=variant.letter, angle=angle_words(variant.angle)
            )
        )
        self.setObjectName(f"variant_{variant.letter}")
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(SPACE_6)
        self.body.addLayout(self._make_head())
        self.body.addLayout(self._halves, 1)
        self._halves.addLayout(self._make_text())
        self._halves.addLayout(self._make_preview())
        self._divide(wide=False)
        shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._approve_by_key)
        presenter.state_changed.connect(self._draw)
        presenter.text_replaced.connect(self._put_text)
        self._put_text(presenter.state)
        self._draw(presenter.state)

    @property
    def variant(self) -> Variant:
        """The variant on this card."""
        return self._presenter.state.variant

    def know_fields(self, custom: frozenset[str]) -> None:
        """These custom fields are on the leads, so that their tags are known."""
        self.subject.highlighter.know(custom)
        self.text.highlighter.know(custom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview beside the text where there is room."""
        super().resizeEvent(event)
        self._divide(wide=event.size().width() >= SIDE_BY_SIDE)

    def _divide(self, *, wide: bool) -> None:
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(way)
        self._halves.setStretch(0, 3 if wide else 0)
        self._halves.setStretch(1, 2 if wide else 1)

    # -- building --------------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        variant = self._presenter.state.variant
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        title = Label(f"{variant.letter} · {angle_words(variant.angle)}", Text.HEADING)
        row.addWidget(title)
        row.addStretch(1)
        self.pill = StatusPill()
        row.addWidget(self.pill)
        return row

    def _make_text(self) -> QVBoxLayout:
        letter = self._presenter.state.variant.letter
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        self.subject = SubjectEdit()
        self.subject.setObjectName(f"subject_{letter}")
        self.text = BodyEdit()
        self.text.setObjectName(f"body_{letter}")
        self._subject_field = Field(self.tr("Subject"), self.subject)
        self._body_field = Field(self.tr("Mail"), self.text)
        for editor, name in (
            (self.subject, self.tr("Subject of variant {letter}")),
            (self.text, self.tr("Mail of variant {letter}")),
        ):
            editor.setAccessibleName(name.format(letter=letter))
            editor.textChanged.connect(self._edited)
            editor.left.connect(self._presenter.save)
        self._count = Label("", Text.SMALL, muted=True)
        self._findings = FindingList()
        self._claims = ClaimList()
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        column.addWidget(self._subject_field)
        column.addWidget(self._body_field)
        column.addWidget(self._count)
        column.addWidget(self._findings)
        column.addWidget(self._claims)
        column.addWidget(self._make_history())
        column.addWidget(self._trouble)
        column.addLayout(self._make_buttons())
        column.addStretch(1)
        return column

    def _make_history(self) -> Fold:
        self._history = Fold(self.tr("Earlier versions"))
        self._history.opened.connect(self._history_opened)
        return self._history

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.approve_button = PrimaryButton(self.tr("Approve"), "check")
        self.approve_button.setToolTip(self.tr("Approve exactly this text (Ctrl+Enter)"))
        self.approve_button.clicked.connect(self._presenter.approve)
        self.withdraw_button = SecondaryButton(self.tr("Withdraw approval"), "undo-2")
        self.withdraw_button.clicked.connect(self._presenter.withdraw)
        letter = self._presenter.state.variant.letter
        self.approve_button.setAccessibleName(self.tr("Approve variant {0}").format(letter))
        self.withdraw_button.setAccessibleName(
            self.tr("Withdraw the approval of variant {0}").format(letter)
        )
        row.addWidget(self.approve_button)
        row.addWidget(self.withdraw_button)
        row.addStretch(1)
        return row

    def _make_preview(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_2)
        column.addWidget(Label(self.tr("Preview"), Text.STRONG))
        holder = Card()
        holder.setProperty("flat", "true")
        outer = holder.layout()
        if outer is not None:
            outer.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.preview = PreviewPanel()
        holder.body.addWidget(self.preview)
        column.addWidget(holder)
        column.addStretch(1)
        return column

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _put_text(self, state: VariantState) -> None:
        self.subject.put(state.subject)
        self.text.put(state.body)

    @Slot(object)
    def _draw(self, state: VariantState) -> None:
        self.pill.set(*self._pill_of(state))
        self.approve_button.setVisible(not state.shown_approved)
        self.approve_button.setEnabled(not state.blocked)
        self.withdraw_button.setVisible(state.shown_approved)
        self._count.setText(self.tr("{count} words").format(count=state.word_count))
        self._findings.show_findings(state.findings)
        self._claims.show_claims(state.variant.current.claims)
        if state.preview is not None:
            self.preview.show_preview(state.preview)
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)
        if self._history.is_open:
            self._show_revisions(state.revisions or (), state.variant.current.id)

    def _pill_of(self, state: VariantState) -> tuple[str, Tone]:
        if state.shown_approved:
            return self.tr("Approved"), Tone.SUCCESS
        if state.blocked:
            return self.tr("Needs a change"), Tone.DANGER
        return self.tr("To review"), Tone.NEUTRAL

    def _show_revisions(self, revisions: tuple[Revision, ...], current_id: str) -> None:
        clear(self._history.body)
        for revision in revisions:
            row = QHBoxLayout()
            words = Label(revision_words(revision), Text.SMALL, muted=True, wrap=True)
            words.setToolTip(f"{revision.subject}\n\n{revision.body}")
            row.addWidget(words, 1)
            if revision.id == current_id:
                row.addWidget(Label(self.tr("on screen"), Text.SMALL, muted=True))
            else:
                button = QuietButton(self.tr("Restore"))
                button.set_small()
                button.setProperty("revision", revision.id)
                button.setAccessibleName(self.tr("Restore version {0}").format(revision.number))
                button.clicked.connect(self._restore)
                row.addWidget(button)
            self._history.body.addLayout(row)
        if not revisions:
            self._history.body.addWidget(Hint(self.tr("Loading")))

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._presenter.edit(self.subject.toPlainText(), self.text.toPlainText())

    @Slot()
    def _approve_by_key(self) -> None:
        if self.approve_button.isVisible() and self.approve_button.isEnabled():
            self._presenter.approve()

    @Slot(bool)
    def _history_opened(self, is_open: bool) -> None:  # noqa: FBT001 - as the signal has it
        if is_open:
            self._presenter.ask_for_revisions()

    @Slot()
    def _restore(self) -> None:
        button = self.sender()
        if isinstance(button, QuietButton):
            revision_id: str = button.property("revision")
            self._presenter.restore(revision_id)

"""The card of one mail: its text, what there is to say about it, the preview, and the decision."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.variants import Revision, Variant
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.labels import ElidedLabel, Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.widgets.pills import StatusPill
from vibe_desktop.ui.widgets.variant_review.claims import ClaimList
from vibe_desktop.ui.widgets.variant_review.editors import BodyEdit, SubjectEdit, TagEdit
from vibe_desktop.ui.widgets.variant_review.findings import FindingList
from vibe_desktop.ui.widgets.variant_review.history import HistoryFold
from vibe_desktop.ui.widgets.variant_review.marks import mark
from vibe_desktop.ui.widgets.variant_review.preview import PreviewPanel
from vibe_desktop.ui.widgets.variant_review.rewriting import RewriteFold
from vibe_desktop.ui.widgets.variant_review.state import VariantState
from vibe_desktop.ui.widgets.variant_review.undo import SharedUndo
from vibe_desktop.ui.widgets.variant_review.variant_presenter import VariantPresenter
from vibe_desktop.ui.widgets.variant_review.words import (
    decision_words,
    object_suffix,
    variant_title,
)

if TYPE_CHECKING:
    from vibe_desktop.domain.lint import Finding

SIDE_BY_SIDE = 680
"""From this width on the preview stands beside the editor instead of below it."""


class VariantEditor(Card):
    """The card of one mail."""

    def __init__(self, presenter: VariantPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._presenter = presenter
        self._marked: object = None
        variant = presenter.state.variant
        self._suffix = object_suffix(variant)
        self.setAccessibleName(variant_title(variant))
        self.setObjectName(f"variant_{self._suffix}")
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(SPACE_6)
        self.body.addLayout(self._make_head())
        self.body.addLayout(self._halves, 1)
        self._halves.addLayout(self._make_text())
        self._halves.addLayout(self._make_preview())
        self._divide(wide=False)
        editors: tuple[TagEdit, ...] = (self.subject, self.text)
        if variant.follow_up:
            self.subject.hide()
            editors = (self.text,)
        self.undo = SharedUndo(editors, self)
        presenter.state_changed.connect(self._draw)
        presenter.text_replaced.connect(self._put_text)
        self.subject.begin_with(presenter.state.subject)
        self.text.begin_with(presenter.state.body)
        self._draw(presenter.state)

    @property
    def variant(self) -> Variant:
        """The variant on this card."""
        return self._presenter.state.variant

    @property
    def presenter(self) -> VariantPresenter:
        """What is behind this card."""
        return self._presenter

    def know_fields(self, custom: frozenset[str]) -> None:
        """These custom fields are on the leads, so that their tags are known."""
        self.subject.highlighter.know(custom)
        self.text.highlighter.know(custom)

    def take_focus(self) -> None:
        """Put the cursor into the mail."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        # It yields to the pill: a longer one must not make the card wider and move the text.
        row.addWidget(ElidedLabel(variant_title(self._presenter.state.variant), Text.HEADING), 1)
        self.pill = StatusPill()
        self.pill.setObjectName(f"status_{self._suffix}")
        row.addWidget(self.pill)
        return row

    def _make_text(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        self.subject = SubjectEdit()
        self.subject.setObjectName(f"subject_{self._suffix}")
        self.text = BodyEdit()
        self.text.setObjectName(f"body_{self._suffix}")
        if self._presenter.state.variant.follow_up:
            self.subject.setParent(self)
            column.addWidget(
                Hint(self.tr("Goes out in the same thread as the first mail, without a subject."))
            )
        else:
            column.addWidget(Field(self.tr("Subject"), self.subject))
        column.addWidget(Field(self.tr("Mail"), self.text))
        title = variant_title(self._presenter.state.variant)
        for editor, name in (
            (self.subject, self.tr("Subject of {title}")),
            (self.text, self.tr("Mail of {title}")),
        ):
            editor.setAccessibleName(name.format(title=title))
            editor.textChanged.connect(self._edited)
            editor.left.connect(self._presenter.save)
        self.text.selectionChanged.connect(self._selected)
        self._count = Label("", Text.SMALL, muted=True, wrap=True)
        self.findings = FindingList()
        self.findings.setObjectName(f"findings_{self._suffix}")
        self.findings.chosen.connect(self.jump)
        self.findings.fix_wished.connect(self.fix)
        self.findings.sign_wished.connect(self._presenter.sign)
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        for widget in (self._count, self.findings, self._trouble):
            column.addWidget(widget)
        column.addLayout(self._make_buttons())
        column.addLayout(self._make_folds())
        column.addStretch(1)
        return column

    def _make_folds(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._claims = ClaimList()
        self.rewriting = RewriteFold(self._suffix)
        self.rewriting.wished.connect(self._presenter.rewrite)
        self._history = HistoryFold()
        self._history.opened.connect(self._history_opened)
        self._history.compare_wished.connect(self._compare)
        self._history.restore_wished.connect(self._presenter.restore)
        for fold in (self.rewriting, self._claims, self._history):
            column.addWidget(fold)
        return column

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        title = variant_title(self._presenter.state.variant)
        self.approve_button = PrimaryButton(self.tr("Approve"), "check")
        self.approve_button.setToolTip(self.tr("Approve exactly this text (Ctrl+Enter)"))
        self.approve_button.setAccessibleName(self.tr("Approve {0}").format(title))
        self.approve_button.clicked.connect(self._presenter.approve)
        self.reject_button = SecondaryButton(self.tr("Reject"), "x")
        self.reject_button.setToolTip(self.tr("Do not send this mail (Ctrl+Shift+Backspace)"))
        self.reject_button.setAccessibleName(self.tr("Reject {0}").format(title))
        self.reject_button.clicked.connect(self._presenter.reject)
        self.withdraw_button = SecondaryButton(self.tr("Withdraw approval"), "undo-2")
        self.withdraw_button.clicked.connect(self._presenter.withdraw)
        for button, name in (
            (self.approve_button, "approve"),
            (self.reject_button, "reject"),
            (self.withdraw_button, "withdraw"),
        ):
            button.setObjectName(f"{name}_{self._suffix}")
            row.addWidget(button)
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
        self.preview = PreviewPanel(in_thread=bool(self._presenter.state.variant.follow_up))
        holder.body.addWidget(self.preview)
        column.addWidget(holder)
        column.addStretch(1)
        return column

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _put_text(self, state: VariantState) -> None:
        with self.undo.together():
            self.subject.put(state.subject)
            self.text.put(state.body)

    @Slot(object)
    def _draw(self, state: VariantState) -> None:
        words, tone = decision_words(state.decision)
        if words != self.pill.text():
            self.pill.set(words, tone)
        self._draw_buttons(state)
        self._draw_count(state)
        self.findings.show_findings(state.findings, state.current)
        self._draw_marks(state)
        self._claims.show_claims(state.variant.current.claims)
        self.rewriting.draw(state)
        self._history.draw(state)
        if state.preview is not None:
            self.preview.show_preview(state.preview)
        self._trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            more = " ".join(part for part in (state.trouble.safe, state.trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, state.trouble.what, more)
        fixed = state.locked or state.rewriting is not None
        for editor in (self.subject, self.text):
            if editor.isReadOnly() != fixed:
                editor.setReadOnly(fixed)

    def _draw_buttons(self, state: VariantState) -> None:
        free = not state.locked and state.rewriting is None
        self.approve_button.setVisible(not state.decided and not state.locked)
        self.approve_button.setEnabled(free and not state.blocked)
        self.reject_button.setVisible(not state.decided and not state.locked)
        self.reject_button.setEnabled(free)
        self.withdraw_button.setVisible(state.decided and not state.locked)
        words = (
            self.tr("Withdraw approval") if state.shown_approved else self.tr("Take back rejection")
        )
        self.withdraw_button.setText(words)
        self.withdraw_button.setAccessibleName(f"{words}: {variant_title(state.variant)}")

    def _draw_count(self, state: VariantState) -> None:
        blockers = sum(finding.blocking for finding in state.findings)
        parts = [self.tr("{count} words").format(count=state.word_count)]
        if blockers:
            parts.append(
                self.tr("1 thing must be fixed")
                if blockers == 1
                else self.tr("{count} things must be fixed").format(count=blockers)
            )
        if state.locked:
            parts.append(self.tr("launched, so it stays as it is"))
        elif state.dirty:
            parts.append(self.tr("saving…"))
        else:
            parts.append(self.tr("saved"))
        self._count.setText(" · ".join(parts))

    def _draw_marks(self, state: VariantState) -> None:
        """Underline what was found, once it was found in exactly this text."""
        key = (state.looked, state.findings, state.current)
        if not state.fresh or key == self._marked:
            return
        self._marked = key
        for editor, where in ((self.subject, "subject"), (self.text, "body")):
            mark(editor, [one for one in state.findings if one.where == where], state.current)

    # -- findings --------------------------------------------------------------------------------

    @Slot(object)
    def jump(self, finding: "Finding") -> None:
        """Select the words of a finding in the editor they stand in."""
        self._presenter.choose_finding(finding)
        editor = self._editor_of(finding)
        for other in (self.subject, self.text):
            if other is not editor:
                other.select_nothing()
        if self._presenter.state.fresh:
            editor.show_words(finding.start, finding.end)
        else:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_finding(self, way: int) -> None:
        """Go to the next finding (1) or the one before (-1), round and round."""
        state = self._presenter.state
        if state.findings:
            here = state.findings.index(state.current) if state.current in state.findings else None
            start = (-1 if way > 0 else 0) if here is None else here
            self.jump(state.findings[(start + way) % len(state.findings)])

    @Slot(object)
    def fix(self, finding: "Finding") -> None:
        """Make the change that settles a finding; Ctrl+Z takes it back."""
        state = self._presenter.state
        editor = self._editor_of(finding)
        if finding.fix is None or not state.fresh or editor.isReadOnly():
            return
        self._presenter.choose_finding(None)
        editor.replace(finding.fix.start, finding.fix.end, finding.fix.replacement)
        self._presenter.look()

    def fix_current(self) -> None:
        """Fix the finding the keys act on; without one, the first that can be fixed."""
        state = self._presenter.state
        fixable = [one for one in state.findings if one.fix is not None]
        if state.current in fixable and state.current is not None:
            self.fix(state.current)
        elif state.current is None and fixable:
            self.jump(fixable[0])

    def sign_current(self) -> None:
        """Answer for the finding the keys act on, or no longer."""
        current = self._presenter.state.current
        if current is not None and (current.signable or current.signed):
            self._presenter.sign(current)

    def approve(self) -> None:
        """Approve by key; what stands in the way is shown instead."""
        state = self._presenter.state
        if not self.approve_button.isVisibleTo(self) or state.rewriting is not None:
            return
        blocker = next((finding for finding in state.findings if finding.blocking), None)
        if blocker is not None:
            self.jump(blocker)
        else:
            self._presenter.approve()

    def reject(self) -> None:
        """Reject by key."""
        if self.reject_button.isVisibleTo(self) and self.reject_button.isEnabled():
            self._presenter.reject()

    def open_rewriting(self) -> None:
        """Put the cursor where one says what should change."""
        self.rewriting.button.setChecked(True)
        self.rewriting.instruction.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_history(self) -> None:
        """Open the earlier versions, or close them."""
        self._history.button.toggle()
        self._history.button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _editor_of(self, finding: "Finding") -> TagEdit:
        in_subject = finding.where == "subject" and not self.variant.follow_up
        return self.subject if in_subject else self.text

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._presenter.edit(self.subject.toPlainText(), self.text.toPlainText())

    @Slot()
    def _selected(self) -> None:
        selected = self.text.textCursor().selectedText().replace("\u2029", "\n")
        self.rewriting.choose_sentence(selected)

    @Slot(bool)
    def _history_opened(self, is_open: bool) -> None:  # noqa: FBT001 - as the signal has it
        if is_open:
            self._presenter.ask_for_history()
            self._history.draw(self._presenter.state)
        else:
            self._presenter.close_history()

    @Slot(object)
    def _compare(self, revision: Revision | None) -> None:
        if revision is None:
            self._presenter.stop_comparing()
        else:
            self._presenter.compare(revision)

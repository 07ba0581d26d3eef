"""The dialog in which chosen leads are verified."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vibe_desktop.domain.verifications import (
    VerificationOffer,
    VerificationOutcome,
    VerificationStatus,
)
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.finding_words import credits_words, left_words
from vibe_desktop.ui.leads.verifying import Step, VerifyingPresenter, VerifyingState
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.words import counted


class VerifyingDialog(QDialog):
    """Offer, confirmation, progress and outcome in one small window."""

    def __init__(
        self, presenter: VerifyingPresenter, context: ScreenContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("verifying_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Verify addresses"))
        self.setMinimumWidth(520)
        presenter.setParent(self)
        self._presenter = presenter
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        self.title = Label("", Text.HEADING, wrap=True)
        self.title.setObjectName("verify_title")
        self.text = Label("", wrap=True)
        self.text.setObjectName("verify_text")
        self.price = Hint()
        self.price.setObjectName("verify_price")
        self.panel = Panel(Tone.SUCCESS)
        self.panel.setObjectName("verify_panel")
        self.busy = BusyBar()
        for part in (self.title, self.text, self.price, self.panel, self.busy):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.settings_button = self._button(self.tr("Open settings"), "settings", self._settings)
        self.back_button = self._button(self.tr("Back, spend nothing"), "back", presenter.back)
        self.close_button = self._button(self.tr("Close"), "close", self.reject)
        self.suppress_button = self._button("", "suppress", presenter.suppress_invalid)
        self.deed_button = PrimaryButton("")
        self.deed_button.setObjectName("verify_deed")
        self.deed_button.clicked.connect(self._do)
        for button in (
            self.settings_button,
            self.close_button,
            self.back_button,
            self.suppress_button,
            self.deed_button,
        ):
            row.addWidget(button)
        column.addLayout(row)
        for any_button in self.findChildren(QPushButton):
            any_button.setAutoDefault(False)  # Enter never spends by accident
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        presenter.state_changed.connect(self.draw)
        presenter.job_started.connect(self._follow)
        self.draw(presenter.state)
        presenter.load()

    def _button(self, text: str, name: str, slot: Callable[[], None]) -> SecondaryButton:
        button = SecondaryButton(text)
        button.setObjectName(f"verify_{name}")
        button.clicked.connect(slot)
        return button

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def draw(self, state: VerifyingState) -> None:
        """Show the state."""
        step, offer, outcome = state.step, state.offer, state.outcome
        to_do = offer is not None and offer.addresses > 0
        self.title.setText(self._title(state))
        self.text.setText(self._text(state))
        self.text.setVisible(bool(self.text.text()))
        asked = step in {Step.OFFER, Step.CONFIRM} and to_do
        self.price.setText(_price_words(offer) if asked and offer else "")
        self.price.setVisible(bool(self.price.text()))
        self._draw_panel(state)
        self.settings_button.setVisible(step is Step.FAILED and state.about_key)
        self.back_button.setVisible(step is Step.CONFIRM)
        self.close_button.setVisible(step is not Step.CONFIRM)
        invalid = len(outcome.invalid) if outcome is not None else 0
        self.suppress_button.setVisible(
            step is Step.DONE and bool(invalid) and state.suppressed is None
        )
        self.suppress_button.setText(
            counted(
                invalid,
                self.tr("Do not contact the {count} invalid"),
                self.tr("Do not contact the {count} invalid"),
            )
        )
        self.deed_button.setVisible(asked)
        if offer is not None:
            most = credits_words(offer.credits)
            words = self.tr("Spend up to {credits}")
            if step is not Step.CONFIRM:
                addresses = counted(
                    offer.addresses, self.tr("{count} address"), self.tr("{count} addresses")
                )
                words = self.tr("Verify {addresses} for up to {credits}…").replace(
                    "{addresses}", addresses
                )
            words = words.format(credits=most)
            self.deed_button.setText(words)
            self.deed_button.setEnabled(offer.affordable)
        if step is Step.CONFIRM:
            self.back_button.setFocus()  # the deed is never one keypress away
        self._fit()
        self._later.start()  # the progress bar goes after its job has told its end

    @Slot()
    def _fit(self) -> None:
        """Be as high as the words are: labels that wrap ask for one line only."""
        column = self.layout()
        if column is not None:
            column.activate()
            wide = max(self.width(), self.minimumWidth())
            self.resize(wide, column.totalHeightForWidth(wide))

    def _title(self, state: VerifyingState) -> str:
        match state.step:
            case Step.ASKING:
                return self.tr("Asking what it would cost…")
            case Step.OFFER:
                return self.tr("Verify addresses")
            case Step.CONFIRM if state.offer is not None:
                most = credits_words(state.offer.credits)
                return self.tr("Spend up to {credits}?").format(credits=most)
            case Step.RUNNING:
                return self.tr("Verifying")
            case Step.DONE:
                return self.tr("Verified")
            case _:
                return self.tr("Not verified")

    def _text(self, state: VerifyingState) -> str:
        offer = state.offer
        if offer is None:
            return ""
        match state.step:
            case Step.OFFER:
                return _offer_words(offer)
            case Step.CONFIRM:
                return self.tr("Instantly takes them for its answers; they do not come back.")
            case Step.RUNNING:
                return self.tr(
                    "Each answer is kept at once: you can stop, and go on later. Closing this "
                    "window does not stop it."
                )
            case _:
                return ""

    def _draw_panel(self, state: VerifyingState) -> None:
        outcome = state.outcome
        if state.step is Step.FAILED:
            self.panel.set(Tone.DANGER, *state.trouble)
        elif state.step is Step.DONE and outcome is not None:
            tone = Tone.WARNING if outcome.stopped else Tone.SUCCESS
            self.panel.set(tone, *_outcome_words(outcome, state.suppressed))
        self.panel.setVisible(state.step in {Step.FAILED, Step.DONE})

    # -- wishes ----------------------------------------------------------------------------------

    @Slot()
    def _do(self) -> None:
        if self._presenter.state.step is Step.CONFIRM:
            self._presenter.verify()
        else:
            self._presenter.confirm()

    @Slot(object)
    def _follow(self, job: Job) -> None:
        self.busy.follow(job, job.title)

    @Slot()
    def _settings(self) -> None:
        self._context.navigate(Destination(Screen.SETTINGS, part="keys"))
        self.reject()


def _offer_words(offer: VerificationOffer) -> str:
    parts = []
    if offer.addresses:
        parts.append(
            counted(
                offer.addresses,
                _tr("Instantly checks whether {count} mailbox exists, without writing to it."),
                _tr("Instantly checks whether {count} mailboxes exist, without writing to them."),
            )
        )
    else:
        parts.append(_tr("There is nothing to ask: all of these are known."))
    if offer.known and offer.addresses:
        parts.append(
            counted(
                offer.known,
                _tr("{count} was answered in the last 90 days and costs nothing."),
                _tr("{count} were answered in the last 90 days and cost nothing."),
            )
        )
    if offer.suppressed:
        parts.append(
            counted(
                offer.suppressed,
                _tr("{count} is on your do-not-contact list and is left out."),
                _tr("{count} are on your do-not-contact list and are left out."),
            )
        )
    return " ".join(parts)


def _price_words(offer: VerificationOffer) -> str:
    words = _tr(
        "{each} credits for an address by Instantly's help pages: an estimate, since its API names "
        "no price. The run stops before it takes more than {most}."
    ).format(each=f"{offer.credit_each:g}", most=credits_words(offer.credits))
    if not offer.affordable:
        words += " " + _tr("Your workspace has not got that many: choose fewer people.")
    return f"{words} {left_words(offer.available)}".strip()


def _outcome_words(outcome: VerificationOutcome, suppressed: int | None) -> tuple[str, str]:
    # "6 addresses exist, 2 do not": alone, the second part has to say what does not.
    alone = not outcome.counts.get(VerificationStatus.VERIFIED)
    sentences = (
        (
            VerificationStatus.VERIFIED,
            _tr("{count} address exists"),
            _tr("{count} addresses exist"),
        ),
        (
            VerificationStatus.INVALID,
            _tr("{count} address does not exist") if alone else _tr("{count} does not"),
            _tr("{count} addresses do not exist") if alone else _tr("{count} do not"),
        ),
        (
            VerificationStatus.CATCH_ALL,
            _tr("{count} cannot be known: its server takes mail for every name"),
            _tr("{count} cannot be known: their servers take mail for every name"),
        ),
        (
            VerificationStatus.PENDING,
            _tr("{count} has no answer yet"),
            _tr("{count} have no answer yet"),
        ),
    )
    counts = [
        counted(outcome.counts[status], one, many)
        for status, one, many in sentences
        if outcome.counts.get(status)
    ]
    title = ", ".join(counts) or _tr("Nobody was asked about")
    more = [_tr("{credits} spent.").format(credits=credits_words(outcome.credits_used))]
    if outcome.stopped:
        more.append(outcome.stopped)
    if outcome.left:
        more.append(
            counted(
                outcome.left,
                _tr("{count} address was not asked about."),
                _tr("{count} addresses were not asked about."),
            )
        )
    if suppressed is not None:
        more.append(_tr("The invalid ones are on your do-not-contact list now."))
    elif outcome.invalid:
        more.append(_tr("The invalid ones are still in your lists: you decide."))
    return f"{title}.", " ".join(more)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verifying", text)

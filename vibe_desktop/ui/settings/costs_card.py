"""The card about money: what this month has cost, the cap, the prices it is reckoned with."""

from PySide6.QtCore import QDate, QLocale, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QWidget

from vibe_desktop.domain.costs import Spending, dollars
from vibe_desktop.ui.settings.costs_presenter import CostsPresenter, CostsState
from vibe_desktop.ui.settings.prices_table import PricesTable
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.buttons import QuietButton, SecondaryButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.fields import Field
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.words import counted, number

LARGEST_CAP_USD = 10_000.0


class CapEdit(QDoubleSpinBox):
    """Dollars a month; nought is no cap. Scrolling past it does not change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.0, LARGEST_CAP_USD)
        self.setDecimals(2)
        self.setPrefix("$")
        self.setSpecialValueText(self.tr("No cap"))
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        # The sheet's padding does not reach the line inside.
        self.lineEdit().setTextMargins(SPACE_2, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class CalmCombo(QComboBox):
    """A box to choose from that does not change when one scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class CostsCard(Card):
    """`cap` is the field of the monthly cap; whoever owns the settings fills it and keeps it."""

    def __init__(
        self, presenter: CostsPresenter, cap: Field, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("What writing costs"),
            self.tr("Estimates from the prices below; the bill is your provider's."),
            parent,
        )
        self._presenter = presenter
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self._spent = Label("", Text.BODY, wrap=True)
        self._spent.setObjectName("month_spending")
        row.addWidget(cap, 1)
        row.addWidget(self._spent, 1)
        self.body.addLayout(row)
        self._fold = Fold(self.tr("Prices of models"))
        self._fold.button.setObjectName("prices_fold")
        self.body.addWidget(self._fold)
        self._source = Label("", Text.SMALL, muted=True, wrap=True)
        self._fold.body.addWidget(self._source)
        self.table = PricesTable()
        self._fold.body.addWidget(self.table)
        self._problem = Label("", Text.SMALL, wrap=True)
        self._problem.setObjectName("prices_problem")
        self._problem.set_tone(Tone.DANGER)
        self._fold.body.addWidget(self._problem)
        self._fold.body.addLayout(self._make_buttons())
        self.table.price_typed.connect(presenter.set_price)
        presenter.state_changed.connect(self.draw)
        self.draw(presenter.state)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._name = QLineEdit()
        self._name.setObjectName("price_model")
        self._name.setPlaceholderText(self.tr("Another model"))
        self._name.setAccessibleName(self.tr("Another model"))
        self._name.returnPressed.connect(self._add)
        row.addWidget(self._name, 1)
        add = SecondaryButton(self.tr("Add"))
        add.setObjectName("add_price")
        add.setAccessibleName(self.tr("Add a price for another model"))
        add.clicked.connect(self._add)
        row.addWidget(add)
        self._reset = QuietButton(self.tr("Reset to the app's list"))
        self._reset.setObjectName("reset_prices")
        self._reset.clicked.connect(self._presenter.reset_prices)
        row.addWidget(self._reset)
        return row

    @Slot()
    def _add(self) -> None:
        self._presenter.add_model(self._name.text())
        self._name.clear()

    @Slot(object)
    def draw(self, state: CostsState) -> None:
        """Show `state`."""
        if state.spending is not None:
            self._spent.setText(self._spending_words(state.spending))
        prices = state.prices
        self.table.setEnabled(prices is not None)
        self._reset.setEnabled(prices is not None and any(p.as_of for p in prices.prices))
        if prices is not None:
            words = self.tr(
                "Dollars for a million tokens. The app's own were looked up on {day} at {source}; "
                "type over any that has changed."
            )
            self._source.setText(words.format(day=prices.as_of.isoformat(), source=prices.source))
            self.table.draw(prices)
        self._problem.setText(state.price_error)
        self._problem.setVisible(bool(state.price_error))

    def _spending_words(self, spending: Spending) -> str:
        first = spending.month
        month = QLocale().toString(QDate(first.year, first.month, first.day), "MMMM yyyy")
        calls = counted(spending.runs, self.tr("{count} call"), self.tr("{count} calls"))
        tokens = number(spending.tokens.prompt + spending.tokens.completion)
        words = self.tr("{month} so far: {usd} by estimate, for {calls} and {tokens} tokens.")
        said = words.format(month=month, usd=dollars(spending.usd), calls=calls, tokens=tokens)
        if spending.unpriced:
            missing = counted(
                spending.unpriced,
                self.tr("{count} call is not in the sum, because its model has no price here."),
                self.tr("{count} calls are not in the sum, because their models have no price."),
            )
            said = f"{said} {missing}"
        return said

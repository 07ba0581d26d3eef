"""What was understood from the page: its facts, further pages to read, and what was skipped."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.facts import MAX_FURTHER_PAGES, Page, PageLink
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import LinkButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.folds import Fold
from vibe_desktop.ui.widgets.labels import Hint, Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.wizard.facts_view import FactList
from vibe_desktop.ui.wizard.product import ProductPresenter, ProductState

_LINKS_IN_A_ROW = 3


class FactsCard(Card):
    """One card for one page; the list in it keeps its rows while only switches change."""

    def __init__(self, presenter: ProductPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._presenter = presenter
        self._links: tuple[PageLink, ...] = ()
        self.setObjectName("understood")
        self._title = Label("", Text.HEADING, wrap=True)
        self.count = Label("", Text.STRONG)
        self.count.setObjectName("facts_in_use")
        self.header.addWidget(self._title, 1)
        self.header.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.header)
        self.body.addWidget(
            Hint(
                self.tr(
                    "What was understood. The mails say what stands here with a tick, and nothing "
                    "else. Rest the pointer on a sentence to see it in its place."
                )
            )
        )
        self._trouble = Panel(Tone.DANGER)
        self._trouble.hide()
        self._busy = BusyBar()
        self._busy.setObjectName("reading_further")
        self._add_links()
        self.body.addWidget(self._busy)
        self.body.addWidget(self._trouble)
        self.facts = FactList()
        self.facts.counted.connect(self._counted)
        self.facts.switched.connect(self._switched)
        self.body.addWidget(self.facts)
        self._none_found = Hint(self.tr("No sentence about a product was found."))
        self.body.addWidget(self._none_found)
        self._add_skipped()
        self.facts.followed_by = self.skipped.button
        presenter.state_changed.connect(self._draw)
        presenter.facts.trouble_changed.connect(self._show_trouble)

    # -- building --------------------------------------------------------------------------------

    def _add_links(self) -> None:
        self._links_hint = Hint()
        self.body.addWidget(self._links_hint)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(_LINKS_IN_A_ROW, 1)
        self.link_buttons: list[LinkButton] = []
        for place in range(2 * _LINKS_IN_A_ROW):
            button = LinkButton("", "plus")
            button.setObjectName(f"also_read_{place}")
            button.clicked.connect(self._link_pressed)
            button.hide()
            grid.addWidget(button, place // _LINKS_IN_A_ROW, place % _LINKS_IN_A_ROW)
            self.link_buttons.append(button)
        self.body.addLayout(grid)

    def _add_skipped(self) -> None:
        self.skipped = Fold("")
        self.skipped.setObjectName("skipped")
        self.skipped.body.addWidget(
            Hint(
                self.tr(
                    "These sentences speak to a writing machine instead of to people. They are "
                    "left out, and no mail rests on them."
                )
            )
        )
        self._skipped_text = Label("", wrap=True)
        self._skipped_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.skipped.body.addWidget(self._skipped_text)
        self.skipped.hide()
        self.body.addWidget(self.skipped)

    # -- drawing ---------------------------------------------------------------------------------

    def show_page(self, page: Page | None) -> None:
        """Show what this page gave."""
        if page is None:
            return
        title = page.title or self.tr("Your page")
        self._title.setText(title)
        self.setAccessibleName(title)
        self.facts.show_page(page)
        self._none_found.setVisible(not page.facts)
        self._show_links(page)
        self.skipped.setVisible(bool(page.skipped))
        count = len(page.skipped)
        self.skipped.set_title(
            self.tr("{count} sentences skipped: they look like instructions").format(count=count)
            if count != 1
            else self.tr("One sentence skipped: it looks like an instruction")
        )
        self._skipped_text.setText("\n".join(page.skipped))

    def _show_links(self, page: Page) -> None:
        self._links = self._presenter.further_links()
        read = [
            next((link.label for link in page.links if link.url == url), url)
            for url in page.more_urls
        ]
        left = MAX_FURTHER_PAGES - len(page.more_urls)
        words = self.tr("Also read: {0}.").format(", ".join(read)) if read else ""
        if self._links:
            offer = (
                self.tr("One more page of this site can be read:")
                if left == 1
                else self.tr("Up to two more pages of this site can be read:")
            )
            words = f"{words} {offer}".strip()
        elif read and left <= 0:
            words = f"{words} {self.tr('More than two further pages are not read.')}"
        self._links_hint.setText(words)
        self._links_hint.setVisible(bool(words))
        for place, button in enumerate(self.link_buttons):
            shown = place < len(self._links)
            button.setVisible(shown)
            if shown:
                label = self._links[place].label
                button.setText(label.replace("&", "&&"))
                button.setAccessibleName(self.tr("Also read {0}").format(label))
                button.setToolTip(self._links[place].url.replace("<", "%3C"))
        self._draw(self._presenter.state)

    @Slot(object)
    def _draw(self, state: ProductState) -> None:
        if state.job is not None and state.further:
            self._busy.follow(state.job, self.tr("Reading one more page"))
        for button in self.link_buttons:
            button.setEnabled(state.job is None)
        if state.further:
            self._show_trouble(state.trouble)
        elif state.job is not None:
            self._show_trouble(None)

    @Slot(object)
    def _show_trouble(self, trouble: Trouble | None) -> None:
        self._trouble.setVisible(trouble is not None)
        if trouble is not None:
            more = " ".join(part for part in (trouble.safe, trouble.next_step) if part)
            self._trouble.set(Tone.DANGER, trouble.what, more)

    @Slot(int, int)
    def _counted(self, used: int, total: int) -> None:
        words = self.tr("{used} of {total} facts in use").format(used=used, total=total)
        self.count.setText(words)
        self.count.setAccessibleName(words)

    # -- wishes ----------------------------------------------------------------------------------

    @Slot(object, bool)
    def _switched(self, fact_ids: tuple[str, ...], used: bool) -> None:  # noqa: FBT001 - as the signal has it
        self._presenter.facts.switch(fact_ids, used=used)

    @Slot()
    def _link_pressed(self) -> None:
        place = next(
            (n for n, button in enumerate(self.link_buttons) if button is self.sender()), None
        )
        if place is not None and place < len(self._links):
            self._presenter.read_more(self._links[place])

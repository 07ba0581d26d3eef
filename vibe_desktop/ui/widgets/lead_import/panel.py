"""The import panel: one place that leads from a file to a list of leads."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.lead_columns import ColumnTarget
from vibe_desktop.domain.leads import ImportReport
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_3, SPACE_4, Text
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, QuietButton
from vibe_desktop.ui.widgets.cards import Card
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.lead_import.columns import ColumnGrid
from vibe_desktop.ui.widgets.lead_import.drop_zone import DropZone
from vibe_desktop.ui.widgets.lead_import.presenter import LeadImportPresenter
from vibe_desktop.ui.widgets.lead_import.report import HygieneView, NumbersView, ReasonsView
from vibe_desktop.ui.widgets.lead_import.state import LeadImportState, Stage
from vibe_desktop.ui.widgets.lead_import.target import ImportTarget
from vibe_desktop.ui.widgets.lead_import.words import (
    deed_words,
    done_words,
    format_words,
    hygiene_words,
    rehearsal_words,
)
from vibe_desktop.ui.widgets.panels import Panel


class LeadImportPanel(QWidget):
    """Choose a file, match its columns, see what would happen, import. Grows with its content."""

    imported = Signal(object)
    """Emits the `ImportReport` of an import that is done."""

    def __init__(
        self,
        context: ScreenContext,
        campaign_id: str = "",
        *,
        asks_campaign: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args: `asks_campaign` is whether the founder says here which campaign the leads are for.

        Otherwise they are for `campaign_id`, and only its lists can be added to.
        """
        super().__init__(parent)
        self.setObjectName("lead_import_panel")
        self._notices = context.notices
        self.presenter = LeadImportPresenter(
            context, campaign_id, one_campaign=not asks_campaign, parent=self
        )
        self.target = ImportTarget(asks_campaign=asks_campaign)
        self.target.list_chosen.connect(self._choose_list)
        self.target.name_changed.connect(self._name_list)
        self.target.campaign_chosen.connect(self.set_campaign)
        self.drop_zone = DropZone()
        self.drop_zone.file_chosen.connect(self.open)
        self._problem = Panel(Tone.DANGER)
        self._problem.setObjectName("lead_import_problem")
        self._file_card = self._make_file_card()
        self._columns_card = self._make_columns_card()
        self._hygiene_card = self._make_hygiene_card()
        self._reasons_card = self._make_reasons_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for part in (
            self._problem,
            self.drop_zone,
            self._file_card,
            self._hygiene_card,
            self._reasons_card,
            self._columns_card,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.presenter.working.connect(self._follow)
        self.presenter.state_changed.connect(self._draw)
        self.presenter.imported.connect(self.imported)
        self.presenter.skipped_saved.connect(self._skipped_saved)
        self._draw(self.presenter.state)

    @property
    def busy(self) -> bool:
        """Whether an import is under way: leaving now would stop it."""
        return self.presenter.state.stage is Stage.IMPORT

    @Slot(object)
    def open(self, path: Path) -> None:
        """Look at a file, as if it had been dropped here."""
        self.presenter.open(Path(path))

    @Slot()
    def reset(self) -> None:
        """Be ready for another file."""
        self.presenter.reset()

    @Slot(str)
    def set_campaign(self, campaign_id: str) -> None:
        """Say which campaign the leads are for, "" for none."""
        self.presenter.set_campaign(campaign_id)

    # -- making ----------------------------------------------------------------------------------

    def _make_file_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        self._name = Label("", Text.HEADING)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._format = Label("", Text.SMALL, muted=True, wrap=True)
        words.addWidget(self._name)
        words.addWidget(self._format)
        row.addLayout(words, 1)
        self.another_button = QuietButton(self.tr("Choose another file"), "file-up")
        self.another_button.setObjectName("another_lead_file")
        self.another_button.clicked.connect(self.reset)
        row.addWidget(self.another_button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        self.busy_bar = BusyBar()
        self.busy_bar.setObjectName("lead_import_busy")
        card.body.addWidget(self.target)
        card.body.addWidget(self.busy_bar)
        self.numbers = NumbersView()
        card.body.addWidget(self.numbers)
        self._summary = Panel(Tone.SUCCESS)
        self._summary.setObjectName("lead_import_summary")
        self.import_button = PrimaryButton("", "check")
        self.import_button.setObjectName("import_leads_now")
        self.import_button.clicked.connect(self.presenter.import_file)
        self._summary.buttons.addWidget(self.import_button)
        card.body.addWidget(self._summary)
        return card

    def _make_columns_card(self) -> Card:
        card = Card(
            self.tr("Columns"),
            self.tr(
                "What fits no field becomes a variable for your mails, such as {{industry}}. "
                "Change what is matched wrongly."
            ),
        )
        self._remembered = Label(
            self.tr("The columns are matched as you did it last time for such a file."), wrap=True
        )
        self._remembered.setObjectName("remembered_mapping")
        card.body.addWidget(self._remembered)
        self.columns = ColumnGrid()
        self.columns.target_chosen.connect(self._match)
        card.body.addWidget(self.columns)
        return card

    def _make_hygiene_card(self) -> Card:
        card = Card(
            self.tr("Worth knowing"),
            self.tr("Nobody is left out for this. The leads screen can show each kind alone."),
        )
        self.hygiene = HygieneView()
        card.body.addWidget(self.hygiene)
        return card

    def _make_reasons_card(self) -> Card:
        card = Card(
            self.tr("Rows left out"),
            self.tr("Correct them in the file and import it again: nobody is added twice."),
        )
        self.reasons = ReasonsView()
        self.reasons.save_requested.connect(self._save_skipped)
        card.body.addWidget(self.reasons)
        return card

    # -- drawing ---------------------------------------------------------------------------------

    @Slot(object)
    def _draw(self, state: LeadImportState) -> None:
        focused = QApplication.focusWidget()
        mine = focused is not None and self.isAncestorOf(focused)
        self._draw_parts(state)
        if mine and focused is not None and not (focused.isVisible() and focused.isEnabled()):
            self._focus_for(state).setFocus()

    def _focus_for(self, state: LeadImportState) -> QWidget:
        """Where the keyboard goes on when what had the focus is gone."""
        if state.stage is Stage.CHOOSE:
            return self.drop_zone.choose_button
        if state.can_import:
            return self.import_button
        busy = state.stage in {Stage.LOOK, Stage.IMPORT}
        return self.busy_bar.cancel_button if busy else self.another_button

    def _draw_parts(self, state: LeadImportState) -> None:
        file, mapping, report = state.file, state.mapping, state.report
        self.drop_zone.setVisible(state.stage is Stage.CHOOSE)
        self._problem.setVisible(state.problem is not None)
        if state.problem is not None:
            self._draw_problem(state.problem)
        self._file_card.setVisible(state.stage is not Stage.CHOOSE)
        self.another_button.setVisible(state.stage in {Stage.MATCH, Stage.DONE})
        self._format.setVisible(file is not None)
        self._name.setVisible(file is not None)
        self._columns_card.setVisible(
            file is not None and state.stage in {Stage.MATCH, Stage.IMPORT}
        )
        self._columns_card.setEnabled(state.stage is Stage.MATCH)
        if file is not None and mapping is not None:
            self._name.setText(file.path.name)
            self._format.setText(format_words(file))
            self._remembered.setVisible(file.remembered)
            self.columns.show_file(file, mapping)
        self.target.setVisible(file is not None and state.stage is not Stage.DONE)
        self.target.show_state(state)
        self._reasons_card.setVisible(report is not None and report.skipped > 0)
        self._summary.setVisible(report is not None)
        self.numbers.setVisible(report is not None)
        if report is None:
            self._hygiene_card.hide()
            return
        self.reasons.show_report(report)
        self._draw_summary(state, report)

    def _draw_summary(self, state: LeadImportState, report: ImportReport) -> None:
        done = state.stage is Stage.DONE
        something = report.created + report.updated > 0
        self.numbers.show_report(report, done=done)
        lines = hygiene_words(report.hygiene)
        self.hygiene.show_lines(lines)
        self._hygiene_card.setVisible(bool(lines))
        self._summary.set(
            Tone.SUCCESS if something or report.unchanged else Tone.WARNING,
            done_words(report) if done else rehearsal_words(report),
            "" if done else self._what_now(report),
        )
        self.import_button.setVisible(not done and something)
        self.import_button.setEnabled(state.can_import)
        self.import_button.setText(deed_words(report))

    def _draw_problem(self, problem: Trouble) -> None:
        more = " ".join(part for part in (problem.safe, problem.next_step) if part)
        self._problem.set(Tone.DANGER, problem.what, more)

    def _what_now(self, report: ImportReport) -> str:
        if report.created + report.updated:
            return self.tr("Nothing is kept before you import.")
        return self.tr("The reasons are below.") if report.skipped else ""

    # -- news ------------------------------------------------------------------------------------

    @Slot(object, str)
    def _follow(self, job: Job, message: str) -> None:
        self.busy_bar.follow(job, message)

    @Slot(int, object)
    def _match(self, column: int, target: ColumnTarget) -> None:
        self.presenter.match(column, target)

    @Slot(str)
    def _choose_list(self, list_id: str) -> None:
        self.presenter.choose_list(list_id)

    @Slot(str)
    def _name_list(self, name: str) -> None:
        self.presenter.name_list(name)

    @Slot(object)
    def _save_skipped(self, target: Path) -> None:
        self.presenter.save_skipped(target)

    @Slot(object)
    def _skipped_saved(self, count: int) -> None:
        self._notices.success(
            self.tr("The rows that were left out are saved ({count}).").format(count=f"{count:,}")
        )

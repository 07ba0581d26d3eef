"""The question before launched mails are changed: for everybody, or only for new people?"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from vibe_desktop.domain.campaign_edits import CampaignEdit, EditOutlook, EditScope
from vibe_desktop.jobs.runner import Lane
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.theme.tokens import SPACE_1, SPACE_6
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.labels import Label
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.words import counted

if TYPE_CHECKING:
    from vibe_desktop.domain.errors import Trouble
    from vibe_desktop.ui.context import ScreenContext


class ChangeDialog(AskDialog):
    """Says what each answer would mean for whom, and opens the mails when one is given."""

    def __init__(
        self, context: "ScreenContext", campaign_id: str, parent: QWidget | None = None
    ) -> None:
        title = QCoreApplication.translate("ChangeDialog", "Change the mails")
        deed = QCoreApplication.translate("ChangeDialog", "Open the mails")
        text = QCoreApplication.translate(
            "ChangeDialog",
            "Who shall get the changed mails? Nothing changes at Instantly before you have "
            "written, checked and applied the change.",
        )
        super().__init__(title, text, deed, parent=parent)
        self.setObjectName("change_dialog")
        self.setMinimumWidth(560)
        self._context = context
        self._campaign_id = campaign_id
        self.deed_button.setEnabled(False)
        # What is asked is kept before the dialog closes.
        self.deed_button.clicked.disconnect()
        self.deed_button.clicked.connect(self._begin)
        self._busy = BusyBar()
        self.body.addWidget(self._busy)
        self._panel = Panel(Tone.DANGER)
        self._panel.hide()
        self.body.addWidget(self._panel)
        self.everybody = QRadioButton(self.tr("Everybody, also people in the middle"))
        self.everybody.setObjectName("change_everybody")
        self.everybody_hint = Label("", muted=True, wrap=True)
        self.new_only = QRadioButton(self.tr("Only people who were not written to yet"))
        self.new_only.setObjectName("change_new_only")
        self.new_only_hint = Label("", muted=True, wrap=True)
        for choice, hint in (
            (self.everybody, self.everybody_hint),
            (self.new_only, self.new_only_hint),
        ):
            hint.setContentsMargins(SPACE_6, 0, 0, 0)
            pair = QVBoxLayout()
            pair.setSpacing(SPACE_1)
            pair.addWidget(choice)
            pair.addWidget(hint)
            self.body.addLayout(pair)
        for choice in (self.everybody, self.new_only):
            choice.setEnabled(False)
            choice.toggled.connect(self._chosen)
        self._look()

    def _look(self) -> None:
        services, campaign_id = self._context.services, self._campaign_id
        job = self._context.jobs.submit(
            lambda work: services.edits.plan(campaign_id, work),
            lane=Lane.REMOTE,
            title=self.tr("Counting who was written to"),
        )
        job.succeeded.connect(self._looked)
        job.failed.connect(self._failed)
        self._busy.follow(job, self.tr("Counting who was written to"))

    @Slot(object)
    def _looked(self, outlook: EditOutlook) -> None:
        written = counted(
            outlook.written_to,
            self.tr("{count} person was written to already"),
            self.tr("{count} people were written to already"),
        )
        new = counted(
            outlook.new,
            self.tr("{count} person was not written to yet"),
            self.tr("{count} people were not written to yet"),
        )
        if not outlook.written_to:
            written = self.tr("Nobody was written to yet")
            follow = ""
        elif outlook.follow_ups:
            follow = self.tr("Those who still get a follow-up get it as you write it now. ")
        else:
            follow = self.tr("There are no follow-ups, so they get nothing more. ")
        self.everybody_hint.setText(
            self.tr(
                "{written}. {follow}{new}, and get the changed mails from the start. The results "
                "of a variant then count both its texts together."
            ).format(written=written, follow=follow, new=new)
        )
        self.new_only_hint.setText(
            self.tr(
                "{new}: they move into a campaign of their own, which you approve and launch as "
                "usual. Everybody else stays where they are, with the mails as launched. Nobody "
                "is in both."
            ).format(new=new)
        )
        self._fit()
        self.everybody.setEnabled(True)
        self.new_only.setEnabled(outlook.new > 0)
        (self.new_only if outlook.new > 0 else self.everybody).setChecked(True)

    def _fit(self) -> None:
        """Take the height that the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    @Slot(bool)
    def _chosen(self, _on: bool) -> None:  # noqa: FBT001 - a signal's argument
        chosen = self.everybody.isChecked() or self.new_only.isChecked()
        self.deed_button.setEnabled(chosen)

    @Slot()
    def _begin(self) -> None:
        services, campaign_id = self._context.services, self._campaign_id
        scope = EditScope.IN_FLIGHT if self.everybody.isChecked() else EditScope.NEW_ONLY
        self.deed_button.setEnabled(False)
        job = self._context.jobs.submit(
            lambda work: services.edits.begin(campaign_id, scope, work),
            title=self.tr("Opening the mails"),
        )
        job.succeeded.connect(self._begun)
        job.failed.connect(self._failed)

    @Slot(object)
    def _begun(self, edit: CampaignEdit) -> None:
        self.accept()
        self._context.navigate(Destination(Screen.REVIEW, edit.campaign_id))

    @Slot(object)
    def _failed(self, trouble: "Trouble") -> None:
        self._panel.set(Tone.DANGER, trouble.what, f"{trouble.safe} {trouble.next_step}".strip())
        self._panel.show()
        self._fit()

"""A change of launched mails, while it is open: what it is for, and applying or dropping it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vibe_desktop.domain.campaign_edits import CampaignEdit, EditScope, EditState
from vibe_desktop.domain.changes import Changes
from vibe_desktop.jobs.runner import Job, Lane
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.busy import BusyBar
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.notices import Notice, NoticeAction
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.words import counted

if TYPE_CHECKING:
    from vibe_desktop.domain.errors import Trouble
    from vibe_desktop.domain.work import Work
    from vibe_desktop.ui.context import ScreenContext


class ChangePresenter(QObject):
    """The newest change of one campaign's mails."""

    state_changed = Signal(object)
    """Emits the `CampaignEdit`, None when there never was one."""
    running_changed = Signal(object)
    """Emits the `Job` that applies or drops it, None when idle."""

    def __init__(self, context: "ScreenContext", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._campaign_id = ""
        self.edit: CampaignEdit | None = None
        self.running: Job | None = None
        self._new_campaign = ""

    def open(self, campaign_id: str) -> None:
        """Look at a campaign."""
        if campaign_id != self._campaign_id:
            self._campaign_id = campaign_id
            self._loaded(None)
        self.reload()

    def changes_arrived(self, changes: Changes) -> None:
        """Read again what concerns it."""
        if changes.launches or changes.campaigns:
            self.reload()

    def reload(self) -> None:
        """Read the newest change."""
        if self._campaign_id:
            job = self._context.jobs.submit(
                _Newest(self._context, self._campaign_id), title=self.tr("Reading the change")
            )
            job.succeeded.connect(self._read)

    @Slot()
    def apply(self) -> None:
        """Carry it out, or carry on with it."""
        services, campaign_id, edit = self._context.services, self._campaign_id, self.edit
        if edit is None or self.running is not None:
            return
        begun = edit.state.under_way
        job = self._context.jobs.submit(
            (lambda work: services.edits.resume(work))
            if begun
            else (lambda work: services.edits.apply(campaign_id, work)),
            lane=Lane.REMOTE,
            title=self.tr("Applying the change"),
            key="launch",
        )
        job.succeeded.connect(self._applied)
        self._run(job)

    @Slot()
    def drop(self) -> None:
        """Give it up; the launched texts come back."""
        services, campaign_id = self._context.services, self._campaign_id
        if self.running is None:
            self._run(
                self._context.jobs.submit(
                    lambda work: services.edits.drop(campaign_id, work),
                    title=self.tr("Dropping the change"),
                )
            )

    def _run(self, job: Job) -> None:
        job.failed.connect(self._failed)
        job.finished.connect(self._finished)
        self.running = job
        self.running_changed.emit(job)

    @Slot(object)
    def _applied(self, result: object) -> None:
        edits = result if isinstance(result, tuple) else (result,)
        for edit in edits:
            if isinstance(edit, CampaignEdit):
                self._tell(edit)

    def _tell(self, edit: CampaignEdit) -> None:
        notices = self._context.notices
        if edit.state is EditState.FAILED:
            notices.post(Notice(Tone.DANGER, self.tr("The change was not made."), edit.reason))
        elif edit.scope is EditScope.NEW_ONLY:
            moved = counted(
                edit.moved, self.tr("{count} person moved"), self.tr("{count} people moved")
            )
            self._new_campaign = edit.new_campaign_id
            notices.post(
                Notice(
                    Tone.SUCCESS,
                    self.tr("{moved} into a new campaign.").format(moved=moved),
                    self.tr("Approve its mails and launch it when you are ready."),
                    action=NoticeAction(self.tr("Open it"), self._open_new),
                )
            )
        else:
            notices.success(self.tr("The changed mails stand at Instantly."))

    @Slot()
    def _open_new(self) -> None:
        self._context.navigate(Destination(Screen.REVIEW, self._new_campaign))

    @Slot(object)
    def _failed(self, trouble: "Trouble") -> None:
        self._context.notices.trouble(trouble)

    @Slot()
    def _finished(self) -> None:
        self.running = None
        self.running_changed.emit(None)
        self.reload()

    @Slot(object)
    def _read(self, found: "_Found") -> None:
        if found.campaign_id == self._campaign_id:
            self._loaded(found.edit)

    def _loaded(self, edit: CampaignEdit | None) -> None:
        if edit != self.edit:
            self.edit = edit
            self.state_changed.emit(edit)


class _Found:
    __slots__ = ("campaign_id", "edit")

    def __init__(self, campaign_id: str, edit: CampaignEdit | None) -> None:
        self.campaign_id = campaign_id
        self.edit = edit


class _Newest:
    """Reads the newest change of a campaign."""

    def __init__(self, context: "ScreenContext", campaign_id: str) -> None:
        self._services = context.services
        self._campaign_id = campaign_id

    def __call__(self, work: "Work") -> _Found:
        edit = self._services.edits.current(self._campaign_id, work)
        return _Found(self._campaign_id, edit)


class ChangePanel(Panel):
    """Stands over the mails while a change is open or was cut off."""

    def __init__(self, presenter: ChangePresenter, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, parent=parent)
        self.setObjectName("change_panel")
        self._presenter = presenter
        self._busy = BusyBar()
        self.words.addWidget(self._busy)
        self.drop_button = SecondaryButton(self.tr("Drop the change"), "undo-2")
        self.drop_button.setObjectName("drop_change")
        self.drop_button.clicked.connect(self._ask_to_drop)
        self.apply_button = PrimaryButton(self.tr("Apply the change"), "send")
        self.apply_button.setObjectName("apply_change")
        self.apply_button.clicked.connect(presenter.apply)
        self.buttons.addWidget(self.drop_button)
        self.buttons.addWidget(self.apply_button)
        presenter.state_changed.connect(self._draw)
        presenter.running_changed.connect(self._draw_running)
        self._draw(presenter.edit)

    @Slot(object)
    def _draw(self, edit: CampaignEdit | None) -> None:
        self.setVisible(edit is not None and not edit.state.ended)
        if edit is None or edit.state.ended:
            return
        begun = edit.state.under_way
        self.drop_button.setVisible(not begun)
        self.apply_button.setText(
            self.tr("Carry on with the change") if begun else self.tr("Apply the change")
        )
        if begun:
            self.set(Tone.WARNING, self.tr("The change is not finished."), edit.reason)
        elif edit.scope is EditScope.IN_FLIGHT:
            self.set(
                Tone.INFO,
                self.tr("You are changing launched mails, for everybody."),
                self.tr(
                    "These are drafts here. Approve every mail, then apply: the campaign is paused "
                    "for a moment, its mails are replaced and read back, and it goes on."
                ),
            )
        else:
            self.set(
                Tone.INFO,
                self.tr("You are changing launched mails, for people not written to yet."),
                self.tr(
                    "These are drafts here. Apply moves those people into a new campaign with "
                    "these mails, to approve and launch there. The others keep the launched mails."
                ),
            )

    @Slot(object)
    def _draw_running(self, job: Job | None) -> None:
        self.apply_button.setEnabled(job is None)
        self.drop_button.setEnabled(job is None)
        if job is not None:
            self._busy.follow(job, self.tr("Telling Instantly"))

    @Slot()
    def _ask_to_drop(self) -> None:
        dialog = AskDialog(
            self.tr("Drop the change?"),
            self.tr("The mails are again as they were launched. What you wrote stays in history."),
            self.tr("Drop the change"),
            danger=True,
            parent=self.window(),
        )
        dialog.accepted.connect(self._presenter.drop)
        dialog.open()

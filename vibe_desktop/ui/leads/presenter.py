"""State of the leads screen, and what the founder can wish for there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.lead_queries import LeadQuery
from vibe_desktop.domain.leads import ImportReport, LeadList
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads.pages import PAGE, LeadPages, RowRange
from vibe_desktop.ui.leads.state import CampaignName, LeadsState
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.widgets.lead_import.words import done_words
from vibe_desktop.ui.widgets.notices import Notice, NoticeAction
from vibe_desktop.ui.words import counted, number

if TYPE_CHECKING:
    from vibe_desktop.jobs.runner import Job

SEARCH_AFTER_MS = 200
"""The search waits until typing pauses."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    lists: tuple[LeadList, ...]
    campaigns: tuple[CampaignName, ...]


class LeadsPresenter(QObject):
    """Reads lists, searches and sorts, suppresses, deletes."""

    state_changed = Signal(object)
    """Emits the new `LeadsState`."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._state = LeadsState()
        self._loading: Job | None = None
        self._stale = False
        self._doomed = ""
        self._suppressed_last: tuple[str, ...] = ()
        self.pages = LeadPages(context, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._pause.timeout.connect(self._search_now)

    @property
    def state(self) -> LeadsState:
        """What is on screen."""
        return self._state

    # -- wishes ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the lists and the rows; asked twice at once, they are read once more after."""
        if self._loading is not None:
            self._stale = True
            return
        self._loading = self._context.jobs.submit(self._read_lists)
        self._loading.succeeded.connect(self._loaded)
        self._loading.finished.connect(self._load_finished)
        self.pages.ask(self.pages.query)

    def changes_arrived(self, changes: Changes) -> None:
        """Read again when leads or the names of campaigns may have changed."""
        if changes.leads or changes.campaigns:
            self.load()

    def choose_list(self, list_id: str) -> None:
        """Show one list, "" for all."""
        if list_id != self._state.list_id:
            self._set(replace(self._state, list_id=list_id))
            self.pages.ask(replace(self.pages.query, list_id=list_id))

    @Slot(str)
    def search(self, text: str) -> None:
        """Show who matches, once typing pauses."""
        self._set(replace(self._state, search=text.strip()))
        self._pause.start()

    @Slot(str, bool)
    def sort(self, column: str, descending: bool) -> None:  # noqa: FBT001 - as the signal has it
        """Show the leads in another order."""
        query = self.pages.query
        if (column, descending) != (query.sort, query.descending):
            self.pages.ask(replace(query, sort=column, descending=descending))

    def suppress(self, rows: Sequence[RowRange]) -> None:
        """Put the people in these rows on the do-not-contact list."""
        query = self.pages.query
        here = self.pages.known(rows)

        def task(work: Work) -> Written[tuple[str, ...]]:
            emails = self._contactable(query, rows, here, work)
            done = self._services.leads.suppress(emails, "Chosen on the leads screen", work)
            return Written(emails, done.changes)

        job = self._context.jobs.submit(task, title=self.tr("Adding to the do-not-contact list"))
        job.succeeded.connect(self._suppressed)

    @Slot()
    def undo_suppress(self) -> None:
        """Take those off the do-not-contact list that were put on it last."""
        emails, self._suppressed_last = self._suppressed_last, ()
        if emails:
            self._context.jobs.submit(lambda work: self._services.leads.unsuppress(emails, work))

    @Slot()
    def delete_list(self) -> None:
        """Ask whether the list on screen should really go: there is no way back."""
        chosen = self._state.chosen
        if chosen is None:
            return
        self._doomed = chosen.id
        self._context.notices.post(
            Notice(
                Tone.WARNING,
                self.tr("Delete the list “{name}” with its {leads}?").format(
                    name=chosen.name, leads=_leads(chosen.total_leads)
                ),
                self.tr("This cannot be undone. Your do-not-contact list keeps its entries."),
                action=NoticeAction(self.tr("Delete list"), self.delete_now),
                lasting=True,
            )
        )

    @Slot()
    def delete_now(self) -> None:
        """Delete the list that was asked about."""
        list_id, self._doomed = self._doomed, ""
        if list_id:
            job = self._context.jobs.submit(
                lambda work: self._services.leads.delete_list(list_id, work),
                title=self.tr("Deleting the list"),
            )
            job.succeeded.connect(self._deleted)

    def assign(self, campaign_id: str) -> None:
        """Give the list on screen to a campaign, "" for none."""
        chosen = self._state.chosen
        if chosen is not None and chosen.campaign_id != campaign_id:
            list_id = chosen.id
            self._context.jobs.submit(
                lambda work: self._services.leads.assign_list(list_id, campaign_id, work)
            )

    def note_import(self, report: ImportReport) -> None:
        """Show the list that was just imported."""
        self._context.notices.success(done_words(report))
        self._set(replace(self._state, list_id=report.list_id, search=""))
        self.pages.ask(LeadQuery(list_id=report.list_id))
        self.load()

    # -- on a worker -----------------------------------------------------------------------------

    def _read_lists(self, work: Work) -> _Loaded:
        rows = self._services.campaigns.dashboard(work).rows
        return _Loaded(
            self._services.leads.lists(work),
            tuple(CampaignName(row.campaign.id, row.campaign.name) for row in rows),
        )

    def _contactable(
        self,
        query: LeadQuery,
        rows: Sequence[RowRange],
        here: Mapping[int, tuple[str, bool]],
        work: Work,
    ) -> tuple[str, ...]:
        """The addresses in these rows that are not suppressed yet, as the screen has them.

        Args:
            query: What the rows count in.
            rows: Which ones.
            here: Address and whether it is suppressed, by row, as far as they were fetched; the
                rest is read from the database.
            work: Checked between two reads.
        """
        emails: list[str] = []
        for first, last in rows:
            row = first
            while row <= last:
                if row in here:
                    email, suppressed = here[row]
                    emails += [] if suppressed else [email]
                    row += 1
                    continue
                wanted = replace(query, offset=row, limit=min(PAGE, last - row + 1))
                page = self._services.leads.page(wanted, work)
                emails += [lead.email for lead in page.rows if lead.email not in page.suppressed]
                row += wanted.limit
        return tuple(dict.fromkeys(emails))

    # -- news ------------------------------------------------------------------------------------

    @Slot(object)
    def _loaded(self, loaded: _Loaded) -> None:
        list_id = self._state.list_id
        if list_id and all(one.id != list_id for one in loaded.lists):
            list_id = ""
            self.pages.ask(replace(self.pages.query, list_id=""))
        self._set(
            replace(
                self._state,
                loaded=True,
                lists=loaded.lists,
                campaigns=loaded.campaigns,
                list_id=list_id,
            )
        )

    @Slot()
    def _load_finished(self) -> None:
        self._loading = None
        if self._stale:
            self._stale = False
            self.load()

    @Slot()
    def _search_now(self) -> None:
        if self._state.search != self.pages.query.search:
            self.pages.ask(replace(self.pages.query, search=self._state.search))

    @Slot(object)
    def _suppressed(self, emails: tuple[str, ...]) -> None:
        self._suppressed_last = emails
        if not emails:
            self._context.notices.info(self.tr("They are on your do-not-contact list already."))
            return
        self._context.notices.success(
            counted(
                len(emails),
                self.tr("{count} person is on your do-not-contact list now."),
                self.tr("{count} people are on your do-not-contact list now."),
            ),
            more=self.tr("No launch from now on writes to them, and no import brings them back."),
            action=NoticeAction(self.tr("Undo"), self.undo_suppress),
        )

    @Slot(object)
    def _deleted(self, _nothing: object) -> None:
        self._context.notices.success(self.tr("The list was deleted."))

    def _set(self, state: LeadsState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _leads(count: int) -> str:
    return f"{number(count)} leads" if count != 1 else "1 lead"

"""The leads screen in all its states, and the way in for a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.lead_files import write_apollo_export
from vibe_desktop.app.window import App
from vibe_desktop.domain.lead_queries import LeadQuery, LeadSelection
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.leads.history import HistoryDialog
from vibe_desktop.ui.leads.state import LeadFilters
from vibe_desktop.ui.leads.tag_dialog import TagDialog
from vibe_desktop.ui.navigation import Destination, Screen

if TYPE_CHECKING:
    from vibe_desktop.ui.leads.view import LeadsView

FAIR = (
    "Email,First Name,Last Name,Company,Country\n"
    "info@northwind.example,,,Northwind,Germany\n"
    "ada@northwind.example,Ada,Lovelace,Northwind,Germany\n"
    "grace@northwind.example,Grace,Hopper,Northwind,Germany\n"
    "jane@gmail.com,Jane,Roe,,United Kingdom\n"
    "joe@mailinator.com,Joe,Doe,,\n"
    "nobody,Bob,,,\n"
)


def play(app: App, folder: Path, wait: Callable[[], None], shoot: Callable[[str], None]) -> None:
    """Play the scenes. `folder` is a place for lead files."""
    fair = folder / "Spring fair.csv"
    fair.write_text(FAIR, encoding="utf-8")
    export = folder / "apollo-contacts-export.csv"
    write_apollo_export(export, 400, seed=3)
    services, work = app.container, Work()
    made = services.leads.import_file(fair, None, "", work).value.list_id
    of_fair = LeadQuery(list_id=made)
    version = services.leads.page(of_fair, work).version
    services.leads.tag(LeadSelection(of_fair, ((0, 2),), version), "spoke to us", work)
    services.leads.suppress(["globex.example", "eve@acme.example"], "asked by phone", work)
    app.window.navigate(Destination(Screen.LEADS))
    wait()
    view: LeadsView = app.window.page  # type: ignore[assignment] # the page of this screen
    _table(view, wait, shoot)
    _windows(view, app.window, wait, shoot)
    view.open_blocked()
    wait()
    shoot("leads-do-not-contact")
    view.close_aside()
    _importing(view, fair, export, wait, shoot)


def _table(view: "LeadsView", wait: Callable[[], None], shoot: Callable[[str], None]) -> None:
    view.card.filters.changed.emit(LeadFilters(tag="spoke to us", country="DE", flag=LeadFlag.ROLE))
    wait()
    shoot("leads-filters")
    view.card.filters.changed.emit(LeadFilters())
    wait()
    view.card.table.selectAll()
    wait()
    shoot("leads-chosen")
    view.card.table.clearSelection()
    view.card.table.setCurrentIndex(view.card.model.index(0, 0))
    view.card.table.row_opened.emit(view.card.model.index(0, 0))
    wait()
    shoot("leads-details")
    view.card.close_details()


def _windows(
    view: "LeadsView", window: QWidget, wait: Callable[[], None], shoot: Callable[[str], None]
) -> None:
    """What stands in a window of its own is laid over the picture of the main one."""
    view.card.columns.open()
    chooser = view.card.columns.chooser
    assert chooser is not None
    _over(chooser, window, wait, shoot, "leads-columns")
    view.open_history()
    history = window.findChild(HistoryDialog)
    assert history is not None
    _over(history, window, wait, shoot, "leads-history")
    view.card.table.selectRow(0)
    view.card.bulk_bar.tag_wanted.emit()
    tags = view.findChild(TagDialog)
    assert tags is not None
    _over(tags, window, wait, shoot, "leads-tag")


def _over(
    dialog: QWidget,
    window: QWidget,
    wait: Callable[[], None],
    shoot: Callable[[str], None],
    name: str,
) -> None:
    wait()
    picture = QLabel(window)
    picture.setPixmap(dialog.grab())
    picture.adjustSize()
    middle = window.rect().center() - picture.rect().center()
    picture.move(max(0, middle.x()), max(0, middle.y()))
    picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    picture.show()
    shoot(name)
    picture.setParent(None)
    picture.deleteLater()
    dialog.close()


def _importing(
    view: "LeadsView",
    fair: Path,
    export: Path,
    wait: Callable[[], None],
    shoot: Callable[[str], None],
) -> None:
    view.open_import()
    wait()
    shoot("leads-import-choose")
    view.import_file(fair)
    wait()
    wait()
    shoot("leads-import-again")
    view.import_file(export)
    wait()
    wait()
    shoot("leads-import-report")
    area = view.importer
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())
    wait()
    shoot("leads-import-columns")
    view.importer.panel.reasons.fold.button.setChecked(True)
    wait()
    area.ensureWidgetVisible(view.importer.panel.reasons.table)
    wait()
    shoot("leads-import-skipped")
    view.importer.panel.import_button.click()
    wait()
    shoot("leads-imported")

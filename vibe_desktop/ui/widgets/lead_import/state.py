"""What the import panel shows, as one value."""

from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.lead_columns import ColumnMapping, LeadFile
from vibe_desktop.domain.leads import ImportReport, LeadList


class Stage(StrEnum):
    """How far an import is."""

    CHOOSE = "choose"
    LOOK = "look"
    MATCH = "match"
    IMPORT = "import"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class LeadImportState:
    """The state of the panel.

    Attributes:
        file: The file that was looked at; None before.
        mapping: What its columns mean, the founder's corrections included.
        report: What the last rehearsal found, or from `DONE` on what the import did.
        rehearsing: Whether a rehearsal is due or under way, so that `report` may be out of date.
        problem: What stops the import, None when nothing does.
        lists: The lists that the file may go into.
        list_id: The one it goes into, "" for a list of its own.
        name: What the founder calls that list of its own, "" for the name of the file.
    """

    stage: Stage = Stage.CHOOSE
    file: LeadFile | None = None
    mapping: ColumnMapping | None = None
    report: ImportReport | None = None
    rehearsing: bool = False
    problem: Trouble | None = None
    lists: tuple[LeadList, ...] = ()
    list_id: str = ""
    name: str = ""

    @property
    def chosen(self) -> LeadList | None:
        """The list the file goes into, None for one of its own."""
        return next((one for one in self.lists if one.id == self.list_id), None)

    @property
    def can_import(self) -> bool:
        """Whether there is something to import, and it is known what."""
        return (
            self.stage is Stage.MATCH
            and not self.rehearsing
            and self.report is not None
            and self.report.created + self.report.updated > 0
        )

"""What the import panel shows, as one value."""

from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.errors import Trouble
from vibe_desktop.domain.lead_columns import ColumnMapping, LeadFile
from vibe_desktop.domain.leads import ImportReport


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
    """

    stage: Stage = Stage.CHOOSE
    file: LeadFile | None = None
    mapping: ColumnMapping | None = None
    report: ImportReport | None = None
    rehearsing: bool = False
    problem: Trouble | None = None

    @property
    def can_import(self) -> bool:
        """Whether there is something to import, and it is known what."""
        return (
            self.stage is Stage.MATCH
            and not self.rehearsing
            and self.report is not None
            and self.report.imported > 0
        )

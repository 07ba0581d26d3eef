"""What was done to leads, kept so that it can be undone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OperationKind(StrEnum):
    """What was done."""

    IMPORT = "import"
    TAG = "tag"
    UNTAG = "untag"
    MOVE = "move"
    SUPPRESS = "suppress"
    DELETE = "delete"
    DELETE_LIST = "delete_list"


@dataclass(frozen=True, slots=True)
class LeadOperation:
    """One thing that was done to leads.

    Attributes:
        id: What `undo` takes; rises with time.
        leads: How many leads it touched.
        title: What it was about: the file's name, the tag, the list's name.
        undone: Whether it was taken back.
    """

    id: int
    kind: OperationKind
    leads: int
    title: str
    at: datetime
    undone: bool = False

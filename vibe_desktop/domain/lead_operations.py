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
        left: Chosen leads that were left as they are: they had the tag already, or the list that
            they should go to has their address.
        restored: In the answer of `undo`: leads that are as they were before.
    """

    id: int
    kind: OperationKind
    leads: int
    title: str
    at: datetime
    undone: bool = False
    left: int = 0
    restored: int = 0

"""Brings what leads are searched and sorted by up to date."""

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.work import Work
from vibe_desktop.store.lead_indexing import LeadIndex


def bring_up_to_date(index: LeadIndex, work: Work) -> Written[bool]:
    """Index what is not indexed, in slices between which others can write.

    Cheap when there is nothing to do. What is found and in which order is the same before and
    after, only slower before: so nothing has changed for anybody.

    Returns:
        Whether there was something to do.

    Raises:
        Cancelled: The work was cancelled; the next time goes on from there.
        StorageFull, StorageBroken: The index is not complete; leads are as they were.
    """
    work.check()
    return Written(index.bring_up_to_date(work), Changes())

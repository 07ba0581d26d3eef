"""Forgetting a person who asks for it: what is left is a hash that keeps them from coming back."""

import json
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from vibe_desktop.domain.addresses import hash_of
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.errors import Conflict
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.launching import UNFINISHED
from vibe_desktop.store.database.tables import campaigns, launch_leads, launches, suppressions
from vibe_desktop.store.ids import new_id
from vibe_desktop.store.launches import NOT_REFUSED
from vibe_desktop.store.lead_lists import recount
from vibe_desktop.store.lead_selections import bump_version
from vibe_desktop.store.suppressions import salt
from vibe_desktop.store.times import now, to_text

ERASED: Final = "erased"
"""What stands where an address was. No address has this form."""
REASON: Final = "Asked to be forgotten"
_MAY_SEND: Final = (CampaignStatus.ACTIVE, CampaignStatus.PAUSED, CampaignStatus.ATTENTION)
_BLANK: Final = json.dumps({"email": ERASED})


def erase_person(connection: Connection, email: str) -> int:
    """Remove an address (in normal form) from everything kept here; keep a salted hash of it.

    Rows of launches stay, without the person, so that their numbers still add up.

    Returns:
        From how many lists the person was removed.

    Raises:
        Conflict: A launch that has not ended, or a campaign at Instantly, writes to this address.
    """
    _refuse_while_launching(connection, email)
    _refuse_while_sending(connection, email)
    driver: Any = connection.connection.driver_connection
    # What is deleted in the file is written over, not just given free.
    driver.execute("PRAGMA secure_delete=ON")
    try:
        _forget_undoing(driver, email)
        count: int = driver.execute("DELETE FROM leads WHERE email = ?", (email,)).rowcount
        driver.execute("DELETE FROM verifications WHERE email = ?", (email,))
        _blank_launches(driver, email)
        _keep_hash(connection, email)
        recount(connection)
        bump_version(connection)
    finally:
        driver.execute("PRAGMA secure_delete=OFF")
    return count


def _refuse_while_launching(connection: Connection, email: str) -> None:
    busy = (
        select(launches.c.id)
        .join(launch_leads, launch_leads.c.launch_id == launches.c.id)
        .where(launches.c.state.in_(UNFINISHED), launch_leads.c.email == email)
    )
    if connection.execute(busy.limit(1)).first() is not None:
        raise Conflict(
            "A launch that is still under way writes to this person.",
            safe="Nothing was removed.",
            next_step="Let the launch finish, or stop it. Then forget the person.",
        )


def _refuse_while_sending(connection: Connection, email: str) -> None:
    """Once only a hash is left, nobody could tell Instantly any more whom to leave alone."""
    blocked = select(suppressions.c.id).where(
        suppressions.c.value.in_((email, email.rpartition("@")[2])),
        suppressions.c.blocked_at.is_not(None),
    )
    running = (
        select(campaigns.c.name)
        .join(launches, launches.c.campaign_id == campaigns.c.id)
        .join(launch_leads, launch_leads.c.launch_id == launches.c.id)
        .where(
            launch_leads.c.email == email,
            launch_leads.c.outcome.in_(NOT_REFUSED),
            launches.c.state.in_((LaunchState.DONE, LaunchState.PAUSED)),
            campaigns.c.status.in_(_MAY_SEND),
            ~blocked.exists(),
        )
    )
    name = connection.execute(running.limit(1)).scalar()
    if name is not None:
        raise Conflict(
            f"“{name}” still writes to this person at Instantly.",
            safe="Nothing was removed.",
            next_step="Put the address on your do-not-contact list and refresh the campaigns: that "
            "blocks it at Instantly. Then forget the person.",
        )


def _forget_undoing(driver: Any, email: str) -> None:  # noqa: ANN401 - the driver's own connection
    """Drop every old state of this person's rows, also of rows that were deleted."""
    rows = driver.execute(
        "SELECT row FROM leads WHERE email = :email UNION SELECT row FROM lead_undo"
        " WHERE instr(before, :email) AND json_extract(before, '$.email') = :email",
        {"email": email},
    ).fetchall()
    driver.execute(
        "DELETE FROM lead_undo WHERE operation IN (SELECT id FROM lead_operations)"
        " AND row IN (SELECT value FROM json_each(?))",
        (json.dumps([row for (row,) in rows]),),
    )


def _blank_launches(driver: Any, email: str) -> None:  # noqa: ANN401 - the driver's own connection
    driver.execute(
        "UPDATE launch_leads SET email = :erased, payload = :blank,"
        " outcome = replace(outcome, :email, :erased) WHERE email = :email",
        {"email": email, "erased": ERASED, "blank": _BLANK},
    )
    # In JSON the address stands between quotation marks: no longer one is cut in two.
    for table in ("launch_journal", "campaign_edits"):
        driver.execute(
            f"UPDATE {table} SET detail = replace(detail, :quoted, :erased)"  # noqa: S608 - above
            " WHERE instr(detail, :quoted)",
            {"quoted": json.dumps(email), "erased": json.dumps(ERASED)},
        )


def _keep_hash(connection: Connection, email: str) -> None:
    connection.execute(suppressions.delete().where(suppressions.c.value == email))
    row = insert(suppressions).values(
        id=new_id(),
        value=hash_of(email, salt(connection)),
        is_hash=True,
        reason=REASON,
        created_at=to_text(now()),
    )
    connection.execute(row.on_conflict_do_nothing(index_elements=["value"]))

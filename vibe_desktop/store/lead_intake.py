"""Sorting the rows of an import: new leads, leads that change, and those that say nothing new.

A rehearsal and an import run this one code over the same rows, so that they count alike. It only
reads: a thousand rows at a time are looked up in the database by their addresses, and what is not
looked at (a list that is new, in a campaign without other lists) costs nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, select

from vibe_desktop.domain.leads import SkippedRow, SkipReason
from vibe_desktop.store.database.tables import lead_lists
from vibe_desktop.store.lead_lists import of_campaign, require_campaign, require_list

LeadRow = tuple[str | int, ...]
"""Address, first and last name, company, job title, website, phone, personalisation, custom
variables as a JSON object, country code, flags."""

FIELDS: Final = (
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "personalization",
    "custom",
    "country",
    "flags",
)
"""The columns that a `LeadRow` has after the address."""

AT_ONCE: Final = 50
"""Leads in one statement. Taking few rows at a time also keeps them in the processor's cache:
with a thousand an import takes a sixth longer."""
_AT_A_TIME: Final = 1_000  # looked up in one query
_CUSTOM: Final = FIELDS.index("custom")
_COUNTRY: Final = FIELDS.index("country")
_FLAGS: Final = FIELDS.index("flags")
_PLACES: Final = (
    "SELECT leads.email, leads.row, leads.list_number FROM json_each(?)"
    " JOIN leads ON leads.email = json_each.value"
)
_VALUES: Final = (
    f"SELECT leads.email, leads.row, {', '.join(FIELDS)} FROM json_each(?)"  # noqa: S608 - names
    " JOIN leads ON leads.row = json_each.value"
)


RowT_co = TypeVar("RowT_co", bound=LeadRow, covariant=True)


class InBlocks(Generic[RowT_co]):
    """Rows that come many at a time. Can be gone through once, one by one or by `blocks`."""

    def __init__(self, blocks: Iterator[Sequence[RowT_co]], rows: Iterator[RowT_co]) -> None:
        """`rows` gives, one by one, what `blocks` would give."""
        self.blocks = blocks
        self._rows = rows

    def __iter__(self) -> Iterator[RowT_co]:
        return self._rows


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """Where the founder wants leads to go.

    Attributes:
        name: What a new list is called.
        campaign_id: Of a list that is looked for or made; "" for none.
        source: The file or other place they come from. What was imported from there for the
            campaign before is continued; "" continues nothing.
        list_id: A list that is continued whatever the campaign and the source; "" for none.
        named: Whether only a list of this very name is continued.
        shown: What the founder reads of the source; "" for the source itself.
    """

    name: str
    campaign_id: str = ""
    source: str = ""
    list_id: str = ""
    named: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The list that an import goes to.

    Attributes:
        list_id: "" while it is still to be made.
        number: What its leads refer to, 0 while it is still to be made.
        campaign_id: "" for none.
        name: What it is, or will be, called.
        source: The file or other place that it comes from.
        shown: What the founder reads of that.
        size: Leads that it has.
        rivals: Numbers of the campaign's other lists that have leads.
        others: Whether any list but this one has leads.
    """

    list_id: str
    number: int
    campaign_id: str
    name: str
    source: str
    shown: str
    size: int
    rivals: frozenset[int]
    others: bool


@dataclass(frozen=True, slots=True)
class Update:
    """A lead that gets other values.

    Attributes:
        old: What its columns have, by name: those that change.
        new: What they get.
    """

    row: int
    old: Mapping[str, str | int]
    new: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Batch:
    """What some rows of an import come to."""

    created: Sequence[LeadRow]
    updates: list[Update] = field(default_factory=list)


def find_target(connection: Connection, place: ImportPlace) -> Target:
    """The list that an import would go to. Reading is enough for the connection.

    Raises:
        InvalidInput: There is no such campaign or list.
    """
    campaign_id = place.campaign_id
    if place.list_id:
        row: Any = require_list(connection, place.list_id)
        campaign_id = row.campaign_id or ""
    else:
        require_campaign(connection, campaign_id)
        statement = (
            select(lead_lists)
            .where(lead_lists.c.source == place.source, of_campaign(campaign_id))
            .order_by(lead_lists.c.created_at)
            .limit(1)
        )
        if place.named:
            statement = statement.where(lead_lists.c.name == place.name)
        row = connection.execute(statement).first() if place.source else None
    number = row.number if row is not None else 0
    filled = {
        kept.number: kept.campaign_id or ""
        for kept in connection.execute(select(lead_lists).where(lead_lists.c.total_leads > 0))
        if kept.number != number
    }
    return Target(
        list_id=row.id if row is not None else "",
        number=number,
        campaign_id=campaign_id,
        name=row.name if row is not None else place.name,
        source=place.source,
        shown=place.shown or place.source or place.name,
        size=row.total_leads if row is not None else 0,
        rivals=frozenset(
            other for other, owner in filled.items() if campaign_id and owner == campaign_id
        ),
        others=bool(filled),
    )


class Intake:
    """Sorts the rows of one import. Complete once `batches` is exhausted.

    Attributes:
        created, updated, unchanged: Rows by what they come to.
        elsewhere: Created rows whose address a list of another campaign, or of none, has too.
    """

    def __init__(
        self,
        connection: Connection,
        target: Target,
        *,
        on_skip: Callable[[SkippedRow], None] | None = None,
        count_elsewhere: bool = True,
    ) -> None:
        """Prepare.

        Args:
            connection: What is there is read through it.
            target: The list that the rows are for.
            on_skip: Told about every row that another list of the campaign has.
            count_elsewhere: False when the caller counts `elsewhere` itself.
        """
        self._driver: Any = connection.connection.driver_connection
        self._target = target
        self._on_skip = on_skip
        self._compares = bool(target.size or target.rivals)
        self._looks = self._compares or (target.others and count_elsewhere)
        self.created = self.updated = self.unchanged = self.elsewhere = 0

    def batches(self, rows: Iterable[LeadRow], line: Callable[[], int]) -> Iterator[Batch]:
        """What the rows come to, some at a time, in their order.

        Args:
            rows: No address twice.
            line: The line in the file of the row that `rows` gave last.
        """
        if not self._looks and isinstance(rows, InBlocks):
            for block in rows.blocks:
                self.created += len(block)
                yield Batch(block)
            return
        rows = iter(rows)
        if not self._looks:
            while some := list(islice(rows, AT_ONCE)):
                self.created += len(some)
                yield Batch(some)
            return
        while some_more := [(line(), row) for row in islice(rows, _AT_A_TIME)]:
            yield self._sorted(some_more)

    def _sorted(self, rows: list[tuple[int, LeadRow]]) -> Batch:
        emails = json.dumps([row[0] for _, row in rows])
        mine: dict[str, int] = {}
        rivals: set[str] = set()
        elsewhere: set[str] = set()
        for email, row, number in self._driver.execute(_PLACES, (emails,)):
            if number == self._target.number:
                mine[email] = row
            elif number in self._target.rivals:
                rivals.add(email)
            else:
                elsewhere.add(email)
        kept = {}
        if mine:
            numbers = json.dumps(list(mine.values()))
            for email, number, *values in self._driver.execute(_VALUES, (numbers,)):
                kept[email] = (number, values)
        created: list[LeadRow] = []
        batch = Batch(created)
        for line, row in rows:
            email = str(row[0])
            if email in kept:
                self._compare(batch, *kept[email], row)
            elif email in rivals:
                if self._on_skip is not None:
                    self._on_skip(SkippedRow(line, SkipReason.IN_CAMPAIGN, email))
            else:
                self.created += 1
                self.elsewhere += email in elsewhere
                created.append(row)
        return batch

    def _compare(self, batch: Batch, number: int, kept: list[str | int], row: LeadRow) -> None:
        new = difference(kept, row[1:])
        if not new:
            self.unchanged += 1
            return
        self.updated += 1
        old = {name: kept[FIELDS.index(name)] for name in new}
        batch.updates.append(Update(number, old, new))


def difference(kept: list[str | int], row: tuple[str | int, ...]) -> dict[str, str | int]:
    """What a row changes about a lead: cells that are not blank and say something else.

    Args:
        kept: The lead's values of `FIELDS`.
        row: The row's.

    Returns:
        New values by column. Custom variables are merged. A country does not take the place of
        another one unless the row's variables change too: it may be a guess by the address.
    """
    new: dict[str, str | int] = {
        name: value
        for name, old, value in zip(FIELDS[:_CUSTOM], kept, row, strict=False)
        if value and value != old
    }
    if row[_CUSTOM] != kept[_CUSTOM] and row[_CUSTOM] != "{}":
        old = json.loads(str(kept[_CUSTOM]))
        merged = old | {key: value for key, value in json.loads(str(row[_CUSTOM])).items() if value}
        if merged != old:
            new["custom"] = json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
    country = row[_COUNTRY]
    if country and country != kept[_COUNTRY] and (not kept[_COUNTRY] or "custom" in new):
        new["country"] = country
    if row[_FLAGS] != kept[_FLAGS]:
        new["flags"] = row[_FLAGS]
    return new

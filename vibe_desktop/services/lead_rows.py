"""The shape in which leads go from reading to writing, and the code that makes it of a row's cells.

A list can have a million rows of twenty cells. They are put together by functions that are made for
the file's mapping: that costs a third of looping over the columns.
"""

from collections.abc import Callable, Collection, Sequence
from json.encoder import encode_basestring
from typing import Any

from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import LeadField

LeadRow = tuple[str, str, str, str, str, str, str, str, str, str, int]
"""Address, first and last name, company, job title, website, phone, personalisation, custom
variables as a JSON object, country code, `LeadFlag` bits."""

MakeRow = Callable[[list[str], str, str, int], LeadRow]
"""Takes as many stripped cells as the mapping has columns, the address, country and flags."""

MakeCustom = Callable[[Sequence[Sequence[str]]], list[str]]
"""Takes the columns of many rows, gives the custom variables of each row as a JSON object."""


def row_maker(mapping: ColumnMapping, *, plain: bool) -> MakeRow:
    """A function that makes a lead of a row's cells; a custom variable without a value is left out.

    Args:
        mapping: Which cell becomes what.
        plain: For rows without a quotation mark, backslash or control character in any cell:
            those are JSON as they stand, in half the time.
    """
    names = [f"c{index}" for index in range(len(mapping.targets))]
    fields = [names[index] if index >= 0 else "''" for index in field_columns(mapping)]
    quoting = frozenset[int]() if plain else frozenset(range(len(names)))
    source = (
        "def make(cells, email, country, flags):\n"
        f"    [{', '.join(names)}] = cells\n"
        f"    return (email, {', '.join(fields)}, {_json(mapping, quoting)}, country, flags)\n"
    )
    make: MakeRow = _made(source)
    return make


def custom_maker(mapping: ColumnMapping, quoting: Collection[int]) -> MakeCustom:
    """A function that does the same for the custom variables of many rows.

    Args:
        mapping: Which cell becomes what, at least one of them a custom variable.
        quoting: The columns with a quotation mark or backslash anywhere; no column has a control
            character.
    """
    customs = custom_columns(mapping)
    source = (
        "def make(columns):\n"
        f"    return [{_json(mapping, quoting)}\n"
        f"        for [{', '.join(f'c{index}' for index in customs)}]\n"
        f"        in zip({', '.join(f'columns[{index}]' for index in customs)}, strict=True)]\n"
    )
    make: MakeCustom = _made(source)
    return make


def field_columns(mapping: ColumnMapping) -> list[int]:
    """The column of each text of a `LeadRow` between address and custom variables, -1 for none."""
    return [mapping.index_of(field) for field in LeadField if field is not LeadField.EMAIL]


def custom_columns(mapping: ColumnMapping) -> list[int]:
    """The columns that are custom variables."""
    return [index for index, target in enumerate(mapping.targets) if target.custom]


def _made(source: str) -> Any:  # noqa: ANN401 - a function whose signature the caller knows
    namespace: dict[str, Any] = {"quoted": encode_basestring}
    # Nothing of the file is in the source but column numbers and names that went through `repr`.
    exec(source, namespace)  # noqa: S102 - see above
    return namespace["make"]


def _json(mapping: ColumnMapping, quoting: Collection[int]) -> str:
    """An expression: the JSON object of a row's custom variables, from the names of its cells."""
    parts = []
    for index in custom_columns(mapping):
        # The mark that ends a value stands before the next name.
        label = f'",{encode_basestring(mapping.targets[index].custom)}:"'
        value = f"c{index}"
        if index in quoting:
            value = f"quoted({value})[1:-1] if {value} else ''"
        parts.append(f"{label!r} if c{index} else '', {value}")
    if not parts:
        return "'{}'"
    joined = f"''.join(({', '.join(parts)}))"
    return f"""'{{' + custom[2:] + '"}}' if (custom := {joined}) else '{{}}'"""

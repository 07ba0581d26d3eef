"""The shape in which leads go from reading to writing, and the code that makes it of a row's cells.

A list can have a million rows of twenty cells. The tuple of one is put together by a function that
is generated for the file's mapping: it costs a third of looping over the columns.
"""

from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import LeadField

LeadRow = tuple[str, str, str, str, str, str, str, str, str, str, int]
"""Address, first and last name, company, job title, website, phone, personalisation, custom
variables as a JSON object, country code, `LeadFlag` bits."""

MakeRow = Callable[[list[str], str, str, int], LeadRow]
"""Takes as many stripped cells as the mapping has columns, the address, country and flags."""

MakeRows = Callable[[list[list[str]], list[str], list[str], list[int]], list[LeadRow]]
"""The same of many rows: all cells, all addresses, all countries, all flags."""


def row_maker(mapping: ColumnMapping, *, plain: bool) -> MakeRow:
    """A function that makes a lead of a row's cells; a custom variable without a value is left out.

    Args:
        mapping: Which cell becomes what.
        plain: For rows without a quotation mark, backslash or control character in any cell:
            those are JSON as they stand, in half the time.
    """
    source = (
        "def make(cells, email, country, flags):\n"
        f"    [{', '.join(_names(mapping))}] = cells\n"
        f"    return {_lead(mapping, plain=plain)}\n"
    )
    make: MakeRow = _made(source)
    return make


def block_maker(mapping: ColumnMapping, *, plain: bool) -> MakeRows:
    """A function that makes leads of many rows: what `row_maker` makes of each."""
    source = (
        "def make(rows, emails, countries, flags_of):\n"
        f"    return [{_lead(mapping, plain=plain)}\n"
        f"        for [{', '.join(_names(mapping))}], email, country, flags\n"
        "        in zip(rows, emails, countries, flags_of, strict=True)]\n"
    )
    make: MakeRows = _made(source)
    return make


def _made(source: str) -> Any:  # noqa: ANN401 - a function whose signature the caller knows
    namespace: dict[str, Any] = {"quoted": encode_basestring}
    # Nothing of the file is in the source but column numbers and names that went through `repr`.
    exec(source, namespace)  # noqa: S102
    return namespace["make"]


def _names(mapping: ColumnMapping) -> list[str]:
    return [f"c{index}" for index in range(len(mapping.targets))]


def _lead(mapping: ColumnMapping, *, plain: bool) -> str:
    """An expression: the tuple of a lead, from the names of its cells."""
    names = _names(mapping)
    fields = [
        names[index] if (index := mapping.index_of(field)) >= 0 else "''"
        for field in LeadField
        if field is not LeadField.EMAIL
    ]
    customs = [
        (name, f",{encode_basestring(target.custom)}:")
        for name, target in zip(names, mapping.targets, strict=True)
        if target.custom
    ]
    if not customs:
        whole = "'{}'"
    elif plain:
        # The mark that ends a value stands before the next name.
        parts = [f"""{'"' + label + '"'!r} if {name} else '', {name}""" for name, label in customs]
        joined = f"''.join(({', '.join(parts)}))"
        whole = f"""'{{' + custom[2:] + '"}}' if (custom := {joined}) else '{{}}'"""
    else:
        parts = [f"{label!r} + quoted({name}) if {name} else ''" for name, label in customs]
        joined = f"''.join(({', '.join(parts)},))"
        whole = f"'{{' + custom[1:] + '}}' if (custom := {joined}) else '{{}}'"
    return f"(email, {', '.join(fields)}, {whole}, country, flags)"

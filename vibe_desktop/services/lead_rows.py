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


def row_maker(mapping: ColumnMapping, *, plain: bool) -> MakeRow:
    """A function that makes a lead of a row's cells; a custom variable without a value is left out.

    Args:
        mapping: Which cell becomes what.
        plain: For rows without a quotation mark, backslash or control character in any cell:
            those are JSON as they stand, in half the time.
    """
    names = [f"c{index}" for index in range(len(mapping.targets))]
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
    if plain:
        # The mark that ends a value stands before the next name.
        parts = [f"""{'"' + label + '"'!r} if {name} else '', {name}""" for name, label in customs]
        whole = """ '{' + custom[2:] + '"}'"""
    else:
        parts = [f"{label!r} + quoted({name}) if {name} else ''" for name, label in customs]
        whole = """ '{' + custom[1:] + '}'"""
    source = (
        "def make(cells, email, country, flags):\n"
        f"    [{', '.join(names)}] = cells\n"
        f"    custom = ''.join(({', '.join([*parts, repr('')])},))\n"
        f"    return (email, {', '.join(fields)},"
        f" {whole} if custom else '{{}}', country, flags)\n"
    )
    namespace: dict[str, Any] = {"quoted": encode_basestring}
    # Nothing of the file is in the source but column numbers and names that went through `repr`.
    exec(source, namespace)  # noqa: S102
    make: MakeRow = namespace["make"]
    return make

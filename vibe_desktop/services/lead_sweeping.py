"""Deciding about a block of simple rows at once.

Most blocks of a lead file hold nothing that needs a second look: every row is as wide as the
header, every address has the plain form, nobody is suppressed or repeated. Such a block is decided
about by a handful of calls over all its rows, in a third of the time that looking at them one by
one takes. Whatever is not so simple is left to `lead_sifting`, which decides row by row; both come
to the same, and a test holds them together.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Final

from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.domain.countries import country_of_host
from vibe_desktop.domain.hygiene import ROLE_NAMES, host_flags, is_role, simple_hosts
from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.spreadsheets import plain_cell
from vibe_desktop.services.lead_rows import LeadRow, block_maker, row_maker

_APART: Final = "\0"
"""Stands between two cells: no cell of a plain block has it."""
_LONGEST: Final = 64
"""Of an address that is looked at here: none of its parts is too long then."""
_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]++"
_LABEL: Final = r"[a-z0-9]++(?:-++[a-z0-9]++)*+"
# Every address with a line feed behind it: the plain form of `domain.addresses`, in small letters.
_are_addresses = re.compile(
    rf"(?:(?!'){_ATOM}(?:\.{_ATOM})*+@(?:{_LABEL}\.)++[a-z]{{2,63}}+\n)*+"
).fullmatch
_ROLE: Final = int(LeadFlag.ROLE)


@dataclass(slots=True)
class Swept:
    """A block that was decided about: all its rows are leads.

    Attributes:
        hosts: The host name of each address.
        countries: The country code of each lead.
        flags: The `LeadFlag` bits of each lead.
    """

    leads: list[LeadRow]
    hosts: list[str]
    countries: Sequence[str]
    flags: Sequence[int]


class Sweeper:
    """Takes blocks of one file. Knows nothing of rows before: see `sweep`."""

    def __init__(
        self,
        mapping: ColumnMapping,
        suppressed: DoNotContact,
        disposable: Collection[str],
        country_code: Callable[[str], str],
    ) -> None:
        """Prepare.

        Args:
            mapping: Checked for the file.
            suppressed: Who must not be contacted.
            disposable: Domains of throw-away addresses.
            country_code: What a text of the country column says.
        """
        self._width = len(mapping.targets)
        self._address = mapping.email_index
        self._country = mapping.country_index
        self._suppressed = suppressed
        self._disposable = disposable
        self._noticed = simple_hosts(disposable)
        self._country_code = country_code
        self._make = block_maker(mapping)
        self._make_any = row_maker(mapping, plain=False)

    def sweep(self, rows: Iterable[list[str]], seen: set[int]) -> Swept | None:
        """Decide about rows of a block whose text is plain; None when one is not simple.

        Args:
            rows: Their cells.
            seen: The hashes of the addresses so far; those of these rows are added.
        """
        rows = [list(map(str.strip, row)) for row in rows]
        if set(map(len, rows)) != {self._width} or self._suppressed.hashes:
            return None
        texts = list(map(_APART.join, rows))
        _without_apostrophes(rows, texts)
        emails = [row[self._address].lower() for row in rows]
        if max(map(len, emails)) > _LONGEST or not _are_addresses("\n".join([*emails, ""])):
            return None
        hosts = [email.rpartition("@")[2] for email in emails]
        different = set(hosts)
        nested = [host for host in different if host.count(".") > 1]
        if self._barred(emails, different, nested):
            return None
        hashes = set(map(hash, emails))
        if len(hashes) < len(emails) or not seen.isdisjoint(hashes):
            return None
        seen |= hashes
        flags = self._flags(emails, hosts, different, nested)
        countries = self._countries(rows, hosts)
        leads = self._make(rows, emails, countries, flags)
        for place, text in enumerate(texts):
            # In JSON these are written otherwise than they stand.
            if '"' in text or "\\" in text:
                leads[place] = self._make_any(
                    rows[place], emails[place], countries[place], flags[place]
                )
        return Swept(leads, hosts, countries, flags)

    def _barred(self, emails: list[str], hosts: set[str], nested: list[str]) -> bool:
        """Whether nothing may be sent to one of the addresses."""
        suppressed = self._suppressed
        if not suppressed.addresses.isdisjoint(emails):
            return True
        domains = suppressed.domains
        return bool(domains) and (
            not domains.isdisjoint(hosts) or any(map(suppressed.covers_host, nested))
        )

    def _flags(
        self, emails: list[str], hosts: list[str], different: set[str], nested: list[str]
    ) -> list[int]:
        noticed = different & self._noticed
        flags = [0] * len(emails)
        if noticed or nested:
            told = {host: int(host_flags(host, self._disposable)) for host in (*noticed, *nested)}
            flags = list(map(told.get, hosts, repeat(0)))
        local_parts = [email.partition("@")[0] for email in emails]
        if not ROLE_NAMES.isdisjoint(local_parts) or any("+" in part for part in local_parts):
            flags = [
                flag | _ROLE if is_role(part) else flag
                for flag, part in zip(flags, local_parts, strict=True)
            ]
        return flags

    def _countries(self, rows: list[list[str]], hosts: list[str]) -> list[str]:
        if self._country < 0:
            return list(map(_country_of_top, [host.rpartition(".")[2] for host in hosts]))
        place = self._country
        countries = [self._country_code(row[place]) for row in rows]
        if not all(countries):
            countries = [
                country or country_of_host(host)
                for country, host in zip(countries, hosts, strict=True)
            ]
        return countries


def _without_apostrophes(rows: list[list[str]], texts: list[str]) -> None:
    """Take off the apostrophes that an export put in front of what looks like a formula."""
    mark = _APART + "'"
    if mark not in _APART.join(["", *texts]):
        return
    for row, text in zip(rows, texts, strict=True):
        if text[:1] == "'":
            row[0] = plain_cell(row[0])
        at = text.find(mark)
        while at >= 0:
            column = text.count(_APART, 0, at + 1)
            row[column] = plain_cell(row[column])
            at = text.find(mark, at + 1)


@lru_cache(maxsize=1024)
def _country_of_top(top: str) -> str:
    return country_of_host(f"x.{top}")


def count_known(counts: Counter[str], names: Iterable[str], most: int) -> None:
    """Count names, but no new ones beyond `most` different ones."""
    if len(counts) < most:
        counts.update(names)
    else:
        counts.update(name for name in names if name in counts)

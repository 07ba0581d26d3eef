"""Deciding about a block of simple rows at once.

Most rows of a lead file need no second look: they are as wide as the header, their addresses have
the plain form, nobody is suppressed or repeated. Such rows are decided about by a handful of calls
over all of them at once. Whatever is not so simple is left to `lead_sifting`, which decides row by
row; both come to the same, and a test holds them together.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Final

from vibe_desktop.domain.addresses import DoNotContact, normalise_email, untagged
from vibe_desktop.domain.countries import country_of_host
from vibe_desktop.domain.hygiene import ROLE_NAMES, host_flags, is_role, simple_hosts
from vibe_desktop.domain.lead_columns import ColumnMapping
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.spreadsheets import plain_cell
from vibe_desktop.services.lead_rows import (
    LeadRow,
    MakeCustom,
    custom_columns,
    custom_maker,
    field_columns,
)

_LONGEST: Final = 64
"""Of an address that is looked at here: none of its parts is too long then."""
_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]++"
_LABEL: Final = r"[a-z0-9]++(?:-++[a-z0-9]++)*+"
# Addresses, each with a line feed behind it: the plain form of `domain.addresses`, lower case.
_addresses = re.compile(
    rf"(?:(?!'){_ATOM}(?:\.{_ATOM})*+@(?:{_LABEL}\.)++[a-z]{{2,63}}+\n)*+"
).match
_MOST_MAKERS: Final = 32  # they are compiled: a third of a millisecond each
_ROLE: Final = int(LeadFlag.ROLE)


@dataclass(slots=True)
class Swept:
    """The simple rows of a block: all of them are leads.

    Attributes:
        places: The place of each in the block.
        odd: The places of the others, which are left to somebody else.
        hosts: The host name of each address.
        countries: The country code of each lead.
        flags: The `LeadFlag` bits of each lead.
    """

    leads: list[LeadRow]
    places: list[int]
    odd: list[int]
    hosts: list[str]
    countries: Sequence[str]
    flags: Sequence[int]


class Sweeper:
    """Takes blocks of one file."""

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
        self._mapping = mapping
        self._fields = field_columns(mapping)
        self._customs = custom_columns(mapping)
        self._wanted = sorted({*self._fields, *self._customs} - {-1})
        self._makers: dict[frozenset[int], MakeCustom] = {}

    def sweep(self, rows: Iterable[list[str]], seen: set[int]) -> Swept | None:
        """Decide about the simple rows of a block whose text is plain; None when that is not safe.

        Args:
            rows: Their cells.
            seen: The hashes of the addresses so far; those of the leads are added. So an odd row
                that repeats one of them is told from it, wherever it stands.
        """
        rows = list(rows)
        if self._suppressed.hashes or set(map(len, rows)) != {self._width}:
            return None
        address = self._address
        emails = [row[address].strip().lower() for row in rows]
        odd = _odd(emails, seen)
        places = list(range(len(rows)))
        if odd:
            every = emails.copy()
            for place in reversed(odd):
                del rows[place], emails[place], places[place]
            if not places or _hides_one(every, odd, emails):
                return None
        # Each has one "@": of what stands between them every second is a host name.
        between = "\n".join(emails).replace("@", "\n").split("\n")
        hosts = between[1::2]
        different = set(hosts)
        nested = [host for host in different if host.count(".") > 1]
        if self._barred(emails, different, nested):
            return None
        seen.update(map(hash, emails))
        flags = self._flags(between[::2], hosts, different, nested)
        columns, quoting = self._cleaned(rows)
        countries = self._countries(columns, hosts)
        nothing = repeat("")
        fields = [columns[index] if index >= 0 else nothing for index in self._fields]
        customs = self._custom(columns, quoting)
        leads = list(zip(emails, *fields, customs, countries, flags, strict=False))
        return Swept(leads, places, odd, hosts, countries, flags)

    def _cleaned(self, rows: list[list[str]]) -> tuple[list[Sequence[str]], frozenset[int]]:
        """The columns of plain rows, and those whose values JSON writes otherwise than they stand.

        Most columns have neither a space nor an apostrophe anywhere, which one look at all of
        their text tells.
        """
        columns: list[Sequence[str]] = list(zip(*rows, strict=True))
        quoting = []
        for index in self._wanted:
            text = "\n".join(columns[index])
            if " " in text:
                columns[index] = list(map(str.strip, columns[index]))
            # Perhaps one that an export put in front of what looks like a formula.
            if "'" in text:
                columns[index] = [
                    plain_cell(cell) if cell[:1] == "'" else cell for cell in columns[index]
                ]
            if ('"' in text or "\\" in text) and self._mapping.targets[index].custom:
                quoting.append(index)
        return columns, frozenset(quoting)

    def _custom(self, columns: list[Sequence[str]], quoting: frozenset[int]) -> Iterable[str]:
        """The custom variables of each row, as JSON."""
        if not self._customs:
            return repeat("{}")
        if quoting not in self._makers:
            if len(self._makers) > _MOST_MAKERS:
                quoting = frozenset(self._customs)
            self._makers[quoting] = custom_maker(self._mapping, quoting)
        return self._makers[quoting](columns)

    def _barred(self, emails: list[str], hosts: set[str], nested: list[str]) -> bool:
        """Whether nothing may be sent to one of the addresses."""
        suppressed = self._suppressed
        if suppressed.addresses:
            if not suppressed.addresses.isdisjoint(emails):
                return True
            if "+" in "".join(emails) and not suppressed.addresses.isdisjoint(
                map(untagged, emails)
            ):
                return True
        domains = suppressed.domains
        return bool(domains) and (
            not domains.isdisjoint(hosts) or any(map(suppressed.covers_host, nested))
        )

    def _flags(
        self, local_parts: list[str], hosts: list[str], different: set[str], nested: list[str]
    ) -> list[int]:
        noticed = different & self._noticed
        flags = [0] * len(hosts)
        if noticed or nested:
            told = {host: int(host_flags(host, self._disposable)) for host in (*noticed, *nested)}
            flags = list(map(told.get, hosts, repeat(0)))
        if not ROLE_NAMES.isdisjoint(local_parts) or "+" in "".join(local_parts):
            flags = [
                flag | _ROLE if is_role(part) else flag
                for flag, part in zip(flags, local_parts, strict=True)
            ]
        return flags

    def _countries(self, columns: list[Sequence[str]], hosts: list[str]) -> list[str]:
        if self._country < 0:
            return list(map(_country_of_top, [host.rpartition(".")[2] for host in hosts]))
        texts = columns[self._country]
        codes = {text: self._country_code(text) for text in set(texts)}
        countries = [codes[text] for text in texts]
        if "" in countries:
            countries = [
                country or country_of_host(host)
                for country, host in zip(countries, hosts, strict=True)
            ]
        return countries


def _odd(emails: list[str], seen: set[int]) -> list[int]:
    """The places of addresses that have not the plain form, or stood further up."""
    odd: set[int] = set()
    joined = "\n".join([*emails, ""])
    at = _end_of_addresses(joined, 0)
    while at < len(joined):
        # The line that it came to is no address: go on behind it.
        odd.add(joined.count("\n", 0, at))
        at = _end_of_addresses(joined, joined.index("\n", at) + 1)
    if max(map(len, emails)) > _LONGEST:
        odd.update(place for place, email in enumerate(emails) if len(email) > _LONGEST)
    hashes = list(map(hash, emails))
    again = seen.intersection(hashes)
    if again or len(set(hashes)) < len(hashes):
        # Of equal ones the first place stays: the last that is put in.
        firsts = dict(zip(reversed(hashes), range(len(hashes) - 1, -1, -1), strict=True))
        odd.update(firsts[key] for key in again)
        if len(firsts) < len(hashes):
            odd.update(set(range(len(hashes))).difference(firsts.values()))
    return sorted(odd)


def _end_of_addresses(joined: str, at: int) -> int:
    found = _addresses(joined, at)
    return found.end() if found is not None else at


def _hides_one(emails: list[str], odd: list[int], simple: list[str]) -> bool:
    """Whether an address that has not the plain form is, underneath, one of the simple ones.

    Whichever of the two stands first is the lead: that takes going through them in their order.
    """
    hidden = {
        normal
        for email in map(emails.__getitem__, odd)
        if (normal := normalise_email(email)) != email
    }
    return not hidden.isdisjoint(simple)


@lru_cache(maxsize=1024)
def _country_of_top(top: str) -> str:
    return country_of_host(f"x.{top}")


def count_known(counts: Counter[str], names: Iterable[str], most: int) -> None:
    """Count names, but no new ones beyond `most` different ones."""
    if len(counts) < most:
        counts.update(names)
    else:
        counts.update(name for name in names if name in counts)

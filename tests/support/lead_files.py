"""Lead files as founders export them, with every kind of dirt, and what an import makes of them."""

import csv
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vibe_desktop.domain.leads import SkipReason

APOLLO_HEADER = (
    "First Name",
    "Last Name",
    "Title",
    "Company",
    "Company Name for Emails",
    "Email",
    "Email Status",
    "Seniority",
    "Departments",
    "Work Direct Phone",
    "Mobile Phone",
    "Corporate Phone",
    "# Employees",
    "Industry",
    "Keywords",
    "Person Linkedin Url",
    "Website",
    "Company Linkedin Url",
    "City",
    "State",
    "Country",
)
EMAIL = APOLLO_HEADER.index("Email")
GERMAN_BASIS = "They asked for it at the fair in May 2026."
"""Why the Germans among them may be written to."""

_FIRST = (
    "Ada", "Björn", "Chloé", "Dmitri", "Elif", "Fatima", "Grace", "Håkan", "Ines", "João",
    "Katja", "Łukasz", "Mei", "Nkechi", "O’Neil", "Priya", "Quentin", "Søren", "Tomás", "Zoë",
)  # fmt: skip
_LAST = (
    "Lovelace", "Åkerström", "Dubois", "Ivanov", "Yılmaz", "Haddad", "Hopper", "Berg", "Núñez",
    "Pereira", "van der Berg", "Nowak", "Lin", "Okafor", "Smith-Jones", "Raman", "Tarantino",
)  # fmt: skip
_COMPANIES = (
    "Acme, Inc.", "Nordlys GmbH", "Blue Harbour Ltd", "Quantum & Sons", 'The "Good" Company',
    "Solar Peak", "Kettle; Pot", "Vertex Labs", "Brightside", "Ostrich | Emu",
)  # fmt: skip
_TITLES = ("Founder", "CEO", "Head of Growth", "VP, Sales", "RevOps Lead", "Marketing Manager")
_INDUSTRIES = ("computer software", "marketing & advertising", "health, wellness", "logistics")
_BROKEN_ADDRESSES = (
    "ada@", "@acme.com", "ada acme.com", "ada@@acme.com", "ada@acme", "a da@acme.com",
    "ada..l@acme.com", "ada@acme..com", "n/a", "-", "ada@acme.com; bob@acme.com",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExpectedImport:
    """What an import of the file must report.

    Attributes:
        imported: Rows that become leads.
        reasons: Skipped rows by reason.
        addresses: The leads' addresses in file order, in normal form.
        skipped_lines: The lines on which the skipped rows begin, in order.
    """

    imported: int
    reasons: Mapping[SkipReason, int]
    addresses: tuple[str, ...]
    skipped_lines: tuple[int, ...]

    @property
    def skipped(self) -> int:
        """Skipped rows in all."""
        return sum(self.reasons.values())


class _Lines:
    """Collects text and knows the line that the next write begins at."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.line = 1

    def write(self, text: str) -> None:
        """Add text that does not end between the two characters of a line end."""
        self._parts.append(text)
        # Line ends as editors count them: CR LF is one.
        self.line += text.count("\n") + text.replace("\r\n", "").count("\r")

    def text(self) -> str:
        return "".join(self._parts)


class _Writer:
    """Writes rows and keeps count of lines and of what each row will become."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - test data
        self._text = _Lines()
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._csv.writerow(APOLLO_HEADER)
        self._addresses: list[str] = []
        self._reasons: Counter[SkipReason] = Counter()
        self._skipped_lines: list[int] = []

    def clean(self, number: int) -> None:
        """A row that becomes a lead, as an exporter at its best writes it."""
        cells = self._cells(number)
        self._addresses.append(cells[EMAIL])
        self._csv.writerow(cells)

    def odd(self, number: int) -> None:
        """A row that becomes a lead although something about it is odd."""
        cells = self._cells(number)
        address = cells[EMAIL]
        self._addresses.append(address)
        cells[EMAIL] = self._random.choice(
            (
                address.upper(),
                f"  {address} ",
                f"mailto:{address}",
                f"{cells[0]} {cells[1]} <{address}>",
                f"{address}.",
                f"\u200b{address}\u00a0",
            )
        )
        match number % 5:
            case 0:
                cells[APOLLO_HEADER.index("Keywords")] = 'first line\r\n"second", last\n\nline'
            case 1:
                cells[0] = ""
            case 2:
                cells[APOLLO_HEADER.index("City")] = "Mal\0mö"
            case 3:
                cells = cells[: EMAIL + 3]  # the exporter left out what was empty at the end
            case _:
                cells += ["", " "]
        self._csv.writerow(cells)

    def bad(self, number: int, reason: SkipReason) -> None:
        """A row that is skipped for this reason."""
        cells = self._cells(number)
        match reason:
            case SkipReason.NO_ADDRESS:
                cells[EMAIL] = self._random.choice(("", "  "))
            case SkipReason.BAD_ADDRESS:
                cells[EMAIL] = self._random.choice(_BROKEN_ADDRESSES)
            case SkipReason.DUPLICATE_IN_FILE:
                cells[EMAIL] = self._random.choice((str.upper, str.title))(
                    self._random.choice(self._addresses)
                )
            case SkipReason.TOO_FEW_COLUMNS:
                cells = cells[: self._random.randint(1, EMAIL)]
            case SkipReason.TOO_MANY_COLUMNS:
                cells += ["one cell", "too many"]
            case _:
                cells[0] = "Bro\ufffdken"
        self._skip(reason)
        self._csv.writerow(cells)

    def unclosed_quote(self, number: int) -> None:
        """A row whose last quotation mark is never closed."""
        self._skip(SkipReason.UNREADABLE)
        self._text.write(f'Ada,"Lovelace {number},CEO,Acme\r\n')

    def blank(self) -> None:
        """A row that is no row."""
        self._text.write(self._random.choice(("\r\n", ",,,,\r\n", "   \r\n", " , \r\n")))

    def finish(self, path: Path, encoding: str) -> ExpectedImport:
        """Write the file."""
        path.write_bytes(self._text.text().encode(encoding))
        return ExpectedImport(
            len(self._addresses),
            dict(self._reasons),
            tuple(self._addresses),
            tuple(self._skipped_lines),
        )

    def _skip(self, reason: SkipReason) -> None:
        self._reasons[reason] += 1
        self._skipped_lines.append(self._text.line)

    def _cells(self, number: int) -> list[str]:
        pick = self._random.choice
        first, last, company = pick(_FIRST), pick(_LAST), pick(_COMPANIES)
        short = company.partition(",")[0].removesuffix(" GmbH").removesuffix(" Ltd")
        host = (
            f"{''.join(c for c in short.lower() if c.isascii() and c.isalnum())}{number % 997}.com"
        )
        plain = "".join(
            c for c in f"{first}.{last}".lower() if c.isascii() and (c.isalnum() or c == ".")
        )
        return [
            first,
            last,
            pick(_TITLES),
            company,
            short,
            f"{plain.strip('.')}{number}@{host}",
            pick(("Verified", "Likely to Engage", "Unavailable")),
            pick(("Founder", "C suite", "Head", "Manager")),
            pick(("Sales", "Marketing, Sales", "Engineering")),
            pick(("", "", f"'+1 415-555-{number % 10000:04d}")),
            pick(("", f"+49 151 {number % 10**8:08d}")),
            f"+1 212-555-{number % 10000:04d}",
            str(self._random.randint(1, 5000)),
            pick(_INDUSTRIES),
            "crm, sales, outbound",
            f"http://www.linkedin.com/in/{number}",
            f"https://www.{host}",
            f"http://www.linkedin.com/company/{number}",
            pick(("Berlin", "São Paulo", "New York", "Malmö")),
            pick(("", "New York", "Skåne")),
            pick(("Germany", "Brazil", "United States", "Sweden")),
        ]


def write_apollo_export(
    path: Path, rows: int, seed: int, *, dirty: bool = True, encoding: str = "utf-8"
) -> ExpectedImport:
    """Write a file with an Apollo export's header and `rows` rows: of 8 one is bad, two are odd.

    Every kind of dirt occurs once `rows` is 200 or more. The same arguments write the same bytes.

    Args:
        path: Where to.
        rows: Rows that are not blank.
        seed: For the random choices.
        dirty: False for clean rows only.
        encoding: "utf-8", "utf-8-sig" or "utf-16".
    """
    writer = _Writer(seed)
    kinds = [
        SkipReason.NO_ADDRESS,
        SkipReason.BAD_ADDRESS,
        SkipReason.DUPLICATE_IN_FILE,
        SkipReason.TOO_FEW_COLUMNS,
        SkipReason.TOO_MANY_COLUMNS,
        SkipReason.UNREADABLE,
    ]
    for number in range(rows):
        kind = (number // 8) % (len(kinds) + 1)
        if not dirty or number % 8 < 5:
            writer.clean(number)
        elif number % 8 > 5:
            writer.odd(number)
        elif kind == len(kinds):
            writer.unclosed_quote(number)
        else:
            writer.bad(number, kinds[kind])
        if dirty and number % 40 == 13:
            writer.blank()
    return writer.finish(path, encoding)

"""Which column of a lead file means what: guessed from the header, corrected by the founder.

The names below are those of the exports founders have: Apollo, HubSpot, Instantly, Hunter,
Google Contacts, Outlook, Clay, Lemlist, Snov.io, Pipedrive, ZoomInfo, Lusha, and LinkedIn Sales
Navigator through its usual exporters (Evaboot, Wiza, PhantomBuster, Surfe). A column that fits no
field of a lead becomes a custom variable that a template can use by its name.

It is long because half of it is the names of those columns.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.leads import LeadField

NAMES: Final[dict[LeadField, tuple[str, ...]]] = {
    LeadField.EMAIL: (
        "email",
        "email address",
        "work email",
        "work email address",
        "business email",
        "professional email",
        "primary email",
        "contact email",
        "person email work",
        "person email",
        "company email",
        "email 1 value",
        "email 1",
        "email adresse",
        "emailadresse",
        "adresse email",
        "adresse electronique",
        "correo electronico",
        "correo",
        "find work email",
        "final email",
        "mail",
        "personal email",
        "email 2 value",
        "secondary email",
        "person email home",
        "person email other",
    ),
    LeadField.FIRST_NAME: (
        "first name",
        "firstname",
        "given name",
        "person first name",
        "contact first name",
        "first",
        "forename",
        "vorname",
        "prenom",
        "nombre",
    ),
    LeadField.LAST_NAME: (
        "last name",
        "lastname",
        "family name",
        "surname",
        "person last name",
        "contact last name",
        "last",
        "nachname",
        "nom",
        "nom de famille",
        "apellido",
        "apellidos",
    ),
    # Apollo's "Company Name for Emails" is the company without "Inc." and the like: it comes first.
    LeadField.COMPANY_NAME: (
        "company name for emails",
        "cleaned company name",
        "company name",
        "companyname",
        "company",
        "organization name",
        "organisation name",
        "organization",
        "organisation",
        "organization 1 name",
        "current company",
        "current company name",
        "primary company",
        "associated company",
        "account name",
        "employer",
        "firma",
        "person organization",
        "unternehmen",
        "entreprise",
        "societe",
        "empresa",
    ),
    LeadField.JOB_TITLE: (
        "job title",
        "jobtitle",
        "title",
        "position",
        "current title",
        "current position",
        "person title",
        "contact title",
        "prospect position",
        "current job",
        "linkedin job title",
        "organization title",
        "organization 1 title",
        "designation",
        "job position",
        "person job title",
        "funktion",
        "fonction",
        "poste",
        "cargo",
        "role",
    ),
    LeadField.WEBSITE: (
        "website",
        "company website",
        "website url",
        "company website url",
        "company url",
        "website 1 value",
        "company domain name",
        "company domain",
        "domain name",
        "domain",
        "web site",
        "homepage",
        "organization website",
        "web page",
        "business web page",
        "webseite",
        "site web",
        "sitio web",
    ),
    LeadField.PHONE: (
        "phone",
        "phone number",
        "work direct phone",
        "direct phone",
        "direct phone number",
        "direct number",
        "work phone",
        "business phone",
        "person phone work",
        "primary phone",
        "mobile phone",
        "mobile phone number",
        "mobile number",
        "mobile",
        "phone 1 value",
        "phone 1",
        "phone number1",
        "phone number 1",
        "telephone",
        "corporate phone",
        "company phone",
        "company phone number",
        "company hq phone",
        "other phone",
        "company main phone",
        "business phone 2",
        "person phone mobile",
        "telefon",
        "telefon geschaftlich",
        "mobiltelefon",
        "telefono",
        "home phone",
    ),
    LeadField.PERSONALIZATION: (
        "personalization",
        "personalisation",
        "personalized line",
        "personalized first line",
        "icebreaker",
        "ice breaker",
        "first line",
        "opening line",
        "intro line",
    ),
}
"""Header names by field, best first, in the form that `plain_header` gives."""

RESERVED: Final = frozenset(
    {
        "email",
        "firstname",
        "lastname",
        "companyname",
        "jobtitle",
        "website",
        "phone",
        "personalization",
        "sendingaccountfirstname",
        "sendingaccountname",
        "sendingaccountemail",
        "accountsignature",
        "random",
        "unsubscribe_link",
    }
)
"""Tags with a meaning of their own at Instantly, lower case: no custom variable may be one."""

COUNTRY_NAMES: Final = (
    "country",
    "person country",
    "contact country",
    "lead country",
    "prospect country",
    "profile country",
    "country code",
    "person country code",
    "country or region",
    "country region",
    "ip country",
    "land",
    "pays",
    "location country",
    "address country",
    "address 1 country",
    "mailing country",
    "business country region",
    "business country",
    "land region geschaftlich",
    "pais",
    "company country",
    "organization country",
    "account country",
    "company country code",
    "hq country",
    "company hq country",
    "company headquarters country",
    "headquarters country",
    "company address country",
    "company location country",
    "billing country",
    "home country region",
    "other country region",
)
"""Headers of columns that say where a lead is: the person's own before the company's."""

MAX_NAME: Final = 50

_TITLE: Final = "title"
"""A job title, but beside a column of that name what stands before a name: "Dr"."""
_JOB_TITLE: Final = "job title"

_RANKS: Final = {
    (field, name): rank for field, names in NAMES.items() for rank, name in enumerate(names)
}
_COUNTRY_RANKS: Final = {name.replace(" ", ""): rank for rank, name in enumerate(COUNTRY_NAMES)}
_is_variable = re.compile(r"[A-Za-z][A-Za-z0-9_]*").fullmatch
_camel_joint = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_words = re.compile(r"[a-z0-9]+").findall


@dataclass(frozen=True, slots=True)
class ColumnTarget:
    """What becomes of a column: a field of the lead, a custom variable, or nothing.

    At most one of the two is set; none means that the column is left out.
    """

    field: LeadField | None = None
    custom: str = ""


IGNORED: Final = ColumnTarget()


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The targets of all columns of a file, in file order."""

    targets: tuple[ColumnTarget, ...]

    @property
    def email_index(self) -> int:
        """The column with the addresses, counted from 0; -1 when there is none."""
        return self.index_of(LeadField.EMAIL)

    def index_of(self, field: LeadField) -> int:
        """The column that fills `field`, counted from 0; -1 when none does."""
        for index, target in enumerate(self.targets):
            if target.field is field:
                return index
        return -1

    @property
    def country_index(self) -> int:
        """The column that says the lead's country, counted from 0; -1 when none does.

        It stays a custom variable; its name tells that it is the one.
        """
        ranked = [
            (rank, index)
            for index, target in enumerate(self.targets)
            if (rank := _COUNTRY_RANKS.get(_undecorated(target.custom))) is not None
        ]
        return min(ranked)[1] if ranked else -1

    def assign(self, index: int, target: ColumnTarget, headers: Sequence[str]) -> "ColumnMapping":
        """This mapping with another target for one column.

        A column that held the same field before becomes a custom variable named after its
        header. A custom name that cannot be used is made usable.
        """
        targets = list(self.targets)
        targets[index] = IGNORED
        if target.field is not None and (before := self.index_of(target.field)) not in (-1, index):
            taken = [other.custom for other in targets]
            targets[before] = ColumnTarget(custom=custom_name(headers[before], before, taken))
        if target.custom:
            taken = [other.custom for other in targets]
            target = replace(target, custom=custom_name(target.custom, index, taken))
        targets[index] = target
        return ColumnMapping(tuple(targets))

    def check(self, columns: int) -> None:
        """Refuse a mapping that a file of so many columns cannot be imported by.

        Raises:
            InvalidInput: Saying which column is wrong and why.
        """
        if len(self.targets) != columns:
            raise InvalidInput(
                "The file's columns are no longer the ones that were matched.",
                safe="Nothing was imported.",
                next_step="Choose the file again.",
                field="file",
            )
        for field in LeadField:
            if sum(target.field is field for target in self.targets) > 1:
                raise InvalidInput(
                    f"Two columns are matched to the same field ({field.replace('_', ' ')}).",
                    next_step="Match one of them to something else.",
                    field="mapping",
                )
        if self.email_index < 0:
            raise InvalidInput(
                "No column is matched to the e-mail address.",
                next_step="Match the column with the addresses to “E-mail”.",
                field="mapping",
            )
        names = [target.custom for target in self.targets if target.custom]
        for name in names:
            if not _is_variable(name) or name.casefold() in RESERVED or len(name) > MAX_NAME:
                raise InvalidInput(
                    f"“{name}” cannot be the name of a custom variable.",
                    next_step="Use letters and digits, and no name that Instantly has taken.",
                    field="mapping",
                )
        if len({name.casefold() for name in names}) != len(names):
            raise InvalidInput(
                "Two columns are matched to a custom variable of the same name.",
                next_step="Give one of them another name.",
                field="mapping",
            )


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """One column as the founder sees it before the import.

    Attributes:
        header: As it stands in the file; "" when it has none. Behind the last name, a column with
            values is called by its place, "Column 7".
        fill: Share of the looked-at rows with a value, 0 to 1.
        samples: Up to three different values, shortened.
        target: What the app proposes.
    """

    header: str
    fill: float
    samples: tuple[str, ...]
    target: ColumnTarget


@dataclass(frozen=True, slots=True)
class LeadFile:
    """A lead file looked at, before anything is imported.

    Attributes:
        encoding: A name Python knows ("utf-8", "utf-8-sig", "utf-16", "cp1252"); "" for a
            workbook.
        delimiter: ",", ";", a tab or "|"; "" for a workbook.
        header_line: The line (in a workbook the row) with the column names, usually 1.
        rows_estimate: About how many rows follow the header.
        columns: In file order.
        mapping: What the app proposes: the targets of `columns`.
        sheet: The sheet of a workbook that is read, "" for a text file.
        remembered: Whether `mapping` is what the founder chose for such a file before.
    """

    path: Path
    encoding: str
    delimiter: str
    rows_estimate: int
    columns: tuple[ColumnPreview, ...]
    mapping: ColumnMapping
    header_line: int = 1
    sheet: str = ""
    remembered: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names as they stand in the file."""
        return tuple(column.header for column in self.columns)


def plain_header(header: str) -> str:
    """A header for comparing: "E-mail 1 - Value" becomes "email 1 value"."""
    text = unicodedata.normalize("NFKD", _camel_joint.sub(" ", header.strip())).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"\be mail\b", "email", " ".join(_words(text)))


def _undecorated(name: str) -> str:
    """A variable's name without case and joints: "companyCountry" becomes "companycountry"."""
    return name.replace("_", "").lower()


def is_email_header(header: str) -> bool:
    """Whether a column of this name usually holds addresses."""
    return (LeadField.EMAIL, plain_header(header)) in _RANKS


def unnamed_column(index: int) -> str:
    """What a column is called that has values but no name, by its place (counted from 0)."""
    return f"Column {index + 1}"


def custom_name(header: str, index: int, taken: Iterable[str] = ()) -> str:
    """A name for a custom variable: safe in a template, not one of Instantly's, not in `taken`.

    A header that already is such a name stays as it is ("pain_point"); "# Employees" becomes
    "employees", "Company Linkedin Url" becomes "companyLinkedinUrl". A header without Latin
    letters is called by its place, "column7" (`index` counts from 0).
    """
    text = header.strip()
    if not _is_variable(text) or text[0].isupper():
        words = plain_header(text).split()
        text = "".join(word if not i else word.capitalize() for i, word in enumerate(words))
    if not text:
        text = f"column{index + 1}"
    elif not text[0].isalpha():
        text = f"column{text[0].upper()}{text[1:]}"
    text = text[: MAX_NAME - 4]
    used = RESERVED.union(name.casefold() for name in taken)
    number, name = 1, text
    while name.casefold() in used:
        number += 1
        name = f"{text}{number}"
    return name


def propose(
    headers: Sequence[str],
    fills: Sequence[float],
    holds_addresses: int = -1,
    profiles: Collection[int] = (),
) -> ColumnMapping:
    """Match columns to fields by their headers; the rest become custom variables.

    Where several columns fit a field, the better name wins, then the fuller column; an empty
    column never beats one with values. A column with neither header nor values is left out.

    Args:
        headers: As they stand in the file.
        fills: Share of rows with a value, 0 to 1, by column.
        holds_addresses: The column whose values look like addresses, for files whose header
            does not say so; -1 when there is none.
        profiles: Columns whose values are pages of a social network. "companyUrl" is the
            company's web site in one export and its page at LinkedIn in another.
    """
    plain = [plain_header(header) for header in headers]
    fields: dict[int, LeadField] = {}
    for field in LeadField:
        candidates = [
            (not fills[index], rank, -fills[index], index)
            for index, name in enumerate(plain)
            if (rank := _RANKS.get((field, name))) is not None
            and not (field is LeadField.WEBSITE and index in profiles)
            and not (name == _TITLE and _JOB_TITLE in plain)
        ]
        if candidates:
            fields[min(candidates)[-1]] = field
    if LeadField.EMAIL not in fields.values() and holds_addresses >= 0:
        fields[holds_addresses] = LeadField.EMAIL
    targets: list[ColumnTarget] = []
    taken: list[str] = []
    for index, header in enumerate(headers):
        if index in fields:
            targets.append(ColumnTarget(field=fields[index]))
        elif not plain[index] and not fills[index]:
            targets.append(IGNORED)
        else:
            taken.append(custom_name(header, index, taken))
            targets.append(ColumnTarget(custom=taken[-1]))
    return ColumnMapping(tuple(targets))

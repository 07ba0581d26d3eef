"""How the import panel says things."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.lead_columns import ColumnTarget, LeadFile
from vibe_desktop.domain.leads import Hygiene, ImportReport, LeadField, SkipReason
from vibe_desktop.ui.widgets.lead_words import country_words
from vibe_desktop.ui.words import counted, number

_COUNTRIES = 4
"""Countries that are named; the rest is counted."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadImport", text)


def field_words(field: LeadField) -> str:
    """The name of a lead's field."""
    return {
        LeadField.EMAIL: _tr("E-mail"),
        LeadField.FIRST_NAME: _tr("First name"),
        LeadField.LAST_NAME: _tr("Last name"),
        LeadField.COMPANY_NAME: _tr("Company"),
        LeadField.JOB_TITLE: _tr("Job title"),
        LeadField.WEBSITE: _tr("Website"),
        LeadField.PHONE: _tr("Phone"),
        LeadField.PERSONALIZATION: _tr("Personal line"),
    }.get(field) or field.value.replace("_", " ").capitalize()


def target_words(target: ColumnTarget) -> str:
    """What becomes of a column."""
    if target.field is not None:
        return field_words(target.field)
    if target.custom:
        return f"{{{{{target.custom}}}}}"
    return _tr("Left out")


def reason_words(reason: SkipReason) -> str:
    """Why a row is left out, as the start of a line."""
    words = reason.words
    return words[:1].upper() + words[1:]


def format_words(file: LeadFile) -> str:
    """What kind of file it is, in one line."""
    delimiter = {
        ",": _tr("separated by commas"),
        ";": _tr("separated by semicolons"),
        "\t": _tr("separated by tabs"),
        "|": _tr("separated by bars"),
    }.get(file.delimiter, file.delimiter)
    encoding = {
        "utf-8": "UTF-8",
        "utf-8-sig": "UTF-8",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16",
        "cp1252": "Windows-1252",
    }.get(file.encoding, file.encoding)
    rows = counted(file.rows_estimate, _tr("about {count} row"), _tr("about {count} rows"))
    columns = counted(len(file.columns), _tr("{count} column"), _tr("{count} columns"))
    if file.sheet:
        delimiter = _tr("sheet “{name}”").format(name=file.sheet)
    return ", ".join(part for part in (rows, columns, delimiter, encoding) if part)


def leads(count: int) -> str:
    """Write "1 lead" or "1,012 leads"."""
    return counted(count, _tr("{count} lead"), _tr("{count} leads"))


def deed_words(report: ImportReport) -> str:
    """What the button does."""
    if report.created and report.updated:
        return _tr("Import {leads}, update {count}").format(
            leads=leads(report.created), count=number(report.updated)
        )
    if report.updated:
        return _tr("Update {leads}").format(leads=leads(report.updated))
    return _tr("Import {leads}").format(leads=leads(report.created))


def rehearsal_words(report: ImportReport) -> str:
    """What an import would do, in one sentence."""
    if report.created + report.updated:
        return _tr("This is what the import will do.")
    if report.unchanged:
        return _tr("There is nothing new in this file: the list has these leads already.")
    return _tr("Nobody would be imported from this file.")


def done_words(report: ImportReport) -> str:
    """What an import did, in one sentence."""
    parts = [
        words.format(count=number(count))
        for count, words in (
            (report.created, _tr("{count} imported")),
            (report.updated, _tr("{count} updated")),
            (report.unchanged, _tr("{count} unchanged")),
            (report.skipped, _tr("{count} left out")),
        )
        if count
    ]
    return _tr("Leads: {parts}.").format(parts=", ".join(parts) or _tr("nothing to do"))


def hygiene_words(hygiene: Hygiene) -> tuple[str, ...]:
    """What is worth knowing about the leads of a file, a line each; none when all is plain."""
    lines = [
        counted(count, one, many)
        for count, one, many in (
            (
                hygiene.role,
                _tr("{count} address of a role, such as info@: nobody in particular reads it."),
                _tr("{count} addresses of roles, such as info@: nobody in particular reads them."),
            ),
            (
                hygiene.disposable,
                _tr("{count} throw-away address: it will soon be gone."),
                _tr("{count} throw-away addresses: they will soon be gone."),
            ),
            (
                hygiene.free_mail,
                _tr("{count} at a free mail provider, so perhaps in private."),
                _tr("{count} at free mail providers, so perhaps in private."),
            ),
            (
                hygiene.elsewhere,
                _tr("{count} is in another of your lists too."),
                _tr("{count} are in others of your lists too."),
            ),
            (
                hygiene.same_company,
                _tr("{count} shares a company with another lead{most}."),
                _tr("{count} share a company with another lead{most}."),
            ),
        )
        if count
        for one, many in [(_with_most(one, hygiene), _with_most(many, hygiene))]
    ]
    countries = _countries(hygiene)
    return (*lines, countries) if countries else tuple(lines)


def _with_most(words: str, hygiene: Hygiene) -> str:
    most = ""
    if hygiene.companies:
        domain, count = hygiene.companies[0]
        most = _tr("; the most at {domain} ({count})").format(domain=domain, count=number(count))
    return words.replace("{most}", most)


def _countries(hygiene: Hygiene) -> str:
    """Where the leads are, the countries with most first; "" when no country is known at all."""
    known = {code: count for code, count in hygiene.countries.items() if code}
    if not known:
        return ""
    first = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{country_words(code)} {number(count)}" for code, count in first[:_COUNTRIES]]
    if rest := sum(count for _, count in first[_COUNTRIES:]):
        parts.append(_tr("elsewhere {count}").format(count=number(rest)))
    if unknown := hygiene.countries.get("", 0):
        parts.append(_tr("not known {count}").format(count=number(unknown)))
    return _tr("Countries: {parts}.").format(parts=", ".join(parts))

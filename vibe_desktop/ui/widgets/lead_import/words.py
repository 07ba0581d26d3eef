"""How the import panel says things."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.lead_columns import ColumnTarget, LeadFile
from vibe_desktop.domain.leads import ImportReport, LeadField, SkipReason
from vibe_desktop.ui.words import counted


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
    }[field]


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
    return _tr("{rows}, {count} columns, {delimiter}, {encoding}").format(
        rows=rows, count=len(file.columns), delimiter=delimiter, encoding=encoding
    )


def people(count: int) -> str:
    """Write "1 person" or "1,012 people"."""
    return counted(count, _tr("{count} person"), _tr("{count} people"))


def rehearsal_words(report: ImportReport) -> str:
    """What an import would do, in one sentence."""
    if not report.imported:
        return _tr("Nobody would be imported from this file.")
    if not report.skipped:
        return _tr("{people} will be imported, every row of the file.").format(
            people=people(report.imported)
        )
    return _tr("{people} will be imported, {rows} left out.").format(
        people=people(report.imported), rows=_rows(report.skipped)
    )


def done_words(report: ImportReport) -> str:
    """What an import did, in one sentence."""
    if not report.skipped:
        return _tr("{people} imported, every row of the file.").format(
            people=people(report.imported)
        )
    return _tr("{people} imported, {rows} left out.").format(
        people=people(report.imported), rows=_rows(report.skipped)
    )


def _rows(count: int) -> str:
    return counted(count, _tr("{count} row"), _tr("{count} rows"))

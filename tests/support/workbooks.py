"""Excel workbooks written part by part, so that a test can get any part of them wrong."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# Formats 1 to 4: date, date and time, time of day, percent.
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts><cellXfs count="5">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="20"/>'
    '<xf numFmtId="9"/></cellXfs></styleSheet>'
)


def text(place: str, value: str) -> str:
    """A cell with text."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(place: str, value: object, style: int = 0) -> str:
    """A cell with a number, shown in one of the formats of `STYLES`."""
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def formula(place: str, result: str) -> str:
    """A cell with a formula and the text that came out of it when it was saved."""
    return f'<c r="{place}" t="str"><f>CONCAT("a",B1)</f><v>{escape(result)}</v></c>'


def column(index: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rows(table: Sequence[Sequence[str]], first: int = 1) -> str:
    """Rows of text, empty cells left out."""
    return "".join(
        f'<row r="{line}">'
        + "".join(text(f"{column(i)}{line}", value) for i, value in enumerate(cells) if value)
        + "</row>"
        for line, cells in enumerate(table, first)
    )


def write_workbook(
    path: Path,
    sheets: Mapping[str, str],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
    compressed: bool = True,
) -> None:
    """Write a workbook.

    Args:
        path: Where to.
        sheets: The rows of each sheet by its name, as XML.
        merged: Ranges that are one cell, in every sheet.
        hidden: Names of sheets that are not shown.
        compressed: Whether its parts are packed.
    """
    kinds = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    numbered = list(enumerate(sheets.items(), 1))
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for n, (name, _) in numbered
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet"'
        f' Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    with zipfile.ZipFile(path, "w", kinds) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{names}</sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}<Relationship'
            f' Id="rIdS" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", _XML + STYLES)
        for n, (_, body) in numbered:
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>'
                f"<mergeCells>{merges}</mergeCells></worksheet>"
                if merges
                else f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )

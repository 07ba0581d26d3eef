"""Workbooks are read as a spreadsheet program shows them, and never let loose on the memory."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.workbooks import column, formula, number, rows, text, write_workbook
from vibe_desktop.domain.errors import Cancelled, InvalidInput
from vibe_desktop.domain.lead_columns import IGNORED, LeadFile
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_files import Dialect, inspect, records
from vibe_desktop.services.lead_sheets import in_words


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "leads.xlsx"


def _read(file: LeadFile) -> list[tuple[int, list[str]]]:
    found = records(file.path, Dialect.of(file), lambda line, cells: pytest.fail(f"{line}{cells}"))
    return [(line, row) for line, row in found if any(row)]


def test_a_workbook_is_a_lead_file_like_any_other(book: Path) -> None:
    table = [["Email", "First Name", "Company"], ["ada@acme.com", "Ada", "Acme, Inc."], ["b@x.com"]]
    write_workbook(book, {"Leads": rows(table)})

    file = inspect(book, Work())

    assert (file.sheet, file.delimiter, file.encoding) == ("Leads", "", "")
    assert file.headers == ("Email", "First Name", "Company")
    assert [column.fill for column in file.columns] == [1.0, 0.5, 0.5]
    assert file.mapping.index_of(LeadField.COMPANY_NAME) == 2
    assert file.rows_estimate == 2
    assert _read(file) == [(2, ["ada@acme.com", "Ada", "Acme, Inc."]), (3, ["b@x.com", "", ""])]


def test_of_several_sheets_the_first_with_addresses_is_taken(book: Path) -> None:
    write_workbook(
        book,
        {
            "Old": rows([["Email"], ["old@acme.com"]]),
            "Notes": rows([["Exported by Ada"]]),
            "Blank": "",
            "Companies": rows([["Company", "City"], ["Acme", "Berlin"]]),
            "People": rows([["E-mail", "Name"], ["ada@acme.com", "Ada"]]),
            "More": rows([["Email"], ["bob@acme.com"]]),
        },
        hidden=["Old"],
    )

    assert inspect(book, Work()).sheet == "People"


def test_a_sheet_whose_values_are_addresses_is_found_without_a_name_for_them(book: Path) -> None:
    write_workbook(
        book,
        {
            "A": rows([["Company"], ["Acme"]]),
            "B": rows([["Who", "Where"], ["Ada", "ada@acme.com"]]),
        },
    )

    file = inspect(book, Work())

    assert (file.sheet, file.mapping.email_index) == ("B", 1)


def test_a_title_above_the_header_blank_rows_and_an_indent_are_passed_over(book: Path) -> None:
    write_workbook(
        book,
        {
            "Leads": f'<row r="2">{text("B2", "Trade fair 2026")}</row>'
            f'<row r="4">{text("B4", "Email")}{text("C4", "Name")}</row>'
            f'<row r="6">{text("B6", "ada@acme.com")}{text("C6", "Ada")}</row>'
            f'<row r="9">{text("B9", "bob@acme.com")}{text("E9", "stray")}</row>'
        },
        merged=["B2:C2"],
    )

    file = inspect(book, Work())

    assert (file.header_line, file.headers) == (4, ("Email", "Name", "Column 3", "Column 4"))
    assert file.mapping.targets[2:] == (IGNORED, IGNORED)
    assert _read(file) == [
        (6, ["ada@acme.com", "Ada", "", ""]),
        (9, ["bob@acme.com", "", "", "stray"]),
    ]


def test_a_cell_merged_over_several_rows_counts_for_each(book: Path) -> None:
    table = [["Company", "Email"], ["Acme", "a@acme.com"], ["", "b@acme.com"], ["", "c@x.com"]]
    write_workbook(book, {"Leads": rows(table)}, merged=["A2:A3"])

    assert [row for _, row in _read(inspect(book, Work()))] == [
        ["Acme", "a@acme.com"],
        ["Acme", "b@acme.com"],
        ["", "c@x.com"],
    ]


def test_numbers_dates_and_formulas_read_as_they_are_shown(book: Path) -> None:
    names = rows([["Email", *(f"c{n}" for n in range(12))]])
    cells = [
        number("B2", 12),
        number("C2", 491511234567),
        number("D2", "4.915112345678E+11"),
        number("E2", 0.30000000000000004),
        number("F2", "1.5E-7"),
        number("G2", 45000, style=1),
        number("H2", 45000.5, style=2),
        number("I2", 0.75, style=3),
        '<c r="J2" t="b"><v>1</v></c>',
        formula("K2", "saved result"),
        '<c r="L2" t="e"><v>#N/A</v></c>',
        text("M2", "007"),
    ]
    row = f'<row r="2">{text("A2", "ada@acme.com")}{"".join(cells)}</row>'
    write_workbook(book, {"Leads": names + row})

    assert _read(inspect(book, Work())) == [
        (
            2,
            [
                *("ada@acme.com", "12", "491511234567", "491511234567.8", "0.3", "0.00000015"),
                *("2023-03-15", "2023-03-15 12:00", "18:00", "TRUE", "saved result", "", "007"),
            ],
        )
    ]


def test_every_kind_of_value_has_words() -> None:
    assert in_words(1e20) == "100000000000000000000"
    assert in_words(float("nan")) == in_words(float("inf")) == ""
    assert in_words(-0.0) == "0"
    assert in_words(False) == "FALSE"
    assert in_words(7) == "7"
    assert in_words(timedelta(hours=30)) == "1 day, 6:00:00"


@given(st.floats())
def test_no_number_is_written_with_an_exponent(value: float) -> None:
    assert not set(in_words(value)) & set("eE")


_cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.lists(_cells, min_size=1, max_size=5), min_size=1, max_size=8))
def test_whatever_is_written_is_read_back(tmp_path: Path, table: list[list[str]]) -> None:
    path = tmp_path / "table.xlsx"
    write_workbook(path, {"S": rows([["Email"] + ["x"] * 5, *(["a@x.com", *r] for r in table)])})

    found = _read(inspect(path, Work()))

    assert [row[1:] for _, row in found] == [r + [""] * (5 - len(r)) for r in table]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["word/document.xml"], "a Word document"),
        (["ppt/presentation.xml"], "a presentation"),
        (["xl/workbook.bin"], ".xlsb"),
        (["mimetype", "content.xml"], "OpenDocument"),
        (["photos/one.jpg"], "an archive"),
        ([], "an archive"),
    ],
)
def test_what_only_looks_like_a_workbook_is_called_what_it_is(
    book: Path, parts: list[str], words: str
) -> None:
    with zipfile.ZipFile(book, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")

    with pytest.raises(InvalidInput, match=words) as refusal:
        inspect(book, Work())

    assert refusal.value.next_step
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel workbook"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04" + bytes(600), "damaged"),
    ],
)
def test_old_protected_and_damaged_workbooks_are_refused(
    book: Path, content: bytes, words: str
) -> None:
    book.write_bytes(content)

    with pytest.raises(InvalidInput, match=words):
        inspect(book, Work())


def test_a_workbook_cut_off_anywhere_is_refused(book: Path) -> None:
    write_workbook(book, {"Leads": rows([["Email"], ["ada@acme.com"]])})
    whole = book.read_bytes()
    for length in range(8, len(whole) - 1, 97):
        book.write_bytes(whole[:length])
        with pytest.raises(InvalidInput, match="damaged"):
            inspect(book, Work())


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_by_what_it_declares(
    book: Path,
) -> None:
    write_workbook(book, {"Leads": rows([["Email"], ["ada@acme.com"]])}, compressed=False)
    content = bytearray(book.read_bytes())
    entry = content.rindex(b"PK\x01\x02")  # the last entry of the directory: the sheet
    content[entry + 24 : entry + 28] = (2_000_000_000).to_bytes(4, "little")
    book.write_bytes(content)

    with pytest.raises(InvalidInput, match="too large"):
        inspect(book, Work())


@pytest.mark.parametrize(
    "corner",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c s = '1' r = 'XFD1048576'><v>1</v></c></row>",
        '<x:row xmlns:x="urn:x" r="9"><x:c r="ZZ1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="1048570"/><row><c r="XFC2"><v>1</v></c><c><v>4</v></c></row>',
        '<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>',
        '<row r="3"><c r="ZZZZZZZZZ3"><v>1</v></c></row>',
        '<row r="1048576"><c s=">" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
        f'<row r="1048576"><c s="{"1" * 3_000_000}" r="XFD1048576"><v>1</v></c></row>',
        f'<row r="1048576">{"<c><v>1</v></c>" * 9}<c> r="A1"<v>1</v></c></row>',
    ],
)
def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_before_it_takes_the_memory(
    book: Path, corner: str
) -> None:
    write_workbook(book, {"Leads": rows([["Email"], ["ada@acme.com"]]) + corner})

    with pytest.raises(InvalidInput, match=r"too large|damaged"):
        inspect(book, Work())


def test_rows_and_cells_that_do_not_say_where_they_are_follow_one_another(book: Path) -> None:
    write_workbook(
        book,
        {
            "Leads": '<row><c t="str"><v>Email</v></c><c t="str"><v>Name</v></c></row>'
            '<row><c t="str"><v>a@x.com</v></c><c t="str"><v>Ada</v></c></row>'
        },
    )

    assert _read(inspect(book, Work())) == [(2, ["a@x.com", "Ada"])]


def test_reading_a_workbook_can_be_cancelled(book: Path) -> None:
    write_workbook(book, {"Leads": rows([["Email"], ["ada@acme.com"]])})
    file = inspect(book, Work())
    work = Work()
    work.cancel()

    with pytest.raises(Cancelled):
        inspect(book, work)
    with pytest.raises(Cancelled):
        list(records(book, Dialect.of(file), lambda _line, _text: None, work))


def test_a_workbook_that_lost_its_sheet_since_it_was_looked_at_is_refused(book: Path) -> None:
    write_workbook(book, {"Leads": rows([["Email"], ["ada@acme.com"]])})
    file = inspect(book, Work())
    write_workbook(book, {"Other": rows([["Email"], ["ada@acme.com"]])})

    with pytest.raises(InvalidInput, match="no sheet “Leads” any more"):
        _read(file)


_GOOD = rows([["Email", "Name"], ["ada@acme.com", "Ada"], ["b@x.com", "Bob"]])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=150,
    deadline=None,
)
@given(
    body=st.one_of(
        st.tuples(
            st.integers(0, len(_GOOD)),
            st.integers(0, len(_GOOD)),
            st.text("<>/\"'= abcr019vt&;", max_size=6),
        ).map(lambda cut: _GOOD[: cut[0]] + cut[2] + _GOOD[cut[1] :]),
        st.text("<>/\"'= rc019v", max_size=60),
    )
)
@example(body="<row><c><v>1</v></c>")
@example(body='<row r="1"><c r="A1" t="s"><v>99</v></c></row>')
def test_no_workbook_whatsoever_breaks_the_reader(tmp_path: Path, body: str) -> None:
    path = tmp_path / "fuzz.xlsx"
    write_workbook(path, {"S": body})

    try:
        file = inspect(path, Work())
    except InvalidInput:
        return
    lines = [line for line, _ in _read(file)]
    assert lines == sorted(set(lines))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(place=st.integers(0, 2_500), value=st.integers(0, 255))
def test_no_broken_byte_breaks_the_reader(tmp_path: Path, place: int, value: int) -> None:
    path = tmp_path / "broken.xlsx"
    write_workbook(path, {"S": _GOOD})
    content = bytearray(path.read_bytes())
    content[place % len(content)] = value
    path.write_bytes(content)

    try:
        file = inspect(path, Work())
    except InvalidInput:
        return
    assert file.columns


def test_columns_are_lettered_as_spreadsheets_letter_them() -> None:
    assert [column(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

"""Lead files as founders have them are read whole, or refused with a reason."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vibe_desktop.domain.errors import Cancelled, InvalidInput
from vibe_desktop.domain.lead_columns import IGNORED, ColumnTarget, LeadFile
from vibe_desktop.domain.leads import LeadField
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_files import Dialect, inspect, records

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "leads.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def _read(file: LeadFile) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    broken: list[tuple[int, str]] = []
    rows = records(file.path, Dialect.of(file), lambda line, text: broken.append((line, text)))
    return [(line, row) for line, row in rows if row], broken


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_found_and_names_come_out_whole(
    write: Write, encoding: str, found: str
) -> None:
    text = "Email,First Name,Company\nada@acme.com,Zoë,Åkerström – Søn\n"

    file = inspect(write(text.encode(encoding)), Work())

    assert file.encoding == found
    assert _read(file)[0] == [(2, ["ada@acme.com", "Zoë", "Åkerström – Søn"])]


@pytest.mark.parametrize(
    "names",
    [
        "Müller,Jürgen,Größe GmbH",
        "Sjögren,Håkan,Malmö",
        "Lefèvre,François,Société Générale",
        "Muñoz,José,Compañía",
        "Conceição,João,São Paulo",
        "Sørensen,Jørgen,Ærø",
        "O’Brien,Pat,“Best” – €100",
    ],
)
def test_old_western_files_keep_their_letters(write: Write, names: str) -> None:
    text = f"Last Name,First Name,Company,Email\r\n{names},x@acme.com\r\n" * 1 + (
        "Smith,Bob,Acme,bob@acme.com\r\n" * 30
    )

    file = inspect(write(text.encode("cp1252")), Work())

    assert _read(file)[0][0] == (2, [*names.split(","), "x@acme.com"])


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1251", "Иванов,Пётр,ООО Ромашка"),
        ("cp1250", "Wałęsa,Łukasz,Żółć Kraków"),
        ("cp932", "田中,太郎,株式会社トヨタ"),
    ],
)
def test_other_old_encodings_are_recognised(write: Write, encoding: str, names: str) -> None:
    text = "Last Name,First Name,Company,Email\r\n" + f"{names},x@acme.com\r\n" * 5

    file = inspect(write(text.encode(encoding)), Work())

    assert _read(file)[0][0] == (2, [*names.split(","), "x@acme.com"])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_need_no_mark_in_any_script(write: Write, encoding: str) -> None:
    name = "Александр Петрович Иванов, Общество с ограниченной ответственностью"
    text = "Email;Имя\r\n" + "".join(f"p{n}@x.ru;{name}\r\n" for n in range(30))

    file = inspect(write(text.encode(encoding)), Work())

    assert file.encoding == encoding
    assert _read(file)[0][29] == (31, ["p29@x.ru", name])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<!DOCTYPE html><html><body>Please sign in</body></html>", "a web page"),
        ("\ufeff\n <table><tr><td>Email</td></tr></table>", "a web page"),
        ('<?xml version="1.0"?><Workbook><Worksheet/></Workbook>', "an XML file"),
        ('[\n  {"email": "ada@acme.com"}\n]', "a JSON file"),
        ('{"leads": []}', "a JSON file"),
        ("BEGIN:VCARD\nEMAIL;TYPE=INTERNET:ada@acme.com\nEND:VCARD\n", "an address card"),
        ("{\\rtf1\\ansi Email,Name}", "a text document"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x1f\x8b\x08\0", "a compressed file"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(
    write: Write, content: str | bytes, kind: str
) -> None:
    with pytest.raises(InvalidInput, match=f"is {kind}") as caught:
        inspect(write(content), Work())
    assert "CSV" in caught.value.next_step


def test_the_notes_that_linkedin_puts_above_its_connections_are_passed_over(write: Write) -> None:
    text = (
        "Notes:\n"
        '"When exporting your connection data, you may notice that some of the addresses, '
        'and others, are missing."\n'
        "\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ada,Lee,https://www.linkedin.com/in/ada,ada@acme.com,Acme,CEO,01 Jan 2026\n"
    )

    file = inspect(write(text), Work())

    assert (file.header_line, file.mapping.email_index, file.rows_estimate) == (4, 3, 1)


def test_a_few_broken_bytes_do_not_change_the_encoding_of_the_rest(write: Write) -> None:
    good = "Zoë,zoë@acme.com,Zoë Ünal Åsa\n".encode() * 5

    file = inspect(write(b"First Name,Email,Company\n" + good + b"Bj\xf6rn,b@acme.com,X\n"), Work())

    assert file.encoding == "utf-8"
    rows, _ = _read(file)
    assert rows[0][1][0] == "Zoë"
    assert rows[-1][1][0] == "Bj\N{REPLACEMENT CHARACTER}rn"


def test_a_broken_letter_far_down_is_found(write: Write) -> None:
    text = "First Name,Email\n" + "Bob,bob@acme.com\n" * 40_000 + "Zoë,zoe@acme.com\n"

    file = inspect(write(text.encode("cp1252")), Work())

    assert _read(file)[0][-1] == (40_002, ["Zoë", "zoe@acme.com"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_even_when_cells_are_full_of_others(
    write: Write, delimiter: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["Email", "Company", "Keywords"])
    for number in range(5):
        writer.writerow([f"lead{number}@acme.com", "Acme, Inc.; Ltd | Co", "a, b; c\td | e"])

    file = inspect(write(text.getvalue()), Work())

    assert file.delimiter == delimiter
    assert [column.header for column in file.columns] == ["Email", "Company", "Keywords"]


def test_excels_own_delimiter_line_is_understood(write: Write) -> None:
    file = inspect(write("sep=;\r\nEmail;Company\r\nada@acme.com;Acme, Inc.\r\n"), Work())

    assert (file.delimiter, file.header_line) == (";", 2)
    assert _read(file)[0] == [(3, ["ada@acme.com", "Acme, Inc."])]


def test_notes_above_the_header_are_passed_over(write: Write) -> None:
    text = (
        'Notes:\n"Exported on request,\nsee help"\n\nFirst Name,Email Address\nAda,ada@acme.com\n'
    )

    file = inspect(write(text), Work())

    assert file.header_line == 5
    assert file.headers == ("First Name", "Email Address")
    assert _read(file)[0] == [(6, ["Ada", "ada@acme.com"])]


def test_a_file_of_addresses_alone_is_fine(write: Write) -> None:
    file = inspect(write("email\nada@acme.com\nbob@acme.com\n"), Work())

    assert file.mapping.email_index == 0
    assert len(_read(file)[0]) == 2


def test_a_column_of_addresses_is_found_whatever_it_is_called(write: Write) -> None:
    file = inspect(write("Who,How\nAda,ada@acme.com\nBob,\nCy,cy@acme.com\n"), Work())

    assert file.mapping.email_index == 1


def test_columns_are_shown_with_fill_and_samples(write: Write) -> None:
    text = "Email,Title,,\nada@acme.com,CEO\nbob@acme.com,\ncy@acme.com,CTO\ndee@acme.com,CEO\n"

    file = inspect(write(text), Work())

    title = file.columns[1]
    assert len(file.columns) == 2
    assert (title.header, title.fill, title.samples) == ("Title", 0.75, ("CEO", "CTO"))
    assert title.target.field is LeadField.JOB_TITLE
    assert file.rows_estimate == 4


@pytest.mark.parametrize(
    "content",
    [
        "Email,Name\na@x.com,Ann,,warm\nb@x.com,Bob,,\nc@x.com,Cy\n",
        "Email,Name,,\na@x.com,Ann,,warm\nb@x.com,Bob,,\nc@x.com,Cy,,\n",
        "Email\tName\t\t\t\t\na@x.com\tAnn\t\twarm\t\t\nb@x.com\tBob\t\t\t\t\n",
    ],
    ids=["header too short", "empty names", "padded"],
)
def test_values_behind_the_last_name_are_a_column_called_by_its_place(
    write: Write, content: str
) -> None:
    file = inspect(write(content), Work())

    assert file.headers == ("Email", "Name", "Column 3", "Column 4")
    assert file.columns[3].samples == ("warm",)
    assert file.mapping.targets[2:] == (IGNORED, IGNORED)
    chosen = file.mapping.assign(3, ColumnTarget(field=LeadField.PERSONALIZATION), file.headers)
    assert chosen.index_of(LeadField.PERSONALIZATION) == 3


def test_addresses_behind_the_last_name_are_found(write: Write) -> None:
    file = inspect(write("First name\nAnn,ann@x.com\nBob,bob@x.com\n"), Work())

    assert (file.headers, file.mapping.email_index) == (("First name", "Column 2"), 1)


def test_a_delimiter_too_many_in_a_few_rows_makes_no_column(write: Write) -> None:
    rows = ["a@x.com,Acme", "b@x.com,Acme, Inc.", "c@x.com,Acme"]

    assert inspect(write("\n".join(["Email,Company", *rows])), Work()).headers == (
        "Email",
        "Company",
    )


def test_lines_are_counted_as_an_editor_counts_them(write: Write) -> None:
    text = 'Email,Note\r\na@x.com,"one\r\ntwo\nthree\rfour"\r\n\r\nb@x.com,plain\r\n'

    rows, broken = _read(inspect(write(text), Work()))

    assert [line for line, _ in rows] == [2, 7]
    assert rows[0][1][1] == "one\r\ntwo\nthree\rfour"
    assert not broken


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(write: Write, end: str) -> None:
    file = inspect(write(end.join(["Email,Name", "a@x.com,A", "b@x.com,B", ""])), Work())

    assert _read(file)[0] == [(2, ["a@x.com", "A"]), (3, ["b@x.com", "B"])]


def test_a_quotation_mark_that_is_never_closed_costs_one_row_only(write: Write) -> None:
    text = (
        "Email,Name,Company\n"
        "a@x.com,A,X\n"
        'b@x.com,"B,X\n'
        'c@x.com,"C, the third",X\n'
        "d@x.com,D,X\n"
        'e@x.com,"E,X\n'
        "f@x.com,F,X\n"
    )

    rows, broken = _read(inspect(write(text), Work()))

    assert [line for line, _ in rows] == [2, 4, 5, 7]
    assert [line for line, _ in broken] == [3, 6]
    assert rows[1][1] == ["c@x.com", "C, the third", "X"]


def test_a_quotation_mark_that_would_swallow_the_whole_file_costs_one_row_only(
    write: Write,
) -> None:
    text = 'Email,Name\na@x.com,"A\n' + "".join(f"lead{n}@x.com,N\n" for n in range(30_000))

    rows, broken = _read(inspect(write(text), Work()))

    assert len(rows) == 30_000
    assert rows[-1][0] == 30_002
    assert broken == [(2, 'a@x.com,"A\n')]


def test_a_header_is_the_same_row_when_it_has_line_breaks_itself(write: Write) -> None:
    file = inspect(write('"Email\nAddress",Name\na@x.com,A\n'), Work())

    assert file.headers == ("Email Address", "Name")
    assert _read(file)[0] == [(3, ["a@x.com", "A"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 200, "Excel"),
        (b"%PDF-1.7 ...", "a PDF"),
        (bytes(range(256)) * 40, "not a text file"),
        (b"Name,Company\nAda,Acme\n", "No column"),
        (b"ada@acme.com,Ada\nbob@acme.com,Bob\n", "no header"),
        (b"x" * 400_000, "not a table"),
    ],
)
def test_what_is_no_lead_file_is_refused_with_a_reason(
    write: Write, content: bytes, words: str
) -> None:
    path = write(content)

    with pytest.raises(InvalidInput, match=words) as refusal:
        inspect(path, Work())

    assert refusal.value.next_step
    assert refusal.value.field == "file"


def test_a_file_that_is_not_there_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        inspect(tmp_path / "gone.csv", Work())


def test_looking_at_a_file_can_be_cancelled(write: Write) -> None:
    work = Work()
    work.cancel()

    with pytest.raises(Cancelled):
        inspect(write("Email\na@x.com\n"), work)


_controls = "".join(map(chr, [*range(9), 11, 12, *range(14, 32)]))  # many of them are no text
_cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=_controls + "\ufffd"), max_size=12
)
_tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(_cells, min_size=width, max_size=width).filter(any), min_size=1, max_size=8
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    table=_tables,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_a_csv_writer_writes_is_read_back(
    tmp_path: Path, table: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    width = len(table[0])
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["Email", *(f"c{number}" for number in range(width))])
    writer.writerows([["a@x.com", *row] for row in table])
    path = tmp_path / "table.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    file = inspect(path, Work())
    rows, broken = _read(file)

    assert file.delimiter == delimiter
    assert [row[1:] for _, row in rows] == table
    assert not broken


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text("aé@.,;|\t\"'\r\n\0x", max_size=120).map(
            lambda text: b"Email,Name\nada@acme.com,Ada\n" + text.encode()
        ),
    )
)
def test_no_file_whatsoever_breaks_the_reader(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(content)

    try:
        file = inspect(path, Work())
    except InvalidInput:
        return
    rows, broken = _read(file)

    lines = [line for line, _ in rows] + [line for line, _ in broken]
    assert len(set(lines)) == len(lines)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_folder_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in ("pipe.csv", "folder.csv"):
        with pytest.raises(InvalidInput, match="is not a file"):
            inspect(tmp_path / name, Work())

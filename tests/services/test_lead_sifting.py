"""Every row of a file is a lead or left out for a reason; nothing is lost in between."""

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.lead_files import write_apollo_export
from vibe_desktop.domain.addresses import DoNotContact, hash_of
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.lead_columns import ColumnMapping, ColumnTarget, LeadFile, propose
from vibe_desktop.domain.leads import LeadField, LeadFlag, SkippedRow, SkipReason
from vibe_desktop.domain.work import Work
from vibe_desktop.services import lead_sifting
from vibe_desktop.services.lead_files import Dialect, inspect, records
from vibe_desktop.services.lead_rows import LeadRow, row_maker
from vibe_desktop.services.lead_sifting import Sieve

HEADERS = ("Email", "First Name", "Company", "Country", "Notes")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
MAPPING = propose(HEADERS, [1.0] * len(HEADERS))


def _sift(
    rows: Sequence[Sequence[str]],
    *,
    mapping: ColumnMapping = MAPPING,
    suppressed: DoNotContact | None = None,
) -> tuple[Sieve, list[LeadRow]]:
    sieve = Sieve(mapping, suppressed=suppressed)
    numbered = enumerate(map(list, rows), 2)
    return sieve, list(sieve.leads(numbered, Work(), len(rows)))


def _read(file: LeadFile) -> tuple[Sieve, list[LeadRow]]:
    sieve = Sieve(file.mapping)
    rows = records(file.path, Dialect.of(file), sieve.unreadable)
    return sieve, list(sieve.leads(rows, Work(), file.rows_estimate))


def test_a_lead_has_its_fields_custom_variables_country_and_flags() -> None:
    _, leads = _sift(
        [
            ["Ada@Acme.com", " Ada ", "Acme", "Germany", 'said "yes" \\ no'],
            ["info@acme.fr", "", "", "", ""],
            ["bob@gmail.com", "Bob", "", "Narnia", "plain"],
            ["cy@mailinator.com", "Cy", "", "", ""],
        ]
    )

    assert leads == [
        (
            *("ada@acme.com", "Ada", "", "Acme", "", "", "", ""),
            *('{"country":"Germany","notes":"said \\"yes\\" \\\\ no"}', "DE", 0),
        ),
        ("info@acme.fr", "", "", "", "", "", "", "", "{}", "FR", int(LeadFlag.ROLE)),
        (
            *("bob@gmail.com", "Bob", "", "", "", "", "", ""),
            *('{"country":"Narnia","notes":"plain"}', "", int(LeadFlag.FREE_MAIL)),
        ),
        ("cy@mailinator.com", "Cy", "", "", "", "", "", "", "{}", "", int(LeadFlag.DISPOSABLE)),
    ]


def test_what_is_worth_knowing_about_the_leads_is_counted() -> None:
    sieve, _ = _sift(
        [
            ["ada@acme.com", "", "", "Germany", ""],
            ["bob@acme.com", "", "", "DE", ""],
            ["info@acme.com", "", "", "France", ""],
            ["cy@rival.co.uk", "", "", "", ""],
            ["dee@gmail.com", "", "", "", ""],
            ["eve@gmail.com", "", "", "", ""],
            ["sales@trashmail.com", "", "", "", ""],
            ["ada@acme.com", "", "", "Germany", ""],
        ]
    )

    hygiene = sieve.hygiene
    assert (hygiene.role, hygiene.free_mail, hygiene.disposable) == (2, 2, 1)
    assert (hygiene.same_company, hygiene.companies) == (2, (("acme.com", 3),))
    assert hygiene.countries == {"DE": 2, "FR": 1, "GB": 1, "": 3}
    assert sum(hygiene.countries.values()) == sieve.kept == 7


def test_beyond_the_host_names_that_are_remembered_leads_are_still_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lead_sifting, "MAX_HOSTS", 2)
    nobody = DoNotContact.of(["four.de"])
    rows = [[f"ada@{host}", "", "", "", ""] for host in ("one.de", "two.de", "three.de", "four.de")]

    sieve, leads = _sift([*rows, ["bob@three.de", "", "", "", ""]], suppressed=nobody)

    assert [lead[9] for lead in leads] == ["DE"] * 4
    assert sieve.reasons == {SkipReason.SUPPRESSED: 1}


def test_whoever_is_suppressed_by_address_domain_or_hash_is_left_out() -> None:
    salt = b"0123456789abcdef"
    nobody = DoNotContact.of(
        ["ada@acme.com", "rival.com"], [hash_of("erased@acme.com", salt)], salt
    )
    people = ["ada@acme.com", "x@rival.com", "y@eu.rival.com", "Erased@acme.com", "bob@acme.com"]

    sieve, leads = _sift([[email, "", "", "", ""] for email in people], suppressed=nobody)

    assert [lead[0] for lead in leads] == ["bob@acme.com"]
    assert sieve.reasons == {SkipReason.SUPPRESSED: 4}
    assert "0123" not in repr(nobody)


def test_every_reason_is_told_with_its_line_and_value_in_file_order() -> None:
    sieve, leads = _sift(
        [
            ["ada@acme.com", "", "", "", ""],
            ["", "Nobody", "", "", ""],
            ["not an address", "", "", "", ""],
            ["josé@acme.com", "", "", "", ""],
            ["ADA@acme.com ", "", "", "", ""],
            ["", "", "", " ", ""],
            [],
            ["bob@acme.com", "Bob"],
            ["cy@acme.com", "", "", "", "", "extra"],
            ["dee@acme.com", "Zo\ufffd", "", "", ""],
        ]
    )

    assert [lead[0] for lead in leads] == ["ada@acme.com", "bob@acme.com"]
    assert sieve.rows == [
        SkippedRow(3, SkipReason.NO_ADDRESS, "Nobody"),
        SkippedRow(4, SkipReason.BAD_ADDRESS, "not an address"),
        SkippedRow(5, SkipReason.UNUSUAL_ADDRESS, "josé@acme.com"),
        SkippedRow(6, SkipReason.DUPLICATE_IN_FILE, "ada@acme.com"),
        SkippedRow(10, SkipReason.TOO_MANY_COLUMNS, "extra"),
        SkippedRow(11, SkipReason.UNREADABLE, "Zo\ufffd"),
    ]


def test_rows_that_cannot_be_split_are_told_in_their_turn(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text('Email,Name\nnobody,A\nb@x.com,"B\nnobody2,C\nd@x.com,"D\ne@x.com,E\n')

    sieve, leads = _read(inspect(path, Work()))

    assert [lead[0] for lead in leads] == ["e@x.com"]
    assert [(row.line, row.reason) for row in sieve.rows] == [
        (2, SkipReason.BAD_ADDRESS),
        (3, SkipReason.UNREADABLE),
        (4, SkipReason.BAD_ADDRESS),
        (5, SkipReason.UNREADABLE),
    ]


def test_a_dirty_export_is_sifted_as_its_writer_knows(tmp_path: Path) -> None:
    path = tmp_path / "apollo.csv"
    expected = write_apollo_export(path, 2_000, seed=11)

    sieve, leads = _read(inspect(path, Work()))

    assert tuple(lead[0] for lead in leads) == expected.addresses
    assert sieve.reasons == expected.reasons
    assert tuple(row.line for row in sieve.rows) == expected.skipped_lines
    # Rows that end before the country column tell none.
    assert {lead[9] for lead in leads} == {"DE", "BR", "US", "SE", ""}


SPECTRUM = {
    "simple": (b"Email,a,b\na@x.com,1,2\n", [["1", "2"]]),
    "comma in quotes": (b'Email,a,b\na@x.com,"1,5",2\n', [["1,5", "2"]]),
    "empty": (b'Email,a,b\na@x.com,"",""\nb@x.com,,2\n', [["", ""], ["", "2"]]),
    "empty with CR LF": (b'Email,a,b\r\na@x.com,"",""\r\nb@x.com,,2\r\n', [["", ""], ["", "2"]]),
    "escaped quotes": (b'Email,a,b\na@x.com,"ha ""ha"" ha",2\n', [['ha "ha" ha', "2"]]),
    "json": (
        b'Email,a,b\na@x.com,"{""type"": ""Point"", ""at"": [1, 2]}",2\n',
        [['{"type": "Point", "at": [1, 2]}', "2"]],
    ),
    "newlines": (
        b'Email,a,b\na@x.com,"once\nupon",2\nb@x.com,3,4\n',
        [["once upon", "2"], ["3", "4"]],
    ),
    "newlines with CR LF": (
        b'Email,a,b\r\na@x.com,"once\r\nupon",2\r\nb@x.com,3,4\r\n',
        [["once upon", "2"], ["3", "4"]],
    ),
    "quotes and newlines": (
        b'Email,a,b\na@x.com,"ha\n""ha""\nha",2\n',
        [['ha "ha" ha', "2"]],
    ),
    "location coordinates": (
        b'Email,a,b\na@x.com,"37\xc2\xb0 46\' 29"" N",2\n',
        [["37° 46' 29\" N", "2"]],
    ),
    "UTF-8": ("Email,a,b\na@x.com,ʤ,❤\n".encode(), [["ʤ", "❤"]]),
    "byte order mark": (b"\xef\xbb\xbfEmail,a,b\na@x.com,1,2\n", [["1", "2"]]),
    "quoted header": (b'"Email","a","b"\n"a@x.com","1","2"\n', [["1", "2"]]),
    "no end of the last line": (b"Email,a,b\na@x.com,1,2", [["1", "2"]]),
    "ragged": (b"Email,a,b\na@x.com,1\nb@x.com,1,2,,\n", [["1", ""], ["1", "2"]]),
    "a cell without a name": (
        b"Email,a,b\na@x.com,1,2,3\nb@x.com,1,2\nc@x.com,1,2,3\n",
        [["1", "2"]] * 3,
    ),
    "an empty name at the end": (
        b"Email,a,b,\na@x.com,1,2,\nb@x.com,1,2,\nc@x.com,1,2,3\n",
        [["1", "2"]] * 3,
    ),
    "blank lines": (b"Email,a,b\n\na@x.com,1,2\n\n\n", [["1", "2"]]),
    "old Mac line ends": (b"Email,a,b\ra@x.com,1,2\r", [["1", "2"]]),
    "spaces around": (b"Email,a,b\n a@x.com , 1 ,2  \n", [["1", "2"]]),
    "a thousand columns": (
        b"Email%s\na@x.com%s\n" % (b"".join(b",c%d" % n for n in range(1_000)), b",1" * 1_000),
        [["1"] * 1_000],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECTRUM)
def test_the_spectrum_of_csv_files_is_read_as_meant(tmp_path: Path, name: str) -> None:
    content, meant = SPECTRUM[name]
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    file = inspect(path, Work())

    sieve, leads = _read(file)

    custom = [target.custom for target in file.mapping.targets if target.custom]
    read = [[json.loads(lead[8]).get(name, "") for name in custom] for lead in leads]
    assert read == meant
    assert not sieve.reasons


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_quoting_and_line_end_gives_the_same_leads(
    tmp_path: Path, delimiter: str, encoding: str, quoted: bool, end: str
) -> None:
    text = io.StringIO(newline="")
    quoting: Any = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(HEADERS)
    for number in range(40):
        writer.writerow(
            [f"lead{number}@acme.com", "Zoë", "Größe, Söhne & Co", "Österreich", "a|b;c"]
        )
    path = tmp_path / "leads.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    sieve, leads = _read(inspect(path, Work()))

    assert not sieve.reasons
    assert [lead[0] for lead in leads] == [f"lead{number}@acme.com" for number in range(40)]
    assert {lead[1:4] for lead in leads} == {("Zoë", "", "Größe, Söhne & Co")}
    assert {lead[9] for lead in leads} == {"AT"}


_cells = st.one_of(
    st.sampled_from(
        ["ada@acme.com", "ADA@acme.com", "bob@gmail.com", "x@rival.com", "n/a", "", " "]
    ),
    st.emails(),
    st.text(max_size=15),
    st.text('aé@. "\\\n\r\t\0\ufffd\u00a0\u200b,;', max_size=12),
)


@given(st.lists(st.lists(_cells, max_size=7), max_size=150))
def test_every_row_that_is_not_blank_is_a_lead_or_left_out(rows: list[list[str]]) -> None:
    sieve, leads = _sift(rows, suppressed=DoNotContact.of(["rival.com"]))

    filled = sum(bool("".join(row).strip()) for row in rows)
    assert len(leads) == sieve.kept
    # Invisible characters alone make a row blank too.
    assert sieve.kept + sieve.reasons.total() <= filled
    assert sieve.kept + sieve.reasons.total() >= sum(
        any(cell.isprintable() and cell.strip() for cell in row) for row in rows
    )
    assert len({lead[0] for lead in leads}) == len(leads)
    for lead in leads:
        assert all(text == text.strip() for text in lead[:8])
        assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in "".join(lead[:8]))
        assert all(isinstance(value, str) and value for value in json.loads(lead[8]).values())
        assert lead[10] in range(8)


@given(st.lists(st.lists(_cells, min_size=5, max_size=5), min_size=1, max_size=80))
def test_a_row_is_decided_alike_whatever_rows_are_around_it(rows: list[list[str]]) -> None:
    seen: set[str] = set()
    alone = []
    for row in rows:
        _, found = _sift([row])
        alone += [lead for lead in found if lead[0] not in seen]
        seen.update(lead[0] for lead in found)

    assert _sift(rows)[1] == alone


_targets = st.lists(
    st.one_of(
        st.sampled_from([ColumnTarget(field=field) for field in LeadField]),
        st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]{0,5}", fullmatch=True).map(
            lambda name: ColumnTarget(custom=name)
        ),
        st.just(ColumnTarget()),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda target: target.field or target.custom.casefold() or object(),
)


@given(_targets, st.data())
def test_the_quick_way_and_the_thorough_way_make_the_same_lead(
    targets: list[ColumnTarget], data: st.DataObject
) -> None:
    mapping = ColumnMapping(tuple(targets))
    printable = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\')
    cells = data.draw(
        st.lists(st.text(printable, max_size=6), min_size=len(targets), max_size=len(targets))
    )

    quick = row_maker(mapping, plain=True)(cells, "a@x.com", "DE", 3)
    thorough = row_maker(mapping, plain=False)(cells, "a@x.com", "DE", 3)

    assert quick == thorough
    expected = {
        target.custom: cell
        for target, cell in zip(targets, cells, strict=True)
        if target.custom and cell
    }
    assert json.loads(thorough[8]) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=250)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda junk: b"Email,Name,Country\na@x.com,A,DE\n" + junk),
        st.text("aé@.,;|\t\"'\r\n\0x", max_size=160).map(
            lambda text: b"Email,Name,Note\nada@acme.com,Ada,n\n" + text.encode()
        ),
    )
)
def test_no_file_whatsoever_breaks_the_sieve(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(content)
    try:
        file = inspect(path, Work())
    except InvalidInput:
        return
    assert file.mapping.email_index >= 0

    sieve, leads = _read(file)

    assert sieve.kept == len(leads)
    lines = [row.line for row in sieve.rows]
    assert lines == sorted(set(lines))
    for lead in leads:
        json.loads(lead[8])


def test_a_tab_within_a_quoted_cell_of_a_table_with_tabs_becomes_a_space(tmp_path: Path) -> None:
    path = tmp_path / "leads.tsv"
    path.write_text('Email\tName\tNote\na@x.com\tAda\t"one\ttwo"\nb@x.com\tBob\tthree\n')

    _, leads = _read(inspect(path, Work()))

    assert [json.loads(lead[8])["note"] for lead in leads] == ["one two", "three"]

"""Full-text search over leads: which rows a search finds, and the index that makes it quick.

The index is derived data, made in the background by `store/lead_indexing.py` and no part of the
tables that migrations look after: it may be dropped at any time. What it holds of a lead is the
text of every field and every custom variable, cut into trigrams, so that "corp" finds
acmecorp.com. Rows up to the number kept in `lead_search_progress` are in it, and triggers keep
them there; rows behind it are searched by plain comparison, so that an answer never lacks one.

Letters are compared without case as the index does it, also where there is no index yet.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
)

from vibe_desktop.store.database.tables import leads

LONG_ENOUGH: Final = 3
"""Letters that the index can search for; a shorter word must begin a field."""
BULK: Final = 5_000
"""Changing more leads than that at once costs more in triggers than making the index anew."""
WORTH_AN_INDEX: Final = 20_000
"""Fewer leads than that are searched and sorted at once without any index."""
SORTED_BY: Final = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "country",
)
"""Columns that have an index of their own to be sorted by: `lead_sort_email` and so on."""

_FIELDS: Final = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "personalization",
)
INDEX: Final = table("lead_search", column("rowid", Integer))
"""The index as queries name it."""
_HIGHEST: Final = chr(0x10FFFF)


def indexed_text(row: str) -> str:
    """SQL for the text of a lead that the index holds; `row` is "leads", "old" or "new"."""
    fields = " || char(10) || ".join(f"{row}.{name}" for name in _FIELDS)
    values = f"(SELECT group_concat(value, char(10)) FROM json_each({row}.custom))"  # noqa: S608 - names of columns only
    return f"{fields} || char(10) || coalesce({values}, '')"


def read_indexed(connection: Connection) -> int | None:
    """The last row that is in the index, 0 for none; None when there is no index."""
    table = "SELECT 1 FROM sqlite_master WHERE name = 'lead_search_progress'"
    if connection.exec_driver_sql(table).first() is None:
        return None
    found = connection.exec_driver_sql("SELECT indexed FROM lead_search_progress").scalar()
    return int(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks of a row.

    Attributes:
        asked: What the row must fulfil, all of it, beside `match`.
        match: What the row must match in the index, "" when that is not asked.
        plain: The same as `match` in plain comparisons; None when every row is in the index.
        indexed: The last row that is in the index.
    """

    asked: tuple[ColumnElement[bool], ...] = ()
    match: str = ""
    plain: ColumnElement[bool] | None = None
    indexed: int = 0


def wanted(connection: Connection, search: str) -> Wanted:
    """What a row must fulfil to be found: every word stands in some column.

    A word of three letters or more may stand anywhere in a field or a custom variable, a shorter
    one at the beginning of a field. Nothing in a word has a special meaning.
    """
    words = words_of(search)
    asked = tuple(_beginning(word) for word in words if len(word) < LONG_ENOUGH)
    longer = [word for word in words if len(word) >= LONG_ENOUGH]
    if not longer:
        return Wanted(asked)
    indexed = read_indexed(connection) or 0
    if not indexed:
        return Wanted((*asked, *map(_containing, longer)))
    behind = "SELECT 1 FROM leads WHERE row > ? LIMIT 1"
    is_behind = connection.exec_driver_sql(behind, (indexed,)).first() is not None
    plain = and_(*map(_containing, longer)) if is_behind else None
    return Wanted(asked, phrases(longer), plain, indexed)


def in_index(match: str) -> ColumnElement[bool]:
    """For queries on `INDEX`: the row matches."""
    return text("lead_search MATCH :lead_match").bindparams(lead_match=match)  # type: ignore[return-value]  # a condition in text


def words_of(search: str) -> list[str]:
    """The words of a search, each once."""
    return list(dict.fromkeys(search.replace("\0", " ").split()))


def phrases(words: list[str]) -> str:
    """Words as the index takes them: quoted, so that none is taken for an operator."""
    return " AND ".join('"' + word.replace('"', '""') + '"' for word in words)


def before_bulk_delete(connection: Connection, count: int) -> None:
    """Make ready for deleting, bringing back or rewriting so many leads in this transaction.

    Beyond a few thousand the search index is given up and made anew in the background.
    """
    if count > BULK and read_indexed(connection):
        forget(connection)


def before_bulk_insert(connection: Connection, count: int) -> None:
    """Make ready for new leads that are many beside those that are there.

    What leads are sorted by is given up and made anew in the background: eight indexes would be
    written to for every single lead.
    """
    if count >= BULK:
        for name in SORTED_BY:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS lead_sort_{name}")


def forget(connection: Connection) -> None:
    """Drop the search index, whatever is in it."""
    for name in ("deleted", "changed", "restored"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS lead_search_{name}")
    connection.exec_driver_sql("DROP TABLE IF EXISTS lead_search")
    connection.exec_driver_sql("DROP TABLE IF EXISTS lead_search_progress")


def _beginning(word: str) -> ColumnElement[bool]:
    """The word begins a field: what the indexes that leads are sorted by can tell."""
    spellings = [""]
    for letter in word:
        # The collation sees to the case of ASCII letters.
        forms = {form.lower() if form.isascii() else form for form in same_letters(letter)}
        spellings = [begun + form for begun in spellings for form in sorted(forms)]
    fields = [leads.c[name].collate("NOCASE") for name in _FIELDS if name != "personalization"]
    return or_(*(field.between(start, start + _HIGHEST) for field in fields for start in spellings))


def _containing(word: str) -> ColumnElement[bool]:
    """The word stands in a field or a custom variable, compared without the index."""
    values = func.json_each(leads.c.custom).table_valued("value")
    in_custom = select(true()).select_from(values).where(_contains(values.c.value, word)).exists()
    return or_(*(_contains(leads.c[name], word) for name in _FIELDS), in_custom)


def _contains(field: ColumnElement[str], word: str) -> ColumnElement[bool]:
    # LIKE is quick but knows both cases of ASCII letters only. So it lets anything stand where
    # a letter has other forms, and GLOB, which is slow, looks at what is left.
    exotic = {letter for letter in word if not "".join(same_letters(letter)).isascii()}
    exotic -= {letter for letter in exotic if len(same_letters(letter)) == 1}
    loose = "".join("_" if letter in exotic else _like(letter) for letter in word)
    found = field.like(f"%{loose}%", escape="\\")
    if not exotic:
        return found
    exact = "".join(map(_glob, word))
    return and_(found, field.op("GLOB")(literal(f"*{exact}*")))


def _glob(letter: str) -> str:
    forms = same_letters(letter)
    return f"[{''.join(forms)}]" if len(forms) > 1 or letter in "*?[" else letter


def _like(letter: str) -> str:
    return "\\" + letter if letter in "\\%_" else letter


def same_letters(letter: str) -> list[str]:
    """The forms of a letter that the index takes for one: both cases, and a few doubles."""
    return _families().get(letter, [letter])


@cache
def _families() -> dict[str, list[str]]:
    """Each letter that has another form, with all its forms: asked of the tokenizer itself."""
    letters = [
        letter
        for letter in map(chr, range(1, 0x1E944))
        if not "\ud800" <= letter <= "\udfff"
        and (letter.lower() != letter or letter.upper() != letter or letter.casefold() != letter)
    ]
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE texts USING fts5(t, content='', tokenize='trigram')")
        memory.executemany(
            "INSERT INTO texts(rowid, t) VALUES (?, ?)",
            ((ord(letter), letter * LONG_ENOUGH) for letter in letters),
        )
        memory.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance)")
        families: dict[str, list[str]] = {}
        for term, number in memory.execute("SELECT term, doc FROM terms ORDER BY doc"):
            families.setdefault(term[0], []).append(chr(number))
    return {letter: family for family in families.values() for letter in family}

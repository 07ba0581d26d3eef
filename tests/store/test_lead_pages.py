"""Pages of leads: any filter, search and order, against the same in plain Python."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from tests.databases import open_fresh
from vibe_desktop.domain.lead_queries import SORTS, LeadQuery
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.verifications import VerificationStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import lead_lists, lead_tags, leads, verifications
from vibe_desktop.store.lead_indexing import LeadIndex
from vibe_desktop.store.lead_pages import LeadPager
from vibe_desktop.store.lead_selections import bump_version

TEXT_FIELDS = (
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "personalization",
)
ALPHABET = "abkKsSÄäßẞéÉЖжΣσςſ\u212a東 _%*?[]^\\\"'-+().:{}#@NEAR"
"""Letters with doubles in other cases, and whatever means something to LIKE, GLOB or FTS5."""


@dataclass(frozen=True)
class Row:
    """A lead as it is kept, by hand."""

    row: int
    list_number: int
    email: str
    texts: tuple[str, ...]
    custom: tuple[tuple[str, str], ...]
    country: str
    flags: int
    suppressed: bool
    tags: tuple[str, ...]
    verification: str

    def value(self, name: str) -> str:
        if name == "email":
            return self.email
        if name == "country":
            return self.country
        return self.texts[TEXT_FIELDS.index(name)]


texts = st.text(ALPHABET, max_size=7)
rows = st.lists(
    st.builds(
        Row,
        row=st.just(0),
        list_number=st.integers(1, 2),
        email=st.just(""),
        texts=st.tuples(texts, st.just(""), texts, *[st.just("")] * 3, texts),
        custom=st.lists(
            st.tuples(st.sampled_from(["pain", "naïve", 'a"b']), texts),
            max_size=1,
        ).map(tuple),
        country=st.sampled_from(["", "DE", "US"]),
        flags=st.integers(0, 7),
        suppressed=st.booleans(),
        tags=st.lists(st.sampled_from(["hot", "cold"]), unique=True).map(
            lambda tags: tuple(sorted(tags))
        ),
        verification=st.sampled_from(["", *VerificationStatus]),
    ),
    max_size=8,
).map(
    lambda several: [
        replace(one, row=place * 2 + 1, email=f"p{place}@{'aA'[place % 2].lower()}cme.com")
        for place, one in enumerate(several)
    ]
)
queries = st.builds(
    LeadQuery,
    list_id=st.sampled_from(["", "one", "two", "gone"]),
    campaign_id=st.sampled_from(["", "", "", "gone"]),
    search=st.text(ALPHABET, max_size=6),
    tag=st.sampled_from(["", "", "hot"]),
    country=st.sampled_from(["", "", "DE", "?"]),
    flag=st.sampled_from([None, None, *LeadFlag]),
    suppressed=st.sampled_from([None, None, True, False]),
    verification=st.sampled_from(["", "", "none", VerificationStatus.VERIFIED]),
    sort=st.sampled_from(SORTS),
    descending=st.booleans(),
    offset=st.integers(0, 10),
    limit=st.integers(0, 30),
)


def keep(database: Database, several: Sequence[Row]) -> None:
    """Write leads as they are, with what other tables say of them."""
    with database.write() as connection:
        connection.execute(
            insert(lead_lists),
            [
                {"id": name, "number": number, "created_at": "2026-01-01T00:00:00Z", "name": name}
                | {"total_leads": sum(one.list_number == number for one in several)}
                for number, name in ((1, "one"), (2, "two"))
            ],
        )
        for table, values in (
            (leads, [as_lead(one) for one in several]),
            (lead_tags, [{"tag": tag, "row": one.row} for one in several for tag in one.tags]),
            (verifications, [as_answer(one) for one in several if one.verification]),
        ):
            if values:
                connection.execute(insert(table), values)
        bump_version(connection)


def as_lead(one: Row) -> dict[str, object]:
    return {
        "row": one.row,
        "list_number": one.list_number,
        "email": one.email,
        "custom": json.dumps(dict(one.custom)),
        "country": one.country,
        "flags": one.flags,
        "suppressed": one.suppressed,
        **dict(zip(TEXT_FIELDS, one.texts, strict=True)),
    }


def as_answer(one: Row) -> dict[str, object]:
    checked_at = "2026-01-01T00:00:00Z"
    return {"email": one.email, "status": one.verification, "checked_at": checked_at}


def fold(text: str) -> str:
    """Without case, letter by letter, as Unicode has it (ß only has a big ẞ)."""
    letters = {"ẞ": "ß"}
    return "".join(
        letters.get(letter, folded if len(folded := letter.casefold()) == 1 else letter)
        for letter in text
    )


def ascii_fold(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def is_found(one: Row, search: str) -> bool:
    fields = (one.email, *one.texts)
    everywhere = [fold(text) for text in (*fields, *(value for _, value in one.custom))]
    indexed = [fold(text) for text in fields[:-1]]
    return all(
        any(fold(word) in text for text in everywhere)
        if len(word) >= 3
        else any(text.startswith(fold(word)) for text in indexed)
        for word in search.split()
    )


def is_asked(one: Row, query: LeadQuery) -> bool:
    return (
        query.list_id in {"", {1: "one", 2: "two"}[one.list_number]}
        and query.campaign_id == ""
        and (not query.tag or query.tag in one.tags)
        and (not query.country or query.country.strip("?") == one.country)
        and (query.flag is None or bool(query.flag & one.flags))
        and query.suppressed in {None, one.suppressed}
        and (not query.verification or query.verification == (one.verification or "none"))
        and is_found(one, query.search)
    )


def naive(several: Sequence[Row], query: LeadQuery) -> list[int]:
    chosen = [one for one in several if is_asked(one, query)]
    chosen.sort(key=lambda one: one.row, reverse=query.descending)
    if query.sort != "row":
        chosen.sort(key=lambda one: ascii_fold(one.value(query.sort)), reverse=query.descending)
    return [one.row for one in chosen]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def index(database: Database) -> None:
    LeadIndex(database, worth_it=0).bring_up_to_date(Work())


@settings(deadline=None, max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(several=rows, asked=st.lists(queries, min_size=1, max_size=4), indexed=st.integers(0, 8))
def test_an_answer_is_what_plain_python_says_however_much_is_indexed(
    folder: Path, several: list[Row], asked: list[LeadQuery], indexed: int
) -> None:
    for stale in folder.glob("vibe.db*"):
        stale.unlink()
    database = open_fresh(folder)
    try:
        keep(database, several[:indexed])
        if indexed:
            index(database)
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM lead_lists")
            connection.exec_driver_sql("DELETE FROM verifications")
        keep(database, several)
        pager = LeadPager(database)
        for query in asked:
            expected = naive(several, query)
            page = pager.page(query)
            assert page.total == len(expected)
            assert [lead.row for lead in page.rows] == expected[query.offset :][: query.limit]
            for lead in page.rows:
                one = next(one for one in several if one.row == lead.row)
                assert (lead.tags, lead.verification) == (one.tags, one.verification)
                assert lead.list_id == {1: "one", 2: "two"}[one.list_number]
                assert dict(lead.custom) == dict(one.custom)
            first = replace(query, offset=0, limit=1, count_at_most=2)
            fresh = LeadPager(database).page(first)
            assert fresh.total == (len(expected) if not fresh.more else 2) <= len(expected)
            everything = [lead.row for part in pager.iterate(query, Work()) for lead in part]
            assert everything == expected
    finally:
        database.close()

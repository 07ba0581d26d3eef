"""Deciding about many rows at once comes to the same as deciding about each."""

from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.addresses import DoNotContact
from vibe_desktop.domain.lead_columns import propose
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_lines import Block, Records
from vibe_desktop.services.lead_sifting import Sieve

HEADERS = ("Email", "First Name", "Company", "Country", "Pain point", "Phone")
MAPPING = propose(HEADERS, [1.0] * len(HEADERS))
ADDRESSES = st.sampled_from(
    (
        *("ada@acme.com", "ADA@acme.com ", "ada@acme.com.", "Ada <ada@acme.com>", "bob@acme.com"),
        *(
            "info@acme.com",
            "sales+eu@acme.com",
            "cy@gmail.com",
            "dee@yahoo.fr",
            "dee@mail.yahoo.fr",
        ),
        *("ed@mailinator.com", "ed@x.mailinator.com", "fay@nordlys.de", "gil@sub.rival.com"),
        *("hal@rival.com", "asked@acme.com", "", "-", "ada@", "@acme.com", "a b@acme.com"),
        *("'ivy@acme.com", "jo@acme", "kim@münchen.de", "lou@xn--mnchen-3ya.de", "max@acme..com"),
        *(f"{'n' * 60}@acme.com", "o@-acme.com", "pia@acme-.com", "quy@a-b.co.uk", "ray@1.2"),
    )
)
CELLS = st.sampled_from(
    ("", "Ada", " Ada ", 'The "Good" One', "back\\slash", "'+1 415-555", "'t Hooft", "'=1+1", "a'b")
)
COUNTRIES = st.sampled_from(("", "Germany", "DE", "nowhere", "United Kingdom"))
ROWS = st.lists(st.tuples(ADDRESSES, CELLS, CELLS, COUNTRIES, CELLS, CELLS).map(list), max_size=40)
BARRED = DoNotContact(frozenset({"asked@acme.com"}), frozenset({"rival.com"}))


def _sift(rows: list[list[str]], size: int, barred: DoNotContact, *, plain: bool) -> object:
    sieve = Sieve(MAPPING, suppressed=barred)
    blocks = (
        Block(
            range(at + 2, at + 2 + len(rows[at : at + size])),
            rows[at : at + size],
            ["\t".join(cells) for cells in rows[at : at + size]],
            plain,
        )
        for at in range(0, len(rows), size)
    )
    leads = [(sieve.line, lead) for lead in sieve.leads(Records(blocks), Work(), len(rows))]
    return leads, sieve.kept, sieve.reasons, sieve.rows, sieve.hygiene


@given(ROWS, st.sampled_from((1, 3, 50)), st.sampled_from((BARRED, DoNotContact())))
def test_many_rows_at_once_come_to_the_same_as_each_alone(
    rows: list[list[str]], size: int, barred: DoNotContact
) -> None:
    # A block that is not called plain is gone through row by row.
    assert _sift(rows, size, barred, plain=True) == _sift(rows, 1, barred, plain=False)

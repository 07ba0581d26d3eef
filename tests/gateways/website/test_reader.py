"""What the reader finds on pages, and what it leaves out."""

import codecs
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.facts import FactKind, Page
from vibe_desktop.gateways.website.charsets import decode, not_a_page
from vibe_desktop.gateways.website.reader import read_html, read_text

PAGES = Path(__file__).parents[2] / "pages"
NOW = datetime(2026, 3, 1, tzinfo=UTC)

EXPECTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "ledgerly": (
        "Ledgerly",
        (
            "Get paid without chasing anybody",
            "Ledgerly sends polite reminders on your behalf and stops the moment",
            "so nobody has to write a reminder by hand",
            "Trusted by 1,200 design studios in 34 countries",
            "Reminders in your own voice",
            "Payments are matched to invoices within 4 minutes of reaching your account.",
            "Ledgerly syncs with Xero, QuickBooks and FreeAgent every hour.",
            "9 hours saved per studio every month",
            "62% fewer overdue invoices after the first quarter",
            "We went from 41 days to 17 days until an invoice is paid.",
            "$29 a month for up to 50 invoices",
            "No credit card needed for the first 30 days.",
            "Rated 4.8 out of 5 by 212 people",
            "Studio plan: 29 USD",
            "You approve the first reminder of every client",
        ),
    ),
    "soup": (
        "Shiftwise",
        (
            "Rotas for care homes, done before Monday",
            "Shiftwise builds a fair rota for the whole month in two minutes",
            "Swaps without phone calls",
            "Nobody has to ring round on a Sunday evening.",
            "Homes that use Shiftwise need 31% fewer agency hours.",
            "I stopped doing the rota at my kitchen table.",
            "From £3 per carer a month",
        ),
    ),
    "next_shell": (
        "Parcelmind",
        (
            "Fewer order questions for small shops",
            "It reads tracking updates of 90 carriers every 15 minutes.",
            "Replies drafted for you",
            "Order questions fell by 48% at Oak & Ember in six weeks.",
        ),
    ),
    "flight_shell": (
        "Quietdesk",
        (
            "Quietdesk sorts support tickets by urgency.",
            "Support tickets, most urgent first",
            "Teams answer urgent tickets 3 times faster.",
        ),
    ),
    "vite_shell": (
        "Tidemark",
        ("Tidemark collects what your team did from Git", "Standups without meetings"),
    ),
    "cookie_wall": (
        "Grainline",
        (
            "Bread orders that bake themselves into a plan",
            "Orders by text, mail or phone land in one list",
            "Built for bakeries with 5 to 60 wholesale customers.",
            "Costs €49 a month per bakery.",
        ),
    ),
    "injected": (
        "Hushline",
        ("Notes are ready 40 seconds after the call ends.", "clinic's own server"),
    ),
    "latin1": ("Caféboard", ("Cafés sell 12% more crème brûlée on rainy days.", "From 19 €")),
    "shift_jis": ("在庫くん", ("全国 850 店舗で使われています。", "在庫の数えまちがいをなくす")),
}
NOISE = (
    *("cookie", "Log in", "Skip to", "All rights", "Privacy", "Get started", "Terms of"),
    *("newsletter", "JavaScript", "analytics", "Hidden text", "not for reading", "buildId"),
    *("previous instructions", "AI systems", "cures back pain", "free car", "fined", "rounded"),
    *("System prompt", "100% ROI", "evil.example", "Start free trial", "partners"),
)


def page(name: str) -> Page:
    return read_html(
        decode((PAGES / f"{name}.html").read_bytes()), f"https://www.{name}.example/", NOW
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_the_facts_of_a_page_are_found(name: str) -> None:
    product, facts = EXPECTED[name]
    read = page(name)
    assert read.title == product
    texts = [fact.text for fact in read.facts]
    assert [fact for fact in facts if not any(fact in text for text in texts)] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_not_about_the_product_is_left_out(name: str) -> None:
    found = "\n".join(fact.text for fact in page(name).facts)
    assert [noise for noise in NOISE if noise.lower() in found.lower()] == []


def test_facts_are_numbered_in_the_order_of_the_page_and_stand_there_once() -> None:
    read = page("ledgerly")
    assert [fact.id for fact in read.facts] == [f"S{n + 1}" for n in range(len(read.facts))]
    texts = [fact.text.casefold() for fact in read.facts]
    assert len(set(texts)) == len(texts)
    assert texts.index("bank matching") < texts.index("late fees")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ledgerly", FactKind.NAME),
        ("Invoices that chase themselves", FactKind.PROMISE),
        ("Trusted by 1,200 design studios in 34 countries", FactKind.PROOF),
        ("9 hours saved per studio every month", FactKind.METRIC),
        ("$29 a month for up to 50 invoices", FactKind.PRICE),
        ("Late fees are added only when your contract allows them.", FactKind.FEATURE),
        ("Get paid without chasing anybody", FactKind.PAIN),
    ],
)
def test_facts_have_the_kind_their_wording_and_place_give_them(text: str, kind: FactKind) -> None:
    assert {fact.text: fact.kind for fact in page("ledgerly").facts}[text] is kind


def test_the_same_text_has_the_same_hash() -> None:
    assert page("soup").content_hash == page("soup").content_hash
    assert page("soup").content_hash != page("ledgerly").content_hash


@pytest.mark.parametrize(("name", "thin"), [("vite_shell", True), ("ledgerly", False)])
def test_a_page_that_javascript_builds_is_called_thin(name: str, thin: bool) -> None:
    assert page(name).thin is thin


def test_a_heading_over_several_lines_is_one_fact() -> None:
    read = read_html("<h1>Stop<br>losing\n parcels</h1><p>x</p>", "", NOW)
    assert "Stop losing parcels" in [fact.text for fact in read.facts]


def test_elements_side_by_side_do_not_glue_their_words_together() -> None:
    read = read_html("<div><span>31 hours</span><span>saved a month</span></div>", "", NOW)
    assert [fact.text for fact in read.facts] == ["31 hours saved a month"]


def test_marks_in_front_of_an_item_are_no_words_of_it() -> None:
    html = "<ul><li>✓ Works offline</li><li>• Speaks Spanish</li></ul><p>— Lou Garza, Boss Ltd</p>"
    assert [fact.text for fact in read_html(html, "", NOW).facts] == [
        "Works offline",
        "Speaks Spanish",
        "Lou Garza, Boss Ltd",
    ]


def test_a_figure_and_what_it_counts_are_one_fact_and_steps_are_not() -> None:
    html = "<div>28%</div><div>less gas per pot</div><div>1</div><div>Add your kilns here</div>"
    assert [fact.text for fact in read_html(html, "", NOW).facts] == [
        "28% less gas per pot",
        "Add your kilns here",
    ]


def test_a_sentence_under_a_figure_stays_a_sentence() -> None:
    html = "<b>8 days</b><p>Teams save 8 days of work.</p><b>94%</b><p>of lines need nobody.</p>"
    assert [fact.text for fact in read_html(html, "", NOW).facts] == [
        "Teams save 8 days of work.",
        "94% of lines need nobody.",
    ]


def test_text_that_css_shows_again_on_larger_screens_is_kept() -> None:
    html = (
        '<p class="hidden md:block">It sorts letters by street.</p><p class="hidden">It lies.</p>'
    )
    assert [fact.text for fact in read_html(html, "", NOW).facts] == ["It sorts letters by street."]


def test_pasted_text_gives_facts_too() -> None:
    text = "Ledgerly\nGet paid without chasing anybody\n\nIt saves 9 hours a month. Log in"
    read = read_text(text, "https://ledgerly.example", NOW)
    assert read.title == "Ledgerly"
    assert [fact.text for fact in read.facts] == [
        "Ledgerly",
        "Get paid without chasing anybody",
        "It saves 9 hours a month.",
    ]


def test_a_very_deep_page_is_read() -> None:
    html = "<div>" * 5000 + "<p>It sorts letters by street.</p>" + "</div>" * 5000
    assert read_html(html, "", NOW).facts[0].text == "It sorts letters by street."


def test_a_large_page_is_read_quickly_and_gives_a_bounded_number_of_facts() -> None:
    row = "<div class='card'><h3>Feature {0}</h3><p>It does thing number {0} for shops.</p></div>"

    def read(rows: int) -> int:
        html = "<h1>Big</h1>" + "".join(row.format(n) for n in range(rows))
        return len(read_html(html, "", NOW).facts)

    assert read(50_000) <= 60
    assert growth(read, 5_000) < ALLOWED


@pytest.mark.parametrize("html", ["", "<html></html>", "<p>", "<!--", "\0", "<h1></h1>", "plain"])
def test_a_page_without_text_is_a_page_without_facts(html: str) -> None:
    assert len(read_html(html, "http://127.0.0.1:8000/", NOW).facts) == 0


@given(st.text())
def test_any_text_can_be_read_as_a_page(html: str) -> None:
    read_html(html, "https://a.example/", NOW)
    read_html(f"<p>{html}</p><script type='application/ld+json'>{html}</script>", "", NOW)
    read_text(html, "", NOW)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_text_in_any_old_charset_may_be_a_page(text: str) -> None:
    html = f"<p>{text}".encode()
    assert not_a_page(html) == ""
    assert not_a_page(f"<p>{text}".encode("iso2022_jp", errors="ignore")) == ""
    assert not_a_page(codecs.BOM_UTF16_LE + html.decode().encode("utf-16-le")) == ""


def test_a_page_is_not_named_after_a_title_that_every_page_has() -> None:
    html = "<title>Home</title><h1>Sort letters by street</h1>"
    assert read_html(html, "https://letterly.example/", NOW).title == "Letterly"


@given(st.binary())
def test_any_bytes_can_be_decoded(body: bytes) -> None:
    assert isinstance(decode(body), str)


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("cp1252"), "iso-8859-1", "é"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),
        (b"\xef\xbb\xbf" + "é".encode(), "iso-8859-1", "é"),
        ("é".encode("utf-16"), "", "é"),
        (b'<meta charset="windows-1251">' + "Я".encode("cp1251"), "", "Я"),
        ('<meta charset="latin-1">é'.encode(), "utf-8", "é"),
        ("é".encode(), "no-such-charset", "é"),
    ],
)
def test_the_charset_is_found_where_browsers_look_for_it(
    body: bytes, header: str, text: str
) -> None:
    assert decode(body, header).removesuffix(text) + text == decode(body, header)


def test_a_page_that_nests_without_end_is_read_at_once() -> None:
    def read(depth: int) -> str:
        html = "<div>" * depth + "<p>It sorts letters by street.</p>" + "</div>" * depth
        return read_html(html, "", NOW).facts[0].text

    assert read(100_000) == "It sorts letters by street."
    assert growth(read, 10_000) < ALLOWED

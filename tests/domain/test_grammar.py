"""The grammar itself: printing it back, conditions, and texts that mean it no good."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from tests.support.template_texts import texts
from vibe_desktop.domain.grammar import (
    If,
    LiquidTag,
    Literal,
    Node,
    PieceKind,
    Problem,
    Random,
    Tag,
    Unsubscribe,
    Variable,
    parse,
    pieces,
    print_template,
)
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import chooser, lead_values, missing_in, render, to_html

ADA = Lead(
    email="ada@engines.example",
    first_name="Ada",
    company_name="Engines",
    job_title="Head of Sales",
    custom={"staff": "40"},
)


def filled(text: str, lead: Lead = ADA) -> str:
    return render(parse(text), lead_values(lead), chooser(lead.email)).text


def problems(text: str) -> list[str]:
    return [problem.words for problem in parse(text).problems]


def children(node: Node) -> Sequence[tuple[int, int, tuple[Node, ...]]]:
    """What stands within a node, with the positions it must fill."""
    match node:
        case Variable(_, parts) | Random(parts):
            return [(part.start, part.end, part.nodes) for part in parts]
        case If(branches, closing):
            ends = [*(branch.tag.start for branch in branches[1:]), closing.start]
            return [
                (branch.tag.end, end, branch.nodes)
                for branch, end in zip(branches, ends, strict=True)
            ]
        case Literal() | Unsubscribe():
            return []


def gaps(nodes: Sequence[Node], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places between two positions that no node, or more than one, stands for."""
    position = start
    for node in nodes:
        if node.start != position or node.end < node.start:
            yield position, node.start
        for inner_start, inner_end, inner in children(node):
            yield from gaps(inner, inner_start, inner_end)
        position = node.end
    if position != end:
        yield position, end


@given(texts)
def test_printing_a_template_gives_the_text_back(text: str) -> None:
    assert print_template(parse(text)) == text


@given(texts)
def test_reading_what_was_printed_gives_the_same_template(text: str) -> None:
    template = parse(text)
    assert parse(print_template(template)) == template


@given(texts)
def test_nodes_leave_no_gap_at_any_depth(text: str) -> None:
    assert list(gaps(parse(text).nodes, 0, len(text))) == []


@given(texts)
def test_every_problem_and_tag_points_into_the_text(text: str) -> None:
    template = parse(text)
    places: list[Problem | Tag | LiquidTag] = [*template.problems, *template.tags, *template.liquid]
    for place in places:
        assert 0 <= place.start < place.end <= len(text)
    for tag in template.tags:
        assert tag.name.split()[0] in text[tag.start : tag.end]
    for liquid in template.liquid:
        assert text[liquid.start : liquid.end].startswith("{%")
        for field in liquid.fields:
            assert text[field.start : field.end] == field.name


def test_pieces_part_text_from_syntax() -> None:
    text = "Hi {{firstName | there}}{% if staff %}, {unsubscribe_link}{% endif %}"
    assert [(piece.kind, piece.source) for piece in pieces(parse(text))] == [
        (PieceKind.TEXT, "Hi "),
        (PieceKind.TAG, "{{firstName | "),
        (PieceKind.TEXT, "there"),
        (PieceKind.TAG, "}}"),
        (PieceKind.LIQUID, "{% if staff %}"),
        (PieceKind.TEXT, ", "),
        (PieceKind.OPT_OUT, "{unsubscribe_link}"),
        (PieceKind.LIQUID, "{% endif %}"),
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("firstName", True),
        ("lastName", False),
        ("never_heard_of", False),
        ('""', True),
        ("0", True),
        ('companyName == "Engines"', True),
        ("companyName=='Engines'", True),
        ('companyName == "engines"', False),
        ('companyName != "Acme"', True),
        ('lastName != "Acme"', True),
        ('lastName == ""', False),
        ("lastName == phone", True),
        ("firstName == companyName", False),
        ('jobTitle contains "Sales"', True),
        ('jobTitle contains "sales"', False),
        ('lastName contains ""', False),
        ('firstName contains ""', True),
        ("staff contains 4", True),
        ("staff contains 5", False),
        ("5 contains 5", False),
        ("1 == 1.0", True),
        ('1 == "1"', False),
        ("firstName and lastName", False),
        ("firstName or lastName", True),
        ("firstName and jobTitle and companyName", True),
        # Liquid joins from the right: a or (b and c), a and (b or c).
        ("firstName or jobTitle and lastName", True),
        ("lastName and jobTitle or firstName", False),
        ("unsubscribe_link", False),
    ],
)
def test_a_condition_holds_as_in_liquid(condition: str, holds: bool) -> None:
    text = f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}"
    assert problems(text) == []
    assert filled(text) == ("yes" if holds else "no")
    opposite = f"{{% unless {condition} %}}no{{% else %}}yes{{% endunless %}}"
    assert filled(opposite) == filled(text)


def test_the_first_branch_that_holds_is_sent() -> None:
    text = (
        "{% if lastName %}a{% elsif staff == '40' %}b{% elsif firstName %}c{% else %}d{% endif %}"
    )
    assert filled(text) == "b"
    assert filled(text, Lead("x@x.example", first_name="X")) == "c"
    assert filled(text, Lead("x@x.example")) == "d"
    assert filled("-{% if lastName %}a{% endif %}-") == "--"


def test_conditions_nest_with_one_another_and_with_tags() -> None:
    text = (
        "{% if firstName %}{{RANDOM | {% if staff %}many{% endif %} | {% if staff %}many"
        "{% endif %}}} {{lastName | {% unless lastName %}you{% endunless %}}}{% endif %}"
    )
    assert problems(text) == []
    assert filled(text) == "many you"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a \n{%- if firstName %} b {% endif %} c", "a b  c"),
        ("a {% if firstName -%}\n b \n{%- endif %} c", "a b c"),
        ("a {% if firstName %}b{% endif -%}\n\u00a0c", "a bc"),
        ("a {%- if lastName -%} b {%- else -%} d {%- endif -%} c", "adc"),
        ("a{% if firstName %}\nb\n{% endif %}c", "a\nb\nc"),
        ("a {%-if firstName-%} b {%-endif-%} c", "abc"),
    ],
)
def test_white_space_beside_a_tag_is_taken_away_where_it_says_so(text: str, expected: str) -> None:
    assert problems(text) == []
    assert filled(text) == expected
    assert print_template(parse(text)) == text


def test_a_field_in_a_branch_that_is_not_sent_is_not_missed() -> None:
    template = parse("{% if lastName %}Dear {{lastName}}{% else %}Hi {{phone}}{% endif %}")
    rendered = render(template, lead_values(ADA), chooser("x"))
    assert (rendered.text, rendered.missing) == ("Hi ", ("phone",))
    assert missing_in(template, lead_values(ADA)) == ("phone",)


def test_what_is_missing_is_told_for_every_wording() -> None:
    template = parse("{{RANDOM | {{phone}} | {{lastName}} | {{firstName}}}}")
    assert missing_in(template, lead_values(ADA)) == ("phone", "lastName")


def test_a_tag_needs_no_fallback_where_a_condition_has_made_sure_of_it() -> None:
    text = (
        "{% if firstName and jobTitle %}{{firstName}}{{lastName}}{% else %}{{firstName}}{% endif %}"
        "{% if firstName or jobTitle %}{{firstName}}{% endif %}"
        "{% unless staff %}{{staff}}{% else %}{{staff}}{% endunless %}"
        "{% if firstName != 'x' %}{{firstName}}{% elsif lastName == 'x' %}{{lastName}}{% endif %}"
    )
    sure = [tag.fallback for tag in parse(text).tags]
    assert sure == [True, False, False, False, False, True, False, True]


def test_fields_of_conditions_are_known_with_their_places() -> None:
    text = "{% if firstName == staff %}{{phone}}{% endif %}"
    template = parse(text)
    assert template.names == {"firstName", "staff", "phone"}
    assert [tag.name for tag in template.tags] == ["phone"]
    assert [tag.name for tag in template.liquid] == ["if", "endif"]
    assert [text[field.start : field.end] for field in template.liquid[0].fields] == [
        "firstName",
        "staff",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% for a in b %}x", "only if, unless"),
        ("{% assign a = 1 %}", "only if, unless"),
        ("{% If firstName %}x{% endif %}", "only if, unless"),
        ("{% firstName %}", "only if, unless"),
        ("{%%}", "only if, unless"),
        ("{% if firstName", "not closed: it needs %}"),
        ("{% if firstName %}x", "not closed: it needs {% endif %}"),
        ("{% unless firstName %}x", "not closed: it needs {% endunless %}"),
        ("x{% endif %}", "no condition that endif"),
        ("x{% else %}", "no condition that else"),
        ("{% if firstName %}x{% endunless %}", "ends with {% endif %}"),
        ("{% if a %}{% else %}{% else %}{% endif %}", "Nothing but the end"),
        ("{% if a %}{% else %}{% elsif b %}{% endif %}", "Nothing but the end"),
        ("{% if a %}{% else b %}{% endif %}", "Nothing may follow"),
        ("{% if %}x{% endif %}", "cannot be read"),
        ("{% if firstName == %}x{% endif %}", "cannot be read"),
        ("{% if firstName lastName %}x{% endif %}", "cannot be read"),
        ("{% if a and %}x{% endif %}", "cannot be read"),
        ("{% if a > 3 %}x{% endif %}", "cannot be read"),
        ("{% if a | upcase %}x{% endif %}", "cannot be read"),
        ("{% if lead.name %}x{% endif %}", "cannot be read"),
        ("{% if a == “b” %}x{% endif %}", "straight quotes"),
        ('{% if a == "R&D" %}x{% endif %}', "cannot hold &"),
        ("{% if a == 3 %}x{% endif %}", "never a number"),
        ("{% if a != blank %}x{% endif %}", "“blank” is not understood"),
        ("{% if a %}" * 8 + "{% endif %}" * 8, "deep"),
        ("{{RANDOM | {% if a %}b | c}}{% endif %}", "not closed"),
    ],
)
def test_liquid_that_is_not_understood_is_told_in_words(text: str, words: str) -> None:
    assert any(words in problem for problem in problems(text)), problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in b %}x{% endfor %}",
        "{% if a > 3 %}x{% endif %}",
        "{% if firstName %}x",
        "{% if firstName %}x{% endunless %}",
        "x{% else %}{% endif %}",
        "{% if a %}{% else %}{% else %}{% endif %}",
    ],
)
def test_what_is_not_understood_stays_as_it_is(text: str) -> None:
    assert filled(text) == text
    assert parse(text).liquid == ()


def test_conditions_survive_becoming_html() -> None:
    text = "Hi\n{% if companyName == \"Engines\" or jobTitle contains 'x' %}\nA & B\n{% endif %}"
    assert to_html(text) == (
        "<div>Hi<br/>{% if companyName == \"Engines\" or jobTitle contains 'x' %}<br/>"
        "A &amp; B<br/>{% endif %}</div>"
    )


def test_white_space_that_is_taken_away_is_no_line_break_in_html() -> None:
    assert to_html("a\n\n{%- if\nb -%}\nc{% endif %}") == ("<div>a {%- if b -%} c{% endif %}</div>")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{% if a %}", "{% endif %}"),
        ("{% if a %}", ""),
        ("", "{% endif %}"),
        ("{% if a %}{{RANDOM|", "}}{% endif %}"),
        ("{% else %}", ""),
        ("{% elsif a == 'b' %}", ""),
        ("{% if a %}{% elsif b %}{% endif %}", ""),
        ('{% if "', '" %}'),
        ("{% if a and ", " %}"),
        ("{%-", "-%}"),
        ("{% if " + "a" * 50, ""),
        ("{{a|{% if b %}|", "{% endif %}}}"),
    ],
)
def test_hostile_conditions_are_read_in_linear_time(opening: str, closing: str) -> None:
    def read(size: int) -> None:
        text = opening * size + closing * size
        render(parse(text), {}, lambda _: 0)
        to_html(text)

    assert growth(read, 150) < ALLOWED


@given(st.text(alphabet="{%-}| \nifendelsu'\"=ab", max_size=200))
def test_soup_of_signs_is_read_and_printed(text: str) -> None:
    template = parse(text)
    assert print_template(template) == text
    assert list(gaps(template.nodes, 0, len(text))) == []

"""The grammar of mail templates."""

import html

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.templates import (
    TagKind,
    chooser,
    lead_values,
    normalise_html,
    parse,
    render,
    to_html,
    to_text,
)

ADA = Lead(
    email="ada@engines.example",
    first_name="Ada",
    company_name="R&D <Engines>",
    custom={"pain_point": "late invoices"},
)


def filled(text: str, lead: Lead = ADA) -> str:
    return render(parse(text), lead_values(lead), chooser(lead.email)).text


def missing(text: str, lead: Lead = ADA) -> tuple[str, ...]:
    return render(parse(text), lead_values(lead), chooser(lead.email)).missing


def problems(text: str) -> list[str]:
    return [problem.words for problem in parse(text).problems]


pieces = st.sampled_from(
    [
        *("{{", "}}", "{", "}", "|", "{%", "%}", "<", "&amp;", "\n", " ", "\r\n", "\u00a0", '"'),
        *("firstName", "RANDOM", "pain_point", "Hi", "{unsubscribe_link}", "{{firstName | there}}"),
        *("{{RANDOM | a | b}}", "{{companyName}}", "{{RANDOM | Hi {{firstName}} | Hello}}"),
    ]
)
texts = st.one_of(st.text(), st.lists(pieces, max_size=30).map("".join))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {{firstName}},", "Hi Ada,"),
        ("Hi {{ firstName }},", "Hi Ada,"),
        ("Hi {{firstName | there}},", "Hi Ada,"),
        ("Hi {{lastName | there}},", "Hi there,"),
        ("Hi {{lastName|there}},", "Hi there,"),
        ("Hi {{lastName | firstName | friend}},", "Hi Ada,"),
        ("Hi {{lastName | jobTitle | friend}},", "Hi friend,"),
        ("Hi {{lastName | {{jobTitle | you}} }},", "Hi you,"),
        ("Hi{{lastName | }},", "Hi,"),
        ("About {{pain_point}}", "About late invoices"),
        ("About {{lastName | pain_point}}", "About late invoices"),
        ("{{RANDOM | Hi | Hi}} {{firstName}}", "Hi Ada"),
        ("{{RANDOM|Hi {{firstName | there}}|Hi {{firstName}}}}", "Hi Ada"),
        ("Or {unsubscribe_link}.", "Or unsubscribe."),
        ("No tags at all", "No tags at all"),
    ],
)
def test_a_template_is_filled_with_the_values_of_the_lead(text: str, expected: str) -> None:
    assert filled(text) == expected


def test_a_field_without_value_or_fallback_leaves_a_gap_and_is_named() -> None:
    assert filled("Hi {{lastName}}, {{lastName}}") == "Hi , "
    assert missing("Hi {{lastName}}, {{lastName}} {{phone | website}}") == ("lastName", "phone")


def test_a_field_that_does_not_exist_is_sent_as_it_stands_and_is_named() -> None:
    assert filled("Hi {{first_name}}") == "Hi {{first_name}}"
    assert missing("Hi {{first_name}}") == ("first_name",)


def test_fields_of_an_option_that_was_not_taken_are_not_missed() -> None:
    template = parse("{{RANDOM | Hello | Hi {{lastName}}}}")
    assert render(template, lead_values(ADA), lambda _: 0).missing == ()
    assert render(template, lead_values(ADA), lambda _: 1).missing == ("lastName",)


def test_the_same_lead_always_gets_the_same_wording_and_different_leads_get_different_ones() -> (
    None
):
    text = "{{RANDOM | a | b | c}}{{RANDOM | d | e | f}}"
    wordings = {filled(text, Lead(email=f"{n}@x.example")) for n in range(60)}
    assert filled(text) == filled(text)
    assert len(wordings) == 9


def test_tags_are_listed_with_kind_fallback_and_position() -> None:
    text = "{{firstName | there}} {{pain_point}} {{sendingAccountName}} {unsubscribe_link}"
    tags = parse(text).tags
    assert [(tag.name, tag.kind, tag.fallback) for tag in tags] == [
        ("firstName", TagKind.LEAD, True),
        ("pain_point", TagKind.CUSTOM, False),
        ("sendingAccountName", TagKind.SENDER, False),
        ("unsubscribe_link", TagKind.UNSUBSCRIBE, True),
    ]
    assert text[tags[1].start : tags[1].end] == "{{pain_point}}"


def test_nested_tags_are_listed_too() -> None:
    template = parse("{{RANDOM | Hi {{firstName}} | Hello}}")
    assert [tag.name for tag in template.tags] == ["RANDOM", "firstName"]
    assert template.names == {"firstName"}


def test_a_fallback_that_is_itself_a_field_is_no_safe_fallback() -> None:
    assert not parse("{{firstName | lastName}}").tags[0].fallback
    assert parse("{{firstName | lastName | friend}}").tags[0].fallback


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi {{firstName", "not closed"),
        ("Hi firstName}}", "no opening"),
        ("Hi {firstName}", "write {{firstName}}"),
        ("{Hi|Hello}", "write {{RANDOM | Hi|Hello}}"),
        ("{{}}", "no field name"),
        ("{{RANDOM}}", "two wordings"),
        ("{{RANDOM | Hi}}", "two wordings"),
        ("{{random | Hi | Hello}}", "capitals"),
        ("{{unsubscribe_link}}", "one brace"),
        ("{% for a in b %}Hi", "Liquid"),
        ("{{a|" * 8 + "}}" * 8, "deep"),
    ],
)
def test_what_breaks_the_grammar_is_told_in_words(text: str, words: str) -> None:
    assert any(words in problem for problem in problems(text))


def test_a_problem_points_at_its_place() -> None:
    text = "Hi {{firstName}}, {oops} there"
    (problem,) = parse(text).problems
    assert text[problem.start : problem.end] == "{oops}"


def test_a_good_template_has_no_problems() -> None:
    text = "{{RANDOM | Hi {{firstName | there}} | Hello}}, {{companyName}} or {unsubscribe_link}."
    assert problems(text) == []


@given(texts)
def test_any_text_can_be_read_and_its_nodes_leave_no_gap(text: str) -> None:
    template = parse(text)
    position = 0
    for node in template.nodes:
        assert node.start == position
        position = node.end
    assert position == len(text)


@given(st.text().filter(lambda text: "{" not in text and "}" not in text))
def test_text_without_braces_is_sent_as_it_stands(text: str) -> None:
    assert filled(text) == text
    assert problems(text) == []


@given(texts)
def test_no_known_tag_survives_filling_in(text: str) -> None:
    left = {tag.name for tag in parse(filled(text)).tags if tag.kind is not TagKind.CUSTOM}
    # Braces that only touch after filling in are the text's own: `{{{{RANDOM | a | b}} | x}}`.
    if "{{{" not in text and "}}}" not in text and text.count("{{") <= 1:
        assert not left


@pytest.mark.parametrize(("opening", "closing"), [("{{", ""), ("{{a|", "}}"), ("{%", "")])
def test_hostile_texts_are_read_in_linear_time(opening: str, closing: str) -> None:
    assert growth(lambda size: parse(opening * size + closing * size), 5_000) < ALLOWED


def test_lines_become_breaks_inside_one_element() -> None:
    assert to_html("Hi {{firstName}},\n\nA & B <3") == (
        "<div>Hi {{firstName}},<br/><br/>A &amp; B &lt;3</div>"
    )


def test_the_opt_out_tag_becomes_a_link() -> None:
    assert to_html("or {unsubscribe_link}") == (
        '<div>or <a href="{unsubscribe_link}">unsubscribe</a></div>'
    )


def test_quotes_and_liquid_stay_raw() -> None:
    text = 'He said "no" {% if a == "b" %}x{% endif %}'
    assert to_html(text) == f"<div>{text}</div>"


def test_a_line_end_inside_a_tag_does_not_break_the_tag() -> None:
    assert to_html("{{firstName\n | there}}") == "<div>{{firstName | there}}</div>"
    assert to_html("{{RANDOM | a\nb | R&D}}") == "<div>{{RANDOM | a<br/>b | R&amp;D}}</div>"


def test_wording_is_the_same_in_text_and_html() -> None:
    text = "{{RANDOM | a | b | c | d}} {{RANDOM | e\nf | g | h | i}} {unsubscribe_link}"
    for number in range(20):
        values = lead_values(Lead(email=f"{number}@x.example"))
        plain = render(parse(text), values, chooser("seed")).text
        markup = render(parse(to_html(text)), values, chooser("seed")).text
        assert to_text(markup) == plain


@given(texts)
def test_html_gives_the_text_back(text: str) -> None:
    if "{" in text:
        return
    markup = to_html(text)
    inner = markup.removeprefix("<div>").removesuffix("</div>").replace("<br/>", "\n")
    assert html.unescape(inner) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(texts)
@example("&nbsp;")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_html(to_html(text))
    assert normalise_html(once) == once


@given(texts)
def test_what_the_sanitiser_changes_is_not_a_difference(text: str) -> None:
    sent = to_html(text)
    returned = sent
    if "<a " not in sent:
        returned = returned.replace(" ", "&nbsp;").replace('"', "&quot;")
    returned = returned.replace("&amp;", "&#38;").replace("<br/>", "<br />")
    assert normalise_html(returned) == normalise_html(sent)


@pytest.mark.parametrize(
    "returned",
    [
        "<div>Hi {{firstName}},<br /><br />A &amp; B</div>",
        "<div>Hi {{firstName}},<br><br>A &#38; B<br></div>",
        "<p>Hi {{firstName}},</p><p><br></p><p>A&nbsp;&amp; B</p>",
        "<div>Hi {{firstName}},</div>\n<div><br/></div>\n<div>A &amp;  B</div>",
    ],
)
def test_spellings_of_the_same_mail_are_equal(returned: str) -> None:
    assert normalise_html(returned) == normalise_html(to_html("Hi {{firstName}},\n\nA & B"))


@pytest.mark.parametrize(
    "returned",
    [
        "<div>Hi {{firstName}},<br/><br/>A & C</div>",
        "<div>Hi {{firstName}},<br/>A & B</div>",
        "<div>Hi {{firstname}},<br/><br/>A & B</div>",
        '<div>Hi {{firstName}},<br/><br/>A &amp; <a href="x">B</a></div>',
        "",
    ],
)
def test_a_real_difference_stays_one(returned: str) -> None:
    assert normalise_html(returned) != normalise_html(to_html("Hi {{firstName}},\n\nA & B"))


@given(texts)
def test_marking_up_keeps_every_tag(text: str) -> None:
    assert parse(to_html(text)).names == parse(text.replace("\r\n", "\n")).names

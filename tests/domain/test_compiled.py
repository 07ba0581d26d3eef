"""Generated code for templates: the same texts as the reference, whatever stands in them."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from tests.support.template_texts import field_values, leads, texts
from vibe_desktop.domain.compiled import compile_missing, compile_template
from vibe_desktop.domain.compiled_mails import compile_mail
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import mail_values, preview
from vibe_desktop.domain.templates import chooser, missing_in, parse, render, seed_of
from vibe_desktop.domain.wordings import SUBJECT_CHOICES

ADA = Identity(name="Ada Lovelace", company="Engines", postal_address="1 Mill Lane, London N1")


def both(text: str, values: Mapping[str, str], email: str, first: int = 0) -> tuple[str, str]:
    """What the generated code and what the reference make of a text."""
    template = parse(text)
    made = compile_template(template, first)(values, seed_of(email))
    return made, render(template, values, chooser(email, first)).text


@given(texts, field_values, st.text(max_size=20), st.sampled_from([0, SUBJECT_CHOICES]))
@example("{{RANDOM | {{firstName}} | b | {{RANDOM | c | {{x}}}}}}", {"x": ""}, "e", 0)
@example("{{unsubscribe_link}}{{unsubscribe_link | a}}", {"unsubscribe_link": "u"}, "e", 0)
@example("{{a | there}}{{a | {{b}} | }}{{a}}{{ b }}", {"a": "", "there": ""}, "e", 0)
def test_generated_code_gives_the_text_of_the_reference(
    text: str, values: dict[str, str], email: str, first: int
) -> None:
    made, expected = both(text, values, email, first)
    assert made == expected


@given(texts, field_values)
def test_generated_code_misses_what_the_reference_misses(text: str, values: dict[str, str]) -> None:
    template = parse(text)
    assert compile_missing(template)(values) == missing_in(template, values)


@given(texts, field_values, st.integers(0, 2**30))
def test_what_a_wording_lacks_is_among_what_any_wording_lacks(
    text: str, values: dict[str, str], number: int
) -> None:
    template = parse(text)
    lacking = render(template, values, chooser(str(number))).missing
    assert set(lacking) <= set(missing_in(template, values))


@pytest.mark.parametrize(
    "condition",
    [
        *("a", '""', "5", "a == b", "a != b", 'a == ""', 'a != ""', 'a == "x"', '"x" == a'),
        *("a contains b", 'a contains ""', '"xy" contains a', "5 contains a", "a contains 5"),
        *("a and b or c", "a or b and c", "a == 'x' and b != 'x' or c contains 'x'"),
        *("unsubscribe_link", "unsubscribe_link == a", "1 == 1.0", "1 != 2"),
    ],
)
def test_generated_conditions_hold_when_those_of_the_reference_do(condition: str) -> None:
    text = f"{{% if {condition} %}}1{{% else %}}2{{% endif %}}"
    assert parse(text).problems == ()
    for a in (None, "", "x", "xy 5"):
        for b in (None, "", "x"):
            given_values = {"a": a, "b": b, "c": "x" if a else "", "unsubscribe_link": "u"}
            values = {name: value for name, value in given_values.items() if value is not None}
            made, expected = both(text, values, "e")
            assert made == expected


def test_any_mapping_will_do() -> None:
    assert both("Hi {{firstName}}", MappingProxyType({"firstName": "Ada"}), "e")[0] == "Hi Ada"


@pytest.mark.parametrize(
    "text",
    [
        "'''\"\"\"{{a}}\\",
        "{{__import__('os')}}{{RANDOM | {{a}} | __import__('os').abort()}}",
        "{{a' or s}}{{v}}{{g}}{{s}}{{made}}",
        "{% if v %}a{% endif %}{% if g == 'made' %}b{% endif %}\n\\N{DIGIT ONE}\\",
        "{{a | {x!r} }} {x:>{y}} %s %(a)s ${a}",
        "\ud800{{a | \udfff}}\x00",
    ],
)
def test_text_that_looks_like_code_is_text(text: str) -> None:
    made, expected = both(text, {"a": "", "v": "1"}, "e")
    assert made == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{a}}b" * 5_000,
        "{{a" + "|{{b}}" * 5_000 + "}}",
        "{{RANDOM" + "|{{b}}" * 500 + "}}",
        "{{RANDOM" + "|b" * 5_000 + "}}",
        "{% if a %}" + "{% elsif b %}x" * 500 + "{% endif %}",
        "{% if a %}" + "{{RANDOM | a | {{b}}}}" * 3_000 + "{% endif %}",
        "x" * 300_000 + "{{RANDOM | a | b}}" * 3 + "x" * 300_000,
    ],
    ids=["tags", "fallbacks", "mixed wordings", "wordings", "branches", "in a branch", "long"],
)
@pytest.mark.parametrize("values", [{}, {"a": "1"}, {"b": "2"}], ids=["none", "a", "b"])
def test_a_template_of_any_size_is_filled_in(text: str, values: dict[str, str]) -> None:
    made, expected = both(text, values, "e")
    assert made == expected
    template = parse(text)
    assert compile_missing(template)(values) == missing_in(template, values)


@pytest.mark.parametrize("piece", ["{{a|b}} ", "{{RANDOM|a|b}}c", "{{a|{{b|{{c}}}}}}", "{{{", "|"])
def test_compiling_takes_time_in_step_with_the_text(piece: str) -> None:
    def compile_one(size: int) -> None:
        compile_template(parse(piece * size))({}, 0)

    assert growth(compile_one, 150) < ALLOWED


@given(texts, st.lists(texts, max_size=1).map("".join), leads)
def test_a_compiled_mail_reads_as_its_preview(body: str, subject: str, lead: Lead) -> None:
    mail = compile_mail(subject, compose(body, ADA))
    values, seed = mail_values(lead, ADA), seed_of(lead.email)
    shown = preview(subject, body, ADA, lead)
    assert mail.subject(values, seed) == shown.subject
    assert mail.text(values, seed) == shown.text
    assert set(shown.missing) <= set(mail.missing(values))


def test_a_lead_that_lacks_nothing_is_told_so() -> None:
    mail = compile_mail(
        "For {{companyName}}", "Hi {{firstName | there}}, {{RANDOM | {{phone}} | x}}"
    )
    full = {"companyName": "Engines", "firstName": "", "phone": "1"}
    assert mail.missing(full) == ()
    assert mail.missing({**full, "phone": ""}) == ("phone",)
    assert mail.missing({**full, "phone": "", "companyName": ""}) == ("companyName", "phone")

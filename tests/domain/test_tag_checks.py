import pytest
from hypothesis import example, given

from tests.support.template_texts import cells, leads, texts
from vibe_desktop.domain.grammar import SENDER_TAGS, parse
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.tag_checks import TagCheck
from vibe_desktop.domain.templates import lead_values, missing_in

ADA = Lead("ada@acme.com", first_name="Ada", custom={"pain_point": "slow onboarding", "empty": ""})


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Hi {{firstName}}", ()),
        ("Hi {{lastName}}", ("lastName",)),
        ("Hi {{lastName | there}}", ()),
        ("Hi {{lastName | firstName}}", ()),
        ("Hi {{lastName | companyName}}", ("lastName",)),
        ("About {{pain_point}}", ()),
        ("About {{empty}} and {{unheard_of}}", ("empty", "unheard_of")),
        ("{{RANDOM | Hi {{firstName}} | Dear {{lastName}} }}", ("lastName",)),
        ("Best, {{sendingAccountFirstName}}", ()),
        ("{% if lastName %}Dear {{lastName}}{% endif %}", ()),
        ("{% unless lastName %}Dear {{lastName}}{% endunless %}", ("lastName",)),
        ("{% if firstName %}{{RANDOM | Hi | Dear {{lastName}}}}{% endif %}", ("lastName",)),
        ("{unsubscribe_link}", ()),
    ],
)
def test_a_tag_without_value_or_fallback_is_missing(text: str, missing: tuple[str, ...]) -> None:
    assert TagCheck([parse(text)]).missing(cells(ADA)) == missing


@given(texts, texts, leads)
@example("{{lastName | there}}", "", Lead("a@x.example", custom={"there": " "}))
@example("{{naïve}}{{a\\b}}", "", Lead("a@x.example", custom={"naïve": "x", "a\\b": "y"}))
@example("{% if there == 'x' %}{{lastName}}{% endif %}", "", Lead("a@x", custom={"there": "x"}))
@example("{% if unsubscribe_link %}{{x}}{% endif %}", "", Lead("a@x", custom={"x": " "}))
def test_what_is_missing_is_what_the_reference_misses_with_all_values(
    subject: str, body: str, lead: Lead
) -> None:
    values = {**lead_values(lead), **dict.fromkeys(SENDER_TAGS, "x")}
    templates = [parse(subject), parse(body)]
    expected = [name for template in templates for name in missing_in(template, values)]
    assert set(TagCheck(templates).missing(cells(lead))) == set(expected)

"""Texts for testing the grammar: any text, and soups of whole and broken tags; leads to fill in."""

import json

from hypothesis import strategies as st

from vibe_desktop.domain.leads import Lead, LeadCells

_PIECES = st.sampled_from(
    [
        *("{{", "}}", "{", "}", "|", "{%", "%}", "{%-", "-%}", "<", ">", "&", "&amp;", "&nbsp;"),
        *("\n", " ", "  ", "\t", "\r\n", "\u00a0", "\u3000", "\x0b", "\x85", '"', "'", "-", "%"),
        *("firstName", "RANDOM", "pain_point", "Hi", "R&D", "{unsubscribe_link}", "<br/>"),
        *("{{firstName | there}}", "{{RANDOM | a | b}}", "{{companyName}}", "{{pain point}}"),
        *("{{RANDOM | Hi {{firstName}} | Hello | {{lastName|pain_point}}}}", "{{lastName | }}"),
        *("{{RANDOM | {{firstName | x}} | y}}", "{{lastName | {{pain_point | you}} }}", "<script>"),
        *("{% if firstName %}", '{% if pain_point == "a b" %}', "{% unless lastName -%}"),
        *("{%- elsif lastName contains 'x' or there %}", "{% else %}", "{%- endif -%}"),
        *("{% endif %}", "{% endunless %}", "{% for a in b %}", "{{RANDOM |\n{% if there -%}\n x"),
    ]
)
texts = st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=14).map("".join))
"""Texts that a founder, a model or somebody malicious could write."""

values = st.one_of(
    st.sampled_from(
        [
            "",
            "Ada",
            " ",
            "  ",
            "x  b",
            "a b",
            "\u00a0",
            "a\nb",
            "<b>",
            "&lt;",
            "R&D",
            "{{firstName}}",
        ]
    ),
    st.text(max_size=8),
)
_NAMES = ("pain_point", "there", "pain point", "you", "a", "b", "x", "R&D", "unsubscribe_link")
customs = st.dictionaries(st.sampled_from(_NAMES), values)
leads = st.builds(
    Lead,
    email=st.integers(0, 10**6).map("p{}@x.example".format),
    first_name=values,
    last_name=values,
    company_name=values,
    custom=customs,
)
field_values = st.dictionaries(
    st.sampled_from((*_NAMES, "firstName", "lastName", "companyName")), values
)
"""Values by field name, lacking ones included."""


def cells(lead: Lead) -> LeadCells:
    """What a launch reads of a lead."""
    return (
        *(lead.email, lead.first_name, lead.last_name, lead.company_name),
        *(lead.job_title, lead.website, lead.phone, lead.personalization),
        json.dumps(dict(lead.custom), ensure_ascii=False),
    )

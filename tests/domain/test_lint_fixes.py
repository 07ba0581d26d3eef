"""Fixes: one key settles a finding and leaves the rest of the mail alone."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vibe_desktop.domain.lint import Finding, Mail, lint

LEADS = {"firstName": 412, "companyName": 0, "jobTitle": 1200, "pain": 3}
MAIL = Mail(
    "About invoices",
    "",
    custom_fields=frozenset({"pain"}),
    lacking=LEADS,
    lead_count=1200,
    supported=("Ledgerly at ledgerly.example",),
)


def body(text: str) -> Mail:
    return replace(MAIL, body=text)


def fixed(mail: Mail, rule: str) -> str:
    """The body after the fix of the first finding by this rule."""
    finding = next(one for one in lint(mail) if one.rule == rule)
    assert finding.fix is not None
    return finding.fix.apply(mail.body if finding.where == "body" else mail.subject)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("no_fallback", "Hi {{firstName}}, hello", "Hi {{firstName | there}}, hello"),
        ("no_fallback", "{{firstName | lastName}}", "{{firstName | lastName | there}}"),
        ("empty_field", "As {{jobTitle}} you", "As {{jobTitle | your role}} you"),
        ("unknown_tag", "Hi {{frstName | there}}", "Hi {{firstName | there}}"),
        ("unknown_tag", "Hi {{ first_name }}", "Hi {{ firstName }}"),
        ("unknown_tag", "{% if Pain %}Yes{% endif %}", "{% if pain %}Yes{% endif %}"),
        ("broken_tag", "Hi {firstName}, you", "Hi {{firstName}}, you"),
        ("broken_tag", "Hi {first_name | there}", "Hi {{firstName | there}}"),
        ("broken_tag", "Hi {{firstName}, you", "Hi {{firstName}}, you"),
        ("broken_tag", "Hi {{firstName, you", "Hi {{firstName}}, you"),
        ("broken_tag", "{Hi|Hello} you", "{{RANDOM | Hi|Hello}} you"),
        ("broken_tag", "{RANDOM | Hi | Hello} you", "{{RANDOM | Hi | Hello}} you"),
        ("broken_tag", "{{random | Hi | Hello}} you", "{{RANDOM | Hi | Hello}} you"),
        ("broken_tag", "{{unsubscribe_link}}", "{unsubscribe_link}"),
        ("bare_random", "RANDOM | Hi | Hello, you", "{{RANDOM | Hi | Hello}}, you"),
        ("placeholder", "Dear [First Name], you", "Dear {{firstName | there}}, you"),
        ("placeholder", "at <company_name> now", "at {{companyName | your company}} now"),
        ("em_dash", "It works — always.", "It works, always."),
        ("em_dash", "It works—Always.", "It works. Always."),
        ("em_dash", "It works -- I think.", "It works, I think."),
        ("em_dash", "9—12 of it", "9 to 12 of it"),
        ("em_dash", "So it is —\nyes", "So it is.\nyes"),
        ("em_dash", "— Ada", "Ada"),
        ("exclamation", "It works!! Really", "It works. Really"),
        ("exclamation", "Really?! Yes", "Really? Yes"),
        ("exclamation", "Yes!no", "Yes. no"),
        ("tired_opener", "Hi you,\n\nI hope this finds you well. So", "Hi you,\n\nSo"),
        ("tired_opener", "Hi Ada, hope all is well. So", "Hi Ada, So"),
        ("link", "See https://x.example/a?b=c. Then", "See. Then"),
        ("link", "See [our page](https://x.example) now", "See our page now"),
        ("link", "https://x.example is it", "is it"),
        ("image", "Look ![x](https://x.example/y.png) here", "Look here"),
        ("image", 'Look <img src="a.png"> here', "Look here"),
        ("double_space", "one  two   three", "one two   three"),
    ],
)
def test_a_fix_writes_what_was_meant(rule: str, before: str, after: str) -> None:
    assert fixed(body(before), rule) == after


def test_a_follow_up_loses_its_subject() -> None:
    assert fixed(replace(MAIL, body="Hi", step=2), "follow_up_subject") == ""


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("no_fallback", "{{pain}}"),
        ("broken_tag", "a }} b"),
        ("broken_tag", "{whatever this is}"),
        ("tired_opener", "I hope this finds you well."),
        ("placeholder", "{{firstName | [First Name]}}"),
    ],
)
def test_where_nobody_can_tell_what_was_meant_there_is_no_fix(rule: str, text: str) -> None:
    finding = next(one for one in lint(body(text)) if one.rule == rule)
    assert finding.fix is None


PIECES = st.sampled_from(
    [
        *("Hi {{firstName}},", "{{firstName | there}}", "{{jobTitle}}", "{{pain}}", "{{frstName}}"),
        *("{firstName}", "{{firstName", "{Hi|Hello}", "{RANDOM | a | b}", "{{random | a | b}}"),
        *("{{RANDOM | Hi! | Well  now — yes}}", "RANDOM | one | two", "{{unsubscribe_link}}"),
        *("{unsubscribe_link}", "{% if jobTitle %}As {{jobTitle}}!{% endif %}", "[First Name]"),
        *(
            "<company>",
            " — ",
            "—",
            "--",
            "!",
            "!!",
            "?",
            ".",
            "\n",
            "\n\n",
            " ",
            "  ",
            "9",
            "1,200",
        ),
        *("I hope this finds you well.", "My name is Ada.", "https://x.example/a", "x.io"),
        *("![x](y)", "<img src=a>", "[a link](https://b.example)", "(", ")", "Ledgerly", "word"),
        *("So it is", "FREE", "Globex cut", "ada@x.example", "{", "}", "|", "%}", "{{", "}}", "é"),
    ]
)


def key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.where, finding.concerns


@given(st.lists(PIECES, max_size=12).map("".join), st.booleans())
@example(text="!![a link](https://b.example)[a link](https://b.example)", with_leads=False)
def test_a_fix_settles_its_finding_and_leaves_the_rest_byte_for_byte(
    text: str, with_leads: bool
) -> None:
    mail = body(text) if with_leads else replace(body(text), lead_count=0, custom_fields=None)
    found = lint(mail)
    before = Counter(map(key, found))
    for finding in found:
        if finding.fix is None or finding.where != "body":
            continue
        fix = finding.fix
        assert fix.label
        after = fix.apply(text)
        assert after.startswith(text[: fix.start])
        assert after.endswith(text[fix.end :])
        assert len(after) == len(text) - (fix.end - fix.start) + len(fix.replacement)
        assert (
            Counter(map(key, lint(replace(mail, body=after))))[key(finding)] < before[key(finding)]
        )

"""Rules for mails."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.lint import Mail, alike, lint
from vibe_desktop.domain.variants import Claim

BODY = """Hi {{firstName | there}},

How much of the week at {{companyName | your company}} goes into chasing invoices?

I ask because I work on Ledgerly. It sends polite reminders for you and stops the moment the money
is there, and studios that use it are paid within 17 days. You read the first one before it goes
out, so it always sounds like you.

Is that worth a look?"""
GOOD = Mail("Invoices at {{companyName | your company}}", BODY)
SUPPORTED = ("Ledgerly is paid in 17 days",)


def rules(mail: Mail) -> dict[str, bool]:
    return {finding.rule: finding.blocking for finding in lint(mail)}


def with_body(added: str) -> Mail:
    return replace(GOOD, body=BODY.replace("I ask because", f"{added} I ask because"))


def test_a_good_mail_has_no_findings() -> None:
    assert lint(GOOD) == ()
    assert lint(replace(GOOD, supported=SUPPORTED)) == ()


@pytest.mark.parametrize(
    ("mail", "rule"),
    [
        (replace(GOOD, subject=" "), "empty_subject"),
        (replace(GOOD, body="\n"), "empty_body"),
        (with_body("Hello {{firstNam}}."), "unknown_tag"),
        (with_body("Hello {{first_name}}."), "unknown_tag"),
        (replace(with_body("{{pain}}"), custom_fields=frozenset({"goal"})), "unknown_tag"),
        (with_body("Hello {{firstName."), "broken_tag"),
        (with_body("Hello {firstName}."), "broken_tag"),
        (with_body("{% if a %}x"), "broken_tag"),
        (with_body("Dear [First Name]"), "placeholder"),
        (with_body("at [your company]"), "placeholder"),
        (replace(GOOD, subject="About {{companyNam}}"), "unknown_tag"),
        (replace(with_body("It saves 9 hours."), supported=SUPPORTED), "unsupported_number"),
        (replace(with_body("It talks to Xero."), supported=SUPPORTED), "unsupported_name"),
        (
            replace(GOOD, claims=(Claim("polite reminders", "S1", "x", False, "Not there."),)),
            "unsupported_claim",
        ),
    ],
)  # fmt: skip
def test_what_must_not_be_sent_blocks(mail: Mail, rule: str) -> None:
    assert rules(mail)[rule] is True


@pytest.mark.parametrize(
    ("mail", "rule"),
    [
        (with_body("{{firstName}}"), "no_fallback"),
        (with_body("{{pain_point | it}}"), "unverified_tag"),
        (replace(GOOD, body="Hi. Is that worth a look?"), "short_body"),
        (with_body("word " * 90), "long_body"),
        (replace(GOOD, subject="A subject that goes on and on and on"), "long_subject"),
        (replace(GOOD, subject="one two three four five six seven 8"), "long_subject"),
        (replace(GOOD, subject="Invoices"), "short_subject"),
        (replace(GOOD, body=BODY.replace("?", ".")), "no_ask"),
        (with_body("Why? Really?"), "many_asks"),
        (replace(GOOD, body=BODY + " Thanks."), "ask_not_last"),
        (with_body("Could we book a quick call?"), "asks_for_meeting"),
        (with_body("Do you have 15 minutes for a chat?"), "asks_for_meeting"),
        (replace(GOOD, body=BODY.replace("How", "Hope all is well. How")), "tired_opener"),
        (with_body("It will leverage your data."), "tired_word"),
        (with_body("It is risk-free."), "spam_wording"),
        (with_body("It works — always."), "em_dash"),
        (with_body("It works!"), "exclamation"),
        (with_body("See https://ledgerly.example/x."), "link"),
        (with_body("See ledgerly.com."), "link"),
        (with_body("\n- one thing\n"), "list"),
        (
            replace(GOOD, body="Notwithstanding considerable organisational heterogeneity, "
                    "internationally distributed administrative departments characteristically "
                    "underestimate reconciliation responsibilities; would you agree?"),
            "hard_to_read",
        ),
    ],
)  # fmt: skip
def test_what_could_be_better_is_advice(mail: Mail, rule: str) -> None:
    assert rules(mail)[rule] is False


def test_a_finding_points_at_its_words() -> None:
    mail = replace(with_body("It is risk-free."), subject="{{firstNam}} again")
    found = {finding.rule: finding for finding in lint(mail)}
    spam, tag = found["spam_wording"], found["unknown_tag"]
    assert mail.body[spam.start : spam.end] == "risk-free"
    assert (spam.where, tag.where) == ("body", "subject")
    assert mail.subject[tag.start : tag.end] == "{{firstNam}}"
    assert "{{firstName}}" in tag.words


def test_blocking_findings_come_first() -> None:
    found = lint(with_body("It works! {{firstNam}}"))
    assert [finding.blocking for finding in found] == [True, False]


def test_words_inside_tags_do_not_count_against_the_mail() -> None:
    mail = with_body("{{RANDOM | It fits | It may fit}} {{Leverage | you}}")
    mail = replace(mail, custom_fields=frozenset({"Leverage"}))
    assert lint(mail) == ()


def test_a_column_of_the_lead_file_is_a_known_tag() -> None:
    mail = replace(with_body("{{pain_point | it}}"), custom_fields=frozenset({"pain_point"}))
    assert lint(mail) == ()


def test_a_claim_that_was_edited_away_is_no_finding() -> None:
    claim = Claim("words that are gone", "S1", "x", supported=False, problem="No.")
    assert lint(replace(GOOD, claims=(claim,))) == ()


def test_mails_that_are_too_alike_are_told() -> None:
    other = (
        "Hi {{firstName | there}},\n\nWho looks after late payers? It is short. Shall I say more?"
    )
    assert alike([("a", BODY), ("b", other)]) == ()
    ((first, second, finding),) = alike([("a", BODY), ("b", other), ("c", f"{BODY} Yes?")])
    assert (first, second, finding.rule) == (0, 2, "too_alike")
    begins_alike = BODY.partition("I ask")[0] + other
    assert [entry[:2] for entry in alike([("a", BODY), ("b", begins_alike)])] == [(0, 1)]


@given(st.text(), st.text())
def test_any_text_can_be_looked_at_and_places_lie_in_it(subject: str, body: str) -> None:
    for finding in lint(Mail(subject, body, supported=("x",))):
        text = subject if finding.where == "subject" else body
        assert 0 <= finding.start <= finding.end <= len(text)

"""Rules for mails."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lint import RULES, Mail, alike, lint, signed_words
from vibe_desktop.domain.settings import Length
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
        (replace(GOOD, subject="Re: your order"), "fake_reply"),
        (replace(GOOD, subject="FWD: the invoices"), "fake_reply"),
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


def test_questions_of_other_scripts_ask_as_well() -> None:
    for mark in "\N{ARABIC QUESTION MARK}\N{FULLWIDTH QUESTION MARK}":
        assert (
            not {"no_ask", "ask_not_last"}
            & rules(replace(GOOD, body=BODY.replace("?", mark))).keys()
        )


def test_a_subject_may_begin_with_a_word_that_begins_like_a_reply() -> None:
    for subject in ("Reading letters: how", "Regarding your letters", "Trees: a question"):
        assert "fake_reply" not in rules(replace(GOOD, subject=subject))


@pytest.mark.parametrize("text", ["{{firstName,", "{firstName}", "[Your Name]", "TODO", "XXX"])
def test_what_is_told_as_a_broken_tag_or_a_placeholder_is_not_told_as_a_name(text: str) -> None:
    mail = replace(GOOD, body=f"{BODY}\n{text}", supported=("Nothing to see.",))
    assert "unsupported_name" not in rules(replace(mail, body=text))
    assert any(blocking for rule, blocking in rules(mail).items() if rule != "ask_not_last")


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


def test_a_follow_up_has_rules_of_its_own() -> None:
    short = (
        "Hi {{firstName | there}},\n\nI wrote last week about invoices that are paid late and "
        "what can be done about them without a phone call.\n\nWorth a look?"
    )
    follow_up = replace(GOOD, subject="", body=short, step=2)
    assert lint(follow_up) == ()
    assert rules(replace(follow_up, step=1)) == {"empty_subject": True, "short_body": False}
    assert rules(replace(follow_up, subject="Invoices again")) == {"follow_up_subject": False}
    assert rules(replace(follow_up, body=f"{short} See x.io?")) == {}
    assert "long_body" in rules(replace(follow_up, body=f"{'word ' * 81}?"))


@pytest.mark.parametrize(("length", "rule"), [("short", "long_body"), ("long", "short_body")])
def test_the_length_is_the_founders_to_set(length: str, rule: str) -> None:
    mail = replace(GOOD, body=BODY.replace("I ask", "word " * 14 + "I ask"), length=Length(length))
    (finding,) = (one for one in lint(mail) if one.rule == rule)
    fewest, most = Length(length).words
    assert finding.limit == f"{fewest} to {most} words"
    assert finding.measured.endswith(" words")


@pytest.mark.parametrize(
    ("lack", "rule", "words"),
    [
        (0, None, ""),
        (1, "no_fallback", "1 of 1,200 lead has no firstName"),
        (412, "no_fallback", "412 of 1,200 leads have no firstName"),
        (1200, "empty_field", "None of your 1,200 leads has a firstName"),
    ],
)
def test_tags_are_held_against_the_leads(lack: int, rule: str | None, words: str) -> None:
    body = BODY.replace("{{firstName | there}}", "{{firstName}}")
    mail = replace(GOOD, body=body, lead_count=1200, lacking={"firstName": lack, "companyName": 0})
    found = lint(mail)
    assert [one.rule for one in found] == ([rule] if rule else [])
    assert all(words in one.words and one.blocking == (rule == "empty_field") for one in found)


def test_a_condition_or_another_field_closes_a_gap() -> None:
    lacking = {"firstName": 9, "lastName": 0, "jobTitle": 9}
    for text in ("{% if jobTitle %}As {{jobTitle}}.{% endif %}", "{{firstName | lastName}}"):
        assert lint(replace(with_body(text), lead_count=9, lacking=lacking)) == ()


def test_a_misspelt_field_in_a_condition_is_found() -> None:
    mail = with_body("{% if jobTitel %}Yes.{% endif %}")
    (finding,) = lint(mail)
    assert (finding.rule, mail.body[finding.start : finding.end]) == ("unknown_tag", "jobTitel")


def test_a_sign_off_lifts_the_block_for_its_words_only() -> None:
    mail = replace(with_body("It saves 9 hours and 4 days."), supported=SUPPORTED)
    signed = frozenset({("unsupported_number", signed_words("9  HOURS"))})
    first, second = (one for one in lint(replace(mail, signed=signed)) if one.signable)
    assert (first.concerns, first.blocking, first.signed) == ("4 days", True, False)
    assert (second.concerns, second.blocking, second.signed) == ("9 hours", False, True)


def test_what_is_no_doubt_cannot_be_signed_off() -> None:
    mail = with_body("Dear [First Name]")
    signed = frozenset({("placeholder", signed_words("[First Name]"))})
    assert rules(replace(mail, signed=signed)) == {"placeholder": True}


@pytest.mark.parametrize(
    ("identity", "blockers"),
    [
        (Identity(), ["missing_sender", "missing_postal_address"]),
        (Identity("Ada", "", "1 Mill Lane"), ["missing_sender"]),
        (Identity("Ada", "Engines", " "), ["missing_postal_address"]),
        (Identity("Ada", "Engines", "1 Mill Lane"), []),
    ],
)
def test_the_law_wants_a_sender_and_an_address(identity: Identity, blockers: list[str]) -> None:
    found = lint(replace(GOOD, identity=identity))
    assert [one.rule for one in found] == blockers
    assert all(one.blocking and "Settings" in one.words for one in found)


def test_a_sibling_is_named_by_its_letter() -> None:
    (finding,) = lint(replace(GOOD, siblings=(("C", BODY), ("B", "Who writes this?"))))
    assert (finding.rule, finding.concerns) == ("too_alike", "C")
    assert "C" in finding.words


def test_english_rules_are_left_to_english_mails() -> None:
    mail = with_body("Das Angebot von Globex hat robust Spielraum.")
    mail = replace(mail, language="German", supported=SUPPORTED)
    assert lint(mail) == ()
    assert "unsupported_name" in rules(replace(mail, language="English"))


def test_every_finding_says_where_its_rule_comes_from() -> None:
    mail = Mail("A", "Buy now! 9 things — [Name] {{x}} {y} http://a.io", supported=("x",))
    for finding in lint(replace(mail, identity=Identity())):
        rule = RULES[finding.rule]
        assert (finding.source, finding.signable) == (rule.source, rule.signable)
        assert finding.source
        assert finding.blocking == rule.blocking


def test_a_long_mail_takes_its_time_in_proportion() -> None:
    part = "! — {firstName} {{frst}} https://x.io  a I hope this finds you well. Globex cut 9. "

    def run(size: int) -> None:
        lint(Mail("About it", part * size, supported=("x",), siblings=(("B", part * size),)))

    assert growth(run, 40) < ALLOWED


@given(st.text(), st.text())
def test_any_text_can_be_looked_at_and_places_lie_in_it(subject: str, body: str) -> None:
    for finding in lint(Mail(subject, body, supported=("x",))):
        text = subject if finding.where == "subject" else body
        assert 0 <= finding.start <= finding.end <= len(text)

"""What is found odd about filled-in mails."""

import random
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.review_leads import BODY, DEFECTS, SUBJECT, clean_lead, spoilt
from tests.support.scaling import ALLOWED, growth
from vibe_desktop.domain.footers import compose
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.review_sets import ReviewedMail, RowCollector
from vibe_desktop.domain.risks import RULES, MailChecker, Risk, sample_values, score, title_of
from vibe_desktop.domain.risky_values import odd_values, value_risks
from vibe_desktop.domain.templates import Place, fill, lead_values, missing_in, parse

ADA = Identity("Ada Lovelace", "Engines", "1 Mill Lane, London")
LEAD_COUNT = 10_000


class Desk:
    """One mail, filled in and checked for whoever comes."""

    def __init__(self, subject: str = SUBJECT, body: str = BODY) -> None:
        self.subject, self.body = parse(subject), parse(compose(body, ADA))
        fields = self.subject.names | self.body.names
        sample = sample_values(fields)
        self.checker = MailChecker(
            fields,
            lambda values: (*missing_in(self.subject, values), *missing_in(self.body, values)),
            [self.filled(sample, str(way)) for way in range(8)],
        )

    def filled(self, values: Mapping[str, str], email: str) -> tuple[str, str]:
        return (
            fill(self.subject, values, email, Place.SUBJECT).text,
            fill(self.body, values, email, Place.TEXT).text,
        )

    def look(self, lead: Lead) -> tuple[Risk, ...]:
        values = lead_values(lead)
        return self.checker.check(*self.filled(values, lead.email), values, odd_values(values))

    def rules(self, lead: Lead) -> set[str]:
        return {risk.rule for risk in self.look(lead)}


DESK = Desk()
DICE = random.Random(7)  # noqa: S311 - the same leads in every run
CLEAN = clean_lead(1, DICE)


def planted() -> Iterator[tuple[str, Mapping[str, str]]]:
    for rule, defects in DEFECTS.items():
        for defect in defects:
            yield rule, defect


@pytest.mark.parametrize(("rule", "defect"), list(planted()), ids=str)
def test_each_defect_is_found_and_told_in_words(rule: str, defect: Mapping[str, str]) -> None:
    found = {risk.rule: risk for risk in DESK.look(spoilt(CLEAN, defect))}
    assert rule in found
    assert found[rule].words.endswith(".")
    assert title_of(rule, found[rule].field)


def test_every_rule_is_tried_here() -> None:
    of_the_text = {"unresolved_braces", "short_filled_body"}
    assert set(DEFECTS) | of_the_text == set(RULES)


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_a_clean_lead_has_no_risk(number: int, dice: random.Random) -> None:
    assert DESK.look(clean_lead(number, dice)) == ()


def test_a_tag_that_a_lead_lacks_and_that_stays_is_found() -> None:
    desk = Desk(body=BODY.replace("{{city | your town}}", "{{town}}"))
    with_town = spoilt(CLEAN, {})
    assert "unresolved_braces" in desk.rules(with_town)


def test_a_mail_that_is_nothing_without_its_data_is_found_short() -> None:
    desk = Desk(body="{{pitch | }}\n\nWorth a look?")
    long = Desk(body="Hi.")
    assert long.look(CLEAN) == ()
    # The typical mail of this text is short itself: that is the lint's to say.
    assert desk.look(CLEAN) == ()
    usual = sample_values(["pitch"]) | {"pitch": "many words " * 20}
    checker = MailChecker(["pitch"], lambda _: (), [desk.filled(usual, "1")])
    values = lead_values(CLEAN)
    found = checker.check(*desk.filled(values, "x"), values, {})
    assert [risk.rule for risk in found] == ["short_filled_body"]


@pytest.mark.parametrize(
    "body",
    [
        BODY + "\n\nSent  with two spaces , and a stray comma.",
        BODY + "\n\nI know what you think.. really",
        BODY + "\n\nWrite { this } as it stands.",
        "Bonjour {{firstName}} !\n\nÇa va ? {{companyName}} : {{personalization}}",
    ],
)
def test_what_the_text_does_by_itself_is_no_risk_of_a_lead(body: str) -> None:
    assert Desk(body=body).look(CLEAN) == ()


def test_what_does_not_show_in_the_mail_is_not_odd_about_it() -> None:
    assert Desk("Hello", "Hi {{firstName}},").look(spoilt(CLEAN, {"company_name": "ACME"})) == ()
    fallback = Desk("Hello", "Hi {{firstName | {{companyName}}}},")
    shouting = spoilt(CLEAN, {"company_name": "GIGANTIC"})
    assert fallback.look(shouting) == ()
    assert "all_capitals" in fallback.rules(spoilt(shouting, {"first_name": ""}))


def test_a_fallback_stands_in_for_a_missing_value() -> None:
    assert Desk("Hello", "Hi {{firstName | there}},").look(spoilt(CLEAN, {"first_name": ""})) == ()


def test_a_personal_line_needs_no_full_stop_of_its_own_where_the_sentence_goes_on() -> None:
    open_line = spoilt(CLEAN, {"personalization": "I liked your talk"})
    assert Desk("Hello", "{{personalization}}. Worth a look?").look(open_line) == ()
    assert Desk("Hello", "{{personalization}} and so I write.").look(open_line) == ()
    assert Desk("Hello", "{{personalization}} Worth a look?").rules(open_line) == {"no_end_mark"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("companyName", "IBM"), ("companyName", "Booking.com"), ("companyName", "Marco Polo"),
        ("companyName", "Coco"), ("companyName", "Ritz-Carlton"), ("firstName", "JJ"),
        ("firstName", "D'Arcy"), ("lastName", "de la Cruz"), ("jobTitle", "CEO"),
        ("website", "https://acme.example"), ("phone", "+49 30 1234567"), ("city", "NYC"),
        ("firstName", ""), ("email", "info@acme.example"), ("firstName", "陈"),
    ],
)  # fmt: skip
def test_ordinary_values_that_look_a_little_odd_are_left_alone(field: str, value: str) -> None:
    assert value_risks(field, value) == ()


@given(
    st.dictionaries(
        st.sampled_from(["firstName", "lastName", "companyName", "jobTitle", "personalization"])
        | st.text(max_size=8),
        st.text(max_size=60),
    ),
    st.text(max_size=120),
    st.text(max_size=300),
)
def test_no_value_and_no_text_makes_the_checks_fail(
    values: dict[str, str], subject: str, body: str
) -> None:
    desk = Desk(subject, body)
    filled = desk.filled(values, "anybody")
    for risk in desk.checker.check(*filled, values, odd_values(values)):
        assert risk.rule in RULES
        assert risk.words
        assert "\n" not in risk.value
        assert len(risk.value) <= 40


def test_worse_risks_weigh_more_however_many_small_ones_come_together() -> None:
    small = [Risk("no_end_mark", "."), Risk("company_suffix", "."), Risk("long_filled_body", ".")]
    assert score([Risk("missing_field", ".")]) > score(small) > score(small[:1]) > score([]) == 0


@pytest.mark.slow
def test_defects_of_every_kind_among_ten_thousand_leads_surface_in_the_first_hundred_rows() -> None:
    dice = random.Random(20)  # noqa: S311 - the same leads in every run
    leads = [clean_lead(number, dice) for number in range(LEAD_COUNT)]
    defects = list(planted())
    assert {rule for rule, _ in defects} == set(DEFECTS)
    places = dice.sample(range(LEAD_COUNT), len(defects))
    for place, (_, defect) in zip(places, defects, strict=True):
        leads[place] = spoilt(leads[place], defect)
    desks = (DESK, Desk("A question", BODY), Desk("Late invoices", BODY))
    collector = RowCollector([ReviewedMail(f"v{n}", "ABC"[n], 1) for n in range(len(desks))])
    for row, lead in enumerate(leads, 1):
        collector.add(row, lead, [desk.look(lead) for desk in desks])
    first = collector.rows()[:100]
    assert {row.lead_row for row in first} >= {place + 1 for place in places}
    assert {rule for row in first for rule, _ in row.odd} >= set(DEFECTS)
    rows = collector.rows()
    assert len(rows) == LEAD_COUNT * len(desks) == len({(r.lead_row, r.mail) for r in rows})
    assert not any(row.odd for row in rows[collector.odd_count :])


def test_checking_grows_with_the_text_and_no_faster() -> None:
    values = lead_values(CLEAN)

    def check(size: int) -> object:
        text = "Hi Ada, " + "a b  c , d .. e ( ) {x} " * size
        return DESK.checker.check("Hello", text, values, {})

    assert growth(check, 2_000) < ALLOWED
    assert (
        growth(lambda size: value_risks("companyName", "A s.p . co a.b " * size), 2_000) < ALLOWED
    )

"""Rates show both their sides, and what cannot be known is not nought."""

from vibe_desktop.domain.analytics import Counters, Rate


def test_a_rate_shows_its_numerator_and_denominator() -> None:
    assert Rate(12, 350).words == "3.4 % (12 of 350)"


def test_a_rate_without_a_denominator_cannot_be_known() -> None:
    assert Rate(0, 0).value is None
    assert Rate(0, 0).words == "n/a"


def test_people_rates_are_of_the_people_contacted_and_bounces_of_the_mails_sent() -> None:
    counted = Counters(sent=300, contacted=100, replied=5, bounced=6)
    assert counted.reply_rate == Rate(5, 100)
    assert counted.bounce_rate == Rate(6, 300)


def test_thousands_are_readable() -> None:
    assert Rate(1200, 12000).words == "10.0 % (1,200 of 12,000)"

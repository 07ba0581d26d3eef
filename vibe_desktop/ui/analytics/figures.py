"""What each chart shows, as frozen data made from the results. Nothing here knows how to draw.

Every chart is a function of one of these values, and so is the table behind it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, combinations

from vibe_desktop.domain.analytics import CampaignResults, Counters, Rate
from vibe_desktop.domain.statistics import Interval, wilson
from vibe_desktop.domain.variants import Variant

LEAST_TO_COMPARE = 100
"""People a variant must have reached before its rate is worth comparing: below, one reply more
moves it by over a percentage point."""


@dataclass(frozen=True, slots=True)
class Days:
    """Mails sent and people who replied, for or up to each day; no day is left out."""

    days: tuple[date, ...]
    sent: tuple[int, ...]
    replied: tuple[int, ...]
    cumulative: bool


@dataclass(frozen=True, slots=True)
class VariantBar:
    """The reply rate of one variant and how sure it is.

    Attributes:
        label: "A · problem", or "A" when the variant is not known here.
        interval: 95 % Wilson interval, None before anybody was reached.
    """

    label: str
    rate: Rate
    interval: Interval | None


class Verdict(StrEnum):
    """What the intervals allow to be said. None of these names a winner."""

    NOTHING = "nothing"
    TOO_EARLY = "too_early"
    OVERLAP = "overlap"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All variants side by side.

    Attributes:
        smallest: People reached by the variant that reached fewest.
        apart: Pairs of labels whose intervals do not overlap.
        unattributed: People reached by mails that Instantly could not put down to a variant.
    """

    bars: tuple[VariantBar, ...]
    verdict: Verdict
    smallest: int = 0
    apart: tuple[tuple[str, str], ...] = ()
    unattributed: int = 0


class Stage(StrEnum):
    """The stages from a lead to an answer, and the two ways out."""

    LEADS = "leads"
    CONTACTED = "contacted"
    CLICKED = "clicked"
    REPLIED = "replied"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people reached each stage; None where that is not tracked."""

    stages: tuple[tuple[Stage, int | None], ...]


def days_of(results: CampaignResults, *, cumulative: bool) -> Days:
    """The days from the first to the last one with results, without gaps."""
    by_day = {result.day: result.counters for result in results.days}
    days = tuple(_every_day(by_day))
    sent = [by_day.get(day, Counters()).sent for day in days]
    replied = [by_day.get(day, Counters()).replied for day in days]
    if cumulative:
        sent, replied = list(accumulate(sent)), list(accumulate(replied))
    return Days(days, tuple(sent), tuple(replied), cumulative)


def comparison_of(results: CampaignResults, variants: Iterable[Variant] = ()) -> Comparison:
    """The variants of the first step against one another."""
    names = {variant.position: variant.angle.value for variant in variants}
    bars: list[VariantBar] = []
    unattributed = 0
    for result in sorted(results.variants, key=lambda one: (one.position is None, one.position)):
        if result.position is None:
            unattributed += result.counters.contacted or result.counters.sent
        elif result.step in {None, 1}:
            rate = result.counters.reply_rate
            letter = chr(ord("A") + result.position)
            angle = names.get(result.position)
            label = f"{letter} · {angle}" if angle else letter
            bars.append(VariantBar(label, rate, wilson(rate)))
    return _judge(tuple(bars), unattributed)


def reach_of(results: CampaignResults, lead_count: int) -> Reach:
    """From the leads loaded to the people who replied."""
    totals = results.totals
    clicked = totals.clicked if results.clicks_tracked else None
    return Reach(
        (
            (Stage.LEADS, lead_count),
            (Stage.CONTACTED, totals.contacted),
            (Stage.CLICKED, clicked),
            (Stage.REPLIED, totals.replied),
            (Stage.BOUNCED, totals.bounced),
            (Stage.UNSUBSCRIBED, totals.unsubscribed),
        )
    )


def _every_day(days: Iterable[date]) -> Iterator[date]:
    known = sorted(days)
    if known:
        day = known[0]
        while day <= known[-1]:
            yield day
            day += timedelta(days=1)


def _judge(bars: tuple[VariantBar, ...], unattributed: int) -> Comparison:
    reached = [bar for bar in bars if bar.interval is not None]
    if len(reached) < 2:
        return Comparison(bars, Verdict.NOTHING, unattributed=unattributed)
    smallest = min(bar.rate.denominator for bar in bars)
    apart = tuple(
        (one.label, other.label)
        for one, other in combinations(reached, 2)
        if one.interval and other.interval and not one.interval.overlaps(other.interval)
    )
    if smallest < LEAST_TO_COMPARE:
        verdict = Verdict.TOO_EARLY
    else:
        verdict = Verdict.APART if apart else Verdict.OVERLAP
    return Comparison(bars, verdict, smallest, apart, unattributed)

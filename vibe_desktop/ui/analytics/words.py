"""Words of the analytics that more than one part uses."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from vibe_desktop.domain.statistics import Interval
from vibe_desktop.ui.analytics.figures import Comparison, Stage, Verdict


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnalyticsWords", text)


def day_words(day: date) -> str:
    """A day as it stands under a chart: "3 Nov"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")


def stage_words(stage: Stage) -> str:
    """A stage between a lead and an answer."""
    return {
        Stage.LEADS: _tr("Leads loaded"),
        Stage.CONTACTED: _tr("Contacted"),
        Stage.CLICKED: _tr("Clicked"),
        Stage.REPLIED: _tr("Replied"),
        Stage.BOUNCED: _tr("Bounced"),
        Stage.UNSUBSCRIBED: _tr("Opted out"),
    }[stage]


def interval_words(interval: Interval | None) -> str:
    """An interval as "2.0 to 5.9 %"."""
    if interval is None:
        return "n/a"
    return _tr("{low} to {high} %").format(
        low=f"{interval.low * 100:.1f}", high=f"{interval.high * 100:.1f}"
    )


def verdict_words(comparison: Comparison) -> tuple[str, str]:
    """What may be said about the variants: one sentence, and why. Never who wins."""
    match comparison.verdict:
        case Verdict.NOTHING:
            return (
                _tr("Nothing to compare yet"),
                _tr("At least two variants must have reached somebody."),
            )
        case Verdict.TOO_EARLY:
            return (
                _tr("Too early to compare"),
                _tr(
                    "The variant that reached fewest people reached {count}. Below 100, a single "
                    "reply more or less moves a rate by over a percentage point."
                ).format(count=comparison.smallest),
            )
        case Verdict.OVERLAP:
            return (
                _tr("No difference can be told yet"),
                _tr(
                    "The intervals overlap: variants that work equally well would look like this "
                    "too. Let it run."
                ),
            )
        case Verdict.APART:
            pairs = _tr(", ").join(
                _tr("{one} and {other}").format(one=one[0], other=other[0])
                for one, other in comparison.apart
            )
            return (
                _tr("The intervals of {pairs} do not overlap").format(pairs=pairs),
                _tr(
                    "A real difference is likely but not certain: who looks often sees one by "
                    "chance now and then. Let it run before you drop a variant."
                ),
            )

"""What a campaign will come to, in words that the sending and the launch step share."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from vibe_desktop.domain.pace import Forecast
from vibe_desktop.ui.wizard.words import limit_words
from vibe_desktop.ui.words import counted

_NEARLY = 0.9
"""Share of the most new people a day from which on the average is as good as it."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ForecastWords", text)


def day_words(day: date) -> str:
    """A day with its month written out."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")


def headline(found: Forecast) -> str:
    """People, mails and days: "1,204 people, up to 3,612 mails, about 14 sending days"."""
    people = counted(found.people, _tr("{count} person"), _tr("{count} people"))
    mails = counted(found.mails, _tr("{count} mail"), _tr("{count} mails"))
    if found.mails > found.people:
        mails = _tr("up to {mails}").format(mails=mails)
    if found.endless:
        days = _tr("more than ten years")
    else:
        days = counted(
            found.sending_days, _tr("{count} sending day"), _tr("about {count} sending days")
        )
    return f"{people}, {mails}, {days}"


def details(found: Forecast) -> str:
    """When the last mails go out, and what keeps the pace down."""
    parts = []
    if not found.endless:
        parts.append(_tr("Last first mail on {day}.").format(day=day_words(found.last_first_mail)))
        if found.last_day > found.last_first_mail:
            parts.append(_tr("Last follow-up on {day}.").format(day=day_words(found.last_day)))
    if found.mails > found.people and found.average < _NEARLY * found.per_day:
        words = _tr("About {count} new people a day, since follow-ups share the mails of a day.")
        parts.append(words.format(count=f"{max(round(found.average), 1):,}"))
    else:
        words = _tr("Up to {count} new people a day, {limit}.")
        parts.append(words.format(count=f"{found.per_day:,}", limit=limit_words(found.limit)))
    return " ".join(parts)


def losses(found: Forecast) -> str:
    """Who is left out by the last day, "" when nobody is."""
    if found.endless or not (found.left_out or found.cut_off):
        return ""
    parts = []
    if found.left_out:
        parts.append(
            counted(
                found.left_out,
                _tr("{count} person is not written to before the last day."),
                _tr("{count} people are not written to before the last day."),
            )
        )
    if found.cut_off:
        parts.append(
            counted(
                found.cut_off,
                _tr("{count} follow-up falls away."),
                _tr("{count} follow-ups fall away."),
            )
        )
    return " ".join(parts)

"""How credits, prices and purchases are spoken of."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.supersearch import (
    CREDITS_EACH,
    LEAST_CREDITS_EACH,
    NOT_ORDERED,
    Enrichment,
    EnrichmentState,
)
from vibe_desktop.ui.words import counted, number


def _tr(text: str) -> str:
    return QCoreApplication.translate("Finding", text)


def credits_words(count: float) -> str:
    """Write "1 credit", "1,500 credits", "45.25 credits"."""
    shown = f"{count:,.2f}".rstrip("0").rstrip(".")
    return (_tr("{count} credit") if shown == "1" else _tr("{count} credits")).format(count=shown)


def people_words(count: int) -> str:
    """Write "1 person", "200 people"."""
    return counted(count, _tr("{count} person"), _tr("{count} people"))


def left_words(available: float | None) -> str:
    """What the workspace has left; "" while that is not known."""
    if available is None:
        return ""
    return _tr("Your workspace has {credits} left.").format(credits=credits_words(available))


def price_words(most: float) -> str:
    """What people cost who cost so much together at most, and that it is an estimate."""
    return _tr(
        "{least} to {each} credits each, {most} at most. An estimate from what other programs "
        "report: Instantly does not name the price beforehand."
    ).format(least=f"{LEAST_CREDITS_EACH:g}", each=f"{CREDITS_EACH:g}", most=credits_words(most))


def found_words(count: int, cap: int) -> str:
    """How many people match."""
    if count >= cap:
        return _tr("More than {count} people match").format(count=number(cap - 1))
    if count == 0:
        return _tr("Nobody matches")
    return counted(count, _tr("{count} person matches"), _tr("{count} people match"))


def waiting_words(purchase: Enrichment) -> tuple[str, str]:
    """What an unfinished purchase is, and what is known of it."""
    who = _tr("up to {people}: {name}").format(
        people=people_words(purchase.wanted), name=purchase.name
    )
    if purchase.state in NOT_ORDERED:
        return (
            _tr("Not bought yet, {who}").format(who=who),
            " ".join(part for part in (purchase.reason, _tr("No credits were spent.")) if part),
        )
    if purchase.state is EnrichmentState.ORDERED:
        return (
            _tr("Bought and on its way, {who}").format(who=who),
            purchase.reason or _tr("Instantly looks for the addresses; that can take minutes."),
        )
    return _tr("Perhaps bought, {who}").format(who=who), purchase.reason


def outcome_words(bought: Enrichment) -> tuple[str, str]:
    """What came of a purchase: a title, and what follows."""
    match bought.state:
        case EnrichmentState.DONE if bought.found:
            title = counted(
                bought.found,
                _tr("{count} person has arrived"),
                _tr("{count} people have arrived"),
            )
            more = _tr(
                "They are an ordinary lead list now, “{name}”. Whoever is on your do-not-contact "
                "list, or in this campaign already, was left out."
            ).format(name=bought.name)
            return title, more
        case EnrichmentState.DONE:
            return (
                _tr("Instantly found no addresses"),
                _tr("Try other filters, and look at your credits there."),
            )
        case EnrichmentState.ORDERED:
            return (
                _tr("Bought, and still on its way"),
                _tr(
                    "Instantly is looking for the addresses. The app collects them when it starts "
                    "again, or as soon as you ask for it here."
                ),
            )
        case EnrichmentState.UNSURE:
            return _tr("It is not certain that these people were bought"), bought.reason
        case _:
            return _tr("Nothing was bought"), bought.reason

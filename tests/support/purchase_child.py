"""A process that buys people or verifies addresses, for a test that kills it."""

from pathlib import Path

from tests.support.purchases import Purse, purse_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.supersearch import Enrichment, PeopleFilters
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import SandboxInfo

OWNERS = PeopleFilters(titles=("Owner",), countries=("DE", "US"))
PEOPLE = 12
CREDITS = 100.0


def run(folder: str, info: SandboxInfo, buying: bool) -> None:
    """Open the data folder, and buy or verify to the end."""
    home = Path(folder)
    with purse_in(home, RunningSandbox(home, info), fresh=False) as purse:
        if buying:
            bought(purse)
        else:
            purse.verifications.verify(purse.everybody(), CREDITS, Work())


def bought(purse: Purse) -> Enrichment:
    """Buy; or go on as the app does after a start, and then the founder."""
    purse.search.collect(Work())
    for waiting in purse.search.unfinished(Work()):
        purse.search.order_again(waiting.id, waiting.credits, Work())
    every = purse.enrichments.every()
    if every:
        return every[-1]
    offer = purse.search.offer(OWNERS, PEOPLE, Work())
    return purse.search.buy(offer, "", offer.credits, Work()).value

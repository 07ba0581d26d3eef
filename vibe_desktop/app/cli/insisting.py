"""`--use-unhealthy`: mailboxes that send although they should not, because the founder says so."""

from collections.abc import Sequence

from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.mailboxes import Mailbox
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services

_MOST_NAMED = 5
_FIELD = "use_unhealthy"
_SAFE = "Nothing was created."


def unhealthy_senders(
    emails: Sequence[str], services: Services, work: Work
) -> tuple[tuple[str, ...], list[str]]:
    """The mailboxes that are insisted on, and a line about each with what is wrong with it.

    Asks Instantly when there is one at all.

    Raises:
        InvalidInput: One is not in the workspace, or takes no mail: no reply would arrive.
        Trouble: Instantly could not be asked.
    """
    if not emails:
        return (), []
    known = services.mailboxes.refresh(work).value.mailboxes
    by_email = {box.email.casefold(): box for box in known}
    insisted, lines = [], []
    for email in dict.fromkeys(one.strip().casefold() for one in emails):
        box = _usable(email, by_email.get(email), known)
        if box.healthy:
            lines.append(f"Note: {box.email} is healthy and sends anyway.")
        else:
            insisted.append(box.email)
            lines.append(
                f"Note: {box.email} sends although it is not healthy, as you decided: "
                f"{box.trouble}. Its mails may land in spam, or not leave at all."
            )
    return tuple(insisted), lines


def _usable(email: str, box: Mailbox | None, known: Sequence[Mailbox]) -> Mailbox:
    if box is None:
        named = ", ".join(one.email for one in known[:_MOST_NAMED])
        more = " and others" if len(known) > _MOST_NAMED else ""
        raise InvalidInput(
            f"{email} is not a mailbox of your Instantly workspace.",
            safe=_SAFE,
            next_step=f"It has {named}{more}." if known else "It has none: connect one there.",
            field=_FIELD,
        )
    if box.dead:
        raise InvalidInput(
            f"{email} cannot send: {box.trouble}.",
            safe=_SAFE,
            next_step="Add the MX records at your domain host, or choose another mailbox.",
            field=_FIELD,
        )
    return box

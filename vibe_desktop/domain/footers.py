"""What stands under every mail: who writes, from where, and how to be left alone.

CAN-SPAM (15 U.S.C. 7704(a)(3) and (5)) asks for a working way to opt out and a postal address.
"""

from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.markup import plain_lines

OPT_OUT_TAG = "{unsubscribe_link}"
"""Becomes a link that reads "unsubscribe"."""
OPT_OUT_LINE = f'Not for you? Reply "no" or {OPT_OUT_TAG} and I will not write again.'


def footer(identity: Identity) -> str:
    """The lines under a mail, as text with tags. What was not given yet is left out."""
    signature = _lines(identity.name, identity.company)
    legal = _lines(identity.postal_address, OPT_OUT_LINE)
    return "\n\n".join(part for part in (signature, legal) if part)


def compose(body: str, identity: Identity) -> str:
    """A whole mail: the body, a blank line, the footer. Previews and launches use this text."""
    return f"{plain_lines(body).strip()}\n\n{footer(identity)}".lstrip("\n")


def _lines(*texts: str) -> str:
    return "\n".join(" ".join(text.split()) for text in texts if text.strip())

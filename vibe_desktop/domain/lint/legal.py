"""What the law asks for in every mail: who writes, from where, and a way out."""

from collections.abc import Iterator

from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.grammar import TagKind, parse
from vibe_desktop.domain.lint.findings import Finding
from vibe_desktop.domain.lint.mails import View


def sender(view: View) -> Iterator[Finding]:
    """The fields of the footer that were not given yet."""
    identity = view.mail.identity
    if identity is None:
        return
    missing = [
        words
        for words, value in (("your name", identity.name), ("your company", identity.company))
        if not value.strip()
    ]
    if missing:
        what = " and ".join(missing)
        missed = "is missing. Add it" if len(missing) == 1 else "are missing. Add them"
        text = f"The mail does not say who writes: {what} {missed} in Settings."
        yield view.finding("missing_sender", text, concerns=what)
    if not identity.postal_address.strip():
        text = (
            "There is no postal address under the mail; the law asks for one. Add it in Settings."
        )
        yield view.finding("missing_postal_address", text, concerns="a postal address")


def opt_out(view: View) -> Iterator[Finding]:
    """A way to stop the mails, in the footer or in the text itself."""
    if view.mail.identity is None:
        return
    tags = (*parse(footer(view.mail.identity)).tags, *view.template.tags)
    if all(tag.kind is not TagKind.UNSUBSCRIBE for tag in tags):
        text = "There is no way to opt out. Write {unsubscribe_link} where the link shall stand."
        yield view.finding("missing_opt_out", text)

"""Links and pictures in a plain text mail."""

import re
from collections.abc import Iterator

from vibe_desktop.domain.lint.findings import Finding, Fix
from vibe_desktop.domain.lint.mails import View

LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\[\]]+"
    r"|(?<![\w.-])(?:[\w.+-]+@)?(?:[\w-]+\.)+"
    r"(?:com|io|net|org|co|ai|app|dev|uk|eu|de|fr|us|me|shop|example)\b(?:/[^\s<>\[\]]*)?",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\b[^>\n]*>?|!\[[^\]\n]*\]\([^)\n]*\)", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(([^()\n]*)\)")


def found_links(view: View) -> Iterator[tuple[int, int]]:
    """The places of all links and addresses, without the full stop that ends their sentence."""
    images = [match.span() for match in _IMAGE.finditer(view.masked)]
    for match in LINK.finditer(view.masked):
        start, _end = match.span()
        if not any(first <= start < last for first, last in images):
            yield start, start + len(match[0].rstrip(".,;:!?…)\"'”’"))


def links(view: View) -> Iterator[Finding]:
    """Links: none in the first mail, one in a follow-up."""
    spans = list(found_links(view))
    allowed = 0 if view.mail.first else 1
    if len(spans) <= allowed:
        return
    measured = "1 link" if len(spans) == 1 else f"{len(spans)} links"
    limit = "none in the first mail" if view.mail.first else "1 link in a follow-up"
    markdown = _markdown(view.masked)
    for start, end in spans:
        shown = view.text[start:end]
        text = f"“{shown}” is a link: the first mail reaches more inboxes without."
        if not view.mail.first:
            text = f"“{shown}” is one of {len(spans)} links; a follow-up does with one."
        yield view.finding(
            "link",
            text,
            (start, end),
            measured=measured,
            limit=limit,
            fix=_removed(view, start, end, markdown.get(start)),
        )


def images(view: View) -> Iterator[Finding]:
    """Pictures, which a plain text mail would show as code."""
    matches = list(_IMAGE.finditer(view.masked))
    for match in matches:
        text = "A picture cannot go into a plain text mail: readers would see this code."
        start, end = match.span()
        if start and view.text[start - 1] in " \t" and view.text[end : end + 1] in ("", "\n", " "):
            start = view.widened(start, start)[0]
        while view.text[end : end + 1] == "[" and view.text[start - 1 : start] == "!":
            start -= 1  # else the sign would make a picture of the link behind
        fix = Fix("Remove the picture", start, end, "")
        measured = "1 picture" if len(matches) == 1 else f"{len(matches)} pictures"
        yield view.finding("image", text, match.span(), measured=measured, limit="none", fix=fix)


def _markdown(text: str) -> dict[int, re.Match[str]]:
    """The `[words](link)` of a text by where their link begins."""
    return {
        match.start(2) + link.start(): match
        for match in _MARKDOWN.finditer(text)
        if (link := LINK.search(match[2])) and not LINK.search(match[1])
    }


def _removed(view: View, start: int, end: int, around: re.Match[str] | None) -> Fix:
    if around is not None:
        inside = view.text[around.start(1) : around.end(1)]
        return Fix("Remove the link", *around.span(), inside)
    before = view.widened(start, start)[0]
    if before == 0 or view.text[before - 1] == "\n":
        return Fix("Remove the link", start, view.widened(end, end)[1], "")
    return Fix("Remove the link", before, end, "")

"""Tags that cannot be filled in, or not for everybody."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from vibe_desktop.domain.grammar import (
    LEAD_TAGS,
    SENDER_TAGS,
    UNSUBSCRIBE_TAG,
    Problem,
    Tag,
    TagKind,
    parse,
)
from vibe_desktop.domain.lint.findings import Finding, Fix
from vibe_desktop.domain.lint.mails import View

FALLBACKS = {
    "firstName": "there",
    "companyName": "your company",
    "jobTitle": "your role",
    "website": "your site",
}
"""What can stand in for a field that a lead lacks; the other fields have no such word."""

_NEAR = 0.8
_MOST_FIXES = 20
_ONE_BRACE = re.compile(r"(?<!\{)\{(?!\{)([^{}\n]{1,80})\}{1,2}(?!\})")
_UNCLOSED = re.compile(r"\{\{[ \t]*([\w ]{1,40}\w)(?:[ \t]*\}(?!\}))?")
_BARE = re.compile(r"(?<![\w{])RANDOM[ \t]*(?:\|(?:\{\{[^{}\n]*\}\}|[^{}\n|.,;:!?])+)+(?<![ \t])")


def broken(view: View) -> Iterator[Finding]:
    """Places where the text breaks the grammar."""
    for number, problem in enumerate(view.template.problems):
        # A fix costs a reading of the whole text; a text this broken is not mended key by key.
        fix = _mended(view, problem) if number < _MOST_FIXES else None
        yield view.finding("broken_tag", problem.words, (problem.start, problem.end), fix=fix)


def bare_random(view: View) -> Iterator[Finding]:
    """Wordings to choose from that lack their braces."""
    for match in _BARE.finditer(view.text):
        if view.masked[match.start() : match.start() + 6] != "RANDOM" or "|" not in match[0]:
            continue
        written = f"{{{{{match[0].strip()}}}}}"
        fix = Fix(f"Write {written}", *match.span(), written)
        text = "RANDOM needs two braces on each side; like this it would be sent as it stands."
        yield view.finding("bare_random", text, match.span(), fix=_checked(view, fix))


def fields(view: View) -> Iterator[Finding]:
    """Fields that no lead has, that some lack, or that nobody can vouch for."""
    for tag in view.template.tags:
        if tag.kind is TagKind.CUSTOM and tag.name.upper() != "RANDOM":
            yield from _custom(view, tag.name, tag.start, tag.end)
        if tag.kind in (TagKind.LEAD, TagKind.CUSTOM) and not tag.fallback:
            yield from _gaps(view, tag)
    for liquid in view.template.liquid:
        for field in liquid.fields:
            if field.name not in LEAD_TAGS and field.name not in SENDER_TAGS:
                yield from _custom(view, field.name, field.start, field.end)


def _custom(view: View, name: str, start: int, end: int) -> Iterator[Finding]:
    known = view.mail.custom_fields
    if name == UNSUBSCRIBE_TAG or (known is not None and name in known):
        return
    near = _near(view, name)
    if near:
        at = view.text.index(name, start)
        fix = Fix(f"Write {near}", at, at + len(name), near)
        text = f"No lead has {{{{{name}}}}}. Do you mean {{{{{near}}}}}?"
        yield view.finding("unknown_tag", text, (start, end), fix=fix)
    elif known is None:
        text = f"{{{{{name}}}}} must be a column of your lead file, spelt exactly so."
        yield view.finding("unverified_tag", text, (start, end))
    else:
        text = f"No lead has {{{{{name}}}}}: it would be sent with its braces."
        yield view.finding("unknown_tag", text, (start, end))


def _near(view: View, name: str) -> str:
    """The known field that a name is a misspelling of, "" when it is none."""
    known = (*LEAD_TAGS, *SENDER_TAGS, *(view.mail.custom_fields or ()))
    folded = {_folded(one): one for one in known}
    near = get_close_matches(_folded(name), folded, n=1, cutoff=_NEAR)
    return folded[near[0]] if near else ""


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _gaps(view: View, tag: Tag) -> Iterator[Finding]:
    if tag.name == "email":
        return
    fix = _with_fallback(view, tag)
    shown = f"{{{{{tag.name}}}}}"
    write = f"Write {{{{{tag.name} | {FALLBACKS.get(tag.name, 'something')}}}}}."
    span = (tag.start, tag.end)
    total = view.mail.lead_count
    if not total:
        if tag.kind is TagKind.LEAD:
            text = f"{shown} has no fallback: leads without a value get a gap. {write}"
            yield view.finding("no_fallback", text, span, fix=fix)
        return
    lack = min(view.mail.lacking.get(name, total) for name in _chain(view, tag))
    if lack >= total:
        # A column that no lead has at all is an unknown tag, and told as that.
        if tag.kind is TagKind.LEAD or tag.name in (view.mail.custom_fields or ()):
            text = f"None of your {total:,} leads has {_a(tag.name)}. {write}"
            measured = f"{total:,} of {total:,} leads"
            yield view.finding("empty_field", text, span, measured=measured, limit="0", fix=fix)
    elif lack:
        have = "lead has" if lack == 1 else "leads have"
        text = f"{lack:,} of {total:,} {have} no {tag.name}. {write}"
        measured = f"{lack:,} of {total:,} leads"
        yield view.finding("no_fallback", text, span, measured=measured, limit="0", fix=fix)


def _a(name: str) -> str:
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"


def _chain(view: View, tag: Tag) -> tuple[str, ...]:
    """The field and the fields that stand in for it."""
    inside = view.text[tag.start + 2 : tag.end - 2].split("|")[1:]
    others = (word.strip() for word in inside)
    return tag.name, *(word for word in others if word in view.mail.lacking)


def _with_fallback(view: View, tag: Tag) -> Fix | None:
    word = FALLBACKS.get(tag.name)
    if word is None:
        return None
    written = f"{view.text[tag.start : tag.end - 2].rstrip()} | {word}}}}}"
    return Fix(f"Write {written}", tag.start, tag.end, written)


def _mended(view: View, problem: Problem) -> Fix | None:
    """What was meant at a place that breaks the grammar, when that is plain."""
    text = view.text
    found = text[problem.start : problem.end]
    for match in _ONE_BRACE.finditer(text, max(0, problem.start - 90)):
        if match.start() > problem.start:
            break
        if problem.start < match.end():
            written = _with_braces(view, match[1].strip())
            return _checked(view, Fix(f"Write {written}", *match.span(), written), written)
    if found == "{{":
        begun = _UNCLOSED.match(text, problem.start)
        name = begun[1].strip().split(" ")[0] if begun else ""
        near = name if name in LEAD_TAGS else _near(view, name) if name else ""
        if begun and near:
            end = begun.end() if begun[0].endswith("}") else begun.start(1) + len(name)
            written = f"{{{{{near}}}}}"
            return _checked(view, Fix(f"Write {written}", begun.start(), end, written), written)
    if re.fullmatch(r"\{\{\s*unsubscribe_link\s*\}\}", found):
        written = "{unsubscribe_link}"
        return _checked(view, Fix(f"Write {written}", problem.start, problem.end, written))
    if re.match(r"\{\{\s*random\s*\|", found, re.IGNORECASE):
        written = re.sub(r"(?i)random", "RANDOM", found, count=1)
        return _checked(view, Fix("Write RANDOM in capitals", problem.start, problem.end, written))
    return None


def _with_braces(view: View, inside: str) -> str:
    """What stands between single braces, as it would have to be written; "" when unclear."""
    head, bar, rest = (part.strip() for part in inside.partition("|"))
    if head.upper() == "RANDOM":
        return f"{{{{RANDOM | {rest}}}}}"
    if head == UNSUBSCRIBE_TAG:
        return f"{{{UNSUBSCRIBE_TAG}}}"
    fields_here = (*LEAD_TAGS, *SENDER_TAGS, *(view.mail.custom_fields or ()))
    name = head if head in fields_here else _near(view, head)
    if bar:
        return f"{{{{{name} | {rest}}}}}" if name else f"{{{{RANDOM | {inside}}}}}"
    return f"{{{{{name}}}}}" if name else ""


def _checked(view: View, fix: Fix, written: str = "x") -> Fix | None:
    """The fix, unless the grammar takes offence at what comes of it."""
    before = len(view.template.problems)
    fixed = parse(fix.apply(view.text))
    if not written or len(fixed.problems) > max(0, before - (fix.start < fix.end and before > 0)):
        return None
    return fix

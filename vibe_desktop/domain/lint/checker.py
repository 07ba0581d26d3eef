"""All rules, put to one mail."""

from dataclasses import replace

from vibe_desktop.domain.grounds import Grounds
from vibe_desktop.domain.lint import (
    alikeness,
    grounding,
    legal,
    lengths,
    links,
    tags,
    wording,
)
from vibe_desktop.domain.lint.findings import Finding, signed_words
from vibe_desktop.domain.lint.mails import LintRule, Mail, View

_BOTH: tuple[LintRule, ...] = (
    lengths.empty,
    tags.broken,
    tags.bare_random,
    tags.fields,
    wording.placeholders,
    grounding.numbers,
    grounding.names,
    grounding.addresses,
    grounding.claims,
    grounding.boasts,
    wording.spam_wording,
    wording.tired_words,
    wording.dashes,
    wording.exclamations,
    wording.shouting,
    wording.double_spaces,
    links.images,
)
_SUBJECT: tuple[LintRule, ...] = (*_BOTH, lengths.subject, wording.fake_reply)
_BODY: tuple[LintRule, ...] = (
    *_BOTH,
    lengths.body_length,
    lengths.grade,
    lengths.asks,
    wording.meeting,
    wording.opener,
    wording.lists,
    links.links,
    alikeness.siblings,
    legal.sender,
    legal.opt_out,
)


def lint(mail: Mail) -> tuple[Finding, ...]:
    """All findings for one mail: blocking ones first, then in the order of the text.

    What the founder answers for comes back as well, `signed` and no longer blocking.
    """
    grounds = mail.grounds
    if grounds is None and mail.supported:
        grounds = Grounds.of(mail.supported)
    found: list[Finding] = []
    for where, text, rules in (("subject", mail.subject, _SUBJECT), ("body", mail.body, _BODY)):
        view = View.of(where, text, mail, grounds)
        for rule in rules:
            found += rule(view)
    return tuple(sorted((_signed(finding, mail) for finding in found), key=_order))


def _signed(finding: Finding, mail: Mail) -> Finding:
    sign_off = (finding.rule, signed_words(finding.concerns))
    if finding.signable and sign_off in mail.signed:
        return replace(finding, blocking=False, signed=True)
    return finding


def _order(finding: Finding) -> tuple[bool, bool, int]:
    return (not finding.blocking, finding.where != "subject", finding.start)

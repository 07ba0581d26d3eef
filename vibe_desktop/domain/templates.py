"""Filling a template in for one recipient: the same code for preview, lint and launch.

This is the reference: `compiled` makes the same texts faster and is tested against it. The grammar
itself is in `grammar`, the HTML in `markup`; their public names are offered here too.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.grammar import (
    KNOWN_FIELDS,
    LEAD_TAGS,
    SENDER_TAGS,
    UNSUBSCRIBE_TAG,
    Branch,
    If,
    Literal,
    Node,
    Problem,
    Random,
    Tag,
    TagKind,
    Template,
    Unsubscribe,
    Variable,
    parse,
    print_template,
)
from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.liquid import holds
from vibe_desktop.domain.markup import (
    UNSUBSCRIBE_WORD,
    as_read,
    normalise_html,
    to_html,
    to_text,
)
from vibe_desktop.domain.wordings import SUBJECT_CHOICES, pick, seed_of

__all__ = [
    "LEAD_TAGS",
    "SENDER_TAGS",
    "UNSUBSCRIBE_TAG",
    "Choose",
    "Place",
    "Problem",
    "Rendered",
    "Tag",
    "TagKind",
    "Template",
    "as_read",
    "chooser",
    "field_value",
    "fill",
    "is_field_word",
    "lead_values",
    "missing_in",
    "normalise_html",
    "parse",
    "print_template",
    "render",
    "seed_of",
    "to_html",
    "to_text",
]

Choose = Callable[[Random], int]
"""Given a choice of wordings, the index of the one to take."""

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_FIELD_WORD = re.compile(r"[^\s{}|<>&\"'](?:(?:[^{}|<>&\"\s]| (?! ))*[^\s{}|<>&\"])?")


class Place(StrEnum):
    """What a template becomes."""

    SUBJECT = "subject"
    TEXT = "text"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template filled in for one recipient.

    Attributes:
        missing: Fields that had neither a value nor a fallback, each once, in order. A known field
            leaves a gap in the text; an unknown one stays as the literal tag, as it would be sent.
    """

    text: str
    missing: tuple[str, ...]


def render(
    template: Template, values: Mapping[str, str], choose: Choose, *, markup: bool = False
) -> Rendered:
    """Fill a template in.

    Args:
        template: What to fill in.
        values: Field name to text, see `lead_values`; "" is no value. "unsubscribe_link" is what
            the opt-out tag becomes; without it, the word "unsubscribe".
        choose: Picks the wording of each `RANDOM`, see `chooser`.
        markup: Whether the template is HTML: then the signs & < > of a value are escaped.
    """
    filling = _Filling(values, choose, escape=markup)
    missing: list[str] = []
    text = filling.text(template.nodes, missing)
    return Rendered(text, tuple(dict.fromkeys(missing)))


def fill(template: Template, values: Mapping[str, str], email: str, place: Place) -> Rendered:
    """Fill one part of a mail in as the recipient with this address is shown it.

    Preview, review and sandbox all go through here, or through its equal in `compiled`.
    """
    first = SUBJECT_CHOICES if place is Place.SUBJECT else 0
    rendered = render(template, values, chooser(email, first), markup=place is Place.HTML)
    if place is Place.TEXT:
        return Rendered(as_read(rendered.text), rendered.missing)
    return rendered


def chooser(email: str, first: int = 0) -> Choose:
    """A `choose` that takes the way through the wordings that goes with this address.

    Args:
        email: The recipient's address.
        first: Number of the first choice: `SUBJECT_CHOICES` for a subject, 0 for a body.
    """
    seed = seed_of(email)

    def choose(choice: Random) -> int:
        return pick(seed, first + choice.number, len(choice.options))

    return choose


def lead_values(lead: Lead) -> dict[str, str]:
    """The values of a lead by the names of the tags; no custom variable hides a lead field.

    Empty custom variables are left out, as a launch leaves them out: to Instantly such a lead does
    not have them, and their tags are sent as they stand. None stands in for the opt-out link.
    """
    custom = {name: value for name, value in lead.custom.items() if value}
    custom.pop(UNSUBSCRIBE_TAG, None)
    values = {
        **custom,
        "email": lead.email,
        "firstName": lead.first_name,
        "lastName": lead.last_name,
        "companyName": lead.company_name,
        "jobTitle": lead.job_title,
        "website": lead.website,
        "phone": lead.phone,
        "personalization": lead.personalization,
    }
    return {name: field_value(value) for name, value in values.items()}


def field_value(text: str) -> str:
    """A value as it is read in a mail: white space folded as HTML does; of nothing else, ""."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text if text != " " else ""
    folded = _SPACES.sub(" ", text)
    return folded if folded.strip() else ""


def missing_in(template: Template, values: Mapping[str, str]) -> tuple[str, ...]:
    """Fields with neither value nor fallback in any wording that the recipient could get.

    Each once, in order. Conditions are kept: what their other branches ask for is not missed.
    """
    found: list[str] = []
    _collect(template.nodes, _Filling(values, lambda _: 0, escape=False), found)
    return tuple(dict.fromkeys(found))


def is_field_word(word: str) -> bool:
    """Whether a fallback of just this text can be the name of a field."""
    return _FIELD_WORD.fullmatch(word) is not None


class _Filling:
    """The filling in of one template for one recipient."""

    def __init__(self, values: Mapping[str, str], choose: Choose, *, escape: bool) -> None:
        self.values = values
        self._choose = choose
        self._escape = escape

    def text(self, nodes: tuple[Node, ...], missing: list[str]) -> str:
        texts: list[str] = []
        for node in nodes:
            match node:
                case Literal(text):
                    texts.append(text)
                case Unsubscribe():
                    texts.append(self.values.get(UNSUBSCRIBE_TAG, UNSUBSCRIBE_WORD))
                case Random(options):
                    texts.append(self.text(options[self._choose(node)].nodes, missing))
                case Variable():
                    texts.append(self.field(node, missing))
                case If(branches):
                    texts.append(self.text(self.branch(branches), missing))
        return "".join(texts)

    def branch(self, branches: tuple[Branch, ...]) -> tuple[Node, ...]:
        """What a condition lets through."""
        for branch in branches:
            if branch.condition is None or holds(branch.condition, self.values) != branch.negated:
                return branch.nodes
        return ()

    def field(self, node: Variable, missing: list[str]) -> str:
        # {{unsubscribe_link}} with two braces does not resolve at Instantly, so it does not here.
        value = self._value(node.name) if node.name != UNSUBSCRIBE_TAG else ""
        if value:
            return value
        for part in node.fallbacks:
            unfilled: list[str] = []
            word = part.word
            if word in KNOWN_FIELDS or (word in self.values and is_field_word(word)):
                value = self._value(word)
            else:
                value = self.text(part.nodes, unfilled)
            if value or not part.nodes:
                missing += unfilled
                return value
        missing.append(node.name)
        known = (
            node.name in KNOWN_FIELDS
            or bool(node.fallbacks)
            or (node.name in self.values and node.name != UNSUBSCRIBE_TAG)
        )
        return "" if known else f"{{{{{node.name}}}}}"

    def _value(self, name: str) -> str:
        value = self.values.get(name, "")
        return html.escape(value, quote=False) if self._escape else value


def _collect(nodes: tuple[Node, ...], filling: _Filling, found: list[str]) -> None:
    for node in nodes:
        match node:
            case Variable():
                filling.field(node, found)
            case Random(options):
                for option in options:
                    _collect(option.nodes, filling, found)
            case If(branches):
                _collect(filling.branch(branches), filling, found)
            case Literal() | Unsubscribe():
                pass

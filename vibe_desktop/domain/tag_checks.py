"""Whether the leads of a launch can fill in the texts that they will get."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from vibe_desktop.domain.compiled import compile_missing
from vibe_desktop.domain.grammar import (
    KNOWN_FIELDS,
    LEAD_TAGS,
    SENDER_TAGS,
    UNSUBSCRIBE_TAG,
    If,
    Node,
    Random,
    Template,
    Variable,
)
from vibe_desktop.domain.leads import NO_CUSTOM_JSON, LeadCells
from vibe_desktop.domain.templates import field_value

_SENDER: Final = dict.fromkeys(SENDER_TAGS, "x")  # filled at Instantly, for every mail


class TagCheck:
    """Tells which merge tags of some texts a lead cannot fill.

    Every wording of a `RANDOM` is looked at: which one Instantly takes is not known before. What a
    condition keeps from a lead is not. Made for very many leads: what no text asks for is not read.
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        asking = {
            template.source[node.start : node.end]: node
            for template in templates
            for node in _asking(template.nodes)
        }
        self._missing = compile_missing(Template("", tuple(asking.values()), ()))
        names = frozenset(_names(asking.values()))
        # The cells of a lead begin with its fields, in the order of their tags.
        self._fields = tuple((name, place) for place, name in enumerate(LEAD_TAGS) if name in names)
        self._custom = tuple(sorted(names - KNOWN_FIELDS - {UNSUBSCRIBE_TAG}))
        self._quoted = tuple(f'"{name}"' for name in self._custom)
        self._plain = all(
            json.dumps(name) == quoted
            for name, quoted in zip(self._custom, self._quoted, strict=True)
        )

    def missing(self, lead: LeadCells) -> tuple[str, ...]:
        """Names of the fields that have neither a value nor a fallback, each once."""
        values = _SENDER.copy()
        for name, place in self._fields:
            values[name] = field_value(lead[place])
        if self._custom and self._may_have_custom(lead[-1]):
            custom = json.loads(lead[-1])
            for name in self._custom:
                if value := custom.get(name):
                    values[name] = field_value(value)
        return self._missing(values)

    def _may_have_custom(self, custom: str) -> bool:
        """Whether the variables asked for may be among those of a JSON object, not read yet."""
        if custom == NO_CUSTOM_JSON:
            return False
        return not self._plain or any(quoted in custom for quoted in self._quoted)


def _asking(nodes: Iterable[Node]) -> Iterator[Variable | If]:
    for node in nodes:
        match node:
            case Variable() | If():
                yield node
            case Random(options):
                for option in options:
                    yield from _asking(option.nodes)
            case _:
                pass


def _names(nodes: Iterable[Node]) -> Iterator[str]:
    """Every name that may be looked up to fill nodes in."""
    for node in nodes:
        match node:
            case Variable(name, parts):
                yield name
                for part in parts:
                    yield part.word
                    yield from _names(part.nodes)
            case Random(options):
                for option in options:
                    yield from _names(option.nodes)
            case If(branches):
                for branch in branches:
                    if branch.condition is not None:
                        yield from (field.name for field in branch.condition.fields)
                    yield from _names(branch.nodes)
            case _:
                pass

"""The one grammar of mail templates: preview, lint and launch all read a text through `parse`.

It is Instantly's own syntax:

    {{firstName}}                         a field of the lead, in camelCase
    {{firstName | there}}                 with a fallback
    {{firstName | lastName | friend}}     with several, tried from left to right
    {{pain_point}}                        a custom variable, by its exact key
    {{sendingAccountFirstName}}           a field of the mailbox that sends
    {{RANDOM | Hi | Hello {{firstName}}}} one of several wordings; tags may nest
    {unsubscribe_link}                    the opt-out address: one brace, two do not resolve

Liquid (`{% if ... %}`) is recognised and reported, not interpreted. A text that breaks the grammar
is never refused here: what cannot be read stays literal text, as Instantly would send it, and is
listed in `Template.problems`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LEAD_TAGS: tuple[str, ...] = (
    "email",
    "firstName",
    "lastName",
    "companyName",
    "jobTitle",
    "website",
    "phone",
    "personalization",
)
"""The fields Instantly fills for every lead."""

SENDER_TAGS: tuple[str, ...] = (
    "sendingAccountFirstName",
    "sendingAccountName",
    "sendingAccountEmail",
)
"""The fields Instantly fills from the mailbox that sends."""

UNSUBSCRIBE_TAG = "unsubscribe_link"

MAX_DEPTH = 6
"""How deep tags may nest; anything deeper stays literal."""

KNOWN_FIELDS = frozenset(LEAD_TAGS + SENDER_TAGS)
_TOKEN = re.compile(r"\{unsubscribe_link\}|\{%[^{}]*%\}|\{\{|\}\}|\|")
_HEAD = re.compile(
    r"\{\{\s*(?P<name>[^\s{}|<>&\"'](?:[^{}|<>&\"\n]*[^\s{}|<>&\"])?)\s*(?P<bar>\||\}\})"
)
_ONE_BRACE = re.compile(r"(?<!\{)\{([^{}\n]{1,80})\}(?!\})")


class TagKind(StrEnum):
    """Where a tag gets its text from."""

    LEAD = "lead"
    SENDER = "sender"
    CUSTOM = "custom"
    RANDOM = "random"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it stands in a text.

    Attributes:
        name: "firstName", "pain_point", "RANDOM", "unsubscribe_link".
        fallback: Whether something stands in when the lead has no value.
        start: Index of the first brace in the text.
        end: Index after the last brace.
    """

    name: str
    kind: TagKind
    fallback: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A place where the text breaks the grammar, and what to write instead."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that is sent as it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two bars of a tag, without the white space around it."""

    nodes: tuple["Node", ...]
    start: int
    end: int

    @property
    def word(self) -> str:
        """Its text when it is nothing but text, else ""."""
        if len(self.nodes) == 1 and isinstance(self.nodes[0], Literal):
            return self.nodes[0].text
        return ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A field with its fallbacks, tried from left to right."""

    name: str
    fallbacks: tuple[Part, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Random:
    """Several wordings, of which each recipient gets one."""

    options: tuple[Part, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The opt-out address."""

    start: int
    end: int


Node = Literal | Variable | Random | Unsubscribe


@dataclass(frozen=True, slots=True)
class Template:
    """A text that was read by the grammar.

    Attributes:
        source: The text itself.
        nodes: What it consists of, in order and without gaps.
        problems: Where it breaks the grammar, by position.
    """

    source: str
    nodes: tuple[Node, ...]
    problems: tuple[Problem, ...]

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag, nested ones included, by position."""
        return tuple(sorted(_tags(self.nodes), key=lambda tag: (tag.start, tag.end)))

    @property
    def names(self) -> frozenset[str]:
        """The lead, sender and custom fields it asks for."""
        fields = (TagKind.LEAD, TagKind.SENDER, TagKind.CUSTOM)
        return frozenset(tag.name for tag in self.tags if tag.kind in fields)


def kind_of(name: str) -> TagKind:
    """Where Instantly looks for the value of `{{name}}`."""
    if name in LEAD_TAGS:
        return TagKind.LEAD
    return TagKind.SENDER if name in SENDER_TAGS else TagKind.CUSTOM


def parse(text: str) -> Template:
    """Read a text by the grammar. Takes any text; linear in its length."""
    reader = _Reader(text)
    nodes = reader.nodes(0, len(text))
    problems = sorted(reader.problems, key=lambda problem: (problem.start, problem.end))
    return Template(text, nodes, tuple(problems))


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._closing: dict[int, int] = {}
        self.problems: list[Problem] = []
        self._match_braces()

    def _match_braces(self) -> None:
        """Pair the braces in one pass, so that no text makes reading slow."""
        open_tags: list[int] = []
        for token in _TOKEN.finditer(self._source):
            if token[0] == "{{":
                open_tags.append(token.start())
            elif token[0] == "}}" and open_tags:
                self._closing[open_tags.pop()] = token.start()
            elif token[0] == "}}":
                self._problem("These closing braces have no opening ones.", *token.span())
        for start in open_tags:
            self._problem("This tag is not closed: it needs }} at its end.", start, start + 2)

    def _problem(self, words: str, start: int, end: int) -> None:
        self.problems.append(Problem(words, start, end))

    def nodes(self, start: int, end: int, depth: int = 0) -> tuple[Node, ...]:
        """The nodes between two positions, without gaps."""
        found: list[Node] = []
        literal_from = position = start
        while (token := _TOKEN.search(self._source, position, end)) is not None:
            position = token.end()
            node = self._node(token, depth)
            if node is not None:
                found += self._literal(literal_from, node.start)
                found.append(node)
                literal_from = position = node.end
        found += self._literal(literal_from, end)
        return tuple(found)

    def _node(self, token: re.Match[str], depth: int) -> Node | None:
        if token[0] == "{unsubscribe_link}":
            return Unsubscribe(*token.span())
        if token[0].startswith("{%"):
            words = "Liquid is not supported here: this would be sent without being looked at."
            self._problem(words, *token.span())
        if token[0] == "{{" and token.start() in self._closing:
            return self._tag(token.start(), self._closing[token.start()] + 2, depth + 1)
        return None

    def _literal(self, start: int, end: int) -> list[Node]:
        if start == end:
            return []
        for match in _ONE_BRACE.finditer(self._source, start, end):
            inside = match[1].strip()
            wanted = f"{{{{RANDOM | {inside}}}}}" if "|" in inside else f"{{{{{inside}}}}}"
            self._problem(f"One brace does nothing here: write {wanted}.", *match.span())
        return [Literal(self._source[start:end], start, end)]

    def _tag(self, start: int, end: int, depth: int) -> Node | None:
        """The tag between two positions, None when it stays literal text."""
        head = _HEAD.match(self._source, start, end)
        if head is None:
            self._problem("This tag has no field name that can be read.", start, end)
            return None
        name = head["name"]
        if depth > MAX_DEPTH:
            self._problem(f"Tags may nest {MAX_DEPTH} deep, not deeper.", start, end)
            return None
        if name == UNSUBSCRIBE_TAG:
            words = "The opt-out link takes one brace on each side: {unsubscribe_link}."
            self._problem(words, start, end)
        parts = self._parts(head.end(), end - 2, depth) if head["bar"] == "|" else ()
        if name == "RANDOM":
            if len(parts) < 2:
                words = "RANDOM needs at least two wordings: {{RANDOM | Hi | Hello}}."
                self._problem(words, start, end)
            return Random(parts, start, end) if parts else None
        if name.upper() == "RANDOM":
            self._problem("Write RANDOM in capitals, else it is taken for a field.", start, end)
        return Variable(name, parts, start, end)

    def _parts(self, start: int, end: int, depth: int) -> tuple[Part, ...]:
        """What stands between the bars; bars of nested tags do not count."""
        parts: list[Part] = []
        part_from = position = start
        while (token := _TOKEN.search(self._source, position, end)) is not None:
            position = token.end()
            if token[0] == "{{" and token.start() in self._closing:
                position = self._closing[token.start()] + 2
            elif token[0] == "|":
                parts.append(self._part(part_from, token.start(), depth))
                part_from = token.end()
        parts.append(self._part(part_from, end, depth))
        return tuple(parts)

    def _part(self, start: int, end: int, depth: int) -> Part:
        text = self._source[start:end]
        start += len(text) - len(text.lstrip())
        end = max(start, end - (len(text) - len(text.rstrip())))
        return Part(self.nodes(start, end, depth), start, end)


def _tags(nodes: tuple[Node, ...]) -> Iterator[Tag]:
    for node in nodes:
        match node:
            case Unsubscribe(start, end):
                yield Tag(UNSUBSCRIBE_TAG, TagKind.UNSUBSCRIBE, fallback=True, start=start, end=end)
            case Random(options, start, end):
                yield Tag("RANDOM", TagKind.RANDOM, fallback=True, start=start, end=end)
                for part in options:
                    yield from _tags(part.nodes)
            case Variable(name, fallbacks, start, end):
                # A fallback that is a field itself can be as empty as the first one.
                sure = any(not part.nodes or _is_sure(part) for part in fallbacks)
                yield Tag(name, kind_of(name), sure, start, end)
                for part in fallbacks:
                    yield from _tags(part.nodes)
            case Literal():
                pass


def _is_sure(part: Part) -> bool:
    return part.word not in KNOWN_FIELDS and any(
        isinstance(node, Literal) and node.text.strip() for node in part.nodes
    )

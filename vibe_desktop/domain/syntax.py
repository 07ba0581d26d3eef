"""What a mail template consists of once `grammar` has read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.liquid import UNSUBSCRIBE_TAG, Condition, Field

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

KNOWN_FIELDS = frozenset(LEAD_TAGS + SENDER_TAGS)


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
        fallback: Whether something stands in when the lead has no value, or the tag stands where
            a condition has made sure of one.
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
    """Text that is sent as it stands.

    Attributes:
        text: What is sent: the source without the white space that a `{%-` or `-%}` beside it takes
            away.
    """

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
    """Several wordings, of which each recipient gets one.

    Attributes:
        number: Which choice of its text it is, counted from 0: what `wordings.pick` asks for.
    """

    options: tuple[Part, ...]
    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The opt-out address."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LiquidTag:
    """One `{% ... %}` that belongs to a condition.

    Attributes:
        name: "if", "unless", "elsif", "else", "endif" or "endunless".
        trims_before: Whether it is written `{%-`: the white space before it is not sent.
        trims_after: Whether it is written `-%}`.
        fields: The fields that its condition asks for.
    """

    name: str
    start: int
    end: int
    trims_before: bool = False
    trims_after: bool = False
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """What is sent when a condition holds.

    Attributes:
        tag: The tag it begins with.
        condition: None for `else`.
        negated: Whether it is sent when the condition does not hold (`unless`).
    """

    tag: LiquidTag
    condition: Condition | None
    nodes: tuple["Node", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class If:
    """Text that depends on the lead: the first branch whose condition holds is sent."""

    branches: tuple[Branch, ...]
    closing: LiquidTag
    start: int
    end: int


Node = Literal | Variable | Random | Unsubscribe | If


class PieceKind(StrEnum):
    """What a piece of the source is."""

    TEXT = "text"
    TAG = "tag"
    LIQUID = "liquid"
    OPT_OUT = "opt_out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source that is either text, or syntax, but not both.

    Attributes:
        source: How it is written.
        text: What of it is sent; "" for syntax.
    """

    kind: PieceKind
    source: str
    text: str = ""


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
        """Every tag, nested ones included, by position. What conditions ask for is in `liquid`."""
        found = _tags(self.nodes, frozenset())
        return tuple(sorted(found, key=lambda tag: (tag.start, tag.end)))

    @property
    def liquid(self) -> tuple[LiquidTag, ...]:
        """Every `{% ... %}` that is understood, nested ones included, by position."""
        return tuple(sorted(_liquid(self.nodes), key=lambda tag: tag.start))

    @property
    def names(self) -> frozenset[str]:
        """The lead, sender and custom fields it asks for, those in conditions included."""
        fields = (TagKind.LEAD, TagKind.SENDER, TagKind.CUSTOM)
        asked = {field.name for tag in self.liquid for field in tag.fields}
        return frozenset(tag.name for tag in self.tags if tag.kind in fields) | asked


def kind_of(name: str) -> TagKind:
    """Where Instantly looks for the value of `{{name}}`."""
    if name in LEAD_TAGS:
        return TagKind.LEAD
    return TagKind.SENDER if name in SENDER_TAGS else TagKind.CUSTOM


def pieces(template: Template) -> Iterator[Piece]:
    """The source of a template from its first to its last character, text apart from syntax."""
    yield from _pieces(template.source, template.nodes)


def print_template(template: Template) -> str:
    """The text that a template was read from."""
    return "".join(piece.source for piece in pieces(template))


def _pieces(source: str, nodes: Sequence[Node]) -> Iterator[Piece]:
    for node in nodes:
        match node:
            case Literal(text, start, end):
                yield Piece(PieceKind.TEXT, source[start:end], text)
            case Unsubscribe(start, end):
                yield Piece(PieceKind.OPT_OUT, source[start:end])
            case Variable(_, parts, start, end) | Random(parts, start, end):
                for part in parts:
                    yield Piece(PieceKind.TAG, source[start : part.start])
                    yield from _pieces(source, part.nodes)
                    start = part.end
                yield Piece(PieceKind.TAG, source[start:end])
            case If(branches, closing):
                for branch in branches:
                    yield Piece(PieceKind.LIQUID, source[branch.tag.start : branch.tag.end])
                    yield from _pieces(source, branch.nodes)
                yield Piece(PieceKind.LIQUID, source[closing.start : closing.end])


def _tags(nodes: Sequence[Node], proven: frozenset[str]) -> Iterator[Tag]:
    """Every tag; `proven` are the fields that the conditions around have made sure of."""
    for node in nodes:
        match node:
            case Unsubscribe(start, end):
                yield Tag(UNSUBSCRIBE_TAG, TagKind.UNSUBSCRIBE, fallback=True, start=start, end=end)
            case Random(options, start, end):
                yield Tag("RANDOM", TagKind.RANDOM, fallback=True, start=start, end=end)
                for part in options:
                    yield from _tags(part.nodes, proven)
            case Variable(name, fallbacks, start, end):
                # A fallback that is a field itself can be as empty as the first one.
                sure = name in proven or any(not part.nodes or _is_sure(part) for part in fallbacks)
                yield Tag(name, kind_of(name), sure, start, end)
                for part in fallbacks:
                    yield from _tags(part.nodes, proven)
            case If(branches):
                for branch, known in zip(branches, _proven(branches), strict=True):
                    yield from _tags(branch.nodes, proven | known)
            case Literal():
                pass


def _proven(branches: Sequence[Branch]) -> Iterator[frozenset[str]]:
    """For each branch the fields that have a value when it is sent."""
    refuted: frozenset[str] = frozenset()
    for branch in branches:
        if branch.negated:
            yield refuted
            refuted |= branch.condition.proves if branch.condition else frozenset()
        else:
            yield refuted | (branch.condition.proves if branch.condition else frozenset())


def _liquid(nodes: Sequence[Node]) -> Iterator[LiquidTag]:
    for node in nodes:
        match node:
            case If(branches, closing):
                for branch in branches:
                    yield branch.tag
                    yield from _liquid(branch.nodes)
                yield closing
            case Variable(_, parts) | Random(parts):
                for part in parts:
                    yield from _liquid(part.nodes)
            case Literal() | Unsubscribe():
                pass


def _is_sure(part: Part) -> bool:
    return part.word not in KNOWN_FIELDS and any(
        isinstance(node, Literal) and node.text.strip() for node in part.nodes
    )

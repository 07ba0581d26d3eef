"""The one grammar of mail templates: preview, lint and launch all read a text through `parse`.

It is Instantly's own syntax:

    {{firstName}}                         a field of the lead, in camelCase
    {{firstName | there}}                 with a fallback
    {{firstName | lastName | friend}}     with several, tried from left to right
    {{pain_point}}                        a custom variable, by its exact key
    {{sendingAccountFirstName}}           a field of the mailbox that sends
    {{RANDOM | Hi | Hello {{firstName}}}} one of several wordings; tags may nest
    {% if jobTitle %}...{% endif %}       text that depends on the lead, see `liquid`; also unless,
                                          elsif and else, and {%- -%} to take white space away
    {unsubscribe_link}                    the opt-out address: one brace, two do not resolve

A text that breaks the grammar is never refused here: what cannot be read stays literal text, as
Instantly would send it, and is listed in `Template.problems`. So is the rest of Liquid.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vibe_desktop.domain.liquid import UNSUBSCRIBE_TAG, Unreadable, read_condition
from vibe_desktop.domain.syntax import (
    KNOWN_FIELDS,
    LEAD_TAGS,
    SENDER_TAGS,
    Branch,
    If,
    LiquidTag,
    Literal,
    Node,
    Part,
    Piece,
    PieceKind,
    Problem,
    Random,
    Tag,
    TagKind,
    Template,
    Unsubscribe,
    Variable,
    kind_of,
    pieces,
    print_template,
)

__all__ = [
    "KNOWN_FIELDS",
    "LEAD_TAGS",
    "MAX_DEPTH",
    "SENDER_TAGS",
    "UNSUBSCRIBE_TAG",
    "Branch",
    "If",
    "LiquidTag",
    "Literal",
    "Node",
    "Part",
    "Piece",
    "PieceKind",
    "Problem",
    "Random",
    "Tag",
    "TagKind",
    "Template",
    "Unsubscribe",
    "Variable",
    "kind_of",
    "parse",
    "pieces",
    "print_template",
]

MAX_DEPTH = 6
"""How deep tags may nest; anything deeper stays literal."""

BLANKS = " \t\n\r\f\v\u00a0"
"""The white space that `{%-` and `-%}` take away."""

_TOKEN = re.compile(r"\{unsubscribe_link\}|\{%[^{}]*%\}|\{%|\{\{|\}\}|\|")
_HEAD = re.compile(
    r"\{\{\s*(?P<name>[^\s{}|<>&\"'](?:[^{}|<>&\"\r\n]*[^\s{}|<>&\"])?)\s*(?P<bar>\||\}\})"
)
_ONE_BRACE = re.compile(r"(?<!\{)\{([^{}\n]{1,80})\}(?!\})")
_LIQUID = re.compile(r"\s*([a-z]*)(?![\w-])\s*")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_OPENING = {"if": "endif", "unless": "endunless"}
_UNKNOWN_LIQUID = (
    "Of Liquid only if, unless, elsif, else and endif are supported here: this would be sent "
    "without being looked at."
)


def parse(text: str) -> Template:
    """Read a text by the grammar. Takes any text; linear in its length."""
    reader = _Reader(text)
    nodes = reader.nodes(0, len(text))
    problems = sorted(reader.problems, key=lambda problem: (problem.start, problem.end))
    return Template(text, nodes, tuple(problems))


@dataclass(slots=True)
class _Block:
    """A condition that is not closed yet.

    Attributes:
        marks: Where its tags stand in the list of what was found: "if", then "elsif" or "else".
        sound: Whether it can be a condition; else its tags stay literal text.
    """

    name: str
    marks: list[int]
    branches: list[Branch]
    sound: bool


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._closing: dict[int, int] = {}
        self._choices = 0
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
        blocks: list[_Block] = []
        literal_from = position = start
        while (token := _TOKEN.search(self._source, position, end)) is not None:
            position = token.end()
            if token[0].startswith("{%"):
                found += self._literal(literal_from, token.start())
                self._liquid(token, found, blocks, depth)
                literal_from = position
                continue
            node = self._node(token, depth + len(blocks))
            if node is not None:
                found += self._literal(literal_from, node.start)
                found.append(node)
                literal_from = position = node.end
        found += self._literal(literal_from, end)
        for block in blocks:
            span = block.branches[0].tag.start, block.branches[0].tag.end
            words = f"This condition is not closed: it needs {{% {_OPENING[block.name]} %}}."
            self._problem(words, *span)
        return _settled(found)

    def _node(self, token: re.Match[str], depth: int) -> Node | None:
        if token[0] == "{unsubscribe_link}":
            return Unsubscribe(*token.span())
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
        name = _SPACES.sub(" ", head["name"])
        if depth > MAX_DEPTH:
            self._problem(f"Tags may nest {MAX_DEPTH} deep, not deeper.", start, end)
            return None
        if name == UNSUBSCRIBE_TAG:
            words = "The opt-out link takes one brace on each side: {unsubscribe_link}."
            self._problem(words, start, end)
        number = self._choices
        self._choices += name == "RANDOM"
        parts = self._parts(head.end(), end - 2, depth) if head["bar"] == "|" else ()
        if name == "RANDOM":
            if len(parts) < 2:
                words = "RANDOM needs at least two wordings: {{RANDOM | Hi | Hello}}."
                self._problem(words, start, end)
            return Random(parts, start, end, number) if parts else None
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

    def _liquid(
        self, token: re.Match[str], found: list[Node], blocks: list[_Block], depth: int
    ) -> None:
        """Take a `{%` into account: it begins, parts or ends a condition, or stays literal.

        Until its condition is complete it stands in `found` as literal text.
        """
        start, end = token.span()
        found.append(Literal(token[0], start, end))
        if token[0] == "{%":
            self._problem("This Liquid tag is not closed: it needs %} at its end.", start, end)
            return
        branch = self._branch(token)
        name = branch.tag.name
        if name in _OPENING:
            sound = branch.condition is not None
            if depth + len(blocks) + 1 > MAX_DEPTH:
                self._problem(f"Tags may nest {MAX_DEPTH} deep, not deeper.", start, end)
                sound = False
            blocks.append(_Block(name, [len(found) - 1], [branch], sound))
        elif name not in ("elsif", "else", *_OPENING.values()):
            self._problem(_UNKNOWN_LIQUID, start, end)
        elif not blocks:
            self._problem(f"There is no condition that {name} belongs to.", start, end)
        elif name in ("elsif", "else"):
            self._part_block(blocks[-1], branch, len(found) - 1)
        elif name != _OPENING[blocks[-1].name]:
            words = f"This condition ends with {{% {_OPENING[blocks[-1].name]} %}}."
            self._problem(words, start, end)
        else:
            _close(blocks.pop(), branch.tag, found)

    def _branch(self, token: re.Match[str]) -> Branch:
        """A `{% ... %}` read for itself; without a condition when it has none that can be read."""
        inner_from, inner_to = token.start() + 2, token.end() - 2
        trims_before = self._source.startswith("-", inner_from, inner_to)
        inner_from += trims_before
        trims_after = self._source.endswith("-", inner_from, inner_to)
        inner_to -= trims_after
        head = _LIQUID.match(self._source, inner_from, inner_to)
        name = head[1] if head else ""
        rest_from = head.end() if head else inner_from
        rest = self._source[rest_from:inner_to]
        tag = LiquidTag(name, *token.span(), trims_before, trims_after)
        condition = None
        if name in ("if", "unless", "elsif"):
            try:
                condition = read_condition(rest, rest_from)
                tag = replace(tag, fields=condition.fields)
            except Unreadable as trouble:
                self._problem(str(trouble), *token.span())
        elif rest.strip() and (name == "else" or name in _OPENING.values()):
            self._problem(f"Nothing may follow the word {name}.", *token.span())
        return Branch(tag, condition, (), negated=name == "unless")

    def _part_block(self, block: _Block, branch: Branch, mark: int) -> None:
        if block.branches[-1].tag.name == "else":
            self._problem("Nothing but the end may follow else.", branch.tag.start, branch.tag.end)
            block.sound = False
        block.sound = block.sound and (branch.tag.name == "else" or branch.condition is not None)
        block.marks.append(mark)
        block.branches.append(branch)


def _close(block: _Block, closing: LiquidTag, found: list[Node]) -> None:
    """Put a complete condition in the place of its tags and of what stands between them."""
    if not block.sound:
        return
    tags = [*(branch.tag for branch in block.branches[1:]), closing]
    ends = [*block.marks[1:], len(found) - 1]
    branches = tuple(
        replace(branch, nodes=_between(branch.tag, found[mark + 1 : end], following))
        for branch, mark, end, following in zip(
            block.branches, block.marks, ends, tags, strict=True
        )
    )
    start = branches[0].tag.start
    found[block.marks[0] :] = [If(branches, closing, start, closing.end)]


def _between(before: LiquidTag, nodes: Sequence[Node], after: LiquidTag) -> tuple[Node, ...]:
    """What stands between two tags of one condition, less the white space that they take away."""
    settled = list(_settled(nodes))
    if before.trims_after:
        _trim_left(settled, 0)
    if after.trims_before:
        _trim_right(settled, len(settled) - 1)
    return tuple(settled)


def _settled(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes with neighbouring literal texts in one, and trimmed beside conditions."""
    merged: list[Node] = []
    run: list[Literal] = []
    for node in nodes:
        if isinstance(node, Literal):
            run.append(node)
            continue
        merged += _joined(run)
        run = []
        merged.append(node)
    merged += _joined(run)
    for index, node in enumerate(merged):
        if isinstance(node, If):
            if node.branches[0].tag.trims_before:
                _trim_right(merged, index - 1)
            if node.closing.trims_after:
                _trim_left(merged, index + 1)
    return tuple(merged)


def _joined(run: Sequence[Literal]) -> Sequence[Literal]:
    if len(run) < 2:
        return run
    return [Literal("".join(node.text for node in run), run[0].start, run[-1].end)]


def _trim_left(nodes: list[Node], index: int) -> None:
    if index < len(nodes) and isinstance(node := nodes[index], Literal):
        nodes[index] = replace(node, text=node.text.lstrip(BLANKS))


def _trim_right(nodes: list[Node], index: int) -> None:
    if index >= 0 and isinstance(node := nodes[index], Literal):
        nodes[index] = replace(node, text=node.text.rstrip(BLANKS))

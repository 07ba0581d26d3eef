"""Templates as generated Python: the same texts as `templates.render`, many times as fast.

For filling thousands of mails in: each template becomes one function that is compiled once. It is
put together as a syntax tree, never as source text: what the founder typed goes into it as
constants only, so that no text can become code. A template that is too large is interpreted.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vibe_desktop.domain.grammar import (
    KNOWN_FIELDS,
    UNSUBSCRIBE_TAG,
    Branch,
    If,
    Literal,
    Node,
    Random,
    Template,
    Unsubscribe,
    Variable,
)
from vibe_desktop.domain.liquid import Comparison, Condition, Field, Operand
from vibe_desktop.domain.markup import UNSUBSCRIBE_WORD
from vibe_desktop.domain.templates import is_field_word, missing_in, render
from vibe_desktop.domain.wordings import MODULI, bit_of, pick

Fill = Callable[[Mapping[str, str], int], str]
"""(values by field name, `wordings.seed_of` the address) to the text for that recipient."""

Missing = Callable[[Mapping[str, str]], tuple[str, ...]]
"""Values by field name to the fields with neither value nor fallback in any wording."""

_MOST_NODES = 2_000
_WIDEST = 40
"""Branches of one condition, or wordings of one choice that are not plain text."""
_FOLDED_TEXT, _FOLDED_WORDINGS = 400, 12
"""Text up to this length is put into the wordings beside it, when those are not more."""


def compile_template(template: Template, first: int = 0) -> Fill:
    """A function that fills a template in.

    It gives what `render(template, values, chooser(email, first)).text` gives, byte for byte, when
    it is called with the same values and `seed_of(email)`.

    Args:
        template: What to fill in.
        first: Number of the first choice: `SUBJECT_CHOICES` for a subject, 0 for a body.
    """
    if not _fits(template):
        return lambda values, seed: (
            render(
                template,
                values,
                lambda choice: pick(seed, first + choice.number, len(choice.options)),
            ).text
        )
    made: Fill = _function(_Writer(first).text(template.nodes), "v, s")
    return made


def compile_missing(template: Template) -> Missing:
    """A function that tells what `missing_in` tells, faster for recipients who lack nothing."""
    if not _fits(template):
        return lambda values: missing_in(template, values)
    gaps = [_gap(node) for node in _variables(template.nodes)]
    if not gaps:
        return lambda _values: ()
    may_lack: Callable[[Mapping[str, str]], object] = _function(_any(gaps), "v")
    return lambda values: missing_in(template, values) if may_lack(values) else ()


_FRAME = "def made({}):\n    g = v.get\n    return None\n"


def _function(expression: ast.expr, arguments: str) -> Any:  # noqa: ANN401 - as its caller says
    """The expression as a function; `g` in it is the `get` of the values `v`."""
    module = ast.parse(_FRAME.format(arguments))
    function = module.body[0]
    if isinstance(function, ast.FunctionDef):
        function.body[-1] = ast.Return(expression)
    scope: dict[str, Any] = {"__builtins__": {}}
    # The tree holds the founder's text as constants only: there is no source to break out of.
    exec(compile(ast.fix_missing_locations(module), "<template>", "exec"), scope)  # noqa: S102 - see above
    return scope["made"]


class _Writer:
    """Turns nodes into expressions over the values `v`, their `g` and the seed `s`."""

    def __init__(self, first: int) -> None:
        self._first = first

    def text(self, nodes: Sequence[Node]) -> ast.expr:
        """An expression for the text of some nodes."""
        return _joined([part for node in nodes for part in self._node(node)])

    def _node(self, node: Node) -> Iterator["_Wordings | ast.expr"]:
        match node:
            case Literal(text):
                yield _Wordings((text,))
            case Unsubscribe():
                yield _get(UNSUBSCRIBE_TAG, _constant(UNSUBSCRIBE_WORD))
            case Variable():
                yield self._variable(node)
            case Random():
                yield self._random(node)
            case If(branches):
                yield self._if(branches)

    def _variable(self, node: Variable) -> ast.expr:
        ways = [] if node.name == UNSUBSCRIBE_TAG else [_get(node.name)]
        for part in node.fallbacks:
            word = part.word
            if word in KNOWN_FIELDS:
                ways.append(_get(word))
            elif is_field_word(word):
                ways.append(_get(word, _constant(word)))
            else:
                ways.append(self.text(part.nodes))
            if not part.nodes:
                return _any(ways)  # an empty fallback ends the search, whatever comes after it
        if node.fallbacks and is_field_word(node.fallbacks[-1].word):
            return _any(ways)  # the last way always gives a text
        return _any([*ways, _last_resort(node)])

    def _random(self, node: Random) -> "_Wordings | ast.expr":
        number = self._first + node.number
        plain = [_plain(option.nodes) for option in node.options]
        if all(text is not None for text in plain):
            return _Wordings(tuple(text or "" for text in plain), number)
        if len(plain) == 1:
            return self.text(node.options[0].nodes)
        if len(plain) == 2:
            first, second = node.options
            return ast.IfExp(_bit(number), self.text(second.nodes), self.text(first.nodes))
        choice = _pick(number, len(plain))
        name = f"i{node.number}"
        *others, last = [self.text(option.nodes) for option in node.options]
        expression = last
        for index in range(len(others) - 1, -1, -1):
            asked = _name(name) if index else ast.NamedExpr(ast.Name(name, ast.Store()), choice)
            test = ast.Compare(asked, [ast.Eq()], [_constant(index)])
            expression = ast.IfExp(test, others[index], expression)
        return expression

    def _if(self, branches: Sequence[Branch]) -> ast.expr:
        expression: ast.expr = _constant("")
        for branch in reversed(branches):
            text = self.text(branch.nodes)
            if branch.condition is None:
                expression = text
                continue
            test = _condition(branch.condition)
            if branch.negated:
                test = ast.UnaryOp(ast.Not(), test)
            expression = ast.IfExp(test, text, expression)
        return expression


@dataclass(frozen=True, slots=True)
class _Wordings:
    """Texts of which one is taken; a single one is plain text."""

    texts: tuple[str, ...]
    number: int = 0

    @property
    def expression(self) -> ast.expr:
        if len(self.texts) == 1:
            return _constant(self.texts[0])
        if len(self.texts) == 2:
            first, second = map(_constant, self.texts)
            return ast.IfExp(_bit(self.number), second, first)
        texts = ast.Tuple([_constant(text) for text in self.texts], ast.Load())
        return ast.Subscript(texts, _pick(self.number, len(self.texts)), ast.Load())


def _joined(parts: Sequence[_Wordings | ast.expr]) -> ast.expr:
    """One expression for all parts after one another, in as few pieces as can be."""
    folded: list[_Wordings | ast.expr] = []
    for part in parts:
        both = _folded(folded[-1], part) if folded else None
        if both is None:
            folded.append(part)
        else:
            folded[-1] = both
    pieces = [part.expression if isinstance(part, _Wordings) else part for part in folded]
    if not pieces:
        return _constant("")
    return pieces[0] if len(pieces) == 1 else _concatenated(pieces)


def _folded(left: _Wordings | ast.expr, right: _Wordings | ast.expr) -> _Wordings | None:
    """Plain text put into the wordings beside it, None where that is no gain."""
    if not (isinstance(left, _Wordings) and isinstance(right, _Wordings)):
        return None
    if len(left.texts) == len(right.texts) == 1:
        return _Wordings((left.texts[0] + right.texts[0],))
    if min(len(left.texts), len(right.texts)) > 1:
        return None
    choice, text = (left, right.texts[0]) if len(right.texts) == 1 else (right, left.texts[0])
    if len(text) > _FOLDED_TEXT or len(choice.texts) > _FOLDED_WORDINGS:
        return None
    texts = tuple(one + other for one in left.texts for other in right.texts)
    return _Wordings(texts, choice.number)


_PIECES_AT_ONCE = 28
"""CPython joins up to 30 pieces on its stack; more go through a list, which is slower."""


def _concatenated(pieces: Sequence[ast.expr]) -> ast.expr:
    if len(pieces) > _PIECES_AT_ONCE:
        groups = [
            _concatenated(pieces[start : start + _PIECES_AT_ONCE])
            for start in range(0, len(pieces), _PIECES_AT_ONCE)
        ]
        return groups[0] if len(groups) == 1 else _concatenated(groups)
    return ast.JoinedStr(
        [
            piece
            if isinstance(piece, ast.Constant)
            else ast.FormattedValue(piece, conversion=-1, format_spec=None)
            for piece in pieces
        ]
    )


def _last_resort(node: Variable) -> ast.expr:
    """What is sent when neither the field nor any fallback has text."""
    if node.name in KNOWN_FIELDS or node.fallbacks:
        return _constant("")
    literal = _constant(f"{{{{{node.name}}}}}")
    if node.name == UNSUBSCRIBE_TAG:
        return literal
    there = ast.Compare(_constant(node.name), [ast.In()], [_name("v")])
    return ast.IfExp(there, _constant(""), literal)


def _gap(node: Variable) -> ast.expr:
    """Whether a field could be missed: true for some that are not, never false for one that is."""
    ways = [] if node.name == UNSUBSCRIBE_TAG else [_get(node.name)]
    for part in node.fallbacks:
        if part.word in KNOWN_FIELDS:
            ways.append(_get(part.word))
        elif is_field_word(part.word):
            ways.append(_get(part.word, _constant(part.word)))
        elif not part.nodes or _plain(part.nodes):
            return _constant(value=False)
    return ast.UnaryOp(ast.Not(), _any(ways)) if ways else _constant(value=True)


def _condition(condition: Condition) -> ast.expr:
    *others, last = [_comparison(one) for one in condition.comparisons]
    expression = last
    for one, join in zip(reversed(others), reversed(condition.joins), strict=True):
        operator = ast.And() if join == "and" else ast.Or()
        expression = ast.BoolOp(operator, [one, expression])
    return expression


def _comparison(comparison: Comparison) -> ast.expr:
    left, right = comparison.left, comparison.right
    if not comparison.operator:
        return _operand(left) if isinstance(left, Field) else _constant(value=True)
    if right is None:
        return _constant(value=False)
    if comparison.operator == "contains":
        if not isinstance(left, Field | str):
            return _constant(value=False)
        if not isinstance(right, Field):
            right = str(right)
        inside = ast.Compare(_operand(right), [ast.In()], [_operand(left)])
        fields = [_operand(side) for side in (left, right) if isinstance(side, Field)]
        return ast.BoolOp(ast.And(), [*fields, inside]) if fields else inside
    operator = ast.Eq() if comparison.operator == "==" else ast.NotEq()
    return ast.Compare(_operand(left), [operator], [_operand(right)])


def _operand(operand: Operand) -> ast.expr:
    """A field as its text or None, anything else as it is."""
    if not isinstance(operand, Field):
        return _constant(operand)
    if operand.name == UNSUBSCRIBE_TAG:
        return _constant(None)
    return ast.BoolOp(ast.Or(), [_get(operand.name), _constant(None)])


def _get(name: str, default: ast.expr | None = None) -> ast.expr:
    arguments = [_constant(name)] if default is None else [_constant(name), default]
    return ast.Call(_name("g"), arguments, [])


def _pick(number: int, options: int) -> ast.expr:
    """What `wordings.pick` computes for more than two wordings."""
    modulus = _constant(MODULI[number % len(MODULI)])
    rest = ast.BinOp(_name("s"), ast.Mod(), modulus)
    return ast.BinOp(rest, ast.Mod(), _constant(options))


def _bit(number: int) -> ast.expr:
    """Whether `wordings.pick` takes the second of two wordings."""
    return ast.BinOp(_name("s"), ast.BitAnd(), _constant(1 << bit_of(number)))


def _any(ways: Sequence[ast.expr]) -> ast.expr:
    return ways[0] if len(ways) == 1 else ast.BoolOp(ast.Or(), list(ways))


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _constant(value: str | float | None) -> ast.expr:
    return ast.Constant(value)


def _plain(nodes: Sequence[Node]) -> str | None:
    """The text of nodes that are nothing but text, None for others."""
    texts = [node.text for node in nodes if isinstance(node, Literal)]
    return "".join(texts) if len(texts) == len(nodes) else None


def _variables(nodes: Sequence[Node]) -> Iterator[Variable]:
    """Every field in every wording and branch, those within fallbacks included."""
    for node in nodes:
        match node:
            case Variable(_, parts):
                yield node
                for part in parts:
                    yield from _variables(part.nodes)
            case Random(options):
                for option in options:
                    yield from _variables(option.nodes)
            case If(branches):
                for branch in branches:
                    yield from _variables(branch.nodes)
            case Literal() | Unsubscribe():
                pass


def _fits(template: Template) -> bool:
    """Whether the template is small enough for generated code."""
    counted = 0
    waiting: list[Sequence[Node]] = [template.nodes]
    while waiting:
        nodes = waiting.pop()
        counted += len(nodes)
        for node in nodes:
            match node:
                case Variable(_, parts):
                    waiting += [part.nodes for part in parts]
                    counted += len(parts)
                case Random(options):
                    waiting += [option.nodes for option in options]
                    counted += len(options)
                    mixed = any(_plain(option.nodes) is None for option in options)
                    if mixed and len(options) > _WIDEST:
                        return False
                case If(branches):
                    waiting += [branch.nodes for branch in branches]
                    counted += len(branches)
                    if len(branches) > _WIDEST:
                        return False
                case Literal() | Unsubscribe():
                    pass
        if counted > _MOST_NODES:
            return False
    return True

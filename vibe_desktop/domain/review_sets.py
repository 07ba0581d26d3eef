"""All the mails that a campaign would send, one row each, the odd ones first.

Ten thousand leads and three variants are thirty thousand mails. What is kept of a mail is a number
and, when it is odd, which kind of odd it is; its text is filled in again when somebody looks at it.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import overload

from vibe_desktop.domain.leads import Lead
from vibe_desktop.domain.previews import Preview
from vibe_desktop.domain.risks import RULES, Risk, score, title_of

OddKind = tuple[tuple[str, str], ...]
"""What is odd about a mail: (rule, field) pairs, worst first."""


@dataclass(frozen=True, slots=True)
class ReviewedMail:
    """One mail of the campaign, of which every lead gets a copy.

    Attributes:
        letter: "A", "B", "C" for a variant of the first mail.
        step: 1 for the first mail, 2 for the first follow-up.
    """

    variant_id: str
    letter: str
    step: int


@dataclass(frozen=True, slots=True)
class RiskCount:
    """How many mails a rule found something in, and the first value that it was."""

    rule: str
    title: str
    mails: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One mail to one lead.

    Attributes:
        lead_row: Number of the lead's row in the store; what `ReviewService.mail` asks for.
        who: The person's name, "" when it is not known.
        odd: What is odd, worst first; empty for an ordinary mail.
    """

    lead_row: int
    who: str
    email: str
    mail: ReviewedMail
    odd: OddKind = ()

    @property
    def why(self) -> str:
        """What is odd, in a few words each: "No first name; Capitals in the company name"."""
        return "; ".join(title_of(rule, name) for rule, name in self.odd)


class RiskRows(Sequence[RiskRow]):
    """The rows of a review set, made when they are asked for."""

    def __init__(self, body: "_Body", order: "array[int]") -> None:
        self._body = body
        self._order = order

    def __len__(self) -> int:
        """How many mails."""
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> RiskRow: ...
    @overload
    def __getitem__(self, index: slice) -> "RiskRows": ...
    def __getitem__(self, index: int | slice) -> "RiskRow | RiskRows":
        """The mail at a place, or the mails at several."""
        if isinstance(index, slice):
            return RiskRows(self._body, self._order[index])
        return self._body.row(self._order[index])

    def chosen(self, rule: str = "", text: str = "") -> "RiskRows":
        """Those with this risk whose lead's name or address holds this text, in the same order."""
        if not rule and not text.strip():
            return self
        return RiskRows(self._body, array("I", self._body.matching(self._order, rule, text)))

    def place(self, lead_row: int, variant_id: str) -> int:
        """Where a mail stands, -1 when it is not among these."""
        number = self._body.number(lead_row, variant_id)
        return self._order.index(number) if number in self._order else -1


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a set can be approved now.

    Attributes:
        changed: What has changed since the set was built, in words; empty while it is current.
        blockers: What must be fixed first: a sentence naming the mail each.
        approved: Whether every mail is approved as it would be sent now.
    """

    changed: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    approved: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSet:
    """Every mail of a campaign to every lead, checked.

    Attributes:
        digest: Stands for texts, footer and leads: equal as long as the same mails would be sent.
        lead_count: Leads written to; 0 when an invented one stands in.
        mail_count: Mails checked: leads times variants and follow-ups.
        odd_count: Mails that something is odd about.
        counts: By rule, worst first; only rules that found something.
        rows: One a mail. Each odd lead's worst mail first, by risk; then its further mails with the
            same risk; then the ordinary ones in the order of import.
        example: Whether there are no leads, and an invented one stands in.
        standing: As it was when the set was built.
    """

    digest: str
    lead_count: int
    mail_count: int
    odd_count: int
    counts: tuple[RiskCount, ...]
    rows: RiskRows
    example: bool = False
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """One mail to one lead, filled in, with what is odd about it.

    Attributes:
        lead_row: As in `RiskRow`.
    """

    lead_row: int
    lead: Lead
    mail: ReviewedMail
    preview: Preview
    risks: tuple[Risk, ...]


class RowCollector:
    """Takes the mails in, lead by lead, and makes rows and counts of them."""

    def __init__(self, mails: Sequence[ReviewedMail]) -> None:
        self._body = _Body(tuple(mails))
        self._examples: dict[str, str] = {}

    @property
    def mail_count(self) -> int:
        """Mails taken in so far."""
        return len(self._body.lead_rows) * len(self._body.mails)

    @property
    def odd_count(self) -> int:
        """Those of them that something is odd about."""
        return len(self._body.kind_of)

    def add(self, lead_row: int, lead: Lead, risks: Sequence[tuple[Risk, ...]]) -> None:
        """Take in one lead's mails; `risks` has one entry a mail, in the order of the mails."""
        body = self._body
        first = len(body.lead_rows) * len(body.mails)
        body.lead_rows.append(lead_row)
        body.people.append((" ".join(f"{lead.first_name} {lead.last_name}".split()), lead.email))
        for number, found in enumerate(risks, first):
            if found:
                kind = tuple((risk.rule, risk.field) for risk in found)
                body.kind_of[number] = body.kinds.setdefault(kind, (kind, score(found)))
                for risk in found:
                    if risk.value:
                        self._examples.setdefault(risk.rule, risk.value)

    def rows(self) -> RiskRows:
        """All of them, sorted."""
        body = self._body
        odd = set(body.kind_of)
        order = array("I", _by_risk(body))
        order.extend(number for number in range(self.mail_count) if number not in odd)
        return RiskRows(body, order)

    def counts(self) -> tuple[RiskCount, ...]:
        """How many mails each rule found something in, worst rule first."""
        mails: dict[str, int] = {}
        for kind, _ in self._body.kind_of.values():
            for rule in {rule for rule, _ in kind}:
                mails[rule] = mails.get(rule, 0) + 1
        return tuple(
            RiskCount(rule, RULES[rule].short, mails[rule], self._examples.get(rule, ""))
            for rule in RULES
            if rule in mails
        )


@dataclass(slots=True)
class _Body:
    """What rows are made of. A mail's number: its lead's place times the mails, plus its own."""

    mails: tuple[ReviewedMail, ...]
    lead_rows: "array[int]" = field(default_factory=lambda: array("q"))
    people: list[tuple[str, str]] = field(default_factory=list)
    kind_of: dict[int, tuple[OddKind, int]] = field(default_factory=dict)
    kinds: dict[OddKind, tuple[OddKind, int]] = field(default_factory=dict)

    def row(self, number: int) -> RiskRow:
        lead, mail = divmod(number, len(self.mails))
        odd, _ = self.kind_of.get(number, ((), 0))
        return RiskRow(self.lead_rows[lead], *self.people[lead], self.mails[mail], odd)

    def number(self, lead_row: int, variant_id: str) -> int:
        ids = [mail.variant_id for mail in self.mails]
        if variant_id not in ids or lead_row not in self.lead_rows:
            return -1
        return self.lead_rows.index(lead_row) * len(ids) + ids.index(variant_id)

    def matching(self, numbers: Iterable[int], rule: str, text: str) -> Iterator[int]:
        every = len(self.mails)
        if rule:
            kinds = {kind for kind in self.kinds if any(rule == name for name, _ in kind)}
            of: Mapping[int, tuple[OddKind, int]] = self.kind_of
            numbers = (number for number in numbers if number in of and of[number][0] in kinds)
        wanted = text.casefold().split()
        if wanted:
            people = [f"{who} {email}".casefold() for who, email in self.people]
            here = {at for at, person in enumerate(people) if all(map(person.__contains__, wanted))}
            numbers = (number for number in numbers if number // every in here)
        yield from numbers


def _by_risk(body: _Body) -> Iterator[int]:
    """The odd mails. One lead's defect shows in all its mails: those after the first come later."""
    every = len(body.mails)
    shown: dict[int, set[tuple[str, str]]] = {}
    keys: list[tuple[bool, int, int]] = []
    worst_first = sorted(
        ((-points, number, kind) for number, (kind, points) in body.kind_of.items()),
        key=itemgetter(0, 1),
    )
    for negative, number, kind in worst_first:
        before = shown.setdefault(number // every, set())
        keys.append((before.issuperset(kind), negative, number))
        before.update(kind)
    return (number for _, _, number in sorted(keys))

"""The offline drafter: three mails from the facts of a page, by rule.

Every claim is copied from the page, so that each passes the same check as a model's. The same
product and attempt always give the same mails; the next attempt gives other ones. It never fails:
with few facts the mails are short, and the lint says so.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from vibe_desktop.domain.copywriting import CopyRequest
from vibe_desktop.domain.drafting import glue
from vibe_desktop.domain.drafting.pains import find_pain
from vibe_desktop.domain.drafting.phrases import Style, phrase, proper_words, sells
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.lint import (
    MAX_SUBJECT_CHARACTERS,
    MAX_SUBJECT_WORDS,
    sample_text,
)
from vibe_desktop.domain.prose import likeness, words
from vibe_desktop.domain.variants import ANGLES, Angle, Claim, DraftVariant

FEWEST_WORDS, MOST_WORDS = 58, 100
NAME_TAG = "{{firstName | there}}"
COMPANY_TAG = "{{companyName | your company}}"
MOST_FACTS = 4
"""More facts in one mail are a brochure."""

_ASK_WORDS = 12
_SAME_THING = 0.55
_ABOUT = {
    Angle.PROBLEM: (FactKind.PROMISE, FactKind.PAIN, FactKind.AUDIENCE, FactKind.FEATURE),
    Angle.BENEFIT: (FactKind.PROMISE, FactKind.AUDIENCE, FactKind.PAIN, FactKind.FEATURE),
    Angle.QUESTION: (FactKind.AUDIENCE, FactKind.PROMISE, FactKind.PAIN, FactKind.FEATURE),
}
"""The facts that say what the product is, the best first."""
_REST = (FactKind.FEATURE, FactKind.METRIC, FactKind.PROOF, FactKind.PROMISE, FactKind.AUDIENCE)
_WHOLE = (Style.SENTENCE, Style.CAN)
_SUPPORT = {
    Angle.PROBLEM: (FactKind.PAIN, *_REST, FactKind.PRICE),
    Angle.BENEFIT: (FactKind.PROOF, *_REST, FactKind.PAIN, FactKind.PRICE),
    Angle.QUESTION: (*_REST, FactKind.PAIN, FactKind.PRICE),
}
"""The facts each angle goes on with, the best first."""


def draft(request: CopyRequest) -> tuple[DraftVariant, DraftVariant, DraftVariant]:
    """Three mails: problem, benefit, question."""
    desk = _Desk(request)
    return (desk.write(Angle.PROBLEM), desk.write(Angle.BENEFIT), desk.write(Angle.QUESTION))


@dataclass(slots=True)
class _Mail:
    """One mail on its way: paragraphs, the facts in it, what they claim."""

    angle: Angle
    paragraphs: list[str] = field(default_factory=list)
    used: list[Fact] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)

    def add(self, *sentences: str) -> None:
        text = " ".join(sentence for sentence in sentences if sentence)
        if text:
            self.paragraphs.append(text)

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def length(self) -> int:
        return len(words(sample_text(parse(self.body))))


class _Desk:
    """Chooses facts and glue; remembers what earlier mails took, so that each gets its own."""

    def __init__(self, request: CopyRequest) -> None:
        self._request = request
        self._product = " ".join(request.product.split()) or "our product"
        self._facts = [fact for fact in request.facts if fact.kind is not FactKind.NAME]
        self._proper = proper_words(request.facts)
        self._uses: dict[str, int] = {}

    def write(self, angle: Angle) -> DraftVariant:
        """One mail."""
        mail = _Mail(angle)
        mail.add(f"Hi {NAME_TAG},")
        match angle:
            case Angle.PROBLEM:
                self._problem(mail)
            case Angle.BENEFIT:
                self._benefit(mail)
            case Angle.QUESTION:
                self._question(mail)
        subject = self._subject(mail)
        mail.add(self._request.ask.strip() or self._say(glue.ASKS[angle], angle))
        claims = tuple(dict.fromkeys(mail.claims))
        return DraftVariant(angle, subject, mail.body, claims)

    def _problem(self, mail: _Mail) -> None:
        said = [fact for fact in self._facts if fact.kind is not FactKind.OTHER]
        pains = [pain for fact in said if (pain := find_pain(fact))]
        if pains:
            pain = pains[self._turn("pain", len(pains))]
            mail.claims.append(pain.claim)
            mail.add(self._say(pain.questions, mail.angle, pain=pain.words))
        else:
            mail.add(self._say(glue.PAIN_UNKNOWN, mail.angle))
        mail.add(self._say(glue.TO_PRODUCT, mail.angle), self._about(mail))
        self._fill(mail)

    def _benefit(self, mail: _Mail) -> None:
        strongest = self._tell(mail, (FactKind.METRIC,), first=True) or self._about(mail)
        if strongest:
            mail.add(self._say(glue.BENEFIT_OPENERS, mail.angle), strongest)
        bridges = glue.BENEFIT_BRIDGES if strongest else glue.QUESTION_BRIDGES
        mail.add(self._say(bridges, mail.angle), self._about(mail))
        self._fill(mail)

    def _question(self, mail: _Mail) -> None:
        mail.add(self._say(glue.QUESTION_OPENERS, mail.angle))
        mail.add(self._say(glue.QUESTION_BRIDGES, mail.angle), self._about(mail))
        self._fill(mail)

    def _fill(self, mail: _Mail) -> None:
        """Add facts, then a line without any, until the mail is long enough to say something."""
        told: list[str] = []
        length = mail.length
        while length < FEWEST_WORDS and len(mail.used) < MOST_FACTS:
            # Told in another mail already, a fact makes the two alike: one such is enough.
            sentence = self._tell(mail, _SUPPORT[mail.angle], fresh=len(mail.used) > 1)
            if not sentence:
                break
            told.append(sentence)
            length += len(words(sentence))
        mail.add(*told)
        if mail.length < FEWEST_WORDS:
            mail.add(self._say(glue.FILLERS, mail.angle))

    def _about(self, mail: _Mail) -> str:
        return self._tell(mail, _ABOUT[mail.angle], first=True)

    def _tell(
        self,
        mail: _Mail,
        kinds: Sequence[FactKind],
        *,
        first: bool = False,
        fresh: bool = False,
    ) -> str:
        """The sentence of the best fact that this mail does not have yet, "" when there is none.

        Args:
            mail: The mail it is for.
            kinds: The kinds of fact to look among, the best first.
            first: It must stand on its own, without a sentence before it that it points to.
            fresh: No other mail may have it.
        """
        for fact in self._ranked(kinds, first=first):
            told = phrase(fact, self._product, self._proper)
            if fresh and fact.id in self._uses:
                continue
            if told is None or any(_same(fact, other) for other in mail.used):
                continue
            if (first and told.dangling) or (
                told.style is not Style.SENTENCE and told.style in mail.styles
            ):
                continue
            if len(words(told.text)) > MOST_WORDS - _ASK_WORDS - mail.length:
                continue
            self._uses[fact.id] = self._uses.get(fact.id, 0) + 1
            mail.used.append(fact)
            mail.claims.append(told.claim)
            mail.styles.append(told.style)
            return told.text
        return ""

    def _ranked(self, kinds: Sequence[FactKind], *, first: bool) -> list[Fact]:
        """Facts of these kinds, the best first.

        Unused ones come first, then plain wording, then whole sentences, then as the kinds go.
        Each attempt begins at another fact of a kind.
        """
        places = {kind: place for place, kind in enumerate(kinds)}
        ranked: list[tuple[bool, int, bool, bool, int, int, Fact]] = []
        for kind, place in places.items():
            same_kind = [fact for fact in self._facts if fact.kind is kind]
            start = (self._request.attempt - 1) % len(same_kind) if same_kind else 0
            for turn, fact in enumerate(same_kind[start:] + same_kind[:start]):
                uses = self._uses.get(fact.id, 0)
                # A feature says what it does, not what it is: told first, it would be a riddle.
                riddle = first and kind is FactKind.FEATURE
                told = phrase(fact, self._product, self._proper)
                fragment = told is not None and told.style not in _WHOLE
                ranked.append((riddle, uses, sells(fact.text), fragment, place, turn, fact))
        ranked.sort(key=lambda entry: entry[:6])
        return [entry[-1] for entry in ranked]

    def _subject(self, mail: _Mail) -> str:
        """A short number of the page for the benefit mail when it has one, else glue."""
        if mail.angle is Angle.BENEFIT and mail.used:
            said = mail.used[0].text.rstrip(" .!")
            short = (
                len(said) <= MAX_SUBJECT_CHARACTERS - 5 and len(words(said)) <= MAX_SUBJECT_WORDS
            )
            if short and mail.used[0].kind is FactKind.METRIC and said[:1] not in '"“':
                return said
        return self._say(glue.SUBJECTS[mail.angle], mail.angle)

    def _say(self, choices: Sequence[str], angle: Angle, **more: str) -> str:
        """One of the choices; of a shared list, each mail of one attempt takes another one."""
        place = self._turn("glue", len(choices), shift=ANGLES.index(angle))
        return choices[place].format(company=COMPANY_TAG, product=self._product, **more)

    def _turn(self, what: str, count: int, shift: int = 0) -> int:
        seed = f"{what} {self._product}".encode(errors="replace")
        start = int.from_bytes(hashlib.blake2b(seed, digest_size=4).digest())
        return (start + self._request.attempt - 1 + shift) % count


def _same(fact: Fact, other: Fact) -> bool:
    """Whether two facts say nearly the same: pages repeat their promise."""
    return fact.id == other.id or likeness(fact.text, other.text) > _SAME_THING

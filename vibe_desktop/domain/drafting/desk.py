"""Where a mail is put together: a pattern, the facts that go into its slots, and the glue.

A desk writes the mails of one attempt. It remembers what earlier ones took, so that each mail gets
facts and glue of its own.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from vibe_desktop.domain.copywriting import CopyRequest
from vibe_desktop.domain.drafting import glue
from vibe_desktop.domain.drafting.choosing import ABOUT, LEAD, SUPPORT, Choice, choose, says_no_more
from vibe_desktop.domain.drafting.pains import Pain
from vibe_desktop.domain.drafting.phrases import Phrase, Style
from vibe_desktop.domain.drafting.skeletons import PLAIN, SKELETONS, SLOT, Skeleton
from vibe_desktop.domain.drafting.stock import Material, Stock
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.lint import (
    MAX_SUBJECT_CHARACTERS,
    MAX_SUBJECT_WORDS,
    Mail,
    alike,
    lint,
    sample_text,
)
from vibe_desktop.domain.prose import words
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import ANGLES, Angle, Claim, DraftVariant

_T = TypeVar("_T")

NAME_TAG = "{{firstName | there}}"
COMPANY_TAG = "{{companyName | your company}}"
AIMS = {Length.SHORT: (38, 66), Length.MEDIUM: (58, 100), Length.LONG: (98, 150)}
"""Fewest and most words of a first mail, inside of what the setting allows."""
FOLLOW_UP_AIM = (25, 42)
_MOST_FACTS = {Length.SHORT: 3, Length.MEDIUM: 4, Length.LONG: 7}
"""More facts in one mail are a brochure."""
_LEADS = {"lead": LEAD, "number": (FactKind.METRIC,), "proof": (FactKind.PROOF,)}
_MOST_PAIN_WORDS = 4
_ASK_WORDS = 10
_ALWAYS_FOUND = frozenset({"empty_subject", "short_body", "many_asks", "no_ask", "ask_not_last"})
"""What no choice of words here can settle: a follow-up's subject, few facts, the founder's ask."""


@dataclass(slots=True)
class _Sheet:
    """One mail on its way."""

    angle: Angle
    aim: tuple[int, int]
    most_facts: int
    rows: list[list[str]] = field(default_factory=list)
    used: list[Fact] = field(default_factory=list)
    told: list[Phrase] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pain: Pain | None = None

    @property
    def paragraphs(self) -> list[str]:
        rows = (" ".join("".join(row).split()) for row in self.rows)
        return [row for row in rows if row]

    @property
    def length(self) -> int:
        return len(words(sample_text(parse(" ".join(self.paragraphs)))))


class Desk:
    """Writes the mails of one attempt, one after the other."""

    def __init__(
        self, request: CopyRequest, stock: Stock, before: frozenset[str] = frozenset()
    ) -> None:
        """Args: `before` holds the bodies of the last attempt, which are not wanted again."""
        self._request = request
        self._stock = stock
        self._before = before
        self._taken: set[str] = set()
        self._said: set[str] = set()
        self._led: set[str] = set()
        self._made: list[DraftVariant] = []
        proof = stock.own_proof
        if proof is not None and proof.claim.fact_id:
            self._taken.add(proof.claim.fact_id)

    def write(self, angle: Angle, step: int = 1) -> DraftVariant:
        """One mail: the first fitting pattern that gives a clean text, else the cleanest."""
        best: tuple[int, _Sheet, DraftVariant] | None = None
        fitting = [one for one in SKELETONS[angle] if one.needs <= self._has(angle)]
        plain = [one for one in PLAIN[angle] if one.paragraphs[0] not in self._said]
        patterns = (*self._turned(fitting, f"pattern {angle}", step), *(plain or PLAIN[angle]))
        for skeleton in patterns:
            if best is not None and skeleton in PLAIN[angle]:
                break  # better a text with a flaw than one that says nothing
            sheet = self._compose(angle, step, skeleton)
            if sheet is None:
                continue
            made = self._finish(sheet, step)
            flaws = self._flaws(made)
            if best is None or flaws < best[0]:
                best = (flaws, sheet, made)
            if not flaws:
                break
        if best is None:  # a plain pattern has no needs
            raise AssertionError(angle)
        _, sheet, made = best
        self._taken.update(fact.id for fact in sheet.used)
        self._said.update(sheet.said)
        if sheet.pain is not None:
            self._led.add(sheet.pain.words)
            if sheet.pain.claim is not None:
                self._taken.add(sheet.pain.claim.fact_id)
        self._made.append(made)
        return made

    # -- a mail ----------------------------------------------------------------------------------

    def _compose(self, angle: Angle, step: int, skeleton: Skeleton) -> _Sheet | None:
        """Fill a pattern; None when a slot stays empty that must not."""
        sheet = self._sheet(angle)
        sheet.said.append(skeleton.paragraphs[0])
        open_ends: list[tuple[list[str], int, str]] = []
        for text in skeleton.paragraphs:
            row: list[str] = []
            sheet.rows.append(row)
            for number, part in enumerate(SLOT.split(text)):
                if number % 2 == 0:
                    row.append(part)
                elif part in {"more", "close"}:
                    open_ends.append((row, len(row), part))
                    row.append("")
                else:
                    filled = self._slot(sheet, part, step)
                    if filled is None:
                        return None
                    row.append(filled)
        self._round_off(sheet, open_ends, step)
        return sheet

    def _round_off(
        self, sheet: _Sheet, open_ends: list[tuple[list[str], int, str]], step: int
    ) -> None:
        """Fill what depends on the length of the rest, the closing words first."""
        for row, place, slot in open_ends:
            if slot == "close":
                row[place] = self._say(sheet, glue.CLOSERS, "close", step)
        for row, place, slot in open_ends:
            if slot == "more":
                row[place] = self._more(sheet)
        for _ in range(2):
            if sheet.length + _ASK_WORDS < sheet.aim[0]:
                sheet.rows.append([self._say(sheet, glue.CLOSERS, "close", step)])

    def _sheet(self, angle: Angle) -> _Sheet:
        if angle is Angle.FOLLOW_UP:
            return _Sheet(angle, FOLLOW_UP_AIM, 2, [[f"Hi {NAME_TAG},"]])
        length = self._request.length
        # On a page that says little, the first mail must not take everything.
        share = -(-len(self._stock.materials) // len(ANGLES))
        most = max(1, min(_MOST_FACTS[length], share))
        return _Sheet(angle, AIMS[length], most, [[f"Hi {NAME_TAG},"]])

    def _finish(self, sheet: _Sheet, step: int) -> DraftVariant:
        asks = glue.ASKS[sheet.angle]
        own = "" if sheet.angle is Angle.FOLLOW_UP else self._request.ask.strip()
        ask = own or self._say(sheet, asks, f"ask {sheet.angle}", step)
        subject = "" if sheet.angle is Angle.FOLLOW_UP else self._subject(sheet)
        body = "\n\n".join((*sheet.paragraphs, ask))
        return DraftVariant(sheet.angle, subject, body, tuple(dict.fromkeys(sheet.claims)), step)

    def _flaws(self, made: DraftVariant) -> int:
        found = lint(Mail(subject=made.subject, body=made.body))
        own = sum(1 + 9 * one.blocking for one in found if one.rule not in _ALWAYS_FOUND)
        mails = [(one.subject, one.body) for one in (*self._made, made)]
        own += made.body in self._before
        return own + sum(second == len(self._made) for _, second, _ in alike(mails))

    # -- slots -----------------------------------------------------------------------------------

    def _has(self, angle: Angle) -> frozenset[str]:
        """The needs that can be met."""
        kinds = {material.fact.kind for material in self._stock.materials}
        own = self._stock.own_proof is not None and angle is Angle.BENEFIT
        met = {
            "pain": bool(self._stock.own_pain or self._stock.pains),
            "topic": bool(self._topics()),
            "who": bool(self._stock.who),
            "number": own or FactKind.METRIC in kinds,
            "proof": own or FactKind.PROOF in kinds,
            "price": FactKind.PRICE in kinds,
        }
        return frozenset(name for name, is_met in met.items() if is_met)

    def _slot(self, sheet: _Sheet, slot: str, step: int) -> str | None:
        values = {
            "company": COMPANY_TAG,
            "product": self._stock.product,
            "who": self._stock.who,
            "work": self._work(),
        }
        if slot in values:
            return values[slot]
        if slot in _LEADS:
            return self._lead(sheet, _LEADS[slot])
        match slot:
            case "pain":
                return self._pain(sheet, step)
            case "topic":
                return self._topic(sheet)
            case "about":
                return self._about(sheet)
        kinds = (FactKind.PRICE,) if slot == "price" else SUPPORT[sheet.angle]
        return self._tell(sheet, Choice(kinds, stands_first=slot != "price"))

    def _work(self) -> str:
        who = f" for {self._stock.who}" if self._stock.who else ""
        return f"I work on {self._stock.product}{who}"

    def _pain(self, sheet: _Sheet, step: int) -> str:
        pain = self._stock.own_pain
        if pain is None and self._stock.pains:
            pain = self._turned(self._stock.pains, "pain")[0]
        if pain is None:
            return self._say(sheet, glue.PAIN_UNKNOWN, "no pain", step)
        self._lead_with(sheet, pain)
        question = self._say(sheet, glue.PAIN_QUESTIONS[pain.form], "pain", step, pain=pain.words)
        return question[0].upper() + question[1:]

    def _topics(self) -> tuple[Pain, ...]:
        own = (self._stock.own_pain,) if self._stock.own_pain else ()
        pains = (*self._stock.pains, *own)
        return tuple(
            pain for pain in pains if pain.form.names_something and pain.words not in self._led
        )

    def _topic(self, sheet: _Sheet) -> str | None:
        topics = self._turned(self._topics(), "topic")
        if not topics:
            return None
        self._lead_with(sheet, topics[0])
        return topics[0].words

    def _lead_with(self, sheet: _Sheet, pain: Pain) -> None:
        sheet.pain = pain
        if pain.claim is None:
            return
        sheet.claims.append(pain.claim)
        for one in self._stock.materials:
            if one.fact.id == pain.claim.fact_id and says_no_more(one.fact, pain.words):
                sheet.used.append(one.fact)
                sheet.most_facts += 1

    def _about(self, sheet: _Sheet) -> str:
        """What the product is; told again rather than left out when the mail has nothing else."""
        claim = sheet.pain.claim if sheet.pain else None
        answer = claim.fact_id if claim and sheet.angle is Angle.PROBLEM else ""
        choice = Choice(ABOUT[sheet.angle], stands_first=True, describes=True, answer=answer)
        told = self._tell(sheet, choice)
        if told is None and not sheet.used and not sheet.told:
            told = self._tell(sheet, choice, again=True)
        if told is None and not sheet.used and not sheet.told:
            told = self._tell(sheet, choice, flawed=True)
        return told or ""

    def _lead(self, sheet: _Sheet, kinds: tuple[FactKind, ...]) -> str | None:
        proof = self._stock.own_proof
        if proof is not None and sheet.angle is Angle.BENEFIT and proof not in sheet.told:
            return self._told(sheet, proof, bare=True)
        choice = Choice(kinds, stands_first=True, strong=True)
        return self._tell(sheet, choice, bare=True)

    def _more(self, sheet: _Sheet) -> str:
        """Sentences until the mail is long enough to say something."""
        found: list[str] = []
        length = sheet.length + _ASK_WORDS
        while length < sheet.aim[0] and len(sheet.used) < sheet.most_facts:
            sentence = self._tell(sheet, Choice(SUPPORT[sheet.angle]))
            if sentence is None:
                break
            found.append(sentence)
            length += len(words(sentence))
        return " ".join(found)

    def _tell(
        self,
        sheet: _Sheet,
        choice: Choice,
        *,
        bare: bool = False,
        again: bool = False,
        flawed: bool = False,
    ) -> str | None:
        """The sentence of the best fact that is left; None when there is none.

        Args:
            sheet: The mail it is for.
            choice: What it has to be.
            bare: A number may stand on its own, without words around it.
            again: Other mails may have it too.
            flawed: Its wording may be such that a check would find something.
        """
        room = sheet.aim[1] - sheet.length - _ASK_WORDS
        product = self._stock.product
        named = any(product in text for text in sheet.paragraphs)
        free = [
            one
            for one in self._stock.materials
            if (again or one.fact.id not in self._taken)
            and (flawed or not one.flaws)
            # "One part of it": of what? Nor is a part the strongest thing to say.
            and ((named and not choice.strong) or one.told.style is not Style.PART)
            and len(words(one.told.text)) <= room
        ]
        chosen = choose(self._rotated(free), choice, product, sheet.used, tuple(sheet.told))
        if chosen is None:
            return None
        sheet.used.append(chosen.fact)
        return self._told(sheet, chosen.told, bare=bare)

    def _told(self, sheet: _Sheet, told: Phrase, *, bare: bool) -> str:
        sheet.told.append(told)
        if told.claim.fact_id:
            sheet.claims.append(told.claim)
        if bare and told.style is Style.NUMBERS:
            said = told.claim.text
            return f"{said[0].upper()}{said[1:]}."
        return told.text

    # -- glue ------------------------------------------------------------------------------------

    def _subject(self, sheet: _Sheet) -> str:
        own: list[str] = []
        pain, first = sheet.pain, sheet.told[:1]
        if pain and pain.form.names_something and len(words(pain.words)) <= _MOST_PAIN_WORDS:
            text = glue.PAIN_SUBJECT.replace("{pain}", pain.words)
            own.append(text[0].upper() + text[1:])
        number = sheet.angle is Angle.BENEFIT and first and first[0].style is Style.NUMBERS
        if number and any(letter.isdigit() for letter in first[0].claim.text):
            claimed = first[0].claim.text
            own.insert(0, claimed[0].upper() + claimed[1:])
        choices = (*own, *self._turned(glue.SUBJECTS[sheet.angle], f"subject {sheet.angle}"))
        if own and self._request.attempt % 2 == 0:
            choices = (*choices[len(own) :], *own)
        for choice in choices:
            subject = self._filled(choice)
            sample = sample_text(parse(subject))
            short = 1 < len(words(sample)) <= MAX_SUBJECT_WORDS
            if short and len(sample) <= MAX_SUBJECT_CHARACTERS and subject not in self._said:
                sheet.said.append(subject)
                return subject
        return f"A question for {COMPANY_TAG}"

    def _say(
        self, sheet: _Sheet, choices: Sequence[str], what: str, step: int, pain: str = ""
    ) -> str:
        """One of the choices, if possible one that no other mail of this attempt has."""
        shift = ANGLES.index(sheet.angle) if sheet.angle in ANGLES else step
        turned = self._turned(choices, what, shift)
        said = {*self._said, *sheet.said}
        choice = next((one for one in turned if one not in said), turned[0])
        sheet.said.append(choice)
        return self._filled(choice, pain)

    def _filled(self, text: str, pain: str = "") -> str:
        values = {"company": COMPANY_TAG, "product": self._stock.product, "pain": pain}
        return SLOT.sub(lambda slot: values[slot[1]], text)

    def _rotated(self, materials: list[Material]) -> list[Material]:
        """Each attempt begins at another fact of every kind."""
        rotated: list[Material] = []
        for kind in FactKind:
            same = [one for one in materials if one.fact.kind is kind]
            start = (self._request.attempt - 1) % len(same) if same else 0
            rotated += (*same[start:], *same[:start])
        return rotated

    def _turned(self, choices: Sequence[_T], what: str, shift: int = 0) -> Sequence[_T]:
        """The choices, beginning where this product, attempt and mail begin."""
        if not choices:
            return choices
        seed = f"{what} {self._stock.product}".encode(errors="replace")
        start = int.from_bytes(hashlib.blake2b(seed, digest_size=4).digest())
        place = (start + self._request.attempt - 1 + shift) % len(choices)
        return (*choices[place:], *choices[:place])

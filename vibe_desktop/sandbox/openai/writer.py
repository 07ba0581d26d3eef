"""Writes what a model would: grounded mails from the facts of the request.

Every statement about the product is copied word for word from a fact and named as a claim; the
rest is glue that asserts nothing. The same request writes the same text; one that asks for "draft
number 2" gets the facts in another order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from vibe_desktop.domain.drafting.phrases import Phrase, Style, phrase, proper_words
from vibe_desktop.domain.facts import Fact as KnownFact
from vibe_desktop.domain.facts import FactKind
from vibe_desktop.domain.prose import likeness
from vibe_desktop.domain.variants import Claim
from vibe_desktop.sandbox.openai.material import Fact, Material
from vibe_desktop.sandbox.state import Json, JsonValue

_ODD = re.compile(
    r"https?://|@|www\.|[{}<>\[\]]|ignore (?:all|previous)|system prompt", re.IGNORECASE
)
_KINDS = {kind.value: kind for kind in FactKind}
_FEWEST_IN_SENTENCE = 4
_SAME_THING = 0.55
_FOLLOW_UP_WORDS = (25, 60)
_LONGEST_WISH = 25
ANGLES = ("problem", "benefit", "question")


def variants(material: Material, turn: int = 0) -> list[Json]:
    """Three variants: problem, benefit, question. `turn` counts earlier drafts."""
    usable = _turned(_told(material), turn)
    shares = [usable[index::3] or usable[:1] for index in (1, 0, 2)]
    return [
        # What points back ("It ...") cannot come first.
        _variant(angle, sorted(share, key=lambda told: told.dangling), material)
        for angle, share in zip(ANGLES, shares, strict=True)
    ]


def follow_ups(material: Material, count: int, turn: int = 0) -> list[Json]:
    """So many follow-ups, each with another fact, one that no variant has where there is one."""
    told = [one for one in _turned(_told(material), turn) if not one.dangling]
    taken = {claim["quote"] for mail in variants(material, turn) for claim in mail["claims"]}
    told.sort(key=lambda one: one.claim.quote in taken)
    written = []
    for number in range(count):
        fitting = [one for one in told if _count(_note(number, one, material)) <= _MOST_IN_NOTE]
        chosen = fitting[:1]
        told = [one for one in told if one not in chosen] + chosen
        body = _note(number, chosen[0] if chosen else None, material)
        written.append({"body": body, "claims": _claims(chosen)})
    return written


_MOST_IN_NOTE = _FOLLOW_UP_WORDS[1]


def rewritten(material: Material) -> tuple[list[Json], list[Json]]:
    """The mails and the sentences that the request wants anew, each with its number."""
    mails, sentences = [], []
    for entry in material.entries:
        number = {"number": entry.get("number", 0)}
        if entry.get("sentence"):
            sentences.append(number | _other_sentence(entry, material))
        else:
            mails.append(number | _other_mail(entry, material))
    return mails, sentences


def audiences(material: Material) -> list[Json]:
    """Three ideal customers, each with a fact that speaks for it where there are facts."""
    order = ("audience", "pain", "proof", "metric", "promise", "feature")
    facts = [fact for fact in material.facts if not _ODD.search(fact.text) and fact.kind != "name"]
    facts.sort(key=lambda fact: order.index(fact.kind) if fact.kind in order else len(order))
    found = []
    for index, title in enumerate(_CUSTOMERS):
        fact = facts[index % len(facts)] if facts else Fact("", material.product)
        words = f"{title} who would care about this: {fact.text.strip().rstrip('.')}."
        found.append({"title": title, "text": words, "fact_ids": [fact.id] if fact.id else []})
    return found


def invent(mail: Json, material: Material) -> None:
    """Put a number into a mail that no fact has, as a model now and then does."""
    known = {digits for fact in material.facts for digits in re.findall(r"\d+", fact.text)}
    number = next(number for number in range(17, 10_000, 6) if str(number) not in known)
    *paragraphs, ask = mail["body"].split("\n\n")
    mail["body"] = "\n\n".join([*paragraphs, f"It pays for itself in {number} days.", ask])


def _turned(usable: Sequence[Phrase], turn: int) -> list[Phrase]:
    start = turn % len(usable) if usable else 0
    return [*usable[start:], *usable[:start]]


def _told(material: Material) -> list[Phrase]:
    """What can be told in a sentence; each thing once, the strongest first."""
    return list(_sentences_of(material.product, tuple(material.facts)))


@lru_cache(maxsize=8)  # writing anew looks through every turn of the same page
def _sentences_of(product: str, facts: tuple[Fact, ...]) -> tuple[Phrase, ...]:
    known = [
        KnownFact(fact.id, _KINDS.get(fact.kind, FactKind.OTHER), fact.text.strip())
        for fact in facts
        if fact.kind != "name" and not _ODD.search(fact.text)
    ]
    proper = proper_words(known)
    told: list[Phrase] = []
    for fact in known:
        said = phrase(fact, product, proper)
        if said is None or len(said.text.split()) < _FEWEST_IN_SENTENCE:
            continue
        if all(likeness(said.text, other.text) < _SAME_THING for other in told):
            told.append(replace(said, claim=_word_for_word(said.claim, fact.text)))
    return tuple(sorted(told, key=_weight))


def _word_for_word(claim: Claim, text: str) -> Claim:
    """The claim with its quote exactly as the fact has it, capital included."""
    start = text.lower().find(claim.quote.lower())
    if start < 0:
        return claim
    return replace(claim, quote=text[start : start + len(claim.quote)])


def _weight(told: Phrase) -> tuple[bool, bool]:
    whole = told.style in (Style.SENTENCE, Style.CAN)
    return not whole, not re.search(r"\d", told.text)


_SUBJECTS = {
    "problem": "Still doing this by hand?",
    "benefit": "An idea for {{companyName | your team}}",
    "question": "Who looks after this?",
}
_OPENINGS = {
    "problem": "Is there a small job that keeps eating into the week at {{companyName | your "
    "team}}?",
    "benefit": "",
    "question": "Who looks after this kind of work at {{companyName | your team}} today?",
}
_LEADS = {
    "problem": "Jobs like that are easy to put up with and hard to get rid of. I ask because I "
    "work on {name}.",
    "benefit": "That is {name} in one line, and I work on it.",
    "question": "I ask because I work on {name}.",
}
_FILLERS = {
    "problem": "If none of this sounds like your week, just say so and I will leave it there.",
    "benefit": "It may or may not fit the way {{companyName | your team}} works, and a short look "
    "is enough to tell. There is nothing to prepare for it.",
    "question": "If somebody else is closer to it, their name is all I need, and I will leave you "
    "in peace.",
}
_ASKS = {
    "problem": "Is it worth a look?",
    "benefit": "Would a short outline be of use to you?",
    "question": "Are you the right person to ask?",
}
_NOTES = (
    (
        "A line to add to my mail about {name}.",
        "If it is not for {{{{companyName | your team}}}}, just tell me and I will stop.",
        "Is it of any use to you?",
    ),
    (
        "I wrote to you about {name} some days ago and left something out.",
        "",
        "Does that change anything for you?",
    ),
    (
        "Back to my earlier mail for a moment. This is the part of {name} I would look at first.",
        "",
        "Who at {{{{companyName | your team}}}} would want to know?",
    ),
    (
        (
            "This is my last note on {name}, so here is one more point and then I will leave you "
            "in peace."
        ),
        "",
        "Shall I close the file?",
    ),
)
_SHORT_ANSWER = "A short answer is all I need, and a no is fine too."
_QUESTIONS = (*_ASKS.values(), "Does this sound useful?", "Is this something for you?")
_CUSTOMERS = ("Owners of small companies", "Heads of operations", "Leaders of busy teams")


def _variant(angle: str, told: Sequence[Phrase], material: Material) -> Json:
    """Take as many facts as the length allows, one at the least."""
    low, high = material.words
    least, most = low + (high - low) * 2 // 15, high - (high - low) // 3
    chosen = list(told[:1])
    for one in told[1:]:
        if _count(_body(angle, chosen, material)) >= least:
            break
        if any(one.style is other.style is not Style.SENTENCE for other in chosen):
            continue
        if _count(_body(angle, [*chosen, one], material)) <= most:
            chosen.append(one)
    body = _body(angle, chosen, material)
    if _count(body) > most:
        body = _body(angle, chosen, material, filler=False)
    return {
        "angle": angle,
        "subject": _SUBJECTS[angle],
        "body": body,
        "claims": _claims(chosen),
    }


def _claims(told: Sequence[Phrase]) -> list[Json]:
    return [
        {"text": one.claim.text, "source_id": one.claim.fact_id, "quote": one.claim.quote}
        for one in told
    ]


def _body(angle: str, told: Sequence[Phrase], material: Material, *, filler: bool = True) -> str:
    sentences = [one.text for one in told]
    lead = _LEADS[angle].format(name=material.product)
    if angle == "benefit":
        proof = _wish(material.said("proof"))
        middle = [*sentences[:1], " ".join([lead, *sentences[1:], *proof])]
    else:
        pain = _wish(material.said("pain")) if angle == "problem" else []
        opening = f"Does this sound familiar: {pain[0][:-1]}?" if pain else _OPENINGS[angle]
        middle = [opening, " ".join([lead, *sentences])]
    ask = material.said("ask")
    parts = ["Hi {{firstName | there}},", *middle]
    parts += [_FILLERS[angle] if filler else "", ask if ask.endswith("?") else _ASKS[angle]]
    return "\n\n".join(part for part in parts if part)


def _wish(said: str) -> list[str]:
    """The founder's own words as a sentence; none when they are too many."""
    plain = said.rstrip(" .!?")
    return [f"{plain}."] if plain and len(plain.split()) <= _LONGEST_WISH else []


def _note(number: int, told: Phrase | None, material: Material) -> str:
    start, offer, ask = (
        part.format(name=material.product) for part in _NOTES[number % len(_NOTES)]
    )
    parts = ["Hi {{firstName | there}},", start, told.text if told else "", offer, ask]
    if _count(" ".join(parts)) < _FOLLOW_UP_WORDS[0] and not offer:
        parts[3] = _SHORT_ANSWER
    return "\n\n".join(part for part in parts if part)


def _other_mail(entry: Mapping[str, JsonValue], material: Material) -> Json:
    """The mail of that place in the next wording; in the first one when it has none of ours."""
    angle, step = entry.get("angle"), entry.get("step", 1)
    turns = range(max(1, len(material.facts)))
    if angle in ANGLES:
        wordings = [variants(material, turn)[ANGLES.index(angle)] for turn in turns]
    else:
        number = max(0, step - 2) if isinstance(step, int) else 0
        wordings = [follow_ups(material, number + 1, turn)[number] for turn in turns]
    bodies = [mail["body"] for mail in wordings]
    body = entry.get("body", "")
    following = bodies.index(body) + 1 if body in bodies else 0
    ordered = wordings[following:] + wordings[:following]
    chosen = next((mail for mail in ordered if mail["body"] != body), ordered[0])
    return {"subject": "", **chosen}


def _other_sentence(entry: Mapping[str, JsonValue], material: Material) -> Json:
    """Another sentence for a mail: a question for a question, else a fact it does not have yet."""
    body = str(entry.get("body", ""))
    if str(entry["sentence"]).rstrip().endswith("?"):
        fresh = (question for question in _QUESTIONS if question not in body)
        return {"sentence": next(fresh, _QUESTIONS[0]), "claims": []}
    for one in _told(material):
        if one.text not in body and not one.dangling:
            return {"sentence": one.text, "claims": _claims([one])}
    return {"sentence": f"There is more to say about {material.product}.", "claims": []}


def _count(body: str) -> int:
    return len(re.sub(r"\{\{[^}]*\}\}", "tag", body).split())

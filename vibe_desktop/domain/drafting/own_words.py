"""What the founder typed, as words of a mail: who it is for, and the proof to lean on.

Nothing is added to what they say. Words that cannot be fitted into a sentence are left out, except
the proof, which then stands on its own.
"""

import re
from collections.abc import Collection

from vibe_desktop.domain.drafting import vocabulary
from vibe_desktop.domain.drafting.phrases import Phrase, Style, phrase
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.prose import normalise, sentences, words
from vibe_desktop.domain.variants import Claim

_MOST_WHO_WORDS = 7
_MOST_PROOF_WORDS = 45
_CUT = re.compile(
    r"[,.;:!?(\n–—]|\s-\s|\b(?:who|whose|whom|that|which|with|where|when|because|like|such as)\b",
    re.IGNORECASE,
)
_NO_GROUP = re.compile(
    r"(?:i|we|you|they|it|he|she|my|our|your|their|this|for|to|in|at|on|and|but|or|as|if|by|"
    r"someone|somebody|anyone|anybody|everyone|everybody|whoever|target|targeting|sell|selling|"
    r"reach|find|help|people|companies|businesses|those|customers|users|a|an|the|any|all)\b",
    re.IGNORECASE,
)
_GROUP_END = re.compile(r"(?:[^\W_]*[^s\W_]s|people|staff|women|men)$", re.IGNORECASE)


def who_words(audience: str) -> str:
    """The ideal customer as a few words that follow "for"; "" when the text gives none."""
    said = " ".join(_CUT.split(audience.strip(), maxsplit=1)[0].split())
    found = words(said)
    if not 0 < len(found) <= _MOST_WHO_WORDS or _NO_GROUP.match(said):
        return ""
    if re.search(r"[\d{}\[\]<>@/\"“”]", said) or not _names_a_group(found):
        return ""
    return vocabulary.lower_common(said)


def proof_phrase(
    text: str, facts: Collection[Fact], product: str, proper: Collection[str]
) -> Phrase | None:
    """The founder's proof as a sentence; None when nothing was said."""
    said = " ".join(text.split()).strip()
    if not words(said):
        return None
    source = next((fact for fact in facts if normalise(said) == normalise(fact.text)), None)
    kept: list[str] = []
    for sentence in sentences(said):
        if kept and len(words(" ".join((*kept, sentence)))) > _MOST_PROOF_WORDS:
            break
        kept.append(sentence)
    said = " ".join(kept).rstrip(" .!…")
    told = phrase(Fact("", FactKind.METRIC, said + "."), product, proper)
    if told is None or (len(kept) > 1 and told.style is not Style.SENTENCE):
        told = Phrase(f"{said}.", Style.SENTENCE, dangling=False, claim=Claim(said, "", said))
    if source is None:
        return told
    copied = told.claim.text
    return Phrase(told.text, told.style, told.dangling, Claim(copied, source.id, copied))


def _names_a_group(found: list[str]) -> bool:
    """Whether it reads like a group of people or firms: a plural before any "of", "at" or "in"."""
    for number, word in enumerate(found):
        if word.lower() in {"of", "at", "in", "for", "from", "and", "&"}:
            return number > 0 and bool(_GROUP_END.match(found[number - 1]))
    return bool(_GROUP_END.match(found[-1]))

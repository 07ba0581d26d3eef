"""From the readable blocks of a product page to facts: sentences with a kind, without noise.

Every fact is a sentence of the page, word for word. Boilerplate (legal, cookies, calls to click)
is left out, and so are sentences that read like instructions to a writing machine: what a page
says is data.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.prose import SENTENCE_END, normalise, words

MAX_FACTS = 60
MAX_FURTHER_FACTS = 25
"""Of each further page, besides."""
MAX_CHARACTERS = 12_000
MAX_SENTENCE = 400
"""Characters; a longer "sentence" is a text that nobody punctuated."""


class Role(StrEnum):
    """What a block is on its page."""

    NAME = "name"
    DESCRIPTION = "description"
    TITLE = "title"
    LEAD = "lead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands on its own on the page, white space folded."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Findings:
    """What the blocks of a page gave.

    Attributes:
        facts: At most `MAX_FACTS`, in the order of the page.
        skipped: Sentences that were left out because they read like instructions.
    """

    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]


def find_facts(blocks: Iterable[Block]) -> Findings:
    """The facts in the blocks of a page, duplicates removed."""
    candidates: dict[str, tuple[FactKind, str]] = {}
    skipped: list[str] = []
    for block in blocks:
        for sentence in _sentences(block):
            plain = normalise(sentence)
            key = _bare(plain)
            if block.role is Role.NAME:
                key = f"name {key}"
            if key in candidates:
                continue
            if _instructs(plain):
                skipped.append(sentence)
            elif block.role is Role.NAME:
                candidates[key] = (FactKind.NAME, sentence)
            else:
                worded = _worded(plain)
                if _says_something(sentence, plain, block.role, worded):
                    candidates[key] = (_placed(sentence, block.role, worded), sentence)
    chosen = _within_limits(list(candidates.values()))
    facts = tuple(Fact(f"S{n}", kind, text) for n, (kind, text) in enumerate(chosen, start=1))
    return Findings(facts, tuple(dict.fromkeys(skipped)))


def kind_of(sentence: str, role: Role = Role.PARAGRAPH) -> FactKind:
    """What a sentence says about the product, by its wording and its place."""
    return _placed(sentence, role, _worded(normalise(sentence)))


def word_count(text: str) -> int:
    """How many words a text has; three letters of a script without spaces count as one."""
    count = len(words(text))
    return count if text.isascii() else max(count, len(_NO_SPACES.findall(text)) // 3)


def reads_like_an_instruction(text: str) -> bool:
    """Whether a text speaks to a writing machine instead of to people."""
    return _instructs(normalise(text))


def further_facts(known: Iterable[Fact], found: Iterable[Fact], url: str) -> tuple[Fact, ...]:
    """The facts of a further page that the pages before do not have, numbered on.

    Args:
        known: The facts there are; their numbers stay.
        found: The facts of the further page, as `find_facts` numbered them.
        url: The further page.

    Returns:
        At most `MAX_FURTHER_FACTS`, those that say least left out first; no names, since a page
        about prices is not the product's name.
    """
    known = tuple(known)
    texts = {_bare(normalise(fact.text)) for fact in known}
    numbers = [int(fact.id[1:]) for fact in known if fact.id[1:].isdigit()]
    fresh: list[tuple[FactKind, str]] = [
        (fact.kind, fact.text)
        for fact in found
        if fact.kind is not FactKind.NAME and _bare(normalise(fact.text)) not in texts
    ]
    chosen = _within_limits(fresh, MAX_FURTHER_FACTS)
    first = max(numbers, default=0) + 1
    return tuple(
        Fact(f"S{number}", kind, text, url=url)
        for number, (kind, text) in enumerate(chosen, start=first)
    )


def _instructs(plain: str) -> bool:
    # Looking for the words first is several times faster than the pattern, and most lack them.
    return any(word in plain for word in _INSTRUCTING) and bool(_INSTRUCTION.search(plain))


def _worded(plain: str) -> FactKind | None:
    """The kind that the wording alone gives; `plain` is normalised."""
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), None)


def _placed(sentence: str, role: Role, worded: FactKind | None) -> FactKind:
    if _PERSON.search(sentence):
        return FactKind.OTHER
    if worded is not None and (role is not Role.TITLE or worded in _STRONGER_THAN_A_TITLE):
        return worded
    if role in _SPEAKING:
        return FactKind.PROMISE
    if role is Role.QUOTE:
        return FactKind.PROOF
    return FactKind.FEATURE if word_count(sentence) >= 4 else FactKind.OTHER


_STRONGER_THAN_A_TITLE = frozenset({FactKind.PAIN, FactKind.PRICE})
# The patterns are searched in normalised text: lower case, plain quotes. Where letters stand in
# front of which one must follow, they spare most places of a text the branches behind them.
_PRICE = (
    r"(?=[$€£¥\d/pfna])(?:[$€£¥]\s?\d|\d\s?[€£¥円]|\b\d[\d.,]{0,15}\s?(?:usd|eur|gbp|dollars|euros|pounds)\b"
    r"|(?<!\w)/\s?(?:mo|month|yr|year)\b|\bper (?:month|year|user|seat)\b"
    r"|\bfree (?:plan|tier|forever|for)\b|\bfree to (?:use|start)\b"
    r"|\bpay as you go\b|\bno credit card\b|\bpricing\b|\bfree trial\b|\ba month\b)"
)
_PROOF = (
    r"\b(?:trusted|used|loved|chosen|recommended|backed|certified) by\b|\bour customers\b"
    r"|\b\d[\d,.]{0,15}[km+]*\s+(?:[\w-]+\s+){0,2}"
    r"(?:customers|users|teams|companies|businesses|agencies|"
    r"founders|developers|people|stars|reviews|downloads|brands|shops|studios|clients)\b"
    r"|\b\d[\d,.]{0,15}[km+]*\s+(?:[\w-]+\s+){1,2}(?:use|trust|love|rely on)\b"
    r"|\brated \d|\b\d(?:\.\d)? (?:out of|of) 5\b|\bsoc ?2\b|\biso ?27001\b|\baward|\bgdpr\b"
    r"|\bcase study\b|^\".{20,}\""
)
_METRIC = (
    r"\b\d[\d.,]{0,15}\s?(?:%|percent\b)|\b\d+(?:\.\d+)?x\b"
    r"|\b\d[\d.,]{0,15}[km]?\+?[\s-]"
    r"(?:hours?|minutes?|mins?|seconds?|secs?|days?|weeks?|months?|times|ms|"
    r"countries|languages|integrations|templates|sources|formats|currencies|requests|steps?)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)[\s-]"
    r"(?:hours?|minutes?|seconds?|days?|weeks?|months?|times)\b"
)
_PAIN = (
    r"\bno more\b|\bnever (?:again|miss|lose|chase|forget|worry)\b|\btired of\b"
    r"|\bstop \w+ing (?!now\b|today\b)\w|\bsay goodbye\b"
    r"|\bwithout (?:the |having )?\w*(?:ing|hassle|headache|spreadsheet|code|delay)\w*\b"
    r"|\binstead of\b|\bstruggl|\bhassle|\bfrustrat|\bpainful|\bmanual(?:ly)?\b|\btedious"
    r"|\bwast(?:e|ing)\b|\bburden\b"
    r"|\bso (?:you|nobody|no one) (?:never|don't|doesn't|has to|have to)\b"
)
_AUDIENCE = (
    r"\bfor (?:(?!the |a |your |our )[\w-]{1,20} ){0,3}"
    r"(?:teams|developers|agencies|founders|startups|freelancers|marketers|designers|engineers|"
    r"businesses|companies|studios|consultants|accountants|recruiters|shops|stores|sellers|schools|"
    r"teachers|doctors|clinics|lawyers|creators|publishers|makers|restaurants|managers|sales)\b"
    r"|\bwhether you(?:'re| are)\b"
)
_MADE_FOR = r"\b(?:built|made|designed|perfect|ideal|created|crafted) for\b"
_KINDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (FactKind.PRICE, _PRICE),
        (FactKind.AUDIENCE, _MADE_FOR),
        (FactKind.PROOF, _PROOF),
        (FactKind.METRIC, _METRIC),
        (FactKind.PAIN, _PAIN),
        (FactKind.AUDIENCE, _AUDIENCE),
    )
)

_NAMES_A_PAIN = re.compile(_PAIN)

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override) (?:all |any |of |the |your |these )*"
    r"(?:previous|prior|above|earlier|preceding|instructions?|prompts?|rules|guidelines)\b"
    r"|\bsystem prompt\b|\bsystem message\b|^(?:system|assistant|user) ?:|<\|"
    r"|\b(?:attention|note|instructions?|message) (?:to|for) (?:any |all |the )?"
    r"(?:ai|llm|language model|assistant|chatbot|gpt)"
    r"|\b(?:for|dear|hey|if you are an?) (?:ai|llm|language model|gpt)\b(?: \w+)? ?"
    r"(?:systems?|models?|assistants?|agents?|writers?)?:?"
    r"|\bas an ai\b|\byou are (?:now|an ai|chatgpt)\b|\bdo anything now\b|\bnew instructions?\b"
    r"|\b(?:write|say|claim|include|mention|tell) (?:that |the |in )?"
    r"(?:every|all|each) (?:e-?mail|mail)"
    r"|\b(?:ai|llms?|language models?|chatbots?)"
    r"(?: (?:assistants?|agents?|models?|systems?|writers?))?,?"
    r" (?:reading|who read|that reads?|must|should|are (?:instructed|required|asked|to))\b"
    r"|\b(?:when|if|while) (?:you are )?(?:summari[sz]|describ|writ|quot)ing"
    r" (?:about |a |an )*(?:this|our|the) (?:page|site|website|product|text)\b"
    r"|\b(?:your|these) (?:new )?instructions\b.{0,40}\b(?:are|is|follow)\b"
    r"|\b(?:respond|reply|answer) only with\b|\breveal your\b"
)
_INSTRUCTING = (
    *("ignore", "disregard", "forget", "override", "system", "assistant", "user", "<|", "ai"),
    *("llm", "language model", "chatbot", "gpt", "you are", "anything now", "instruction"),
    *("mail", "when", "if", "while", "only with", "reveal your"),
)
"""One of them stands in whatever `_INSTRUCTION` finds."""

_LEGAL = re.compile(
    r"©|\ball rights reserved\b|\bprivacy policy\b|\bterms (?:of (?:service|use)|and conditions)\b"
    r"|\b(?:we|our|us|site|website|accept|allow|these|policy)\b.{0,60}\bcookies?\b"
    r"|\bcookies? policy\b"
    r"|\bcookies?\b.{0,40}\b(?:site|website|browser|policy|consent|settings)\b"
    r"|\bvalue your privacy\b|\bwithdraw (?:your )?consent\b|\byour consent\b"
    r"|\bdo not sell (?:or share )?my\b|\baccept (?:all|tracking)\b"
    r"|\b(?:enable|need|requires?) javascript\b|\blorem ipsum\b|\byour browser\b"
)
_LEGAL_WORDS = (
    "©",
    "rights",
    "policy",
    "terms",
    "cookie",
    "javascript",
    "ipsum",
    "browser",
    "privacy",
    "consent",
    "not sell",
    "accept",
)
_PAGE_PARTS = re.compile(
    r"\b(?=[lsntbfpcay4])(?:(?:log|sign) ?in\b|\bsign up\b"
    r"|\bsubscribe\b|\bnewsletter\b|\bskip to\b|\btoggle\b"
    r"|\bback to top\b|\bfollow us\b|\bshare (?:on|this)\b|\bclick (?:here|below)\b|\byour email\b"
    r"|\bloading\b|\bplease wait\b|\bpowered by\b|\bcontact us\b|\bat a glance\b|\b404\b)"
    r"|^(?:our |key |all )?(?:features|benefits|pricing|plans|faq|testimonials|how it works|about|"
    r"about us|integrations|frequently asked questions|what (?:it|we|you) (?:does|do|get|gets?)|"
    r"questions|why us|our (?:story|team|mission))\W*$"
)
"""What names a part of the page; in a longer sentence the same words may be about the product."""
_PAGE_PART_WORDS = 7
_CALL = re.compile(
    r"^(?:get|download|start|try|buy|learn|read|see|view|explore|watch|book|request|join|contact|"
    r"discover|find out|show|talk|let['’]s|schedule|browse|check out|install)\b"
    r"(?: \S+){0,4}[!→»>.]*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:^|\W)(?:tel|phone|call us)\b.{0,12}\d{3}")
_CONTACT_WORDS = 9
"""With so few words around it an address is one to write to; a longer sentence may show one."""
_SHOUTS = re.compile(r"!!|^(?:hurry|buy now|order now|act now|limited time|last chance)\b")
_ENUMERATED = re.compile(r"\s[·•|｜]\s")
"""Marks between things that stand side by side: "SOC 2 · 4.9 stars · 14 days free"."""
_SPEAKING = frozenset({Role.TITLE, Role.LEAD, Role.DESCRIPTION})
_TERSE = frozenset({Role.HEADING, Role.ITEM})
"""Headings and list items say something in two words: "Unlimited members"."""
_HEADLINES = frozenset({Role.TITLE, Role.DESCRIPTION})
_PERSON = re.compile(r"^\W*(?:[A-Z][\w.'’-]+ ){1,2}[A-Z][\w.'’-]+, (?:\S+ ){0,6}\S*[^\s.!]$")
"""The line under a quotation: "Dana Price, manager, Willow House"."""
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\d]")
"""Letters of scripts that put no space between words, and the figures among them."""
_CODE = re.compile(
    r"[{}]|=>|</|\(\)|;\s*$|^\W+$|https?://\S{30,}|\w+\.\w+\(|^\s*(?:import|const|var) "
)


def _sentences(block: Block) -> Iterator[str]:
    text = " ".join(block.text.split())
    if block.role in {Role.NAME, Role.QUOTE} and len(text) <= MAX_SENTENCE:
        if text:
            yield text
        return
    for part in SENTENCE_END.split(text):
        for piece in _ENUMERATED.split(part) if part else ():
            sentence = piece.strip()
            if sentence and len(sentence) <= MAX_SENTENCE:
                yield sentence


def _says_something(sentence: str, plain: str, role: Role, worded: FactKind | None) -> bool:
    count = word_count(sentence)
    if _CODE.search(sentence) or _is_legal(plain) or _SHOUTS.search(plain):
        return False
    if count <= _CONTACT_WORDS and _CONTACT.search(plain):
        return False
    if count <= _PAGE_PART_WORDS and _PAGE_PARTS.search(plain):
        return False
    if sentence[-1] in "→»›" or (_calls(sentence) and not _is_headline(sentence, role)):
        return False
    if sentence.endswith("?") and not _NAMES_A_PAIN.search(plain):
        return False  # a question asserts nothing, unless it names a pain
    if worded is not None or role in _SPEAKING:
        return count >= 2
    return count >= (2 if role in _TERSE else 3)


def _calls(sentence: str) -> bool:
    return _CALL.search(sentence) is not None


def _is_headline(sentence: str, role: Role) -> bool:
    """A headline may begin like a button, "Get paid without chasing anybody"; a full stop tells."""
    return role in _HEADLINES or (role is Role.HEADING and sentence.endswith("."))


def _is_legal(plain: str) -> bool:
    return any(word in plain for word in _LEGAL_WORDS) and bool(_LEGAL.search(plain))


def _bare(plain: str) -> str:
    return plain.strip(" .,;:!?\"'→»>")


def _within_limits(
    candidates: list[tuple[FactKind, str]], most: int = MAX_FACTS
) -> list[tuple[FactKind, str]]:
    """Of too many, those that say least go first; the order of the page stays."""

    def weight(index: int) -> tuple[bool, bool, int]:
        kind, _ = candidates[index]
        return (kind is FactKind.OTHER, kind is FactKind.FEATURE, index)

    kept: set[int] = set()
    size = 0
    for index in sorted(range(len(candidates)), key=weight):
        size += len(candidates[index][1])
        if len(kept) == most or size > MAX_CHARACTERS:
            break
        kept.add(index)
    return [candidate for index, candidate in enumerate(candidates) if index in kept]

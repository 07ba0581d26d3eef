"""Words that look like names: capitals where English has none."""

import re
from collections.abc import Iterator

from vibe_desktop.domain.prose import WORD

_NO_NAMES_TEXT = """I I'm I'd I'll I've A AI API APIs B2B CEO CEOs CFO CFOs CMO COO CRM CRMs CSV CTO
    CTOs EOD ERP EU FAQ FYI HR ID IT KPI KPIs OK OKR PC PDF PDFs PM PR PS Q1 Q2 Q3 Q4 ROI SaaS SMS
    TV UI UK UN URL US USA UX VAT VP Mr Mrs Ms Dr Hi Hello Hey Dear Re Fwd English Internet
    Christmas Easter Best Regards Cheers Thanks Thank Sincerely Yours Kind
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())

_ORDINARY_TEXT = """
    a about above across actually add after again all almost already also although always am an and
    another any anybody anyone anything are around as ask at back bad because been before behind
    being below best better between both busy but by call can cannot care cash change chasing cheap
    churn clear clients close come consider cost could curious customers data deal did different do
    does done don't due during each early easy either email emails end enough even ever every
    everybody everyone everything everywhere fair far fast feel few fewer find first fix for free
    friends from full gets give go good great growth guess had half happy hard has have having he
    hence her here hidden high his hope how however i idea if imagine important in inside instead
    into is isn't it its job just keep know large last late lately later leads leave less let life
    like likely little long look lost lots low made mail mails main make manual many marketing may
    maybe me meanwhile meetings might mine missing money month monthly months more most mostly much
    must my near need never new next nice no nobody none nor not nothing notice now odd of off often
    old on once one only onto open or other others our out outside over own paid paper past pay
    payroll people perhaps personally picture plain please plus poor prices pricing probably
    problems put quick quite rather ready real really reason recently right room sales same save
    say see sense several shall she short should simple simply since slow small so soon sooner
    somebody someone something sometimes sorry sound sounds spend staff start still stop such sure
    support take tax team tell that the their them then there these they thing think this those
    though through throughout time times to today together tomorrow tonight too toward try two
    typically under unless until up upon us usually very wait want was waste ways we week weekly
    weeks welcome well were what whatever when whenever where whether which while who whoever whole
    whose why will win wish with within without wonder work works worse worst worth would wrong year
    years yes yesterday yet you your yours zero
    limited offer guaranteed click sign urgent act buy order"""
ORDINARY = frozenset(_ORDINARY_TEXT.split())
"""Words that English sentences begin with; in capitals they are no names. Not meant to be whole."""

_ORDINARY_ENDING = re.compile(r"(?:ing|ly|tion|ment|ness|ful|ous|ive|able|less|ies|al|y|ers)$")
_BEGINS = re.compile(r"[.!?…:;\"“(\[•\-–—][\"”’)]*\s*|\n\s*")
_CONTRACTED = re.compile(r"(?:'|’)(?:s|re|ve|ll|d|t|m)$", re.IGNORECASE)
_SAYS_A_NAME = re.compile(
    r"(?:['’]s\b)"
    r"|(?:,? and|,|,? or) [A-Z]"
    r"| [A-Z][\w-]*"
    r"| (?:uses?|used|saves?|saved|cuts?|runs?|ran|gets?|got|has|had|was|were|trusts?|trusted"
    r"|relies|relied|reports?|reported|says|said|switched|moved|grew|saw|made|went|won|found|built"
    r"|doubled|tripled|reduced|increased|improved|chose|picked|loves?|loved|recommends?|backs?"
    r"|backed|approved|named|calls?|called|already|itself|publishes|ships|sends|writes|pays|spends"
    r"|builds|makes|sells|earns|hires|books|sees|hates|wants|needs|does|did)\b"
    r"| (?:users|customers|teams|clients|staff|engineers|certified|accounts)\b",
)


def names(text: str) -> Iterator[tuple[str, int, int]]:
    """Words that look like names, as (word, start, end), where no sentence begins."""
    begins = _begins(text)
    for match in WORD.finditer(text):
        if match.start() not in begins and _is_name(match[0]):
            yield match[0], *match.span()


def first_names(text: str, ordinary: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Words at the beginning of a sentence that can hardly be anything but names.

    English writes every first word with a capital, so the rest has to tell: capitals inside the
    word, or what follows it ("Globex cut", "Acme and Initech", "Hooli's"). No rule finds them all.

    Args:
        text: What is looked through.
        ordinary: Words that are written without a capital elsewhere, folded.
    """
    begins = _begins(text)
    for match in WORD.finditer(text):
        word = match[0]
        if match.start() not in begins or not _is_name(word):
            continue
        rest = any(sign.isupper() or sign.isdigit() for sign in word[1:])
        folded = _CONTRACTED.sub("", word).casefold()
        if not rest and folded in ordinary:
            continue
        if not rest and folded == word.casefold() and _ORDINARY_ENDING.search(folded):
            continue
        if rest or _CONTRACTED.search(word) or _SAYS_A_NAME.match(text, match.end()):
            yield word, *match.span()


def lower_words(text: str) -> frozenset[str]:
    """The words that a text writes without any capital, each also without a plural ending."""
    found = {match[0] for match in WORD.finditer(text) if match[0].islower()}
    return frozenset(found | {word.rstrip("s") for word in found})


def _begins(text: str) -> frozenset[int]:
    return frozenset((0, *(match.end() for match in _BEGINS.finditer(text))))


def _is_name(word: str) -> bool:
    plain = _CONTRACTED.sub("", word)
    if len(plain) < 2 or plain in _NO_NAMES or word in _NO_NAMES or plain.rstrip("s") in _NO_NAMES:
        return False
    if plain.casefold() in ORDINARY:
        return False
    return any(sign.isupper() for sign in plain)

"""Words and patterns by which sentences of a page are told apart: commands, verbs, captions."""

import re
from collections.abc import Sequence

from vibe_desktop.domain.prose import words

IMPERATIVES = frozenset(
    """accept add adjust analyse analyze answer approve ask assign automate avoid book boost
    bring browse build call capture change chase check choose collect combine compare configure
    connect consume control convert create cut customise customize define deliver deploy design
    detect discover download draft drag edit embed enable engage enjoy ensure enter explore export
    extract filter find fix focus follow gain generate get give go grow handle help hire identify
    import improve include increase incrust install integrate invite invoice join keep know launch
    learn let link list listen look make manage map match measure meet merge migrate model monitor
    move notify offer open optimise optimize order organise organize pay pick plan play post predict
    prevent print produce protect publish pull push put reach read receive record recover reduce
    remove render replace reply report request resize resolve review run save scale schedule score
    search see segment select sell send set share ship show showcase sign simplify sort speed
    spend split start stay store submit summarise summarize switch sync tag take talk target teach
    tell test track train transcribe transform translate try turn understand update upgrade upload
    use validate verify view visualise visualize watch win work write""".split()  # noqa: SIM905 - 200 words
)
THIRD_PERSON = re.compile(
    r"^(?:turns|works|integrates|syncs|connects|sends|builds|creates|finds|gives|helps|keeps|lets|"
    r"makes|reads|runs|saves|shows|supports|takes|tells|tracks|writes|detects|extracts|generates|"
    r"automates|replaces|includes|costs|starts|brings|puts|"
    r"measures|reminds|follows|learns|translates|publishes|matches|delivers|reduces|handles|"
    r"manages|warns|sorts|fills|imports|counts|updates|removes|listens|keeps|"
    r"offers|allows|enables|combines|collects|converts|answers)\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(
    r"^(?:trusted|used|loved|chosen|recommended|backed|built|made|designed|rated|based|created|"
    r"crafted|hosted|written|free|open[- ]source|available|compatible|certified|priced)\b"
    r"(?! (?:landing|mobile|web|theme|software))",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:there|that|it)['’]s\b|(?<!\bto )\b"
    r"(?:is|are|was|were|has|have|had|can|will|does|do|did|makes?|gets?|needs?|takes?|saves?|"
    r"sends?|turns?|works?|gives?|keeps?|lets?|helps?|went|came|fell|rose|costs?|reads?|writes?|"
    r"builds?|syncs?|lands?|tells?|warns?|approves?|wastes?|types?|leaves|listens|answers?|"
    r"swaps?|stays?|sorts?|updates?|sells?|collects?|detects?|learns?|knows?|stops?|matches|"
    r"starts?|spend|spends|use|uses|wins?|closes?|grows?|shows?|runs?|finds?|puts?|cuts?)\b"
)
ANSWER = re.compile(r"^(?:yes|sure|absolutely|of course)[,.:!] (?=\w)", re.IGNORECASE)
OURS = re.compile(r"(?:we|i)(?:['’](?:ve|re|ll|d|m))? [a-z]", re.IGNORECASE)
"""Sentences in which whoever writes the page speaks."""
ATTRIBUTION = re.compile(r"[\"”’“](?=\s+[—–-]?\s*[A-Z])")
CLAUSE = re.compile(r",\s+(?:so|and|but|which|while)\s|\s[–—-]\s|;\s|:\s")
ABOUT_THE_PAGE = re.compile(
    r"this (?:section|page|site|website|demo|template)\b|news?: ", re.IGNORECASE
)
RIDDLE = re.compile(r"(?:what|how|why|where|when|who)\b", re.IGNORECASE)
"""Headings that announce what follows: "What it costs you today"."""
FILLER_TEXT = re.compile(r"\btext here\b|\blorem ipsum\b", re.IGNORECASE)
ALSO_NOUNS = frozenset(
    """answer book call capture change check control design download draft export extract filter
    find fix focus follow gain help import increase invoice launch link list look manage map match
    measure model monitor offer order pay pick plan play post print produce publish pull push reach
    record release render reply report request review run scale schedule score search segment show
    sign sort speed split start stay stop store switch sync tag talk target test track train
    transcribe turn update upgrade upload use view watch win work""".split()  # noqa: SIM905 - long
) - {"extract", "manage", "render", "publish", "produce", "transcribe"}
AFTER_COMMANDS = frozenset(
    """a an the your any all every each as it them in on with from to up more less our their this
    that these those what when where how who both only new""".split()  # noqa: SIM905 - long
)
NOUN_FOLLOWERS = frozenset(
    {"and", "support", "detection", "mode", "layer", "management", "time", "check", "caching"}
)
DANGLING = re.compile(
    r"(?:it|they|this|these|that|those|there|here|each|since|as always|also|then|so|and|but|or|"
    r"below|above|with this|when)\b|(?:[\w-]+ ){1,3}(?:them|they)\b"
    r"|there['’]s\b|that['’]s\b|it['’]s\b",
    re.IGNORECASE,
)

BEGINS_INSIDE = re.compile(r"(?:for|with|by|from|in|on|at|to|and|or|but|as)\b", re.IGNORECASE)
FIGURE = re.compile(r"(\d[\w.,%]*(?: [a-z]+){0,2}) ([A-Z].*)", re.DOTALL)
"""A figure and the sentence under it: "8 days Teams save 8 days a close"."""
COMPARES = re.compile(
    r"%|\b(?:percent|fewer|less|more|faster|instead of|saves?|saved|from \S+ to|fell|rose|half)\b",
    re.IGNORECASE,
)
"""Numbers that say how much better it gets."""

COMMON_FIRST = frozenset(
    """a agencies all an any bakeries bookkeepers brands builders busy buyers chief clinics coaches
    companies consultants controllers cooks creative creators dentists design designers developers
    directors doctors e-commerce every engineering engineers estate event events finance financial
    firms founders freelance freelancers garages gyms heads hotels hr in-house independent indie
    it large late lawyers leaders leads legal local makers manual manually managers marketers
    marketing medium merchants messy missed no office online operations operators overdue owners
    people photographers physios plumbers podcasters practice privacy private procurement product
    project publishers recruiters recruitment remote restaurants sales schools sellers senior
    shops slow small software solo start-ups startups store stores studios support teachers teams
    technical the those too unpaid vets video web wholesalers workshops""".split()  # noqa: SIM905 - long
)
"""Words that carry a capital only because they stand first."""


_ENGLISH = frozenset("the a an of and to your you for with in is are it on that our we no".split())  # noqa: SIM905 - words
_FOREIGN = frozenset(
    """der die das und ist für mit ein eine auf im zu den von wir le la les des et une pour avec
    est vous votre el los las y una para con su tu il di che per gli het een en voor van met o os
    uma você com e não att och det som till""".split()  # noqa: SIM905 - long
)
"""Small words that every page has: German, French, Spanish, Italian, Dutch, Portuguese, Swedish."""


def is_foreign(found: Sequence[str]) -> bool:
    """Whether words are those of another language than English that has capitals."""
    small = [word.lower() for word in found]
    english = sum(word in _ENGLISH for word in small)
    return sum(word in _FOREIGN for word in small) > english


def lower_common(text: str) -> str:
    """The text as it reads inside a sentence, when its first word surely is no name."""
    first = re.match(r"[\w'’-]+", text)
    if first is None or not first[0][1:].islower():
        return text
    plain = first[0].lower()
    surely = plain in COMMON_FIRST or plain in IMPERATIVES or plain.endswith("ing")
    return plain + text[first.end() :] if surely else text


def is_command(said: str) -> bool:
    """Whether it tells the reader to do something: "Track invoices", "Easily track invoices"."""
    found = [word.lower() for word in words(said)]
    if len(found) > 2 and found[0].endswith("ly"):
        del found[0]
    # "Screenshot support", "Order history": such words are nouns before other nouns.
    if len(found) < 3 or found[0] not in IMPERATIVES or found[1] in NOUN_FOLLOWERS:
        return False
    # "Call notes for clinics" is no command, "call the next patient" is one.
    return found[0] not in ALSO_NOUNS or found[1] in AFTER_COMMANDS

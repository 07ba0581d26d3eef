"""Measuring prose: words, sentences, likeness, and lists of tired phrases."""

import re
import unicodedata
from difflib import SequenceMatcher

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’)])\s+|(?<=[。！？])(?=.)|\n+")
WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*|\d[\d.,]*%?[^\W\d_]*")

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    }
)

BANNED_OPENERS: tuple[str, ...] = (
    "i hope this email finds you well",
    "i hope this finds you well",
    "hope this finds you well",
    "hope you're well",
    "hope you are well",
    "hope all is well",
    "hope you're doing well",
    "i hope you are doing well",
    "my name is",
    "i'm reaching out",
    "i am reaching out",
    "i wanted to reach out",
    "just reaching out",
    "just checking in",
    "just following up",
    "i came across your",
    "i came across",
    "i stumbled upon",
    "i noticed that",
    "i was impressed by",
    "i love what you",
    "love what you're doing",
    "congrats on",
    "quick question",
    "to whom it may concern",
    "dear sir or madam",
    "in today's fast-paced",
    "in today's world",
)
"""First words that thousands of cold mails share."""

TIRED_WORDS: tuple[str, ...] = (
    "all-in-one",
    "best-in-class",
    "bleeding-edge",
    "cutting-edge",
    "delve",
    "elevate",
    "empower",
    "game-changer",
    "game-changing",
    "harness the power",
    "leverage",
    "next-generation",
    "next-level",
    "paradigm",
    "revolutionary",
    "revolutionise",
    "revolutionize",
    "robust",
    "seamless",
    "seamlessly",
    "skyrocket",
    "state-of-the-art",
    "streamline",
    "supercharge",
    "synergy",
    "take it to the next level",
    "transformative",
    "unleash",
    "unlock",
    "world-class",
)
"""Words that make a mail sound written by nobody."""

SPAM_WORDS: tuple[str, ...] = (
    "100% free",
    "act now",
    "amazing offer",
    "best price",
    "buy now",
    "cash bonus",
    "click here",
    "click below",
    "double your",
    "earn money",
    "extra income",
    "for free",
    "free trial",
    "guarantee",
    "guaranteed",
    "limited time",
    "make money",
    "money back",
    "no obligation",
    "no strings attached",
    "once in a lifetime",
    "risk-free",
    "risk free",
    "special promotion",
    "this is not spam",
    "urgent",
    "winner",
)
"""Wording that content filters weigh; none of it decides alone."""


def normalise(text: str) -> str:
    """One spelling for text that reads the same: NFKC, plain quotes and dashes, spaces, case."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(folded.split()).casefold()


def words(text: str) -> list[str]:
    """The words of a text in order."""
    return [match[0] for match in WORD.finditer(text)]


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line end also ends one."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]


def likeness(first: str, second: str) -> float:
    """How alike two texts are, 0 to 1, whatever the order of their words."""
    left, right = (sorted(words(normalise(text))) for text in (first, second))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def reading_grade(text: str) -> float:
    """The US school grade a text asks for.

    Flesch-Kincaid: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al. 1975).
    Syllables are counted by vowel groups, which is exact for nine in ten English words.
    """
    found = words(text)
    if not found:
        return 0.0
    count = max(1, len(sentences(text)))
    syllables = sum(_syllables(word) for word in found)
    return 0.39 * len(found) / count + 11.8 * syllables / len(found) - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)

"""What numbers and names in a mail may come from: the facts of the page and the founder's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from vibe_desktop.domain.prose import normalise, number_values, words


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that some texts support, made ready so that many mails can be held against it.

    Attributes:
        numbers: The values of the numbers in them, see `prose.number_values`.
        words: Their words, folded, each also without its endings.
    """

    numbers: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Grounds":
        """The grounds that these texts give."""
        texts = tuple(texts)
        return cls(
            frozenset[str]().union(*map(number_values, texts)),
            frozenset[str]().union(*map(word_forms, texts)),
        )


def word_forms(text: str) -> frozenset[str]:
    """The words of a text, and each without its possessive and plural endings."""
    found = frozenset(words(normalise(text)))
    return found | {word.removesuffix("'s").rstrip("s") for word in found}

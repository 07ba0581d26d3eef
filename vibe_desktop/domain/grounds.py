"""What numbers and names in a mail may come from: the facts of the page and the founder's words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vibe_desktop.domain.naming import first_names, lower_words, names
from vibe_desktop.domain.prose import normalise, words
from vibe_desktop.domain.quantities import quantities, supported_numbers


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A number or a name in a mail that no fact and nothing the founder typed contains.

    Attributes:
        text: As it stands in the mail.
        start: Index in the checked text.
        end: Index after its last character.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that some texts support, made ready so that many mails can be held against it.

    Attributes:
        numbers: The keys of their numbers, see `quantities.supported_numbers`.
        words: Their words, folded, each also without its endings.
        ordinary: Those of their words that they write without a capital.
    """

    numbers: frozenset[str]
    words: frozenset[str]
    ordinary: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Grounds":
        """The grounds that these texts give."""
        joined = "\n".join(texts)
        return cls(supported_numbers(joined.split("\n")), word_forms(joined), lower_words(joined))

    def unsupported_numbers(self, text: str) -> Iterator[Unsupported]:
        """Numbers that the grounds do not give, or not with that unit."""
        for one in quantities(text):
            if one.key not in self.numbers:
                yield Unsupported(text[one.start : one.end], one.start, one.end)

    def unsupported_names(self, text: str) -> Iterator[Unsupported]:
        """Words that look like names and that the grounds do not give, in order.

        At the beginning of a sentence only those that can hardly be anything else are found.
        """
        found = [*names(text), *first_names(text, self.ordinary | lower_words(text))]
        for word, start, end in sorted(found, key=lambda one: one[1]):
            if not word_forms(word) & self.words:
                yield Unsupported(word, start, end)


def word_forms(text: str) -> frozenset[str]:
    """The words of a text, and each without its possessive and plural endings."""
    # Also as it stands: signs that are not seen ("soft\u00adhyphens") part words for a search.
    found = frozenset((*words(normalise(text)), *words(text.casefold())))
    return found | {word.removesuffix("'s").rstrip("s") for word in found}

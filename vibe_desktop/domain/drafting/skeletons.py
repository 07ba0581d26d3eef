"""The sentence patterns of the offline drafter, as data.

A pattern is a row of paragraphs. Words in braces are slots that the drafter fills:

    {company} {product}  the recipient's company with a fallback; the product's name
    {pain}               a question about what hurts, or a general one when nothing is known
    {topic}              what hurts, as a noun; needs a pain that no other mail leads with
    {who}                the ideal customer in a few words of the founder; needs such words
    {work}               "I work on ...", and for whom when the founder said so
    {about}              the sentence that says best what the product is
    {lead}               the strongest sentence: a number, a proof, else a promise
    {number} {proof} {price}   a sentence of that kind, which the page must have
    {fact}               one more sentence
    {more}               as many sentences as the mail still needs; may stay empty
    {close}              a way out for the reader

What stands between the slots claims nothing about product, reader or market.
"""

import re
from dataclasses import dataclass

from vibe_desktop.domain.variants import Angle

SLOT = re.compile(r"\{(\w+)\}")
_ALWAYS = frozenset(
    {"company", "product", "pain", "work", "about", "lead", "fact", "more", "close"}
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One pattern.

    Attributes:
        paragraphs: Texts with slots, without greeting and ask.
        real_pain: Whether it makes no sense after a question that names nothing.
    """

    paragraphs: tuple[str, ...]
    real_pain: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """What page or founder must give for it: names of slots, and "pain"."""
        slots = {slot for text in self.paragraphs for slot in SLOT.findall(text)}
        return frozenset(slots - _ALWAYS) | (frozenset({"pain"}) if self.real_pain else frozenset())


_PROBLEM = (
    Skeleton(("{pain}", "I ask because {work}. {about}", "{more}")),
    Skeleton(("{pain}", "You may wonder why I ask. {work}. {about}", "{more}")),
    Skeleton(
        (
            "{pain} If that never comes up, you can stop reading here.",
            "If it does, there is {product}, which I work on. {about}",
            "{more}",
        ),
        real_pain=True,
    ),
    Skeleton(
        ("{pain}", "That question is the reason why {work}. {about}", "{more}"), real_pain=True
    ),
    Skeleton(("{pain}", "The reason I ask is {product}, which I work on. {about}", "{more}")),
    Skeleton(("{pain}", "{work}, hence the question. {about}", "{more}", "{price}")),
    Skeleton(
        (
            "{pain} I would like to know, whatever the answer is.",
            "{work}, so it matters to me. {about}",
            "{more}",
        )
    ),
    Skeleton(("{pain}", "{about}", "{work}, so I would like your opinion. {more}")),
    Skeleton(
        ("{pain}", "I am asking because of {product}, which I work on. {about} {more}", "{close}")
    ),
    Skeleton(("{work}, and one question comes before all others. {pain}", "{about}", "{more}")),
)
_BENEFIT = (
    Skeleton(
        (
            "{number}",
            "That is what I would want to know first about {product}, which I work on. {about}",
            "{more} {close}",
        )
    ),
    Skeleton(("{lead}", "I work on {product}, where that comes from. {about}", "{more} {close}")),
    Skeleton(
        (
            "One line about {product}, which I work on, before anything else. {lead}",
            "{about} {more}",
            "{close}",
        )
    ),
    Skeleton(("I work on {product} for {who}. {lead}", "{about} {more}", "{close}")),
    Skeleton(
        (
            "{lead}",
            "I work on {product}, and that is the part I would look at first. {about}",
            "{more} {close}",
        )
    ),
    Skeleton(("{proof}", "I work on {product}. {about}", "{more} {close}")),
    Skeleton(
        (
            "Here is the short version of {product}, which I work on. {about}",
            "{lead} {more}",
            "{close}",
        )
    ),
    Skeleton(
        (
            "I could write a long mail about {product}, but one line says the most. {lead}",
            "I work on it. {about} {more}",
            "{close}",
        )
    ),
    Skeleton(("{lead}", "I work on {product}. {about} {more}", "{price}", "{close}")),
    Skeleton(
        (
            "Would this be worth having at {company}? {lead}",
            "It is about {product}, which I work on. {about}",
            "{more}",
        )
    ),
)
_QUESTION = (
    Skeleton(
        (
            "Are you the person at {company} to ask about {topic}?",
            "I work on {product} and would rather ask than guess. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "Who at {company} decides about things like {product}?",
            "I work on it and would like to ask the right person. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "Would this land on your desk at {company}, or on somebody else's?",
            "It is about {product}, which I work on. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "How does {company} do this today: by hand, with a tool, or not at all? {about}",
            "The reason I ask is {product}, which I work on. {more}",
        )
    ),
    Skeleton(
        (
            "If you could change one thing about {topic} at {company}, what would it be?",
            "I work on {product}, so any answer would help me. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "Is {company} looking for something like {product}, or is that settled already?",
            "I work on it, hence the question. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "What would {product} have to do before {company} gave it a try?",
            "I work on it, so I would rather hear that from you than guess. {about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "I work on {product} for {who}. Who at {company} would know whether it fits?",
            "{about}",
            "{more}",
        )
    ),
    Skeleton(
        (
            "May I ask who looks after this at {company}? {about}",
            "I work on {product} and would like to ask the right person. {more}",
        )
    ),
    Skeleton(
        (
            "What would you ask first about something like {product} at {company}?",
            "I work on it, and these are the lines I would begin with. {about} {more}",
        )
    ),
)
SKELETONS: dict[Angle, tuple[Skeleton, ...]] = {
    Angle.PROBLEM: _PROBLEM,
    Angle.BENEFIT: _BENEFIT,
    Angle.QUESTION: _QUESTION,
    Angle.FOLLOW_UP: (
        Skeleton(("One thing was missing from my first mail about {product}. {fact}", "{close}")),
        Skeleton(("I wrote to you about {product}, and there is one more line. {fact}", "{close}")),
        Skeleton(("A short addition to what I wrote about {product}. {fact}", "{close}")),
        Skeleton(("I left this out when I wrote to you about {product}. {fact}", "{close}")),
        Skeleton(("Back to {product} for a moment. {fact}", "{close}")),
        Skeleton(("One more line about {product}, then it is your turn. {fact}", "{close}")),
        Skeleton(("My mails about {product} are short, so here is one thing. {fact}", "{close}")),
        Skeleton(("This belongs to what I wrote about {product}. {fact}", "{close}")),
    ),
}
PLAIN: dict[Angle, tuple[Skeleton, ...]] = {
    Angle.PROBLEM: (Skeleton(("{pain}", "I ask because {work}.", "{close}")),),
    Angle.BENEFIT: (Skeleton(("I work on {product}.", "{close}")),),
    Angle.QUESTION: (
        Skeleton(
            ("Who at {company} decides about things like {product}?", "I work on it.", "{close}")
        ),
    ),
    Angle.FOLLOW_UP: (
        Skeleton(
            (
                (
                    "I wrote to you about {product} and do not know yet whether to go on. "
                    "One word from {company} settles it for me."
                ),
            )
        ),
        Skeleton(
            (
                (
                    "My mail about {product} may have come on a full day. Here it is again, "
                    "in case {company} would like to hear more."
                ),
            )
        ),
        Skeleton(
            (
                (
                    "Perhaps {product} is nothing for {company}. That is fine, and I would be glad "
                    "to hear it, so that I can stop writing."
                ),
            )
        ),
        Skeleton(
            (
                (
                    "A colleague at {company} may know better whether {product} fits. "
                    "A name is all I would need from you."
                ),
            )
        ),
    ),
}
"""What is left when there is nothing, or nothing more, to say."""

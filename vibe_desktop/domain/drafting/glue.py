"""The words between the facts. They claim nothing about product, reader or market.

`{company}` is the recipient's company with a fallback, `{product}` the product, `{pain}` words of
the page or of the founder. "Try again" cycles through every list.
"""

from vibe_desktop.domain.drafting.pains import Form
from vibe_desktop.domain.variants import Angle

PAIN_QUESTIONS: dict[Form, tuple[str, ...]] = {
    Form.GERUND: (
        "How much of the week at {company} goes into {pain}?",
        "Is {pain} still part of the week at {company}?",
        "Who at {company} gets left with {pain}?",
        "What would {company} do with the hours that go into {pain}?",
    ),
    Form.VERB: (
        "Who at {company} has to {pain}?",
        "How often does somebody at {company} have to {pain}?",
        "What if nobody at {company} had to {pain}?",
        "Does anybody at {company} still have to {pain}?",
    ),
    Form.THINGS: (
        "How does {company} deal with {pain} today?",
        "What would change at {company} with fewer {pain}?",
        "Are {pain} something {company} would rather do without?",
        "How much do {pain} cost {company} in a normal month?",
    ),
    Form.NOUN: (
        "How does {company} deal with {pain} today?",
        "Who at {company} gets left with {pain}?",
        "How much of the week at {company} goes into {pain}?",
        "Does {company} know {pain} as well?",
    ),
    Form.SAYING: (
        "Does this sound like {company}: “{pain}”?",
        "Is this heard at {company} too: “{pain}”?",
        "Would anybody at {company} say this: “{pain}”?",
        "“{pain}”: is that a sentence one hears at {company}?",
    ),
}

PAIN_UNKNOWN = (
    "Which job would {company} hand over first if it could?",
    "What takes longer at {company} than it should?",
    "Is there a job at {company} that everybody puts off?",
    "Where does an ordinary week at {company} lose its time?",
)

CLOSERS = (
    "If it does not fit how {company} works, one word back is enough and I will leave it there.",
    "Whether it fits {company} is for you to say, and a plain no helps me as well.",
    "I do not know how {company} handles this today, so tell me if I have the wrong idea.",
    "You know best whether {company} has a use for it, so I would rather ask than guess.",
    "I have kept this short on purpose, and one line from {company} tells me whether to go on.",
    "A long answer is not needed, and one word from {company} tells me enough.",
)
"""They offer a way out, so that a short mail is complete."""

ASKS: dict[Angle, tuple[str, ...]] = {
    Angle.PROBLEM: (
        "Is that worth a look for {company}?",
        "Would it be worth a look?",
        "Is this a problem you would like to be rid of?",
        "Would you like to see how it works?",
    ),
    Angle.BENEFIT: (
        "Would that be of use at {company}?",
        "Would you like to hear more about it?",
        "Is that something {company} could use?",
        "Is it worth a look for {company}?",
    ),
    Angle.QUESTION: (
        "Worth a look, or is this not for you?",
        "Is it of interest, or should I ask somebody else?",
        "Would you like to know more?",
        "Should I tell you more, or is this the wrong moment?",
    ),
    Angle.FOLLOW_UP: (
        "Is it worth a look, yes or no?",
        "Is that of any use to {company}?",
        "Is there somebody else at {company} I should ask?",
        "Is this a bad time for it?",
        "Would you like to see it?",
        "Shall I tell you more, or leave it there?",
    ),
}

SUBJECTS: dict[Angle, tuple[str, ...]] = {
    Angle.PROBLEM: (
        "A question about {company}",
        "One job less at {company}",
        "What takes time at {company}?",
        "An ordinary week at {company}",
    ),
    Angle.BENEFIT: (
        "{product} for {company}",
        "{product} and {company}",
        "The short version of {product}",
        "An idea for {company}",
    ),
    Angle.QUESTION: (
        "Right person at {company}?",
        "Who to ask at {company}",
        "Your desk or another one?",
        "Asking you first",
    ),
}
PAIN_SUBJECT = "{pain} at {company}"

"""The words between the facts. They claim nothing about product, reader or market.

`{company}` is the recipient's company with a fallback, `{product}` the product, `{pain}` a phrase
copied from the page. Every list is cycled through by "try again".
"""

PAIN_GERUND = (
    "How much of the week at {company} goes into {pain}?",
    "Is {pain} still part of the week at {company}?",
    "Who at {company} gets left with {pain}?",
    "What would {company} do with the hours that go into {pain}?",
)
"""For a pain like "chasing invoices"."""

PAIN_VERB = (
    "Who at {company} has to {pain}?",
    "How often does somebody at {company} have to {pain}?",
    "What if nobody at {company} had to {pain}?",
    "Does anybody at {company} still have to {pain}?",
)
"""For a pain like "write reminders by hand"."""

PAIN_THING = (
    "How much do {pain} cost {company} in a normal month?",
    "What would change at {company} with fewer {pain}?",
    "Are {pain} something {company} would rather do without?",
    "How does {company} deal with {pain} today?",
)
"""For a pain like "overdue invoices"."""

PAIN_UNKNOWN = (
    "Which job would {company} hand over first if it could?",
    "What takes longer at {company} than it should?",
    "Is there a job at {company} that everybody puts off?",
    "Where does an ordinary week at {company} lose its time?",
)

TO_PRODUCT = (
    "I ask because I work on {product}.",
    "The reason I ask is {product}, which I work on.",
    "I work on {product}, hence the question.",
    "I am asking because of {product}, which I work on.",
)

BENEFIT_OPENERS = (
    "I will start with the part that is easy to check.",
    "Here is the short version of why I am writing.",
    "One thing before anything else.",
    "Let me put the useful part first.",
)
BENEFIT_BRIDGES = (
    "That is from {product}, which I work on.",
    "The product is {product}, and I work on it.",
    "I work on {product}, where that comes from.",
    "That is about {product}, which I work on.",
)

QUESTION_OPENERS = (
    "Are you the person at {company} to ask about this?",
    "Who at {company} decides about tools like this one?",
    "Would this land on your desk at {company}, or on somebody else's?",
    "Who looks after this kind of thing at {company}?",
)
QUESTION_BRIDGES = (
    "I work on {product} and would like to ask the right person.",
    "It is about {product}, which I work on.",
    "The reason is {product}, which I work on.",
    "I am asking for {product}, which I work on.",
)

FILLERS = (
    "I would rather show you than describe it, and one line back tells me whether to go on.",
    "If it does not fit how {company} works, one word back is enough and I will leave it there.",
    "I do not know how you handle this today, so tell me if I have the wrong idea.",
    "I have kept this short on purpose, since you know best whether it fits {company}.",
)

ASKS = {
    "problem": (
        "Is that worth a look for {company}?",
        "Would it be worth a look?",
        "Is this a problem you would like to be rid of?",
        "Shall I show you how it would look for {company}?",
    ),
    "benefit": (
        "Would that be of use at {company}?",
        "Would {company} like to hear more about it?",
        "Is that something {company} could use?",
        "Is it worth a look for {company}?",
    ),
    "question": (
        "Worth a look, or is this not for you?",
        "Is it of interest, or should I ask somebody else?",
        "Would you like to know more?",
        "Should I tell you more, or is this the wrong moment?",
    ),
}

SUBJECTS = {
    "problem": (
        "A question about {company}",
        "One job less at {company}",
        "What takes time at {company}?",
        "An ordinary week at {company}",
    ),
    "benefit": (
        "{product} for {company}",
        "{product} and {company}",
        "The short version of {product}",
        "An idea for {company}",
    ),
    "question": (
        "Right person at {company}?",
        "Who to ask at {company}",
        "Your desk or another one?",
        "Asking you first",
    ),
}

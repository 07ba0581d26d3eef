"""What simulated people write back."""

import random

_TEXTS: dict[str, tuple[str, ...]] = {
    "interested": (
        "Hi {sender},\n\nThis is timely, we were talking about exactly this last week. "
        "Can you send a bit more about how it works for a team our size?\n\n{name}",
        "Sounds interesting. I have time on Thursday afternoon, would that work?\n\nBest,\n{name}",
        "Yes, worth a look. What would the next step be?\n\n{name}",
        "Happy to hear more. Could you share what it costs and how long it takes to set up?\n\n"
        "Thanks,\n{name}",
    ),
    "question": (
        "Hi {sender},\n\nDoes this work together with what we already use, or would we have to "
        "switch?\n\n{name}",
        "Who else in our line of work uses this?\n\n{name}",
        "Where is the data kept? We would need that answered before anything else.\n\nRegards,\n"
        "{name}",
    ),
    "later": (
        "Not this quarter I am afraid, our budget is spoken for. Ask me again in spring.\n\n{name}",
        "We are in the middle of a move. Could you write again in two months?\n\n{name}",
    ),
    "not_interested": (
        "Thanks, but we are happy with what we have.\n\n{name}",
        "Not a fit for us. Please take me off your list.\n\n{name}",
        "No thank you.\n\n{name}",
    ),
    "wrong_person": (
        "I do not look after this. You want our operations lead, not me.\n\n{name}",
        "Hi, I left that role a year ago, so I am the wrong person to ask.\n\n{name}",
    ),
    "nudge": (
        "Just checking that you saw my answer. The offer of a short call stands.\n\n{name}",
        "One more thing: could you bring an example from a company like ours?\n\n{name}",
    ),
    "out_of_office": (
        "Thank you for your message. I am out of the office until Monday and will answer when I am "
        "back. In urgent cases please write to our front desk.\n\n{name}",
        "Automatic reply: I am on parental leave until the end of next month. This mailbox is not "
        "being read.\n\n{name}",
    ),
}

INTEREST: dict[str, float] = {
    "interested": 0.9,
    "nudge": 0.9,
    "question": 0.6,
    "later": 0.4,
    "wrong_person": 0.2,
    "not_interested": 0.1,
}
"""How interested the live API would say the writer is, between 0 and 1."""


def write(mood: str, seed: str, *, name: str, sender: str) -> str:
    """A plausible answer; the same seed writes the same one."""
    choice = random.Random(f"{seed}|{mood}").choice(_TEXTS[mood])  # noqa: S311 - a simulation
    return choice.format(name=name or "Sent from my phone", sender=sender or "there")


def subject(mood: str, original: str) -> str:
    """The subject of the answer."""
    bare = original.removeprefix("Re: ")
    return f"Automatic reply: {bare}" if mood == "out_of_office" else f"Re: {bare}"

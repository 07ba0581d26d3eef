"""What simulated people write back."""

from vibe_desktop.sandbox.simulation.dice import dice

_TEXTS: dict[str, tuple[str, ...]] = {
    "interested": (
        (
            "Hi {sender}, / This is timely, we were talking about exactly this last week. Can you "
            "send a bit more about how it works for a team our size?"
        ),
        "Sounds interesting. I have time on Thursday afternoon, would that work? / Best,",
        "Yes, worth a look. What would the next step be?",
        (
            "Happy to hear more. Could you share what it costs and how long it takes to set up? / "
            "Thanks,"
        ),
    ),
    "question": (
        (
            "Hi {sender}, / Does this work together with what we already use, or would we have to "
            "switch?"
        ),
        "Who else in our line of work uses this?",
        "Where is the data kept? We would need that answered before anything else. / Regards,",
    ),
    "later": (
        "Not this quarter I am afraid, our budget is spoken for. Ask me again in spring.",
        "We are in the middle of a move. Could you write again in two months?",
    ),
    "not_interested": (
        "Thanks, but we are happy with what we have.",
        "Not a fit for us. Please take me off your list.",
        "No thank you.",
    ),
    "wrong_person": (
        "I do not look after this. You want our operations lead, not me.",
        "Hi, I left that role a year ago, so I am the wrong person to ask.",
    ),
    "nudge": (
        "Just checking that you saw my answer. The offer of a short call stands.",
        "One more thing: could you bring an example from a company like ours?",
    ),
    "out_of_office": (
        "Thank you for your mail. I am out of the office until Monday and will answer then.",
        "Automatic reply: I am on leave until the end of next month, and nobody reads my mail.",
    ),
}
"""What people write, by mood; " / " starts a paragraph, and the name is put below."""

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
    choice = dice(seed, mood).choice(_TEXTS[mood])
    text = choice.replace(" / ", "\n\n").format(sender=sender or "there")
    return f"{text}\n\n{name or 'Sent from my phone'}"


def subject(mood: str, original: str) -> str:
    """The subject of the answer."""
    bare = original.removeprefix("Re: ")
    return f"Automatic reply: {bare}" if mood == "out_of_office" else f"Re: {bare}"

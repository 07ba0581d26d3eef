"""The hidden people: what somebody does with a mail is decided by seeds, never by chance.

The same state seed, campaign number, address and mail always meet the same fate, so that a test or
a demonstration can be repeated. How well a variant works is hidden in its text: identical texts
work equally well, different ones up to several times better or worse.
"""

import hashlib
import random
from dataclasses import dataclass, field

from vibe_desktop.sandbox.simulation.dice import dice

BOUNCE = 0.015
"""Share of addresses that do not exist."""
UNSUBSCRIBE = 0.007
"""Share of mails after which somebody opts out."""
AUTO_REPLY = 0.03
"""Share of first mails that meet an absence note."""
BASE_REPLY = 0.07
"""Share of first mails that a person answers, for a variant of average luck."""
FOLLOW_UP_FACTOR = 0.55
MACHINE_OPEN = 0.35
"""Share of tracked mails that a scanner opens within seconds."""
HUMAN_OPEN = 0.42
CLICK = 0.05

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LATEST_REPLY = 4 * _DAY

MOODS = (
    ("interested", 0.34, 1),
    ("question", 0.14, None),
    ("later", 0.12, None),
    ("not_interested", 0.28, -1),
    ("wrong_person", 0.12, -2),
)
"""What a human answer says: its name, its share, and the interest status it earns."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something a recipient will do.

    Attributes:
        kind: "bounced", "opened", "clicked", "replied", "auto_replied", "unsubscribed" or
            "interest".
        after: Seconds after the mail was sent.
        mood: What a reply says, "" for other kinds.
        value: Interest status for the kind "interest".
    """

    kind: str
    after: int
    mood: str = ""
    value: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    """What the recipient gets, as far as it matters to the outcome.

    Attributes:
        step: 1 for the first mail.
        lift: How well the variant works, 1 for average; see `lift`.
        opens: Whether opens are tracked.
        clicks: Whether clicks are tracked, and there is something to click.
    """

    step: int
    lift: float
    opens: bool
    clicks: bool


@dataclass(slots=True)
class _Fate:
    draw: random.Random
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, kind: str, after: float, mood: str = "", value: int = 0) -> None:
        self.outcomes.append(Outcome(kind, max(1, int(after)), mood, value))


def lift(seed: str, subject: str, body: str) -> float:
    """How well a variant works compared with an average one: between 0.4 and 1.9."""
    digest = hashlib.blake2b(f"{seed}|{subject}|{body}".encode(), digest_size=4).digest()
    return 0.4 + 1.5 * int.from_bytes(digest) / 0xFFFFFFFF


def outcomes(seed: str, campaign_number: int, email: str, mail: Mail) -> tuple[Outcome, ...]:
    """Everything that will come of one mail, in order of time."""
    draw = dice(seed, campaign_number, email, mail.step)
    # The numbers that decide are drawn in a fixed order, so that switching a tracker on does not
    # change who replies.
    bounce, unsubscribe, automatic, answer = (draw.random() for _ in range(4))
    fate = _Fate(draw)
    if mail.step == 1 and bounce < BOUNCE:
        fate.add("bounced", draw.uniform(10, 5 * _MINUTE))
        return tuple(fate.outcomes)
    if mail.step == 1 and automatic < AUTO_REPLY:
        fate.add("auto_replied", draw.uniform(20, 10 * _MINUTE), "out_of_office")
    likely = BASE_REPLY * mail.lift * (1.0 if mail.step == 1 else FOLLOW_UP_FACTOR)
    if answer < likely:
        _reply(fate)
    elif unsubscribe < UNSUBSCRIBE:
        fate.add("unsubscribed", draw.uniform(2 * _MINUTE, 2 * _DAY))
    _track(fate, mail, replied=answer < likely)
    return tuple(sorted(fate.outcomes, key=lambda outcome: outcome.after))


def _reply(fate: _Fate) -> None:
    draw = fate.draw
    after = min(_LATEST_REPLY, draw.lognormvariate(9.8, 1.0))
    mood, _, status = draw.choices(MOODS, weights=[weight for _, weight, _ in MOODS])[0]
    fate.add("replied", after, mood)
    if status is not None:
        fate.add("interest", after + 30, value=status)
    if mood == "interested":
        if draw.random() < 0.25:
            fate.add("interest", after + draw.uniform(1, 3) * _DAY, value=2)
        if draw.random() < 0.15:
            fate.add("replied", after + draw.uniform(0.5, 2) * _DAY, "nudge")


def _track(fate: _Fate, mail: Mail, *, replied: bool) -> None:
    draw = fate.draw
    if mail.opens:
        if draw.random() < MACHINE_OPEN:
            fate.add("opened", draw.uniform(2, 40))
        if replied or draw.random() < HUMAN_OPEN:
            for _ in range(draw.choice((1, 1, 1, 2, 3))):
                fate.add("opened", draw.uniform(5 * _MINUTE, 30 * _HOUR))
    if mail.clicks and draw.random() < CLICK:
        for _ in range(draw.choice((1, 1, 2))):
            fate.add("clicked", draw.uniform(10 * _MINUTE, 31 * _HOUR))

"""Which wording of a `{{RANDOM | a | b}}` a recipient is shown: one rule for all who fill it in.

Which one Instantly takes is not ours to know; whoever shows or simulates a mail shows the one that
this rule picks, so that preview, review and sandbox agree. It rests on the recipient's address and
on where the choice stands in the text, and is the same on every platform.
"""

import zlib

SUBJECT_CHOICES = 64
"""The number of the first choice in a subject; a body counts from 0. So the wording of the one does
not settle that of the other."""

_SPREAD = 0x9E3779B1
"""2 ** 32 divided by the golden ratio, made odd: Knuth's multiplicative hash (TAOCP 3, 6.4)."""
SEED_BITS = 30
"""Python computes fastest with numbers of so many bits."""


def _primes(start: int, count: int) -> tuple[int, ...]:
    found: list[int] = []
    candidate = start
    while len(found) < count:
        if all(candidate % divisor for divisor in range(2, int(candidate**0.5) + 1)):
            found.append(candidate)
        candidate += 1
    return tuple(found)


MODULI = _primes(1_000, 2 * SUBJECT_CHOICES)
"""One prime for each choice in a text: remainders by different primes are independent of one
another, and far above the number of wordings, so that each is picked about as often. After so many
choices the pattern repeats. A choice of two asks for one bit of the seed instead, which is twice as
fast."""


def seed_of(email: str) -> int:
    """The number that stands for a recipient, 0 to 2 ** 30 - 1."""
    crc = zlib.crc32(email.encode(errors="replace"))
    return (crc * _SPREAD & 0xFFFFFFFF) >> (32 - SEED_BITS)


def pick(seed: int, number: int, options: int) -> int:
    """The index of the wording that the choice with this number takes, out of `options`."""
    if options == 2:
        return seed >> bit_of(number) & 1
    return seed % MODULI[number % len(MODULI)] % options


def bit_of(number: int) -> int:
    """The bit of the seed that settles the choice with this number when it is one of two."""
    return number % SEED_BITS

"""Chance that can be repeated."""

import random


def dice(*seed: object) -> random.Random:
    """Dice that fall the same way whenever the seed is the same. Nothing here guards a secret."""
    return random.Random("|".join(map(str, seed)))  # noqa: S311 - a simulation, see above

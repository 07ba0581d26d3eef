"""Which wording a recipient is shown."""

from collections import Counter
from itertools import combinations

import pytest

from vibe_desktop.domain.wordings import MODULI, SUBJECT_CHOICES, pick, seed_of

SEEDS = [seed_of(f"person{number}@company{number // 4}.example") for number in range(12_000)]


def test_the_rule_is_the_same_everywhere_and_for_ever() -> None:
    assert [seed_of(email) for email in ("", "ada@engines.example", "bj\u00f6rn@x.example")] == [
        0,
        753_989_934,
        537_959_909,
    ]
    seed = seed_of("ada@engines.example")
    assert [pick(seed, number, options) for number in (0, 1, 64) for options in (1, 2, 3, 7)] == (
        [0, 0, 0, 5, 0, 1, 1, 4, 0, 0, 2, 4]
    )


@pytest.mark.parametrize("options", [2, 3, 5, 10])
@pytest.mark.parametrize("number", [0, 1, 7, 29, 30, SUBJECT_CHOICES, 127, 128, 5_000])
def test_every_wording_is_taken_about_as_often(number: int, options: int) -> None:
    counts = Counter(pick(seed, number, options) for seed in SEEDS)
    assert set(counts) == set(range(options))
    expected = len(SEEDS) / options
    assert all(abs(count - expected) < 6 * expected**0.5 for count in counts.values())


@pytest.mark.parametrize("options", [(2, 2), (3, 3), (2, 3), (4, 2)])
def test_one_choice_does_not_settle_another(options: tuple[int, int]) -> None:
    first, second = options
    for one, other in combinations((0, 1, 2, SUBJECT_CHOICES, SUBJECT_CHOICES + 1), 2):
        counts = Counter((pick(seed, one, first), pick(seed, other, second)) for seed in SEEDS)
        expected = len(SEEDS) / (first * second)
        assert len(counts) == first * second
        assert all(abs(count - expected) < 6 * expected**0.5 for count in counts.values())


def test_the_moduli_have_no_factor_in_common() -> None:
    assert all(one != other and one % other for one, other in combinations(MODULI[::-1], 2))
    assert all(modulus % divisor for modulus in MODULI for divisor in range(2, 45))

"""Estimates of how often merged pairs are two people, against pairs whose truth is planted."""

import numpy as np
import pytest
from numpy.typing import NDArray

from headwater.entities.matching.estimating import by_chance, by_family, chance, told, wrong_by_model, wrong_under
from headwater.entities.matching.grouping import UNKNOWN

Codes = NDArray[np.int64]
PAIRS = 200_000


def labelled(two_people: float, carries: float, letters: int, seed: int = 1) -> tuple[Codes, NDArray[np.bool_]]:
    """A label for each side of pairs of which a share are two people, and which pairs these are."""
    random = np.random.default_rng(seed)
    left = random.integers(0, letters, PAIRS)
    is_two = random.random(PAIRS) < two_people
    right = np.where(is_two, random.integers(0, letters, PAIRS), left)
    codes = np.concatenate([left, right])
    return np.where(random.random(2 * PAIRS) < carries, codes, UNKNOWN), is_two


def sides() -> tuple[Codes, Codes]:
    return np.arange(PAIRS), np.arange(PAIRS) + PAIRS


def test_two_people_are_counted_by_the_initials_in_which_they_differ() -> None:
    codes, is_two = labelled(0.03, carries=0.5, letters=10)
    found = told(codes, *sides())

    # Of two people drawn regardless, nine in ten differ in one of ten initials.
    assert chance(codes) == pytest.approx(0.9, abs=0.005)
    assert by_chance(found, chance(codes)) == pytest.approx(is_two.mean(), abs=0.003)
    # A quarter of the pairs carry both initials: the other three quarters hold what nothing keeps apart.
    assert wrong_under([found], [chance(codes)]) == pytest.approx(0.75 * is_two.sum(), rel=0.1)


def test_fathers_and_sons_are_counted_though_few_write_which_they_are() -> None:
    random = np.random.default_rng(2)
    is_family = random.random(PAIRS) < 0.02
    has_one = is_family | (random.random(PAIRS) < 0.05)
    left = np.where(has_one, 1, UNKNOWN)
    right = np.where(is_family, 2, left)
    codes = np.where(random.random(2 * PAIRS) < 0.6, np.concatenate([left, right]), UNKNOWN)

    assert by_family(told(codes, *sides())) == pytest.approx(is_family.mean(), rel=0.1)


def test_two_people_who_agree_by_chance_are_estimated_among_merged_pairs() -> None:
    codes, is_two = labelled(0.1, carries=0.8, letters=10)
    left, right = sides()
    differ = (codes[left] != codes[right]) & (codes[left] != UNKNOWN) & (codes[right] != UNKNOWN)
    merged = told(codes, left[~differ], right[~differ])

    assert wrong_by_model(merged, told(codes, left, right), chance(codes)) == pytest.approx(
        (is_two & ~differ).sum(), rel=0.1
    )


def test_nothing_is_estimated_of_nothing() -> None:
    nobody = np.empty(0, np.int64)
    found = told(np.array([UNKNOWN]), nobody, nobody)

    assert (by_chance(found, 1.0), by_family(found), wrong_under([found, found], [1.0, None])) == (0.0, 0.0, 0.0)

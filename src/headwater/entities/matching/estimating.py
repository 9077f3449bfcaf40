"""How often merged pairs are two people: estimated without any answer, from labels that two people differ in.

What decides a merge cannot judge it: a model that takes fields for independent believes itself too much, most of all
within a household. So a label is held out. Of pairs that would be merged without it, those in which both sides carry it
and differ are two; where a side carries none, they are as often two. A middle initial differs by chance as often as
any two people's do. A generation (Jr, Sr) always differs within a family, but hardly anybody writes it: how often those
who have one do is learned from pairs in which one side or both carry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.entities.matching.grouping import UNKNOWN

Ints = NDArray[np.int64]
LEAST_DOUBT = 0.001
"""No rule is taken to be right more often than 999 times in 1000."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one label says of pairs: in how many both sides carry it, differ in it, and one side alone carries it."""

    pairs: int
    both: int
    differ: int
    one: int


def told(codes: Ints, left: Ints, right: Ints) -> Told:
    """Counts what a label (``UNKNOWN`` where there is none) says of pairs of records."""
    is_left, is_right = codes[left] != UNKNOWN, codes[right] != UNKNOWN
    both = is_left & is_right
    differ = both & (codes[left] != codes[right])
    return Told(len(left), int(both.sum()), int(differ.sum()), int((is_left ^ is_right).sum()))


def chance(codes: Ints) -> float:
    """How often two records drawn regardless differ in a label that both carry, at least one in a hundred."""
    known = codes[codes != UNKNOWN]
    share = np.bincount(known) / max(len(known), 1)
    return max(1 - float((share**2).sum()), 0.01) if len(known) else 1.0


def by_chance(found: Told, differ_by_chance: float) -> float:
    """Estimated share of pairs that are two people, by a label that any two people have by chance.

    Slips of the pen are counted as people, so the estimate is high.
    """
    return min(1.0, found.differ / max(found.both, 1) / differ_by_chance)


def by_family(found: Told) -> float:
    """Estimated share of pairs that are two people of one family, by a label that few write but that always differs."""
    # Whoever has one writes it at random: both sides in q², one alone in 2 q (1 - q) of the pairs that have one at all.
    writes = 2 * found.both / max(2 * found.both + found.one, 1)
    return min(1.0, found.differ / max(writes, 0.1) ** 2 / max(found.pairs, 1))


def wrong_under(said: Sequence[Told], chances: Sequence[float | None]) -> float:
    """Estimated number of neighbours under a key that are two people and that no label holds apart.

    Args:
        said: for each label what it says of all neighbours under the key.
        chances: for each label how often any two people differ in it; None for one of families.
    """
    wrong = 0.0
    for one, differ_by_chance in zip(said, chances, strict=True):
        share = by_family(one) if differ_by_chance is None else by_chance(one, differ_by_chance)
        unsaid = (one.pairs - one.both) if differ_by_chance else one.pairs
        wrong += max(share * unsaid - (0 if differ_by_chance else one.differ), 0.0)
    return wrong


def wrong_by_model(merged: Told, without: Told, differ_by_chance: float) -> float:
    """Estimated number of merged pairs that are two people, by a label that the model itself weighs.

    Args:
        merged: what the label says of the merged pairs.
        without: what it says of the pairs whose other fields alone reach the threshold.
        differ_by_chance: how often any two people differ in it.
    """
    share = by_chance(without, differ_by_chance)
    # Bayes: two people who agree by chance, among all who agree.
    agree = share * (1 - differ_by_chance) / max(1 - share * differ_by_chance, 1e-9)
    return (merged.pairs - merged.both) * share + (merged.both - merged.differ) * agree

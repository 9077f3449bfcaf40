"""Exact shares in whole cents: pro_rata's sweeps, and rounding that keeps sums."""

from collections.abc import Sequence as Listed
from dataclasses import dataclass

import numpy as np

from headwater.trace.compiled import run
from headwater.trace.ledger import FloatArray, IndexArray, IntArray
from headwater.trace.loops.shares import parts_paid, shares_back, shares_on, sums_by
from headwater.trace.sequence import Sequence

# Amounts nearer to each other than this are the same: far more than a sweep's error, far less than any true difference
# that a person could see.
_PLACES = 30

Pairs = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What part of a cent reaches the target: of each step's cents, and of each account's opening balance."""

    steps: Pairs
    opening: Pairs


def parts_of(steps: Sequence) -> Pairs:
    """What part of its payer's balance each step takes, the same for every sweep."""
    parts = _zeros(len(steps.cents))
    run(parts_paid, steps.source, steps.dest, steps.cents, steps.opening.copy(), parts)
    return parts


def swept_back(steps: Sequence, parts: Pairs) -> Shares:
    """One sweep backwards: every origin's share of one target (adjoint)."""
    found, held = _zeros(len(steps.cents)), _zeros(len(steps.opening))
    run(shares_back, steps.source, steps.dest, parts, held, found)
    return Shares(found, held)


def swept_on(steps: Sequence, parts: Pairs, marked: IndexArray) -> Pairs:
    """One sweep forwards: the marked cents of each step; ``marked`` is 1 where outside money is, 0 elsewhere."""
    carried, held = _zeros(len(steps.cents)), _zeros(len(steps.opening))
    run(shares_on, (steps.source, steps.dest, steps.cents, marked), parts, held, carried)
    return carried


def sums_of(origin: IndexArray, cents: IntArray, shares: Pairs, count: int) -> Pairs:
    """Cents times their shares, summed by origin (below 0: left out)."""
    sums = _zeros(count)
    run(sums_by, origin, cents, shares, sums)
    return sums


def in_whole_cents(amounts: Pairs, total: int, ties: Listed[int]) -> IntArray:
    """Amounts as whole cents that sum to their total: rounded down, the cents left to the largest remainders.

    Amounts that differ by less than 2**-30 cents count as equal.

    Args:
        amounts: in cents, as pairs.
        total: their sum.
        ties: of equal remainders the one with the lower number here gets the cent.
    """
    whole = np.floor(amounts[0])
    places = np.rint(((amounts[0] - whole) + amounts[1]) * (1 << _PLACES)).astype(np.int64)
    cents = whole.astype(np.int64) + (places >> _PLACES)
    rest = places & ((1 << _PLACES) - 1)
    left = total - int(cents.sum())
    if len(cents) and not 0 <= left <= len(cents):
        # Amounts so large that floating point is off by more than a cent each: the largest can bear it.
        more = left - min(max(left, 0), len(cents))
        cents[np.argmax(cents)] += more
        left -= more
    order = np.lexsort((np.asarray(ties, dtype=np.int64), -rest))
    cents[order[:left]] += 1
    return cents


def _zeros(count: int) -> Pairs:
    return np.zeros(count), np.zeros(count)

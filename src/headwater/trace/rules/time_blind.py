"""The rule `time_blind`: shares of all that an account receives, dates ignored. It may be impossible."""

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.ledger import FloatArray
from headwater.trace.moves import DONOR, TARGET, Moves
from headwater.trace.problem import Problem
from headwater.trace.rules.pro_rata import DONOR_SET, Origin
from headwater.trace.shares import in_whole_cents

_ENOUGH = 2.0**-40  # part of the target's cents still under way at which the rounds end
_MOST_ROUNDS = 100_000
UNKNOWN = Origin("unknown", 0)


def time_blind(problem: Problem) -> int:
    """Cents of the target that are the donor set's by its share of what each account on the way received in all.

    This is what hand analyses and most tools do. It may lie outside the bounds: then no order of payments gives it.
    """
    return time_blind_by_origin(problem).get(DONOR_SET, 0)


def is_impossible(cents: int, bounds: Bounds) -> bool:
    """Whether a figure lies outside the bounds, so that no accounting which respects dates and balances gives it."""
    return not bounds.holds(cents)


def time_blind_by_origin(problem: Problem) -> dict[Origin, int]:
    """Cents of the target by origin; they sum to the target's total.

    Every cent of the target goes back to the receipts of its payer in proportion, and on from there. Opening balances
    are no receipts; money that goes back and round for ever among accounts that nobody else paid is ``UNKNOWN``.
    """
    moves = problem.moves
    pulled = _pulled(moves)
    origins = np.where(moves.source == DONOR, 0, np.where(moves.source < 0, moves.origin + 1, -1))
    outside = np.flatnonzero(moves.source < 0)
    amounts = np.zeros(len(problem.question.donors) + 2)
    direct = moves.dest[outside] == TARGET
    np.add.at(amounts, origins[outside[direct]], moves.cents[outside[direct]].astype(np.float64))
    into = outside[moves.dest[outside] >= 0]
    received = _received(moves)
    np.add.at(amounts, origins[into], moves.cents[into] / received[moves.dest[into]] * pulled[moves.dest[into]])
    total = problem.question.cents(problem.book.transfers)
    amounts[-1] = max(0.0, total - float(amounts.sum()))
    first = np.full(len(amounts), np.iinfo(np.int64).max)
    np.minimum.at(first, origins[outside], moves.rank[outside])
    used = np.flatnonzero(amounts > 0)
    cents = in_whole_cents((_near_whole(amounts[used]), np.zeros(len(used))), total, first[used].tolist())
    return {_origin(int(number), len(amounts)): int(part) for number, part in zip(used, cents, strict=True)}


def _pulled(moves: Moves) -> FloatArray:
    """Cents of the target that go back through each account, each time that they pass counted."""
    count = len(moves.accounts)
    received = _received(moves)
    paid = np.flatnonzero((moves.source >= 0) & (moves.dest == TARGET))
    way = np.zeros(count)
    np.add.at(way, moves.source[paid], moves.cents[paid].astype(np.float64))
    between = np.flatnonzero((moves.source >= 0) & (moves.dest >= 0))
    pairs, which = np.unique(
        moves.source[between].astype(np.int64) * max(1, count) + moves.dest[between], return_inverse=True
    )
    cents = np.zeros(len(pairs))
    np.add.at(cents, which, moves.cents[between].astype(np.float64))
    giver, taker = pairs // max(1, count), pairs % max(1, count)
    part = cents / received[taker] if len(pairs) else cents
    pulled: FloatArray = way.copy()
    enough = float(way.sum()) * _ENOUGH
    for _ in range(_MOST_ROUNDS):
        if float(way.sum()) <= enough:
            break
        way = np.bincount(giver, weights=way[taker] * part, minlength=count).astype(np.float64)
        pulled += way
    return pulled


def _received(moves: Moves) -> FloatArray:
    received = np.zeros(len(moves.accounts))
    into = np.flatnonzero(moves.dest >= 0)
    np.add.at(received, moves.dest[into], moves.cents[into].astype(np.float64))
    return received


def _near_whole(
    amounts: FloatArray,
) -> FloatArray:
    """Amounts a hair beside a millionth of a cent put on it: rounds of sums leave that much."""
    return np.rint(amounts * 1e6) / 1e6


def _origin(number: int, count: int) -> Origin:
    if number == 0:
        return DONOR_SET
    return UNKNOWN if number == count - 1 else Origin("payer", number - 1)

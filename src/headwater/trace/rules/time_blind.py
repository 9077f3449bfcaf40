"""The rule `time_blind`: shares of all that an account receives, dates ignored. It may be impossible."""

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.ledger import BoolArray, FloatArray, IndexArray
from headwater.trace.moves import DONOR, TARGET, Moves
from headwater.trace.problem import Problem
from headwater.trace.rules.pro_rata import DONOR_SET, Origin
from headwater.trace.shares import in_whole_cents

_ENOUGH = 2.0**-40  # part of the target's cents still under way at which the rounds end
_MOST_ROUNDS = 100_000
_SOLVED_IN_ROUNDS = frozenset(64 << doubled for doubled in range(10))
_SPAN = 60  # directions that the solver keeps before it starts anew
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
    amounts = _near_whole(amounts)
    used = np.flatnonzero(amounts > 0)
    cents = in_whole_cents((amounts[used], np.zeros(len(used))), total, first[used].tolist())
    return {_origin(int(number), len(amounts)): int(part) for number, part in zip(used, cents, strict=True)}


def _pulled(moves: Moves) -> FloatArray:
    """Cents of the target that go back through each account, each time that they pass counted.

    Round by round while that is quick. Among accounts that mostly pay each other the cents go round for thousands of
    rounds; a linear solver then finds where all rounds end, and what it leaves goes round again. What is still under
    way, added up, is what all figures together can be off by, so both ways end at the same part.
    """
    count = len(moves.accounts)
    paid = np.flatnonzero((moves.source >= 0) & (moves.dest == TARGET))
    way = np.zeros(count)
    np.add.at(way, moves.source[paid], moves.cents[paid].astype(np.float64))
    giver, taker, part = _parts(moves)
    closed = ~_paid_from_outside(moves, giver, taker)
    part = np.where(closed[taker], 0.0, part)
    pulled: FloatArray = way.copy()
    enough = float(way.sum()) * _ENOUGH
    for tried in range(_MOST_ROUNDS):
        if float(np.abs(way).sum()) <= enough:
            break
        if tried in _SOLVED_IN_ROUNDS:
            leap, way = _all_rounds((giver, taker, part), way)
            pulled += leap
        way = np.bincount(giver, weights=way[taker] * part, minlength=count).astype(np.float64)
        pulled += way
    return pulled


def _parts(moves: Moves) -> tuple[IndexArray, IndexArray, FloatArray]:
    """Pairs of accounts, who gives and who takes, with the part that the one is of all that the other received."""
    count = max(1, len(moves.accounts))
    between = np.flatnonzero((moves.source >= 0) & (moves.dest >= 0))
    keys = moves.source[between].astype(np.int64) * count + moves.dest[between]
    pairs, which = np.unique(keys, return_inverse=True)
    cents = np.bincount(which, weights=moves.cents[between].astype(np.float64), minlength=len(pairs))
    giver, taker = (pairs // count).astype(np.int32), (pairs % count).astype(np.int32)
    return giver, taker, cents / _received(moves)[taker]


def _paid_from_outside(moves: Moves, giver: IndexArray, taker: IndexArray) -> BoolArray:
    """Mask of the accounts that money from outside all accounts can come to; in the others it goes round for ever."""
    reached = np.zeros(len(moves.accounts), dtype=np.bool_)
    reached[moves.dest[(moves.source < 0) & (moves.dest >= 0)]] = True
    known = -1
    while (count := int(np.count_nonzero(reached))) > known:
        known = count
        reached[taker[reached[giver]]] = True
    return reached


def _all_rounds(pairs: tuple[IndexArray, IndexArray, FloatArray], way: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What all rounds to come bring to each account, as near as a solver finds it, and what that leaves under way.

    The solver is GMRES (Saad and Schultz 1986): it ends with the best of what it tried, so a bad end costs time only.
    """
    # Loading it takes longer than most questions.
    from scipy.sparse import csr_array, eye_array  # noqa: PLC0415
    from scipy.sparse.linalg import gmres  # noqa: PLC0415

    giver, taker, part = pairs
    onward = csr_array((part, (giver, taker)), shape=(len(way), len(way)))
    tolerance = _ENOUGH / 16
    whole, _ = gmres(eye_array(len(way), format="csr") - onward, way, rtol=tolerance, restart=_SPAN, maxiter=10)
    leap = onward @ whole
    left = way - whole + leap
    nearer = bool(np.abs(left).sum() < np.abs(way).sum())
    return (leap, left) if nearer else (np.zeros(len(way)), way)


def _received(moves: Moves) -> FloatArray:
    received = np.zeros(len(moves.accounts))
    into = np.flatnonzero(moves.dest >= 0)
    np.add.at(received, moves.dest[into], moves.cents[into].astype(np.float64))
    return received


def _near_whole(amounts: FloatArray) -> FloatArray:
    """Amounts a hair beside a millionth of a cent put on it: rounds of sums leave that much."""
    return np.rint(amounts * 1e6) / 1e6


def _origin(number: int, count: int) -> Origin:
    if number == 0:
        return DONOR_SET
    return UNKNOWN if number == count - 1 else Origin("payer", number - 1)

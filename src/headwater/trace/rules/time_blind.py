"""The rule `time_blind`: shares of all that an account receives, dates ignored. It may be impossible."""

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.compiled import run
from headwater.trace.grouped import grouped_by
from headwater.trace.ledger import BoolArray, FloatArray, IndexArray, IntArray
from headwater.trace.loops.residual import still_reached
from headwater.trace.moves import DONOR, TARGET, Moves
from headwater.trace.problem import Problem
from headwater.trace.rounds import ENOUGH, all_rounds
from headwater.trace.rules.pro_rata import DONOR_SET, Origin
from headwater.trace.shares import in_whole_cents

_EXACT = 48  # bits up to which sums in floating point are right to the cent
UNKNOWN = Origin("unknown", 0)


def time_blind(problem: Problem) -> int:
    """Cents of the target that are the donor set's by its share of what each account on the way received in all.

    This is what hand analyses and most tools do. It may lie outside the bounds: then no order of payments gives it.
    """
    numbers, cents = _by_number(problem)
    return int(cents[numbers == 0].sum())


def is_impossible(cents: int, bounds: Bounds) -> bool:
    """Whether a figure lies outside the bounds, so that no accounting which respects dates and balances gives it.

    By more than time_blind's own error, which is below a cent up to 2**48 cents.
    """
    slack = max(cents, bounds.high) >> _EXACT
    return not bounds.low - slack <= cents <= bounds.high + slack


def time_blind_by_origin(problem: Problem) -> dict[Origin, int]:
    """Cents of the target by origin; they sum to the target's total.

    Every cent of the target goes back to the receipts of its payer in proportion, and on from there. Opening balances
    are no receipts; money that goes back and round for ever among accounts that nobody else paid is ``UNKNOWN``.
    """
    count = len(problem.question.donors) + 2
    return {_origin(int(number), count): int(part) for number, part in zip(*_by_number(problem), strict=True)}


def _by_number(problem: Problem) -> tuple[IntArray, IntArray]:
    """Origins by number, and the cents of each: 0 the donor set, then every name, and the last what is unknown."""
    moves = problem.moves
    origins = np.where(moves.source == DONOR, 0, np.where(moves.source < 0, moves.origin + 1, -1))
    outside = np.flatnonzero(moves.source < 0)
    straight = outside[moves.dest[outside] == TARGET]
    direct = np.zeros(len(problem.question.donors) + 2, dtype=np.int64)
    np.add.at(direct, origins[straight], moves.cents[straight])
    amounts, total = _by_ways(moves, origins, len(direct)), problem.question.cents(problem.book.transfers)
    first = np.full(len(direct), np.iinfo(np.int64).max)
    np.minimum.at(first, origins[outside], moves.rank[outside])
    used = np.flatnonzero((amounts > 0) | (direct > 0))
    ways = in_whole_cents((amounts[used], np.zeros(len(used))), total - int(direct.sum()), first[used].tolist())
    return used, direct[used] + ways


def _by_ways(moves: Moves, origins: IndexArray, count: int) -> FloatArray:
    """Cents of the target by origin that went through accounts, in floating point; the last is what is unknown."""
    pulled, received = _pulled(moves), _received(moves)
    into = np.flatnonzero((moves.source < 0) & (moves.dest >= 0))
    amounts = np.zeros(count)
    np.add.at(amounts, origins[into], moves.cents[into] / received[moves.dest[into]] * pulled[moves.dest[into]])
    paid = float(moves.cents[(moves.source >= 0) & (moves.dest == TARGET)].sum())
    unknown = paid - float(amounts.sum())
    amounts[-1] = unknown if unknown > paid * ENOUGH else 0.0
    return _near_whole(amounts)


def _pulled(moves: Moves) -> FloatArray:
    """Cents of the target that go back through each account, each time that they pass counted."""
    count = len(moves.accounts)
    paid = np.flatnonzero((moves.source >= 0) & (moves.dest == TARGET))
    way = np.bincount(moves.source[paid], weights=moves.cents[paid].astype(np.float64), minlength=count).astype(
        np.float64
    )
    giver, taker, part = _parts(moves)
    # Where nobody from outside paid, money goes round for ever: it is followed there and no farther.
    part = np.where(_paid_from_outside(moves, giver, taker)[taker], part, 0.0)
    return all_rounds((giver, taker, part), way)


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
    """Mask of the accounts that money from outside all accounts can come to."""
    count = len(moves.accounts)
    grouped = grouped_by(giver, count)
    web = grouped.begins, taker[grouped.order], grouped.order, np.ones(len(giver), dtype=np.int64)
    starts = np.unique(moves.dest[(moves.source < 0) & (moves.dest >= 0)])
    reached, waiting = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.int32)
    run(still_reached, web, starts.astype(np.int32), (reached, waiting))
    return reached


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

"""Where payments known only by a range of days are placed: for opening balances, for rules, and for exactness."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.ledger import BoolArray, IntArray
from headwater.trace.moves import Moves


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The day on which each move leaves its payer and reaches its payee."""

    out_day: IntArray
    in_day: IntArray


def placements_of(moves: Moves) -> tuple[Placement, ...]:
    """Placements to try, and last the one that favours every account by itself.

    First every move stands on its last day; then receipts from outside stand early and payments to outside late,
    with transfers between accounts once late and once early. The final entry, receipts early and payments late
    for everyone, gives each account its least need, but may ask one transfer to stand on two days.
    """
    last = Placement(moves.out_to, moves.in_to)
    if not _is_ranged(moves).any():
        return (last, last)
    transfer = (moves.source >= 0) & (moves.dest >= 0)
    late = Placement(moves.out_to, np.where(transfer, moves.in_to, moves.in_from))
    early = Placement(np.where(transfer, moves.out_from, moves.out_to), moves.in_from)
    return (last, late, early, Placement(moves.out_to, moves.in_from))


def is_common_day(moves: Moves) -> bool:
    """Whether all payments of an account whose ranges overlap share a day, the same on both sides of a transfer.

    If so they may all stand on that day, where they are unordered as the bounds take them to be: the bounds are
    then reached by one placement and are exact.
    """
    ranged = _is_ranged(moves)
    if not ranged.any():
        return True
    split = (moves.out_from != moves.in_from) | (moves.out_to != moves.in_to)
    anew = np.bincount(moves.first, minlength=1)[moves.first] > 1
    if (ranged & (split | anew)).any():
        return False
    pays, gets = np.flatnonzero(moves.source >= 0), np.flatnonzero(moves.dest >= 0)
    owner = np.concatenate([moves.source[pays], moves.dest[gets]])
    move = np.concatenate([pays, gets])
    epoch = _epochs(owner, moves.out_from[move], moves.out_to[move])
    paying = np.full(len(moves.cents), -1, dtype=np.int64)
    getting = paying.copy()
    paying[pays], getting[gets] = epoch[: len(pays)], epoch[len(pays) :]
    return _has_common_day(moves, paying, getting)


def _is_ranged(moves: Moves) -> BoolArray:
    held = (moves.source >= 0) | (moves.dest >= 0)
    return held & ((moves.out_from < moves.out_to) | (moves.in_from < moves.in_to))


def _epochs(owner: IntArray, begins: IntArray, ends: IntArray) -> IntArray:
    """Numbers for the groups of overlapping ranges of each owner."""
    order = np.lexsort((begins, owner))
    span = int(ends.max()) - int(begins.min()) + 1
    base = owner[order] * span - int(begins.min())
    latest = np.maximum.accumulate(base + ends[order])
    starts = np.ones(len(order), dtype=np.bool_)
    starts[1:] = base[1:] + begins[order][1:] > latest[:-1]
    epoch = np.empty(len(order), dtype=np.int64)
    epoch[order] = np.cumsum(starts) - 1
    return epoch


def _has_common_day(moves: Moves, paying: IntArray, getting: IntArray) -> bool:
    count = int(max(paying.max(), getting.max())) + 1
    earliest = np.full(count, np.iinfo(np.int64).min)
    latest = np.full(count, np.iinfo(np.int64).max)
    for epoch in (paying, getting):
        held = epoch >= 0
        np.maximum.at(earliest, epoch[held], moves.out_from[held])
        np.minimum.at(latest, epoch[held], moves.out_to[held])
    tied = (paying >= 0) & (getting >= 0)
    left, right = paying[tied], getting[tied]
    while True:
        before = int(earliest.sum()), int(latest.sum())
        for one, other in ((left, right), (right, left)):
            np.maximum.at(earliest, one, earliest[other])
            np.minimum.at(latest, one, latest[other])
        if before == (int(earliest.sum()), int(latest.sum())):
            return bool((earliest <= latest).all())

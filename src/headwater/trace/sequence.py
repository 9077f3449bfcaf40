"""The order in which a rule takes payments: by day, a day's receipts first hop by hop, ties by id."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.compiled import run
from headwater.trace.grouped import grouped_by
from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.order import cancel_circles, hops
from headwater.trace.moves import Moves
from headwater.trace.placement import Placement

_TABLE = 1 << 26
"""Account-days up to which a table of them all, of four bytes each, is quicker than a search for each."""


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """Steps in order; ``source`` and ``dest`` as in Moves, ``origin`` the paying name, ``opening`` per account.

    An earmarked gift that a conduit passes on later takes two steps, through an account of its own that stands
    after the ledger's accounts. Every account can pay each of its steps from what it holds at that moment.
    """

    source: IndexArray
    dest: IndexArray
    cents: IntArray
    origin: IndexArray
    rank: IndexArray
    transfer: IndexArray
    opening: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    source: IndexArray
    dest: IndexArray
    day: IndexArray
    move: IndexArray


def sequence_of(moves: Moves, placed: Placement, opening: IntArray) -> Sequence:
    """The steps of a question's moves, each payable when its turn comes.

    Sums that go round in a circle within one day leave every account as it was and are taken off before.

    Args:
        moves: the moves.
        placed: the day on which each transfer leaves and arrives.
        opening: each account's opening balance, cents.
    """
    steps, transit = _steps_of(moves, placed)
    cents = moves.cents[steps.move]
    rank = moves.rank[steps.move]
    # Hops are counted from 0: money from outside comes before any account pays.
    level = np.zeros(len(cents), dtype=np.int32)
    between = np.flatnonzero((steps.source >= 0) & (steps.dest >= 0)).astype(np.int32)
    pays = np.flatnonzero(steps.source >= 0)
    level[pays] = 1
    if len(between):
        between = between[np.argsort(rank[between], kind="stable")]
        cents[between], hop, nodes = _hops(steps, between, cents[between])
        level[pays] += _hops_at(_keys(steps.source[pays], steps.day[pays], steps.day), nodes, hop)
    order = np.flatnonzero(cents > 0).astype(np.int32)
    if bool((np.diff(rank[order]) < 0).any()):
        order = order[np.argsort(rank[order], kind="stable")]
    if not len(order):
        order = np.zeros(0, dtype=np.int32)
    else:
        order = grouped_by(level, int(level.max()) + 1, order).order[: len(order)]
        start = int(steps.day.min())
        order = grouped_by(steps.day - np.int32(start), int(steps.day.max()) - start + 1, order).order[: len(order)]
    move = steps.move[order]
    held = np.concatenate([opening, np.zeros(transit, dtype=np.int64)])
    return Sequence(
        steps.source[order], steps.dest[order], cents[order], moves.origin[move], moves.rank[move],
        moves.transfer[move], held,
    )  # fmt: skip


def without_circles(tail: IndexArray, head: IndexArray, amount: IntArray, count: int) -> IntArray:
    """The amounts left when sums that go round in a circle are taken off, in the order of the arcs.

    Args:
        tail: the node that each arc leaves, 0 to ``count`` - 1.
        head: the node that it reaches.
        amount: what is on it.
        count: how many nodes there are.
    """
    leaving = grouped_by(tail, count)
    left = amount.copy()
    lists = [np.zeros(count, dtype=np.int32) for _ in range(3)]
    work = (leaving.begins[:-1].copy(), *lists)
    run(cancel_circles, tail, head, left, (leaving.begins, leaving.order), work)
    return left


def _hops(steps: _Steps, between: IndexArray, cents: IntArray) -> tuple[IntArray, IndexArray, IntArray]:
    """What is left on steps between accounts without circles; hops to each account-day; the account-days."""
    ends = [_keys(side[between], steps.day[between], steps.day) for side in (steps.source, steps.dest)]
    nodes, which = _numbered(np.concatenate(ends))
    tail, head = np.split(which, 2)
    left = without_circles(tail, head, cents, len(nodes))
    leaving = grouped_by(tail, len(nodes))
    waits, level, ready = (np.zeros(len(nodes), dtype=np.int32) for _ in range(3))
    run(hops, tail, head, left, (leaving.begins, leaving.order), (waits, level, ready))
    return left, level, nodes


def _numbered(keys: IntArray) -> tuple[IntArray, IndexArray]:
    """Every key once, sorted, and which of them each key is."""
    most = int(keys.max()) + 1
    if most > _TABLE:
        nodes, which = np.unique(keys, return_inverse=True)
        return nodes, which.astype(np.int32)
    occurs = np.zeros(most, dtype=np.bool_)
    occurs[keys] = True
    found = np.flatnonzero(occurs)
    number = np.empty(most, dtype=np.int32)
    number[found] = np.arange(len(found), dtype=np.int32)
    return found, number[keys]


def _hops_at(known: IntArray, nodes: IntArray, hop: IndexArray) -> IndexArray:
    """The hops to each account-day that is asked for; 0 where it is none of the nodes, which are sorted."""
    most = max(int(known.max()), int(nodes[-1])) + 1
    if most <= _TABLE:
        table = np.zeros(most, dtype=np.int32)
        table[nodes] = hop
        return table[known]
    place = np.minimum(np.searchsorted(nodes, known), len(nodes) - 1)
    return np.where(nodes[place] == known, hop[place], 0).astype(np.int32)


def _keys(account: IndexArray, day: IndexArray, days: IndexArray) -> IntArray:
    start = int(days.min())
    return account.astype(np.int64) * (int(days.max()) - start + 1) + (day - start)


def _steps_of(moves: Moves, placed: Placement) -> tuple[_Steps, int]:
    leaves, arrives = placed.out_day[moves.transfer], placed.in_day[moves.transfer]
    out_day = np.where(moves.source >= 0, leaves, arrives)
    in_day = np.where(moves.dest >= 0, arrives, out_day)
    index = np.arange(len(moves.cents), dtype=np.int32)
    split = np.flatnonzero((moves.source >= 0) & (moves.dest >= 0) & (out_day < in_day))
    if not len(split):
        return _Steps(moves.source, moves.dest, out_day, index), 0
    transit = (len(moves.accounts) + np.arange(len(split))).astype(np.int32)
    dest = moves.dest.copy()
    dest[split] = transit
    steps = _Steps(
        np.concatenate([moves.source, transit]),
        np.concatenate([dest, moves.dest[split]]),
        np.concatenate([out_day, in_day[split]]),
        np.concatenate([index, index[split]]),
    )
    return steps, len(split)

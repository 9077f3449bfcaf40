"""The order in which a rule takes payments: by day, a day's receipts first hop by hop, ties by id."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from headwater.trace.flow import without_circles
from headwater.trace.ledger import BoolArray, IntArray
from headwater.trace.moves import Moves
from headwater.trace.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """Steps in order; ``source`` and ``dest`` as in Moves, ``origin`` the paying node, ``opening`` per account.

    An earmarked gift that a conduit passes on later takes two steps, through an account of its own that stands
    after the ledger's accounts. Every account can pay each of its steps from what it holds at that moment.
    """

    source: IntArray
    dest: IntArray
    cents: IntArray
    origin: IntArray
    rank: IntArray
    opening: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    source: IntArray
    dest: IntArray
    day: IntArray
    move: IntArray


def sequence_of(moves: Moves, network: Network) -> Sequence:
    """The steps of a question's moves, each payable when its turn comes.

    Sums that go round in a circle within one day leave every account as it was and are taken off before.
    """
    steps, transit = _steps_of(moves, network)
    cents = moves.cents[steps.move]
    tail, head = _account_days(steps)
    between = np.flatnonzero((tail >= 0) & (head >= 0))
    between = between[np.argsort(moves.rank[steps.move[between]], kind="stable")]
    cents[between] = without_circles(tail[between], head[between], cents[between])
    level = _levels(tail, head, cents > 0)
    order = np.lexsort((moves.rank[steps.move], level, steps.day))
    order = order[cents[order] > 0]
    move = steps.move[order]
    opening = np.concatenate([network.opening, np.zeros(transit, dtype=np.int64)])
    return Sequence(steps.source[order], steps.dest[order], cents[order], moves.origin[move], moves.rank[move], opening)


def _steps_of(moves: Moves, network: Network) -> tuple[_Steps, int]:
    placed, index = network.placed, np.arange(len(moves.cents))
    out_day = np.where(moves.source >= 0, placed.out_day, placed.in_day)
    in_day = np.where(moves.dest >= 0, placed.in_day, out_day)
    split = (moves.source >= 0) & (moves.dest >= 0) & (out_day < in_day)
    transit = len(moves.accounts) + np.arange(np.count_nonzero(split))
    dest = moves.dest.copy()
    dest[split] = transit
    steps = _Steps(
        np.concatenate([moves.source, transit]),
        np.concatenate([dest, moves.dest[split]]),
        np.concatenate([out_day, in_day[split]]),
        np.concatenate([index, index[split]]),
    )
    return steps, len(transit)


def _account_days(steps: _Steps) -> tuple[IntArray, IntArray]:
    """Numbers of the account and day that each step leaves and reaches, -1 where it does not."""
    start = int(steps.day.min()) if len(steps.day) else 0
    span = int(steps.day.max()) - start + 1 if len(steps.day) else 1
    ends = [np.where(end >= 0, end * span + steps.day - start, -1) for end in (steps.source, steps.dest)]
    known, which = np.unique(np.concatenate(ends), return_inverse=True)
    which = which - int(len(known) > 0 and known[0] == -1)
    return which[: len(steps.day)], which[len(steps.day) :]


def _levels(tail: IntArray, head: IntArray, used: BoolArray) -> IntArray:
    """The hops of the same day that each step must wait for; -1 for money from outside."""
    arcs = used & (tail >= 0) & (head >= 0)
    onward: dict[int, list[int]] = defaultdict(list)
    waits: dict[int, int] = defaultdict(int)
    for before, after in zip(tail[arcs].tolist(), head[arcs].tolist(), strict=True):
        onward[before].append(after)
        waits[after] += 1
    level = np.zeros(int(max(tail.max(initial=-1), head.max(initial=-1))) + 1, dtype=np.int64)
    ready = [node for node in onward if node not in waits]
    while ready:
        node = ready.pop()
        for after in onward[node]:
            level[after] = max(level[after], level[node] + 1)
            waits[after] -= 1
            if not waits[after]:
                ready.append(after)
    return np.append(level, -1)[tail]

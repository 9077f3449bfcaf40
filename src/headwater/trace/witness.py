"""Paths that prove the upper bound: a way of the donor set's money, payment by payment, to the target."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from headwater.trace.bounds import gifts_to_accounts
from headwater.trace.compiled import run
from headwater.trace.expansion import Expansion
from headwater.trace.flow import Flow
from headwater.trace.grouped import grouped_by
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, ids_at
from headwater.trace.loops.trails import along, follow, in_order
from headwater.trace.question import Question
from headwater.trace.sequence import without_circles
from headwater.trace.transfers import Transfers

START, END = 0, 1
_AHEAD = 2  # the graph's own start and end stand before the phases


@dataclass(frozen=True, slots=True)
class Path:
    """Cents that can have gone this way; the payments in the order in which the money passed through them."""

    cents: int
    payments: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """A flow as arcs with cents on them: from node 0 (donors) through phases to node 1 (the target).

    ``transfer`` is -1 where money is carried on.
    """

    tail: IndexArray
    head: IndexArray
    cents: IntArray
    transfer: IndexArray


def paths_of(expansion: Expansion, question: Question, flow: Flow, ids: Sequence[str]) -> tuple[Path, ...]:
    """Paths whose cents sum to ``high``, largest first, then by ids.

    Sums that go round in a circle are taken off first. At each phase the money that arrived first in the order of ids
    leaves first.
    """
    transfers = expansion.transfers
    straight = np.flatnonzero(question.counted & question.donors[transfers.payer]).tolist()
    ways = ways_of(expansion, question, flow)
    proved = _payments_of({*straight, *ways.transfer.tolist()} - {NOBODY}, transfers, ids)
    cents: dict[tuple[str, ...], int] = defaultdict(int)
    for index in straight:
        cents[proved[index]] += int(transfers.cents[index])
    for amount, passed in _follow(ways):
        cents[tuple(chain.from_iterable(proved[one] for one in passed))] += amount
    paths = (Path(amount, payments) for payments, amount in cents.items())
    return tuple(sorted(paths, key=lambda path: (-path.cents, path.payments)))


def ways_of(expansion: Expansion, question: Question, flow: Flow) -> Ways:
    """The donor set's flow as arcs without circles, in the order of ids, what is carried on behind."""
    transfers = expansion.transfers
    moved = flow.moved
    gifts = gifts_to_accounts(expansion, question)
    moved[gifts] = dealt(transfers, gifts, expansion.head[gifts], flow.started)
    ends = np.flatnonzero(question.counted & _from_accounts(expansion, question)).astype(np.int32)
    moved[ends] = dealt(transfers, ends, expansion.tail[ends], flow.ended)
    used = np.flatnonzero(moved).astype(np.int32)
    used = used[np.argsort(transfers.rank[used], kind="stable")]
    tail = np.where(question.donors[transfers.payer[used]], START, expansion.tail[used] + _AHEAD)
    head = np.where(question.counted[used], END, expansion.head[used] + _AHEAD)
    on = np.flatnonzero(flow.carried).astype(np.int32)
    tails = np.concatenate([tail, on + _AHEAD]).astype(np.int32)
    heads = np.concatenate([head, on + 1 + _AHEAD]).astype(np.int32)
    nodes, packed = np.unique(np.concatenate([[START, END], tails, heads]), return_inverse=True)
    ends_of: IndexArray = packed[2:].astype(np.int32)
    amounts = np.concatenate([moved[used], flow.carried[on]])
    left = without_circles(ends_of[: len(tails)], ends_of[len(tails) :], amounts, len(nodes))
    which = np.concatenate([used, np.full(len(on), NOBODY, dtype=np.int32)])
    kept = left > 0
    return Ways(tails[kept], heads[kept], left[kept], which[kept])


def _from_accounts(expansion: Expansion, question: Question) -> BoolArray:
    payer = expansion.transfers.payer
    return (expansion.tail >= 0) & ~(question.donors | question.targets)[payer]


def dealt(transfers: Transfers, which: IndexArray, phase: IndexArray, sums: IntArray) -> IntArray:
    """Each phase's sum dealt to transfers of that phase, in the order of their ids."""
    order = np.lexsort((transfers.rank[which], phase))
    groups, cents = phase[order], transfers.cents[which[order]]
    given = np.zeros(len(which), dtype=np.int64)
    if not len(order):
        return given
    before = np.cumsum(cents) - cents
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    base = np.repeat(before[starts], np.diff(np.append(starts, len(groups))))
    given[order] = np.clip(sums[groups] - (before - base), 0, cents)
    return given


def _follow(ways: Ways) -> Iterator[tuple[int, list[int]]]:
    """What goes along each way, and its transfers: at each node what came first leaves first."""
    if not len(ways.cents):
        return
    nodes, lots = int(max(ways.tail.max(), ways.head.max())) + 1, _lots(len(ways.cents))
    leaving = grouped_by(ways.tail, nodes)
    groups = leaving.begins, leaving.order
    order, arcs = _in_order(ways, groups, nodes), (ways.head, ways.cents, ways.transfer)
    while run(follow, order, arcs, groups, queues := (_nobody(nodes), _nobody(nodes)), lots) < 0:
        lots = _lots(2 * len(lots[0]))
    first, none = int(queues[0][END]), np.zeros(0, dtype=np.int32)
    count, length = run(along, first, lots, NOBODY, (none, none.astype(np.int64), none))
    begins, cents, notes = (np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.int64), _nobody(length))
    run(along, first, lots, NOBODY, (begins, cents, notes))
    listed, ends = notes.tolist(), [*begins.tolist(), length]
    for at, amount in enumerate(cents.tolist()):
        yield amount, listed[ends[at] : ends[at + 1]][::-1]


def _in_order(ways: Ways, leaving: tuple[IndexArray, IndexArray], nodes: int) -> IndexArray:
    """The nodes from the start on, each behind all that lead to it."""
    tails, at = np.unique(ways.tail, return_index=True)
    ready = tails[np.argsort(at)]
    ready = ready[~np.isin(ready, ways.head)]
    stack = _nobody(nodes)
    stack[: len(ready)] = ready
    order = _nobody(nodes)
    count = run(in_order, ways.head, leaving, (np.zeros(nodes, dtype=np.int32), stack, order), len(ready))
    return order[:count]


def _lots(count: int) -> tuple[IntArray, IndexArray, IndexArray, IndexArray]:
    return np.zeros(count, dtype=np.int64), _nobody(count), _nobody(count), _nobody(count)


def _nobody(count: int) -> IndexArray:
    return np.full(count, NOBODY, dtype=np.int32)


def _payments_of(which: set[int], transfers: Transfers, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The ids of the payments that prove each of some transfers, in the order in which money passed them."""
    rows = np.fromiter(sorted(which), dtype=np.int64, count=len(which))
    first, second = transfers.first[rows], transfers.second[rows]
    passed = np.flatnonzero(second != NOBODY)
    onward = dict(zip(passed.tolist(), ids_at(ids, second[passed]), strict=True))
    begun = enumerate(zip(rows.tolist(), ids_at(ids, first), strict=True))
    return {row: (one, onward[at]) if at in onward else (one,) for at, (row, one) in begun}

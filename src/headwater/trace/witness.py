"""Paths that prove the upper bound: a way of the donor set's money, payment by payment, to the target."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.trace.bounds import gifts_to_accounts
from headwater.trace.expansion import Expansion
from headwater.trace.flow import Flow
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray
from headwater.trace.question import Question
from headwater.trace.sequence import without_circles
from headwater.trace.transfers import Transfers

START, END = 0, 1
_AHEAD = 2  # the graph's own start and end stand before the phases

Trail = tuple["Trail | None", int]
Lot = tuple[int, "Trail | None"]


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
    cents: dict[tuple[str, ...], int] = defaultdict(int)
    for index in np.flatnonzero(question.counted & question.donors[transfers.payer]):
        cents[_ids_along((None, int(index)), transfers, ids)] += int(transfers.cents[index])
    for amount, trail in _follow(ways_of(expansion, question, flow)):
        cents[_ids_along(trail, transfers, ids)] += amount
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


def _follow(ways: Ways) -> list[Lot]:
    steps: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    rows = zip(ways.tail.tolist(), ways.head.tolist(), ways.cents.tolist(), ways.transfer.tolist(), strict=True)
    for tail, head, cents, transfer in rows:
        steps[tail].append((head, cents, transfer))
    held: dict[int, deque[Lot]] = defaultdict(deque)
    for _, cents, transfer in steps.get(START, ()):
        held[START].append((cents, (None, transfer)))
    for node in _in_order(steps):
        lots = held.pop(node)
        for head, cents, transfer in steps[node]:
            _pass_on(lots, held[head], cents, NOBODY if node == START else transfer)
    return list(held[END])


def _pass_on(lots: deque[Lot], into: deque[Lot], cents: int, transfer: int) -> None:
    while cents:
        held, trail = lots.popleft()
        if held > cents:
            lots.appendleft((held - cents, trail))
            held = cents
        into.append((held, trail if transfer == NOBODY else (trail, transfer)))
        cents -= held


def _in_order(steps: dict[int, list[tuple[int, int, int]]]) -> list[int]:
    waits: dict[int, int] = defaultdict(int)
    for onward in steps.values():
        for head, _, _ in onward:
            waits[head] += 1
    order, ready = [], [node for node in steps if not waits[node]]
    while ready:
        node = ready.pop()
        order.append(node)
        for head, _, _ in steps[node]:
            waits[head] -= 1
            if not waits[head] and head in steps:
                ready.append(head)
    return order


def _ids_along(trail: Trail | None, transfers: Transfers, ids: Sequence[str]) -> tuple[str, ...]:
    backwards: list[str] = []
    while trail is not None:
        trail, transfer = trail
        if transfers.second[transfer] != NOBODY:
            backwards.append(ids[transfers.second[transfer]])
        backwards.append(ids[transfers.first[transfer]])
    return tuple(reversed(backwards))

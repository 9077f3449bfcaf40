"""Paths that prove the upper bound: a way of the donor set's money, payment by payment, to the target."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.trace.bounds import Arcs, Solved
from headwater.trace.flow import END, START, without_circles
from headwater.trace.ledger import NOBODY, IntArray
from headwater.trace.moves import Moves

Trail = tuple["Trail | None", int]
Lot = tuple[int, "Trail | None"]


@dataclass(frozen=True, slots=True)
class Path:
    """Cents that can have gone this way; the payments in the order in which the money passed through them."""

    cents: int
    payments: tuple[str, ...]


def paths_of(moves: Moves, solved: Solved, ids: Sequence[str]) -> tuple[Path, ...]:
    """Paths whose cents sum to ``high``, largest first, then by ids.

    Sums that go round in a circle are taken off first. At each account and day the money that arrived first in the
    order of ids leaves first.
    """
    graph = solved.arcs.graph
    flow = without_circles(graph.tail, graph.head, solved.flow)
    per_move = _split(moves, solved.arcs, flow)
    cents: dict[tuple[str, ...], int] = defaultdict(int)
    for index in np.flatnonzero(moves.direct):
        cents[_ids_along((None, int(index)), moves, ids)] += int(moves.cents[index])
    for amount, trail in _follow(moves, solved.arcs, flow, per_move):
        cents[_ids_along(trail, moves, ids)] += amount
    paths = (Path(amount, payments) for payments, amount in cents.items())
    return tuple(sorted(paths, key=lambda path: (-path.cents, path.payments)))


def _split(moves: Moves, arcs: Arcs, flow: IntArray) -> IntArray:
    """The flow on each arc dealt to its payments, in the order of their ids."""
    given = np.zeros(len(moves.cents), dtype=np.int64)
    used = np.flatnonzero(arcs.of_move >= 0)
    order = used[np.lexsort((moves.rank[used], arcs.of_move[used]))]
    if not len(order):
        return given
    arc, cents = arcs.of_move[order], moves.cents[order]
    before = np.cumsum(cents) - cents
    starts = np.flatnonzero(np.concatenate([[True], arc[1:] != arc[:-1]]))
    base = np.repeat(before[starts], np.diff(np.append(starts, len(arc))))
    given[order] = np.clip(flow[arc] - (before - base), 0, cents)
    return given


def _follow(moves: Moves, arcs: Arcs, flow: IntArray, per_move: IntArray) -> list[Lot]:
    steps = _steps_by_node(moves, arcs, flow, per_move)
    held: dict[int, deque[Lot]] = defaultdict(deque)
    for _, cents, move in steps.get(START, ()):
        held[START].append((cents, (None, move)))
    for node in _in_order(steps):
        lots = held.pop(node)
        for head, cents, move in steps[node]:
            _pass_on(lots, held[head], cents, NOBODY if node == START else move)
    return list(held[END])


def _pass_on(lots: deque[Lot], into: deque[Lot], cents: int, move: int) -> None:
    while cents:
        held, trail = lots.popleft()
        if held > cents:
            lots.appendleft((held - cents, trail))
            held = cents
        into.append((held, trail if move == NOBODY else (trail, move)))
        cents -= held


def _steps_by_node(
    moves: Moves, arcs: Arcs, flow: IntArray, per_move: IntArray
) -> dict[int, list[tuple[int, int, int]]]:
    """Per node: (next node, cents, move or -1) with money on it; payments first, in the order of their ids."""
    steps: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    graph = arcs.graph
    for move in np.lexsort((moves.rank, per_move == 0))[: np.count_nonzero(per_move)]:
        arc = arcs.of_move[move]
        steps[int(graph.tail[arc])].append((int(graph.head[arc]), int(per_move[move]), int(move)))
    by_payment = np.zeros(len(flow), dtype=np.bool_)
    by_payment[arcs.of_move[arcs.of_move >= 0]] = True
    for arc in np.flatnonzero(~by_payment & (flow > 0)):
        steps[int(graph.tail[arc])].append((int(graph.head[arc]), int(flow[arc]), NOBODY))
    return steps


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


def _ids_along(trail: Trail | None, moves: Moves, ids: Sequence[str]) -> tuple[str, ...]:
    backwards: list[str] = []
    while trail is not None:
        trail, move = trail
        if moves.second[move] != NOBODY:
            backwards.append(ids[moves.second[move]])
        backwards.append(ids[moves.first[move]])
    return tuple(reversed(backwards))

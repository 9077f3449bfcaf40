"""Arithmetic on flow graphs: what can be reached, the largest flow in whole cents, and flow without circles."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow

from headwater.base.errors import CaseError
from headwater.trace.ledger import BoolArray, IntArray

START, END = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Arcs of a flow graph: node 0 is where money starts, node 1 where it ends; capacities in cents."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    count: int


def max_flow_of(graph: Graph, *, prune: bool = True) -> tuple[int, IntArray]:
    """The largest flow from start to end in cents, and the flow on each arc.

    ``prune`` leaves out nodes on no path from start to end; a flow path uses no others, so the value is the same.

    Raises:
        CaseError: if the solver cannot hold the numbers.
    """
    flow = np.zeros(len(graph.tail), dtype=np.int64)
    out = graph.tail == START
    into = graph.head == END
    limit = min(int(graph.capacity[out].sum()), int(graph.capacity[into].sum()))
    use = graph.capacity > 0
    if prune:
        reached = reach(graph.tail[use], graph.head[use], START, graph.count)
        leads = reach(graph.head[use], graph.tail[use], END, graph.count)
        use &= (reached & leads)[graph.tail] & (reached & leads)[graph.head]
    if limit == 0 or not use.any():
        return 0, flow
    nodes, packed = np.unique(np.concatenate([[START, END], graph.tail[use], graph.head[use]]), return_inverse=True)
    middle = len(packed[2:]) // 2
    solver = max_flow.SimpleMaxFlow()
    capacity = np.minimum(graph.capacity[use], limit)
    arcs = solver.add_arcs_with_capacity(packed[2 : 2 + middle], packed[2 + middle :], capacity)
    status = solver.solve(int(packed[0]), int(packed[1]))
    if status != solver.OPTIMAL:
        raise CaseError(f"the largest flow over {len(nodes)} account-days cannot be found: {status.name}")
    flow[use] = solver.flows(arcs)
    return int(solver.optimal_flow()), flow


def reach(tail: IntArray, head: IntArray, start: int, count: int) -> BoolArray:
    """Mask of the nodes that arcs lead to from a node, itself included."""
    order = np.argsort(tail, kind="stable")
    heads = head[order]
    begins = np.searchsorted(tail[order], np.arange(count + 1))
    seen = np.zeros(count, dtype=np.bool_)
    seen[start] = True
    front = np.array([start], dtype=np.int64)
    while len(front):
        low, widths = begins[front], begins[front + 1] - begins[front]
        offsets = np.cumsum(widths) - widths
        found = heads[np.repeat(low - offsets, widths) + np.arange(int(widths.sum()))]
        front = np.unique(found[~seen[found]])
        seen[front] = True
    return seen


def without_circles(tail: IntArray, head: IntArray, amount: IntArray) -> IntArray:
    """The amounts left when sums that go round in a circle are taken off, in the order of the arcs.

    What enters and leaves every node stays as it was, less what went round.
    """
    left = amount.tolist()
    tails, heads = tail.tolist(), head.tolist()
    leaving: dict[int, list[int]] = {}
    for arc in range(len(tails) - 1, -1, -1):
        leaving.setdefault(tails[arc], []).append(arc)
    finished: set[int] = set()
    for root in list(leaving)[::-1]:
        if root not in finished:
            _walk_from(root, leaving, heads, left, finished)
    return np.array(left, dtype=np.int64)


def _walk_from(root: int, leaving: dict[int, list[int]], heads: list[int], left: list[int], finished: set[int]) -> None:
    trail: list[int] = []
    place = {root: 0}
    nodes = [root]
    while nodes:
        arcs = leaving.get(nodes[-1], [])
        while arcs and (left[arcs[-1]] == 0 or heads[arcs[-1]] in finished):
            arcs.pop()
        if not arcs:
            done = nodes.pop()
            del place[done]
            finished.add(done)
            if trail:
                trail.pop()
            continue
        arc = arcs[-1]
        trail.append(arc)
        if heads[arc] in place:
            _cancel(trail, nodes, place, left, heads[arc])
        else:
            place[heads[arc]] = len(nodes)
            nodes.append(heads[arc])


def _cancel(trail: list[int], nodes: list[int], place: dict[int, int], left: list[int], back_to: int) -> None:
    circle = trail[place[back_to] :]
    least = min(left[arc] for arc in circle)
    for arc in circle:
        left[arc] -= least
    del trail[place[back_to] :]
    for node in nodes[place[back_to] + 1 :]:
        del place[node]
    del nodes[place[back_to] + 1 :]

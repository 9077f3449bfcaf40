"""The time-expanded graph written from its definition, whole and unpruned, and what two other solvers say of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import networkx as nx
import numpy as np
from networkx.algorithms.flow import preflow_push
from ortools.graph.python import max_flow

from headwater.trace.ledger import Payment

START, END = 0, 1
Arcs = Counter[tuple[int, int]]
Flow = Callable[[Arcs], Callable[[], int]]


@dataclass(frozen=True, slots=True)
class Question:
    """Two graphs of cents by (tail, head), for the donor's money and for all other, from node 0 to the target, 1."""

    donors: Arcs
    others: Arcs
    total_cents: int

    def bounds(self, flow: Flow) -> Callable[[], tuple[int, int]]:
        """Makes a solver's two graphs ready; the function returned finds low and high by both largest flows."""
        most, others = flow(self.donors), flow(self.others)

        def solve() -> tuple[int, int]:
            high = most()
            return self.total_cents - others(), high

        return solve


def question_of(payments: Sequence[Payment], donor: str, target: str) -> Question:
    """The graphs of a question, for payments without ranges or earmarks, to no donor and by no target.

    A node is an account on a day on which it pays or receives. Opening balances are the least that the ends of days
    need, and are other money.
    """
    nets = _nets(payments)
    keys = ((name, day) for name in sorted(nets) for day in sorted(nets[name]))
    nodes = {key: number for number, key in enumerate(keys, start=2)}
    donors, others = Arcs(), Arcs()
    for payment in payments:
        tail = nodes.get((payment.payer, payment.day_from), START)
        head = END if payment.payee == target else nodes.get((payment.payee, payment.day_from))
        starts_at = (donors,) if payment.payer == donor else (others,)
        if head is not None:
            for colour in starts_at if tail == START else (donors, others):
                colour[tail, head] += payment.cents
    for name, net in nets.items():
        chain = [nodes[name, day] for day in sorted(net)]
        ends = list(accumulate(net[day] for day in sorted(net)))
        opening = max(0, -min(ends))
        others[START, chain[0]] += opening
        for arc, cents in zip(pairwise(chain), ends, strict=False):
            donors[arc] += cents + opening
            others[arc] += cents + opening
    return Question(donors, others, sum(payment.cents for payment in payments if payment.payee == target))


def preflow_push_of_networkx(arcs: Arcs) -> Callable[[], int]:
    """NetworkX's preflow-push over some arcs, the graph built beforehand."""
    graph = nx.DiGraph()
    graph.add_nodes_from((START, END))
    graph.add_edges_from((tail, head, {"capacity": cents}) for (tail, head), cents in arcs.items())
    return lambda: int(preflow_push(graph, START, END, value_only=True).graph["flow_value"])


def max_flow_of_ortools(arcs: Arcs) -> Callable[[], int]:
    """OR-tools' largest flow over some arcs, the arrays built beforehand."""
    ends = np.array(list(arcs), dtype=np.int64).reshape(-1, 2)
    cents = np.array(list(arcs.values()), dtype=np.int64)

    def solve() -> int:
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(ends[:, 0], ends[:, 1], cents)
        solver.solve(START, END)
        return int(solver.optimal_flow())

    return solve


def _nets(payments: Sequence[Payment]) -> Mapping[str, Mapping[int, int]]:
    """For each account, what each of its days adds to its balance."""
    accounts = {payment.payer for payment in payments} & {payment.payee for payment in payments}
    nets: dict[str, Counter[int]] = {name: Counter() for name in sorted(accounts)}
    for payment in payments:
        if payment.payer in nets:
            nets[payment.payer][payment.day_from] -= payment.cents
        if payment.payee in nets:
            nets[payment.payee][payment.day_from] += payment.cents
    return nets

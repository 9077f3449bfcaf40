"""The least and the most of the target's money that can be the donor set's: two largest flows."""

from dataclasses import dataclass

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.flow import END, START, Graph, max_flow_of
from headwater.trace.ledger import IntArray
from headwater.trace.moves import DONOR, OTHER, TARGET, Moves
from headwater.trace.network import Network

SHIFT = 2  # the graph's own start and end stand before the network's nodes


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """A flow graph over the network: one arc per pair of nodes; ``of_move`` is each move's arc, -1 if it has none."""

    graph: Graph
    of_move: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Bounds in cents, and the flow of donor money in cents over ``arcs`` that reaches ``bounds.high``."""

    bounds: Bounds
    arcs: Arcs
    flow: IntArray


def bounds_of(moves: Moves, network: Network, *, prune: bool = True) -> Solved:
    """Tight bounds on the donor set's part of the target (TRACING.md §2, docs/methods/tracing.md).

    ``high`` is the largest flow from the donor set to the target; ``low`` is the target's total less the largest
    flow that everything else can bring there.

    Raises:
        CaseError: if the solver cannot hold the numbers.
    """
    arcs = arcs_of(moves, network, DONOR)
    most, flow = max_flow_of(arcs.graph, prune=prune)
    others, _ = max_flow_of(arcs_of(moves, network, OTHER).graph, prune=prune)
    reached = moves.dest == TARGET
    high = moves.total(moves.direct) + most
    low = moves.total(reached) - moves.total(reached & (moves.source == OTHER)) - others
    return Solved(Bounds(low, high), arcs, flow)


def arcs_of(moves: Moves, network: Network, colour: int) -> Arcs:
    """The graph through which money of one colour (DONOR or OTHER) can pass from its origin to the target.

    Gifts that pass through no account are left out: they are added as they stand.
    """
    enters = (moves.source == colour) & (moves.dest >= 0)
    leaves = (moves.source >= 0) & (moves.dest == TARGET)
    used = np.flatnonzero(enters | leaves | ((moves.source >= 0) & (moves.dest >= 0)))
    tail = np.where(enters[used], START, network.tail[used] + SHIFT)
    head = np.where(leaves[used], END, network.head[used] + SHIFT)
    width = network.count + SHIFT
    pairs, which = np.unique(tail * width + head, return_inverse=True)
    cents = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(cents, which, moves.cents[used])
    of_move = np.full(len(moves.cents), -1, dtype=np.int64)
    of_move[used] = which
    limit = int(moves.cents.sum())
    carried = np.flatnonzero(network.account[1:] == network.account[:-1])
    opened = np.flatnonzero(network.opening) if colour == OTHER else np.zeros(0, dtype=np.int64)
    graph = Graph(
        np.concatenate([pairs // width, carried + SHIFT, network.hub_tail + SHIFT, np.full(len(opened), START)]),
        np.concatenate(
            [pairs % width, carried + 1 + SHIFT, network.hub_head + SHIFT, network.first_node[opened] + SHIFT]
        ),
        np.concatenate([cents, network.carry[carried], np.full(len(network.hub_tail), limit), network.opening[opened]]),
        width,
    )
    return Arcs(graph, of_move)

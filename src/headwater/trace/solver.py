"""A largest flow by a general solver, for questions on which the search along the ledger would take too long."""

import numpy as np
import numpy.typing as npt

from headwater.base.errors import CaseError
from headwater.trace.expansion import Expansion
from headwater.trace.ledger import BoolArray, IntArray

Numbers = npt.NDArray[np.intp]


def solved_flow(
    expansion: Expansion, given: tuple[BoolArray, BoolArray], starts: IntArray, ends: IntArray
) -> tuple[IntArray, IntArray, IntArray, IntArray, BoolArray]:
    """A largest flow between phases, by push-relabel of OR-tools (Goldberg and Tarjan 1988).

    Args:
        expansion: the ledger in time.
        given: phases that money may pass; transfers that count as reaching the target, which end a way.
        starts: cents that may start at each phase.
        ends: cents that each phase may pay to the target.

    Returns:
        cents on each transfer, carried on from each phase, started at each, and paid to the target by each; and the
        phases that more money could still reach.

    Raises:
        CaseError: if the solver finds the sums too large.
    """
    # Loading it takes longer than a small question.
    from ortools.graph.python import max_flow  # noqa: PLC0415

    within, counted = given
    moves, carries = _open(expansion, within, counted)
    begins, pays = np.flatnonzero((starts > 0) & within), np.flatnonzero((ends > 0) & within)
    source, sink = expansion.count, expansion.count + 1
    tails = np.concatenate((expansion.tail[moves], carries, np.full(len(begins), source), pays))
    heads = np.concatenate((expansion.head[moves], carries + 1, begins, np.full(len(pays), sink)))
    room = np.concatenate((expansion.transfers.cents[moves], expansion.carry[carries], starts[begins], ends[pays]))
    solver = max_flow.SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), room)
    if solver.solve(source, sink) != solver.OPTIMAL:
        raise CaseError("the money of this question is too much to trace exactly")
    found = np.asarray(solver.flows(arcs), dtype=np.int64)
    cuts = np.cumsum((len(moves), len(carries), len(begins)))
    parts = np.split(found, cuts)
    reached = np.zeros(expansion.count + 2, dtype=np.bool_)
    reached[solver.get_source_side_min_cut()] = True
    sizes = (expansion.transfers.count, expansion.count, expansion.count, expansion.count)
    moved, carried, started, ended = (
        _spread(size, at, part) for size, at, part in zip(sizes, (moves, carries, begins, pays), parts, strict=True)
    )
    return moved, carried, started, ended, reached[: expansion.count]


def _open(expansion: Expansion, within: BoolArray, counted: BoolArray) -> tuple[Numbers, Numbers]:
    """The transfers that money may go along, and the phases from which it may be carried on."""
    tail, head = expansion.tail, expansion.head
    moves = np.flatnonzero((tail >= 0) & (head >= 0) & ~counted)
    carries = np.flatnonzero((expansion.carry > 0) & within)
    return moves[within[tail[moves]] & within[head[moves]]], carries[within[carries + 1]]


def _spread(size: int, at: Numbers, cents: IntArray) -> IntArray:
    whole = np.zeros(size, dtype=np.int64)
    whole[at] = cents
    return whole

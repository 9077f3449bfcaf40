"""The rule `poison`: all of any payment downstream of one cent of the donor set. A reach, not a share."""

import numpy as np

from headwater.trace.bounds import arcs_of
from headwater.trace.flow import START, reach
from headwater.trace.moves import DONOR, TARGET
from headwater.trace.problem import Problem


def poison(problem: Problem) -> int:
    """Cents of all target payments that can hold one cent of the donor set; sums over donors exceed the total."""
    moves = problem.moves
    arcs = arcs_of(moves, problem.network, DONOR)
    open_to = arcs.graph.capacity > 0
    reached = reach(arcs.graph.tail[open_to], arcs.graph.head[open_to], START, arcs.graph.count)
    from_account = np.flatnonzero((moves.source >= 0) & (moves.dest == TARGET))
    tainted = reached[arcs.graph.tail[arcs.of_move[from_account]]]
    return moves.total(moves.direct) + int(moves.cents[from_account[tainted]].sum())

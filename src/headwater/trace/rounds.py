"""Where shares that are passed on round by round end, also where they go round among the same places for ever so long.

A share under way is split anew in each round. What is still under way, added up, is what all figures together can be
off by: so one can see when to stop, and whether a solver's answer is good.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from headwater.trace.ledger import FloatArray, IndexArray

ENOUGH = 2.0**-40  # part of all that started still under way at which the rounds end
_ROUNDS, _MOST_ROUNDS = 64, 100_000
_SPAN = 60  # directions that the first solver tries
_REFINED = 3

Pairs = tuple[IndexArray, IndexArray, FloatArray]


def all_rounds(pairs: Pairs, way: FloatArray) -> FloatArray:
    """What passes each place in all rounds, the first included.

    Round by round while that is quick. Where places mostly pass on to each other, that takes thousands of rounds: then
    GMRES finds the end (Saad and Schultz 1986), which is quick where all lead to all; and where they lie in a long row,
    which it cannot span, the equations are solved by their sparse factors. Each is told apart by what it leaves.

    Args:
        pairs: who gets and who has, and the part of what the latter has that goes on to the former.
        way: what starts at each place, none below zero. From each a part of it leaves all places in the end.
    """
    passed: FloatArray = way.copy()
    enough = float(way.sum()) * ENOUGH
    way = _by_rounds(pairs, way, passed, (enough, _ROUNDS))
    for solver in (_by_gmres, _by_factors):
        if _size(way) > enough:
            way = _solved(pairs, way, passed, solver)
    _by_rounds(pairs, way, passed, (enough, _MOST_ROUNDS))
    return passed


def _by_rounds(pairs: Pairs, way: FloatArray, passed: FloatArray, until: tuple[float, int]) -> FloatArray:
    """Adds rounds to what passed until little enough is under way, or for so many rounds; gives what is under way."""
    to, origin, part = pairs
    enough, most = until
    for _ in range(most):
        if _size(way) <= enough:
            break
        way = np.bincount(to, weights=way[origin] * part, minlength=len(way)).astype(np.float64)
        passed += way
    return way


def _solved(pairs: Pairs, way: FloatArray, passed: FloatArray, solver: Callable[[Any], Any]) -> FloatArray:
    """Adds all rounds to come to what passed, as near as a solver finds them; gives what that leaves under way."""
    # Loading it takes longer than most questions.
    from scipy.sparse import csc_array, eye_array  # noqa: PLC0415

    to, origin, part = pairs
    onward = csc_array((part, (to, origin)), shape=(len(way), len(way)))
    solve = solver(eye_array(len(way), format="csc") - onward)
    for _ in range(_REFINED):
        whole = solve(way)
        leap = onward @ whole
        left = way - whole + leap
        if not _size(left) < _size(way):
            break
        way = left
        passed += leap
    return way


def _by_gmres(equations: Any) -> Callable[[FloatArray], FloatArray]:
    from scipy.sparse.linalg import gmres  # noqa: PLC0415

    rows = equations.tocsr()

    def solve(wanted: FloatArray) -> FloatArray:
        found: FloatArray = gmres(rows, wanted, rtol=ENOUGH / 16, restart=min(_SPAN, len(wanted)), maxiter=1)[0]
        return found

    return solve


def _by_factors(equations: Any) -> Callable[[FloatArray], FloatArray]:
    from scipy.sparse.linalg import splu  # noqa: PLC0415

    solved: Callable[[FloatArray], FloatArray] = splu(equations).solve
    return solved


def _size(way: FloatArray) -> float:
    return float(np.abs(way).sum())

"""Returned money: what it leaves of the gifts that it undoes."""

from bisect import bisect_right
from collections import defaultdict

import numpy as np

from headwater.trace.ledger import BoolArray, IndexArray, IntArray


def after_returns(
    ends: tuple[IndexArray, IndexArray], days: tuple[IndexArray, IndexArray], cents: IntArray, is_return: BoolArray
) -> IntArray:
    """What is left of every payment once returned money is taken off the gifts that it undoes (TRACING §1).

    The newest gift up to a return's last day comes first. A gift undone in full is left with nothing; what no earlier
    gift covers of a return stays a payment of its own, the other way.

    Args:
        ends: payer and payee of each payment, rows in the order of ids.
        days: first and last possible day.
        cents: amounts.
        is_return: mask of the returns.
    """
    payer, payee = (side.astype(np.int64) for side in ends)
    wide = 1 + max(int(payer.max(initial=0)), int(payee.max(initial=0)))
    left = cents.copy()
    back = np.flatnonzero(is_return)
    if not len(back):
        return left
    undone = payee[back] * wide + payer[back]
    gifts = np.flatnonzero(~is_return & np.isin(payer * wide + payee, np.unique(undone)))
    gifts = gifts[np.argsort(days[0][gifts], kind="stable")]
    standing: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row, key, day in zip(gifts, (payer * wide + payee)[gifts], days[0][gifts], strict=True):
        first, rows = standing[int(key)]
        first.append(int(day))
        rows.append(int(row))
    order = np.argsort(days[0][back], kind="stable")
    for row, key in zip(back[order], undone[order], strict=True):
        _undo(int(row), int(days[1][row]), standing[int(key)], left)
    return left


def _undo(row: int, last_day: int, gifts: tuple[list[int], list[int]], left: IntArray) -> None:
    first, rows = gifts
    at = bisect_right(first, last_day)
    while at and left[row]:
        at -= 1
        taken = min(left[rows[at]], left[row])
        left[rows[at]] -= taken
        left[row] -= taken
        if not left[rows[at]]:
            del first[at], rows[at]

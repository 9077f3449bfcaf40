"""Accounts as stacks of lots that keep their colour: what fifo and lifo share."""

from collections import deque

from headwater.trace.moves import DONOR, TARGET
from headwater.trace.problem import Problem

Lots = deque[tuple[int, bool]]


def coloured_by_lots(problem: Problem, *, newest_first: bool) -> int:
    """Cents of the target that are the donor set's when every account pays out whole lots in order of receipt.

    Opening balances are the oldest lots. A payment keeps its lots in the order of age in which its payer held them.
    """
    steps = problem.sequence
    held: list[Lots] = [deque([(cents, False)] if cents else []) for cents in steps.opening.tolist()]
    coloured = 0
    for source, dest, cents in zip(steps.source.tolist(), steps.dest.tolist(), steps.cents.tolist(), strict=True):
        outside = [(cents, source == DONOR)]
        paid = _take(held[source], cents, newest_first=newest_first) if source >= 0 else outside
        if dest == TARGET:
            coloured += sum(lot for lot, is_donor in paid if is_donor)
        elif dest >= 0:
            for lot in paid:
                _put(held[dest], lot)
    return coloured


def _take(lots: Lots, cents: int, *, newest_first: bool) -> list[tuple[int, bool]]:
    taken: list[tuple[int, bool]] = []
    while cents:
        lot, colour = lots.pop() if newest_first else lots.popleft()
        if lot > cents:
            rest = (lot - cents, colour)
            if newest_first:
                lots.append(rest)
            else:
                lots.appendleft(rest)
            lot = cents
        taken.append((lot, colour))
        cents -= lot
    return taken[::-1] if newest_first else taken


def _put(lots: Lots, lot: tuple[int, bool]) -> None:
    if lots and lots[-1][1] == lot[1]:
        lots[-1] = (lots[-1][0] + lot[0], lot[1])
    else:
        lots.append(lot)

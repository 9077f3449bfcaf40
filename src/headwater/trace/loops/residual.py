"""Loops over the arcs of one question: closing some, and what a flow leaves open."""

from headwater.trace.ledger import BoolArray, IndexArray, IntArray

Web = tuple[IndexArray, IndexArray, IndexArray, IntArray]
"""Where each phase's arcs begin; of each arc the phase it leads to, the arc back, and the cents it can still take."""


def close(web: Web, phases: IndexArray) -> None:
    """Lets nothing pass through some phases any more."""
    begins, _, back, left = web
    for phase in phases:
        for arc in range(begins[phase], begins[phase + 1]):
            left[arc], left[back[arc]] = 0, 0


def still_reached(web: Web, starts: IndexArray, work: tuple[BoolArray, IndexArray]) -> int:
    """Marks the phases that more money from some phases could reach, these included; gives how many there are.

    Args:
        web: the arcs.
        starts: phases where more money stands ready.
        work: becomes true for what is reached; a list as long as there are phases.
    """
    begins, to, _, left = web
    seen, waiting = work
    last, count = 0, 0
    for phase in starts:
        seen[phase], waiting[last] = True, phase
        last += 1
    while last > 0:
        last -= 1
        count += 1
        phase = waiting[last]
        for arc in range(begins[phase], begins[phase + 1]):
            if left[arc] > 0 and not seen[to[arc]]:
                seen[to[arc]], waiting[last] = True, to[arc]
                last += 1
    return count

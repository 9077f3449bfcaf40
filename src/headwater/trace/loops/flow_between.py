"""Loops that find a largest flow from few sources, searching from both ends at once."""

from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.arcs import Flows, Groups, Labels, Open, Sides, Web, arc_at, arcs_at
from headwater.trace.loops.flow import look_back, number, send_from


def look_on(
    phase: int,
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    work: tuple[IndexArray, IndexArray, IndexArray, int],
) -> int:
    """Numbers the phases to which an arc leads from this one; gives how many are numbered by now."""
    ahead, arc, queue, last = work
    within = state[0][0]
    for place in range(arcs_at(phase, groups)):
        onward, _ = arc_at(phase, place, web, groups, state)
        if onward >= 0:
            last = number(onward, phase, within, (ahead, arc, queue, last))
    return last


def met(queue: IndexArray, first: int, last: int, labels: IndexArray) -> bool:
    """Whether one of these phases is numbered from the other side."""
    for place in range(first, last):  # noqa: SIM110 compiled code knows no generators
        if labels[queue[place]] > 0:
            return True
    return False


def start_at(phases: IndexArray, cents: IntArray, work: tuple[IndexArray, IndexArray, IndexArray, int]) -> int:
    """Numbers the phases of a side at which cents are left with 1; gives how many there are."""
    steps, arc, queue, last = work
    for phase in phases:
        if cents[phase] > 0 and steps[phase] == 0:
            steps[phase], arc[phase] = 1, 0
            queue[last] = phase
            last += 1
    return last


def label_both(
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    sides: Sides,
    work: tuple[Labels, IndexArray, IndexArray, IndexArray],
) -> tuple[int, int, int]:
    """Numbers phases from the sources on and from the target back, the side with fewer first, until they meet.

    Args:
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open, and what flows.
        sides: phases with sources, phases that pay the target, and what is left at each phase of either.
        work: labels; steps from the sources; the phases numbered from the target's and from the sources' side.

    Returns:
        how many phases were numbered from the target, how many from the sources, and 1 if they met (the labels of the
        phases numbered from the sources are then steps to the target as well), 0 if all that the sources can reach is
        numbered, 2 if all that can reach the target is.
    """
    donors, payers, (origin, target) = sides
    (steps, arc), ahead, queue, others = work
    back_last = start_at(payers, target, (steps, arc, queue, 0))
    on_last = start_at(donors, origin, (ahead, arc, others, 0))
    back_first, on_first, levels = 0, 0, 1
    both = met(others, 0, on_last, steps)
    while not both and back_first < back_last and on_first < on_last:
        levels += 1
        if on_last - on_first <= back_last - back_first:
            begin, on_first = on_first, on_last
            for place in range(begin, on_first):
                on_last = look_on(others[place], web, groups, state, (ahead, arc, others, on_last))
            both = met(others, on_first, on_last, steps)
        else:
            begin, back_first = back_first, back_last
            for place in range(begin, back_first):
                back_last = look_back(queue[place], web, groups, state, (steps, arc, queue, back_last))
            both = met(queue, back_first, back_last, ahead)
    if both:
        for place in range(on_first):
            if steps[others[place]] == 0:
                steps[others[place]] = levels + 1 - ahead[others[place]]
    return back_last, on_last, 1 if both else 0 if on_first >= on_last else 2


def largest_flow_between(
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    sides: Sides,
    work: tuple[Labels, IndexArray, IndexArray, IndexArray, IndexArray],
) -> tuple[int, int]:
    """Finds a largest flow from few sources, searching from both ends.

    Args:
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open; flows, zeros at first.
        sides: as in ``label_both``.
        work: labels and four lists as long as there are phases, zeros at first. Afterwards the first label is above
            zero for phases from which the target could be reached and the first list for those that sources
            could reach, of which one is complete.

    Returns:
        the flow in cents, and 0 if the phases that sources reach are complete, 2 if those that reach the target are.
    """
    labels, ahead, queue, others, trail = work
    total = 0
    while True:
        back, on, outcome = label_both(web, groups, state, sides, (labels, ahead, queue, others))
        if outcome != 1:
            return total, outcome
        for place in range(on):
            if ahead[others[place]] > 1:
                break
            total += send_from(others[place], web, groups, state, sides[2], (labels, trail))
        for place in range(back):
            labels[0][queue[place]] = 0
        for place in range(on):
            labels[0][others[place]] = 0
            ahead[others[place]] = 0

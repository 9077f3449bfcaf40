"""A loop over the phases of accounts: what money can reach in time."""

from headwater.trace.ledger import BoolArray, IndexArray, IntArray


def reached_onward(
    web: tuple[IndexArray, IntArray],
    leaving: tuple[IndexArray, IndexArray],
    closed: tuple[BoolArray, BoolArray],
    starts: IndexArray,
    work: tuple[BoolArray, IndexArray],
) -> None:
    """Marks the phases that money of some phases can reach in time, these included.

    Args:
        web: the phase that each transfer reaches, and what each phase carries on.
        leaving: the transfers by the phase that they leave.
        closed: phases that money may pass, and transfers that end its way.
        starts: phases where it starts.
        work: becomes true for what is reached; a list as long as there are phases.
    """
    head, carry = web
    begins, order = leaving
    within, counted = closed
    seen, waiting = work
    last = 0
    for phase in starts:
        if within[phase] and not seen[phase]:
            seen[phase] = True
            waiting[last] = phase
            last += 1
    while last > 0:
        last -= 1
        phase = waiting[last]
        if carry[phase] > 0 and within[phase + 1] and not seen[phase + 1]:
            seen[phase + 1] = True
            waiting[last] = phase + 1
            last += 1
        for place in range(begins[phase], begins[phase + 1]):
            onward = head[order[place]]
            if onward >= 0 and within[onward] and not seen[onward] and not counted[order[place]]:
                seen[onward] = True
                waiting[last] = onward
                last += 1

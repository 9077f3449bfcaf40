"""Loops that find a largest flow over the phases of accounts, by shortest ways first (Dinic 1970)."""

from headwater.trace.ledger import BoolArray, IndexArray, IntArray
from headwater.trace.loops.arcs import (
    Ends,
    Flows,
    Groups,
    Labels,
    Open,
    Web,
    arc_at,
    arcs_at,
    pure_inflow,
    send,
)


def label(
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    ends: Ends,
    work: tuple[Labels, IndexArray, IndexArray, IntArray],
    given: tuple[IndexArray, IntArray, int],
) -> tuple[int, int]:
    """Numbers phases by their steps to the target, back from what pays it, until ``slack`` steps behind a source.

    Args:
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open, and what flows.
        ends: sources (-1 where not yet known) and what can still be paid to the target.
        work: labels to fill; the phases numbered, in order; those of them that are sources; what could start at each
            phase looked at (-1: not looked at).
        given: phases that pay the target, the inflow for ``pure_inflow``, and the slack.

    Returns:
        how many phases were numbered, and how many of them are sources.
    """
    starts, inflow, slack = given
    (steps, arc), queue, sources, inflows = work
    origin, target = ends
    last = 0
    for phase in starts:
        if target[phase] > 0 and steps[phase] == 0:
            steps[phase], arc[phase] = 1, 0
            queue[last] = phase
            last += 1
    first, found, farthest = 0, 0, len(steps) + 1
    while first < last:
        phase = queue[first]
        first += 1
        if steps[phase] > farthest:
            break
        if origin[phase] < 0:
            origin[phase] = pure_inflow(phase, web, groups, state, inflow)
            inflows[phase] = origin[phase]
        if origin[phase] > 0:
            sources[found] = phase
            found += 1
            farthest = min(farthest, steps[phase] + slack)
        last = look_back(phase, web, groups, state, (steps, arc, queue, last))
    return last, found


def look_back(
    phase: int,
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    work: tuple[IndexArray, IndexArray, IndexArray, int],
) -> int:
    """Numbers the phases from which an arc leads to this one; gives how many are numbered by now."""
    tail, head, entity, carry, cents = web
    out_begins, out_order, in_begins, in_order = groups
    (within, counted), (moved, carried) = state
    steps, arc, queue, last = work
    if phase > 0 and entity[phase - 1] == entity[phase] and carry[phase - 1] > carried[phase - 1]:
        last = number(phase - 1, phase, within, (steps, arc, queue, last))
    if carried[phase] > 0:
        last = number(phase + 1, phase, within, (steps, arc, queue, last))
    for place in range(in_begins[phase], in_begins[phase + 1]):
        transfer = in_order[place]
        if tail[transfer] >= 0 and cents[transfer] > moved[transfer] and not counted[transfer]:
            last = number(tail[transfer], phase, within, (steps, arc, queue, last))
    for place in range(out_begins[phase], out_begins[phase + 1]):
        transfer = out_order[place]
        if head[transfer] >= 0 and moved[transfer] > 0 and not counted[transfer]:
            last = number(head[transfer], phase, within, (steps, arc, queue, last))
    return last


def number(phase: int, behind: int, within: BoolArray, work: tuple[IndexArray, IndexArray, IndexArray, int]) -> int:
    """Numbers one phase, a step farther than the one behind it, unless it is numbered or closed."""
    steps, arc, queue, last = work
    if not within[phase] or steps[phase] > 0:
        return last
    steps[phase], arc[phase] = steps[behind] + 1, 0
    queue[last] = phase
    return last + 1


def send_from(
    source: int, web: Web, groups: Groups, state: tuple[Open, Flows], ends: Ends, work: tuple[Labels, IndexArray]
) -> int:
    """Sends what a source has along the numbered phases, as far as they let it; gives the cents that arrive."""
    (steps, arc), trail = work
    origin, target = ends
    sent = 0
    trail[0] = source
    depth = 0
    while origin[source] > 0:
        phase = trail[depth]
        if steps[phase] == 1 and target[phase] > 0:
            amount = narrowest(trail, depth, web, groups, (state, arc, min(origin[source], target[phase])))
            for place in range(depth):
                send(trail[place], arc[trail[place]], amount, groups, state[1])
            origin[source] -= amount
            target[phase] -= amount
            sent += amount
            depth = 0
            continue
        onward = next_phase(phase, web, groups, state, (steps, arc))
        if onward >= 0:
            depth += 1
            trail[depth] = onward
        elif depth == 0:
            break
        else:
            depth -= 1
            arc[trail[depth]] += 1
    return sent


def next_phase(phase: int, web: Web, groups: Groups, state: tuple[Open, Flows], labels: Labels) -> int:
    """The next phase nearer to the target that an arc still leads to; -1 if there is none any more."""
    steps, arc = labels
    count = arcs_at(phase, groups)
    while arc[phase] < count:
        onward, _ = arc_at(phase, arc[phase], web, groups, state)
        if onward >= 0 and steps[onward] > 0 and steps[onward] + 1 == steps[phase]:
            return onward
        arc[phase] += 1
    return -1


def narrowest(
    trail: IndexArray, depth: int, web: Web, groups: Groups, given: tuple[tuple[Open, Flows], IndexArray, int]
) -> int:
    """The most that all arcs of a trail can still take, in cents."""
    state, arc, most = given
    for place in range(depth):
        _, left = arc_at(trail[place], arc[trail[place]], web, groups, state)
        most = min(most, left)
    return most


def largest_flow(
    web: Web,
    groups: Groups,
    state: tuple[Open, Flows],
    ends: Ends,
    work: tuple[Labels, IndexArray, IndexArray, IndexArray, IntArray],
    given: tuple[IndexArray, IntArray, int],
) -> tuple[int, int]:
    """Finds a largest flow; what flows, and what is left at both ends, stand in ``state`` and ``ends`` afterwards.

    Args:
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open; flows, zeros at first.
        ends: what may start at each phase (-1: to be found by ``pure_inflow``) and what it may pay to the target.
        work: labels and three lists as long as there are phases, zeros at first; labels stay as the last search left
            them: phases numbered then are those from which the target could still be reached.
        given: as in ``label``.

    Returns:
        the flow in cents, and how many searches it took.
    """
    labels, queue, sources, trail, inflows = work
    total, rounds, slack = 0, 0, given[2]
    while True:
        count, found = label(web, groups, state, ends, (labels, queue, sources, inflows), (given[0], given[1], slack))
        rounds += 1
        if found == 0:
            return total, rounds
        for place in range(found):
            total += send_from(sources[place], web, groups, state, ends, (labels, trail))
        for place in range(count):
            labels[0][queue[place]] = 0

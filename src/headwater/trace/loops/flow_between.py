"""Loops that find a largest flow from few sources: first ways that wait, then trees grown from both ends at once.

The first ways already carry nearly all (see ``first_ways``). What is left is found by two trees that grow until they
meet; each way found is taken, and the trees are mended instead of being grown anew (Boykov and Kolmogorov 2004).
"""

from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.arcs import Ends, Flows, Groups, Open, Sides, Web, arc_of, arcs_at, put, room
from headwater.trace.loops.trees import (
    FREE,
    FROM,
    LOOKED,
    ROOT,
    TO,
    Front,
    Trees,
    adopt_orphans,
    enlist,
    make_orphan,
    next_to_look_at,
    other_end,
)


def start_at(phases: IndexArray, cents: IntArray, side: int, trees: Trees, front: Front) -> None:
    """Makes the phases of a side at which cents are left the roots of its tree."""
    for phase in phases:
        if cents[phase] > 0 and trees[0][phase] == FREE:
            trees[0][phase], trees[1][phase] = side, ROOT
            enlist(phase, side, trees, front)


def send_between(
    web: Web, state: tuple[Open, Flows], ends: Ends, trees: Trees, front: Front, met: tuple[int, int, int]
) -> int:
    """Sends what the ways to both roots can take over the arc between two trees; gives the cents that arrive.

    ``met`` is the phase of the sources' tree, the one of the target's tree, and the arc between them.
    """
    flows = state[1]
    parent = trees[1]
    first, last, between = met
    amount = room(first, last, between, web, flows)
    for side, begin in ((FROM, first), (TO, last)):
        phase = begin
        while parent[phase] != ROOT:
            arc = parent[phase] - 2
            onward = other_end(phase, arc, web)
            left = room(onward, phase, arc, web, flows) if side == FROM else room(phase, onward, arc, web, flows)
            amount = min(amount, left)
            phase = onward
        amount = min(amount, ends[side - 1][phase])
    put(first, between, amount, web, flows)
    for side, begin in ((FROM, first), (TO, last)):
        phase = begin
        while parent[phase] != ROOT:
            arc = parent[phase] - 2
            onward = other_end(phase, arc, web)
            put(onward if side == FROM else phase, arc, amount, web, flows)
            left = room(onward, phase, arc, web, flows) if side == FROM else room(phase, onward, arc, web, flows)
            if left == 0:
                make_orphan(phase, trees, front)
            phase = onward
        ends[side - 1][phase] -= amount
        if ends[side - 1][phase] == 0:
            make_orphan(phase, trees, front)
    return int(amount)


def scan(
    phase: int, side: int, web: Web, groups: Groups, state: tuple[Open, Flows], given: tuple[Ends, Trees, Front]
) -> int:
    """Lets a phase take into its tree what it leads to; gives the cents sent where it meets the other tree."""
    ends, trees, front = given
    tree, parent, seen, _, _, _ = trees
    flows = state[1]
    place, sent = 0, 0
    while place < arcs_at(phase, groups) and tree[phase] == side:
        onward, arc = arc_of(phase, place, web, groups, state[0])
        if onward >= 0 and tree[onward] != side:
            left = room(phase, onward, arc, web, flows) if side == FROM else room(onward, phase, arc, web, flows)
            if left > 0 and tree[onward] == FREE:
                tree[onward], parent[onward] = side, arc + 2
                seen[onward] = 0
                enlist(onward, side, trees, front)
            elif left > 0:
                met = (phase, onward, arc) if side == FROM else (onward, phase, arc)
                sent += send_between(web, state, ends, trees, front, met)
                adopt_orphans(web, groups, state, trees, front)
                continue
        place += 1
    return sent


def largest_flow_between(
    web: Web, groups: Groups, state: tuple[Open, Flows], sides: Sides, given: tuple[Trees, Front], most: int
) -> tuple[int, int]:
    """Finds a largest flow from few sources, searching from both ends.

    Args:
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open; what flows already.
        sides: phases with sources, phases that pay the target, and what is left at each phase of either.
        given: trees and front, zeros at first; afterwards the first of the trees is FROM for phases that sources could
            reach and TO for those from which the target could be reached, of which one is complete.
        most: how many arcs the search may look at.

    Returns:
        the flow in cents, and FROM or TO: the side that is complete; FREE if the search was given up.
    """
    donors, payers, ends = sides
    trees, front = given
    total = 0
    start_at(donors, ends[0], FROM, trees, front)
    start_at(payers, ends[1], TO, trees, front)
    looked = [0, 0]
    while looked[0] + looked[1] + front[LOOKED] < most:
        side = FROM if looked[0] <= looked[1] else TO
        phase = next_to_look_at(side, trees, front)
        if phase < 0:
            return int(total), side
        looked[side - 1] += arcs_at(phase, groups)
        total += scan(phase, side, web, groups, state, (ends, trees, front))
    return int(total), FREE

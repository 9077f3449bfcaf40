"""The arcs of the flow graph over the phases of accounts.

The arcs are not written out: they are the transfers and balances of the expanded ledger, and what flows on each is kept
beside it. A phase's arcs are numbered: 0 the balance carried on, 1 what was carried to it, taken back; then the
transfers that leave it, and last those that reach it, taken back.
"""

from headwater.trace.ledger import BoolArray, IndexArray, IntArray

Web = tuple[IndexArray, IndexArray, IndexArray, IntArray, IntArray]
"""Tail and head of each transfer, each phase's entity, what each phase carries on, cents of each transfer."""

Groups = tuple[IndexArray, IndexArray, IndexArray, IndexArray]
"""Where the transfers that leave a phase begin, and these; the same for those that reach it."""

Open = tuple[BoolArray, BoolArray]
"""Phases that money may pass; transfers that count as reaching the target, which end a way."""

Flows = tuple[IntArray, IntArray]
"""Cents on each transfer and on each balance carried on."""

Ends = tuple[IntArray, IntArray]
"""Cents that may still start at each phase, and those that it may still pay to the target."""

Sides = tuple[IndexArray, IndexArray, Ends]
"""Phases with sources, phases that pay the target, and what is left there."""

Labels = tuple[IndexArray, IndexArray]
"""Steps from each phase to the target (0: not known), and its next arc to try."""


def arc_at(phase: int, place: int, web: Web, groups: Groups, state: tuple[Open, Flows]) -> tuple[int, int]:
    """Where an arc of a phase leads (-1: nowhere) and what it can still take, in cents."""
    tail, head, entity, carry, cents = web
    out_begins, out_order, in_begins, in_order = groups
    (within, counted), (moved, carried) = state
    onward = -1
    left = 0
    transfer = -1
    if place == 0:
        left = carry[phase] - carried[phase]
        onward = phase + 1
    elif place == 1:
        if phase > 0 and entity[phase - 1] == entity[phase]:
            left = carried[phase - 1]
            onward = phase - 1
    elif place - 2 < out_begins[phase + 1] - out_begins[phase]:
        transfer = out_order[out_begins[phase] + place - 2]
        onward = head[transfer]
        left = cents[transfer] - moved[transfer]
    else:
        transfer = in_order[in_begins[phase] + place - 2 - (out_begins[phase + 1] - out_begins[phase])]
        onward = tail[transfer]
        left = moved[transfer]
    if left <= 0 or onward < 0 or not within[onward] or (transfer >= 0 and counted[transfer]):
        return -1, 0
    return onward, left


def arc_of(phase: int, place: int, web: Web, groups: Groups, given: Open) -> tuple[int, int]:
    """Where an arc of a phase leads (-1: nowhere that is open) and its number, the same from both of its ends.

    A balance carried on has its phase's number, a transfer its own behind all phases.
    """
    tail, head, entity, carry, _ = web
    out_begins, out_order, in_begins, in_order = groups
    within, counted = given
    onward = -1
    arc = -1
    if place == 0:
        if carry[phase] > 0:
            onward, arc = phase + 1, phase
    elif place == 1:
        if phase > 0 and entity[phase - 1] == entity[phase] and carry[phase - 1] > 0:
            onward, arc = phase - 1, phase - 1
    else:
        leaving = out_begins[phase + 1] - out_begins[phase]
        if place - 2 < leaving:
            transfer = out_order[out_begins[phase] + place - 2]
            onward = head[transfer]
        else:
            transfer = in_order[in_begins[phase] + place - 2 - leaving]
            onward = tail[transfer]
        arc = len(carry) + transfer
        if counted[transfer]:
            onward = -1
    if onward < 0 or not within[onward]:
        return -1, -1
    return onward, arc


def room(phase: int, onward: int, arc: int, web: Web, flows: Flows) -> int:
    """What an arc can still take from one of its phases to the other, in cents."""
    moved, carried = flows
    if arc < len(carried):
        return int(web[3][arc] - carried[arc] if phase < onward else carried[arc])
    transfer = arc - len(carried)
    return int(web[4][transfer] - moved[transfer] if web[0][transfer] == phase else moved[transfer])


def put(phase: int, arc: int, amount: int, web: Web, flows: Flows) -> None:
    """Puts an amount on an arc, leaving a phase."""
    moved, carried = flows
    if arc < len(carried):
        carried[arc] += amount if arc == phase else -amount
    else:
        transfer = arc - len(carried)
        moved[transfer] += amount if web[0][transfer] == phase else -amount


def arcs_at(phase: int, groups: Groups) -> int:
    """How many arcs a phase has."""
    out_begins, _, in_begins, _ = groups
    return int(2 + out_begins[phase + 1] - out_begins[phase] + in_begins[phase + 1] - in_begins[phase])


def send(phase: int, place: int, amount: int, groups: Groups, flows: Flows) -> None:
    """Puts an amount on an arc."""
    out_begins, out_order, in_begins, in_order = groups
    moved, carried = flows
    leaving = out_begins[phase + 1] - out_begins[phase]
    if place == 0:
        carried[phase] += amount
    elif place == 1:
        carried[phase - 1] -= amount
    elif place - 2 < leaving:
        moved[out_order[out_begins[phase] + place - 2]] += amount
    else:
        moved[in_order[in_begins[phase] + place - 2 - leaving]] -= amount


def pure_inflow(phase: int, web: Web, groups: Groups, state: tuple[Open, Flows], incoming: IntArray) -> int:
    """What reaches a phase and cannot hold a cent of the donor set: all but what comes from phases it can pass.

    Args:
        phase: the phase.
        web: the expanded ledger.
        groups: its transfers by phase.
        state: what is open.
        incoming: all that reaches each phase, less what the donor set pays it.
    """
    tail, _, entity, carry, cents = web
    _, _, in_begins, in_order = groups
    (within, counted), _ = state
    left = incoming[phase]
    if phase > 0 and entity[phase - 1] == entity[phase] and within[phase - 1]:
        left -= carry[phase - 1]
    for place in range(in_begins[phase], in_begins[phase + 1]):
        transfer = in_order[place]
        if tail[transfer] >= 0 and within[tail[transfer]] and not counted[transfer]:
            left -= cents[transfer]
    return int(left)

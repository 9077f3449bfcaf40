"""Two trees of ways, from sources and back from the target, and how they are mended when an arc is full.

After Boykov and Kolmogorov (2004). A phase whose way to its root is cut is an orphan: it hangs itself and all behind it
to any neighbour that still has a way to a root, or is set free. Trees are not kept shortest: on ledgers of a million
payments keeping them so took a hundred times as long.
"""

from headwater.trace.ledger import IndexArray
from headwater.trace.loops.arcs import Flows, Groups, Open, Web, arc_of, arcs_at, room

FREE, FROM, TO = 0, 1, 2
ORPHAN, ROOT = 0, 1

Trees = tuple[
    IndexArray, IndexArray, IndexArray, IndexArray, tuple[IndexArray, IndexArray], tuple[IndexArray, IndexArray]
]
"""Of each phase its tree; its parent (ORPHAN, ROOT, or its arc's number and 2); in which mending a way to its root was
last seen (below 0: seen cut off); the next orphan; the next phase to be looked at and whether it waits, by side."""

Front = IndexArray
"""The number of mendings; by side (FROM, TO) at places 1 and 2 the first phase to be looked at and 1, at 3 and 4 the
last; at 5 and 6 the first and the last orphan and 1. 0 stands for none. At 7 the arcs that mending has looked at."""

FRONT = 8
FIRST_ORPHAN, LAST_ORPHAN, LOOKED = 5, 6, 7


def enlist(phase: int, side: int, trees: Trees, front: Front) -> None:
    """Puts a phase among those of its tree that are to be looked at, unless it is waiting there."""
    following, waits = trees[4][side - 1], trees[5][side - 1]
    if waits[phase] == 1:
        return
    waits[phase], following[phase] = 1, 0
    if front[side] == 0:
        front[side] = phase + 1
    else:
        following[front[side + 2] - 1] = phase + 1
    front[side + 2] = phase + 1


def next_to_look_at(side: int, trees: Trees, front: Front) -> int:
    """Takes the first phase of a side that is to be looked at and still in its tree; -1 if there is none."""
    following, waits = trees[4][side - 1], trees[5][side - 1]
    while front[side] > 0:
        phase = front[side] - 1
        front[side] = following[phase]
        waits[phase] = 0
        if trees[0][phase] == side:
            return int(phase)
    return -1


def other_end(phase: int, arc: int, web: Web) -> int:
    """The phase on the other side of an arc."""
    count = len(web[3])
    if arc < count:
        return arc + 1 if arc == phase else arc
    tail, head = web[0][arc - count], web[1][arc - count]
    return int(head if tail == phase else tail)


def make_orphan(phase: int, trees: Trees, front: Front) -> None:
    """Takes a phase's parent away and puts it behind the other orphans."""
    trees[1][phase] = ORPHAN
    trees[3][phase] = 0
    if front[FIRST_ORPHAN] == 0:
        front[FIRST_ORPHAN] = phase + 1
    else:
        trees[3][front[LAST_ORPHAN] - 1] = phase + 1
    front[LAST_ORPHAN] = phase + 1


def adopt_orphans(web: Web, groups: Groups, state: tuple[Open, Flows], trees: Trees, front: Front) -> None:
    """Finds every orphan another parent or sets it free."""
    front[0] += 1
    while front[FIRST_ORPHAN] > 0:
        phase = front[FIRST_ORPHAN] - 1
        front[FIRST_ORPHAN] = trees[3][phase]
        if not adopted(phase, web, groups, state, (trees, front)):
            set_free(phase, web, groups, state, (trees, front))


def adopted(phase: int, web: Web, groups: Groups, state: tuple[Open, Flows], given: tuple[Trees, Front]) -> bool:
    """Hangs an orphan to a neighbour with a way to a root, if any has one."""
    trees, front = given
    tree, parent, seen, _, _, _ = trees
    side, flows = tree[phase], state[1]
    front[LOOKED] += arcs_at(phase, groups)
    for place in range(arcs_at(phase, groups)):
        onward, arc = arc_of(phase, place, web, groups, state[0])
        if onward < 0 or tree[onward] != side or parent[onward] == ORPHAN:
            continue
        left = room(onward, phase, arc, web, flows) if side == FROM else room(phase, onward, arc, web, flows)
        if left > 0 and leads_to_root(onward, web, trees, front[0]):
            parent[phase], seen[phase] = arc + 2, front[0]
            return True
    return False


def leads_to_root(phase: int, web: Web, trees: Trees, now: int) -> bool:
    """Whether a phase's way leads to a root; remembered for this mending, now or minus now.

    A way cut off that an orphan mends later in the same mending stays remembered as cut: that phase may then be set
    free and grown anew, which costs a little and loses nothing.
    """
    _, parent, seen, _, _, _ = trees
    at = phase
    while parent[at] > ROOT and seen[at] != now and seen[at] != -now:
        at = other_end(at, parent[at] - 2, web)
    leads = parent[at] != ORPHAN and seen[at] != -now
    found = now if leads else -now
    at = phase
    while parent[at] > ROOT and seen[at] != now and seen[at] != -now:
        seen[at] = found
        at = other_end(at, parent[at] - 2, web)
    return bool(leads)


def set_free(phase: int, web: Web, groups: Groups, state: tuple[Open, Flows], given: tuple[Trees, Front]) -> None:
    """Takes an orphan out of its tree: its children become orphans, neighbours that lead to it are looked at again."""
    trees, front = given
    tree, parent, _, _, _, _ = trees
    side, flows = tree[phase], state[1]
    tree[phase] = FREE
    for place in range(arcs_at(phase, groups)):
        onward, arc = arc_of(phase, place, web, groups, state[0])
        if onward < 0 or tree[onward] != side:
            continue
        left = room(onward, phase, arc, web, flows) if side == FROM else room(phase, onward, arc, web, flows)
        if left > 0:
            enlist(onward, side, trees, front)
        if parent[onward] == arc + 2:
            make_orphan(onward, trees, front)

"""A loop that brings most of a largest flow in one go: what stands at phases follows the first ways that are found.

Depth first, each arc tried once. Where money mixes, nearly all of it arrives so, and only a small part of the ledger is
looked at; what is left is for ``push``.
"""

from headwater.trace.ledger import IndexArray
from headwater.trace.loops.push import Ends
from headwater.trace.loops.residual import Web

ON_WAY, CLOSED = 1, 2
Walk = tuple[IndexArray, IndexArray, IndexArray]
"""Of each phase whether it is on the way or closed, and how many of its arcs were tried; the arcs of the way."""


def first_ways(web: Web, ends: Ends, starts: IndexArray, walk: Walk) -> int:
    """Sends what stands at some phases along the first ways to those that take it; gives the cents taken.

    Args:
        web: what each phase can pass on.
        ends: cents that stand at each phase, and those that each may still take.
        starts: the phases with money.
        walk: zeros, as long as there are phases.
    """
    total = 0
    for start in starts:
        if walk[0][start] == 0:
            total += follow(start, web, ends, walk)
    return int(total)


def follow(start: int, web: Web, ends: Ends, walk: Walk) -> int:
    """Sends what stands at one phase as far as ways are found; gives the cents taken."""
    (_, to, back, _), (stands, target), (mark, tried, way) = web, ends, walk
    total, depth, phase = 0, 0, start
    mark[start] = ON_WAY
    while stands[start] > 0:
        if target[phase] > 0:
            amount, cut = send_along(depth, web, way, min(stands[start], target[phase]))
            stands[start] -= amount
            target[phase] -= amount
            total += amount
            while depth > cut:
                depth -= 1
                mark[to[way[depth]]] = 0
                phase = to[back[way[depth]]]
            continue
        arc = next_open(phase, web, (mark, tried))
        if arc >= 0:
            way[depth], phase = arc, to[arc]
            mark[phase] = ON_WAY
            depth += 1
            continue
        mark[phase] = CLOSED
        if depth == 0:
            break
        depth -= 1
        phase = to[back[way[depth]]]
        tried[phase] += 1
    while depth > 0:
        mark[phase] = 0
        depth -= 1
        phase = to[back[way[depth]]]
    if mark[start] == ON_WAY:
        mark[start] = 0
    return int(total)


def next_open(phase: int, web: Web, given: tuple[IndexArray, IndexArray]) -> int:
    """The next arc of a phase that leads on, -1 if there is none any more."""
    begins, to, _, left = web
    mark, tried = given
    while begins[phase] + tried[phase] < begins[phase + 1]:
        arc = begins[phase] + tried[phase]
        if left[arc] > 0 and mark[to[arc]] == 0:
            return int(arc)
        tried[phase] += 1
    return -1


def send_along(depth: int, web: Web, way: IndexArray, most: int) -> tuple[int, int]:
    """Sends along a way what its arcs can take, at most so much; gives it and the place of the first arc now full."""
    _, _, back, left = web
    amount = most
    for place in range(depth):
        amount = min(amount, left[way[place]])
    cut = depth
    for behind in range(depth):
        place = depth - 1 - behind
        left[way[place]] -= amount
        left[back[way[place]]] += amount
        if left[way[place]] == 0:
            cut = place
    return amount, cut

"""Loops that bring payments of one day into an order: circles taken off, then hop by hop."""

from headwater.trace.ledger import IndexArray, IntArray

Groups = tuple[IndexArray, IndexArray]


def cancel_circles(
    tail: IndexArray,
    head: IndexArray,
    left: IntArray,
    leaving: Groups,
    work: tuple[IndexArray, IndexArray, IndexArray, IndexArray],
) -> None:
    """Takes sums that go round in a circle off the arcs, following them in order.

    Args:
        tail: the node that each arc leaves.
        head: the node that it reaches.
        left: its amount; becomes what is left of it.
        leaving: the arcs by tail, in the order in which they are followed.
        work: of each node its next arc (where its arcs begin), zeros of each node, and two lists as long.
    """
    begins, order = leaving
    following, state, nodes, trail = work
    for arc in range(len(tail)):
        if state[tail[arc]] != 0:
            continue
        depth = 0
        nodes[0], state[tail[arc]] = tail[arc], 1
        while depth >= 0:
            node = nodes[depth]
            chosen = open_arc(node, head, left, (begins, order), (following, state))
            if chosen < 0:
                state[node] = 2
                depth -= 1
                continue
            trail[depth] = chosen
            if state[head[chosen]] == 1:
                depth = cut_circle(depth, head[chosen], left, (nodes, trail, state))
            else:
                depth += 1
                nodes[depth], state[head[chosen]] = head[chosen], 1


def open_arc(node: int, head: IndexArray, left: IntArray, leaving: Groups, work: tuple[IndexArray, IndexArray]) -> int:
    """The next arc of a node with something on it that leads to a node not done with; -1 if there is none."""
    begins, order = leaving
    following, state = work
    while following[node] < begins[node + 1]:
        arc = order[following[node]]
        if left[arc] > 0 and state[head[arc]] != 2:
            return int(arc)
        following[node] += 1
    return -1


def cut_circle(depth: int, back_to: int, left: IntArray, work: tuple[IndexArray, IndexArray, IndexArray]) -> int:
    """Takes the least of a circle off its arcs; gives the place of the node where it closes."""
    nodes, trail, state = work
    place = depth
    while nodes[place] != back_to:
        state[nodes[place]] = 0
        place -= 1
    least = left[trail[place]]
    for index in range(place, depth + 1):
        least = min(least, left[trail[index]])
    for index in range(place, depth + 1):
        left[trail[index]] -= least
    return place


def hops(
    tail: IndexArray, head: IndexArray, left: IntArray, leaving: Groups, work: tuple[IndexArray, IndexArray, IndexArray]
) -> None:
    """The most hops that lead to each node over arcs with something on them; no circle may be left.

    ``work`` holds zeros of each node twice (the second becomes its hops) and a list as long.
    """
    waits, level, ready = work
    for arc in range(len(tail)):
        if left[arc] > 0:
            waits[head[arc]] += 1
    last = 0
    for node in range(len(waits)):
        if waits[node] == 0:
            ready[last] = node
            last += 1
    first = 0
    while first < last:
        last = hop_on(ready[first], head, left, leaving, (waits, level, ready, last))
        first += 1


def hop_on(
    node: int,
    head: IndexArray,
    left: IntArray,
    leaving: Groups,
    work: tuple[IndexArray, IndexArray, IndexArray, int],
) -> int:
    """Tells the nodes behind a node how many hops lead to them; gives how many nodes are ready by now."""
    begins, order = leaving
    waits, level, ready, last = work
    for place in range(begins[node], begins[node + 1]):
        arc = order[place]
        if left[arc] <= 0:
            continue
        after = head[arc]
        level[after] = max(level[after], level[node] + 1)
        waits[after] -= 1
        if waits[after] == 0:
            ready[last] = after
            last += 1
    return last

"""Where the nodes and bands of a flow picture stand: columns in the order of payment, heights in dollars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from headwater.publish.pictures.flow import Flow, FlowBand

Node = tuple[str, int]
Step = tuple[Node, Node, int]
SWEEPS, PASSING, PASSING_GAP = 8, "\0", 14.0


@dataclass(frozen=True, slots=True)
class Box:
    """A node's bar in pixels, its column, and the cents that pass it."""

    node: Node
    column: int
    x: float
    y: float
    height: float
    cents: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band in pixels: its upper edge from left to right, two points a curve, and its thickness.

    ``sure`` of the thickness is certain.
    """

    band: FlowBand
    edge: tuple[tuple[float, float], ...]
    thickness: float
    sure: float


@dataclass(frozen=True, slots=True)
class Space:
    """The room for a drawing in pixels: the left edges of the first and last column, the top, the height, the gap."""

    left: float
    right: float
    top: float
    height: float
    gap: float
    bar: float


def columns_of(flow: Flow) -> dict[Node, int]:
    """Each node's column: one after the latest of those that pay it; donors stand first, targets last."""
    onward: dict[Node, list[Node]] = defaultdict(list)
    waits: dict[Node, int] = defaultdict(int)
    for band in flow.bands:
        onward[band.tail].append(band.head)
        waits[band.head] += 1
    nodes = list(dict.fromkeys(node for band in flow.bands for node in (band.tail, band.head)))
    column = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waits[node]]
    while ready:
        node = ready.pop()
        for head in onward[node]:
            column[head] = max(column[head], column[node] + 1)
            waits[head] -= 1
            if not waits[head]:
                ready.append(head)
    last = max(column.values(), default=0)
    return {node: at if node in onward else last for node, at in column.items()}


def laid_out(flow: Flow, space: Space) -> tuple[list[Box], list[Ribbon]]:
    """Boxes and ribbons of a flow.

    All heights share one scale, cents a pixel: the column that needs the most room fills the height. A band that passes
    columns has a place of its own in each, so that no name stands on it.
    """
    column = columns_of(flow)
    routes = [_route(at, band, column) for at, band in enumerate(flow.bands)]
    steps = [
        (tail, head, band.cents)
        for band, route in zip(flow.bands, routes, strict=True)
        for tail, head in pairwise(route)
    ]
    place = column | {node: node[1] for route in routes for node in route[1:-1]}
    cents = _cents(steps)
    order = _ordered(steps, place)
    scale = min(
        (space.height - sum(_gap(node, space) for node in nodes)) / max(1, sum(cents[node] for node in nodes))
        for nodes in order.values()
    )
    step = (space.right - space.left) / max(1, *order)
    boxes: dict[Node, Box] = {}
    for at, nodes in order.items():
        used = sum(cents[node] * scale + _gap(node, space) for node in nodes)
        y = space.top + (space.height - used) / 2
        for node in nodes:
            y += _gap(node, space)
            boxes[node] = Box(node, at, space.left + at * step, y, max(1.0, cents[node] * scale), cents[node])
            y += cents[node] * scale
    return [boxes[node] for node in column], _ribbons(flow, routes, boxes, (scale, space.bar))


def _gap(node: Node, space: Space) -> float:
    return space.gap if not node[0].startswith(PASSING) else PASSING_GAP


def _route(at: int, band: FlowBand, column: Mapping[Node, int]) -> list[Node]:
    """The places of a band: its ends, and one in each column that it passes."""
    between = range(column[band.tail] + 1, column[band.head])
    return [band.tail, *((f"{PASSING}{at}", one) for one in between), band.head]


def _cents(steps: Sequence[Step]) -> dict[Node, int]:
    coming: dict[Node, int] = defaultdict(int)
    going: dict[Node, int] = defaultdict(int)
    for tail, head, cents in steps:
        coming[head] += cents
        going[tail] += cents
    return {node: max(coming[node], going[node]) for node in {**coming, **going}}


def _ordered(steps: Sequence[Step], column: Mapping[Node, int]) -> dict[int, list[Node]]:
    """The nodes of each column from top to bottom: by first day, then moved towards those they pay and are paid by."""
    order: dict[int, list[Node]] = defaultdict(list)
    for node, at in column.items():
        order[at].append(node)
    near: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
    for tail, head, cents in steps:
        near[tail].append((head, cents))
        near[head].append((tail, cents))
    for sweep in range(SWEEPS):
        place = {node: (at + 0.5) / len(nodes) for nodes in order.values() for at, node in enumerate(nodes)}
        for at in sorted(order, reverse=sweep % 2 == 1):
            middle = {node: round(_middle(near[node], place), 9) for node in order[at]}
            order[at] = sorted(order[at], key=middle.__getitem__)
            place |= {node: (rank + 0.5) / len(order[at]) for rank, node in enumerate(order[at])}
    return dict(sorted(order.items()))


def _middle(near: Sequence[tuple[Node, int]], place: Mapping[Node, float]) -> float:
    return sum(place[node] * cents for node, cents in near) / sum(cents for _, cents in near)


def _ribbons(
    flow: Flow, routes: Sequence[Sequence[Node]], boxes: Mapping[Node, Box], drawn: tuple[float, float]
) -> list[Ribbon]:
    scale, bar = drawn
    leaving = {node: box.y for node, box in boxes.items()}
    coming = dict(leaving)
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    known = range(len(routes))
    for at in sorted(known, key=lambda one: (boxes[routes[one][1]].y, one)):
        starts[at] = leaving[routes[at][0]]
        leaving[routes[at][0]] += flow.bands[at].cents * scale
    for at in sorted(known, key=lambda one: (boxes[routes[one][-2]].y, one)):
        ends[at] = coming[routes[at][-1]]
        coming[routes[at][-1]] += flow.bands[at].cents * scale
    found = []
    for at, band in enumerate(flow.bands):
        route = [boxes[node] for node in routes[at]]
        edge = [(route[0].x + bar, starts[at])]
        for box in route[1:-1]:
            edge += [(box.x, box.y), (box.x + bar, box.y)]
        edge.append((route[-1].x, ends[at]))
        found.append(Ribbon(band, tuple(edge), max(1.0, band.cents * scale), band.low_cents * scale))
    return found

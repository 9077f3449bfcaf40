"""Loops that follow a flow without circles from where it starts to where it ends, sum by sum."""

from headwater.trace.ledger import IndexArray, IntArray

Arcs = tuple[IndexArray, IntArray, IndexArray]
"""The node that each arc reaches, its cents, and what it is noted as."""

Groups = tuple[IndexArray, IndexArray]
"""The arcs that leave each node."""

Queues = tuple[IndexArray, IndexArray]
"""The first and the last lot that stands at each node, -1 for none."""

Lots = tuple[IntArray, IndexArray, IndexArray, IndexArray]
"""Cents of each lot, the lot that it is a part of, what the arc between both is noted as, and the lot behind it."""


def in_order(head: IndexArray, leaving: Groups, work: tuple[IndexArray, IndexArray, IndexArray], ready: int) -> int:
    """Puts nodes in an order in which each stands behind all that lead to it; gives how many there are.

    Args:
        head: the node that each arc reaches.
        leaving: the arcs that leave each node.
        work: arcs that lead to each node, zeros; a stack, the first nodes on it; becomes the order.
        ready: how many nodes stand on the stack.
    """
    begins, arcs = leaving
    waits, stack, order = work
    for arc in range(len(head)):
        waits[head[arc]] += 1
    count = 0
    while ready > 0:
        ready -= 1
        node = stack[ready]
        order[count] = node
        count += 1
        for place in range(begins[node], begins[node + 1]):
            onward = head[arcs[place]]
            waits[onward] -= 1
            if waits[onward] == 0 and begins[onward] < begins[onward + 1]:
                stack[ready] = onward
                ready += 1
    return count


def follow(order: IndexArray, arcs: Arcs, leaving: Groups, queues: Queues, lots: Lots) -> int:
    """Sends what each arc holds along it, from each node what came first; the first node makes what it sends.

    Args:
        order: the nodes, as ``in_order`` puts them, the one where all starts first.
        arcs: all of them.
        leaving: those that leave each node.
        queues: -1 everywhere.
        lots: room for lots.

    Returns:
        how many lots there are, -1 if there is no room for all.
    """
    begins, listed = leaving
    made = 0
    for place in range(len(order)):
        node = order[place]
        for at in range(begins[node], begins[node + 1]):
            made = send(node, place == 0, (made, listed[at]), (arcs, queues, lots))
            if made < 0:
                return -1
    return made


def send(node: int, starts: bool, given: tuple[int, int], at: tuple[Arcs, Queues, Lots]) -> int:
    """Sends what an arc holds along it, as lots behind those made; gives how many are made then, -1 without room."""
    made, arc = given
    (_, cents, _), _, lots = at
    left = cents[arc]
    while left > 0:
        if made == len(lots[0]):
            return -1
        left -= pass_on(node, starts, left, (made, arc), at)
        made += 1
    return made


def pass_on(node: int, starts: bool, most: int, given: tuple[int, int], at: tuple[Arcs, Queues, Lots]) -> int:
    """Makes a lot of the next at a node, at most so large, and puts it where an arc leads; gives its cents."""
    lot, arc = given
    (head, _, noted), (first, last), (amount, parent, note, behind) = at
    source = -1 if starts else first[node]
    taken = most
    if source >= 0:
        taken = min(most, amount[source])
        amount[source] -= taken
        if amount[source] == 0:
            first[node] = behind[source]
    amount[lot], parent[lot], note[lot], behind[lot] = taken, source, noted[arc], -1
    onward = head[arc]
    if first[onward] < 0:
        first[onward] = lot
    else:
        behind[last[onward]] = lot
    last[onward] = lot
    return int(taken)


def along(first: int, lots: Lots, skipped: int, trails: tuple[IndexArray, IntArray, IndexArray]) -> tuple[int, int]:
    """Writes out the way of each lot of a row, from its end back to its beginning.

    Args:
        first: the first lot of the row.
        lots: all of them.
        skipped: what is noted of arcs that are left out.
        trails: where each way begins in the notes, and its cents; the notes. Without room for any they are counted.

    Returns:
        how many ways, and how many notes.
    """
    amount, _, _, behind = lots
    begins, cents, notes = trails
    ways, count, lot = 0, 0, first
    while lot >= 0:
        if len(begins) > 0:
            begins[ways], cents[ways] = count, amount[lot]
        count = note_down(lot, lots, skipped, notes, count)
        ways += 1
        lot = behind[lot]
    return ways, count


def note_down(lot: int, lots: Lots, skipped: int, notes: IndexArray, count: int) -> int:
    """Writes the way of one lot behind the notes that there are, if there is room for any; gives how many then."""
    _, parent, note, _ = lots
    while lot >= 0:
        if note[lot] != skipped:
            if len(notes) > 0:
                notes[count] = note[lot]
            count += 1
        lot = parent[lot]
    return count

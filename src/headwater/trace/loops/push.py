"""Loops that find a largest flow from few sources: all that they have is pushed towards the target at once.

Push-relabel, first come, first served (Goldberg and Tarjan 1988; Cherkassky and Goldberg 1997): each phase knows its
least steps to the target and passes on what stands at it over arcs that lead a step nearer; where there is none, it
steps back behind its nearest neighbour. All steps are counted anew once a fifth as many arcs were looked at as there
are where the money can come to.
"""

from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.residual import Web

SLACK = 3  # steps counted beyond the farthest money, for what must go round; any number gives the same flow
PART = 5  # counting the steps anew takes about as long as what is done between; any number gives the same flow

Ends = tuple[IntArray, IntArray]
"""Cents that stand at each phase, and those that each may still take."""

Labels = tuple[IndexArray, IndexArray]
"""Steps from each phase to the target (0: not known, below: no money can come to it), and its next arc to try."""

Rows = tuple[IndexArray, IndexArray]
"""The phases with money, which wait in a ring of places; how many phases there are at each number of steps."""

Work = tuple[Labels, IndexArray, Rows]
"""Steps of each phase and its next arc to try; a list; rows."""


def settle(web: Web, ends: Ends, takers: IndexArray, work: Work) -> int:
    """Brings as much as possible of what stands at phases to those that take it; the rest stays where it got stuck.

    Args:
        web: what each phase can pass on.
        ends: cents that stand at each phase, and those that each may still take.
        takers: the phases that may take something.
        work: zeros, as long as there are phases; the number at each number of steps two longer.

    Returns:
        the cents taken.
    """
    labels, queue, rows = work
    total, ended = 0, True
    for phase in takers:
        ended = ended and ends[1][phase] == 0
    within = 0 if ended else reach(web, ends[0], (queue, labels[0]))
    while not ended:
        count, ended = number_near(web, ends, takers, (labels, queue))
        waiting = line_up(queue, count, (labels[0], ends[0]), rows)
        if waiting > 0:
            taken, tired = push_from(waiting, web, (ends, labels, (queue, count), rows), within // PART)
            total += taken
            ended = ended and not tired
        for place in range(count):
            labels[0][queue[place]] = 0
    return total


def reach(web: Web, stands: IntArray, work: tuple[IndexArray, IndexArray]) -> int:
    """Marks the phases that what stands at phases could not come to, with steps below 0; gives the others' arcs.

    What is pushed among them opens no arc that leads out of them: they stay all that there is to look at.
    """
    begins, to, _, left = web
    queue, steps = work
    count, place, arcs = 0, 0, 0
    for phase in range(len(stands)):
        steps[phase] = -1
        if stands[phase] > 0:
            queue[count], steps[phase] = phase, 0
            count += 1
    while place < count:
        phase = queue[place]
        place += 1
        arcs += begins[phase + 1] - begins[phase]
        for arc in range(begins[phase], begins[phase + 1]):
            onward = to[arc]
            if steps[onward] < 0 and left[arc] > 0:
                queue[count], steps[onward] = onward, 0
                count += 1
    return int(arcs)


def number_near(web: Web, ends: Ends, takers: IndexArray, work: tuple[Labels, IndexArray]) -> tuple[int, bool]:
    """Counts phases' least steps to one that takes money, itself 1, else 0, until ``SLACK`` behind all with money.

    Args:
        web: as in ``settle``, like all others.
        ends: what stands at phases and what they take.
        takers: the phases that may take something.
        work: steps, none above 0, and each phase's next arc; a list, which becomes the phases with steps, the nearest
            first.

    Returns:
        how many have steps, and whether none more could have.
    """
    begins, to, back, left = web
    stands, target = ends
    (steps, following), queue = work
    waiting = 0
    for phase in range(len(stands)):
        waiting += stands[phase] > 0
    first, last, farthest = 0, 0, len(stands) + 1
    for phase in takers:
        if target[phase] > 0 and steps[phase] == 0 and waiting > 0:
            steps[phase], following[phase] = 1, begins[phase]
            queue[last] = phase
            last += 1
    while first < last and steps[queue[first]] <= farthest:
        phase = queue[first]
        first += 1
        if stands[phase] > 0:
            waiting -= 1
            if waiting == 0:
                farthest = steps[phase] + SLACK
        for arc in range(begins[phase], begins[phase + 1]):
            behind = to[arc]
            if steps[behind] == 0 and left[back[arc]] > 0:
                steps[behind], following[behind] = steps[phase] + 1, begins[behind]
                queue[last] = behind
                last += 1
    return last, first == last


def line_up(queue: IndexArray, count: int, given: tuple[IndexArray, IntArray], rows: Rows) -> int:
    """Lines up the phases with money, the nearest first; gives how many there are."""
    steps, stands = given
    ring, number = rows
    waiting = 0
    for place in range(len(number)):
        number[place] = 0
    for place in range(count):
        phase = queue[place]
        number[steps[phase]] += 1
        if stands[phase] > 0:
            ring[waiting] = phase
            waiting += 1
    return waiting


def push_from(
    waiting: int, web: Web, given: tuple[Ends, Labels, tuple[IndexArray, int], Rows], patience: int
) -> tuple[int, bool]:
    """Pushes what stands at phases, in the order in which it came, until none can move or so many arcs were looked at.

    Gives the cents taken and whether the latter ended it.
    """
    ends, (steps, current), (queue, count), (ring, number) = given
    begins = web[0]
    first, total = 0, 0
    while waiting > 0 and patience >= 0:
        phase = ring[first]
        first = first + 1 if first + 1 < len(ring) else 0
        waiting -= 1
        while steps[phase] > 0 and ends[0][phase] > 0:
            taken, waiting = push_on(phase, web, (ends, (steps, current), ring), (first, waiting))
            total += taken
            if ends[0][phase] == 0:
                break
            patience -= begins[phase + 1] - begins[phase]
            level, behind = steps[phase], steps_behind(phase, web, steps)
            number[level] -= 1
            if number[level] == 0:
                cut_off(level, steps, (queue, count), number)
                behind = 0
            steps[phase], current[phase] = behind, begins[phase]
            if behind > 0:
                number[behind] += 1
    return int(total), waiting > 0


def push_on(phase: int, web: Web, given: tuple[Ends, Labels, IndexArray], row: tuple[int, int]) -> tuple[int, int]:
    """Passes on what stands at a phase over arcs a step nearer, as far as they take it.

    Args:
        phase: where the money stands.
        web: as in ``settle``.
        given: what stands at phases and what they take, their steps, and the ring of those with money.
        row: the first place of the ring that is taken, and how many are.

    Returns:
        the cents taken, and how many phases wait now.
    """
    begins, to, back, left = web
    (stands, target), (steps, current), ring = given
    first, waiting = row
    taken, standing = 0, stands[phase]
    if steps[phase] == 1:
        taken = min(standing, target[phase])
        standing -= taken
        target[phase] -= taken
    arc, last = current[phase], begins[phase + 1]
    while standing > 0 and arc < last:
        onward = to[arc]
        if left[arc] > 0 and steps[onward] > 0 and steps[onward] + 1 == steps[phase]:
            amount = min(left[arc], standing)
            left[arc] -= amount
            left[back[arc]] += amount
            standing -= amount
            if stands[onward] == 0:
                place = first + waiting
                ring[place if place < len(ring) else place - len(ring)] = onward
                waiting += 1
            stands[onward] += amount
        if standing > 0:
            arc += 1
    current[phase], stands[phase] = arc, standing
    return taken, waiting


def steps_behind(phase: int, web: Web, steps: IndexArray) -> int:
    """The least steps that a phase which takes nothing more has by its arcs, 0 if none leads on."""
    begins, to, _, left = web
    least = 0
    for arc in range(begins[phase], begins[phase + 1]):
        behind = steps[to[arc]]
        if behind > 0 and left[arc] > 0 and (least == 0 or behind < least):
            least = behind
    return int(least + 1) if least > 0 else 0


def cut_off(level: int, steps: IndexArray, listed: tuple[IndexArray, int], number: IndexArray) -> None:
    """Sets aside all phases with more steps than a level at which none is left: no way leads across it any more."""
    queue, count = listed
    if number[level + 1] == 0:  # no level between two others is ever empty
        return
    for place in range(count):
        phase = queue[place]
        if steps[phase] > level:
            number[steps[phase]] -= 1
            steps[phase] = 0

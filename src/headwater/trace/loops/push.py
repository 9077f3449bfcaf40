"""Loops that find a largest flow from few sources: all that they have is pushed towards the target at once.

Push-relabel, the farthest money first (Goldberg and Tarjan 1988; Cherkassky and Goldberg 1997): each phase knows its
least steps to the target and passes on what stands at it over arcs that lead a step nearer; where there is none, it
steps back behind its nearest neighbour. All steps are counted anew once as many arcs were looked at as there are
where the money can come to.
"""

from headwater.trace.ledger import IndexArray, IntArray
from headwater.trace.loops.residual import Web

SLACK = 3  # steps counted beyond the farthest money, for what must go round; any number gives the same flow

Ends = tuple[IntArray, IntArray]
"""Cents that stand at each phase, and those that each may still take."""

Labels = tuple[IndexArray, IndexArray]
"""Steps from each phase to the target (0: not known), and its next arc to try."""

Levels = tuple[IndexArray, IndexArray, IndexArray]
"""The first phase with money at each number of steps and 1, the next one behind each phase and 1, and how many phases
there are at each number of steps."""

Work = tuple[Labels, IndexArray, Levels, IndexArray]
"""Steps of each phase and its next arc to try; a list; levels; a mark of the phases that the money can come to."""


def settle(web: Web, ends: Ends, takers: IndexArray, work: Work) -> int:
    """Brings as much as possible of what stands at phases to those that take it; the rest stays where it got stuck.

    Args:
        web: what each phase can pass on.
        ends: cents that stand at each phase, and those that each may still take.
        takers: the phases that may take something.
        work: zeros; levels, but for the next ones, are two longer than there are phases.

    Returns:
        the cents taken.
    """
    labels, queue, levels, near = work
    total, ended = 0, True
    for phase in takers:
        ended = ended and ends[1][phase] == 0
    within = 0 if ended else reach(web, ends[0], (queue, near))
    while not ended:
        count, ended = number_near(web, ends, takers, (labels, queue, near))
        top = line_up(queue, count, (labels[0], ends[0]), levels)
        if top > 0:
            taken, tired = push_from(top, web, (ends, labels, (queue, count), levels), within)
            total += taken
            ended = ended and not tired
        for place in range(count):
            labels[0][queue[place]] = 0
    return total


def reach(web: Web, stands: IntArray, work: tuple[IndexArray, IndexArray]) -> int:
    """Marks the phases that what stands at phases could come to; gives how many arcs they have.

    What is pushed among them opens no arc that leads out of them: they stay all that there is to look at.
    """
    begins, to, _, left = web
    queue, near = work
    count, place, arcs = 0, 0, 0
    for phase in range(len(stands)):
        near[phase] = 0
        if stands[phase] > 0:
            queue[count], near[phase] = phase, 1
            count += 1
    while place < count:
        phase = queue[place]
        place += 1
        arcs += begins[phase + 1] - begins[phase]
        for arc in range(begins[phase], begins[phase + 1]):
            onward = to[arc]
            if near[onward] == 0 and left[arc] > 0:
                queue[count], near[onward] = onward, 1
                count += 1
    return int(arcs)


def number_near(
    web: Web, ends: Ends, takers: IndexArray, work: tuple[Labels, IndexArray, IndexArray]
) -> tuple[int, bool]:
    """Counts phases' least steps to one that takes money, itself 1, else 0, until ``SLACK`` behind all with money.

    Args:
        web: as in ``settle``, like all others.
        ends: what stands at phases and what they take.
        takers: the phases that may take something.
        work: steps, zeros, and each phase's next arc; becomes the phases with steps, the nearest first; the phases
            to look at.

    Returns:
        how many have steps, and whether none more could have.
    """
    begins, to, back, left = web
    stands, target = ends
    (steps, following), queue, near = work
    waiting = 0
    for phase in range(len(stands)):
        waiting += stands[phase] > 0
    first, last, farthest = 0, 0, len(stands) + 1
    for phase in takers:
        if target[phase] > 0 and near[phase] > 0 and steps[phase] == 0 and waiting > 0:
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
            if steps[behind] == 0 and near[behind] > 0 and left[back[arc]] > 0:
                steps[behind], following[behind] = steps[phase] + 1, begins[behind]
                queue[last] = behind
                last += 1
    return last, first == last


def line_up(queue: IndexArray, count: int, given: tuple[IndexArray, IntArray], levels: Levels) -> int:
    """Sorts the phases with money by their steps; gives the most steps that one of them has, 0 if there is none."""
    steps, stands = given
    first, following, number = levels
    for place in range(len(first)):
        first[place], number[place] = 0, 0
    top = 0
    for place in range(count):
        phase = queue[place]
        number[steps[phase]] += 1
        if stands[phase] > 0:
            following[phase], first[steps[phase]] = first[steps[phase]], phase + 1
            top = max(top, steps[phase])
    return int(top)


def push_from(
    top: int, web: Web, given: tuple[Ends, Labels, tuple[IndexArray, int], Levels], patience: int
) -> tuple[int, bool]:
    """Pushes what stands at phases, the farthest first, until none can move or so many arcs were looked at.

    Gives the cents taken and whether the latter ended it.
    """
    ends, (steps, current), (queue, count), levels = given
    begins = web[0]
    first, following, number = levels
    level, total = top, 0
    while level > 0 and patience >= 0:
        if first[level] == 0:
            level -= 1
            continue
        phase = first[level] - 1
        first[level] = following[phase]
        while steps[phase] == level and ends[0][phase] > 0:
            total += push_on(phase, web, (ends, (steps, current), levels))
            if ends[0][phase] == 0:
                break
            patience -= begins[phase + 1] - begins[phase]
            number[level] -= 1
            behind = steps_behind(phase, web, steps)
            if number[level] == 0:
                cut_off(level, steps, (queue, count), number)
                behind = 0
            steps[phase], current[phase] = behind, begins[phase]
            if behind > 0:
                number[behind] += 1
                level = behind
    return int(total), level > 0


def push_on(phase: int, web: Web, given: tuple[Ends, Labels, Levels]) -> int:
    """Passes on what stands at a phase over arcs a step nearer, as far as they take it; gives the cents taken."""
    begins, to, back, left = web
    (stands, target), (steps, current), (first, following, _) = given
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
                following[onward], first[steps[onward]] = first[steps[onward]], onward + 1
            stands[onward] += amount
        if standing > 0:
            arc += 1
    current[phase], stands[phase] = arc, standing
    return int(taken)


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

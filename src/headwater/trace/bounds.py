"""The least and the most of the target's money that can be the donor set's: two largest flows."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.compiled import run
from headwater.trace.expansion import Expansion
from headwater.trace.ledger import BoolArray, IndexArray, IntArray
from headwater.trace.loops.first_ways import first_ways
from headwater.trace.loops.flow import largest_flow
from headwater.trace.loops.flow_between import largest_flow_between
from headwater.trace.loops.reach import reached_onward
from headwater.trace.loops.trees import FREE, FROM, FRONT, TO
from headwater.trace.question import Question
from headwater.trace.solver import solved_flow

PATIENCE = 50  # looks at each arc after which a general solver takes over: where money mixes much, trees break often
MOST_LOOKS = 2_000_000_000  # they are counted in 32 bits
NEAR = 2  # steps behind the nearest other money up to which one search looks; measured on ledgers of 1 million payments


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """A largest flow of one colour in cents: on each transfer between accounts, carried on from each phase, started at
    each phase, and paid by each phase to the target.

    ``at_start`` and ``at_end`` mark phases that more money could still reach, and from which more could still reach
    the target; one of the two is complete, ``from_start`` says which.
    """  # noqa: D205 the sentence needs two lines

    total: int
    moved: IntArray
    carried: IntArray
    started: IntArray
    ended: IntArray
    at_start: BoolArray
    at_end: BoolArray
    from_start: bool


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Bounds in cents with the flow of donor money that reaches ``high`` and of other money that proves ``low``."""

    bounds: Bounds
    high: Flow
    low: Flow


def bounds_of(expansion: Expansion, question: Question, *, prune: bool = False) -> Solved:
    """Tight bounds on the donor set's part of the target (TRACING.md §2, docs/methods/tracing.md).

    ``high`` is the largest flow from the donor set to the target; ``low`` is the target's total less the largest
    flow that everything else can bring there.

    Args:
        expansion: the ledger in time.
        question: whose money reaches what.
        prune: leave out beforehand what donor money cannot reach in time; the searches look at little else anyway.
    """
    transfers = expansion.transfers
    hits = np.flatnonzero(question.counted)
    giver = transfers.payer[hits]
    by_donor, outside = question.donors[giver], (expansion.tail[hits] < 0) | question.targets[giver]
    via = hits[~by_donor & ~outside]
    direct = int(transfers.cents[hits[by_donor]].sum())
    plain = int(transfers.cents[hits[~by_donor & outside]].sum())
    ends = _sums(expansion, expansion.tail[via], transfers.cents[via])
    payers = np.unique(expansion.tail[via]).astype(np.int32)
    gifts = gifts_to_accounts(expansion, question)
    starts = _sums(expansion, expansion.head[gifts], transfers.cents[gifts])
    within = ~(question.donors | question.targets)[expansion.entity]
    if prune:
        within &= reached(expansion, question, within)
    high = _flow_of_few(expansion, question, within, (starts, ends, payers))
    low = _flow_of_others(expansion, question, within, (starts, ends, payers))
    total = direct + plain + int(ends.sum())
    return Solved(Bounds(total - plain - low.total, direct + high.total), high, low)


def gifts_to_accounts(expansion: Expansion, question: Question) -> IndexArray:
    """The donor set's transfers that enter accounts."""
    gifts, payee = question.gifts, expansion.transfers.payee[question.gifts]
    outside = question.donors[payee] | question.targets[payee] | question.counted[gifts]
    return gifts[~outside & (expansion.head[gifts] >= 0)]


def reached(expansion: Expansion, question: Question, within: BoolArray) -> BoolArray:
    """Mask of the phases that donor money can reach in time."""
    starts = np.unique(expansion.head[gifts_to_accounts(expansion, question)])
    seen = np.zeros(expansion.count, dtype=np.bool_)
    waiting = np.zeros(expansion.count, dtype=np.int32)
    leaving = (expansion.leaving.begins, expansion.leaving.order)
    web = (expansion.head, expansion.carry)
    run(reached_onward, web, leaving, (within, question.counted), starts, (seen, waiting))
    return seen


def _sums(expansion: Expansion, phases: IndexArray, cents: IntArray) -> IntArray:
    sums = np.zeros(expansion.count, dtype=np.int64)
    np.add.at(sums, phases, cents)
    return sums


Given = tuple[IntArray, IntArray, IndexArray]


def _flow_of_few(expansion: Expansion, question: Question, within: BoolArray, given: Given) -> Flow:
    starts, ends, payers = given
    origin, target = starts.copy(), ends.copy()
    flows, _ = _nothing(expansion, 0)
    donors = np.flatnonzero(starts).astype(np.int32)
    state = ((within, question.counted), flows)
    sides = (donors, payers, (origin, target))
    walk, trees, front = _trees(expansion)
    graph = _web(expansion), _groups(expansion), state, sides
    first = run(first_ways, *graph, walk)
    most = min(PATIENCE * (len(expansion.head) + expansion.count), MOST_LOOKS)
    rest, complete = run(largest_flow_between, *graph, (trees, front), most)
    if complete == FREE:
        moved, carried, begun, paid, reachable = solved_flow(expansion, state[0], starts, ends)
        nowhere = np.zeros(0, dtype=np.bool_)
        return Flow(int(begun.sum()), moved, carried, begun, paid, reachable, nowhere, from_start=True)
    tree = trees[0][: expansion.count]
    return Flow(first + rest, *flows, starts - origin, ends - target, tree == FROM, tree == TO, complete == FROM)


def _flow_of_others(expansion: Expansion, question: Question, within: BoolArray, given: Given) -> Flow:
    starts, ends, payers = given
    origin, target = np.full(expansion.count, -1, dtype=np.int64), ends.copy()
    flows, lists = _nothing(expansion, 4)
    work = ((lists[0], lists[1]), *lists[2:])
    state = ((within, question.counted), flows)
    near = (payers, expansion.incoming - starts, NEAR)
    found = np.full(expansion.count, -1, dtype=np.int64)
    total, _ = run(largest_flow, _web(expansion), _groups(expansion), state, (origin, target), (*work, found), near)
    started = np.where(found >= 0, found - origin, 0)
    return Flow(total, *flows, started, ends - target, np.zeros(0, dtype=np.bool_), lists[0] > 0, from_start=False)


def _web(expansion: Expansion) -> tuple[object, ...]:
    return expansion.tail, expansion.head, expansion.entity, expansion.carry, expansion.transfers.cents


def _groups(expansion: Expansion) -> tuple[IndexArray, ...]:
    leaving, arriving = expansion.leaving, expansion.arriving
    return leaving.begins, leaving.order, arriving.begins, arriving.order


def _nothing(expansion: Expansion, lists: int) -> tuple[tuple[IntArray, IntArray], list[IndexArray]]:
    flows = np.zeros(expansion.transfers.count, dtype=np.int64), np.zeros(expansion.count, dtype=np.int64)
    return flows, [np.zeros(expansion.count, dtype=np.int32) for _ in range(lists + 1)]


def _trees(expansion: Expansion) -> tuple[tuple[IndexArray, ...], tuple[Any, ...], IndexArray]:
    def zeros() -> IndexArray:
        return np.zeros(expansion.count + 1, dtype=np.int32)

    trees = zeros(), zeros(), zeros(), zeros(), (zeros(), zeros()), (zeros(), zeros())
    return (zeros(), zeros(), zeros()), trees, np.zeros(FRONT, dtype=np.int32)

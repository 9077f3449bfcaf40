"""The least and the most of the target's money that can be the donor set's: two largest flows."""

from dataclasses import dataclass

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.compiled import run
from headwater.trace.expansion import Expansion
from headwater.trace.flow import Flow
from headwater.trace.ledger import BoolArray, IndexArray, IntArray
from headwater.trace.loops.reach import reached_onward
from headwater.trace.loops.residual import close
from headwater.trace.question import Question


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Bounds in cents with the flow of donor money that reaches ``high`` and of other money that proves ``low``."""

    bounds: Bounds
    high: Flow
    low: Flow


def bounds_of(expansion: Expansion, question: Question) -> Solved:
    """Tight bounds on the donor set's part of the target (TRACING.md §2, docs/methods/tracing.md).

    ``high`` is the largest flow from the donor set to the target; ``low`` is the target's total less the largest
    flow that everything else can bring there.

    Args:
        expansion: the ledger in time.
        question: whose money reaches what.
    """
    transfers = expansion.transfers
    hits = np.flatnonzero(question.counted)
    giver = transfers.payer[hits]
    by_donor, outside = question.donors[giver], (expansion.tail[hits] < 0) | question.targets[giver]
    via = hits[~by_donor & ~outside]
    direct = int(transfers.cents[hits[by_donor]].sum())
    plain = int(transfers.cents[hits[~by_donor & outside]].sum())
    ends = _sums(expansion, expansion.tail[via], transfers.cents[via])
    gifts = gifts_to_accounts(expansion, question)
    starts = _sums(expansion, expansion.head[gifts], transfers.cents[gifts])
    room = _room(expansion, question)
    # From the side with less money: what gets stuck on the other one costs most of the time.
    high = Flow(expansion, (starts, ends), room.copy(), back=int(starts.sum()) > int(ends.sum()))
    low = Flow(expansion, (_others(expansion, question, starts), ends), room, back=True)
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


def _room(expansion: Expansion, question: Question) -> IntArray:
    """What each arc can take: nothing through the donor set's accounts, the target's, and target payments."""
    arcs = expansion.arcs
    room = arcs.room.copy()
    counted = arcs.of_move[question.counted]
    room[counted[counted >= 0]] = 0
    closed = np.flatnonzero((question.donors | question.targets)[expansion.entity]).astype(np.int32)
    run(close, (arcs.begins, arcs.to, arcs.back, room), closed)
    return room


def _others(expansion: Expansion, question: Question, starts: IntArray) -> IntArray:
    """What reaches each phase and cannot hold a cent of the donor set: all but what comes from phases it can pass."""
    closed = (question.donors | question.targets)[expansion.entity]
    moves = expansion.arcs.moves
    apart = moves[closed[expansion.tail[moves]] | question.counted[moves]]
    others = expansion.arcs.outside - starts
    np.add.at(others, expansion.head[apart], expansion.transfers.cents[apart])
    others[closed] = 0
    return others


def _sums(expansion: Expansion, phases: IndexArray, cents: IntArray) -> IntArray:
    sums = np.zeros(expansion.count, dtype=np.int64)
    np.add.at(sums, phases, cents)
    return sums

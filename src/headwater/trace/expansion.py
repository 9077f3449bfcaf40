"""The ledger expanded in time, shared by every question: accounts cut into phases, and what each carries on.

A phase is a stretch of days in which an account first only receives and then only pays; on the one day between both it
may do either. All receipts of a phase may fund all its payments, and joining its days changes no largest flow (see
docs/methods/tracing.md), so phases take the place of days.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from headwater.trace.arcs import Arcs, arcs_between
from headwater.trace.compiled import run
from headwater.trace.grouped import Grouped, grouped_by
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray, check_fits
from headwater.trace.loops.expand import least_openings, phases
from headwater.trace.placement import Placement
from headwater.trace.transfers import Transfers


@dataclass(frozen=True, eq=False)
class Expansion:
    """Phases of accounts, by account and time; cents in int64.

    ``tail`` and ``head`` are the phases that each transfer leaves and reaches, -1 where it does not. Per phase:
    ``entity`` indexes the ledger's names, ``carry`` goes on to the next phase of the account (0 behind its last one),
    ``incoming`` is all that comes in, the opening balance or what was carried included. ``opening`` has one entry for
    each name.
    ``leaving`` groups the transfers by tail.
    """

    transfers: Transfers
    placement: Placement
    tail: IndexArray
    head: IndexArray
    entity: IndexArray
    carry: IntArray
    incoming: IntArray
    opening: IntArray
    leaving: Grouped

    @property
    def count(self) -> int:
        """How many phases there are."""
        return len(self.carry)

    @cached_property
    def arcs(self) -> Arcs:
        """The arcs between the phases, made when a search first asks for them."""
        return arcs_between((self.tail, self.head), self.transfers.cents, self.carry, self.incoming)


def accounts_of(transfers: Transfers, excluded: BoolArray) -> BoolArray:
    """Mask of the names that both pay others and receive, but for those excluded."""
    pays, receives = np.zeros(len(excluded), dtype=np.bool_), np.zeros(len(excluded), dtype=np.bool_)
    moving = transfers.payer != transfers.payee
    pays[transfers.payer] = True
    receives[transfers.payee[moving]] = True
    return pays & receives & ~excluded


def expand(
    transfers: Transfers, placement: Placement, accounts: BoolArray, reported: IntArray, booked: BoolArray | None = None
) -> Expansion:
    """Expands transfers in time.

    Args:
        transfers: what moves money.
        placement: the day on which each leaves its payer and reaches its payee.
        accounts: mask of the names whose money mixes.
        reported: opening cash of each name in cents, -1 where none is known.
        booked: mask of the transfers that leave a payer although it is the payee too (spending booked to itself).

    Raises:
        CaseError: if the sums could overflow int64.
    """
    events = _Events(transfers, placement, accounts, booked)
    least = np.zeros(events.owners, dtype=np.int64)
    run(least_openings, events.grouped.order, events.grouped.begins, events.days, transfers.cents, least)
    numbers = np.flatnonzero(accounts)
    held = np.maximum(least, reported[numbers])
    check_fits([int(transfers.cents.sum()), *held.tolist()])
    opening = np.zeros(len(accounts), dtype=np.int64)
    opening[numbers] = held
    most = events.owners + int(np.count_nonzero(events.owner[0::2] >= 0))
    phase_of = np.full(2 * transfers.count, NOBODY, dtype=np.int32)
    owner, carry = np.zeros(most, dtype=np.int32), np.zeros(most, dtype=np.int64)
    incoming = np.zeros(most, dtype=np.int64)
    made = (phase_of, owner, carry, incoming)
    grouped = events.grouped
    count = run(phases, grouped.order, grouped.begins, events.days, transfers.cents, held, made)
    head, tail = phase_of[0::2].copy(), phase_of[1::2].copy()
    entity = numbers.astype(np.int32)[owner[:count]]
    return Expansion(
        transfers, placement, tail, head, entity, carry[:count].copy(), incoming[:count].copy(), opening,
        grouped_by(tail, count),
    )  # fmt: skip


def least_needs(transfers: Transfers, placement: Placement, accounts: BoolArray) -> IntArray:
    """The least opening balance of each name under a placement, in cents."""
    events = _Events(transfers, placement, accounts, None)
    least = np.zeros(events.owners, dtype=np.int64)
    run(least_openings, events.grouped.order, events.grouped.begins, events.days, transfers.cents, least)
    needs = np.zeros(len(accounts), dtype=np.int64)
    needs[np.flatnonzero(accounts)] = least
    return needs


class _Events:
    """Receipts (2k) and payments (2k + 1) of accounts, grouped by account and in each by day."""

    def __init__(
        self, transfers: Transfers, placement: Placement, accounts: BoolArray, booked: BoolArray | None
    ) -> None:
        number = np.full(len(accounts), NOBODY, dtype=np.int32)
        self.owners = int(np.count_nonzero(accounts))
        number[accounts] = np.arange(self.owners)
        idle = transfers.payer == transfers.payee
        count = transfers.count
        self.owner = np.empty(2 * count, dtype=np.int32)
        self.owner[0::2] = number[transfers.payee]
        self.owner[1::2] = number[transfers.payer]
        self.owner[0::2][idle] = NOBODY
        self.owner[1::2][idle if booked is None else idle & ~booked] = NOBODY
        self.days = np.empty(2 * count, dtype=np.int32)
        self.days[0::2], self.days[1::2] = placement.in_day, placement.out_day
        start = int(self.days.min()) if count else 0
        self.days -= start
        used = np.where(self.owner >= 0, self.days, NOBODY)
        by_day = grouped_by(used, int(self.days.max(initial=0)) + 1)
        self.grouped = grouped_by(self.owner, self.owners, by_day.order)

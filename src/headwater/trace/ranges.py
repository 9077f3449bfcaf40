"""Bounds where payments between accounts are known by ranges of days: a search over the days that they allow."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.bounds import Solved, bounds_of
from headwater.trace.expansion import Expansion, accounts_of, expand, least_needs
from headwater.trace.ledger import BoolArray, IndexArray, IntArray
from headwater.trace.placement import Box, Placement, placed_on, tied_transfers, whole_box, widest
from headwater.trace.question import Question
from headwater.trace.transfers import Transfers

EFFORT = 4_000_000  # transfers looked at in all boxes together, before the bounds are given as outer ones
MOST_BOXES = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Ranged:
    """Bounds over every placement that the opening balances allow.

    ``high`` and ``low`` are the flows of the placements found that reach farthest, with their expansions. If
    ``exact`` they reach the bounds; if not, ``bounds`` are outer ones.
    """

    bounds: Bounds
    high: tuple[Expansion, Solved]
    low: tuple[Expansion, Solved]
    exact: bool


def bounds_over_days(transfers: Transfers, question: Question, reported: IntArray) -> Ranged:
    """Bounds over every day that the ranges allow.

    Args:
        transfers: what moves money.
        question: whose money reaches what.
        reported: opening cash of each name in cents, -1 where none is known.

    Raises:
        CaseError: if the sums could overflow int64.
    """
    accounts = accounts_of(transfers, question.donors | question.targets)
    tied = tied_transfers(transfers, accounts)
    opening = _openings(transfers, tied, accounts, reported)
    booked = question.booked(transfers)

    def expanded(placement: Placement) -> Expansion | None:
        """The ledger in time, None if a placement needs more than the opening balances."""
        found = expand(transfers, placement, accounts, opening, booked)
        return found if bool((found.opening <= np.maximum(opening, 0)).all()) else None

    return _Search(transfers, question, tied, expanded).ended()


def _openings(transfers: Transfers, tied: IndexArray, accounts: BoolArray, reported: IntArray) -> IntArray:
    """The least opening balances that some placement leaves, and no less than what is reported; -1 for no account."""
    box = whole_box(transfers, tied)
    best = least_needs(transfers, widest(transfers, tied, box), accounts)
    real = [least_needs(transfers, placed_on(transfers, tied, days), accounts) for days in (box.last, box.first)]
    fits = any(np.array_equal(best, need) for need in real)
    least = best if fits else min(real, key=lambda need: int(need.sum()))
    return np.where(accounts, np.maximum(least, reported), -1)


@dataclass(eq=False)
class _Search:
    """Best first: the box whose bounds reach farthest is cut, until a placement reaches as far."""

    transfers: Transfers
    question: Question
    tied: IndexArray
    expanded: Callable[[Placement], Expansion | None]
    best_high: tuple[Expansion, Solved] | None = None
    best_low: tuple[Expansion, Solved] | None = None
    open: list[tuple[Box, Bounds]] = field(default_factory=list)

    def ended(self) -> Ranged:
        """The search's result."""
        self._look_at(whole_box(self.transfers, self.tied))
        left = min(MOST_BOXES, EFFORT // max(1, self.transfers.count))
        while (box := self._farthest()) is not None and left > 0:
            for half in box.halves(int(np.argmax(box.last - box.first))):
                self._look_at(half)
            left -= 1
        high, low = self._found()
        outer = [bounds for _, bounds in self.open]
        most = max([high[1].bounds.high, *(bounds.high for bounds in outer)])
        least = min([low[1].bounds.low, *(bounds.low for bounds in outer)])
        return Ranged(Bounds(least, most), high, low, (low[1].bounds.low, high[1].bounds.high) == (least, most))

    def _look_at(self, box: Box) -> None:
        outer = self.expanded(widest(self.transfers, self.tied, box))
        if outer is None:
            return
        solved = bounds_of(outer, self.question)
        if box.is_placed:
            self._keep(outer, solved)
            return
        self.open.append((box, solved.bounds))
        for days in (box.last, box.first):
            tried = self.expanded(placed_on(self.transfers, self.tied, days))
            if tried is not None:
                self._keep(tried, bounds_of(tried, self.question))

    def _keep(self, expansion: Expansion, solved: Solved) -> None:
        if self.best_high is None or solved.bounds.high > self.best_high[1].bounds.high:
            self.best_high = (expansion, solved)
        if self.best_low is None or solved.bounds.low < self.best_low[1].bounds.low:
            self.best_low = (expansion, solved)

    def _found(self) -> tuple[tuple[Expansion, Solved], tuple[Expansion, Solved]]:
        if self.best_high is None or self.best_low is None:  # the opening balances are those of one of these placements
            raise AssertionError("no placement fits the opening balances")
        return self.best_high, self.best_low

    def _farthest(self) -> Box | None:
        """Takes out the open box that reaches farthest beyond what placements reach; drops those that do not."""
        if self.best_high is None or self.best_low is None:
            return self.open.pop()[0] if self.open else None
        high, low = self.best_high[1].bounds.high, self.best_low[1].bounds.low
        self.open = [(box, bounds) for box, bounds in self.open if bounds.high > high or bounds.low < low]
        if not self.open:
            return None
        beyond = [max(bounds.high - high, low - bounds.low) for _, bounds in self.open]
        return self.open.pop(beyond.index(max(beyond)))[0]

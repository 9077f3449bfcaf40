"""Where payments known only by a range of days are placed (docs/methods/tracing.md, "Date ranges")."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.ledger import BoolArray, IndexArray
from headwater.trace.transfers import Transfers


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The day on which each transfer leaves its payer and reaches its payee."""

    out_day: IndexArray
    in_day: IndexArray


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A range of days for each tied transfer, first and last day."""

    first: IndexArray
    last: IndexArray

    @property
    def is_placed(self) -> bool:
        """Whether every tied transfer stands on one day."""
        return bool((self.first >= self.last).all())

    def halves(self, place: int) -> tuple["Box", "Box"]:
        """The box cut in two at the middle of one transfer's days."""
        middle = int(self.first[place] + self.last[place]) // 2
        early, late = self.last.copy(), self.first.copy()
        early[place], late[place] = middle, middle + 1
        return Box(self.first, early), Box(late, self.last)


def tied_transfers(transfers: Transfers, accounts: BoolArray) -> IndexArray:
    """The transfers whose days both sides feel: payer and payee are accounts, and one wants it late, the other early.

    All others have a best day for every question: what an account receives from outside stands on its first day, what
    it pays to outside on its last.
    """
    between = accounts[transfers.payer] & accounts[transfers.payee] & (transfers.payer != transfers.payee)
    return np.flatnonzero(between & (transfers.out_to > transfers.in_from)).astype(np.int32)


def whole_box(transfers: Transfers, tied: IndexArray) -> Box:
    """Every day that the ranges allow."""
    return Box(transfers.in_from[tied], transfers.out_to[tied])


def widest(transfers: Transfers, tied: IndexArray, box: Box) -> Placement:
    """Best days for everyone: tied transfers leave on the last and arrive on the first day of their box.

    Unless the box is placed this is no placement, but its bounds hold those of every placement in the box.
    """
    return _placed(transfers, tied, box.last, box.first)


def placed_on(transfers: Transfers, tied: IndexArray, days: IndexArray) -> Placement:
    """The placement in which tied transfers stand on these days."""
    return _placed(transfers, tied, days, days)


def on_last_days(transfers: Transfers) -> Placement:
    """Every transfer on its last day: where the rules would have it."""
    return Placement(transfers.out_to, transfers.in_to)


def _placed(transfers: Transfers, tied: IndexArray, out_days: IndexArray, in_days: IndexArray) -> Placement:
    if not len(tied):
        return Placement(transfers.out_to, transfers.in_from)
    out_day, in_day = transfers.out_to.copy(), transfers.in_from.copy()
    # Money may be under way through a conduit: it leaves no later than it can, and arrives no earlier.
    out_day[tied] = np.minimum(out_days, transfers.out_to[tied])
    in_day[tied] = np.maximum(in_days, transfers.in_from[tied])
    return Placement(out_day, in_day)

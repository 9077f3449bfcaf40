"""Transfers seen from one question: who is donor, target, account, and what each moves between them."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.expansion import accounts_of
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, IntArray
from headwater.trace.question import Question
from headwater.trace.transfers import Transfers

DONOR, OTHER = -1, -2
TARGET, AWAY = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What moves money between donor set, accounts and target; arrays of equal length.

    ``source`` is an account's number, DONOR or OTHER; ``dest`` an account's number, TARGET or AWAY. ``transfer``
    indexes the transfers, ``origin`` is the name that pays. ``accounts`` gives each account's name.
    """

    source: IndexArray
    dest: IndexArray
    transfer: IndexArray
    cents: IntArray
    origin: IndexArray
    rank: IndexArray
    accounts: IndexArray

    @property
    def direct(self) -> BoolArray:
        """Mask of the gifts from the donor set straight to the target."""
        mask: BoolArray = (self.source == DONOR) & (self.dest == TARGET)
        return mask

    def total(self, mask: BoolArray) -> int:
        """Cents of the moves in a mask."""
        return int(self.cents[mask].sum())


def moves_of(transfers: Transfers, question: Question) -> Moves:
    """What each transfer of the ledger moves, for one donor set and target.

    A payment to oneself or inside the donor set moves nothing, unless it is a target payment (spending that the
    payer booked to itself). What a target payment puts into an account has been counted: it starts anew there as
    other money.
    """
    donors, targets = question.donors, question.targets
    accounts = np.flatnonzero(accounts_of(transfers, donors | targets)).astype(np.int32)
    number = np.full(len(donors), NOBODY, dtype=np.int32)
    number[accounts] = np.arange(len(accounts))
    gives = np.where(donors, DONOR, np.where(number >= 0, number, OTHER)).astype(np.int32)
    holds = np.where(number >= 0, number, AWAY).astype(np.int32)
    payer, payee, counted = transfers.payer, transfers.payee, question.counted
    idle = (payer == payee) | (donors[payer] & donors[payee]) | (targets[payer] & targets[payee])
    kept = np.flatnonzero(counted | ~idle)
    held = holds[payee[kept]]
    anew = counted[kept] & (held >= 0) & (payer[kept] != payee[kept])
    again = kept[anew]
    return Moves(
        source=np.concatenate([gives[payer[kept]], np.full(len(again), OTHER, dtype=np.int32)]),
        dest=np.concatenate([np.where(counted[kept], np.int32(TARGET), held), held[anew]]),
        transfer=np.concatenate([kept, again]).astype(np.int32),
        cents=np.concatenate([transfers.cents[kept], transfers.cents[again]]),
        origin=np.concatenate([payer[kept], payee[again]]),
        rank=np.concatenate([transfers.rank[kept], transfers.rank[again]]),
        accounts=accounts,
    )

"""Payments seen from one question: who is donor, target, account, and what each payment moves between them."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from headwater.trace.earmarks import Legs, match_legs
from headwater.trace.ledger import NOBODY, BoolArray, IntArray, Ledger, rank_of_ids

DONOR, OTHER = -1, -2
TARGET, AWAY = -1, -2


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Whose money (``donors``) reaches what: the payments in ``target_payments``.

    ``donors`` and ``target_nodes`` are masks over the ledger's names, ``target_payments`` over its payments; None
    means every payment that ends at a target node.
    """

    ledger: Ledger
    donors: BoolArray
    target_nodes: BoolArray
    target_payments: BoolArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What moves money between donor set, accounts and target; arrays of equal length.

    ``source`` is an account's number, DONOR or OTHER; ``dest`` an account's number, TARGET or AWAY. The money
    leaves between the days ``out_from`` and ``out_to`` and arrives between ``in_from`` and ``in_to``; both are the
    same days but for earmarked money on its way through a conduit. ``first`` and ``second`` index the payments
    that prove it (-1: none), ``origin`` the node that pays. ``accounts`` gives each account's node.
    """

    source: IntArray
    dest: IntArray
    out_from: IntArray
    out_to: IntArray
    in_from: IntArray
    in_to: IntArray
    cents: IntArray
    first: IntArray
    second: IntArray
    origin: IntArray
    rank: IntArray
    accounts: IntArray

    @property
    def direct(self) -> BoolArray:
        """Mask of the gifts from the donor set straight to the target."""
        mask: BoolArray = (self.source == DONOR) & (self.dest == TARGET)
        return mask

    def total(self, mask: BoolArray) -> int:
        """Cents of the moves in a mask."""
        return int(self.cents[mask].sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Transfers:
    payer: IntArray
    payee: IntArray
    first: IntArray
    second: IntArray
    is_target: BoolArray

    def only(self, mask: BoolArray) -> Self:
        """The transfers of a mask."""
        ends = self.payer[mask], self.payee[mask]
        return type(self)(*ends, self.first[mask], self.second[mask], self.is_target[mask])


def moves_of(question: Question) -> Moves:
    """What each payment of the ledger moves, for one donor set and target.

    A payment to oneself or inside the donor set moves nothing, unless it is a target payment (spending that the
    payer booked to itself). One target node's payment to another never counts: the money had arrived before.
    """
    ledger = question.ledger
    ranks = rank_of_ids(ledger.ids)
    transfers = _transfers_of(question, match_legs(ledger, ranks))
    accounts = _accounts_of(question, transfers)
    number = np.full(len(ledger.names), NOBODY, dtype=np.int64)
    number[accounts] = np.arange(len(accounts))
    payer, payee = transfers.payer, transfers.payee
    source = np.where(question.donors[payer], DONOR, np.where(number[payer] >= 0, number[payer], OTHER))
    held = np.where(number[payee] >= 0, number[payee], AWAY)
    dest = np.where(transfers.is_target, TARGET, held)
    # What a target payment puts into an account has been counted: it starts anew there as other money.
    anew = transfers.is_target & (held >= 0) & (payer != payee)
    again = np.concatenate([np.arange(len(payer)), np.flatnonzero(anew)])
    fresh = np.arange(len(again)) >= len(payer)
    days = _days_of(ledger, transfers)
    return Moves(
        source=np.where(fresh, OTHER, source[again]),
        dest=np.where(fresh, held[again], dest[again]),
        out_from=days[0][again],
        out_to=days[1][again],
        in_from=days[2][again],
        in_to=days[3][again],
        cents=ledger.cents[transfers.first][again],
        first=transfers.first[again],
        second=transfers.second[again],
        origin=np.where(fresh, payee[again], payer[again]),
        rank=ranks[transfers.first][again],
        accounts=accounts,
    )


def _transfers_of(question: Question, legs: Legs) -> _Transfers:
    ledger = question.ledger
    payee = np.where(legs.earmarked, ledger.earmarked_for, ledger.payee)
    if question.target_payments is None:
        is_target = question.target_nodes[payee]
    else:
        chosen = question.target_payments
        is_target = chosen | np.where(legs.onward != NOBODY, chosen[legs.onward], False)
    everything = _Transfers(ledger.payer, payee, np.arange(len(payee)), legs.onward, is_target)
    payer, donors, targets = ledger.payer, question.donors, question.target_nodes
    idle = ((payer == payee) | (donors[payer] & donors[payee])) & ~is_target
    again = targets[payer] & targets[payee]
    return everything.only(~(idle | again | legs.is_onward))


def _accounts_of(question: Question, transfers: _Transfers) -> IntArray:
    count = len(question.ledger.names)
    pays, receives = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    pays[transfers.payer] = True
    receives[transfers.payee[transfers.payer != transfers.payee]] = True
    return np.flatnonzero(pays & receives & ~question.donors & ~question.target_nodes)


def _days_of(ledger: Ledger, transfers: _Transfers) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    first, second = transfers.first, transfers.second
    begins, ends = ledger.day_from[first], ledger.day_to[first]
    passed = second != NOBODY
    arrives_from = np.where(passed, np.maximum(begins, ledger.day_from[second]), begins)
    arrives_to = np.where(passed, ledger.day_to[second], ends)
    return begins, np.minimum(ends, arrives_to), arrives_from, arrives_to

"""One question about a ledger: whose money, and which transfers count as reaching the target."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from headwater.base.errors import CaseError, UnknownNameError
from headwater.trace.ledger import NOBODY, BoolArray, IndexArray, Ledger
from headwater.trace.transfers import Transfers


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Masks: ``donors`` and ``targets`` (the target's own nodes) over the names, ``counted`` over the transfers.

    ``gifts`` are the donor set's transfers, in order: one question's donors may be asked about many targets.
    """

    donors: BoolArray
    targets: BoolArray
    counted: BoolArray
    gifts: IndexArray

    def cents(self, transfers: Transfers, *, of_donors: bool | None = None) -> int:
        """The cents of all counted transfers, or of those that the donor set makes, or that others make."""
        hits = np.flatnonzero(self.counted)
        if of_donors is not None:
            hits = hits[self.donors[transfers.payer[hits]] == of_donors]
        return int(transfers.cents[hits].sum())

    def booked(self, transfers: Transfers) -> BoolArray | None:
        """Mask of spending that the payer booked to itself, None if there is none."""
        hits = np.flatnonzero(self.counted)
        own = hits[transfers.payer[hits] == transfers.payee[hits]]
        if not len(own):
            return None
        mask = np.zeros(transfers.count, dtype=np.bool_)
        mask[own] = True
        return mask


def question_of(
    ledger: Ledger,
    transfers: Transfers,
    names: tuple[Collection[str], Collection[str]],
    payment_ids: Collection[str] | None = None,
) -> Question:
    """A question in names.

    Args:
        ledger: the payments.
        transfers: what they move.
        names: of the donor set, and of the target's own nodes.
        payment_ids: the target payments; None means every payment to one of the target's nodes.

    Raises:
        UnknownNameError: if a donor or target is not in the ledger.
        CaseError: if a name is both donor and target, or a target payment is not in the ledger.
    """
    donors, targets = names
    for name in donors:
        if name in targets:
            raise CaseError(f"{name!r} is named as donor and as target; it can only be one of them")
    chosen = None if payment_ids is None else _payments(ledger, payment_ids)
    return question_between(transfers, _mask(ledger, donors), _mask(ledger, targets), chosen)


def question_between(
    transfers: Transfers, donors: BoolArray, targets: BoolArray, chosen: BoolArray | None = None
) -> Question:
    """A question in masks over the names; ``chosen`` is a mask over the payments, None for all to the targets.

    One target node's payment to another never counts: the money had arrived before.
    """
    if chosen is None:
        counted = targets[transfers.payee]
    else:
        passed = transfers.second != NOBODY
        counted = chosen[transfers.first] | (passed & chosen[transfers.second])
    if targets.any():
        counted &= ~(targets[transfers.payer] & targets[transfers.payee])
    return Question(donors, targets, counted, np.flatnonzero(donors[transfers.payer]).astype(np.int32))


def _mask(ledger: Ledger, names: Collection[str]) -> BoolArray:
    wanted = set(names)
    mask = np.fromiter((name in wanted for name in ledger.names), dtype=np.bool_, count=len(ledger.names))
    if int(mask.sum()) < len(wanted):
        raise UnknownNameError(min(wanted.difference(ledger.names)))
    return mask


def _payments(ledger: Ledger, payment_ids: Collection[str]) -> BoolArray:
    wanted = set(payment_ids)
    mask = np.fromiter((name in wanted for name in ledger.ids), dtype=np.bool_, count=len(ledger.ids))
    if int(mask.sum()) < len(wanted):
        raise CaseError(f"target payment {min(wanted.difference(ledger.ids))!r} is not in the ledger")
    return mask

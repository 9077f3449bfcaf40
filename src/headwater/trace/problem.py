"""One question made ready for every method: its moves, its time-expanded network and its order of steps."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from headwater.base.errors import CaseError, UnknownNameError
from headwater.trace.ledger import BoolArray, IntArray, Ledger
from headwater.trace.moves import Moves, Question, moves_of
from headwater.trace.network import Network, network_of
from headwater.trace.sequence import Sequence, sequence_of


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What the bounds and the rules compute from."""

    question: Question
    moves: Moves
    network: Network
    sequence: Sequence


def problem_of(
    ledger: Ledger, donors: Collection[str], targets: Collection[str], payment_ids: Collection[str] | None = None
) -> Problem:
    """A question about a ledger, made ready.

    Args:
        ledger: the payments.
        donors: names of the donor set.
        targets: names of the target's own nodes, whose money starts anew when they pay.
        payment_ids: the target payments; None means every payment to one of ``targets``.

    Raises:
        UnknownNameError: if a donor or target is not in the ledger.
        CaseError: if a name is both donor and target, a target payment is not in the ledger, or sums overflow.
    """
    for name in donors:
        if name in targets:
            raise CaseError(f"{name!r} is named as donor and as target; it can only be one of them")
    question = Question(
        ledger,
        _mask(ledger, donors),
        _mask(ledger, targets),
        None if payment_ids is None else _payment_mask(ledger, payment_ids),
    )
    moves = moves_of(question)
    network = network_of(moves, _reported(ledger, moves))
    return Problem(question, moves, network, sequence_of(moves, network))


def _mask(ledger: Ledger, names: Collection[str]) -> BoolArray:
    wanted = set(names)
    mask = np.fromiter((name in wanted for name in ledger.names), dtype=np.bool_, count=len(ledger.names))
    if int(mask.sum()) < len(wanted):
        raise UnknownNameError(min(wanted.difference(ledger.names)))
    return mask


def _payment_mask(ledger: Ledger, payment_ids: Collection[str]) -> BoolArray:
    wanted = set(payment_ids)
    mask = np.fromiter((name in wanted for name in ledger.ids), dtype=np.bool_, count=len(ledger.ids))
    if int(mask.sum()) < len(wanted):
        raise CaseError(f"target payment {min(wanted.difference(ledger.ids))!r} is not in the ledger")
    return mask


def _reported(ledger: Ledger, moves: Moves) -> IntArray:
    cents = np.full(len(ledger.names), -1, dtype=np.int64)
    for node, reported in ledger.reported:
        cents[node] = reported
    return cents[moves.accounts]

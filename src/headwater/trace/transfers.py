"""What moves money in a ledger, whoever asks: its payments, with earmarked gifts joined to what passes them on."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.earmarks import match_legs
from headwater.trace.ledger import NOBODY, IndexArray, IntArray, Ledger, rank_of_ids


@dataclass(frozen=True, slots=True, eq=False)
class Transfers:
    """Arrays of equal length, one entry for each transfer.

    ``payer`` and ``payee`` (the named one where money is earmarked) index the ledger's names. The money leaves between
    the days ``out_from`` and ``out_to`` and arrives between ``in_from`` and ``in_to``; both are the same days but
    for earmarked money on its way through a conduit. ``first`` and ``second`` index the payments that prove it (-1:
    none), ``rank`` is the place of the first one's id among all ids.
    """

    payer: IndexArray
    payee: IndexArray
    out_from: IndexArray
    out_to: IndexArray
    in_from: IndexArray
    in_to: IndexArray
    cents: IntArray
    first: IndexArray
    second: IndexArray
    rank: IndexArray

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.cents)


def transfers_of(ledger: Ledger) -> Transfers:
    """The transfers of a ledger, in the order of its payments; one that only passes a gift on is none of its own."""
    ranks = rank_of_ids(ledger.ids)
    count = len(ledger.cents)
    days = ledger.day_from, ledger.day_to
    if not (ledger.earmarked_for != NOBODY).any():
        everything = np.arange(count, dtype=np.int32)
        nothing = np.full(count, NOBODY, dtype=np.int32)
        ends = ledger.payer, ledger.payee
        return Transfers(*ends, *days, *days, ledger.cents, everything, nothing, ranks)
    legs = match_legs(ledger, ranks)
    first = np.flatnonzero(~legs.is_onward).astype(np.int32)
    second = legs.onward[first].astype(np.int32)
    begins, ends_on = (day[first] for day in days)
    passed = second != NOBODY
    arrives_from = np.where(passed, np.maximum(begins, ledger.day_from[second]), begins)
    arrives_to = np.where(passed, ledger.day_to[second], ends_on)
    return Transfers(
        payer=ledger.payer[first],
        payee=np.where(legs.earmarked[first], ledger.earmarked_for[first], ledger.payee[first]),
        out_from=begins,
        out_to=np.minimum(ends_on, arrives_to),
        in_from=arrives_from,
        in_to=arrives_to,
        cents=ledger.cents[first],
        first=first,
        second=second,
        rank=ranks[first],
    )

"""How far bounds can move when payments are lost or stand twice (docs/methods/tracing.md, "Wrong records")."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from headwater.trace.ledger import Payment


@dataclass(frozen=True, slots=True)
class Moved:
    """The most by which ``high`` and ``low`` can move, in cents, and the accounts whose balances the changes touch."""

    high_cents: int
    low_cents: int
    accounts: tuple[str, ...]


def most_moved(
    payments: Iterable[Payment], changed: Collection[str], donors: Collection[str], targets: Collection[str]
) -> Moved:
    """The theorem's bound for two ledgers, one with and one without some payments.

    Args:
        payments: all of both ledgers, on single days and without earmarks.
        changed: ids of those that stand in only one of them.
        donors: the donor set, as in the question.
        targets: the target's own nodes.
    """
    ends = set(donors) | set(targets)
    touched: dict[str, int] = defaultdict(int)
    receives: dict[str, set[int]] = defaultdict(set)
    pays: dict[str, set[int]] = defaultdict(set)
    total = reaching = 0
    for payment in payments:
        if payment.payer == payment.payee:
            continue
        receives[payment.payee].add(payment.day_from)
        pays[payment.payer].add(payment.day_from)
        if payment.id in changed:
            total += payment.cents
            reaching += payment.cents if payment.payee in targets and payment.payer not in targets else 0
            for name in {payment.payer, payment.payee} - ends:
                touched[name] += payment.cents
    carried = {name: cents * _returns(receives[name], pays[name]) for name, cents in touched.items()}
    high = total + sum(carried.values())
    return Moved(high, reaching + high + sum(touched.values()), tuple(sorted(touched)))


def _returns(receives: Collection[int], pays: Collection[int]) -> int:
    """How often an account goes back from paying to receiving: one less than its phases."""
    count, paid = 0, False
    for day in sorted({*receives, *pays}):
        if paid and day in receives:
            count, paid = count + 1, False
        paid = paid or day in pays
    return count

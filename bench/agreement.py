"""Random ledgers against a linear programme: ``python -m bench.agreement 10000`` prints how many bounds are equal.

Circles, same-day chains, shortfalls, money back to donors and from the target, ranges of days, and earmarked gifts with
and without the conduit's own payment. The programme is written from the definition of a colouring (tests/trace/oracle).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from headwater.base.money import Bounds
from headwater.trace.answer import Answer, answer
from headwater.trace.ledger import Payment, ledger_of
from tests.trace import oracle
from tests.trace.ledgers import Row, payments_of, random_rows, seeded

DONORS, TARGETS = ("D1", "D2"), ("T",)
RULES = ("fifo", "lifo", "pro_rata")
MOST_PLACEMENTS = 40


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many ledgers were asked, how many bounds are equal, and in how many fifo, lifo and pro_rata lie inside."""

    ledgers: int
    equal: int
    inside: int


def agreement(seeds: Sequence[int]) -> Agreement:
    """Asks one ledger a seed: in turns one of single days, one with ranges, one with earmarks."""
    equal = inside = 0
    for seed in seeds:
        rows = random_rows(seeded(seed), longest_range=2 if seed % 3 == 1 else 0)
        ways = oracle.placements(rows) if _ways(rows) <= MOST_PLACEMENTS else []
        if not ways:
            rows = [(row[0], row[0], *row[2:]) for row in rows]
            ways = oracle.placements(rows)
        payments = payments_of(rows)
        if seed % 3 == 2:
            payments = _earmarked(payments, seeded(seed))
        found = answer(ledger_of(payments), DONORS, TARGETS)
        equal += found.bounds == _expected(ways, found)
        inside += all(found.bounds.holds(found.rules[name]) for name in RULES)
    return Agreement(len(seeds), equal, inside)


def _ways(rows: Sequence[Row]) -> int:
    count = 1
    for row in rows:
        count *= row[1] - row[0] + 1
    return count


def _earmarked(payments: Sequence[Payment], draw: Random) -> list[Payment]:
    """The same gifts, some made through a conduit that holds nothing and may list what it passes on that day."""
    made: list[Payment] = []
    for payment in payments:
        if draw.random() > 0.3 or payment.payer == payment.payee:
            made.append(payment)
            continue
        # A conduit of its own, so that no onward payment can belong to another gift.
        conduit = f"Conduit of {payment.id}"
        made.append(replace(payment, payee=conduit, earmarked_for=payment.payee))
        if draw.random() < 0.5:
            made.append(replace(payment, id=f"{payment.id} on", payer=conduit))
    return made


def _expected(ways: Sequence[list[oracle.Paid]], found: Answer) -> Bounds | None:
    opening = dict(found.opening_balances)
    ends = []
    for paid in ways:
        needed = oracle.openings_of(paid, DONORS, TARGETS)
        if all(cents <= opening.get(name, 0) for name, cents in needed.items()):
            ends.append(oracle.bounds(paid, DONORS, TARGETS, {name: opening.get(name, 0) for name in needed}))
    return Bounds(min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


if __name__ == "__main__":
    asked = agreement(range(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
    print(f"{asked.equal:,} of {asked.ledgers:,} bounds equal to the cent; {asked.inside:,} with all rules inside")
    sys.exit(0 if asked.equal == asked.inside == asked.ledgers else 1)

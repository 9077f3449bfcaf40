"""What others compute, after their published formulas; each is our own writing of it, in exact fractions.

- **time-blind share**: an account's money is the donor's in the proportion of all its receipts, whatever their dates;
  what hand analyses and most tools do. Circles are solved as the linear system that they are.
- **recursion of a fixed depth**: the same proportion, followed back so many steps and no further.
- **recursion, one half at a circle**: followed back to the end; an account met again on the way counts as one half.
- **recursion, each account once**: followed back to the end; an account met a second time, by whichever route, counts
  as nothing: a donor reached by a second route is dropped.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

from headwater.trace.ledger import Payment

Receipts = Mapping[str, Mapping[str, int]]
Share = Callable[[Receipts, frozenset[str], str], Fraction]
HALF, NOTHING, ALL = Fraction(1, 2), Fraction(0), Fraction(1)
_SWEEPS = 200


def asked(payments: Sequence[Payment], donors: Collection[str], targets: Collection[str], share: Share) -> int:
    """Cents of all payments to the targets that are the donors' by one formula, to the nearest cent."""
    receipts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for payment in payments:
        receipts[payment.earmarked_for or payment.payee][payment.payer] += payment.cents
    known = frozenset(donors)
    total = NOTHING
    for target in targets:
        for payer, cents in receipts.get(target, {}).items():
            total += cents * (ALL if payer in known else share(receipts, known, payer))
    return int(total + HALF)


def time_blind(receipts: Receipts, donors: frozenset[str], account: str) -> Fraction:
    """The donors' share of all receipts, circles solved by going round until they change nothing that counts."""
    reach, waiting = {account}, [account]
    while waiting:
        for payer in receipts.get(waiting.pop(), {}):
            if payer not in reach and payer not in donors:
                reach.add(payer)
                waiting.append(payer)
    mixing = sorted(one for one in reach if one in receipts)
    shares = dict.fromkeys(mixing, NOTHING)
    for _ in range(_SWEEPS):
        before = dict(shares)
        for one in mixing:
            found = _proportion(receipts[one], donors, lambda payer: shares.get(payer, NOTHING))
            shares[one] = found.limit_denominator(10**15)
        if before == shares:
            break
    return shares.get(account, NOTHING)


def of_depth(depth: int) -> Share:
    """The recursion that goes back so many steps: what lies further is nobody's."""

    def share(receipts: Receipts, donors: frozenset[str], account: str) -> Fraction:
        return _back(receipts, donors, account, depth)

    return share


def half_at_a_circle(receipts: Receipts, donors: frozenset[str], account: str) -> Fraction:
    """The recursion that calls an account one half when it meets it again on its way back."""

    def share(one: str, way: frozenset[str]) -> Fraction:
        if one in way:
            return HALF
        return _proportion(receipts.get(one, {}), donors, lambda payer: share(payer, way | {one}))

    return share(account, frozenset())


def each_account_once(receipts: Receipts, donors: frozenset[str], account: str) -> Fraction:
    """The recursion with one list of everyone seen: who is met by a second route counts as nothing, donors too."""
    seen: set[str] = set()

    def share(one: str) -> Fraction:
        if one in seen:
            return NOTHING
        seen.add(one)
        given = receipts.get(one, {})
        total = sum(given.values())
        if one in donors or not total:
            return ALL if one in donors else NOTHING
        return sum((Fraction(cents, total) * share(payer) for payer, cents in given.items()), NOTHING)

    return share(account)


def _back(receipts: Receipts, donors: frozenset[str], account: str, depth: int) -> Fraction:
    if depth == 0:
        return NOTHING
    return _proportion(receipts.get(account, {}), donors, lambda payer: _back(receipts, donors, payer, depth - 1))


def _proportion(given: Mapping[str, int], donors: frozenset[str], share: Callable[[str], Fraction]) -> Fraction:
    total = sum(given.values())
    if not total:
        return NOTHING
    return sum(
        (Fraction(cents, total) * (ALL if payer in donors else share(payer)) for payer, cents in given.items()), NOTHING
    )


OTHERS: tuple[tuple[str, Share], ...] = (
    ("time-blind share", time_blind),
    ("recursion of depth 3", of_depth(3)),
    ("recursion, one half at a circle", half_at_a_circle),
    ("recursion, each account once", each_account_once),
)
"""Each formula with its name, in the order in which they are shown."""

"""Which entries of a committee's list are independent expenditures and which are contributions it made.

A page lists "ies": names, amounts and positions of form 460's schedule D, which holds both. Its categories of
expenditure state the sum of each. Only where the entries can be split in exactly one way that gives both sums is
the kind of each known.
"""

from collections.abc import Sequence

INDEPENDENT, CONTRIBUTION = "independent_expenditure", "contribution_made"
# Beyond this many different sums no attempt is made; the entries stay unclassified.
_MOST_SUMS = 50_000


def settle(amounts: Sequence[int], independent: int, contributed: int) -> tuple[str, ...] | None:
    """The kind of each entry, or nothing where the sums do not settle it.

    Args:
        amounts: the entries' amounts, cents.
        independent: the category of independent expenditures, cents; 0 if the page has no such category.
        contributed: the category of contributions, cents; 0 if the page has no such category.
    """
    if not amounts or sum(amounts) != independent + contributed:
        return None
    if not independent or not contributed:
        return (INDEPENDENT if independent else CONTRIBUTION,) * len(amounts)
    chosen = _only_subset(amounts, independent)
    if chosen is None:
        return None
    return tuple(INDEPENDENT if chosen >> at & 1 else CONTRIBUTION for at in range(len(amounts)))


def _only_subset(amounts: Sequence[int], target: int) -> int | None:
    """The one subset with this sum, as bits; nothing if there is none, or more than one."""
    # Sums beyond the target lead back to it only where a negative amount is still to come.
    most = target - sum(amount for amount in amounts if amount < 0)
    ways: dict[int, tuple[int, int]] = {0: (1, 0)}
    for at, amount in enumerate(amounts):
        more = dict(ways)
        for so_far, (count, bits) in ways.items():
            if so_far + amount > most:
                continue
            known, old = more.get(so_far + amount, (0, 0))
            more[so_far + amount] = (min(2, known + count), old if known else bits | 1 << at)
        if len(more) > _MOST_SUMS:
            return None
        ways = more
    count, bits = ways.get(target, (0, 0))
    return bits if count == 1 else None

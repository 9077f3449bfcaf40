"""The rule `owner`: all that an account spent on the target, when a linking rule calls the account the donor set's own.

What the 2022 report that the first case examines does. It counts other people's money in the account too, so it may
exceed ``high``; and several donors' totals by it may hold the same dollars and may not be added.
"""

from collections.abc import Collection

import numpy as np

from headwater.base.errors import UnknownNameError
from headwater.trace.problem import Problem


def owner(problem: Problem, backed: Collection[str]) -> int:
    """Cents of the target's payments that the donor set or one of the backed accounts made.

    Args:
        problem: the question.
        backed: names of the accounts that a linking rule gives to the donor set.

    Raises:
        UnknownNameError: if a name is not in the ledger.
    """
    names = problem.book.ledger.names
    if missing := set(backed).difference(names):
        raise UnknownNameError(min(missing))
    given = set(backed)
    counts = np.fromiter((name in given for name in names), dtype=np.bool_, count=len(names))
    counts |= problem.question.donors
    transfers = problem.book.transfers
    hits = np.flatnonzero(problem.question.counted)
    return int(transfers.cents[hits[counts[transfers.payer[hits]]]].sum())

"""The rule `poison`: all of any payment downstream of one cent of the donor set. A reach, not a share."""

import numpy as np

from headwater.trace.bounds import reached
from headwater.trace.problem import Problem


def poison(problem: Problem) -> int:
    """Cents of all target payments that can hold one cent of the donor set; sums over donors exceed the total."""
    question, expansion = problem.question, problem.expansion
    transfers = expansion.transfers
    within = ~(question.donors | question.targets)[expansion.entity]
    seen = reached(expansion, question, within)
    hits = np.flatnonzero(question.counted & (expansion.tail >= 0))
    tainted = hits[seen[expansion.tail[hits]]]
    return question.cents(transfers, of_donors=True) + int(transfers.cents[tainted].sum())

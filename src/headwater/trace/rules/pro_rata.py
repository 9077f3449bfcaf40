"""The rule `pro_rata`: each payment takes of every origin in proportion to the balance at that moment."""

from dataclasses import dataclass

import numpy as np

from headwater.trace.ledger import IntArray
from headwater.trace.moves import DONOR
from headwater.trace.problem import Problem
from headwater.trace.shares import in_whole_cents, parts_of, sums_of, swept_back


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where money starts: ``kind`` donor, payer (``number`` is its name's) or opening (an account's number)."""

    kind: str
    number: int


DONOR_SET = Origin("donor", 0)


def pro_rata(problem: Problem) -> int:
    """Cents of the target that are the donor set's, in proportion at every payment ("rolling charge", haircut)."""
    numbers, cents = _by_number(problem)
    return int(cents[numbers == 0].sum())


def pro_rata_by_origin(problem: Problem) -> dict[Origin, int]:
    """Cents of the target by origin; they sum to the target's total.

    One sweep backwards serves every origin. Each one's exact part is rounded down or up to a whole cent, the cents
    left over going to the largest remainders, ties to the origin whose first payment has the lower id. A part lies
    between whole-cent bounds, so rounding either way leaves it there.
    """
    names = len(problem.question.donors)
    return {_origin(int(number), names): int(part) for number, part in zip(*_by_number(problem), strict=True)}


def _by_number(problem: Problem) -> tuple[IntArray, IntArray]:
    """Origins by number, and the cents of each: 0 the donor set, then every name, then every account's balance."""
    steps, names = problem.sequence, len(problem.question.donors)
    shares = swept_back(steps, parts_of(steps))
    accounts = np.flatnonzero(steps.opening > 0)
    paying = np.where(steps.source == DONOR, 0, np.where(steps.source < 0, steps.origin + 1, -1))
    opens = (names + 1 + accounts).astype(np.int32)
    origin = np.concatenate([paying.astype(np.int32), opens])
    cents = np.concatenate([steps.cents, steps.opening[accounts]])
    joined = tuple(np.concatenate([s, o[accounts]]) for s, o in zip(shares.steps, shares.opening, strict=True))
    sums = sums_of(origin, cents, (joined[0], joined[1]), names + 1 + len(steps.opening))
    behind = int(steps.rank.max(initial=0)) + 1
    first = np.full(len(sums[0]), np.iinfo(np.int64).max)
    outside = np.flatnonzero(steps.source < 0)
    np.minimum.at(first, origin[outside], steps.rank[outside])
    first[opens] = behind + accounts
    used = np.unique(origin[origin >= 0])
    total = problem.question.cents(problem.book.transfers)
    return used, in_whole_cents((sums[0][used], sums[1][used]), total, first[used].tolist())


def _origin(number: int, names: int) -> Origin:
    if number == 0:
        return DONOR_SET
    return Origin("payer", number - 1) if number <= names else Origin("opening", number - names - 1)

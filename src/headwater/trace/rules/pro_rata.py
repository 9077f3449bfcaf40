"""The rule `pro_rata`: each payment takes of every origin in proportion to the balance at that moment."""

from collections import defaultdict
from dataclasses import dataclass

from headwater.trace.moves import AWAY, DONOR, TARGET
from headwater.trace.problem import Problem

# Shares are kept to 128 binary places: over 2**40 steps and 2**62 cents the error stays below 2**-26 cents.
ONE = 1 << 128


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where money starts: ``kind`` donor, payer (``number`` is its node) or opening (an account's number)."""

    kind: str
    number: int


DONOR_SET = Origin("donor", 0)


def pro_rata(problem: Problem) -> int:
    """Cents of the target that are the donor set's, in proportion at every payment ("rolling charge", haircut)."""
    return pro_rata_by_origin(problem).get(DONOR_SET, 0)


def pro_rata_by_origin(problem: Problem) -> dict[Origin, int]:
    """Cents of the target by origin; they sum to the target's total.

    Each origin's exact part is rounded down or up to a whole cent, the cents left over going to the largest
    remainders, ties to the origin whose first payment has the lower id. A part lies between whole-cent bounds, so
    rounding either way leaves it there.
    """
    parts, first_rank = _exact_parts(problem)
    cents = {origin: part // ONE for origin, part in parts.items()}
    total = problem.moves.total(problem.moves.dest == TARGET)
    left = total - sum(cents.values())
    order = sorted(parts, key=lambda origin: (-(parts[origin] % ONE), first_rank[origin], origin))
    for origin in order[:left]:
        cents[origin] += 1
    return cents


def _exact_parts(problem: Problem) -> tuple[dict[Origin, int], dict[Origin, int]]:
    """Per origin: its cents in units of 1/ONE, and the rank of its first payment.

    One sweep backwards: ``share`` holds what part of a cent that an account has at that moment reaches the target.
    """
    steps = problem.sequence
    held = _held_before(problem)
    share = [0] * len(steps.opening)
    parts: dict[Origin, int] = defaultdict(int)
    first: dict[Origin, int] = {}
    rows = zip(
        steps.source.tolist(), steps.dest.tolist(), steps.cents.tolist(), steps.origin.tolist(),
        steps.rank.tolist(), held, strict=True,
    )  # fmt: skip
    for source, dest, cents, node, rank, balance in reversed(list(rows)):
        reaches = ONE if dest == TARGET else 0 if dest == AWAY else share[dest]
        if source >= 0:
            share[source] = (cents * reaches + (balance - cents) * share[source]) // balance
        else:
            origin = DONOR_SET if source == DONOR else Origin("payer", node)
            parts[origin] += cents * reaches
            first[origin] = min(rank, first.get(origin, rank))
    behind = max(first.values(), default=0) + 1
    for account, cents in enumerate(steps.opening.tolist()):
        if cents:
            parts[Origin("opening", account)] = cents * share[account]
            first[Origin("opening", account)] = behind + account
    return parts, first


def _held_before(problem: Problem) -> list[int]:
    steps = problem.sequence
    balance = steps.opening.tolist()
    held = []
    for source, dest, cents in zip(steps.source.tolist(), steps.dest.tolist(), steps.cents.tolist(), strict=True):
        held.append(balance[source] if source >= 0 else 0)
        if source >= 0:
            balance[source] -= cents
        if dest >= 0:
            balance[dest] += cents
    return held

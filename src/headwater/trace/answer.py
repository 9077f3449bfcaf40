"""The answer to one question: what must have, what may have, and what by each rule did reach the target."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from headwater.base.money import Bounds
from headwater.trace.bounds import bounds_of
from headwater.trace.ledger import Ledger
from headwater.trace.moves import DONOR, TARGET
from headwater.trace.problem import Problem, problem_of
from headwater.trace.rules import RULES
from headwater.trace.rules.direct import direct
from headwater.trace.witness import Path, paths_of

SCHEMA = "headwater.trace/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """All amounts in cents. ``exact`` is False where date ranges make the bounds wider than they may be."""

    donors: tuple[str, ...]
    targets: tuple[str, ...]
    target_total_cents: int
    donor_supply_cents: int
    direct_cents: int
    bounds: Bounds
    rules: Mapping[str, int]
    opening_balances: tuple[tuple[str, int], ...]
    paths: tuple[Path, ...]
    exact: bool

    def to_json(self) -> dict[str, object]:
        """The object that ``headwater trace --json`` prints."""
        return {
            "schema": SCHEMA,
            "donors": list(self.donors),
            "targets": list(self.targets),
            "target_total_cents": self.target_total_cents,
            "donor_supply_cents": self.donor_supply_cents,
            "direct_cents": self.direct_cents,
            "low_cents": self.bounds.low,
            "high_cents": self.bounds.high,
            "rules": dict(self.rules),
            "opening_balances": [{"account": name, "cents": cents} for name, cents in self.opening_balances],
            "paths": [{"cents": path.cents, "payments": list(path.payments)} for path in self.paths],
        }


def answer(
    ledger: Ledger, donors: Sequence[str], targets: Sequence[str], payment_ids: Collection[str] | None = None
) -> Answer:
    """Trace a donor set's money to a target.

    Args:
        ledger: the payments.
        donors: names of the donor set.
        targets: names of the target's own nodes.
        payment_ids: the target payments; None means every payment to one of ``targets``.

    Raises:
        UnknownNameError: if a donor or target is not in the ledger.
        CaseError: if a name is both donor and target, a target payment is unknown, or sums overflow int64.
    """
    problem = problem_of(ledger, donors, targets, payment_ids)
    moves = problem.moves
    solved = bounds_of(moves, problem.network)
    return Answer(
        donors=tuple(dict.fromkeys(donors)),
        targets=tuple(dict.fromkeys(targets)),
        target_total_cents=moves.total(moves.dest == TARGET),
        donor_supply_cents=moves.total(moves.source == DONOR),
        direct_cents=direct(problem),
        bounds=solved.bounds,
        rules={name: rule(problem) for name, rule in RULES},
        opening_balances=_openings(problem),
        paths=paths_of(moves, solved, ledger.ids),
        exact=problem.network.exact,
    )


def _openings(problem: Problem) -> tuple[tuple[str, int], ...]:
    opening, names = problem.network.opening, problem.question.ledger.names
    return tuple(
        sorted((names[problem.moves.accounts[index]], int(opening[index])) for index in np.flatnonzero(opening))
    )

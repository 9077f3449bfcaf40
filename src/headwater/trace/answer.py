"""The answer to one question: what must have, what may have, and what by each rule did reach the target."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from headwater.base.errors import CaseError
from headwater.base.money import Bounds
from headwater.trace.ledger import Ledger
from headwater.trace.problem import Book, Problem, problem_of
from headwater.trace.rules import RULES
from headwater.trace.rules.direct import direct
from headwater.trace.rules.first_tainted import ON_REQUEST
from headwater.trace.rules.owner import owner
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
    ledger: Ledger | Book, donors: Sequence[str], targets: Sequence[str], payment_ids: Collection[str] | None = None
) -> Answer:
    """Trace a donor set's money to a target.

    Args:
        ledger: the payments, or a book of them that serves many questions.
        donors: names of the donor set.
        targets: names of the target's own nodes.
        payment_ids: the target payments; None means every payment to one of ``targets``.

    Raises:
        UnknownNameError: if a donor or target is not in the ledger.
        CaseError: if a name is both donor and target, a target payment is unknown, or sums overflow int64.
    """
    return answer_to(problem_of(ledger, donors, targets, payment_ids), donors, targets)


def answer_to(
    problem: Problem, donors: Sequence[str], targets: Sequence[str], beside: Executor | None = None
) -> Answer:
    """The answer to a question that is made ready; args as in ``answer``.

    Args:
        problem: the question.
        donors: names of the donor set.
        targets: names of the target's own nodes.
        beside: computes the rules while this thread finds bounds and paths; None for one after the other.
    """
    question, book = problem.question, problem.book
    transfers = book.transfers
    if problem.expansion is book.shared:
        book.shared.arcs  # noqa: B018 made before both threads ask for it
    ruled = beside.submit(_ruled, problem) if beside else None
    ranged = problem.ranged
    reaching, solved = ranged.high
    supplies = question.gifts[~question.donors[transfers.payee[question.gifts]] | question.counted[question.gifts]]
    return Answer(
        donors=tuple(dict.fromkeys(donors)),
        targets=tuple(dict.fromkeys(targets)),
        target_total_cents=question.cents(transfers),
        donor_supply_cents=int(transfers.cents[supplies].sum()),
        direct_cents=direct(problem),
        bounds=ranged.bounds,
        opening_balances=_openings(problem),
        paths=paths_of(reaching, question, solved.high, book.ledger.ids),
        rules=ruled.result() if ruled else _ruled(problem),
        exact=ranged.exact,
    )


def _ruled(problem: Problem) -> dict[str, int]:
    return {name: rule(problem) for name, rule in RULES}


def with_more(found: Answer, problem: Problem, rules: Collection[str], backed: Collection[str]) -> Answer:
    """An answer with further rules behind those that every answer has.

    Args:
        found: the answer.
        problem: its question.
        rules: names from ``ON_REQUEST``.
        backed: accounts for the rule owner, which is left out if there are none.

    Raises:
        CaseError: if there is no such rule.
        UnknownNameError: if an account is not in the ledger.
    """
    known = dict(ON_REQUEST)
    if unknown := set(rules).difference(known):
        raise CaseError(f"--rule {min(unknown)!r} is not one of {', '.join(known)}")
    more = {name: rule(problem) for name, rule in ON_REQUEST if name in rules}
    if backed:
        more["owner"] = owner(problem, backed)
    return replace(found, rules={**found.rules, **more})


def _openings(problem: Problem) -> tuple[tuple[str, int], ...]:
    names, opening = problem.book.ledger.names, problem.ranged.high[0].opening
    held = np.flatnonzero((opening > 0) & ~(problem.question.donors | problem.question.targets))
    return tuple(sorted((names[index], int(opening[index])) for index in held))

"""The rules, against one bare pass over the same steps that does nothing but keep balances."""

from functools import partial

from bench.ledgers import payments_of, shape_of
from bench.row import Row, Timed, in_turns
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import Problem, problem_of
from headwater.trace.rules import RULES

SEED = 2


def against_a_bare_pass(payments: int) -> tuple[Row, ...]:
    """Each rule, the question made ready beforehand, and making the question ready."""
    shape = shape_of(payments, max(1, payments // 2_000))
    ledger = ledger_of(payments_of(shape, SEED))
    donors, targets = shape.source_names[:1], shape.campaign_names[:1]
    problem = problem_of(ledger, donors, targets)
    rows = []
    for name, rule in RULES:
        timed, _, _ = in_turns(partial(rule, problem), partial(bare_pass, problem), 3)
        rows.append(_row(f"rule {name}", timed, payments))
    timed, _, _ = in_turns(partial(problem_of, ledger, donors, targets), partial(bare_pass, problem), 3)
    return (*rows, _row("a question made ready for every rule", timed, payments))


def bare_pass(problem: Problem) -> list[int]:
    """The balances of all accounts after the last step: the least that any rule in plain Python must do."""
    steps = problem.sequence
    balance = steps.opening.tolist()
    for source, dest, cents in zip(steps.source.tolist(), steps.dest.tolist(), steps.cents.tolist(), strict=True):
        if source >= 0:
            balance[source] -= cents
        if dest >= 0:
            balance[dest] += cents
    closing: list[int] = balance
    return closing


def _row(what: str, timed: Timed, payments: int) -> Row:
    measured, against = (round(seconds * 1e9 / payments) for seconds in (timed.measured, timed.against))
    return Row(what, f"{measured:,} ns a payment", f"a bare pass, {against:,} ns a payment", timed.ratio, payments)

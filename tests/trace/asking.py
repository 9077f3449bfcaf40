"""Short ways to ask a question of rows in tests."""

from collections.abc import Collection, Sequence

from headwater.trace.answer import Answer, answer
from headwater.trace.ledger import ledger_of
from headwater.trace.problem import Problem, problem_of
from tests.trace.ledgers import Row, payments_of


def ask(rows: list[Row], donors: Sequence[str], targets: Sequence[str] = ("T",)) -> Answer:
    return answer(ledger_of(payments_of(rows)), donors, targets)


def prepare(rows: list[Row], donors: Collection[str], targets: Collection[str] = ("T",)) -> Problem:
    return problem_of(ledger_of(payments_of(rows)), donors, targets)

"""The rules by birth against hand-made cases, the published vector and a reference that moves single cents."""

from collections import defaultdict

import pytest

from headwater.trace.rules.fifo import fifo
from headwater.trace.rules.first_tainted import ON_REQUEST, first_tainted, first_tainted_newest
from headwater.trace.rules.lifo import lifo
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import VECTOR_1, Row, in_steps, random_rows, seeded


@pytest.mark.parametrize(("donor", "oldest", "newest"), [("Paul", 1000, 0), ("Michael", 0, 1000), ("Karen", 0, 0)])
def test_over_one_account_birth_is_receipt(donor: str, oldest: int, newest: int) -> None:
    # With one account between, what is born first is received first: the published fifo and lifo of X.
    problem = prepare(VECTOR_1, [donor], ["X"])
    assert (first_tainted(problem), first_tainted_newest(problem)) == (oldest, newest)


def test_over_two_hops_birth_is_not_receipt() -> None:
    # By hand: D's 10 are born before S's 10 and reach C behind them.
    rows = in_steps(("D", "A", 10), ("S", "B", 10), ("B", "C", 10), ("A", "C", 10), ("C", "T", 10))
    problem = prepare(rows, ["D"])
    assert (first_tainted(problem), first_tainted_newest(problem)) == (10, 0)
    assert (fifo(problem), lifo(problem)) == (0, 10)


@pytest.mark.parametrize("newest", [False, True])
def test_reference_cent_by_cent(newest: bool) -> None:
    for seed in range(300):
        rows = [(day, day, *row[2:]) for day, row in enumerate(random_rows(seeded(seed)), start=1)]
        found = ask(rows, ["D1", "D2"])
        problem = prepare(rows, ["D1", "D2"])
        cents = (first_tainted_newest if newest else first_tainted)(problem)
        assert cents == _reference(rows, dict(found.opening_balances), newest=newest), seed


def test_they_lie_inside_the_bounds() -> None:
    for seed in range(300):
        problem = prepare(random_rows(seeded(seed), longest_range=seed % 3), ["D1"])
        assert all(problem.ranged.bounds.holds(rule(problem)) for _, rule in ON_REQUEST), seed


def _reference(rows: list[Row], opening: dict[str, int], *, newest: bool) -> int:
    """Each cent carries the day on which its origin paid it, and whether that was a donor."""
    held: dict[str, list[tuple[int, bool]]] = defaultdict(
        list, {name: [(0, False)] * cents for name, cents in opening.items()}
    )
    moving = [row for row in rows if row[2] != row[3]]
    accounts = ({row[2] for row in moving} & {row[3] for row in moving}) - {"D1", "D2", "T"}
    reached = 0
    for day, _, payer, payee, cents in moving:
        paid = [(day, payer in ("D1", "D2"))] * cents
        if payer in accounts:
            held[payer].sort(reverse=newest)
            paid, held[payer] = held[payer][:cents], held[payer][cents:]
        if payee in accounts:
            held[payee].extend(paid)
        if payee == "T" and payer != "T":
            reached += sum(coloured for _, coloured in paid)
    return reached

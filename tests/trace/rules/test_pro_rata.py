"""The rule pro_rata against its published vectors and a reference in exact fractions."""

from collections import defaultdict
from fractions import Fraction

import pytest

from tests.trace.asking import ask
from tests.trace.ledgers import VECTOR_1, VECTOR_2, Row, random_rows, seeded


@pytest.mark.parametrize(
    ("donor", "target", "cents"),
    [
        ("Paul", "X", 500), ("Michael", "X", 500), ("Karen", "X", 0),
        ("Paul", "Y", 250), ("Michael", "Y", 250), ("Karen", "Y", 500),
    ],
)  # fmt: skip
def test_vector_1(donor: str, target: str, cents: int) -> None:
    assert ask(VECTOR_1, [donor], [target]).rules["pro_rata"] == cents


def test_vector_2() -> None:
    assert ask(VECTOR_2, ["D"], ["X"]).rules["pro_rata"] == 5092


def test_reference_in_fractions() -> None:
    for seed in range(300):
        rows = [(day, day, *row[2:]) for day, row in enumerate(random_rows(seeded(seed)), start=1)]
        found = ask(rows, ["D1", "D2"])
        exact = _reference(rows, dict(found.opening_balances))
        assert abs(found.rules["pro_rata"] - exact) < 1, seed


def test_many_small_payments_do_not_drift() -> None:
    rows: list[Row] = [(1, 1, "D", "A", 4000), (1, 1, "S", "A", 6000)]
    rows += [(day, day, "A", "T", 1) for day in range(2, 5002)]
    assert ask(rows, ["D"]).rules["pro_rata"] == 2000


def _reference(rows: list[Row], opening: dict[str, int]) -> Fraction:
    balance: dict[str, Fraction] = defaultdict(Fraction, {name: Fraction(cents) for name, cents in opening.items()})
    coloured: dict[str, Fraction] = defaultdict(Fraction)
    reached = Fraction(0)
    accounts = {row[2] for row in rows if row[2] != row[3]} & {row[3] for row in rows if row[2] != row[3]}
    accounts -= {"D1", "D2", "T"}
    for _, _, payer, payee, cents in rows:
        if payer == payee:
            continue
        part = Fraction(cents if payer.startswith("D") else 0)
        if payer in accounts:
            part = cents * coloured[payer] / balance[payer]
            coloured[payer] -= part
            balance[payer] -= cents
        if payee in accounts:
            coloured[payee] += part
            balance[payee] += cents
        if payee == "T" and payer != "T":
            reached += part
    return reached

"""The rule fifo against its published vectors and a reference that moves single cents."""

from collections import defaultdict

import pytest

from tests.trace.asking import ask
from tests.trace.ledgers import VECTOR_1, VECTOR_2, Row, random_rows, seeded


@pytest.mark.parametrize(
    ("donor", "target", "cents"),
    [
        ("Paul", "X", 1000), ("Michael", "X", 0), ("Karen", "X", 0),
        ("Paul", "Y", 0), ("Michael", "Y", 1000), ("Karen", "Y", 0),
    ],
)  # fmt: skip
def test_vector_1(donor: str, target: str, cents: int) -> None:
    assert ask(VECTOR_1, [donor], [target]).rules["fifo"] == cents


def test_vector_2() -> None:
    assert ask(VECTOR_2, ["D"], ["X"]).rules["fifo"] == 2000


def test_reference_cent_by_cent() -> None:
    for seed in range(300):
        rows = [(day, day, *row[2:]) for day, row in enumerate(random_rows(seeded(seed)), start=1)]
        found = ask(rows, ["D1", "D2"])
        assert found.rules["fifo"] == _reference(rows, dict(found.opening_balances)), seed


def _reference(rows: list[Row], opening: dict[str, int]) -> int:
    held: dict[str, list[bool]] = defaultdict(list, {name: [False] * cents for name, cents in opening.items()})
    moving = [row for row in rows if row[2] != row[3]]
    accounts = ({row[2] for row in moving} & {row[3] for row in moving}) - {"D1", "D2", "T"}
    reached = 0
    for _, _, payer, payee, cents in moving:
        paid = [payer in ("D1", "D2")] * cents
        if payer in accounts:
            paid = [held[payer].pop(0) for _ in range(cents)]
        if payee in accounts:
            held[payee].extend(paid)
        if payee == "T" and payer != "T":
            reached += sum(paid)
    return reached

"""The bounds against published vectors, a linear-programme oracle and every placement of date ranges."""

from random import Random

import pytest

from headwater.base.errors import CaseError
from headwater.base.money import Bounds
from headwater.trace.ledger import ledger_of
from tests.trace import oracle
from tests.trace.asking import ask
from tests.trace.ledgers import ONE_PERIOD, VECTOR_1, VECTOR_2, Row, in_steps, payments_of, random_rows, seeded

DONORS, TARGETS = ("D1", "D2"), ("T",)


@pytest.mark.parametrize(
    ("donor", "target", "low", "high"),
    [
        ("Paul", "X", 0, 1000), ("Michael", "X", 0, 1000), ("Karen", "X", 0, 0),
        ("Paul", "Y", 0, 1000), ("Michael", "Y", 0, 1000), ("Karen", "Y", 0, 1000),
    ],
)  # fmt: skip
def test_vector_1(donor: str, target: str, low: int, high: int) -> None:
    assert ask(VECTOR_1, [donor], [target]).bounds == Bounds(low, high)


def test_vector_2() -> None:
    assert ask(VECTOR_2, ["D"], ["X"]).bounds == Bounds(2000, 8500)


@pytest.mark.parametrize(
    ("donors", "low", "high"),
    [
        (["Tool Makers"], 7_738_282, 9_738_282),
        (["Orchard Group"], 0, 1_000_000),
        (["Orchard Group", "River Partners"], 0, 2_000_000),
        (["Tool Makers", "River Partners"], 8_738_282, 9_738_282),
        (["Tool Makers", "Orchard Group", "River Partners"], 9_738_282, 9_738_282),
    ],
)
def test_money_known_by_one_period_is_exact(donors: list[str], low: int, high: int) -> None:
    answer = ask(ONE_PERIOD, donors, ["Printers for the Race"])
    assert answer.bounds == Bounds(low, high)
    assert answer.exact
    assert answer.opening_balances == ()


def test_thousand_random_ledgers_agree_with_the_linear_programme() -> None:
    told_apart = 0
    for seed in range(1000):
        rows = random_rows(seeded(seed))
        answer = ask(rows, DONORS)
        paid = [(row[0], *row[2:]) for row in rows]
        opening = oracle.openings_of(paid, DONORS, TARGETS)
        low, high = oracle.bounds(paid, DONORS, TARGETS, opening)
        assert (answer.bounds, answer.exact) == (Bounds(low, high), True), seed
        assert dict(answer.opening_balances) == {name: cents for name, cents in opening.items() if cents}, seed
        told_apart += 0 < high < answer.target_total_cents
    assert told_apart > 200


def test_ranges_hold_every_possible_placement() -> None:
    checked = 0
    for seed in range(600):
        rows = _ranged_rows(seeded(seed), same_period=seed % 3 == 0)
        ways = oracle.placements(rows) if rows else []
        if not 1 < len(ways) <= 60:
            continue
        answer = ask(rows, DONORS)
        found = _bounds_of_placements(ways, dict(answer.opening_balances))
        assert found, f"no placement has these opening balances: {seed}"
        widest = Bounds(min(low for low, _ in found), max(high for _, high in found))
        assert answer.bounds == widest, seed
        assert answer.exact, seed
        checked += 1
    assert checked > 150


def test_balances_are_taken_before_pruning() -> None:
    # The vendor never leads to the target, yet what it is paid cannot be carried on.
    rows = in_steps(("D", "A", 100), ("A", "V", 100), ("S", "A", 100), ("A", "T", 100))
    assert ask(rows, ["D"]).bounds == Bounds(0, 0)
    # The other source cannot be reached from the donor, yet its money can pay the vendor.
    rows = in_steps(("D", "A", 100), ("S", "A", 100), ("A", "V", 100), ("A", "T", 100))
    assert ask(rows, ["D"]).bounds == Bounds(0, 100)


def test_ranges_that_miss_each_other_are_not_joined() -> None:
    rows: list[Row] = [(50, 50, "D", "A", 100), (1, 90, "S", "A", 100), (20, 20, "A", "T", 100)]
    answer = ask(rows, ["D"])
    # On any day after the 19th the payment is made: money of day 50 comes too late, whichever day S paid on.
    assert answer.bounds == Bounds(0, 0)
    assert answer.exact


def test_amounts_near_the_limit_are_exact() -> None:
    huge = 2**60
    answer = ask(in_steps(("D", "A", huge), ("S", "A", 7), ("A", "T", huge)), ["D"])
    assert answer.bounds == Bounds(huge - 7, huge)


def test_sums_beyond_the_limit_are_refused() -> None:
    with pytest.raises(CaseError, match="can be traced exactly"):
        ledger_of(payments_of(in_steps(("D", "A", 2**61), ("A", "T", 2**61))))
    with pytest.raises(CaseError, match="can be traced exactly"):
        ask(in_steps(("A", "T", 2**61), ("D", "A", 1)), ["D"])


def _ranged_rows(random: Random, *, same_period: bool) -> list[Row]:
    rows = random_rows(random, longest_range=3)
    if not same_period:
        return rows
    first, last = min(row[0] for row in rows), max(row[1] for row in rows)
    return [(first, last, *row[2:]) if random.random() < 0.5 else row for row in rows[:6]] if _complete(rows) else []


def _complete(rows: list[Row]) -> bool:
    names = {name for row in rows[:6] for name in row[2:4]}
    return {"D1", "D2", "T"} <= names


def _bounds_of_placements(ways: list[list[oracle.Paid]], opening: dict[str, int]) -> list[tuple[int, int]]:
    found = []
    for paid in ways:
        needed = oracle.openings_of(paid, DONORS, TARGETS)
        if all(cents <= opening.get(name, 0) for name, cents in needed.items()):
            given = {name: opening.get(name, 0) for name in needed}
            found.append(oracle.bounds(paid, DONORS, TARGETS, given))
    return found

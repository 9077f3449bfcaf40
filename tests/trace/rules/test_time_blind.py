"""The rule time_blind against its published vectors, exact fractions and what it may get wrong."""

from fractions import Fraction

import pytest

from headwater.base.money import Bounds
from headwater.trace.rules.time_blind import UNKNOWN, is_impossible, time_blind_by_origin
from tests.trace.asking import ask, prepare
from tests.trace.ledgers import VECTOR_1, VECTOR_2, Row, in_steps, random_rows, seeded


@pytest.mark.parametrize("donor", ["Paul", "Michael", "Karen"])
def test_vector_1(donor: str) -> None:
    found = ask(VECTOR_1, [donor], ["X"])
    # A third of 10 dollars each; the one cent left goes to the lowest id. Karen gave after the payment.
    assert found.rules["time_blind"] == (334 if donor == "Paul" else 333)
    assert is_impossible(found.rules["time_blind"], found.bounds) is (donor == "Karen")


def test_vector_2() -> None:
    # 53.1056 of 90 dollars, as published; rounded down since both other sources have larger remainders.
    assert Fraction(60 * 100, 140) + 25 == Fraction(475, 7)
    assert int(Fraction(475, 7) / 115 * 9000) == 5310
    assert ask(VECTOR_2, ["D"], ["X"]).rules["time_blind"] == 5310


def test_shares_of_all_origins_sum_to_the_total() -> None:
    for seed in range(300):
        problem = prepare(random_rows(seeded(seed)), ["D1"])
        assert sum(time_blind_by_origin(problem).values()) == problem.question.cents(problem.book.transfers), seed


def test_reference_in_fractions() -> None:
    checked = 0
    for seed in range(200):
        rows = random_rows(seeded(seed))
        exact = _by_rounds(rows, 4_000)
        if exact is not None:
            assert abs(ask(rows, ["D1"]).rules["time_blind"] - exact) < 1 + 1e-6, seed
            checked += 1
    assert checked > 150


def test_money_from_nowhere_is_unknown() -> None:
    rows = in_steps(("A", "B", 10), ("B", "A", 10), ("A", "T", 10), ("D", "V", 1))
    assert time_blind_by_origin(prepare(rows, ["D"])) == {UNKNOWN: 10}


def test_only_what_lies_outside_is_impossible() -> None:
    assert [is_impossible(cents, Bounds(2, 4)) for cents in (1, 2, 4, 5)] == [True, False, False, True]


def _by_rounds(rows: list[Row], rounds: int) -> float | None:
    """The donor's share of each account, by putting shares into the definition until they stand still."""
    moving = [row for row in rows if row[2] != row[3]]
    accounts = ({row[2] for row in moving} & {row[3] for row in moving}) - {"D1", "T"}
    share = dict.fromkeys(accounts, 0.0)
    for _ in range(rounds):
        before = dict(share)
        for name in accounts:
            receipts = [row for row in moving if row[3] == name]
            given = sum(row[4] * (1.0 if row[2] == "D1" else before.get(row[2], 0.0)) for row in receipts)
            share[name] = given / sum(row[4] for row in receipts)
        if max((abs(share[name] - before[name]) for name in accounts), default=0.0) < 1e-12:
            paid = [row for row in moving if row[3] == "T"]
            return sum(row[4] * (1.0 if row[2] == "D1" else share.get(row[2], 0.0)) for row in paid)
    return None

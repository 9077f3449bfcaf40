"""The rule time_blind against its published vectors, exact fractions and what it may get wrong."""

from fractions import Fraction
from itertools import pairwise

import pytest

from headwater.base.money import Bounds
from headwater.trace import rounds
from headwater.trace.rules.pro_rata import DONOR_SET
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


@pytest.mark.parametrize("span", [1, 60])
@pytest.mark.parametrize("seed", range(30))
def test_the_solvers_find_what_all_rounds_would(seed: int, span: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(seeded(seed))
    by_rounds = time_blind_by_origin(prepare(rows, ["D1"]))
    monkeypatch.setattr(rounds, "_ROUNDS", 0)
    monkeypatch.setattr(rounds, "_SPAN", span)
    assert time_blind_by_origin(prepare(rows, ["D1"])) == by_rounds


def test_accounts_that_mostly_pay_each_other_have_the_exact_shares() -> None:
    # Of 100,000 cents that each receives one cent a name comes from outside: rounds alone would take millions.
    random, names = seeded(9), [f"A{number}" for number in range(30)]
    rows = [(1, 1, "D1" if number % 3 else "S1", name, 1) for number, name in enumerate(names)]
    rows += [(2, 2, giver, random.choice(names), random.randint(1, 9_999)) for giver in names for _ in range(20)]
    rows += [(3, 3, name, "T", 1_000_000) for name in names]
    found = time_blind_by_origin(prepare(rows, ["D1"]))
    exact = sum(_exact_shares(rows, names), Fraction(0)) * 1_000_000
    assert exact - 1 < found[DONOR_SET] < exact + 1
    assert sum(found.values()) == 30_000_000


@pytest.mark.parametrize("place", [0, 200, 599])
def test_a_long_row_of_accounts_that_pay_both_neighbours(place: int) -> None:
    # Shares on the row solve s(k) = (s(k-1) + s(k+1)) / 2, at the ends with a gift of a tenth: they fall in a line.
    names = [f"A{number}" for number in range(600)]
    rows = [(1, 1, "D", names[0], 100), (1, 1, "S", names[-1], 100)]
    rows += [(2, 2, *ends, 1_000) for giver, taker in pairwise(names) for ends in ((giver, taker), (taker, giver))]
    rows.append((3, 3, names[place], "T", 1_000_000))
    exact = Fraction(len(names) + 9 - place, len(names) + 19) * 1_000_000
    assert exact - 1 < ask(rows, ["D"]).rules["time_blind"] < exact + 1


def test_a_long_chain_passes_all_on() -> None:
    names = [f"A{number}" for number in range(2_000)]
    rows = [(1, 1, "D", names[0], 100), (1, 1, "S", names[0], 200)]
    rows += [(1, 1, *ends, 300) for ends in pairwise([*names, "T"])]
    assert ask(rows, ["D"]).rules["time_blind"] == 100


def test_what_is_paid_straight_is_exact_at_any_size() -> None:
    rows = [(1, 1, "D", "T", 2**60 - 1), (1, 1, "S", "T", 2**60 - 3)]
    assert ask(rows, ["D"]).rules["time_blind"] == 2**60 - 1
    assert sum(time_blind_by_origin(prepare(rows, ["D"])).values()) == 2**61 - 4


def test_large_sums_are_not_called_impossible_for_want_of_digits() -> None:
    rows = in_steps(("D", "A", 200_000_000_000_000_001), ("S", "A", 300_000_000_000_000_003))
    rows.append((3, 3, "A", "T", 500_000_000_000_000_004))
    found = ask(rows, ["D"])
    assert sum(time_blind_by_origin(prepare(rows, ["D"])).values()) == 500_000_000_000_000_004
    assert not is_impossible(found.rules["time_blind"], found.bounds)


def test_a_circle_that_nobody_else_paid_beside_one_that_others_paid() -> None:
    # A and B pass 10 on for ever; C and E have one cent of the donor's and nobody else's.
    closed = [("A", "B", 10), ("B", "A", 10), ("A", "T", 10)]
    open_ = [("D", "C", 1), ("C", "E", 1_000_000), ("E", "C", 1_000_000), ("C", "T", 7)]
    assert time_blind_by_origin(prepare(in_steps(*closed, *open_), ["D"])) == {UNKNOWN: 10, DONOR_SET: 7}


def test_money_from_nowhere_is_unknown() -> None:
    rows = in_steps(("A", "B", 10), ("B", "A", 10), ("A", "T", 10), ("D", "V", 1))
    assert time_blind_by_origin(prepare(rows, ["D"])) == {UNKNOWN: 10}


def test_only_what_lies_outside_is_impossible() -> None:
    assert [is_impossible(cents, Bounds(2, 4)) for cents in (1, 2, 4, 5)] == [True, False, False, True]


def _exact_shares(rows: list[Row], names: list[str]) -> list[Fraction]:
    """The donor's share of each account from the definition, a linear equation each, by elimination in fractions."""
    place = {name: number for number, name in enumerate([*names, "D1"])}
    table = [[Fraction(0)] * len(place) for _ in names]
    for number, name in enumerate(names):
        receipts = [row for row in rows if row[3] == name and row[2] != name]
        table[number][number] = Fraction(1)
        for _, _, giver, _, cents in receipts:
            if giver in place:
                part = Fraction(cents, sum(row[4] for row in receipts))
                table[number][place[giver]] += part if giver == "D1" else -part
    for number in range(len(names)):
        table[number] = [one / table[number][number] for one in table[number]]
        for other, line in enumerate(table):
            if other != number and line[number]:
                table[other] = [mine - line[number] * top for mine, top in zip(line, table[number], strict=True)]
    return [line[-1] for line in table]


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

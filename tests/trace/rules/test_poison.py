"""The rule poison: all of any payment that can hold one cent of the donor set."""

import pytest

from headwater.trace.answer import answer
from headwater.trace.ledger import ledger_of
from tests.trace.asking import ask
from tests.trace.ledgers import VECTOR_1, VECTOR_2, in_steps, payments_of, random_rows, seeded


@pytest.mark.parametrize(("target", "cents"), [("X", 0), ("Y", 1000)])
def test_vector_1(target: str, cents: int) -> None:
    assert ask(VECTOR_1, ["Karen"], [target]).rules["poison"] == cents


def test_vector_2() -> None:
    assert ask(VECTOR_2, ["D"], ["X"]).rules["poison"] == 9000


def test_an_emptied_account_holds_nothing_any_more() -> None:
    rows = in_steps(("D", "A", 5), ("A", "V", 5), ("S", "A", 5), ("A", "T", 5))
    assert ask(rows, ["D"]).rules["poison"] == 0


def test_a_payment_is_poisoned_if_alone_it_could_hold_a_cent() -> None:
    for seed in range(100):
        rows = random_rows(seeded(seed))
        ledger = ledger_of(payments_of(rows))
        reached = [f"p{place}" for place, row in enumerate(rows, 1) if row[3] == "T" and row[2] != "T"]
        alone = [answer(ledger, ["D1"], ["T"], [name]) for name in reached]
        expected = sum(one.target_total_cents for one in alone if one.bounds.high)
        assert ask(rows, ["D1"]).rules["poison"] == expected, seed

"""The rule owner: all that backed accounts spent on the target, whoever's money it was."""

import pytest

from headwater.base.errors import UnknownNameError
from headwater.trace.rules.owner import owner
from tests.trace.asking import prepare
from tests.trace.ledgers import VECTOR_2, in_steps


def test_it_counts_all_that_a_backed_account_spent_and_may_exceed_the_most() -> None:
    # By hand: of PAC2's 90 dollars on X at most 85 can be D's (published bounds), yet all 90 count.
    problem = prepare(VECTOR_2, ["D"], ["X"])
    assert owner(problem, ["PAC2"]) == 9000 > problem.ranged.bounds.high
    assert owner(problem, ["PAC1"]) == 0


def test_direct_gifts_count_once_and_others_not() -> None:
    rows = in_steps(("D", "A", 10), ("D", "T", 3), ("A", "T", 10), ("B", "T", 7), ("S", "B", 7))
    assert owner(prepare(rows, ["D"]), []) == 3
    assert owner(prepare(rows, ["D"]), ["A", "D"]) == 13


def test_a_backed_account_must_be_in_the_ledger() -> None:
    with pytest.raises(UnknownNameError, match="Nobody"):
        owner(prepare(VECTOR_2, ["D"], ["X"]), ["Nobody"])

"""Alaska by hand: own money, dues under the limit, gifts that reach it."""

import pytest

from headwater.trace.linking.true_source import DUES, OWN, PARTLY, PASSES_ON
from tests.trace.linking.linked import Row, book_of, links, shipped

RULE = shipped("ak-true-source")
SPENT: Row = ("2022-05-01", "X", "Cand", 8_000)


@pytest.mark.parametrize(
    ("gifts", "arm", "least"),
    [
        ([], OWN, 8_000),
        # 1,999 a person in each of two years
        ([("2021-01-01", "M", "X", 1_999), ("2022-01-01", "M", "X", 1_999)], DUES, 8_000),
        # 2,000 in one year, in two gifts, reach the limit: at worst all of them are in the 8,000
        (
            [("2022-01-01", "M", "X", 1_000), ("2022-02-01", "M", "X", 1_000), ("2022-01-01", "N", "X", 5)],
            PARTLY,
            6_000,
        ),
    ],
)
def test_where_the_money_of_a_set_comes_from(gifts: list[Row], arm: str, least: int) -> None:
    book = book_of([*gifts, SPENT], {"x": ["X"]})
    found = links(RULE, "least", book)
    assert [(one.entity_id, one.arm, one.cents) for one in found] == [("Cand", arm, least * 100)]
    assert [one.cents for one in links(RULE, "direct", book)] == [800_000]
    assert links(RULE, "passes-on", book) == []


def test_a_set_that_only_passes_gifts_on_is_no_true_source() -> None:
    book = book_of([("2022-01-01", "M", "X", 9_000), SPENT], {"x": ["X"], "m": ["M"]})
    assert [(one.donor_set, one.arm) for one in links(RULE, "passes-on", book)] == [("x", PASSES_ON)]
    assert [one.donor_set for one in links(RULE, "direct", book)] == []
    # the 8,000 are M's: its own, through X
    assert [(one.donor_set, one.cents) for one in links(RULE, "least", book)] == [("m", 800_000)]


def test_a_smaller_limit_makes_an_intermediary_of_it() -> None:
    book = book_of([("2022-01-01", "M", "X", 1_500), SPENT], {"x": ["X"]})
    assert [one.arm for one in links(RULE, "most", book)] == [DUES]
    assert [one.arm for one in links(RULE, "passes-on", book, dues=100_000)] == [PASSES_ON]


def test_a_sum_over_givers_not_itemized_stays_under_the_limit() -> None:
    book = book_of([("2022-01-01", "Dues", "X", 90_000), SPENT], {"x": ["X"]}, {"Dues": "unnamed"})
    assert [one.arm for one in links(RULE, "least", book)] == [DUES]

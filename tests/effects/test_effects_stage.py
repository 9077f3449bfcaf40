"""Rates before and after, worked out by hand on planted years."""

from datetime import date
from typing import Any

import pytest

from headwater.effects.stage import SAYS, changes

PLACE = "ocd-division/country:us/state:zz/county:invented"
TERM = {"term_id": "T1", "division": PLACE, "start_date": date(2020, 1, 6)}


def year(number: int, count: int, months: int = 12, population: int = 100_000) -> dict[str, Any]:
    row = {"division": PLACE, "measure": "homicides", "publisher": "Invented Police", "year": number}
    return row | {"count": count, "population": population, "months_reported": months}


def test_pooled_rates_around_the_year_the_term_began() -> None:
    found = changes(
        [TERM], [year(2017, 10), year(2018, 20), year(2019, 30), year(2020, 999), year(2021, 5), year(2022, 15)]
    )[0]

    # before: 60 in 300,000 person-years; after: 20 in 200,000
    assert (found.rate_before, found.rate_after) == (20.0, 10.0)
    assert (found.difference, found.years_before, found.years_after, found.years_left_out) == (-10.0, 3, 2, 1)
    assert found.says == SAYS


def test_a_year_not_fully_reported_is_left_out_and_counted() -> None:
    found = changes([TERM], [year(2018, 10), year(2019, 1, months=6), year(2021, 10)])[0]

    assert (found.years_before, found.rate_before, found.years_left_out) == (1, 10.0, 4)


def test_without_years_on_one_side_nothing_is_said() -> None:
    found = changes([TERM], [year(2019, 10)])[0]

    assert (found.rate_after, found.difference) == (None, None)


@pytest.mark.parametrize("term", [TERM | {"start_date": None}, TERM | {"division": "ocd-division/country:us/state:zz"}])
def test_other_places_and_undated_terms_have_no_row(term: dict[str, Any]) -> None:
    assert changes([term], [year(2019, 10)]) == []

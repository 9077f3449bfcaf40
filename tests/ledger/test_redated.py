"""Amendments that correct the period of a Californian report: what they replace of it, and what not. Planted truth."""

from datetime import date
from typing import Any

import pytest

from tests.planted import filed, line, paid, party

TAKER = party("Invented for District Attorney 2020", number="222")
GIVER = party("DOE, JANE", kind="person", place="Springfield, CA", zip5="90000")
FIRST: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30), "filing_id": "state:0"}
LAST: dict[str, Any] = {**FIRST, "period_thru": date(2020, 5, 31), "filing_id": "state:1", "report_number": 1}


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2020, 5, 20), [100, 101, 102, 103]),
        # Reported late, in the report of a later period: the amendment is of that one, too.
        (date(2019, 12, 20), [100, 101, 102, 103]),
        # Of June the amendment says nothing: the gift is none that it strikes out.
        (date(2020, 6, 20), [100, 101, 102, 103, 777]),
    ],
)
def test_a_gift_that_the_amendment_lacks_is_struck_out_if_of_its_days(day: date, left: list[int]) -> None:
    """Of five gifts the amendment, whose period ends in May, has four again."""
    told = [line(GIVER, TAKER, 100 + n, transaction_id=f"A{n}", **report) for report in (FIRST, LAST) for n in range(4)]
    told.append(line(GIVER, TAKER, 777, day, transaction_id="A9", **FIRST))

    assert sorted(row["cents"] for row in paid(filed(told, [TAKER, GIVER]))) == left


@pytest.mark.parametrize(("again", "left"), [(0, 6), (2, 6), (3, 4), (4, 5)])
def test_gifts_without_ids_are_counted_too(again: int, left: int) -> None:
    """Of five gifts one has an id; of the others the amendment has so many again, equal in day, amount and giver."""
    bare = [line(GIVER, TAKER, 200 + n, transaction_id="", **FIRST) for n in range(4)]
    bare += [line(GIVER, TAKER, 200 + n, transaction_id="", **LAST) for n in range(again)]
    told = [line(GIVER, TAKER, cents, transaction_id="A0", **of) for cents, of in ((100, FIRST), (150, LAST))]

    # The amendment gives the one with an id another amount; where it is no amendment of the first, both stand.
    assert len(paid(filed([*bare, *told], [TAKER, GIVER]))) == left


@pytest.mark.parametrize(("filed_on", "left"), [(date(2020, 8, 1), 4), (date(2020, 6, 10), 5)])
def test_what_was_filed_before_a_report_amends_another(filed_on: date, left: int) -> None:
    """A committee of Sacramento amended its report before an election, and told the whole half-year months later."""
    half = {**FIRST, "report_date": date(2020, 7, 31)}
    amended = {**LAST, "report_date": filed_on}
    told = [line(GIVER, TAKER, 100 + n, transaction_id=f"A{n}", **half) for n in range(5)]
    told += [line(GIVER, TAKER, 100 + n, transaction_id=f"A{n}", **amended) for n in range(4)]

    assert len(paid(filed(told, [TAKER, GIVER]))) == left

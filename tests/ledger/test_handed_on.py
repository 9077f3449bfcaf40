"""One side of a transfer lists the parts that it was made of, the other one sum. Planted truth."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
OLD = party("Sample for Sheriff 2018", number="1900003")
NEW = party("Sample for District Attorney 2020", number="1900001")
LISTED: dict[str, Any] = {"filing_id": "c:1"}


def sent(cents: int, **more: Any) -> Line:
    """One sum on schedule E, of code TSF."""
    return line(OLD, NEW, cents, DAY, side="payer", kind="spending", schedule="E", **more)


def got(cents: int, days: int = 0, **more: Any) -> Line:
    """One gift of schedule A that the older committee handed on."""
    return line(OLD, NEW, cents, DAY + timedelta(days), **{**LISTED, **more}, transaction_id=f"A{cents}{days}")


def amounts(*lines: Line) -> list[int]:
    return sorted(row["cents"] for row in paid(filed(list(lines), [OLD, NEW])))


@pytest.mark.parametrize("days", [(0, 0, 0), (3, 3, 3), (-300, -20, 0)])
def test_the_gifts_that_a_transfer_was_made_of_are_its_money(days: tuple[int, int, int]) -> None:
    """Some programs give the day of the transfer, others those of the donors' gifts."""
    gifts = [got(cents, day) for cents, day in zip((120000, 50000, 30000), days, strict=True)]

    assert amounts(sent(200000), *gifts) == [30000, 50000, 120000]


@pytest.mark.parametrize("cents", [199999, 200001])
def test_gifts_that_do_not_add_up_to_it_are_others(cents: int) -> None:
    assert amounts(sent(cents), got(120000), got(80000)) == [80000, 120000, cents]


def test_a_transfer_on_its_own_line_stays_beside_another_that_is_listed() -> None:
    assert amounts(sent(200000), got(200000), got(120000), got(80000)) == [80000, 120000, 200000]


def test_of_two_equal_transfers_nothing_tells_which_was_listed() -> None:
    two = [sent(200000, transaction_id="E1"), sent(200000, transaction_id="E2")]

    assert amounts(*two, got(120000), got(80000)) == [80000, 120000, 200000, 200000]


def federal(cents: int, days: int = 0, **more: Any) -> Line:
    """A joint fundraising committee pays, of each account by itself; the participant reports what came."""
    values = {"form": "3X", "side": "payer", "kind": "contribution_made", "schedule": "B", "filing_id": "fec:901"}
    return line(OLD, NEW, cents, DAY + timedelta(days), transaction_id=f"B{cents}.{days}", **{**values, **more})


def came(cents: int, days: int = 0) -> Line:
    return line(OLD, NEW, cents, DAY + timedelta(days), form="3", filing_id="fec:902", transaction_id=f"A{cents}")


def test_several_payments_of_one_day_that_came_as_one_sum_are_that_sum() -> None:
    assert amounts(federal(4000000), federal(5000000), came(9000000, 3)) == [9000000]
    # On another day, of another sum, or where one side has two such: nothing tells that they are.
    assert amounts(federal(4000000), federal(5000000, 1), came(9000000, 3)) == [4000000, 5000000, 9000000]
    assert amounts(federal(4000000), federal(5000000), came(8999900, 3)) == [4000000, 5000000, 8999900]
    assert amounts(federal(4000000), federal(5000000), came(9000000, 46)) == [4000000, 5000000, 9000000]
    twice = [federal(cents, days) for cents in (4000000, 5000000) for days in (0, 1)]
    assert amounts(*twice, came(9000000, 3)) == [4000000, 4000000, 5000000, 5000000, 9000000]


def test_a_sum_that_the_recipient_splits_over_two_elections_is_its_parts() -> None:
    assert amounts(federal(500000), came(280000, 4), came(220000, 4)) == [220000, 280000]

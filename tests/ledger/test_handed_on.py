"""Committees of one candidate hand on their donors' gifts: the payee lists each donor, the payer one sum. Planted."""

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

"""Both sides of one payment that state different things: amounts, signs, one sum for several. Planted truth."""

from datetime import date, timedelta
from typing import Any

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
PAC = party("Invented Builders PAC", number="111")
TAKER = party("Invented for District Attorney 2020", number="222")
EVERYBODY = [PAC, TAKER]
GAVE: dict[str, Any] = {"side": "payer", "kind": "contribution_made", "schedule": "D"}


def rows(*lines: Line) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment."""
    found = paid(filed(list(lines), EVERYBODY))
    return sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in found)


def test_two_payments_of_a_week_that_the_sides_state_a_little_differently() -> None:
    """1,000 and 300 against 990 and 300.50: no other two can be partners, since 300 is far from 990."""
    gave = [line(PAC, TAKER, cents, DAY, **GAVE) for cents in (100000, 30000)]
    got = [line(PAC, TAKER, cents, DAY + timedelta(1)) for cents in (99000, 30050)]

    assert rows(*gave, *got) == [(30050, 2, True), (99000, 2, True)]


def test_where_two_amounts_may_be_the_others_nothing_is_paired() -> None:
    gave = [line(PAC, TAKER, 100000, DAY, **GAVE)]
    got = [line(PAC, TAKER, cents, DAY + timedelta(1)) for cents in (99000, 98000)]

    assert [cents for cents, _lines, _doubt in rows(*gave, *got)] == [98000, 99000, 100000]

"""Equal payments that recur, of which each side states days of its own. Planted truth."""

from datetime import date, timedelta

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 1, 10)
GIVER = party("Giver, Gia", kind="person")
FUND = party("Invented Conduit Fund", number="333")
PAC = party("Invented Builders PAC", number="111")
TAKER = party("Invented State Committee", number="222")


def told(paid_after: list[int], came_after: list[int]) -> list[tuple[int, bool]]:
    """Days of every payment after the first, and whether it is in doubt."""
    gave = [_line(row, days, "payer") for row, days in enumerate(paid_after)]
    got = [_line(100 + row, days, "payee") for row, days in enumerate(came_after)]
    found = paid(filed([*gave, *got], [PAC, TAKER]))
    return sorted(((row["date_from"] - DAY).days, bool(row["doubt"])) for row in found)


def _line(row: int, days: int, side: str) -> Line:
    kind = "contribution_made" if side == "payer" else "monetary"
    return line(PAC, TAKER, 123400, DAY + timedelta(days), row=row, side=side, kind=kind)


@pytest.mark.parametrize(
    ("every", "later"), [(14, 9), (14, 11), (30, 20), (30, 29)], ids=["9 of 14", "11 of 14", "20 of 30", "29 of 30"]
)
def test_each_payment_counts_once_though_its_other_side_is_nearer_to_the_next(every: int, later: int) -> None:
    """Eight cheques, each taken in some days before the next is written: the days of the payee, who has the money."""
    days = [every * number for number in range(8)]

    assert told(days, [day + later for day in days]) == [(day + later, True) for day in days]


def test_days_may_lie_unevenly() -> None:
    # The second came in after the third was written.
    assert told([0, 14, 28], [5, 30, 33]) == [(5, False), (30, True), (33, False)]


def test_as_many_on_both_sides_of_which_two_are_months_apart_are_paired_by_nearness_alone() -> None:
    # The payer's first and the payee's last have no partner: four months and more lie between them.
    assert told([0, 100], [101, 250]) == [(0, False), (101, False), (250, False)]


def test_where_one_side_tells_fewer_the_other_payments_stay() -> None:
    assert len(told([0, 14, 28], [9, 23])) == 3


@pytest.mark.parametrize("later", [4, 6])
@pytest.mark.parametrize("is_named", [True, False], ids=["through the conduit", "without its number"])
def test_a_gift_of_every_week_through_a_conduit_counts_once(is_named: bool, later: int) -> None:
    """Ten weeks: the conduit takes it in, sends it on some days later, and so late the recipient has it, too."""
    aim, through = {"earmarked_for_party_id": TAKER.party_id}, {"conduit_party_id": FUND.party_id} if is_named else {}
    weeks = [DAY + timedelta(7 * week) for week in range(10)]
    sent = [day + timedelta(later) for day in weeks]
    lines = [
        *(
            line(GIVER, FUND, 500, day, row=row, form="3X", schedule="A earmark", **aim)
            for row, day in enumerate(weeks)
        ),
        *(
            line(GIVER, FUND, 500, day, row=20 + row, form="3X", schedule="B earmark", **aim)
            for row, day in enumerate(sent)
        ),
        *(line(GIVER, TAKER, 500, day, row=40 + row, form="3", **through) for row, day in enumerate(sent)),
    ]
    found = paid(filed(lines, [GIVER, FUND, TAKER]))

    assert [(row["payee_party_id"], row["cents"]) for row in found] == [(TAKER.party_id, 500)] * 10
    assert sorted(row["date_from"] for row in found) == sent

"""Earmarked money that goes through two conduits, each of which reports it. Planted truth: one gift."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2024, 1, 10)
GIVER = party("DOE, JANE", kind="person", place="Springfield, KS", zip5="66002")
FIRST, SECOND = party("First Conduit", number="701"), party("Second Conduit", number="702")
TAKER = party("Invented for Congress", number="202")
EVERYBODY = [GIVER, FIRST, SECOND, TAKER]


def came(conduit: Any, cents: int = 10000, days: int = 0, giver: Any = GIVER) -> Line:
    """A conduit's receipt that is earmarked for the candidate."""
    values = {"schedule": "A earmark", "form": "3X", "filing_id": f"fec:{conduit.identifier}"}
    return line(giver, conduit, cents, DAY + timedelta(days), earmarked_for_party_id=TAKER.party_id, **values)


def sent(cents: int = 10000, to: Any = SECOND) -> Line:
    """What the first conduit paid on: among its receipts the money stands giver by giver."""
    values = {"schedule": "B memo", "form": "3X", "filing_id": "fec:701", "kind": "contribution_made", "side": "payer"}
    return line(FIRST, to, cents, DAY + timedelta(2), earmarked_for_party_id=TAKER.party_id, **values)


def got(conduit: Any = SECOND, cents: int = 10000, days: int = 6) -> Line:
    values = {"form": "3", "filing_id": "fec:202", "conduit_party_id": conduit.party_id}
    return line(GIVER, TAKER, cents, DAY + timedelta(days), **values)


def gifts(*lines: Line) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment."""
    rows = paid(filed(list(lines), EVERYBODY))
    return sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in rows)


@pytest.mark.parametrize(
    ("lines", "lines_of_it"),
    [
        ([came(FIRST), sent(), came(SECOND, days=3), got()], 3),
        ([came(FIRST), sent(), came(SECOND, days=3)], 2),
        # The second conduit's own report is not here.
        ([came(FIRST), sent(), got()], 2),
        # The second conduit names the first as the giver: its line proves no other money.
        ([came(FIRST), sent(), came(SECOND, days=3, giver=FIRST), got()], 2),
        ([came(FIRST), sent(), came(SECOND, days=3, giver=FIRST)], 1),
    ],
)
def test_a_gift_passed_from_conduit_to_conduit_counts_once(lines: list[Line], lines_of_it: int) -> None:
    assert gifts(*lines) == [(10000, lines_of_it, False)]


def test_a_batch_sent_on_is_of_each_giver_whom_both_conduits_name() -> None:
    """The first sends 250 on at once; only the gift of 100 came to the second in that time."""
    both = [came(FIRST), came(FIRST, 15000), sent(25000), came(SECOND, days=3)]

    assert gifts(*both, got()) == [(10000, 3, False), (15000, 1, False)]


@pytest.mark.parametrize(
    ("cents", "days", "rows"),
    [
        # Above 200 the recipient must itemize each gift: a second one would stand in its report.
        (25000, 6, [(25000, 2, True)]),
        (25000, 21, [(25000, 1, False)] * 2),
        (25000, -1, [(25000, 1, False)] * 2),
        (20000, 6, [(20000, 1, False)] * 2),
    ],
)
def test_a_gift_that_must_be_itemized_and_is_but_once_came_through_both(
    cents: int, days: int, rows: list[tuple[int, int, bool]]
) -> None:
    assert gifts(came(FIRST, cents), got(SECOND, cents, days)) == rows


def test_two_gifts_through_two_conduits_that_the_recipient_itemizes_are_two() -> None:
    both = [came(FIRST, 25000), came(SECOND, 25000, 1), got(FIRST, 25000, 4), got(SECOND, 25000, 5)]

    assert gifts(*both) == [(25000, 2, False)] * 2

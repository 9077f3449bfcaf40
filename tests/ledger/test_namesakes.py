"""Major donors who are people: their own reports (forms 461 and 497) beside those whom they gave to. Planted truth."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
FILER = party("PLACEHOLDER, ROBIN", kind="person", number="1900023")
NAMED = party("PLACEHOLDER, ROBIN", kind="person", place="Exampleville, CA", zip5="95999")
ANOTHER = party("PLACEHOLDER, ROBERT", kind="person", place="Exampleville, CA", zip5="95999")
TAKER = party("Invented for District Attorney 2020", number="1900011")
PAC = party("Invented Builders PAC", number="1900012")
GAVE: dict[str, Any] = {"side": "payer", "kind": "contribution_made"}


def rows(*lines: Line) -> list[tuple[int, int, bool]]:
    """Cents, number of lines and whether in doubt, of every payment."""
    found = paid(filed(list(lines), [FILER, NAMED, ANOTHER, TAKER, PAC]))
    return sorted((row["cents"], row["line_count"], bool(row["doubt"])) for row in found)


@pytest.mark.parametrize("form", ["461", "497"])
@pytest.mark.parametrize(("days", "doubt"), [(0, False), (6, False), (20, True)])
def test_a_donor_who_files_is_the_giver_whom_the_recipient_names(form: str, days: int, doubt: bool) -> None:
    own = line(FILER, TAKER, 10000000, DAY, form=form, schedule="P5" if form == "461" else "P2", **GAVE)

    assert rows(own, line(NAMED, TAKER, 10000000, DAY + timedelta(days))) == [(10000000, 2, doubt)]


def test_as_many_gifts_as_each_side_reports() -> None:
    own = [line(FILER, TAKER, 50000, DAY, form="461", schedule="P5", row=n, **GAVE) for n in range(2)]

    assert rows(*own, line(NAMED, TAKER, 50000, DAY)) == [(50000, 1, False), (50000, 2, False)]


@pytest.mark.parametrize("other", [line(ANOTHER, TAKER, 10000000, DAY), line(NAMED, PAC, 10000000, DAY)])
def test_another_name_or_payee_is_another_payment(other: Line) -> None:
    own = line(FILER, TAKER, 10000000, DAY, form="461", schedule="P5", **GAVE)

    assert len(rows(own, other)) == 2


def test_a_payee_that_states_the_donors_number_has_one_gift() -> None:
    """Two gifts of which the recipient reports one: the other keeps to itself."""
    own = [line(FILER, TAKER, 50000, DAY, form="461", schedule="P5", row=n, **GAVE) for n in range(2)]

    assert rows(*own, line(FILER, TAKER, 50000, DAY)) == [(50000, 1, False), (50000, 2, False)]

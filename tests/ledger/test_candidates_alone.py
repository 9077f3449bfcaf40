"""Gifts of which schedule D names the candidate, and whose committee reports them as received. Planted truth."""

from datetime import date, timedelta
from typing import Any

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
PAC = party("Invented Builders PAC", number="1900012")
CANDIDATE = party("Sam Exemplar", kind="candidate")
TAKER = party("Exemplar for District Attorney 2020", number="1900011")
ANOTHER = party("Sample for District Attorney 2020", number="1900013")
EVERYBODY = [PAC, CANDIDATE, TAKER, ANOTHER]


def told(payee_id: str, kind: str, **more: Any) -> Line:
    """A gift on schedule D to whoever has this id, about it where it is the candidate."""
    payee = next(one for one in EVERYBODY if one.party_id == payee_id)
    about = payee_id if payee is CANDIDATE else ""
    values: dict[str, Any] = {"side": "payer", "kind": kind, "schedule": "D", "about_party_id": about, **more}
    return line(PAC, payee, 300000, DAY, **values)


def rows(*lines: Line) -> list[tuple[str, int, bool]]:
    """Payee, number of lines and whether in doubt, of every payment."""
    names = {one.party_id: one.name for one in EVERYBODY}
    found = paid(filed(list(lines), EVERYBODY))
    return sorted((names[row["payee_party_id"]], row["line_count"], bool(row["doubt"])) for row in found)


def test_the_candidates_committee_has_it_too() -> None:
    own = line(PAC, TAKER, 300000, DAY + timedelta(9), kind="in_kind", schedule="C")

    assert rows(told(CANDIDATE.party_id, "in_kind"), own) == [(TAKER.name, 2, True)]


def test_a_gift_that_the_giver_tells_of_another_committee_is_another() -> None:
    own = line(PAC, ANOTHER, 300000, DAY, kind="in_kind", schedule="C")
    given = [told(CANDIDATE.party_id, "in_kind"), told(ANOTHER.party_id, "in_kind")]

    assert rows(*given, own) == [(CANDIDATE.name, 1, False), (ANOTHER.name, 2, False)]


def test_where_two_committees_have_it_nothing_tells_which() -> None:
    both = [line(PAC, one, 300000, DAY, kind="in_kind", schedule="C") for one in (TAKER, ANOTHER)]

    assert len(rows(told(CANDIDATE.party_id, "in_kind"), *both)) == 3


def test_money_and_value_in_kind_are_two_gifts() -> None:
    assert len(rows(told(CANDIDATE.party_id, "in_kind"), line(PAC, TAKER, 300000, DAY))) == 2

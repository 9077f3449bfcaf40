"""Returns of one tax year: which of several stands. Planted truth: one of them lists what was given."""

from datetime import date
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.totals import StatedTotal
from tests.planted import filed, line, paid, party

FUND = party("Invented Valley Fund", kind="organisation", number="990001")
CLINIC = party("Harbor Sample Clinic", kind="organisation", number="990002")
ENDS = date(2022, 6, 30)
GRANTS = "grants to domestic organisations and governments"
Return = tuple[Filing, list[Line], list[StatedTotal]]


def returned(stamp: str, cents: int, number: int = 0, form: str = "990", **more: Any) -> Return:
    """A return with one grant, or without any, and what it states of it."""
    days = {"period_from": more.pop("begins", date(2021, 7, 1)), "period_thru": more.pop("ends", ENDS)}
    own: dict[str, Any] = {"form": form, "report_number": number, "report_date": date.fromisoformat(stamp[:10]), **days}
    own["filing_id"] = f"irs_990:990001-{form}-{days['period_thru']}-{stamp}"
    filing = Filing(source="irs_990", filer_party_id=FUND.party_id, number="", schedules="", url="", amends="", **own)
    total = StatedTotal("irs_990", "f1", "f1", 1, FUND.party_id, GRANTS, stamp, None, None, None, 0, "", False, "")
    total.cents, total.filing_id = more.pop("stated", cents), own["filing_id"]
    told = {**own, "date_from": days["period_from"], "date_to": days["period_thru"], "record_source": "irs_990"}
    lines = [line(FUND, CLINIC, cents, side="payer", schedule="I", **told)] if cents else []
    return filing, lines, [total]


def given(*returns: Return) -> list[int]:
    """The cents of each payment, in whatever order the returns are there."""
    found = [
        sorted(
            row["cents"]
            for row in paid(
                filed(
                    [one for _, lines, _ in order for one in lines],
                    [FUND, CLINIC],
                    [filing for filing, _, _ in order],
                    [one for _, _, totals in order for one in totals],
                )
            )
        )
        for order in (returns, returns[::-1])
    ]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    "more",
    [{}, {"begins": date(2021, 6, 1)}, {"form": "990PF"}],
    ids=["as it was", "another first day", "another form"],
)
def test_an_amended_return_replaces_the_one_of_its_year(more: dict[str, Any]) -> None:
    assert given(returned("2022-11-10T09", 50000, **more), returned("2023-01-10T09", 55000, 1)) == [55000]


def test_a_short_year_is_a_year_of_its_own() -> None:
    """Whose year changes files a return of the months between; the next, though amended, is of other months."""
    short = returned("2022-02-10T09", 40000, ends=date(2021, 12, 31))

    assert given(short, returned("2023-01-10T09", 55000, 1, begins=date(2022, 1, 1))) == [40000, 55000]


@pytest.mark.parametrize("number", [0, 1], ids=["originals", "amended"])
def test_of_two_returns_of_one_day_the_one_prepared_later_stands(number: int) -> None:
    assert given(returned("2023-01-10T09", 50000, number), returned("2023-01-10T11", 55000, number)) == [55000]


def test_an_amended_return_that_states_no_grants_leaves_none() -> None:
    assert given(returned("2022-11-10T09", 50000), returned("2023-01-10T09", 0, 1)) == []


def test_an_amended_return_of_which_the_list_could_not_be_read_leaves_the_one_before() -> None:
    """It states 550 dollars of grants: that none is here is no statement of the filer's."""
    assert given(returned("2022-11-10T09", 50000), returned("2023-01-10T09", 0, 1, stated=55000)) == [50000]

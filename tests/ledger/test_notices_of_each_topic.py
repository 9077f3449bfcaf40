"""Californian filers file a notice for each candidate, and number transactions anew in each: planted truth."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
HALF: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
FILER = party("Invented Builders PAC", number="111")
VENDOR = party("Payees not itemized by Invented Builders PAC", kind="unnamed")
ONE, OTHER = party("ROE, RICHARD", kind="candidate"), party("POE, PAT", kind="candidate")


def spent(form: str, place: str, about: Party, cents: int, day: date = DAY, **more: Any) -> Line:
    values: dict[str, Any] = {"side": "payer", "kind": "independent_expenditure", "transaction_id": "EXP1"}
    values |= {"form": form, "schedule": "", "filing_id": f"c:{place}", "about_party_id": about.party_id}
    return line(FILER, VENDOR, cents, day, **{**values, "stance": "for", **more})


def filing(form: str, place: str, number: str, **more: Any) -> Filing:
    values: dict[str, Any] = {"report_number": 0, "report_date": DAY, "period_from": None, "period_thru": None, **more}
    values |= {"filing_id": f"c:{place}", "source": "c", "filer_party_id": FILER.party_id, "number": number or place}
    return Filing(**values, form=form, schedules="*", url="")


def amounts(lines: list[Line], filings: list[Filing]) -> list[int]:
    return sorted(row["cents"] for row in paid(filed(lines, [FILER, VENDOR, ONE, OTHER], filings)))


@pytest.mark.parametrize("days", [0, 11])
def test_two_reports_on_form_465_of_one_half_year_are_about_two_candidates(days: int) -> None:
    """The form is filed for each candidate or measure; the second, filed later, is no amendment of the first."""
    later = DAY + timedelta(days)
    lines = [
        spent("465", "1", ONE, 200000, report_date=DAY, **HALF),
        spent("465", "2", OTHER, 70000, report_date=later, **HALF),
    ]
    known = [filing("465", "1", "IE1", **HALF), filing("465", "2", "IE2", report_date=later, **HALF)]

    assert amounts(lines, known) == [70000, 200000]
    amended = spent("465", "3", OTHER, 75000, report_number=1, report_date=later, **HALF)
    known.append(filing("465", "3", "IE2", report_number=1, report_date=later, **HALF))
    assert amounts([*lines, amended], known) == [75000, 200000]


@pytest.mark.parametrize("about", [ONE, OTHER])
def test_an_amended_notice_leaves_the_first_transaction_of_another_notice(about: Party) -> None:
    """Notices N1 and N2 both begin with EXP1, as nobody is named as paid; N2 is amended."""
    later = DAY + timedelta(9)
    lines = [spent("496", "1", ONE, 150000), spent("496", "2", about, 90000, later)]
    lines.append(spent("496", "3", about, 95000, later, report_number=1))
    known = [filing("496", "1", "N1"), filing("496", "2", "N2"), filing("496", "3", "N2", report_number=1)]

    assert amounts(lines, known) == [95000, 150000]


@pytest.mark.parametrize(("first", "second"), [("", ""), ("N1", "N1"), ("N1", "N1A"), ("", "N1")])
def test_an_amendment_is_found_by_its_number_or_its_day_and_topic(first: str, second: str) -> None:
    lines = [spent("496", "1", ONE, 150000), spent("496", "2", ONE, 95000, report_number=1)]
    known = [filing("496", "1", first), filing("496", "2", second, report_number=1)]

    assert amounts(lines, known) == [95000]


def test_two_notices_of_the_same_days_are_two() -> None:
    """A county's export may repeat the half-year's days beside each notice."""
    lines = [
        spent("497", place, ONE, cents, kind="contribution_made", report_date=day, transaction_id=place, **HALF)
        for place, cents, day in (("1", 150000, DAY), ("2", 90000, DAY + timedelta(2)))
    ]

    assert amounts(lines, []) == [90000, 150000]


@pytest.mark.parametrize("first", ["state", "county"])
@pytest.mark.parametrize("about", [ONE, None])
def test_an_amendment_in_another_outlet_replaces_the_notice(first: str, about: Party | None) -> None:
    """Outlets number notices each in its own way; Cal-Access has what a notice is about on its cover alone."""
    second = {"state": "county", "county": "state"}[first]
    untold: dict[str, Any] = {} if about else {"about_party_id": "", "stance": ""}
    lines = [
        spent("496", "1", ONE, 150000, record_source=first),
        spent("496", "2", ONE, 155000, record_source=second, report_number=1, **untold),
    ]
    known = [filing("496", "1", "N1"), filing("496", "2", "9001", report_number=1)]

    (row,) = paid(filed(lines, [FILER, VENDOR, ONE, OTHER], known))
    assert (row["cents"], row["about_party_id"], row["stance"]) == (155000, ONE.party_id, "for")


@pytest.mark.parametrize("another", [spent("496", "2", OTHER, 1), spent("496", "2", ONE, 1, DAY + timedelta(1))])
def test_an_amendment_in_another_outlet_leaves_other_notices(another: Line) -> None:
    lines = [
        spent("496", "1", ONE, 150000, record_source="state"),
        replace(another, cents=155000, record_source="county", report_number=1),
    ]
    known = [filing("496", "1", "N1"), filing("496", "2", "9001", report_number=1)]

    assert amounts(lines, known) == [150000, 155000]


def test_an_amendment_without_a_topic_replaces_neither_of_two_notices() -> None:
    """Both of the day begin with EXP1, for two candidates: nothing tells which one it amends."""
    lines = [spent("496", "1", ONE, 150000), spent("496", "2", OTHER, 90000)]
    untold = spent("496", "3", ONE, 95000, record_source="state", report_number=1)
    lines.append(replace(untold, about_party_id="", stance=""))

    assert amounts(lines, []) == [90000, 95000, 150000]


@pytest.mark.parametrize(("days", "about", "left"), [(1, ONE, 1), (2, ONE, 2), (1, OTHER, 2)])
def test_a_notice_whose_day_is_the_next_in_another_outlet_counts_once(days: int, about: Party, left: int) -> None:
    later = DAY + timedelta(days)
    lines = [
        spent("496", "1", ONE, 150000, record_source="state", report_date=DAY),
        spent("496", "2", about, 150000, later, record_source="county", report_date=DAY),
    ]

    assert len(amounts(lines, [])) == left

"""Which reports stand for a notice: those whose form itemizes again what the notice tells. Planted truth."""

from datetime import date
from typing import Any

import pytest

from headwater.sources._tables.filings import Filing
from tests.planted import filed, line, paid, party

DAY = date(2020, 3, 1)
FILER = party("Invented Action", number="111")
VENDOR = party("Invented Mailers", kind="organisation")
TOPIC = party("ROE, RICHARD", kind="candidate")
SPENT: dict[str, Any] = {"kind": "independent_expenditure", "side": "payer", "about_party_id": TOPIC.party_id}


@pytest.mark.parametrize(
    ("form", "left"), [("3X", []), ("5", []), ("9", [50000]), ("7", [50000]), ("3L", [50000]), ("13", [50000])]
)
def test_a_report_of_another_matter_does_not_stand_for_a_notice(form: str, left: list[int]) -> None:
    """Form 9 tells of electioneering, 7 of letters to members, 3L of bundled gifts: none has the expenditure again."""
    notice = line(FILER, VENDOR, 50000, DAY, form="5", report_code="48", schedule="E", filing_id="fec:900", **SPENT)
    whole = Filing(
        "fec:901", "invented", FILER.party_id, "901", form, 0, None, date(2020, 1, 1), date(2020, 3, 31), "*", "", ""
    )

    assert [row["cents"] for row in paid(filed([notice], [FILER, VENDOR, TOPIC], [whole]))] == left


@pytest.mark.parametrize(("days", "rows"), [(0, [(250000, 2)]), (3, [(250000, 1), (250000, 1)])])
def test_a_late_payment_to_a_slate_mailer_organisation_counts_once(days: int, rows: list[tuple[int, int]]) -> None:
    """Form 498 tells within a day what form 401 itemizes for the half-year; of another day it is another payment."""
    half: dict[str, Any] = {"period_from": date(2020, 1, 1), "period_thru": date(2020, 6, 30)}
    bought: dict[str, Any] = {"kind": "spending", "payer_party_id": FILER.party_id}
    notice = line(FILER, VENDOR, 250000, DAY, form="498", schedule="R", transaction_id="R9", **bought)
    itemized = line(FILER, VENDOR, 250000, date(2020, 3, 1 + days), form="401", transaction_id="R7", **half, **bought)

    found = paid(filed([notice, itemized], [FILER, VENDOR]))
    assert sorted((row["cents"], row["line_count"]) for row in found) == rows


@pytest.mark.parametrize(
    ("cycles", "day", "left"),
    [
        # Of 2017 and 2018 nothing is here: nothing has the notice of these years again.
        ((2016, 2020), date(2018, 10, 1), [50000]),
        ((2016, 2018, 2020), date(2018, 10, 1), []),
        # Between the last line of one cycle and the first of the next.
        ((2016, 2018), date(2017, 1, 9), []),
        ((2016, 2020), date(2020, 2, 1), []),
        ((2016,), date(2017, 1, 9), [50000]),
    ],
)
def test_bulk_files_cover_no_cycle_that_is_not_here(cycles: tuple[int, ...], day: date, left: list[int]) -> None:
    """The Commission's bulk files hold a cycle of two years each and say nothing of the reports' days."""
    held = [
        line(
            FILER, VENDOR, 100, date(year, month, 1), form="", report_code="Q1", filing_id=f"fec:{year}{month}", **SPENT
        )
        for year in cycles
        for month in (1, 11)
    ]
    notice = line(FILER, VENDOR, 50000, day, form="24", report_code="48", filing_id="fec:900", **SPENT)

    found = paid(filed([*held, notice], [FILER, VENDOR, TOPIC]))
    assert [row["cents"] for row in found if row["cents"] > 100] == left


@pytest.mark.parametrize(
    ("code", "noticed", "told", "left"),
    [
        ("Q1", date(2020, 1, 20), date(2020, 3, 2), []),
        # The year's first report holds no day of the year before.
        ("Q1", date(2019, 12, 20), date(2020, 3, 2), [50000]),
        ("M3", date(2020, 2, 1), date(2020, 2, 20), []),
        ("M3", date(2020, 1, 31), date(2020, 2, 20), [50000]),
        ("12G", date(2020, 10, 1), date(2020, 10, 3), []),
        ("MY", date(2019, 1, 2), date(2019, 5, 3), []),
        ("YE", date(2019, 10, 2), date(2019, 11, 3), []),
        # In a year of elections it begins when the report after the election ends.
        ("YE", date(2020, 11, 2), date(2020, 12, 3), [50000]),
        # What was reported late tells nothing of the report's days.
        ("Q2", date(2020, 1, 20), date(2020, 3, 2), [50000]),
        ("30G", date(2020, 10, 16), date(2020, 10, 20), [50000]),
    ],
)
def test_a_report_of_the_bulk_files_covers_from_the_first_day_of_its_period(
    code: str, noticed: date, told: date, left: list[int]
) -> None:
    """The only line is of a day of paying after the day of showing that the notice has."""
    held = line(FILER, VENDOR, 100, told, form="", report_code=code, filing_id="fec:901", **SPENT)
    notice = line(FILER, VENDOR, 50000, noticed, form="24", report_code="48", filing_id="fec:900", **SPENT)

    found = paid(filed([held, notice], [FILER, VENDOR, TOPIC]))
    assert [row["cents"] for row in found if row["cents"] > 100] == left

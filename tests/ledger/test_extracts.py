"""Two extracts of one agency, an older and a newer one, of which the newer has a report's amendment: planted truth."""

from datetime import date, timedelta
from typing import Any

import pytest

from headwater.sources._tables.lines import Line
from tests.planted import filed, line, paid, party

DAY = date(2021, 1, 5)
PAC = party("Invented Builders PAC", number="111")
GIVERS = [party(f"GIVER {letter}, INVENTED", kind="person") for letter in "ABCDEFGHIJ"]


def report(number: int, givers: range, amendment: int = 0, **more: Any) -> list[Line]:
    """A quarter's report as bulk files have it: a gift of each giver, under a number of the giver's own."""
    coordinates: dict[str, Any] = {"form": "3X", "report_code": "Q1", "report_number": amendment, **more}
    day = coordinates.pop("day", DAY)
    return [
        line(
            GIVERS[giver], PAC, 1000 + giver, day + timedelta(giver), row=1000 * number + giver,
            filing_id=f"fec:{number}", transaction_id=f"SA11.{giver}", record_id=f"{number}-{giver}", **coordinates,
        )
        for giver in givers
    ]  # fmt: skip


def counted(*reports: list[Line]) -> list[int]:
    found = paid(filed([one for lines in reports for one in lines], [PAC, *GIVERS]))
    return sorted(row["cents"] - 1000 for row in found)


@pytest.mark.parametrize("is_turned", [False, True])
def test_what_an_amendment_of_the_whole_report_left_out_counts_no_more(is_turned: bool) -> None:
    """Of ten gifts the amendment drops the last two; both extracts are here, in either order."""
    reports = [report(900, range(10)), report(950, range(8), amendment=1)]

    assert counted(*(reports[::-1] if is_turned else reports)) == list(range(8))


def test_what_an_amendment_of_the_filing_itself_left_out_counts_no_more_either() -> None:
    whole = {"period_from": date(2021, 1, 1), "period_thru": date(2021, 3, 31), "source": "fec_efiles"}
    amendment = report(950, range(8), amendment=1, **whole, record_source="fec_efiles")

    assert counted(report(900, range(10), record_source="fec_bulk"), amendment) == list(range(8))


def test_an_amendment_that_repeats_only_what_it_changes_replaces_that_alone() -> None:
    assert counted(report(900, range(10)), report(950, range(5), amendment=1)) == list(range(10))


def test_the_same_report_of_the_next_year_is_no_amendment_though_ids_begin_anew() -> None:
    next_year = report(950, range(8), amendment=1, day=DAY.replace(year=2022))

    assert counted(report(900, range(10)), next_year) == sorted([*range(10), *range(8)])


def test_an_amendment_of_an_earlier_number_replaces_nothing() -> None:
    """The agency's numbers grow: what was filed before amends no later filing."""
    assert counted(report(950, range(10)), report(900, range(8), amendment=1)) == list(range(10))


def test_each_schedule_is_compared_by_itself() -> None:
    """The newer extract has what came in alone: what the older one has as paid stays."""
    paid_out = [
        line(PAC, giver, 50, DAY, row=row, side="payer", kind="spending", form="3X", schedule="B", report_code="Q1",
             filing_id="fec:900", transaction_id=f"SB21.{row}")
        for row, giver in enumerate(GIVERS)
    ]  # fmt: skip
    found = counted(report(900, range(10)), paid_out, report(950, range(8), amendment=1))

    assert found == sorted([*range(8), *[-950] * 10])

"""New York's rows through the ledger's rules: planted reports, and what of them is money once."""

import csv
import io
from collections.abc import Callable

from headwater.sources._reading.parsed import Parsed
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources.ny_boe.layouts import REPORTS
from tests.planted import filed, judged

ReadFile = Callable[..., Parsed]
_USUAL = {
    "FILER_ID": "990001",
    "CAND_COMM_NAME": "Friends Of Example",
    "ELECTION_YEAR": "2025",
    "FILING_ABBREV": "K",
    "R_AMEND": "N",
    "FILING_CAT_DESC": "Itemized",
    "SCHED_DATE": "2025-06-01 00:00:00.0000000",
    "CNTRBR_TYPE_DESC": "Corporation",
    "FLNG_ENT_NAME": "Example Works",
}
_NOTICE = {"FILING_ABBREV": "E", "FILING_CAT_DESC": "IE 24 Hour/Weekly Notices"}


def _counting(read_file: ReadFile, *rows: dict[str, str]) -> list[tuple[str, int]]:
    """Schedule and cents of the lines that count."""
    stream = io.StringIO()
    csv.writer(stream).writerows([(_USUAL | row).get(name, "") for name in REPORTS[45]] for row in rows)
    tables = read_file("ny_boe", stream.getvalue(), "planted.csv").tables
    lines = [Line(**row) for row in tables["source_lines"].to_pylist()]
    parties = [Party(**row) for row in tables["source_parties"].to_pylist()]
    filings = [Filing(**row) for row in tables["source_filings"].to_pylist()]
    told = judged(filed(lines, parties, filings, []))
    return sorted((line["schedule"], line["cents"]) for line in told if line["counts"])


def _row(schedule: str, number: str, amount: str, **more: str) -> dict[str, str]:
    return {"FILING_SCHED_ABBREV": schedule, "TRANS_NUMBER": number, "ORG_AMT": amount, **more}


def test_an_amended_row_replaces_none_of_another_schedule(read_file: ReadFile) -> None:
    # The first rows of A, B and F all have the number 1; the amendment changes that of A alone.
    report = (_row("A", "1", "500"), _row("B", "1", "250"), _row("F", "1", "40"))
    amendment = _row("A", "1", "510", R_AMEND="Y")
    assert _counting(read_file, *report, amendment) == [("A", 51000), ("B", 25000), ("F", 4000)]


def test_an_independent_expenditure_of_a_notice_counts_once(read_file: ReadFile) -> None:
    # Planted: one payment of 9,000 on a weekly notice and in the report, whose days begin before it and end after it.
    paid = (_row("F", "21", "9000"), _row("F", "22", "100", SCHED_DATE="2025-06-20"))
    given = _row("A", "23", "20000", SCHED_DATE="2025-05-20")
    noticed = _row("F", "20", "9000", **_NOTICE)
    assert _counting(read_file, *paid, given, noticed) == [("A", 2000000), ("F", 10000), ("F", 900000)]


def test_a_notice_that_no_report_covers_counts(read_file: ReadFile) -> None:
    later = _row("F", "20", "9000", **{**_NOTICE, "SCHED_DATE": "2025-10-20"})
    assert _counting(read_file, _row("F", "21", "100"), later) == [("F", 10000), ("F", 900000)]


def test_a_gift_among_the_expenditures_is_one_with_the_payees_receipt(read_file: ReadFile) -> None:
    # Planted: 700 sent on the first of June, booked by the other committee three weeks later.
    sent = _row("F", "1", "700", PURPOSE_CODE_DESC="Political Contributions", FLNG_ENT_NAME="Example For Senate")
    other = {"FILER_ID": "990002", "CAND_COMM_NAME": "Example For Senate", "FLNG_ENT_NAME": "Friends Of Example"}
    booked = _row("C", "9", "700", SCHED_DATE="2025-06-22", CNTRBR_TYPE_DESC="Committee", **other)
    assert _counting(read_file, sent, booked) == [("C", 70000)]

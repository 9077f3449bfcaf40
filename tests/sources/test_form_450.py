"""Form 450, the short statement: its summary page is all that there is of what the filer received. Planted truth."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.sources._reading.parsed import Parsed
from headwater.sources.ca_netfile_export.shapes import _data as layouts

SAMPLES = Path(headwater.sources.__path__[0])
SHORT = (SAMPLES / "ca_cal" / "sample" / "form-450.cal").read_text("utf-8")
COVER = {
    "FILER_ID": "1900024", "FILER_NAML": "Exampleville Garden Club Committee", "REPORT_NUM": "000",
    "COMMITTEE_TYPE": "RCP", "RPT_DATE": "2026-07-31", "FROM_DATE": "2026-01-01", "THRU_DATE": "2026-06-30",
}  # fmt: skip
# Of the sample: 390.00 itemized and 35.00 not of what was paid; 420.00 in money, 60.00 in kind, 5.00 besides.
PLANTED = {
    ("spending", "payer"): 3500, ("monetary", "payee"): 42000, ("in_kind", "payee"): 6000,
    ("unclassified", "payee"): 500,
}  # fmt: skip


def _rows(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    return parsed.tables[table].to_pylist() if table in parsed.tables else []


def _sums(parsed: Parsed) -> dict[tuple[str, str], int]:
    """What stands for all that is not itemized."""
    return {(row["kind"], row["side"]): row["cents"] for row in _rows(parsed, "source_lines") if row["is_sum"]}


def _stated(parsed: Parsed) -> dict[str, int]:
    return {row["measure"]: row["cents"] for row in _rows(parsed, "source_totals")}


def _summary(*cents: str) -> str:
    """NetFile's export of a summary page with these lines, the first of which is line 1."""
    entry = layouts()["summary"]
    out = io.StringIO()
    writer = csv.DictWriter(out, entry["columns"].split())
    writer.writeheader()
    for number, amount in enumerate(cents, start=1):
        row = {**COVER, "REC_TYPE": "SMRY", "FORM_TYPE": "F450", "LINE_ITEM": str(number), "AMOUNT_A": amount}
        writer.writerow({name: row.get(name.upper(), "") for name in entry["columns"].split()})
    return out.getvalue()


def test_the_books_of_a_short_statement_balance(read_file: Callable[..., Parsed]) -> None:
    """Opening cash, what came in, what went out, closing cash, as the page states them: 100 + 425 = 425 + 100."""
    parsed = read_file("ca_cal", SHORT, "a.cal")
    stated = _stated(parsed)
    came = stated["cash receipts"] + stated["miscellaneous increases to cash"]
    assert stated["opening_balance"] + came == stated["cash payments"] + stated["closing_balance"]
    assert (stated["opening_balance"], stated["closing_balance"], stated["expenditures"]) == (10000, 10000, 42500)
    assert _sums(parsed) == PLANTED
    paid = sum(row["cents"] for row in _rows(parsed, "source_lines") if row["side"] == "payer")
    assert paid == stated["expenditures"]
    assert len({row["line_id"] for row in _rows(parsed, "source_lines")}) == 6


def test_the_export_of_a_county_says_the_same(read_file: Callable[..., Parsed]) -> None:
    page = ["390", "35", "425", "0", "425", "420", "60", "0", "480", "100", "420", "5", "425", "100"]
    parsed = read_file("ca_netfile_export", _summary(*page), "Summary.csv")
    assert (_sums(parsed), _stated(parsed)) == (PLANTED, _stated(read_file("ca_cal", SHORT, "a.cal")))


def test_payments_stand_in_the_filing_of_the_summary(read_file: Callable[..., Parsed]) -> None:
    entry = layouts()["payments"]
    cells = {
        **COVER, "REC_TYPE": "EXPN", "FORM_TYPE": "F450P5", "TRAN_ID": "P1", "ENTITY_CD": "OTH", "AMOUNT": "390.00",
        "PAYEE_NAML": "Sample Cafe", "EXPN_DATE": "2026-02-21", "EXPN_CODE": "MTG",
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.DictWriter(out, entry["columns"].split())
    writer.writeheader()
    writer.writerow({name: cells.get(name.upper(), "") for name in entry["columns"].split()})
    (line,) = _rows(read_file("ca_netfile_export", out.getvalue(), "450.csv"), "source_lines")
    totals = _rows(read_file("ca_netfile_export", _summary("390"), "Summary.csv"), "source_totals")
    assert {(row["filing_id"], row["measure"]) for row in totals} == {(line["filing_id"], line["adds_to"])}


@pytest.mark.parametrize("number", ["3", "11", "14"])
def test_a_page_that_does_not_add_up_tells_no_line(read_file: Callable[..., Parsed], number: str) -> None:
    """A form of another year may number its lines in another way: nothing that it states is taken for money."""
    lines = [
        line.replace(line.split(",")[3], "77.00") if line.startswith(f"SMRY,F450,{number},") else line
        for line in SHORT.splitlines()
    ]
    parsed = read_file("ca_cal", "\r\n".join(lines), "a.cal")
    assert (_sums(parsed), parsed.counts.rejected) == ({}, 0)
    assert set(_stated(parsed)) == {f"form 450, line {place}" for place in range(1, 15)}

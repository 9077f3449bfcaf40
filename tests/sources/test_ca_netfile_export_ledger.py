"""NetFile's exports through the ledger's rules: the traps in which others counted money twice."""

import csv
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.sources._reading.parsed import Parsed
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal
from tests.planted import filed, judged

SOURCE = "ca_netfile_export"
Lines = list[dict[str, Any]]


def _judged(read_file: Callable[..., Parsed], folder: Path) -> Lines:
    """The lines of a folder's files, each with whether it counts."""
    return _weighed(read_file(SOURCE, path.read_bytes(), path.name) for path in sorted(folder.glob("*.csv")))


def _weighed(files: Iterable[Parsed]) -> Lines:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in files:
        for name, table in one.tables.items():
            found.setdefault(name, []).extend(table.to_pylist())
    lines = [Line(**row) for row in found["source_lines"]]
    parties = [Party(**row) for row in found["source_parties"]]
    filings = {(row["filing_id"], row["schedules"]): Filing(**row) for row in found["source_filings"]}
    totals = [StatedTotal(**row) for row in found.get("source_totals", ())]
    return judged(filed(lines, parties, filings.values(), totals))


def _cents(lines: Lines, **wanted: str) -> int:
    """The sum of the lines that count and have these columns."""
    return sum(line["cents"] for line in lines if line["counts"] and all(line[name] == wanted[name] for name in wanted))


@pytest.fixture
def fixtures(real: Path) -> Path:
    return real / "ca_netfile_oakland" / "spec_fixtures"


@pytest.mark.real
def test_independent_expenditures_of_schedule_d_once(read_file: Callable[..., Parsed], fixtures: Path) -> None:
    # Published by the city's public site for these files; one of them is the filer's own running sum as well.
    lines = _judged(read_file, fixtures / "candidate_independent_supporting_trenado")
    assert _cents(lines, kind="independent_expenditure", stance="for") == 9928896
    lines = _judged(read_file, fixtures / "candidate_independent_supporting_kalb")
    assert _cents(lines, kind="independent_expenditure", stance="against") == 1324165


@pytest.mark.real
def test_a_notice_of_the_periods_last_day_gives_way(read_file: Callable[..., Parsed], fixtures: Path) -> None:
    folder = fixtures / "deduplicate_460_497_within_1_day_of_deadline"
    lines = _judged(read_file, folder)
    notices = [line for line in lines if line["form"] == "496"]
    # Four notices of the last day that the report covers; one states an estimate, 43 cents below the report.
    assert [line["counts"] for line in notices] == [False] * 4
    # What is left about the candidate is the filer's own running sum, less the one gift in it.
    with (folder / "D-Expenditure.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Thru_Date"] == "2018-09-22"]
    (running,) = {row["Cum_YTD"] for row in rows}
    given = sum(Decimal(row["Amount"]) for row in rows if row["Expn_Code"] == "MON")
    about = {line["about_party_id"] for line in notices}
    assert len(about) == 1
    spent = _cents(lines, kind="independent_expenditure", about_party_id=about.pop())
    assert spent == 100 * (Decimal(running) - given) == 5639473


@pytest.mark.real
def test_expenses_count_once(read_file: Callable[..., Parsed], fixtures: Path) -> None:
    folder = fixtures / "deduplicate_committee_expenses"
    lines = _judged(read_file, folder)
    with (folder / "Summary.csv").open(newline="", encoding="utf-8") as stream:
        made = [row for row in csv.DictReader(stream) if (row["Form_Type"], row["Line_Item"]) == ("E", "4")]
    # Line 4 of schedule E, total payments made, of the four reports: what the filer says that it paid.
    assert _cents(lines, schedule="E") == 100 * sum(Decimal(row["Amount_A"]) for row in made) == 10530104


@pytest.mark.real
def test_a_report_without_a_number_replaces_nobody(read_file: Callable[..., Parsed], fixtures: Path) -> None:
    lines = _judged(read_file, fixtures / "amendment_with_null_filer_id")
    # The amended report's sums count, the original's do not; the other filer's one total is no payment.
    assert {(line["schedule"], line["report_number"]) for line in lines if line["counts"]} == {
        ("A", 1), ("E", 1), ("I", 1),
    }  # fmt: skip
    # Not itemized as the amendment states it: schedules A 11,884.98, E 354.53, I 2,749.00.
    assert {name: _cents(lines, schedule=name) for name in "AEI"} == {"A": 1188498, "E": 35453, "I": 274900}


@pytest.mark.real
def test_notices_after_the_period_count(read_file: Callable[..., Parsed], fixtures: Path) -> None:
    lines = _judged(read_file, fixtures / "referendum_supporters_without_expenditures_are_included")
    # Four gifts two days after the report's last day: 1,000 + 135 + 19,950 + 2,500.
    assert _cents(lines, form="497") == 2358500
    # Line 3 of schedule A, monetary contributions of the period.
    assert _cents(lines, schedule="A") == 832000


SAMPLE = Path(headwater.sources.__path__[0]) / SOURCE / "sample"
# NetFile's JSON names the columns of these files otherwise, and gives each row an id that the export has not.
_AS_JSON = {
    "fppcId": "Filer_ID", "filerName": "Filer_NamL", "committeeType": "Committee_Type", "reportNumber": "Report_Num",
    "reportDate": "Rpt_Date", "reportFromDate": "From_Date", "reportThruDate": "Thru_Date", "transactionId": "Tran_ID",
    "contributorCommitteeId": "Cmte_ID",
    **{f"contributor{name}": f"Tran_{column}" for name, column in (
        ("LastName", "NamL"), ("FirstName", "NamF"), ("Address1", "Adr1"), ("Address2", "Adr2"), ("City", "City"),
        ("State", "State"), ("Zip", "Zip4"), ("Occupation", "Occ"), ("Employer", "Emp"),
    )},
    "date": "Tran_Date", "amount": "Tran_Amt1", "description": "Tran_Dscr",
}  # fmt: skip
_NOTICE_COLUMNS = {"Tran_Date": "Ctrib_Date", "Tran_Amt1": "Amount", "Tran_Emp": "Ctrib_Emp", "Tran_Occ": "Ctrib_Occ"}
_TYPES = {"IND": "individual", "COM": "committee", "OTH": "other"}


def _json(row: dict[str, str]) -> dict[str, Any]:
    is_notice = "Enty_NamL" in row
    found: dict[str, Any] = {"id": row["Tran_ID"] + row["Report_Num"], "contributorSelfEmployed": False}
    found |= {
        "year": "2030",
        "agencyName": "Exampleville",
        "agencyId": "EXA",
        "contributorType": _TYPES[row["Entity_Cd"]],
    }
    for name, column in _AS_JSON.items():
        own = _NOTICE_COLUMNS.get(column, column.replace("Tran_", "Enty_").replace("State", "ST"))
        if column in row or own in row:
            found[name] = row[column] if column in row else row[own]
    if is_notice:
        found = {name: value for name, value in found.items() if name[:10] not in ("reportFrom", "reportThru")}
    return found | {"amount": float(found["amount"])}


@pytest.mark.parametrize("name", ["A-Contributions.csv", "497.csv"])
def test_the_export_and_the_json_of_the_same_rows_count_once(read_file: Callable[..., Parsed], name: str) -> None:
    text = (SAMPLE / name).read_text("utf-8")
    export = read_file(SOURCE, text, name)
    rows = [row for row in csv.DictReader(text.splitlines()) if not row["Memo_Code"] and not row.get("Intr_NamL")]
    objects = read_file("ca_netfile", json.dumps([_json(row) for row in rows]), "a.json")
    assert objects.counts.kept == len(rows)
    alone, both = (_weighed(files) for files in ([export], [export, objects]))
    assert len(both) == len(alone) + len(rows)
    assert sum(line["cents"] for line in both if line["counts"]) == sum(
        line["cents"] for line in alone if line["counts"]
    )

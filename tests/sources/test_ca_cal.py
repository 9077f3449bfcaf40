"""One electronic filing in the state's CAL format: its summary page is the oracle of its schedules."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed

Rows = dict[str, list[dict[str, Any]]]
SAMPLE = Path(headwater.sources.__path__[0]) / "ca_cal" / "sample"
FORM_460 = (SAMPLE / "form-460.cal").read_text("utf-8")


def _rows(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    return parsed.tables[table].to_pylist() if table in parsed.tables else []


def _sums(lines: list[dict[str, Any]]) -> dict[str, int]:
    """What the lines add up to, under the words of the summary page."""

    def total(schedules: str, kinds: tuple[str, ...]) -> int:
        return sum(line["cents"] for line in lines if line["schedule"] in schedules.split() and line["kind"] in kinds)

    gifts, in_kind = total("A", ("monetary",)), total("C", ("in_kind",))
    lent, made = total("B1", ("loan",)), total("H", ("loan",))
    paid = total("E", ("spending", "contribution_made", "independent_expenditure")) + total("B1", ("spending",))
    return {
        "monetary contributions": gifts,
        "nonmonetary contributions": in_kind,
        "loans received, net": lent,
        "receipts": gifts + lent + in_kind,
        "payments made": paid,
        "expenditures": paid + made,
        "cash receipts": gifts + lent,
        "miscellaneous increases to cash": total("I", ("unclassified",)),
    }


def _agrees(parsed: Parsed) -> None:
    """Each measure of the summary page equals the lines; opening and closing cash follow from them."""
    stated = {row["measure"]: row["cents"] for row in _rows(parsed, "source_totals") if "form 460" in row["page"]}
    sums = _sums(_rows(parsed, "source_lines"))
    assert {measure: stated[measure] for measure in sums} == sums
    moved = sums["cash receipts"] + sums["miscellaneous increases to cash"] - sums["expenditures"]
    assert stated["opening_balance"] + moved == stated["closing_balance"]


@pytest.mark.real
def test_the_real_filing_agrees_with_its_summary_page(real: Path, read_file: Callable[..., Parsed]) -> None:
    (path,) = (real / "ca_cal_format").glob("*.cal.txt")
    parsed = read_file("ca_cal", path.read_bytes(), path.name)
    _agrees(parsed)
    # 59 lines stand in the file; the header, two signatures, four election splits and one debt are ignored.
    counts = parsed.counts
    assert (counts.read, counts.kept, counts.ignored, counts.rejected) == (59, 51, 8, 0)
    # Stated on its summary page: total contributions 371.26, payments 1,084.52, cash 984.52 before and 0.00 after.
    stated = {row["measure"]: row["cents"] for row in _rows(parsed, "source_totals")}
    assert [stated[name] for name in ("receipts", "expenditures", "opening_balance", "closing_balance")] == [
        37126, 108452, 98452, 0,
    ]  # fmt: skip
    # Schedule F is no payment, but its one record agrees too: nothing incurred, 1,000.00 paid.
    debts = [row for row in csv.reader(path.read_text("utf-8").splitlines()) if row[0] == "DEBT"]
    assert [int(row[15].replace(".", "")) for row in debts] == [stated["accrued expenses paid"]]


def test_the_sample_agrees_with_its_summary_page(read_file: Callable[..., Parsed]) -> None:
    _agrees(read_file("ca_cal", FORM_460, "a.cal"))


def test_who_paid_whom(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file("ca_cal", FORM_460, "a.cal")
    names = {party["party_id"]: party["name"] for party in _rows(parsed, "source_parties")}
    lines = {line["transaction_id"]: line for line in _rows(parsed, "source_lines") if line["schedule"] != "B1"}
    # Planted: A2 came through an intermediary, so its true source gave it; A3 is a transfer of earlier gifts.
    assert names[lines["A2"]["payer_party_id"]] == "Kim Example"
    assert lines["A2"]["description"] == "through the intermediary Harbor Voices Committee"
    assert names[lines["A3"]["payer_party_id"]] == "Jo Sample for Sheriff 2022"
    assert (lines["A4"]["cents"], lines["A4"]["kind"]) == (-20000, "monetary")
    assert "A5" not in lines  # a memo
    assert "G1" not in lines  # detail of E2
    # D1 and E1 are one payment, told by payee and amount: the payment of schedule E stays.
    assert "D1" not in lines
    assert (lines["E1"]["kind"], lines["E1"]["side"], lines["E1"]["cents"]) == ("contribution_made", "payer", 40000)
    assert names[lines["E2"]["payee_party_id"]] == 'Sample "Quick" Mail'
    assert (lines["E2"]["date_from"], lines["E2"]["date_to"]) == (date(2026, 1, 1), date(2026, 6, 30))
    sums = {names[line["payer_party_id"]] for line in _rows(parsed, "source_lines") if line["is_sum"]}
    assert "Contributors not itemized by Jo Sample for District Attorney 2026" in sums
    loans = {line["description"]: line for line in _rows(parsed, "source_lines") if line["schedule"] == "B1"}
    assert {said: (line["cents"], line["side"]) for said, line in loans.items()} == {
        "loan lent": (500000, "payee"),
        "loan paid back": (-50000, "payee"),
        "interest on a loan": (5000, "payer"),
    }


def test_streets_are_in_no_table(read_file: Callable[..., Parsed]) -> None:
    broken = FORM_460.replace(",20260115,", ",20261332,")
    parsed = read_file("ca_cal", broken, "a.cal")
    assert parsed.counts.rejected == 1
    assert "Nowhere" in broken
    assert not any("Nowhere" in str(table.to_pylist()) for table in parsed.tables.values())


def test_a_shifted_row_shows_nothing(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file("ca_cal", FORM_460.replace(",IND,Placeholder,Robin", ",IND,Placeholder,,Robin", 1), "a.cal")
    (rejected,) = _rows(parsed, "rejected")
    # One field too many: the street now lies under another name.
    assert (rejected["reason"], rejected["raw_text"]) == ("67 fields where a RCPT record has 66", "")


def test_a_notice(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_cal", ["form-497.cal"])
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    assert (lines["INC9"]["kind"], lines["INC9"]["side"], lines["INC9"]["schedule"]) == ("monetary", "payee", "P1")
    assert (lines["EXP4"]["kind"], lines["EXP4"]["side"]) == ("contribution_made", "payer")
    (filing,) = tables["source_filings"]
    assert (filing["number"], filing["form"]) == ("1900001-497-2026-10-20-0-L7", "497")


def test_an_expenditure_is_about_what_schedule_d_says(read_file: Callable[..., Parsed]) -> None:
    independent = FORM_460.replace(",MON,", ",IND,").replace(",CTB,", ",IND,")
    parsed = read_file("ca_cal", independent, "a.cal")
    (line,) = [row for row in _rows(parsed, "source_lines") if row["kind"] == "independent_expenditure"]
    about = next(party for party in _rows(parsed, "source_parties") if party["party_id"] == line["about_party_id"])
    assert (line["schedule"], line["cents"], line["stance"]) == ("E", 40000, "for")
    assert (about["name"], about["kind"]) == ("Parks bond", "measure")
    assert about["place"] == "ocd-division/country:us/state:ca/place:exampleville"


def test_a_row_of_schedule_d_that_cannot_be_told_is_rejected(read_file: Callable[..., Parsed]) -> None:
    unlike = FORM_460.replace("20260505,400.00,,,,MON", "20260505,150.00,,,,MON")
    parsed = read_file("ca_cal", unlike, "a.cal")
    (rejected,) = _rows(parsed, "rejected")
    assert rejected["reason"].startswith("the same money as a payment of schedule E")
    assert [line["cents"] for line in _rows(parsed, "source_lines") if line["transaction_id"] == "E1"] == [40000]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("HDR,CAL,CA", "HDR,FEC,CA", "not a CAL filing"),
        (",2.01,", ",1.05,", "is none of 2.01"),
        ("CVR,F460,", "CVR,F496,", "is none of 'F460', 'F497'"),
        ("CVR,F460,", "CVX,F460,", "0 cover pages"),
        ("20260101,20260630", "20260101,", "states no period"),
        (",000,20260702", ",x,20260702", "not a whole number"),
    ],
)
def test_files_that_are_refused(read_file: Callable[..., Parsed], old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file("ca_cal", FORM_460.replace(old, new, 1), "a.cal")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('RCPT,A,Z1,"broken', "broken quotes"),
        ("RCPT,A,Z1,IND,Short", "5 fields where a RCPT record has 66"),
        ("WHAT,A,Z1", "has no place"),
        ("SMRY,A,1,12.345", "more than two decimals"),
        ("", "an empty line"),
        ("SMRY,A,1,1750.00", "stated before in this file"),
    ],
)
def test_a_bad_row_is_rejected_alone(read_file: Callable[..., Parsed], bad: str, said: str) -> None:
    good = read_file("ca_cal", FORM_460, "a.cal")
    parsed = read_file("ca_cal", f"{FORM_460}{bad}\n", "a.cal")
    (rejected,) = _rows(parsed, "rejected")
    assert said in rejected["reason"]
    assert parsed.counts.kept == good.counts.kept

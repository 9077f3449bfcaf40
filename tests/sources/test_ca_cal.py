"""One electronic filing in the state's CAL format: its summary page is the oracle of its schedules."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._cal.fields import topic
from headwater.sources._cal.text import lines_of
from headwater.sources._reading.fields import Take
from headwater.sources._reading.parsed import Parsed
from headwater.sources._reading.raw import raw_file
from headwater.sources._reading.records import IgnoredRows
from headwater.sources.ca_cal import layout
from headwater.sources.ca_cal.read import read

Rows = dict[str, list[dict[str, Any]]]
OF_SCHEDULE_D = {"contributions and independent expenditures made, itemized"}
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
    # 59 lines stand in the file; the header, two signatures and four election splits are ignored.
    counts = parsed.counts
    assert (counts.read, counts.kept, counts.ignored, counts.rejected) == (59, 52, 7, 0)
    # Stated on its summary page: total contributions 371.26, payments 1,084.52, cash 984.52 before and 0.00 after.
    stated = {row["measure"]: row["cents"] for row in _rows(parsed, "source_totals")}
    assert [stated[name] for name in ("receipts", "expenditures", "opening_balance", "closing_balance")] == [
        37126, 108452, 98452, 0,
    ]  # fmt: skip
    # Schedule F is no payment, but its one record agrees too: nothing incurred, 1,000.00 paid.
    debts = [row for row in csv.reader(path.read_text("utf-8").splitlines()) if row[0] == "DEBT"]
    assert [int(row[15].replace(".", "")) for row in debts] == [stated["accrued expenses paid"]]


def _sums_by_measure(parsed: Parsed) -> dict[str, int]:
    """What the lines of the one filing say that they are part of, added up."""
    sums: dict[str, int] = {}
    for line in _rows(parsed, "source_lines"):
        if line["adds_to"]:
            sums[line["adds_to"]] = sums.get(line["adds_to"], 0) + line["cents"]
    return sums


def _states_what_its_lines_add_up_to(parsed: Parsed) -> int:
    """Each measure that lines are part of is stated, and equals their sum; what must be itemized is. Says how many."""
    totals = _rows(parsed, "source_totals")
    (filing,) = {row["filing_id"] for row in totals}
    assert {line["filing_id"] for line in _rows(parsed, "source_lines")} <= {filing}
    sums = _sums_by_measure(parsed)
    stated = {row["measure"]: row["cents"] for row in totals}
    compared = {row["measure"] for row in totals if row["itemizes"]} | set(sums) | (OF_SCHEDULE_D & set(stated))
    assert {measure: stated[measure] for measure in compared} == {name: sums.get(name, 0) for name in compared}
    return len(compared)


@pytest.mark.real
def test_the_lines_of_the_real_filing_add_up_to_its_summary(real: Path, read_file: Callable[..., Parsed]) -> None:
    (path,) = (real / "ca_cal_format").glob("*.cal.txt")
    parsed = read_file("ca_cal", path.read_bytes(), path.name)
    # A, C, D, E and I itemized, E not itemized, net loans, and accrued expenses paid: all that it states of lines.
    assert _states_what_its_lines_add_up_to(parsed) == 8


@pytest.mark.parametrize("name", ["form-460", "form-450", "form-461", "form-465", "form-401"])
def test_the_lines_of_each_sample_add_up_to_its_summary(read_file: Callable[..., Parsed], name: str) -> None:
    assert _states_what_its_lines_add_up_to(read_file("ca_cal", (SAMPLE / f"{name}.cal").read_text("utf-8"), "a.cal"))


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
    # A5 says that it is a memo; G1 is detail of E2.
    assert {key: (lines[key]["schedule"], lines[key]["adds_to"]) for key in ("A5", "G1")} == {
        "A5": ("A memo", ""),
        "G1": ("G memo", ""),
    }
    # D1 and E1 are one payment, told by payee and amount: the payment of schedule E stays.
    assert (lines["D1"]["schedule"], lines["D1"]["cents"], lines["D1"]["report_number"]) == ("D memo", 40000, 0)
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
    assert (filing["number"], filing["form"]) == ("L7", "497")


def test_an_expenditure_is_about_what_schedule_d_says(read_file: Callable[..., Parsed]) -> None:
    independent = FORM_460.replace(",MON,", ",IND,").replace(",CTB,", ",IND,")
    parsed = read_file("ca_cal", independent, "a.cal")
    found = [row for row in _rows(parsed, "source_lines") if row["kind"] == "independent_expenditure"]
    (line,) = [row for row in found if not row["schedule"].endswith(" memo")]
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
        ("CVR,F460,", "CVR,F410,", "is none of 'F401', 'F450', 'F460'"),
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
        ("SMRY,A,1,1750.00", "stated before in this file"),
    ],
)
def test_a_bad_row_is_rejected_alone(read_file: Callable[..., Parsed], bad: str, said: str) -> None:
    good = read_file("ca_cal", FORM_460, "a.cal")
    parsed = read_file("ca_cal", f"{FORM_460}{bad}\n", "a.cal")
    (rejected,) = _rows(parsed, "rejected")
    assert said in rejected["reason"]
    assert parsed.counts.kept == good.counts.kept


def _lines_of(parsed: Parsed) -> dict[str, dict[str, Any]]:
    """The lines by transaction, with the names of the parties in place of their ids."""
    names = {party["party_id"]: party["name"] for party in _rows(parsed, "source_parties")} | {"": ""}
    roles = ("payer", "payee", "about", "conduit", "filer")
    return {
        line["transaction_id"]: line | {role: names[line[f"{role}_party_id"]] for role in roles}
        for line in _rows(parsed, "source_lines")
    }


def _read(read_file: Callable[..., Parsed], name: str) -> tuple[Parsed, dict[str, dict[str, Any]]]:
    parsed = read_file("ca_cal", (SAMPLE / f"{name}.cal").read_text("utf-8"), "a.cal")
    assert parsed.counts.rejected == 0
    assert not any("Nowhere" in str(table.to_pylist()) for table in parsed.tables.values())
    return parsed, _lines_of(parsed)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_flood_of_blank_lines_is_one_stretch(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.cal"
    path.write_bytes((FORM_460.rstrip("\n") + "\n" + end * 100_000).encode())
    found = list(lines_of(raw_file(path, "a.cal")))
    # Work, not time: one stretch, whatever its length, beside the lines that there are.
    assert len(found) == FORM_460.rstrip("\n").count("\n") + 2
    assert found[-1].blank == 100_000
    blanks = [record for record in read(raw_file(path, "a.cal")) if isinstance(record, IgnoredRows)]
    assert [len(one.rows) for one in blanks] == [100_000]


def test_form_496_is_about_whom_its_cover_names(read_file: Callable[..., Parsed]) -> None:
    parsed, lines = _read(read_file, "form-496")
    # Planted: the cover opposes the candidate; the form names no payee; part 3 is money received.
    first = lines["EXP1"]
    assert (first["kind"], first["side"], first["cents"]) == ("independent_expenditure", "payer", 150000)
    assert (first["about"], first["stance"], first["form"]) == ("Sam Exemplar", "against", "496")
    assert first["payee"] == "Payees not itemized by Neighbors of Exampleville Fund"
    assert (first["date_from"], first["date_to"]) == (date(2026, 10, 18), date(2026, 10, 19))
    assert (lines["INC1"]["kind"], lines["INC1"]["side"], lines["INC1"]["schedule"]) == ("monetary", "payee", "P3")
    about = next(row for row in _rows(parsed, "source_parties") if row["name"] == "Sam Exemplar")
    assert about["place"] == "ocd-division/country:us/state:ca/county:example"
    (filing,) = _rows(parsed, "source_filings")
    assert (filing["form"], filing["number"], filing["period_from"]) == ("496", "NF-3", None)


def test_form_465_is_independent_expenditures(read_file: Callable[..., Parsed]) -> None:
    _, lines = _read(read_file, "form-465")
    # A row without a code is an independent expenditure too; what is not itemized is about the cover's candidate.
    assert {key: (line["kind"], line["cents"], line["payee"]) for key, line in lines.items()} == {
        "IE1": ("independent_expenditure", 200000, "Sample Radio"),
        "IE2": ("independent_expenditure", 40050, "Sample Print Shop"),
        "": ("independent_expenditure", 6000, "Payees not itemized by Example Builders Association"),
    }
    assert {(line["about"], line["stance"]) for line in lines.values()} == {("Sam Exemplar", "for")}


def test_forms_461_and_450_are_payments(read_file: Callable[..., Parsed]) -> None:
    parsed, lines = _read(read_file, "form-461")
    assert {
        key: (line["kind"], line["payee"], line["about"], line["stance"]) for key, line in lines.items() if key
    } == {
        "M1": ("contribution_made", "Harbor Voices Committee", "", ""),
        "M2": ("independent_expenditure", "Sample Radio", "Sam Exemplar", "against"),
        "M3": ("in_kind", "Jo Sample for District Attorney 2026", "", ""),
    }
    stated = {row["measure"]: row["cents"] for row in _rows(parsed, "source_totals")}
    assert stated["expenditures"] == 1090000
    kinds = {row["name"]: row["kind"] for row in _rows(parsed, "source_parties")}
    assert kinds["Placeholder Holdings"] == "organisation"  # a major donor without a first name
    _, lines = _read(read_file, "form-450")
    assert {key: (line["kind"], line["form"]) for key, line in lines.items() if key} == {
        "P1": ("contribution_made", "450"),
        "P2": ("spending", "450"),
    }


def test_slate_mailer_organisations_are_paid_and_pay(read_file: Callable[..., Parsed]) -> None:
    _, lines = _read(read_file, "form-401")
    # Part B has no day: it was paid on some day of the report's period. Parts B-1 and D are detail of it.
    assert (lines["R1"]["kind"], lines["R1"]["side"], lines["R1"]["payer"]) == (
        "spending", "payee", "Jo Sample for District Attorney 2026",
    )  # fmt: skip
    assert (lines["B1"]["kind"], lines["B1"]["side"], lines["B1"]["payee"]) == (
        "spending",
        "payer",
        "Sample Print Shop",
    )
    assert (lines["B1"]["date_from"], lines["B1"]["date_to"]) == (date(2026, 1, 1), date(2026, 6, 30))
    assert "B2" not in lines
    _, lines = _read(read_file, "form-498")
    assert {key: (line["kind"], line["side"], line["cents"]) for key, line in lines.items()} == {
        "R9": ("spending", "payee", 250000)
    }


def test_a_bill_is_no_payment(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file("ca_cal", FORM_460, "a.cal")
    bills = [line for line in _rows(parsed, "source_lines") if line["schedule"] == "F memo"]
    assert [(line["cents"], line["adds_to"]) for line in bills] == [
        (20000, "accrued expenses incurred")
    ]  # the record: 200.00 incurred, 0.00 paid


def test_the_conduit_of_a_gift_is_named(read_file: Callable[..., Parsed]) -> None:
    _, lines = _read(read_file, "form-460")
    assert lines["A2"]["conduit"] == "Harbor Voices Committee"
    assert lines["A3"]["conduit"] == ""  # A transfer of earlier gifts is paid by the committee itself.


def test_no_payment_is_as_large_as_this(read_file: Callable[..., Parsed]) -> None:
    parsed = read_file("ca_cal", FORM_460.replace(",400.00,", ",40000000000000.00,", 1), "a.cal")
    assert "too large" in _rows(parsed, "rejected")[0]["reason"]


@pytest.mark.parametrize(
    ("code", "said", "place"),
    [
        ("CTY", "Example", "county:example"),
        ("CIT", "Exampleville", "place:exampleville"),
        ("OTH", "City of Exampleville, CA", "place:exampleville"),
        ("OTH", "San Example County", "county:san_example"),
        ("OTH", "Exampleville", ""),  # neither said to be a city nor a county
        ("CTY", "District 5", ""),
        ("CIT", "CIT", ""),
        ("CTY", "Officeholder of County of Los Example", ""),
    ],
)
def test_where_a_candidate_stands(code: str, said: str, place: str) -> None:
    found = topic(Take({"CAND_NAML": "Exemplar", "JURIS_CD": code, "JURIS_DSCR": said}))
    assert found is not None
    assert found.place == (f"ocd-division/country:us/state:ca/{place}" if place else "")


def test_notices_may_end_before_the_columns_of_the_tables(read_file: Callable[..., Parsed]) -> None:
    """The format's own form 497 ends with MEMO_REFNO; the four columns after it are the tables'."""
    lines = (SAMPLE / "form-497.cal").read_text("utf-8").splitlines()
    cut = [line.removesuffix(",,,,") if line.startswith("S497") else line for line in lines]
    parsed = read_file("ca_cal", "\n".join(cut), "a.cal")
    assert (parsed.counts.rejected, len(_rows(parsed, "source_lines"))) == (0, 2)


@pytest.mark.parametrize(
    ("number", "payee"), [("1900004", ("Committee of Sam Exemplar", "1900004", "")), ("", ("Sam Exemplar", "", "Sam"))]
)
def test_a_gift_without_a_payee_goes_to_the_committee_that_is_numbered(
    read_file: Callable[..., Parsed], number: str, payee: tuple[str, str, str]
) -> None:
    """Schedule D has no column for the payee: some programs give the committee's number and the candidate's name."""
    (named,) = (text for text in FORM_460.splitlines() if text.startswith("EXPN,D,D1,"))
    row = next(csv.reader([named]))
    row[4], row[18], row[24], row[44:48] = "", "IKD", number, ["", "", "", "S"]
    row[34:36] = ["Exemplar", "Sam"]
    parsed = read_file("ca_cal", FORM_460.replace(named, ",".join(row)), "a.cal")
    parties = {party["party_id"]: party for party in _rows(parsed, "source_parties")}
    (line,) = (line for line in _rows(parsed, "source_lines") if line["transaction_id"] == "D1")
    found, about = parties[line["payee_party_id"]], parties.get(line["about_party_id"], {"name": ""})
    assert (found["name"], found["identifier"], about["name"][:3]) == payee


@pytest.mark.parametrize("entity", ["COM", "IND", ""])
@pytest.mark.parametrize(("code", "payee"), [("IKD", "Sam Exemplar"), ("IND", "Payees not itemized by")])
def test_a_candidate_named_as_payee_stands_for_the_committee(
    read_file: Callable[..., Parsed], entity: str, code: str, payee: str
) -> None:
    """Schedule D repeats the candidate, mostly with a committee's code; an expenditure was not paid to them."""
    (named,) = (text for text in FORM_460.splitlines() if text.startswith("EXPN,D,D1,"))
    row = next(csv.reader([named]))
    row[3], row[4:6], row[18], row[24], row[44:48] = entity, ["Exemplar", "Sam"], code, "", ["", "", "", "S"]
    row[34:36] = ["Exemplar", "Sam"]
    parsed = read_file("ca_cal", FORM_460.replace(named, ",".join(row)), "a.cal")
    parties = {party["party_id"]: party for party in _rows(parsed, "source_parties")}
    (line,) = (line for line in _rows(parsed, "source_lines") if line["transaction_id"] == "D1")
    about = parties[line["about_party_id"]]
    assert (about["name"], about["kind"]) == ("Sam Exemplar", "candidate")
    assert parties[line["payee_party_id"]]["name"].startswith(payee)


def test_what_was_drawn_of_an_older_loan_came_in_the_period(read_file: Callable[..., Parsed]) -> None:
    """The row has the day of the loan, of the year before, and the amount received in this period."""
    parsed = read_file("ca_cal", FORM_460.replace(",20260110,,5000.00,", ",20250110,,5000.00,"), "a.cal")
    (lent,) = (line for line in _rows(parsed, "source_lines") if line["description"] == "loan lent")
    assert (lent["date_from"], lent["date_to"]) == (date(2026, 1, 1), date(2026, 6, 30))


def test_part_2_of_schedule_b_holds_guarantees(read_file: Callable[..., Parsed]) -> None:
    """Until 2000 it held repayments; a guarantee is no payment."""
    guarantee = ["LOAN", "B2", "G1", "", "IND", "Example", "Kim", *[""] * 7, "20260110", "", "2000.00"]
    row = ",".join([*guarantee, *[""] * (len(layout.RECORDS["LOAN"]) - len(guarantee))])
    before, after = (read_file("ca_cal", text, "a.cal") for text in (FORM_460, f"{FORM_460}{row}\r\n"))
    assert after.counts.ignored == before.counts.ignored + 1
    assert (after.counts.rejected, len(_rows(after, "source_lines"))) == (0, len(_rows(before, "source_lines")))

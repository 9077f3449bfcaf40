"""The data file of political organisations: forms 8871 and 8872."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater.sources
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.errors import InputError
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources._reading.parsed import Parsed
from headwater.sources._reading.raw import raw_file
from headwater.sources.add import add_files
from headwater.sources.irs_527 import whole

Rows = dict[str, list[dict[str, Any]]]
ReadFile = Callable[..., Parsed]
SAMPLE = Path(headwater.sources.__path__[0]) / "irs_527" / "sample" / "political-organisations.txt"
TEXT = SAMPLE.read_text("utf-8")
CONTRIBUTION = "A|8800102|14|"


def _rows(found: Parsed, table: str) -> list[dict[str, Any]]:
    return found.tables[table].to_pylist() if table in found.tables else []


def test_the_sample(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("irs_527")
    lines = {line["record_id"][2:]: line for line in tables["source_lines"]}
    # Planted, in cents; the publisher writes 1000.5.
    assert {key: (line["cents"], line["kind"], line["side"]) for key, line in lines.items()} == {
        "11": (50000, "monetary", "payee"),
        "12": (100050, "monetary", "payee"),
        "13": (50000, "monetary", "payee"),
        "14": (100075, "monetary", "payee"),
        "21": (40000, "spending", "payer"),
    }
    parties = {row["party_id"]: row for row in tables["source_parties"]}
    assert parties[lines["11"]["payer_party_id"]]["name"] == "Robin Placeholder"
    assert parties[lines["21"]["payee_party_id"]]["name"] == "Invented Printing Co"
    filer = parties[lines["21"]["payer_party_id"]]
    assert (filer["scheme"], filer["identifier"], filer["place"]) == ("ein", "001990010", "Exampleville, CA")
    assert filer == parties[lines["11"]["payee_party_id"]]
    kinds = {row["name"]: row["kind"] for row in tables["source_parties"]}
    assert kinds == {
        "Harbor Voices Fund": "committee",
        "Robin Placeholder": "person",
        "Specimen Builders LLC": "unknown",
        "Invented Printing Co": "unknown",
    }
    assert not tables["rejected"]
    # Eleven records, a header and a footer; officers, numbers, related entities and both ends are left out.
    counts = tables["source_files"][0]
    assert (counts["rows_read"], counts["rows_kept"], counts["rows_ignored"]) == (13, 8, 5)


def test_records_broken_by_newlines_are_joined(read_file: ReadFile) -> None:
    with structlog.testing.capture_logs() as said:
        found = read_file("irs_527", TEXT, "a.txt")
    # Planted: one in a purpose of 8871, one in an employer, one in the last field of schedule B.
    assert [(one["file"], one["records"]) for one in said] == [("a.txt", 3)]
    employers = {row["employer"] for row in _rows(found, "source_parties")}
    assert employers == {"", "Example Hospital & Health Network, Inc."}
    assert "Printing and mailing" in {row["description"] for row in _rows(found, "source_lines")}
    # A record stands where it begins.
    rows = {row["record_id"][2:]: row["row"] for row in _rows(found, "source_lines")}
    begins = {
        number: n for n, text in enumerate(TEXT.splitlines(), 1) for number in rows if f"|{number}|Harbor" in text
    }
    assert rows == begins


def test_a_line_without_a_day_has_its_period(read_sample: Callable[..., Rows]) -> None:
    lines = {line["record_id"][2:]: line for line in read_sample("irs_527")["source_lines"]}
    assert (lines["12"]["date_from"], lines["12"]["date_to"]) == (date(2022, 1, 1), date(2022, 6, 30))
    assert (lines["11"]["date_from"], lines["11"]["date_to"]) == (date(2022, 3, 5), date(2022, 3, 5))


def test_an_amended_report_supersedes(case_folder: Path, home: Path) -> None:
    (case_folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
    add_files(home, [SAMPLE], "irs_527")
    build([stage for stage in STAGES if stage.name in ("sources", "ledger")], read_case(case_folder), home)
    lines = Warehouse(home).connect().table("lines").to_pyarrow().to_pylist()
    assert {row["record_id"][2:]: row["report_number"] for row in lines} == {
        "11": 0, "12": 0, "21": 0, "13": 1, "14": 1,
    }  # fmt: skip
    # Planted: the amended report restates both contributions and drops the expenditure.
    assert {row["record_id"][2:] for row in lines if row["counts"]} == {"13", "14"}


def test_amended_reports_are_numbered_in_the_order_they_came(read_file: ReadFile) -> None:
    lines = TEXT.splitlines(keepends=True)
    amended = next(text for text in lines if text.startswith("2|8872|8800102|"))
    again = amended.replace("|8800102|", "|8800103|").replace("2022-08-20 10", "2022-08-20 11")
    later = amended.replace("|8800102|", "|8800104|").replace("20220630", "20220731")
    # Wherever they stand in the file.
    text = TEXT.replace(amended, again + later + amended)
    found = read_file("irs_527", text, "a.txt")
    numbers = {row["number"]: row["report_number"] for row in _rows(found, "source_filings") if row["form"] == "8872"}
    assert numbers == {"8800101": 0, "8800102": 1, "8800103": 2, "8800104": 1}


@pytest.mark.parametrize(
    ("days", "amends"),
    [
        (("20220101", "20220731"), "8800101"),
        (("20211215", "20220630"), "8800101"),
        # What it leaves out of the days, or neither begins nor ends with, may be another report's.
        (("20220101", "20220531"), ""),
        (("20211215", "20220731"), ""),
        (("20220101", "20220630"), ""),
    ],
)
def test_an_amended_report_that_corrects_its_days_names_the_one_that_it_can_be_of(
    read_file: ReadFile, days: tuple[str, str], amends: str
) -> None:
    """Of equal days the period tells; the lines of a report whose days were corrected counted beside the new ones."""
    amended = next(text for text in TEXT.splitlines(keepends=True) if text.startswith("2|8872|8800102|"))
    stated = amended.replace("20220101", days[0]).replace("20220630", days[1])
    found = read_file("irs_527", TEXT.replace(amended, stated), "a.txt")

    assert {row["number"]: row["amends"] for row in _rows(found, "source_filings") if row["form"] == "8872"} == {
        "8800101": "",
        "8800102": amends,
    }


def test_stated_totals(read_file: ReadFile) -> None:
    found = read_file("irs_527", TEXT, "a.txt")
    told = {(row["measure"], row["cents"], row["period_thru"]) for row in _rows(found, "source_totals")}
    # Planted; they equal the sums of the lines of the same report.
    ends = date(2022, 6, 30)
    assert told == {("receipts", 150050, ends), ("expenditures", 40000, ends), ("receipts", 150075, ends)}
    sums = Counter[tuple[str, str]]()
    for line in _rows(found, "source_lines"):
        sums[line["filing_id"], line["side"]] += line["cents"]
    assert set(sums.values()) == {150050, 40000, 150075}


def test_no_address_contact_or_officer_is_kept(read_sample: Callable[..., Rows], home: Path) -> None:
    # "Planted" stands in every street, e-mail, custodian, contact, officer and related entity of the sample.
    assert "lanted" not in json.dumps(read_sample("irs_527"), default=str)
    assert not any(b"lanted" in path.read_bytes() for path in (home / "parsed").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("|1000.75|N/A|1000.75||", "|1,000|N/A|1000.75||", "CONTRIBUTION_AMOUNT", "is not dollars"),
        ("|1000.75|N/A|1000.75||", "||N/A|1000.75||", "CONTRIBUTION_AMOUNT", "is empty"),
        ("|1000.75|N/A|1000.75||", "|1|N/A|1|20220230|", "CONTRIBUTION_DATE", "does not exist"),
        ("|1000.75|N/A|1000.75||", "|1|N/A|1|3/5/2022|", "CONTRIBUTION_DATE", "is no day"),
        ("|1000.75|N/A|1000.75||", "|1|N/A1|20220305|", "CONTRIBUTION_DATE", "a separator is missing"),
        ("|1000.75|N/A|1000.75||", "|1|N/A|1|||", "", "18 separators where a record of type A has 17"),
        ("|1000.75|N/A|1000.75||", "|1|N/A", "", "14 separators where a record of type A has 17"),
        ("A|8800102|14|Harbor Voices Fund|001990010|",
         "A|8800102|14|Harbor Voices Fund|001990011|", "EIN", "is not that of its form"),
        ("A|8800102|14|Harbor Voices Fund|001990010|Specimen Builders LLC",
         "A|8800102|14|Harbor Voices Fund|001990010|", "CONTRIBUTOR_NAME", "nobody is named"),
        ("A|8800102|14|", "A|8800199|14|", "FORM_ID_NUMBER", "8800199 is not in this file"),
        ("A|8800102|14|Harbor", "A|8800102|14|Har\0bor", "", "NUL"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_rejected_alone(
    read_file: ReadFile, old: str, new: str, field: str, said: str
) -> None:
    assert TEXT.count(old) == 1
    found = read_file("irs_527", TEXT.replace(old, new), "a.txt")
    rejected = _rows(found, "rejected")
    row = next(n for n, text in enumerate(TEXT.splitlines(), 1) if text.startswith(CONTRIBUTION))
    assert [(one["row"], one["field"]) for one in rejected] == [(row, field)]
    assert said in rejected[0]["reason"]
    assert "lanted" not in rejected[0]["raw_text"]
    assert {one["record_id"][2:] for one in _rows(found, "source_lines")} == {"11", "12", "13", "21"}


def test_a_report_that_cannot_be_read_takes_its_lines_with_it(read_file: ReadFile) -> None:
    found = read_file("irs_527", TEXT.replace("2|8872|8800102|20220101|", "2|8872|8800102||"), "a.txt")
    assert [row["field"] for row in _rows(found, "rejected")] == ["PERIOD_BEGIN_DATE", *["FORM_ID_NUMBER"] * 2]
    assert {row["record_id"][2:] for row in _rows(found, "source_lines")} == {"11", "12", "21"}


def test_a_flood_of_blank_lines_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    # Inside a record that a newline broke, where each line is looked at to join it.
    path.write_bytes(TEXT.replace("& Health\n", "& Health\n" + "\n" * 100_000).encode())
    looked: list[int] = []
    monkeypatch.setattr(whole, "_check_length", lambda _raw, row, _content: looked.append(row))
    found = [(one.kind, one.content) for one in whole.whole_records(raw_file(path, "a.txt"))]
    # Work, not time: no blank line is looked at.
    assert len(looked) < 2 * TEXT.count("\n")
    path.write_bytes(TEXT.encode())
    assert found == [(one.kind, one.content) for one in whole.whole_records(raw_file(path, "a.txt"))]


def test_stray_lines_and_the_footer_are_accounted_for(read_file: ReadFile) -> None:
    text = TEXT.replace("F|20240107|0100|11|", "stray text\n\nF|20240107|0100|12|")
    found = read_file("irs_527", text, "a.txt")
    assert [(row["field"], row["reason"][:28]) for row in _rows(found, "rejected")] == [
        ("RECORD_TYPE", "no record begins here, and t"),
        ("RECORD_COUNT", "the footer counts 12 records"),
    ]
    # A record that lacks only its last separator is whole.
    assert not _rows(read_file("irs_527", TEXT.replace("|1000.75||\nF", "|1000.75|\nF"), "a.txt"), "rejected")


def test_windows_text_and_returns_inside_a_line(read_file: ReadFile) -> None:
    text = (
        TEXT.replace("Invented Printing", "Café “Print”").replace("\n", "\r\n").replace("Builders LLC", "Builders\rLLC")
    )
    for encoding in ("cp1252", "utf-8"):
        names = {row["name"] for row in _rows(read_file("irs_527", text.encode(encoding), "a.txt"), "source_parties")}
        assert {"Café “Print” Co", "Specimen Builders LLC"} <= names
    found = read_file("irs_527", TEXT.encode().replace(b"Invented Printing", b"Caf\x81"), "a.txt")
    assert "0x81" in _rows(found, "rejected")[0]["reason"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is cut off: no footer record"),
        (TEXT[: len(TEXT) // 2], "is cut off: no footer record"),
        ("a,b\n1,2\n", "begins with no header record"),
        (TEXT.replace("Printing\n", "Printing " + "x" * 70_000 + "\n"), "a record longer than 65,536 bytes"),
        (TEXT.replace("Printing\n", "Printing\n" + "x\n" * 70_000), "a record longer than 65,536 bytes"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_in_one_line(read_file: ReadFile, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        read_file("irs_527", text, "a.txt")
    assert "\n" not in str(error.value)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(breaks=st.lists(st.integers(0, 5000), max_size=6))
def test_newlines_anywhere_in_a_text_lose_nothing(read_file: ReadFile, breaks: list[int]) -> None:
    whole = read_file("irs_527", TEXT, "a.txt")
    text = TEXT
    for at in breaks:
        # Where a text has a blank, a newline may stand for it; the rest must come out the same.
        blank = text.find(" ", at % len(text))
        if blank > 0:
            text = f"{text[:blank]}\n{text[blank + 1 :]}"
    found = read_file("irs_527", text, "b.txt")
    seen = [
        sorted((row["record_id"][2:], row["cents"], row["description"]) for row in _rows(one, "source_lines"))
        for one in (whole, found)
    ]
    assert seen[0] == seen[1]
    assert found.counts == whole.counts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(read_file: ReadFile, data: st.DataObject) -> None:
    content = bytearray(TEXT.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        found = read_file("irs_527", bytes(content), "a.txt")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 both outcomes are right
        return
    counts = found.counts
    assert counts.read == counts.kept + counts.ignored + counts.rejected


@pytest.mark.real
def test_the_real_lines(real: Path, read_file: ReadFile) -> None:
    lines = (real / "irs_527" / "sample_records_from_readme.txt").read_text("utf-8").splitlines(keepends=True)
    assert len(lines) == 9
    # The excerpt puts the footer second; in a data file it comes last.
    found = read_file("irs_527", "".join([lines[0], *lines[2:], lines[1]]), "a.txt")
    rejected = {row["raw_text"].split('"')[3]: row["reason"] for row in _rows(found, "rejected")}
    # The excerpt holds neither the reports of its two schedule lines nor the 387,364 records of its footer.
    assert set(rejected) == {"A", "B", "F"}
    assert "387,364" in rejected["F"]
    assert {row["form"]: row["number"] for row in _rows(found, "source_filings")} == {"8871": "9661837", "8872": "426"}
    assert {row["identifier"] for row in _rows(found, "source_parties")} == {"824170729", "912063482"}
    assert (found.counts.read, found.counts.kept, found.counts.ignored, found.counts.rejected) == (9, 2, 4, 3)


@pytest.mark.real
def test_the_real_schedule_lines_under_a_report(real: Path, read_file: ReadFile) -> None:
    lines = (real / "irs_527" / "sample_records_from_readme.txt").read_text("utf-8").splitlines(keepends=True)
    head, foot = lines[0], lines[1].replace("387364", "4")
    form, gift, bill = (next(text for text in lines if text.startswith(kind)) for kind in ("2|", "A|", "B|"))
    # The excerpt's lines belong to reports that it leaves out: its one report is given their numbers and names.
    forms = [form.replace("|426|", f"|{number}|").replace("912063482", ein)
             for number, ein in (("487", "720856107"), ("481", "592217012"))]  # fmt: skip
    found = read_file("irs_527", "".join([head, forms[0], gift, forms[1], bill, foot]), "a.txt")
    assert not _rows(found, "rejected")
    # As they stand in the lines; without a day, so some day of the report's period.
    assert {(row["kind"], row["cents"]) for row in _rows(found, "source_lines")} == {
        ("monetary", 10000),
        ("spending", 78500),
    }
    assert {(row["date_from"], row["date_to"]) for row in _rows(found, "source_lines")} == {
        (date(2000, 11, 28), date(2000, 12, 31))
    }


def test_a_reports_own_totals_are_held_against_its_lines(read_file: ReadFile) -> None:
    """Lines 9 and 10 of the form add up all of schedules A and B: what is rejected is missing from them."""
    found = read_file("irs_527", TEXT, "a.txt")

    assert {(one["filing_id"] != "", one["itemizes"]) for one in _rows(found, "source_totals")} == {(True, True)}
    assert {one["filing_id"] for one in _rows(found, "source_totals")} <= {
        one["filing_id"] for one in _rows(found, "source_filings") if one["schedules"] == "*"
    }

"""The tables of the Cal-Access export."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

import headwater.sources
from headwater.base.case import read_case
from headwater.base.errors import InputError
from headwater.base.ids import stable_id
from headwater.base.stage import Inputs
from headwater.sources._reading.parsed import Parsed
from headwater.sources.add import add_files
from headwater.sources.stage import WRITES, compute

Rows = dict[str, list[dict[str, Any]]]
SAMPLE = Path(headwater.sources.__path__[0]) / "ca_calaccess" / "sample"


def _rows(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    return parsed.tables[table].to_pylist() if table in parsed.tables else []


def test_receipts(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_calaccess", ["RCPT_CD.TSV"])
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    parties = {party["party_id"]: party for party in tables["source_parties"]}
    # Planted in the sample; M1 is a memo: a line that is part of no total.
    assert {key: (line["cents"], line["kind"]) for key, line in lines.items()} == {
        "M1": (900, "monetary"),
        "INC1": (25050, "monetary"),
        "NON1": (7500, "in_kind"),
        "I1": (434, "unclassified"),
    }
    assert (lines["NON1"]["date_from"], lines["NON1"]["date_to"]) == (date(2000, 2, 4), date(2000, 2, 29))
    assert (lines["NON1"]["report_number"], lines["NON1"]["filing_id"]) == (1, "ca_calaccess:900001-1")
    assert lines["INC1"]["record_id"] == "900001-0-RCPT-A-1-INC1"
    givers = parties[lines["NON1"]["payer_party_id"]]
    assert (givers["name"], givers["identifier"]) == ('Sample "Small" Givers', "1900005")
    robin = parties[lines["INC1"]["payer_party_id"]]
    assert (robin["place"], robin["zip5"]) == ("Exampleville, CA", "95999")
    # The table does not name the filer: one filing, amended or not, is one filer.
    assert len({line["payee_party_id"] for line in lines.values()}) == 1
    assert sorted(row["field"] for row in tables["rejected"]) == ["", "ENTITY_CD", "RCPT_DATE"]


def test_expenditures(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_calaccess", ["EXPN_CD.TSV"])
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    parties = {party["party_id"]: party for party in tables["source_parties"]}
    # EXP1 of schedule D is EXP9 of schedule E, which takes its day from there; EXP5 is detail; EXP4 has no day.
    assert {key: (line["schedule"], line["kind"], line["cents"]) for key, line in lines.items()} == {
        "EXP9": ("E", "contribution_made", 50000),
        "EXP2": ("D", "independent_expenditure", 12025),
        "EXP1": ("D memo", "contribution_made", 50000),
        "EXP5": ("G memo", "spending", 7000),
    }
    assert lines["EXP9"]["date_from"] == date(2000, 3, 1)
    about = parties[lines["EXP2"]["about_party_id"]]
    assert (about["name"], lines["EXP2"]["stance"]) == ("Sam Exemplar", "against")
    assert about["place"] == "ocd-division/country:us/state:ca/county:example"
    # Schedule D does not say who was paid: never the candidate whom it is against.
    assert (
        parties[lines["EXP2"]["payee_party_id"]]["name"] == "Payees not itemized by Filer of Cal-Access filing 900001"
    )
    (rejected,) = tables["rejected"]
    assert (rejected["row"], rejected["field"]) == (5, "EXPN_DATE")


def test_a_row_without_a_day_is_of_the_days_that_its_filings_cover_tells(
    home: Path, build: Callable[[], Rows], tmp_path: Path
) -> None:
    rows, cover = SAMPLE / "EXPN_CD.TSV", SAMPLE / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV"
    add_files(home, [rows], "ca_calaccess")
    alone = build()
    assert "Sample Mail House" not in {party["name"] for party in alone["source_parties"]}
    add_files(home, [cover], "ca_calaccess")
    both = build()
    # Planted: EXP4 of filing 900001, whose cover says January 1 to March 31, 2000.
    (line,) = (line for line in both["source_lines"] if line["transaction_id"] == "EXP4")
    assert (line["row"], line["date_from"], line["date_to"]) == (5, date(2000, 1, 1), date(2000, 3, 31))
    assert (line["cents"], line["kind"], line["schedule"]) == (8000, "spending", "E")
    assert line["line_id"] == stable_id("L", "ca_calaccess", line["record_id"])
    parties = {party["party_id"]: party["name"] for party in both["source_parties"]}
    assert parties[line["payee_party_id"]] == "Sample Mail House"
    assert {line[f"{role}_party_id"] for role in ("filer", "payer", "payee")} <= set(parties)
    # Every other line is as it was, and the row is counted once.
    assert [one for one in both["source_lines"] if one != line] == alone["source_lines"]
    assert not both["rejected"]
    counted = {
        row["file_name"]: (row["rows_read"], row["rows_kept"], row["rows_rejected"]) for row in both["source_files"]
    }
    before = {
        row["file_name"]: (row["rows_read"], row["rows_kept"], row["rows_rejected"]) for row in alone["source_files"]
    }
    assert before == {rows.name: (5, 4, 1)}
    assert counted[rows.name] == (5, 5, 0)
    # A case that had both from the beginning has the same tables.
    assert _built(tmp_path / "other", [cover, rows]) == both


def test_what_a_summary_does_not_itemize_is_a_line_where_the_cover_tells_the_days(
    home: Path, build: Callable[[], Rows]
) -> None:
    """Planted: 20.00 of schedule A of filing 900001, whose cover says January 1 to March 31, 2000."""
    add_files(home, [SAMPLE / "SMRY_CD.TSV"], "ca_calaccess")
    alone = build()
    assert alone["source_lines"] == []
    add_files(home, [SAMPLE / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV"], "ca_calaccess")
    both = build()
    (line,) = both["source_lines"]
    assert (line["cents"], line["kind"], line["is_sum"]) == (2000, "monetary", True)
    assert (line["date_from"], line["date_to"]) == (date(2000, 1, 1), date(2000, 3, 31))
    # The row was kept for its total already, and no row was rejected; nothing but the days of a total is another.
    days = {"period_from": date(2000, 1, 1), "period_thru": date(2000, 3, 31)}
    assert both["source_totals"] == [total | days for total in alone["source_totals"]]
    counts = [[row[name] for name in ("rows_read", "rows_kept", "rows_rejected")] for row in alone["source_files"]]
    assert counts[0] in [
        [row[name] for name in ("rows_read", "rows_kept", "rows_rejected")] for row in both["source_files"]
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The cover of another filing, of another amendment, or without days tells nothing of this row.
        ("900001\t0", "900002\t0"),
        ("900001\t0", "900001\t1"),
        ("1/1/2000 12:00:00 AM", ""),
    ],
)
def test_a_row_without_a_day_stays_rejected_where_no_cover_tells(
    home: Path, build: Callable[[], Rows], tmp_path: Path, old: str, new: str
) -> None:
    text = (SAMPLE / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV").read_text("utf-8")
    assert old in text
    (tmp_path / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV").write_text(text.replace(old, new), "utf-8")
    add_files(home, [SAMPLE / "EXPN_CD.TSV", tmp_path / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV"], "ca_calaccess")
    tables = build()
    assert [(row["row"], row["field"]) for row in tables["rejected"]] == [(5, "EXPN_DATE")]
    assert len(tables["source_lines"]) == 4
    assert "Sample Mail House" not in {party["name"] for party in tables["source_parties"]}


def test_a_row_that_has_another_fault_besides_stays_rejected(
    home: Path, build: Callable[[], Rows], tmp_path: Path
) -> None:
    text = (SAMPLE / "EXPN_CD.TSV").read_text("utf-8")
    assert "\t80\t" in text
    (tmp_path / "EXPN_CD.TSV").write_text(text.replace("\t80\t", "\teighty\t"), "utf-8")
    add_files(home, [tmp_path / "EXPN_CD.TSV", SAMPLE / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV"], "ca_calaccess")
    assert [row["row"] for row in build()["rejected"]] == [5]


def _built(folder: Path, paths: list[Path]) -> Rows:
    folder.mkdir()
    (folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
    add_files(folder / ".headwater", paths, "ca_calaccess")
    inputs = Inputs(read_case(folder), folder / ".headwater", ibis.duckdb.connect())
    tables = compute(inputs)
    found: Rows = {}
    for table in WRITES:
        rows = tables[table.name]
        if isinstance(rows, ds.Dataset):
            rows = rows.to_table()
        elif isinstance(rows, ibis.Table):
            rows = rows.to_pyarrow()
        assert isinstance(rows, pa.Table)
        found[table.name] = table.checked(rows.sort_by([(name, "ascending") for name in table.key])).to_pylist()
    return found


def test_loans(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_calaccess", ["LOAN_CD.TSV"])
    lines = {line["transaction_id"]: line for line in tables["source_lines"]}
    # Lent on its day; an old repayment (part 2) on the day it was made; a loan that stood still is no line.
    assert {key: (line["cents"], line["date_from"], line["side"]) for key, line in lines.items()} == {
        "RCV1": (100000, date(2002, 1, 21), "payee"),
        "PAY1": (-250000, date(2000, 1, 27), "payee"),
    }
    (rejected,) = tables["rejected"]
    assert (rejected["row"], rejected["field"]) == (5, "LOAN_AMT5")


def test_a_broken_row_is_rejected_alone(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_calaccess", ["S496_CD.TSV"])
    (line,) = tables["source_lines"]
    assert (line["cents"], line["kind"], line["description"]) == (
        1492000,
        "independent_expenditure",
        'Mailer "No on X"',
    )
    (rejected,) = tables["rejected"]
    assert rejected["reason"] == "13 fields where the header has 12"


def test_covers_and_summaries(read_sample: Callable[..., Rows]) -> None:
    tables = read_sample("ca_calaccess", ["CVR_CAMPAIGN_DISCLOSURE_CD.TSV", "SMRY_CD.TSV"])
    (filing,) = tables["source_filings"]
    assert (filing["filing_id"], filing["number"], filing["form"]) == ("ca_calaccess:900001-0", "900001", "460")
    assert (filing["report_date"], filing["period_thru"]) == (date(2000, 4, 1), date(2000, 3, 31))
    stated = {row["measure"]: row["cents"] for row in tables["source_totals"]}
    assert stated == {"receipts": 32550, "monetary contributions, not itemized": 2000}
    assert [(line["cents"], line["is_sum"]) for line in tables["source_lines"]] == [(2000, True)]


def test_bytes_of_windows_and_stray_ends_of_lines(read_file: Callable[..., Parsed]) -> None:
    head, first, *_ = (SAMPLE / "RCPT_CD.TSV").read_bytes().splitlines()
    rows = [
        first.replace(b"Placeholder", b"Plac\xe9holder"),
        first.replace(b"Placeholder", "Plac\u00e9holder".encode()).replace(b"INC1", b"INC2"),
        first.replace(b"INC1", b"INC3") + b"\r",
        first.replace(b"Placeholder", b"Place\0holder"),
        first.replace(b"Placeholder", b"Place\x81holder"),
        *first.replace(b"Placeholder", b"Place\nholder").split(b"\n"),
        b"",
    ]
    parsed = read_file("ca_calaccess", b"\r\n".join([head, *rows]) + b"\r\n", "x.tsv")
    assert [line["row"] for line in _rows(parsed, "source_lines")] == [2, 3, 4]
    assert [row["row"] for row in _rows(parsed, "rejected")] == [5, 6, 7, 8]
    # The blank line is left out by name.
    assert (parsed.counts.read, parsed.counts.ignored) == (8, 1)
    assert "Robin Plac\u00e9holder" in {party["name"] for party in _rows(parsed, "source_parties")}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("FILING_ID AMOUNT", "none of the tables"),
        ("", "the file is empty"),
    ],
)
def test_tables_that_are_refused(read_file: Callable[..., Parsed], header: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file("ca_calaccess", header.replace(" ", "\t") + "\n", "x.tsv")


def test_a_header_with_streets_is_the_same_table(read_file: Callable[..., Parsed]) -> None:
    text = (SAMPLE / "RCPT_CD.TSV").read_text("utf-8")
    cells = [line.split("\t") for line in text.splitlines()[:2]]
    at = cells[0].index("CTRIB_CITY")
    cells[0].insert(at, "CTRIB_ADR1")
    cells[1].insert(at, "1 Nowhere Street")
    parsed = read_file("ca_calaccess", "\n".join("\t".join(row) for row in cells), "x.tsv")
    assert parsed.counts.kept == 1
    assert not any("Nowhere" in str(table.to_pylist()) for table in parsed.tables.values())


@pytest.mark.real
def test_official_rows_without_a_day_find_the_covers_that_are_there(
    real: Path, home: Path, build: Callable[[], Rows]
) -> None:
    names = ("EXPN_CD", "CVR_CAMPAIGN_DISCLOSURE_CD", "FILER_FILINGS_CD")
    add_files(home, [real / "ca_calaccess" / f"{name}.TSV" for name in names], "ca_calaccess")
    tables = build()
    # Counted apart from the reader: rows without a day whose filing and amendment have both days in a cover or the
    # register.
    expenses, covers, register = (_cells(real / "ca_calaccess" / f"{name}.TSV") for name in names)
    told = {(row["FILING_ID"], row["AMEND_ID"]) for row in covers if row["FROM_DATE"] and row["THRU_DATE"]}
    told |= {(row["FILING_ID"], row["FILING_SEQUENCE"]) for row in register if row["RPT_START"] and row["RPT_END"]}
    undated = {
        at for at, row in enumerate(expenses, start=2)
        if not row["EXPN_DATE"] and (row["FILING_ID"], row["AMEND_ID"]) in told
    }  # fmt: skip
    ranges = {line["row"] for line in tables["source_lines"] if line["date_from"] < line["date_to"]}
    assert ranges
    assert ranges <= undated
    rejected = {row["row"] for row in tables["rejected"] if row["reason"].startswith("no day")}
    assert not rejected & undated
    lines = {line["row"] for line in tables["source_lines"]}
    assert not lines & rejected
    assert len(lines) + len(tables["rejected"]) == len(expenses)


def _cells(path: Path) -> list[dict[str, str]]:
    head, *rows = path.read_bytes().decode("cp1252", "replace").splitlines()
    names = head.split("\t")
    return [dict(zip(names, row.split("\t"), strict=False)) for row in rows]


@pytest.mark.real
def test_each_row_of_every_official_table_has_its_place(real: Path, read_file: Callable[..., Parsed]) -> None:
    counts: dict[str, tuple[int, int, int]] = {}
    files = sorted((real / "ca_calaccess").glob("*.TSV"))
    assert len(files) == 80
    for path in files:
        content = path.read_bytes()
        found = read_file("ca_calaccess", content, path.name)
        # The lines of the file, counted from its bytes: each is a record, left out with a reason, or rejected.
        assert found.counts.read == max(content.count(b"\n") - 1, 0)
        if found.counts.kept:
            counts[path.stem] = (found.counts.kept, found.counts.ignored, found.counts.rejected)
        ids = [line["line_id"] for line in _rows(found, "source_lines")]
        assert len(ids) == len(set(ids))
    # What the documentation says of these tables is what is so.
    said = (Path(__file__).resolve().parents[2] / "docs" / "sources.md").read_text("utf-8")
    for name, (kept, ignored, rejected) in counts.items():
        assert f"| {name} | {kept} | {ignored} | {rejected} |" in said
    # Counted apart from the reader, column by column: of form 496 two rows have a tab too many, and one has no day.
    assert counts["RCPT_CD"] == (1000, 0, 0)
    assert counts["S496_CD"] == (997, 0, 3)

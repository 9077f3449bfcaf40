"""The tables of the Cal-Access export."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError
from headwater.sources._reading.parsed import Parsed

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
    assert "source_lines" not in {name for name, rows in tables.items() if rows}


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

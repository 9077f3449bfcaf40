"""The stage: one set of tables, the same whatever the order of adding, each file read once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import headwater.sources.stage as stage_module
from headwater.base.errors import InputError, SourceError, WarehouseError
from headwater.sources._reading import parsed as parsed_module
from headwater.sources._reading.archive import archived, entries
from headwater.sources.add import add_files
from headwater.sources.stage import extra_key

Rows = dict[str, list[dict[str, Any]]]
Build = Callable[[], Rows]
HEADER = "date,payer,payee,amount\n"


@pytest.fixture
def sheets(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        text = HEADER + f"2020-01-0{number + 1},Fund {number},Committee,{number + 1}.50\n"
        (folder / f"s{number}.csv").write_text(text, "utf-8")
    return sorted(folder.iterdir())


def test_an_empty_case_has_empty_tables(build: Build) -> None:
    tables = build()
    assert not any(rows for name, rows in tables.items() if name != "sources")
    assert {"ca_netfile", "ledger_csv", "us_president_county"} <= {row["source"] for row in tables["sources"]}


def test_order_of_files_does_not_matter(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets, "ledger_csv")
    forward = build()
    for path in (home / "archive").rglob("*"):
        if path.is_file():
            path.unlink()
    for path in reversed(sheets):
        add_files(home, [path], "ledger_csv")
    assert build() == forward
    # 1.50 + 2.50 + 3.50 + 4.50 dollars.
    assert sum(line["cents"] for line in forward["source_lines"]) == 1200


def test_the_same_file_twice_counts_once(home: Path, build: Build, sheets: list[Path], tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    again.write_bytes(sheets[0].read_bytes())
    add_files(home, [sheets[0]], "ledger_csv")
    key = extra_key(home)
    report = add_files(home, [sheets[0]], "ledger_csv")
    assert "already in the archive, nothing changed" in report.text
    assert extra_key(home) == key
    add_files(home, [again], "ledger_csv")
    tables = build()
    assert len(tables["source_lines"]) == 1
    assert len(tables["source_files"]) == 1


def test_the_case_s_own_facts_are_read(build: Build, case_folder: Path, home: Path, sheets: list[Path]) -> None:
    (case_folder / "payments.csv").write_bytes(sheets[1].read_bytes())
    (case_folder / "roster.csv").write_text(
        "division,office,person,start_date,start_kind,end_date,end_kind,publisher,url\n"
        "ocd-division/country:us/state:ca,sheriff,Jo Sample,,,,,Clerk,\n",
        "utf-8",
    )
    add_files(home, sheets[:2], "ledger_csv")
    tables = build()
    # s1.csv is in the case and in the archive: it is one file.
    names = sorted(row["file_name"] for row in tables["source_files"])
    assert names == ["payments.csv", "roster.csv", "s0.csv"]
    assert len(tables["source_lines"]) == 2
    assert tables["source_terms"][0]["person"] == "Jo Sample"


def test_a_file_is_parsed_once(home: Path, build: Build, sheets: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    add_files(home, sheets, "ledger_csv")
    first = build()

    def never(*_: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(parsed_module, "parse", never)
    assert build() == first


def test_a_damaged_reading_is_made_anew(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets, "ledger_csv")
    first = build()
    for path in (home / "parsed").rglob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-20])
    assert build() == first


def test_other_code_reads_anew_and_old_readings_go(
    home: Path, build: Build, sheets: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_files(home, sheets, "ledger_csv")
    first = build()
    before = {folder.name for folder in (home / "parsed").iterdir()}
    monkeypatch.setattr(stage_module, "reading_code", lambda _source: "other code")
    assert build() == first
    after = {folder.name for folder in (home / "parsed").iterdir()}
    assert len(after) == len(before) == 4
    assert not after & before


def test_a_bad_file_among_good_ones_changes_nothing(home: Path, sheets: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "z.csv"
    bad.write_text(HEADER + "2020-02-30,A,B,1\n", "utf-8")
    with pytest.raises(InputError, match=r"z.csv, line 2, date: date '2020-02-30' does not exist"):
        add_files(home, [*sheets, bad], "ledger_csv")
    assert not home.exists()


def test_a_build_that_cannot_read_says_so(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets, "ledger_csv")
    build()
    for folder in (home / "parsed").iterdir():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    entry = entries(home)[0]
    archived(home, entry).path.write_text("x", "utf-8")
    with pytest.raises(InputError, match="the archived copy is damaged"):
        build()
    archived(home, entry).path.unlink()
    with pytest.raises(WarehouseError, match="is gone"):
        build()


def test_a_case_whose_facts_cannot_be_read(build: Build, case_folder: Path) -> None:
    (case_folder / "contests.csv").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"contests.csv: the file is empty"):
        build()


def test_a_file_of_a_source_that_is_gone(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets[:1], "ledger_csv")
    folder = home / "archive" / "entries"
    entry = next(folder.iterdir())
    entry.write_text(entry.read_text("utf-8").replace("ledger_csv", "no_more"), "utf-8")
    with pytest.raises(SourceError, match="no source is named 'no_more'"):
        build()

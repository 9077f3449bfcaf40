"""The stage: one set of tables, the same whatever the order of adding, each file read once."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import headwater.sources.stage as stage_module
from headwater.base.build import build as build_all
from headwater.base.case import read_case
from headwater.base.errors import InputError, SourceError, WarehouseError
from headwater.base.manifest import Stored
from headwater.base.parts import PartFile
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources._reading import kept as kept_module
from headwater.sources._reading import merging
from headwater.sources._reading.archive import archived, entries
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.kept import Job, Reading
from headwater.sources._reading.merging import Lines
from headwater.sources._reading.parsed import Counts
from headwater.sources._reading.raw import raw_file
from headwater.sources._tables.lines import LINES
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

    monkeypatch.setattr(kept_module, "read_into", never)
    assert build() == first


def test_a_pack_that_is_no_longer_needed_whole_is_read_anew(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets, "ledger_csv")
    first = build()
    entry = next(path for path in (home / "archive" / "entries").iterdir() if '"s2.csv"' in path.read_text("utf-8"))
    entry.unlink()
    without = build()
    # 3.50 dollars were in that file, out of 12.
    assert sum(line["cents"] for line in without["source_lines"]) == 850
    add_files(home, sheets[2:3], "ledger_csv")
    # The pack of the three others stays as it is.
    assert len(list((home / "parsed").iterdir())) == 2
    assert build() == first
    assert len(list((home / "parsed").iterdir())) == 2


def test_a_file_added_again_among_others_stands_in_one_pack(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets[:2], "ledger_csv")
    add_files(home, sheets, "ledger_csv")
    tables = build()
    assert len(list((home / "parsed").iterdir())) == 2
    assert sum(line["cents"] for line in tables["source_lines"]) == 1200
    assert build() == tables


def test_one_content_under_two_names_is_read_once_more_and_kept_once(
    home: Path, build: Build, sheets: list[Path], tmp_path: Path
) -> None:
    again = tmp_path / "z.csv"
    again.write_bytes(sheets[0].read_bytes())
    report = add_files(home, [*sheets, again], "ledger_csv")
    assert [added.counts.kept for added in report.files] == [1, 1, 1, 1, 1]
    tables = build()
    assert sorted(row["file_name"] for row in tables["source_files"]) == ["s0.csv", "s1.csv", "s2.csv", "s3.csv"]
    assert len(list((home / "parsed").iterdir())) == 1


@pytest.mark.parametrize(("most", "packs"), [(2, 2), (1, 4), (256, 1)])
def test_how_files_are_packed_makes_no_difference(
    case_folder: Path,
    home: Path,
    sheets: list[Path],
    most: int,
    packs: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for path in sheets:
        add_files(tmp_path / "one by one", [path], "ledger_csv")
    expected = _built(case_folder, tmp_path / "one by one")
    monkeypatch.setattr(kept_module, "PACK_FILES", most)
    add_files(home, sheets, "ledger_csv")
    assert len(list((home / "parsed").iterdir())) == packs
    assert _built(case_folder, home) == expected


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
    # The four small files are one pack.
    assert len(after) == len(before) == 1
    assert not after & before


def test_what_a_kill_left_goes_and_what_is_in_work_stays(home: Path, build: Build, sheets: list[Path]) -> None:
    add_files(home, sheets[:1], "ledger_csv")
    (home / "parsed" / ".R1.999999999").mkdir()
    (home / "parsed" / f".R2.{os.getpid()}").mkdir()
    build()
    assert {path.name for path in (home / "parsed").glob(".*")} == {f".R2.{os.getpid()}"}


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


def _built(case_folder: Path, home: Path) -> dict[str, bytes]:
    """The warehouse's files after a build of the stage, by name."""
    (case_folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
    build_all([STAGES[0]], read_case(case_folder), home)
    stored = Warehouse(home).manifest.tables.values()
    names = sorted(file.file for table in stored if isinstance(table, Stored) for file in table.files)
    return {name: (home / "warehouse" / name).read_bytes() for name in names}


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """Files of one to nine lines, so that with a bound of five some are large."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1, 10):
        rows = [f"2020-01-{day + 1:02},Fund {day % 3},Committee {number},{day + 1}.50\n" for day in range(number)]
        (folder / f"m{number}.csv").write_text(HEADER + "".join(rows), "utf-8")
    return sorted(folder.iterdir())


@pytest.mark.parametrize("together", [1 << 18, 4])
def test_adding_later_gives_the_bytes_of_a_build_from_nothing(
    case_folder: Path, home: Path, many: list[Path], tmp_path: Path, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "SMALL", 5)
    monkeypatch.setattr(merging, "TOGETHER", together)
    large: dict[str, int] = {}
    for path in reversed(many):
        add_files(home, [path], "ledger_csv")
        step_by_step = _built(case_folder, home)
        there = {path.name: path.stat().st_ino for path in (home / "warehouse").glob("source_lines-*")}
        # The first five have five lines or more: each is one file of the warehouse, which no later one touches.
        large = there if len(there) <= 5 else large
        assert large.items() <= there.items()
    monkeypatch.setenv("HEADWATER_THREADS", "1")
    other = tmp_path / "other"
    add_files(other, many, "ledger_csv")
    at_once = _built(case_folder, other)

    assert at_once == step_by_step
    lines = [name for name in at_once if name.startswith("source_lines-")]
    # Five are large; the four others stand together, or each with those whose hash begins alike.
    assert len(lines) == 6 if together > 10 else len(lines) > 6
    connection = Warehouse(other).connect()
    # 1 + 2 + … + 9 lines; of n lines the last is of n dollars and a half.
    assert connection.raw_sql("SELECT count(*), count(DISTINCT line_id) FROM source_lines").fetchone() == (45, 45)
    total = sum((day + 1) * 100 + 50 for number in range(1, 10) for day in range(number))
    assert connection.raw_sql("SELECT sum(cents) FROM source_lines").fetchone() == (total,)


def test_lines_of_one_file_under_two_sources_are_refused(home: Path, sheets: list[Path]) -> None:
    job = Job(raw_file(sheets[0], "s0.csv"), find_source("ledger_csv"), "code")
    parts = {LINES.name: PartFile(home, "", 1)}
    found = [
        (one, Reading(parts, Lines(home, 0, 1), Counts(1, 1, 0, 0), {}))
        for one in (job, replace(job, source=find_source("irs_527")))
    ]
    with pytest.raises(SourceError, match="are one file, added to the sources ledger_csv and irs_527"):
        stage_module._lines(found)


def test_rows_that_are_left_out_are_counted_by_reason(home: Path, build: Build, tmp_path: Path) -> None:
    samples = Path(stage_module.__file__).parent / "ca_cal" / "sample"
    path = tmp_path / "a.cal"
    path.write_bytes((samples / "form-460.cal").read_bytes() + b"\nTEXT,F460,A,1,a remark\n")
    add_files(home, [path], "ca_cal")
    tables = build()
    (file,) = tables["source_files"]
    found = {row["reason"]: row["row_count"] for row in tables["left_out"]}
    # Counted from the file's bytes, by the first word of a line.
    words = [line.split(b",")[0].strip(b'"') for line in path.read_bytes().splitlines()]
    assert found["the head of the filing"] == words.count(b"HDR")
    assert found["a remark"] == words.count(b"TEXT") > 0
    assert sum(found.values()) == file["rows_ignored"]

"""Made-up bulk files with a planted truth: the files are what they promise, and the ledger holds what was planted."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from bench.official.check import Report, check, counted
from bench.official.mix import DIRT, LOST, RECOVERABLE, STORIES, Mix
from bench.official.rendering import FIRST_RECORD
from bench.official.stories import TOLD
from bench.official.writing import write
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files
from headwater.sources.fec_bulk.layouts import COMMITTEE_TOTALS

MIX = Mix(lines=20_000, seed=7, dirt=0.001)
KINDS = sorted(TOLD)
SHOWS: dict[str, Callable[[bytes], bool]] = {
    "quote": lambda line: b'"' in line,
    "cp1252": lambda line: b"\xd1" in line,
    "carriage return": lambda line: b"\r" in line,
    "extra separator": lambda line: line.count(b"|") == 21,
    "missing separator": lambda line: line.count(b"|") == 19,
    "NUL": lambda line: b"\0" in line,
    "bad date": lambda line: _is_odd(line, 13, rb"(?!0230)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(2019|2020|2021)"),
    "bad amount": lambda line: _is_odd(line, 14, rb"-?\d+"),
}
"""How each kind of dirt shows in the bytes of a line."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("official")
    write(folder, MIX)
    return folder


@pytest.fixture(scope="module")
def report(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What the ledger of a case that holds the made files, built by the stages, says against the truth."""
    case = tmp_path_factory.mktemp("case")
    (case / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
    home = case / ".headwater"
    add_files(home, sorted((made / "bulk").iterdir()), "fec_bulk")
    build([stage for stage in STAGES if stage.name in ("sources", "ledger")], read_case(case), home)
    return check(Warehouse(home).connect(), made)


def _cents(rows: pl.DataFrame) -> int:
    return sum(rows["cents"].to_list())


def _lines(made: Path, name: str) -> list[bytes]:
    return (made / "bulk" / name).read_bytes().split(b"\n")[:-1]


def _is_odd(line: bytes, place: int, shape: bytes) -> bool:
    fields = line.split(b"|")
    return len(fields) == 21 and re.fullmatch(shape, fields[place]) is None


def test_the_same_mix_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    write(tmp_path, MIX)
    for path in sorted((made / "bulk").iterdir()):
        assert (tmp_path / "bulk" / path.name).read_bytes() == path.read_bytes()
    truth = [pl.read_parquet(folder / "truth" / "payments.parquet") for folder in (made, tmp_path)]
    assert truth[0].equals(truth[1])


def test_there_are_as_many_lines_as_asked_for_and_each_has_a_record_id(made: Path) -> None:
    lines = [*_lines(made, "itcont.txt"), *_lines(made, "itoth.txt")]
    assert len(lines) == MIX.lines
    blank = int(MIX.dirt * MIX.lines)
    ids = {line.rpartition(b"|")[2] for line in lines if line}
    # Each id once, from the first on; blank lines show none.
    assert len(ids) == MIX.lines - blank
    assert all(FIRST_RECORD < int(one) <= FIRST_RECORD + MIX.lines for one in ids)


def test_every_line_of_itpas2_stands_in_itoth(made: Path) -> None:
    known = set(_lines(made, "itoth.txt"))
    for line in _lines(made, "itpas2.txt"):
        fields = line.split(b"|")
        assert b"|".join((*fields[:16], *fields[17:])) in known
        assert fields[16].startswith(b"H0OH")


def test_dirt_lies_where_the_truth_says(made: Path) -> None:
    dirt = pl.read_parquet(made / "truth" / "dirt.parquet")
    count = int(MIX.dirt * MIX.lines)
    assert Counter(dirt["kind"]) == dict.fromkeys(DIRT[1:], count)
    met = Counter[str]()
    for name in ("itcont.txt", "itoth.txt"):
        kinds = dict(dirt.filter(pl.col("file") == name).select("row", "kind").iter_rows())
        for row, line in enumerate(_lines(made, name), start=1):
            seen = {kind for kind, is_so in SHOWS.items() if is_so(line)} if line else {"blank"}
            assert seen == ({kinds[row]} if row in kinds else set())
            met.update(seen)
    assert met == dict.fromkeys((*RECOVERABLE, *LOST, "blank"), count)


def test_the_truth_is_what_the_stories_say(made: Path) -> None:
    payments = pl.read_parquet(made / "truth" / "payments.parquet")
    evidence = pl.read_parquet(made / "truth" / "evidence.parquet")
    told = Counter(payments["story"])
    of_one = {
        "joint fundraising": 3,
        "repeated transfer": 2,
        "reversal": 2,
        "refund": 2,
        "twin gifts": 2,
        "reused id": 2,
    }
    # Planted: how often each story is told, and how many payments it has.
    for story, share in STORIES.items():
        assert told[story] == int(share * MIX.lines) * of_one.get(story, 1), story
    assert payments["payment"].is_unique().all()
    best = evidence.filter("is_best")
    assert sorted(best["payment"]) == sorted(payments["payment"])
    proven = evidence.filter(pl.col("payment") >= 0).group_by("payment").len()
    counts = {story: set(payments.filter(pl.col("story") == story).join(proven, on="payment")["len"]) for story in told}
    lines_of = {"earmark": 3, "joint fundraising": {1, 2}, "transfer": 2, "affiliated": 2, "repeated transfer": 2}
    lines_of |= {"expenditure": 2, "amendment": 2, "received first": 2, "late transfer": 2}
    for story, found in counts.items():
        expected = lines_of.get(story, 1)
        assert found == (expected if isinstance(expected, set) else {expected}), story


def test_the_summaries_are_the_sums_of_the_truth(made: Path) -> None:
    rows = [line.decode().split("|") for line in _lines(made, "webk20.txt")]
    stated = {row[0]: dict(zip(COMMITTEE_TOTALS, row, strict=True)) for row in rows}
    payments = pl.read_parquet(made / "truth" / "payments.parquet")
    spent = payments.filter(pl.col("kind") == "independent_expenditure").group_by("payer").agg(pl.col("cents").sum())
    told = {one: int(row["IND_EXP"]) * 100 for one, row in stated.items() if row["IND_EXP"] != "0"}
    assert told == dict(spent.iter_rows())
    for row in stated.values():
        held, left, came, went = (int(row[name]) for name in ("COH_BOP", "COH_COP", "TTL_RECEIPTS", "TTL_DISB"))
        assert held + came == went + left
        assert min(held, left) >= 0
        assert came == int(row["INDV_CONTRIB"]) + int(row["OTHER_POL_CMTE_CONTRIB"])
    # All that individuals gave, less what bounced, and what stands on lines that nobody can read.
    gifts = _cents(payments.filter(~pl.col("payer").str.starts_with("C9") & (pl.col("kind") == "monetary")))
    bounced = _cents(payments.filter((pl.col("kind") == "return") & (pl.col("story") == "reversal")))
    dirt = pl.read_parquet(made / "truth" / "dirt.parquet")
    lost = _cents(dirt.filter(pl.col("kind").is_in(LOST)))
    assert sum(int(row["INDV_CONTRIB"]) for row in stated.values()) * 100 == gifts - bounced + lost


def test_each_line_of_a_file_is_kept_or_ignored_or_rejected(report: Report) -> None:
    assert {one.file.rpartition("/")[2] for one in report.files} == {
        "cm.txt", "itcont.txt", "itoth.txt", "itpas2.txt", "webk20.txt",
    }  # fmt: skip
    assert [one for one in report.files if not one.is_whole or not one.rejected_agree] == []


@pytest.mark.parametrize("story", KINDS)
def test_every_planted_payment_is_in_the_ledger(report: Report, story: str) -> None:
    told = counted(report)[story]
    assert (told.right, told.missing) == (told.planted, 0), told


@pytest.mark.parametrize("story", KINDS)
def test_no_payment_of_a_story_counts_twice(report: Report, story: str) -> None:
    told = counted(report)[story]
    assert told.doubled == 0, told


@pytest.mark.parametrize("story", KINDS)
def test_every_planted_payment_says_what_it_is(report: Report, story: str) -> None:
    told = counted(report)[story]
    assert (told.wrong_kind, told.wrong_topic, told.wrong_conduit) == (0, 0, 0), told

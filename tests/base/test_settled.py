"""The mark of a whole build: it holds while nothing has changed, and any change ends it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pytest

from headwater.base.build import build, build_whole
from headwater.base.case import Case, read_case
from headwater.base.settled import is_settled
from headwater.base.stage import Inputs, Stage
from headwater.base.table import table


@dataclass(frozen=True)
class Word:
    """One word."""

    word: Annotated[str, "A word"]


WORDS = table("words", Word, key=("word",))


def read(inputs: Inputs) -> dict[str, pa.Table]:
    text = (inputs.case.folder / "words.txt").read_text()
    text += "".join(path.read_text() for path in sorted((inputs.home / "kept").glob("*.txt")))
    return {"words": WORDS.of_rows(Word(word) for word in text.split())}


STAGES = (Stage("ledger", (), (WORDS,), read, files=("words.txt",), home_files=("kept/*.txt",)),)


@pytest.fixture
def built(tmp_path: Path) -> tuple[Case, Path]:
    """A case whose stage has run, and its home."""
    folder, home = tmp_path / "case", tmp_path / "home"
    (home / "kept").mkdir(parents=True)
    folder.mkdir()
    (folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n')
    (folder / "words.txt").write_text("one two ")
    (home / "kept" / "a.txt").write_text("three ")
    case = read_case(folder)
    assert not is_settled(case, home)
    build_whole(STAGES, case, home)
    return case, home


def _of_the_case(case: Case, _home: Path) -> None:
    (case.folder / "words.txt").write_text("one too ")


def _archived(_case: Case, home: Path) -> None:
    (home / "kept" / "b.txt").write_text("four ")


def _taken_away(_case: Case, home: Path) -> None:
    (home / "kept" / "a.txt").unlink()


def _of_equal_length(_case: Case, home: Path) -> None:
    (home / "kept" / "c.txt").write_text("other ")
    (home / "kept" / "c.txt").replace(home / "kept" / "a.txt")


def _table_lost(_case: Case, home: Path) -> None:
    next((home / "warehouse").glob("words-*.parquet")).unlink()


def _built_apart(case: Case, home: Path) -> None:
    (case.folder / "words.txt").write_text("five ")
    build(STAGES, case, home)
    (case.folder / "words.txt").write_text("one two ")


def _mark_damaged(_case: Case, home: Path) -> None:
    (home / "warehouse" / "settled.json").write_text("{")


def test_it_holds_where_nothing_changed_and_in_another_place(built: tuple[Case, Path]) -> None:
    case, home = built
    (case.folder / "notes.txt").write_text("no stage reads this")
    assert is_settled(case, home)
    moved = home.with_name("moved")
    shutil.copytree(home, moved)  # keeps the files' times
    assert is_settled(case, moved)


@pytest.mark.parametrize(
    "change",
    [_of_the_case, _archived, _taken_away, _of_equal_length, _table_lost, _built_apart, _mark_damaged],
)
def test_a_change_ends_it_and_the_next_whole_build_sets_it(
    built: tuple[Case, Path], change: Callable[[Case, Path], None]
) -> None:
    case, home = built
    change(case, home)
    assert not is_settled(case, home)
    build_whole(STAGES, case, home)
    assert is_settled(case, home)


def test_a_case_that_changes_while_it_is_built_is_not_settled(built: tuple[Case, Path]) -> None:
    case, home = built

    def edited(inputs: Inputs) -> dict[str, pa.Table]:
        found = read(inputs)
        (case.folder / "words.txt").write_text("edited after it was read")
        return found

    (case.folder / "words.txt").write_text("to be read")
    build_whole((Stage("ledger", (), (WORDS,), edited, files=("words.txt",)),), case, home)
    assert not is_settled(case, home)


def test_publishing_an_unchanged_case_loads_no_engine(tmp_path: Path) -> None:
    case = tmp_path / "county"
    case.mkdir()
    (case / "case.toml").write_text('title = "T"\nquestion = "Q"\n')
    words = [sys.executable, "-X", "importtime", "-c", "from headwater.cli import main; main()"]
    words += ["publish", str(case), "--out", str(tmp_path / "site")]
    environment = {**os.environ, "HEADWATER_HOME": str(tmp_path / "home")}
    first, second = (
        subprocess.run(words, env=environment, check=True, capture_output=True, text=True) for _ in range(2)
    )
    assert "site:" in first.stdout
    assert first.stdout == second.stdout
    engines = ("ibis", "duckdb", "pyarrow", "polars", "numpy")
    loaded = [{line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()} for ran in (first, second)]
    assert loaded[0].issuperset(engines)
    assert loaded[1].isdisjoint(engines)

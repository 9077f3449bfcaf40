"""Sources are found by walking; one folder is all that a new source is."""

import importlib
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

import headwater.sources
from headwater.base.errors import InputError, SourceError
from headwater.sources._reading.catalogue import catalogue, find_source
from headwater.sources._reading.records import LINE_KINDS
from headwater.sources.add import add_files

_TOML = """
title = "Example ledger"
publisher = "Example County"
licence = "CC0"
terms = "none"
urls = ["https://example.org"]
holds = "Totals."
forms = []
files = ["*.txt"]

[[expected]]
file = "lines.txt"
rows = 3
"""
_READ = """
from headwater.sources._reading.records import Counted, Ignored, blank_line, party
from dataclasses import replace
from datetime import date

def read(raw):
    lines = raw.text().splitlines()
    yield Counted(len(lines))
    one, two = party("A Fund", "organisation"), party("B Committee", "committee")
    yield one
    yield two
    for row, line in enumerate(lines, start=1):
        if line == "-":
            yield Ignored(row, "a remark")
            continue
        base = blank_line(raw, "grown_here", row, date(2020, 1, 2))
        yield replace(base, cents=int(line), kind="monetary", payer_party_id=one.party_id,
                      payee_party_id=two.party_id, filer_party_id=two.party_id)
"""


@pytest.fixture
def grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "more" / "grown_here"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(_TOML, "utf-8")
    (folder / "read.py").write_text(_READ, "utf-8")
    # Each test's folder is another: Python must not remember the reader of the one before.
    for name in [name for name in sys.modules if name.startswith("headwater.sources.grown_here")]:
        monkeypatch.delitem(sys.modules, name)
    importlib.invalidate_caches()
    monkeypatch.setattr(headwater.sources, "__path__", [*headwater.sources.__path__, str(folder.parent)])
    return folder


def test_a_folder_is_all_that_a_source_is(
    grown: Path, tmp_path: Path, home: Path, build: Callable[[], dict[str, list[dict[str, Any]]]]
) -> None:
    assert "grown_here" in catalogue()
    path = tmp_path / "lines.txt"
    path.write_text("100\n-\n", "utf-8")
    report = add_files(home, [path], "grown_here")
    assert "1 rows kept, 1 ignored, 0 rejected" in report.text
    assert "the publisher's file has 3 rows, this one 2" in report.text
    tables = build()
    assert [line["cents"] for line in tables["source_lines"]] == [100]
    assert "grown_here" in {row["source"] for row in tables["sources"]}
    assert grown.is_dir()


def test_unknown_sources_and_kinds_of_file_are_said(home: Path, tmp_path: Path) -> None:
    known = r"no source is named 'nope'; known: .*ca_netfile, ca_netfile_export, ca_sf_ethics, contest_csv"
    with pytest.raises(SourceError, match=known):
        find_source("nope")
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"PK")
    with pytest.raises(InputError, match=r"book.xlsx: source ca_netfile reads \*.json"):
        add_files(home, [book], "ca_netfile")
    assert not home.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "source.toml"),
        (_TOML.replace('title = "Example ledger"', ""), "'title' must be a sentence"),
        (_TOML + "more = 1\n", "has a file and its number"),
        (_TOML.replace('files = ["*.txt"]', "files = []"), "names no kind of file"),
        (_TOML.replace("rows = 3", 'rows = "3"'), "has a file and its number of rows"),
    ],
)
def test_a_broken_description_is_one_clear_error(grown: Path, text: str, said: str) -> None:
    (grown / "source.toml").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=said) as caught:
        catalogue()
    assert str(grown) in str(caught.value)


def test_a_source_without_a_reader_is_said(grown: Path) -> None:
    (grown / "read.py").write_text("", "utf-8")
    with pytest.raises(SourceError, match="no function read"):
        _ = find_source("grown_here").read


def test_a_reader_that_loses_a_row_is_found_out(grown: Path, tmp_path: Path, home: Path) -> None:
    (grown / "read.py").write_text(_READ.replace('yield Ignored(row, "a remark")', "pass"), "utf-8")
    path = tmp_path / "lines.txt"
    path.write_text("100\n-\n", "utf-8")
    with pytest.raises(SourceError, match="does not account for each row"):
        add_files(home, [path], "grown_here")


def test_every_source_has_samples_that_its_reader_reads() -> None:
    for source in catalogue().values():
        if source.folder.parent == Path(headwater.sources.__path__[0]):
            assert any((source.folder / "sample").rglob("*.*")), source.name
    assert "unclassified" in LINE_KINDS


def test_every_recipe_leads_to_a_file_that_its_source_reads() -> None:
    choices = {"cycle": "2020", "number": "1", "day": "20201015", "year": "2023", "batch": "2023_TEOS_XML_01A"}
    fetched = [source for source in catalogue().values() if source.fetches]
    assert {"fec_bulk", "fec_efiles", "irs_990", "irs_527", "ca_calaccess", "ny_boe"} <= {
        source.name for source in fetched
    }
    for source in fetched:
        for recipe in source.fetches:
            address, name = recipe.filled(choices)
            assert address.startswith("https://"), address
            inside = [member.replace("*", "x") for member in recipe.member] if recipe.kind == "zip" else [name]
            for file in inside:
                assert any(fnmatch(file.lower(), pattern) for pattern in source.files), (recipe.name, file)

"""What rows say together they say in whatever files they lie: files split anywhere give the same records."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import headwater.sources
from headwater.base.build import build
from headwater.base.case import read_case
from headwater.base.new_case import new_case
from headwater.base.warehouse import Warehouse
from headwater.run import STAGES
from headwater.sources.add import add_files

SAMPLES = Path(headwater.sources.__path__[0])
_SOURCES = [stage for stage in STAGES if stage.name == "sources"]
_PLACES = ("line_id", "file_sha256", "file_name", "row")
Told = dict[str, Counter[str]]


def told(source: str, contents: Iterable[str], kind: str = "json") -> Told:
    """The records of a case with these files, without their places; lines keep their ids."""
    with TemporaryDirectory() as folder, chdir(folder):
        case, home = read_case(new_case("invented").resolve()), Path(folder) / "home"
        for number, content in enumerate(contents):
            path = Path(folder) / f"{number}.{kind}"
            path.write_text(content, "utf-8")
            add_files(home, [path], source)
        build(_SOURCES, case, home)
        tables = Warehouse(home).connect()
        names = ("source_lines", "source_filings", "source_parties", "rejected")
        found = {name: tables.table(name).to_pyarrow().to_pylist() for name in names}
    return {name: Counter(_said(row, name == "source_lines") for row in rows) for name, rows in found.items()}


def _said(row: dict[str, Any], is_line: bool) -> str:
    places = _PLACES[1:] if is_line else _PLACES
    return json.dumps({name: value for name, value in row.items() if name not in places}, default=str)


@settings(max_examples=6, deadline=None)
@given(parts=st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_a_notice_finds_its_mirror_in_any_file(parts: list[int]) -> None:
    rows = json.loads((SAMPLES / "ca_netfile" / "sample" / "notices-497.json").read_text("utf-8"))
    files = [[row for row, part in zip(rows, parts, strict=True) if part == number] for number in range(3)]
    whole = told("ca_netfile", [json.dumps(rows)])

    # The sample's second row is made as its first is received: by itself it tells nothing.
    assert whole["source_lines"].total() == 4
    assert told("ca_netfile", [json.dumps(file) for file in files if file]) == whole


@pytest.mark.parametrize(("own", "as_giver", "lines"), [("1990009", "(1990009)", 4), ("Pending", "Pending", 3)])
def test_a_number_in_parentheses_finds_its_mirror_and_a_word_none(own: str, as_giver: str, lines: int) -> None:
    """Any committee may write Pending: the second row's mirror is another's then, and it is no line."""
    received, made, *others = json.loads((SAMPLES / "ca_netfile" / "sample" / "notices-497.json").read_text("utf-8"))
    both = [received | {"contributorCommitteeId": as_giver}, made | {"fppcId": own}]

    assert told("ca_netfile", [json.dumps([*both, *others])])["source_lines"].total() == lines


def _exported(dollars: list[int]) -> str:
    """Rows of one payment of the sample's schedule E, with these amounts."""
    text = (SAMPLES / "ca_netfile_export" / "sample" / "E-Expenditure.csv").read_text("utf-8")
    first, *_rest = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(first))
    writer.writeheader()
    writer.writerows(first | {"Amount": str(amount)} for amount in dollars)
    return out.getvalue()


def _as_json(dollars: list[int]) -> str:
    (payment, *_others) = json.loads((SAMPLES / "ca_netfile" / "sample" / "schedule-e.json").read_text("utf-8"))
    return json.dumps([payment | {"Y": amount} for amount in dollars])


@settings(max_examples=3, deadline=None)
@given(dollars=st.lists(st.integers(1, 99), min_size=2, max_size=4, unique=True), cut=st.integers(1, 3))
def test_rows_of_one_transaction_are_told_apart_in_any_file(dollars: list[int], cut: int) -> None:
    parts = [part for part in (dollars[cut:], dollars[:cut]) if part]
    for source, kind, made in (("ca_netfile_export", "csv", _exported), ("ca_netfile", "json", _as_json)):
        whole = told(source, [made(dollars)], kind)["source_lines"]
        # As many lines as rows: where several had one id, one gave way to another.
        assert whole.total() == len(dollars)
        assert told(source, [*map(made, parts)], kind)["source_lines"] == whole
        assert told(source, [made(dollars[::-1])], kind)["source_lines"] == whole


def test_equal_rows_of_a_file_are_as_many_payments_as_json_and_as_csv() -> None:
    for source, kind, made in (("ca_netfile_export", "csv", _exported), ("ca_netfile", "json", _as_json)):
        twice = told(source, [made([7, 7])], kind)["source_lines"]
        assert twice.total() == 2
        # Of a second copy, with another row, each is known again.
        assert len(told(source, [made([7, 7]), made([7, 7, 9])], kind)["source_lines"]) == 3

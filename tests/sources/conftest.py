"""What the tests of the sources share: a case, its build, and single files read."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from headwater.base.case import read_case
from headwater.base.derived import Derived
from headwater.base.stage import Computed, InParts, Inputs
from headwater.base.table import Table
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.parsed import Parsed, parse
from headwater.sources._reading.raw import raw_file
from headwater.sources.add import add_files
from headwater.sources.ca_calaccess.tables import _known
from headwater.sources.stage import WRITES, compute

Rows = dict[str, list[dict[str, Any]]]
SAMPLES = Path(__file__).resolve().parents[2] / "src" / "headwater" / "sources"
REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    return folder


@pytest.fixture
def home(case_folder: Path) -> Path:
    return case_folder / ".headwater"


@pytest.fixture
def build(case_folder: Path, home: Path) -> Callable[[], Rows]:
    """Runs the stage and gives its tables as rows, after the warehouse's own check of each."""

    def run() -> Rows:
        (case_folder / "case.toml").write_text('title = "T"\nquestion = "Q"\n', "utf-8")
        inputs = Inputs(read_case(case_folder), home, ibis.duckdb.connect())
        tables = {name: _rows(computed) for name, computed in compute(inputs).items()}
        return {table.name: table.checked(_sorted(table, tables[table.name])).to_pylist() for table in WRITES}

    return run


def _rows(computed: Computed) -> pa.Table:
    if isinstance(computed, pa.Table):
        return computed
    assert not isinstance(computed, Derived | InParts)
    return computed.to_table() if isinstance(computed, ds.Dataset) else computed.to_pyarrow()


def _sorted(table: Table, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in table.key])


@pytest.fixture
def read_sample(home: Path, build: Callable[[], Rows]) -> Callable[..., Rows]:
    """Adds a source's own samples to an empty case and builds it."""

    def run(source: str, names: Iterable[str] = ()) -> Rows:
        folder = SAMPLES / source / "sample"
        add_files(home, [folder / name for name in names] or [folder], source)
        return build()

    return run


@pytest.fixture
def built(home: Path, build: Callable[[], Rows], tmp_path: Path) -> Callable[..., Rows]:
    """The tables of a case to which these rows of Cal-Access' tables are added, file after file."""

    def run(**rows: tuple[dict[str, str], ...]) -> Rows:
        for name, some in rows.items():
            (columns,) = (columns for columns, (table, _why_not) in _known().items() if table == name)
            path = tmp_path / f"{name}.TSV"
            usual = {"AMEND_ID": "0"}
            cells = [columns, *([{**usual, **row}.get(column, "") for column in columns] for row in some)]
            path.write_text("\r\n".join("\t".join(row) for row in cells) + "\r\n", "utf-8")
            add_files(home, [path], "ca_calaccess")
        return build()

    return run


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[..., Parsed]:
    """Reads one file with the content given."""

    def run(source: str, content: str | bytes, name: str = "file.csv") -> Parsed:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return parse(raw_file(path, name), find_source(source))

    return run


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the real records (../shared/data) are not beside the project")
    return REAL

"""Records on their way to part files: each line once, in whatever order it comes, and few held at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.base.errors import SourceError
from headwater.sources._reading import gathering
from headwater.sources._reading.batches import one_text
from headwater.sources._reading.gathering import Gathering
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, blank_line, party
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.rejected import REJECTED

RAW = RawFile("a.csv", "f" * 64, Path("a.csv"))


def line_of(row: int, number: int = 0) -> Line:
    """A line of a row that may give several."""
    return replace(blank_line(RAW, "ledger_csv", row, date(2020, 1, 1), ("x", f"{row}-{number}")), cents=row)


def gathered(folder: Path, lines: Sequence[Line]) -> list[tuple[int, str]]:
    folder.mkdir(exist_ok=True)
    taken = Gathering(folder)
    for line in lines:
        taken.add(line)
    (part,) = taken.close().values()
    rows = pq.read_table(part.path, schema=LINES.schema)
    assert part.rows == rows.num_rows
    return [(row["row"], row["record_id"]) for row in rows.to_pylist()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of four records."""
    monkeypatch.setattr(gathering, "STRETCH", 4)


@pytest.mark.usefixtures("small")
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=25), st.booleans())
def test_each_line_stands_once(tmp_path: Path, given_lines: list[tuple[int, int]], is_sorted: bool) -> None:
    numbers = sorted(given_lines, key=lambda pair: pair[0]) if is_sorted else given_lines
    found = gathered(tmp_path / "out", [line_of(*pair) for pair in numbers])
    # A set is what is meant; in a file whose rows come in order, the first of each stays where it stood.
    distinct = list(dict.fromkeys((row, f"{row}-{number}") for row, number in numbers))
    assert sorted(found) == sorted(distinct)
    if is_sorted:
        assert found == distinct


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("rows", [[1, 1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 7]])
def test_a_line_given_in_two_ways_is_a_mistake(tmp_path: Path, rows: list[int]) -> None:
    lines = [replace(line_of(row), description=str(place)) for place, row in enumerate(rows)]
    with pytest.raises(SourceError, match="one line in two ways"):
        gathered(tmp_path / "out", lines)


@pytest.mark.usefixtures("small")
def test_batches_and_single_records_stand_in_one_file(tmp_path: Path) -> None:
    one = PARTIES.of_rows([party("Ada", "person")])
    said_once = one.set_column(2, "kind", one_text("person", 1))
    taken = Gathering(tmp_path)
    taken.add(party("Ben", "person"))
    taken.add_batch(Batch(PARTIES, said_once))
    for name in ("Cy", "Dee", "Cy", "Eve", "Ada"):
        taken.add(party(name, "person"))
    part = taken.close()["source_parties"]
    rows = pq.read_table(part.path, schema=PARTIES.schema)
    assert rows.column("name").to_pylist()[:2] == ["Ben", "Ada"]
    assert set(rows.column("name").to_pylist()) == {"Ben", "Ada", "Cy", "Dee", "Eve"}
    assert pq.read_schema(part.path).field("kind").type == pa.string()


@pytest.mark.usefixtures("small")
def test_many_rejected_rows_whose_texts_are_said_once(tmp_path: Path) -> None:
    taken = Gathering(tmp_path)
    for first, file in ((1, "a"), (3, "b"), (5, "b"), (5, "b")):
        texts = {name: one_text(file, 2) for name in REJECTED.names if name != "row"}
        taken.add_batch(Batch(REJECTED, pa.table({**texts, "row": [first, first + 1]}).select(REJECTED.names)))
    part = taken.close()["rejected"]
    # What is said twice within a stretch stands once.
    rows = pq.read_table(part.path, schema=REJECTED.schema).to_pylist()
    assert sorted((row["file_name"], row["row"]) for row in rows) == [
        ("a", 1),
        ("a", 2),
        *(("b", n) for n in (3, 4, 5, 6)),
    ]


def test_what_is_abandoned_ends(tmp_path: Path) -> None:
    taken = Gathering(tmp_path)
    taken.add(line_of(1))
    taken.abandon()
    taken.abandon()

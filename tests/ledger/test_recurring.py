"""Lines that share columns with others, against counting them one by one."""

from collections import Counter

import ibis
import pyarrow as pa
import pytest

from headwater.ledger.recurring import recurring

SAID = [("a", 1), ("b", 1), ("a", 1), ("a", 2), ("", 2), ("", 2)]
ROWS = [(place, one, other) for place, (one, other) in enumerate(SAID)]


@pytest.mark.parametrize("columns", [("one",), ("other",), ("one", "other")])
def test_lines_that_share_columns_are_those_counted_twice(columns: tuple[str, ...]) -> None:
    names = ("place", "one", "other")
    lines = ibis.memtable(pa.table({name: [row[at] for row in ROWS] for at, name in enumerate(names)}))
    said = [tuple(row[names.index(name)] for name in columns) for row in ROWS]
    twice = [row[0] for row, key in zip(ROWS, said, strict=True) if Counter(said)[key] > 1]
    found = recurring(lines, *columns).to_pyarrow()
    # Hashes of so few texts are all different, so that here none is found by accident.
    assert sorted(found.column("place").to_pylist()) == twice
    assert tuple(found.column_names) == names

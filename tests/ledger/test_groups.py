"""Groups of lines against joining sets one by one, both ways; what is read of the engine holds none of its memory."""

from collections.abc import Iterator
from random import Random

import numpy as np
import pyarrow as pa
import pytest

from headwater.ledger.groups import Marked, groups, read_marks
from tests.both_ways import BOTH_WAYS, one_way

COUNT = 60


def _invented(seed: int) -> list[Marked]:
    """Families that each compare some of the lines, in any order, many of them equal."""
    draw = Random(seed)  # noqa: S311 - the same lines on every run are the point
    families = []
    for size in (0, 1, 5, 20, COUNT):
        places = draw.sample(range(COUNT), size)
        marks = [draw.choice((0, 2**64 - 1, *range(7, 7 + size))) for _ in places]
        families.append(Marked(np.array(places, np.int32), np.array(marks, np.uint64)))
    return families


@BOTH_WAYS
@pytest.mark.parametrize("seed", range(20))
def test_groups_are_the_lines_that_marks_join_over_any_number_of_steps(seed: int, is_compiled: bool) -> None:
    families = _invented(seed)
    joined = [{place} for place in range(COUNT)]
    for places, marks in families:
        for mark in set(marks.tolist()):
            alike = {place for place, own in zip(places.tolist(), marks.tolist(), strict=True) if own == mark}
            touched = [group for group in joined if group & alike]
            joined = [group for group in joined if not group & alike] + [set().union(*touched)]
    in_order = sorted(joined, key=min)
    expected = {place: number for number, group in enumerate(in_order) for place in group}
    with one_way(is_compiled):
        found = groups(COUNT, families).tolist()
    assert found == [expected[place] for place in range(COUNT)]


def test_marks_that_were_read_hold_no_stretch_with_all_its_columns() -> None:
    rows, columns, turns = 1000, 50, 40
    names = ["place", "mark", *(f"said_{n}" for n in range(columns))]

    def written() -> Iterator[pa.RecordBatch]:
        for _turn in range(turns):
            yield pa.record_batch([pa.array(range(rows), pa.uint64()) for _name in names], names=names)

    before, held = pa.total_allocated_bytes(), []

    def read() -> Iterator[pa.RecordBatch]:
        # As the engine hands them over: each column holds the memory of its whole stretch.
        source = pa.RecordBatchReader.from_batches(next(written()).schema, written())
        for stretch in pa.RecordBatchReader.from_stream(source):
            held.append(pa.total_allocated_bytes() - before)
            yield stretch

    found = read_marks(read())
    assert len(found.places) == turns * rows
    # One stretch in work and one more at the most, of the forty that were read.
    assert max(held) <= 2 * max(held[:1])

"""Batches fetched ahead are those that were there, and what goes wrong in fetching is told where they are used."""

from collections.abc import Iterator

import pyarrow as pa
import pytest

from headwater.base.errors import WarehouseError
from headwater.base.parts import ahead


def _batches(count: int, *, breaks: bool = False) -> Iterator[pa.RecordBatch]:
    for number in range(count):
        yield pa.record_batch([pa.array([number])], names=["number"])
    if breaks:
        raise WarehouseError("the last batch cannot be read")


@pytest.mark.parametrize("count", [0, 1, 5])
def test_batches_fetched_ahead_come_in_their_order(count: int) -> None:
    assert [batch.column(0).to_pylist() for batch in ahead(_batches(count))] == [[number] for number in range(count)]


def test_what_breaks_in_fetching_breaks_where_the_batches_are_used() -> None:
    used = ahead(_batches(2, breaks=True))
    assert [next(used).column(0).to_pylist(), next(used).column(0).to_pylist()] == [[0], [1]]
    with pytest.raises(WarehouseError, match="last batch"):
        next(used)

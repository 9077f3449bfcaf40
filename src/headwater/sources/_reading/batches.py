"""Rows of a table as a batch: columns that are the same in all rows are said once."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pyarrow as pa

from headwater.base.table import Table
from headwater.sources._reading.records import Batch


def batch(table: Table, rows: pl.DataFrame, same: Mapping[str, object]) -> Batch:
    """A batch of rows.

    Args:
        table: their table.
        rows: the columns in which rows differ; a column that is not the table's is left out.
        same: every other column of the table, with its value in all rows; nothing stands for a null.
    """
    given = rows.select(name for name in table.names if name in rows.columns).to_arrow()
    return batch_of(table, dict(zip(given.column_names, given.columns, strict=True)), same, rows.height)


def batch_of(table: Table, given: Mapping[str, pa.Array], same: Mapping[str, object], count: int) -> Batch:
    """A batch of so many rows, of Arrow columns; see `batch`."""
    columns = [
        given[column.name]
        if column.name in given
        else one_text(value, count)
        if isinstance(value := same[column.name], str)
        else pa.repeat(pa.scalar(value, column.type), count)
        for column in table.columns
    ]
    return Batch(table, pa.table(columns, names=list(table.names)))


def one_text(text: str, count: int) -> pa.DictionaryArray:
    """The same text many times over, said once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))

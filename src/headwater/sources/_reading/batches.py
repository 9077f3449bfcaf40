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
    columns = [
        given.column(column.name)
        if column.name in given.column_names
        else one_text(value, rows.height)
        if isinstance(value := same[column.name], str)
        else pa.repeat(pa.scalar(value, column.type), rows.height)
        for column in table.columns
    ]
    return Batch(table, pa.table(columns, names=list(table.names)))


def one_text(text: str, count: int) -> pa.DictionaryArray:
    """The same text many times over, said once."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))

"""Part files: rows as Parquet, named by the hash of their bytes, written stretch by stretch in bounded memory."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from headwater.base.errors import WarehouseError
from headwater.base.files import hash_file
from headwater.base.table import Table

STRETCH, ROW_GROUP = 1 << 16, 1 << 17
TEXTS = pa.dictionary(pa.int32(), pa.string())
"""The type of a column of texts of which each is said once."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """One Parquet file: where it lies, the hash of its bytes, and how many rows it has."""

    path: Path
    sha256: str
    rows: int


Parts = tuple[PartFile, ...]
"""A table in part files that are already written: the warehouse takes them as they are."""


class PartWriter:
    """Writes one part file. Equal rows in equal stretches give equal bytes, whoever writes them."""

    def __init__(self, path: Path, schema: pa.Schema, unlike: Sequence[str] = ()) -> None:
        """Begins a file.

        Args:
            path: where; what is there is overwritten.
            schema: what the file's rows are.
            unlike: columns in which hardly any two rows are alike: a list of their values would save nothing.
        """
        self.path, self.rows = path, 0
        self._schema, self._writer = schema, None
        self._alike = [name for name in schema.names if name not in unlike]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._opened(self._schema).close()

    def write(self, rows: pa.Table) -> None:
        """Adds rows; those of one call share no row group with those of another."""
        if rows.num_rows:
            self.rows += rows.num_rows
            writer = self._opened(rows.schema)
            writer.write_table(rows.cast(writer.schema).unify_dictionaries(), row_group_size=ROW_GROUP)

    def close(self) -> PartFile:
        """Ends the file."""
        self._opened(self._schema).close()
        return PartFile(self.path, hash_file(self.path), self.rows)

    def _opened(self, schema: pa.Schema) -> pq.ParquetWriter:
        """The writer; whether a column comes as a list of its texts and their places is settled by the first rows."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.path,
                pa.schema([field.with_type(schema.field(field.name).type) for field in self._schema]),
                compression="zstd",
                compression_level=1,
                store_schema=False,
                use_dictionary=self._alike,
                # Least and greatest texts help no query, and cost more than some columns do.
                write_statistics=[field.name for field in self._schema if not _is_text(field.type)],
            )
        return self._writer


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind))


def write_sorted(path: Path, table: Table, batches: Iterable[pa.RecordBatch]) -> PartFile:
    """Writes a table whose batches come in the order of its key, checking types, nulls and the key on the way.

    Args:
        path: the file to write.
        table: what the rows must be.
        batches: the rows; columns beyond the table's are left out.

    Raises:
        WarehouseError: if a row is not what the table says, or a key occurs twice.
    """
    last: pa.Table | None = None
    # Hardly any two keys of one column are alike.
    unlike = table.key if len(table.key) == 1 else ()
    with PartWriter(path, table.schema, unlike) as out, ThreadPoolExecutor(1) as beside:
        # A stretch is written while the next one is made.
        writing = beside.submit(lambda: None)
        for stretch in stretches(batches):
            rows = table.typed(stretch)
            keys = rows.select(table.key)
            if table.key and _repeats(keys if last is None else pa.concat_tables([last, keys])):
                raise WarehouseError(f"table {table.name}: key {', '.join(table.key)} occurs twice")
            last = keys.slice(keys.num_rows - 1)
            writing.result()
            writing = beside.submit(out.write, rows)
        writing.result()
        return out.close()


def parts_of(table: Table, paths: Sequence[Path]) -> Parts:
    """Part files as they lie.

    Raises:
        WarehouseError: if the columns of one are not the table's.
    """
    for path in paths:
        if not pq.read_schema(path).equals(table.schema):
            raise WarehouseError(f"table {table.name}: {path.name} has other columns")
    return tuple(PartFile(path, hash_file(path), pq.read_metadata(path).num_rows) for path in paths)


def stretches(batches: Iterable[pa.RecordBatch], rows: int = STRETCH) -> Iterator[pa.Table]:
    """The same rows in tables of exactly so many rows; only the last one may have fewer."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        while count >= rows:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, rows)
            held = whole.slice(rows).to_batches()
            count -= rows
    if count:
        yield pa.Table.from_batches(held)


def synced(path: Path) -> None:
    """Makes a file's bytes durable."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _repeats(keys: pa.Table) -> bool:
    """Whether two neighbouring rows are the same."""
    same: pa.Array | None = None
    for column in keys.columns:
        values = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
        one, other = values.slice(0, len(values) - 1), values.slice(1)
        equal = pc.or_(pc.fill_null(pc.equal(one, other), fill_value=False), _both_null(one, other))
        same = equal if same is None else pc.and_(same, equal)
    return same is not None and bool(pc.any(same).as_py())


def _both_null(one: pa.Array, other: pa.Array) -> pa.Array:
    return pc.and_(pc.is_null(one), pc.is_null(other))

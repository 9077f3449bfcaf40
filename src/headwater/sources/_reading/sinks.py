"""What is held of one table's records on their way to its part file: each line of a file stands once."""

from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.errors import SourceError, WarehouseError
from headwater.base.parts import STRETCH, PartFile, PartWriter, write_sorted
from headwater.base.table import Table
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES

_AT, _TWO_WAYS = "__at", "a reader gives one line in two ways"
_key = attrgetter(*LINES.key)
_UNLIKE = {
    LINES.name: ("line_id", "row", "record_id", "transaction_id", "payer_party_id", "url"),
    PARTIES.name: ("party_id", "name", "normal_name"),
}
"""Columns in which hardly any two rows are alike."""


class Sink:
    """One table's records: what is held of them, and the file that the others are in."""

    def __init__(self, table: Table, path: Path) -> None:
        self.table, self.path = table, path
        self.writer = PartWriter(path, table.schema, _UNLIKE.get(table.name, ()))
        self.singles: list[Any] = []
        self._held: list[pa.Table] = []
        self._count = 0

    def singles_as_rows(self) -> pa.Table:
        """The single records that are held, as rows; they are held no more."""
        rows = self.table.of_rows(self.singles)
        self.singles.clear()
        return rows

    def stretch(self, rows: pa.Table, *, ends: bool = True) -> pa.Table | None:
        """Takes rows, and gives what is ready to be written: nothing before there is enough of it.

        Args:
            rows: what comes next.
            ends: whether it is likely that the last row of the file among them gives no more.
        """
        self._held.append(rows)
        self._count += rows.num_rows
        return self._ready(self._whole(), ends=ends) if self._count >= STRETCH else None

    def ended(self) -> pa.Table:
        """All that is held: nothing comes any more."""
        self._held.append(self.singles_as_rows())
        return _distinct(self.table, self._whole())

    def close(self) -> PartFile:
        """Ends the file."""
        return self.writer.close()

    def _whole(self) -> pa.Table:
        whole = _joined(self.table, self._held)
        self._held, self._count = [], 0
        return whole

    def _ready(self, whole: pa.Table, *, ends: bool) -> pa.Table:  # noqa: ARG002 only lines are told apart by it
        return _distinct(self.table, whole)


class LineSink(Sink):
    """The lines of one file after the other: each stands once in its file."""

    def __init__(self, table: Table, path: Path) -> None:
        super().__init__(table, path)
        self._done: list[pa.Table] = []
        self._done_singles: list[Any] = []
        self.waiting = 0
        self.is_whole = True
        self._begin_file()

    def end_file(self) -> int:
        """Ends a file, and gives the number of its lines."""
        if not self._held and not self._written:
            # A small file: for the few lines of each a table would cost more than all else.
            once = _once_each(self.singles)
            lines = len(once)
            self._done_singles += once
            self.singles.clear()
        else:
            rows = self._rest_of_file()
            lines = self._written + rows.num_rows
            self._done += [self._done_as_rows(), rows]
        self.waiting += lines - self._written
        self._begin_file()
        return lines

    def add_files(self, rows: pa.Table) -> None:
        """Takes the lines of files that have ended, in order and each once."""
        self._done += [self._done_as_rows(), rows]
        self.waiting += rows.num_rows

    def ended(self) -> pa.Table:
        """The lines of all files that have ended."""
        ended = _joined(self.table, [*self._done, self._done_as_rows()])
        self._done, self.waiting = [], 0
        return ended

    def close(self) -> PartFile:
        """Ends the file; lines that came in no order are compared with all others of the file."""
        part = self.writer.close()
        return part if self.is_whole else _united(part)

    def _done_as_rows(self) -> pa.Table:
        rows = self.table.of_rows(self._done_singles)
        self._done_singles.clear()
        return rows

    def _begin_file(self) -> None:
        self._last_row = self._written = 0
        # Lines in the order of their rows can be the same only beside each other.
        self._is_ordered = True

    def _rest_of_file(self) -> pa.Table:
        self._held.append(self.singles_as_rows())
        rows = self._once(self._whole(), ends=True, is_last=True)
        if self._is_ordered:
            return rows
        if self._written:
            self.is_whole = False
            return rows
        return _sorted(self.table, rows)

    def _ready(self, whole: pa.Table, *, ends: bool) -> pa.Table:
        rows = self._once(whole, ends=ends, is_last=False)
        self._written += rows.num_rows
        return rows

    def _once(self, whole: pa.Table, *, ends: bool, is_last: bool) -> pa.Table:
        """Lines that come next, each once, as long as they come in the order of their rows."""
        if not whole.num_rows:
            return whole
        numbers = np.asarray(whole.column("row").combine_chunks())
        steps = np.diff(numbers, prepend=self._last_row)
        self._is_ordered &= bool((steps[1:] >= 0).all()) and numbers[0] > self._last_row
        is_strict = bool((steps[1:] > 0).all())
        if not is_last and not (is_strict and ends):
            # What else the last row gives may be still to come.
            begin = int(np.searchsorted(numbers, numbers[-1])) if self._is_ordered else len(numbers)
            self._held, self._count = [whole.slice(begin)], len(numbers) - begin
            whole, numbers = whole.slice(0, begin), numbers[:begin]
        self._last_row = int(numbers[-1]) if len(numbers) else self._last_row
        if is_strict:
            return whole
        lines = _distinct(self.table, whole)
        if self._is_ordered:
            _check_key(self.table, lines)
        return lines


def _distinct(table: Table, rows: pa.Table) -> pa.Table:
    # Texts that are said once are compared as texts: Arrow counts and groups no columns of differing dictionaries.
    plain = [name for name in table.key if not pa.types.is_dictionary(rows.schema.field(name).type)]
    if any(_is_key(rows, (name,)) for name in plain):
        return rows
    rows = rows.cast(table.schema)
    # Arrow names groups in whatever order its hashes meet, so the place of each is kept beside it.
    placed = rows.append_column(_AT, pa.array(np.arange(rows.num_rows)))
    firsts = placed.group_by(rows.column_names, use_threads=False).aggregate([(_AT, "min")])
    return rows.take(firsts.column(f"{_AT}_min").combine_chunks().sort())


def _is_key(rows: pa.Table, names: tuple[str, ...]) -> bool:
    found: int = (
        pc.count_distinct(rows.column(names[0]), mode="all").as_py()
        if len(names) == 1
        else rows.group_by(list(names), use_threads=False).aggregate([]).num_rows
    )
    return bool(found == rows.num_rows)


def _joined(table: Table, rows: list[pa.Table]) -> pa.Table:
    """Tables in one: as they are, if all are alike."""
    some = [one for one in rows if one.num_rows] or rows[:1]
    is_alike = all(one.schema.equals(some[0].schema) for one in some)
    return pa.concat_tables(some if is_alike else (one.cast(table.schema) for one in some))


def _once_each(lines: list[Any]) -> list[Any]:
    """The same lines, each once: in their order if that is the order of their rows, else in that of their key."""
    if all(one.row < other.row for one, other in pairwise(lines)):
        return lines
    once = list(dict.fromkeys(lines))
    keys = {_key(line): line for line in once}
    if len(keys) < len(once):
        raise SourceError(_TWO_WAYS)
    is_ordered = all(one.row <= other.row for one, other in pairwise(lines))
    return once if is_ordered else [keys[key] for key in sorted(keys)]


def _sorted(table: Table, lines: pa.Table) -> pa.Table:
    """The same lines, each once, in the order of their key."""
    once = _distinct(table, lines).cast(table.schema)
    _check_key(table, once)
    return once.sort_by([(name, "ascending") for name in table.key])


def _check_key(table: Table, lines: pa.Table) -> None:
    if not _is_key(lines, table.key):
        raise SourceError(_TWO_WAYS)


def _united(part: PartFile) -> PartFile:
    """The same lines, each once, in the order of their key."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '900MB'")
    connection.execute(f"SET temp_directory = '{part.path.parent / 'spill'}'")
    order = ", ".join(LINES.key)
    connection.execute(f"SELECT DISTINCT * FROM read_parquet(?) ORDER BY {order}", [str(part.path)])
    sorted_path = part.path.with_suffix(".sorted")
    try:
        found = write_sorted(sorted_path, LINES, connection.to_arrow_reader(STRETCH))
    except WarehouseError as error:
        raise SourceError(_TWO_WAYS) from error
    finally:
        connection.close()
    sorted_path.replace(part.path)
    return PartFile(part.path, found.sha256, found.rows)

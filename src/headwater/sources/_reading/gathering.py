"""A file's records on their way to part files: taken as they come, of each table only some thousands are held."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.errors import SourceError, WarehouseError
from headwater.base.parts import STRETCH, TEXTS, PartFile, PartWriter, write_sorted
from headwater.base.table import Table
from headwater.sources._reading.records import Batch
from headwater.sources._tables.counts import COUNTS, Count
from headwater.sources._tables.facts import (
    EVENTS,
    FIGURES,
    MEASURES,
    RECALLS,
    MeasureCount,
    NonprofitFigure,
    RecallStatement,
    SourceEvent,
)
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rates import RATES, SourceRate
from headwater.sources._tables.registrations import REGISTRATIONS, Registration
from headwater.sources._tables.rejected import REJECTED, Rejected
from headwater.sources._tables.terms import TERMS, SourceTerm
from headwater.sources._tables.totals import TOTALS, StatedTotal
from headwater.sources._tables.votes import VOTES, Vote
from headwater.sources._tables.waiting import WAITING_LINES, WAITING_PARTIES, WaitingLine, WaitingParty

RECORD_TABLES: dict[type, Table] = {
    Party: PARTIES,
    Line: LINES,
    Filing: FILINGS,
    StatedTotal: TOTALS,
    Vote: VOTES,
    Count: COUNTS,
    SourceTerm: TERMS,
    SourceEvent: EVENTS,
    RecallStatement: RECALLS,
    MeasureCount: MEASURES,
    NonprofitFigure: FIGURES,
    SourceRate: RATES,
    Registration: REGISTRATIONS,
    Rejected: REJECTED,
    WaitingLine: WAITING_LINES,
    WaitingParty: WAITING_PARTIES,
}
_WAITING = 2
_AT = "__at"
_UNLIKE = {
    LINES.name: ("line_id", "row", "record_id", "transaction_id", "payer_party_id", "url"),
    PARTIES.name: ("party_id", "name", "normal_name"),
}
"""Columns in which hardly any two rows are alike."""


class Gathering:
    """The records of one file, written to one part file a table in a folder.

    What a reader says twice stands once: lines in the whole file, other records within a stretch of it, as the stage
    unites the files' records in any case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sinks: dict[str, _Sink] = {}
        self._writing = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def add(self, record: Any) -> None:
        """Takes one record; one of no table is left alone."""
        if table := RECORD_TABLES.get(type(record)):
            sink = self._sink(table)
            sink.singles.append(record)
            if len(sink.singles) >= STRETCH:
                self._write(sink, sink.singles_as_rows(), ends=False)

    def add_batch(self, batch: Batch) -> None:
        """Takes many records of one table."""
        sink = self._sink(batch.table)
        if sink.singles:
            self._write(sink, sink.singles_as_rows(), ends=False)
        self._write(sink, _fitting(batch.table, batch.rows))

    def close(self) -> dict[str, PartFile]:
        """Writes what is held, and gives each table's file.

        Raises:
            SourceError: if the reader gives one line in two ways.
        """
        for sink in self._sinks.values():
            self._write(sink, sink.singles_as_rows(), is_last=True)
        self._wait(0)
        self._writing.shutdown()
        return {name: sink.close() for name, sink in sorted(self._sinks.items())}

    def abandon(self) -> None:
        """Ends the writing of what will not be used."""
        self._writing.shutdown(cancel_futures=True)
        for sink in self._sinks.values():
            sink.writer.close()

    def _sink(self, table: Table) -> "_Sink":
        if table.name not in self._sinks:
            self._sinks[table.name] = _Sink(table, self._folder / f"{table.name}.parquet")
        return self._sinks[table.name]

    def _write(self, sink: "_Sink", rows: pa.Table, *, ends: bool = True, is_last: bool = False) -> None:
        """Hands a stretch to the writing thread, as soon as there is one."""
        stretch = sink.stretch(rows, ends=ends, is_last=is_last)
        if stretch is not None:
            self._waiting.append(self._writing.submit(sink.writer.write, stretch))
            self._wait(_WAITING)

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()


class _Sink:
    """One table's records: what is held of them, and the file that the others are in."""

    def __init__(self, table: Table, path: Path) -> None:
        self.table, self.path = table, path
        self.writer = PartWriter(path, table.schema, _UNLIKE.get(table.name, ()))
        self.singles: list[Any] = []
        self._held: list[pa.Table] = []
        self._count = self._last_row = 0
        # Lines in the order of their rows can be the same only beside each other.
        self._is_ordered = True

    def singles_as_rows(self) -> pa.Table:
        """The single records that are held, as rows; they are held no more."""
        rows = self.table.of_rows(self.singles)
        self.singles.clear()
        return rows

    def stretch(self, rows: pa.Table, *, ends: bool, is_last: bool) -> pa.Table | None:
        """Takes rows, and gives what is ready to be written: nothing before there is enough of it.

        Args:
            rows: what comes next.
            ends: whether it is likely that the last row of the file among them gives no more.
            is_last: whether nothing comes any more.
        """
        self._held.append(rows)
        self._count += rows.num_rows
        if self._count < STRETCH and not is_last:
            return None
        schema = self._held[0].schema
        is_alike = all(held.schema.equals(schema) for held in self._held)
        whole = pa.concat_tables(held if is_alike else held.cast(self.table.schema) for held in self._held)
        self._held, self._count = [], 0
        return (
            self._of_lines(whole, ends=ends, is_last=is_last) if self.table is LINES else _distinct(self.table, whole)
        )

    def close(self) -> PartFile:
        """Ends the file; lines that came in no order are compared with all others of the file."""
        part = self.writer.close()
        return part if self._is_ordered else _united(part)

    def _of_lines(self, whole: pa.Table, *, ends: bool, is_last: bool) -> pa.Table:
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
        if self._is_ordered and not _is_key(lines, self.table.key):
            raise SourceError("a reader gives one line in two ways")
        return lines


def _fitting(table: Table, rows: pa.Table) -> pa.Table:
    """The table's columns in its types; a column that says each text once stays so."""
    fields = []
    for field in table.schema:
        is_said_once = pa.types.is_dictionary(rows.schema.field(field.name).type)
        fields.append(field.with_type(TEXTS) if is_said_once else field)
    return rows.select(table.names).cast(pa.schema(fields))


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
        raise SourceError("a reader gives one line in two ways") from error
    finally:
        connection.close()
    sorted_path.replace(part.path)
    return PartFile(part.path, found.sha256, found.rows)

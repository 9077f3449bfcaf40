"""Records of files on their way to part files: taken as they come, of each table only some thousands are held."""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa

from headwater.base.parts import STRETCH, TEXTS, PartFile
from headwater.base.table import Table
from headwater.sources._reading.records import Batch
from headwater.sources._reading.sinks import LineSink, Sink
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
from headwater.sources._tables.waiting import (
    NOTICED_SIDES,
    WAITING_FILINGS,
    WAITING_LINES,
    WAITING_PARTIES,
    WAITING_TOPICS,
    NoticedSide,
    WaitingFiling,
    WaitingLine,
    WaitingParty,
    WaitingTopic,
)

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
    WaitingTopic: WAITING_TOPICS,
    WaitingFiling: WAITING_FILINGS,
    NoticedSide: NOTICED_SIDES,
}
_WAITING = 2


class Gathering:
    """The records of one file, or of several small ones, written to one part file a table in a folder.

    What a reader says twice stands once: lines in the whole file, other records within a stretch, as the stage
    unites the files' records in any case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sinks: dict[str, Sink] = {}
        self._writing = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def add(self, record: Any) -> None:
        """Takes one record; one of no table is left alone."""
        if table := RECORD_TABLES.get(type(record)):
            sink = self._sink(table)
            sink.singles.append(record)
            if len(sink.singles) >= STRETCH:
                self._write(sink, sink.stretch(sink.singles_as_rows(), ends=False))

    def add_batch(self, batch: Batch) -> None:
        """Takes many records of one table."""
        sink = self._sink(batch.table)
        if sink.singles:
            self._write(sink, sink.stretch(sink.singles_as_rows(), ends=False))
        self._write(sink, sink.stretch(_fitting(batch.table, batch.rows)))

    def add_files(self, batches: Iterable[Batch]) -> None:
        """Takes what was read of several small files at once, lines being in order, between the ends of two files."""
        for batch in batches:
            sink = self._sink(batch.table)
            if isinstance(sink, LineSink):
                sink.add_files(_fitting(batch.table, batch.rows))
            else:
                self.add_batch(batch)

    def end_file(self) -> int:
        """Ends a file, and gives the number of its lines; what comes now is another's.

        Raises:
            SourceError: if the reader gives one line in two ways.
        """
        sink = self._sinks.get(LINES.name)
        if not isinstance(sink, LineSink):
            return 0
        lines = sink.end_file()
        if sink.waiting >= STRETCH:
            self._write(sink, sink.ended())
        return lines

    @property
    def is_whole(self) -> bool:
        """Whether each file's lines are in order; those of one file alone are put in order at the end."""
        sink = self._sinks.get(LINES.name)
        return not isinstance(sink, LineSink) or sink.is_whole

    def close(self) -> dict[str, PartFile]:
        """Writes what is held, and gives each table's file.

        Raises:
            SourceError: if the reader gives one line in two ways.
        """
        self.end_file()
        for sink in self._sinks.values():
            self._write(sink, sink.ended())
        self._wait(0)
        self._writing.shutdown()
        return {name: sink.close() for name, sink in sorted(self._sinks.items())}

    def abandon(self) -> None:
        """Ends the writing of what will not be used."""
        self._writing.shutdown(cancel_futures=True)
        for sink in self._sinks.values():
            sink.writer.close()

    def _sink(self, table: Table) -> Sink:
        if table.name not in self._sinks:
            path = self._folder / f"{table.name}.parquet"
            self._sinks[table.name] = LineSink(table, path) if table is LINES else Sink(table, path)
        return self._sinks[table.name]

    def _write(self, sink: Sink, stretch: pa.Table | None) -> None:
        """Hands a stretch to the writing thread, as soon as there is one."""
        if stretch is not None:
            self._waiting.append(self._writing.submit(sink.writer.write, stretch))
            self._wait(_WAITING)

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()


def _fitting(table: Table, rows: pa.Table) -> pa.Table:
    """The table's columns in its types; a column that says each text once stays so."""
    fields = []
    for field in table.schema:
        is_said_once = pa.types.is_dictionary(rows.schema.field(field.name).type)
        fields.append(field.with_type(TEXTS) if is_said_once else field)
    return rows.select(table.names).cast(pa.schema(fields))

"""Reading one raw file with its source's reader: its records, and what became of each of its rows."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from headwater.base.errors import SourceError
from headwater.base.parts import PartFile
from headwater.sources._reading.bulk_accounts import Fates
from headwater.sources._reading.catalogue import Source
from headwater.sources._reading.gathering import RECORD_TABLES, Gathering
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Counted, Ignored, IgnoredRows, Kept, KeptRows, Record
from headwater.sources._tables.counts import Count
from headwater.sources._tables.facts import MeasureCount, NonprofitFigure, RecallStatement, SourceEvent
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.rates import SourceRate
from headwater.sources._tables.rejected import REJECTED, Rejected
from headwater.sources._tables.terms import SourceTerm
from headwater.sources._tables.totals import StatedTotal
from headwater.sources._tables.votes import Vote
from headwater.sources._tables.waiting import WaitingLine

_FATE_OF = {REJECTED.name: "rejected"}
_FACTS = (SourceTerm, SourceRate, SourceEvent, RecallStatement, MeasureCount, NonprofitFigure)
_ROWED = (Line, StatedTotal, Vote, Count, *_FACTS, Kept)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a file's rows."""

    read: int
    kept: int
    ignored: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file's records by table, all in memory, and what became of the file's rows."""

    tables: dict[str, pa.Table]
    counts: Counts


class FileRead(NamedTuple):
    """What became of a file's rows, how many were left out by name for each reason, and how many lines it gives."""

    counts: Counts
    left_out: Mapping[str, int]
    lines: int


def parse(raw: RawFile, source: Source) -> Parsed:
    """Reads a small file completely with its source's reader.

    Raises:
        InputError: if the file cannot be trusted as a whole.
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    with tempfile.TemporaryDirectory(prefix="headwater-") as folder:
        gathering = Gathering(Path(folder))
        try:
            counts, _left_out = read_into(gathering, raw, source)
            parts = gathering.close()
        finally:
            gathering.abandon()
        tables = {name: _distinct(_rows(part, name)) for name, part in parts.items()}
    return Parsed(tables, counts)


def read_into(gathering: Gathering, raw: RawFile, source: Source) -> tuple[Counts, dict[str, int]]:
    """Reads a file with its source's reader, its records being gathered as they come.

    Returns:
        What became of its rows, and how many were left out by name for each reason.

    Raises:
        InputError: if the file cannot be trusted as a whole.
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    fates = Fates()
    totals: list[int] = []
    left_out: Counter[str] = Counter()
    for record in source.read(raw):
        if isinstance(record, Counted):
            totals.append(record.rows)
            continue
        _note(fates, record)
        if isinstance(record, Ignored | IgnoredRows):
            left_out[record.reason] += 1 if isinstance(record, Ignored) else len(record.rows)
        elif isinstance(record, Batch):
            gathering.add_batch(record)
        else:
            gathering.add(record)
    counts = _counts(raw, source, totals, fates)
    if +left_out and left_out.total() != counts.ignored:
        raise SourceError(f"source {source.name} leaves a row of {raw.name} out for two reasons")
    return counts, dict(sorted((+left_out).items()))


def read_together_into(gathering: Gathering, raws: Sequence[RawFile], source: Source) -> dict[RawFile, FileRead]:
    """Reads those of several small files that the source's reader can read at once, before any other file.

    Raises:
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    reader = source.read_together
    if reader is None:
        return {}
    files, batches = reader(raws)
    lines = [batch for batch in batches if batch.table is LINES]
    rows = np.concatenate([np.asarray(batch.rows.column("row")) for batch in lines]) if lines else np.empty(0, np.int64)
    owners = np.repeat(np.arange(len(files)), [file.lines for file in files.values()])
    is_new = (np.diff(rows, prepend=0) != 0) | (np.diff(owners, prepend=-1) != 0)
    kept_lines = np.bincount(owners, is_new, len(files)).astype(int).tolist()
    found = {}
    for (raw, file), kept in zip(files.items(), kept_lines, strict=True):
        for single in file.singles:
            gathering.add(single)
        others = {single.row for single in file.singles if isinstance(single, _ROWED)}
        counts = Counts(file.rows, kept + len(others), sum(file.left_out.values()), 0)
        _check(raw, source, counts, counts.kept + counts.ignored)
        found[raw] = FileRead(counts, dict(sorted(file.left_out.items())), file.lines)
    gathering.add_files(batches)
    return found


def _note(fates: Fates, record: Record) -> None:
    """Notes what a record says of rows of the file; a record of no row, such as a party, says nothing.

    A line that waits for its filing's days says nothing either: as long as it waits its row is rejected.
    """
    if isinstance(record, WaitingLine):
        return
    if isinstance(record, Batch):
        if "row" in record.table.names:
            fates.met(_FATE_OF.get(record.table.name, "kept"), record.rows.column("row"))
    elif isinstance(record, KeptRows | IgnoredRows):
        fates.met("kept" if isinstance(record, KeptRows) else "ignored", record.rows)
    elif isinstance(record, Ignored):
        fates.one("ignored", record.row)
    elif isinstance(record, Rejected):
        fates.one("rejected", record.row)
    elif isinstance(record, _ROWED):
        fates.one("kept", record.row)


def _counts(raw: RawFile, source: Source, totals: list[int], fates: Fates) -> Counts:
    counts = Counts(sum(totals), *fates.counts())
    _check(raw, source, counts, fates.rows() if len(totals) == 1 else -1)
    return counts


def _check(raw: RawFile, source: Source, counts: Counts, whole: int) -> None:
    """Refuses what does not account for each row once, of which so many have met a fate."""
    if whole != counts.read or counts.kept + counts.ignored + counts.rejected != whole:
        raise SourceError(
            f"source {source.name} does not account for each row of {raw.name} once: {counts.read} read, "
            f"{counts.kept} kept, {counts.ignored} ignored, {counts.rejected} rejected"
        )


def _rows(part: PartFile, name: str) -> pa.Table:
    (table,) = (table for table in RECORD_TABLES.values() if table.name == name)
    return pq.read_table(part.path, schema=table.schema)


def _distinct(rows: pa.Table) -> pa.Table:
    grouped = rows.group_by(rows.column_names, use_threads=False).aggregate([])
    return grouped.select(rows.column_names).cast(rows.schema)

"""The stage `sources`: every raw file of the case read into one set of tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from headwater.base.case import FACT_FILES
from headwater.base.ids import stable_id
from headwater.base.stage import Inputs
from headwater.base.table import Table
from headwater.sources._reading.archive import archive_key, archived, entries
from headwater.sources._reading.catalogue import Source, catalogue, find_source
from headwater.sources._reading.fetching.register import superseded
from headwater.sources._reading.parsed import RECORD_TABLES, Parsed, parsed, parsed_key, reading_code, sweep
from headwater.sources._reading.raw import RawFile, raw_file
from headwater.sources._tables.catalogue import SOURCES
from headwater.sources._tables.files import FILES, SourceFile
from headwater.sources._tables.filings import FILINGS

READS: tuple[str, ...] = ()
CASE_FILES = tuple(name for name, _ in FACT_FILES)
WRITES: tuple[Table, ...] = (*RECORD_TABLES.values(), FILES, SOURCES)


@dataclass(frozen=True, slots=True)
class _Job:
    raw: RawFile
    source: Source
    code: str


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads the case's fact files and its archive, and writes one table of each kind of record.

    Raises:
        InputError: if a file cannot be read any more; the tables stay as they were.
        SourceError: if the archive holds a file of a source that does not exist.
    """
    jobs = _jobs(inputs.case.folder, inputs.home)
    found: list[tuple[_Job, Parsed]] = []
    for done, job in enumerate(jobs):
        inputs.progress(job.raw.name, done, len(jobs))
        found.append((job, parsed(inputs.home, job.raw, job.source, job.code)))
    inputs.progress("sources", len(jobs), len(jobs))
    sweep(inputs.home, {parsed_key(job.raw, job.source, job.code) for job in jobs})
    tables = {table.name: _united(table, [one for _, one in found]) for table in RECORD_TABLES.values()}
    tables[FILES.name] = FILES.of_rows(_file(job, one) for job, one in found)
    tables[SOURCES.name] = SOURCES.of_rows(source.info for source in catalogue().values())
    return {table.name: _sorted(table, tables[table.name]) for table in WRITES}


def extra_key(home: Path) -> str:
    """What the stage depends on besides tables, case files and code: the archive."""
    return stable_id("A", archive_key(home), *(part for pair in sorted(superseded(home)) for part in pair))


def _jobs(case_folder: Path, home: Path) -> list[_Job]:
    """The files to read: the case's own facts first; a file of the archive that is one of them stands once.

    A fetched file that its publisher has since replaced stays in the archive and is not read.
    """
    facts = ((case_folder / name, name, source) for name, source in FACT_FILES)
    own = ((raw_file(path, name), source) for path, name, source in facts if path.exists())
    replaced = superseded(home)
    standing = (entry for entry in entries(home) if (entry.source, entry.sha256) not in replaced)
    kept = ((archived(home, entry), entry.source) for entry in standing)
    codes: dict[str, tuple[Source, str]] = {}
    jobs: dict[tuple[str, str], _Job] = {}
    for raw, name in chain(own, kept):
        if name not in codes:
            source = find_source(name)
            codes[name] = (source, reading_code(source))
        jobs.setdefault((raw.sha256, name), _Job(raw, *codes[name]))
    return list(jobs.values())


def _united(table: Table, found: list[Parsed]) -> pa.Table:
    parts = [one.tables[table.name] for one in found if table.name in one.tables]
    rows = pa.concat_tables([table.schema.empty_table(), *parts])
    distinct = rows.group_by(list(table.names), use_threads=False).aggregate([]).select(table.names)
    return _first_of_key(table, distinct) if table is FILINGS else distinct.cast(table.schema)


def _first_of_key(table: Table, rows: pa.Table) -> pa.Table:
    """One row for each key, the first in sorted order: files state one filing under a filer's several spellings."""
    ordered = rows.sort_by([(name, "ascending") for name in table.names])
    rest = [name for name in table.names if name not in table.key]
    options = pc.ScalarAggregateOptions(skip_nulls=False)
    grouped = ordered.group_by(list(table.key), use_threads=False)
    firsts = grouped.aggregate([(name, "first", options) for name in rest])
    renamed = firsts.rename_columns([name.removesuffix("_first") for name in firsts.column_names])
    return renamed.select(table.names).cast(table.schema)


def _file(job: _Job, one: Parsed) -> SourceFile:
    return SourceFile(
        source=job.source.name,
        file_sha256=job.raw.sha256,
        file_name=job.raw.name,
        bytes=job.raw.path.stat().st_size,
        rows_read=one.counts.read,
        rows_kept=one.counts.kept,
        rows_ignored=one.counts.ignored,
        rows_rejected=one.counts.rejected,
        expected_rows=job.source.expected_rows(job.raw.name),
    )


def _sorted(table: Table, rows: pa.Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in table.key])

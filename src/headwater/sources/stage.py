"""The stage `sources`: every raw file of the case read into one set of tables."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import ibis
from ibis import _

from headwater.base.case import FACT_FILES
from headwater.base.errors import SourceError
from headwater.base.ids import stable_id
from headwater.base.stage import Computed, Inputs
from headwater.base.table import Table
from headwater.base.warehouse import Warehouse
from headwater.sources._reading.archive import archive_key, archived, entries
from headwater.sources._reading.catalogue import Source, catalogue, find_source
from headwater.sources._reading.fetching.register import superseded
from headwater.sources._reading.gathering import RECORD_TABLES
from headwater.sources._reading.kept import Job, Reading, in_packs, kept, read_now, reading_code
from headwater.sources._reading.merging import FileLines, line_parts
from headwater.sources._reading.raw import raw_file
from headwater.sources._reading.waiting import dated, with_days
from headwater.sources._tables.catalogue import SOURCES
from headwater.sources._tables.files import FILES, LEFT_OUT, LeftOut, SourceFile
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.rejected import REJECTED
from headwater.sources._tables.totals import TOTALS
from headwater.sources._tables.waiting import WAITING

READS: tuple[str, ...] = ()
CASE_FILES = tuple(name for name, _ in FACT_FILES)
HOME_FILES = ("archive/entries/*.json", "fetched/*.json")
_TOLD = tuple(table for table in RECORD_TABLES.values() if table not in WAITING)
WRITES: tuple[Table, ...] = (*_TOLD, FILES, LEFT_OUT, SOURCES)
UNITED = tuple(table for table in _TOLD if table is not LINES)


_Found = list[tuple[Job, Reading]]


def compute(inputs: Inputs) -> Mapping[str, Computed]:
    """Reads the case's fact files and its archive, and writes one table of each kind of record.

    Raises:
        InputError: if a file cannot be read any more; the tables stay as they were.
        SourceError: if the archive holds a file of a source that does not exist, or one file's lines under two sources.
    """
    jobs = _jobs(inputs.case.folder, inputs.home)
    found = _read(jobs, inputs)
    warehouse = Warehouse(inputs.home)
    tables: dict[str, Computed] = {table.name: _united(table, found, inputs) for table in UNITED}
    if isinstance(totals := tables[TOTALS.name], ibis.Table):
        tables[TOTALS.name] = with_days(totals, tables[FILINGS.name])
    lines, files = _lines(found), [_file(job, one) for job, one in found]
    waited = dated(inputs.connection, [one for _job, one in found], tables[FILINGS.name])
    if waited:
        tables[PARTIES.name] = waited.with_parties(tables[PARTIES.name])
        more = waited.rows_of(tables[REJECTED.name])
        tables[REJECTED.name] = waited.still_rejected(tables[REJECTED.name])
        if waited.has_filings:
            tables[FILINGS.name] = _first_of_key(FILINGS, waited.with_filings(tables[FILINGS.name]))
        lines += waited.parts(lambda: warehouse.part(LINES.name))
        files = [_with_more(file, more[file.file_sha256]) for file in files]
    tables[LINES.name] = line_parts(lines, lambda: warehouse.part(LINES.name))
    tables[FILES.name] = FILES.of_rows(files)
    tables[LEFT_OUT.name] = LEFT_OUT.of_rows(chain.from_iterable(_left_out(job, one) for job, one in found))
    tables[SOURCES.name] = SOURCES.of_rows(source.info for source in catalogue().values())
    return tables


def _read(jobs: list[Job], inputs: Inputs) -> _Found:
    """Each file's records: kept where this code has read the file before, else read now."""
    found = kept(inputs.home, {job.key for job in jobs})
    for pack in in_packs(job for job in jobs if job.key not in found):
        inputs.progress(pack[0].raw.name, len(found), len(jobs))
        found |= read_now(inputs.home, pack)
    inputs.progress("sources", len(jobs), len(jobs))
    return [(job, found[job.key]) for job in jobs]


def extra_key(home: Path) -> str:
    """What the stage depends on besides tables, case files and code: the archive."""
    return stable_id("A", archive_key(home), *(part for pair in sorted(superseded(home)) for part in pair))


def _jobs(case_folder: Path, home: Path) -> list[Job]:
    """The files to read: the case's own facts first; a file of the archive that is one of them stands once.

    A fetched file that its publisher has since replaced stays in the archive and is not read.
    """
    facts = ((case_folder / name, name, source) for name, source in FACT_FILES)
    own = ((raw_file(path, name), source) for path, name, source in facts if path.exists())
    replaced = superseded(home)
    standing = (entry for entry in entries(home) if (entry.source, entry.sha256) not in replaced)
    kept = ((archived(home, entry), entry.source) for entry in standing)
    codes: dict[str, tuple[Source, str]] = {}
    jobs: dict[tuple[str, str], Job] = {}
    for raw, name in chain(own, kept):
        if name not in codes:
            source = find_source(name)
            codes[name] = (source, reading_code(source))
        jobs.setdefault((raw.sha256, name), Job(raw, *codes[name]))
    return list(jobs.values())


def _with_more(file: SourceFile, rows: int) -> SourceFile:
    """A file of which so many rejected rows have become lines."""
    return replace(file, rows_kept=file.rows_kept + rows, rows_rejected=file.rows_rejected - rows)


def _united(table: Table, found: _Found, inputs: Inputs) -> Computed:
    """The distinct records of all files."""
    parts = list(dict.fromkeys(one.parts[table.name].path for _, one in found if table.name in one.parts))
    if not parts:
        return table.schema.empty_table()
    rows = inputs.connection.read_parquet(parts)
    return _first_of_key(table, rows) if table is FILINGS else rows.distinct()


def _first_of_key(table: Table, rows: ibis.Table) -> ibis.Table:
    """One row for each key: files state one filing under a filer's several spellings, and some without its days.

    Of those that give its days the first in sorted order stands, of those that don't only where there is no other.
    """
    order = [rows.period_from.isnull(), rows.report_date.isnull(), *(rows[name] for name in table.names)]
    numbered = rows.mutate(place=ibis.row_number().over(group_by=list(table.key), order_by=order))
    return numbered.filter(_.place == 0)


def _lines(found: _Found) -> list[FileLines]:
    """Each file's lines; the key of a line is of its file, so that no file may stand twice."""
    having = [(job, one.lines) for job, one in found if one.lines is not None]
    for (first, _lines), (second, _other) in pairwise(sorted(having, key=lambda pair: pair[0].raw.sha256)):
        if first.raw.sha256 == second.raw.sha256:
            sources = f"{first.source.name} and {second.source.name}"
            raise SourceError(f"{first.raw.name} and {second.raw.name} are one file, added to the sources {sources}")
    return [FileLines(job.raw.sha256, lines) for job, lines in having]


def _left_out(job: Job, one: Reading) -> list[LeftOut]:
    raw = job.raw
    return [LeftOut(job.source.name, raw.sha256, raw.name, reason, rows) for reason, rows in one.left_out.items()]


def _file(job: Job, one: Reading) -> SourceFile:
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

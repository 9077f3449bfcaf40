"""Parsed files: each raw file is read once by each version of the code, and its records kept as Parquet."""

import json
import os
import shutil
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.base.errors import InputError, SourceError
from headwater.base.files import hash_file, hash_files
from headwater.base.ids import stable_id
from headwater.base.table import Table
from headwater.sources._reading.bulk_accounts import Fates
from headwater.sources._reading.catalogue import Source
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Counted, Ignored, IgnoredRows, Kept, KeptRows, Record
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rates import RATES, SourceRate
from headwater.sources._tables.rejected import REJECTED, Rejected
from headwater.sources._tables.terms import TERMS, SourceTerm
from headwater.sources._tables.totals import TOTALS, StatedTotal
from headwater.sources._tables.votes import VOTES, Vote

RECORD_TABLES: dict[type, Table] = {
    Party: PARTIES,
    Line: LINES,
    Filing: FILINGS,
    StatedTotal: TOTALS,
    Vote: VOTES,
    SourceTerm: TERMS,
    SourceRate: RATES,
    Rejected: REJECTED,
}
_FATE_OF = {REJECTED.name: "rejected"}
_ROWED = (Line, StatedTotal, Vote, SourceTerm, SourceRate, Kept)
_PACKAGE = Path(__file__).resolve().parents[2]
_STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a file's rows."""

    read: int
    kept: int
    ignored: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file's records by table, and what became of its rows."""

    tables: dict[str, pa.Table]
    counts: Counts


def parse(raw: RawFile, source: Source) -> Parsed:
    """Reads a file completely with its source's reader.

    Raises:
        InputError: if the file cannot be trusted as a whole.
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    rows: dict[type, list[Any]] = {kind: [] for kind in RECORD_TABLES}
    batches: dict[str, list[pa.Table]] = {table.name: [] for table in RECORD_TABLES.values()}
    fates = Fates()
    totals: list[int] = []
    for record in source.read(raw):
        if isinstance(record, Counted):
            totals.append(record.rows)
        else:
            _note(fates, record)
        if isinstance(record, Batch):
            batches[record.table.name].append(record.rows.select(record.table.names).cast(record.table.schema))
        elif type(record) in rows:
            rows[type(record)].append(record)
    counts = _counts(raw, source, totals, fates)
    tables = {
        table.name: _distinct(pa.concat_tables([table.of_rows(rows[kind]), *batches[table.name]]))
        for kind, table in RECORD_TABLES.items()
        if rows[kind] or batches[table.name]
    }
    return Parsed(tables, counts)


def parsed(home: Path, raw: RawFile, source: Source, code: str) -> Parsed:
    """A file's records: from ``home/parsed`` where this code has read this file before, else read now and kept.

    Raises:
        InputError: if the file cannot be read, or its bytes are no longer those that were added.
    """
    folder = home / "parsed" / parsed_key(raw, source, code)
    kept = _load(folder) if folder.is_dir() else None
    if kept is not None:
        return kept
    if hash_file(raw.path) != raw.sha256:
        raise InputError(raw.name, "the archived copy is damaged; delete it from the archive and add the file again")
    found = parse(raw, source)
    keep(home, raw, source, (code, found))
    return found


def keep(home: Path, raw: RawFile, source: Source, done: tuple[str, Parsed]) -> None:
    """Keeps a file's records, read by this code, for the next build."""
    code, found = done
    folder = home / "parsed" / parsed_key(raw, source, code)
    if not folder.is_dir():
        _save(folder, found)


def parsed_key(raw: RawFile, source: Source, code: str) -> str:
    """What a parsed file depends on: its bytes, its name, its source, and the code."""
    return stable_id("R", raw.sha256, raw.name, source.name, code)


def reading_code(source: Source) -> str:
    """A hash of the code that a source's records depend on."""
    shared = [_PACKAGE / "base", *(folder for folder in (_PACKAGE / "sources").glob("_*") if folder.is_dir())]
    code = [path for folder in shared for path in folder.rglob("*") if path.suffix in {".py", ".toml"}]
    ours = hash_files([path for path in code if "fetching" not in path.parts], _PACKAGE)
    own = hash_files([*source.folder.rglob("*.py"), *source.folder.glob("*.toml")], source.folder)
    return stable_id("C", ours, own)


def sweep(home: Path, keep: Collection[str]) -> None:
    """Removes parsed files that no archive entry needs any more, and what a kill left half-written."""
    root = home / "parsed"
    for folder in root.iterdir() if root.is_dir() else ():
        is_part = folder.name.startswith(".")
        if folder.name not in keep and (not is_part or time.time() - folder.stat().st_mtime > _STALE_SECONDS):
            shutil.rmtree(folder, ignore_errors=True)


def _note(fates: Fates, record: Record) -> None:
    """Notes what a record says of rows of the file; a record of no row, such as a party, says nothing."""
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
    whole = fates.rows()
    if len(totals) != 1 or whole != counts.read or counts.kept + counts.ignored + counts.rejected != whole:
        raise SourceError(
            f"source {source.name} does not account for each row of {raw.name} once: {counts.read} read, "
            f"{counts.kept} kept, {counts.ignored} ignored, {counts.rejected} rejected"
        )
    return counts


def _save(folder: Path, found: Parsed) -> None:
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, rows in found.tables.items():
        pq.write_table(rows, part / f"{name}.parquet", compression="zstd")
    (part / "counts.json").write_text(
        json.dumps({"counts": asdict(found.counts), "tables": sorted(found.tables)}), "utf-8"
    )
    try:
        part.rename(folder)
    except OSError:
        # Another process has parsed the same file meanwhile; its folder holds the same records.
        if not folder.is_dir():
            raise
        shutil.rmtree(part)


def _load(folder: Path) -> Parsed | None:
    """What is kept, or nothing where a power failure cut it: only a cache, it is not synced, and read anew then."""
    try:
        data = json.loads((folder / "counts.json").read_bytes())
        by_name = {table.name: table for table in RECORD_TABLES.values()}
        tables = {
            name: pq.read_table(folder / f"{name}.parquet", schema=by_name[name].schema) for name in data["tables"]
        }
        return Parsed(tables, Counts(**data["counts"]))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _distinct(rows: pa.Table) -> pa.Table:
    grouped = rows.group_by(rows.column_names, use_threads=False).aggregate([])
    return grouped.select(rows.column_names).cast(rows.schema)

"""Reading files: each raw file is read once by each version of the code, and its records kept as Parquet."""

import contextlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.base.errors import InputError, SourceError
from headwater.base.files import hash_file, hash_files, is_at_work
from headwater.base.ids import stable_id
from headwater.base.parts import PartFile
from headwater.sources._reading.bulk_accounts import Fates
from headwater.sources._reading.catalogue import Source
from headwater.sources._reading.gathering import RECORD_TABLES, Gathering
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Counted, Ignored, IgnoredRows, Kept, KeptRows, Record
from headwater.sources._tables.counts import Count
from headwater.sources._tables.facts import MeasureCount, NonprofitFigure, RecallStatement, SourceEvent
from headwater.sources._tables.lines import Line
from headwater.sources._tables.rates import SourceRate
from headwater.sources._tables.rejected import REJECTED, Rejected
from headwater.sources._tables.terms import SourceTerm
from headwater.sources._tables.totals import StatedTotal
from headwater.sources._tables.votes import Vote
from headwater.sources._tables.waiting import WaitingLine

_FATE_OF = {REJECTED.name: "rejected"}
_FACTS = (SourceTerm, SourceRate, SourceEvent, RecallStatement, MeasureCount, NonprofitFigure)
_ROWED = (Line, StatedTotal, Vote, Count, *_FACTS, Kept)
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a file's rows."""

    read: int
    kept: int
    ignored: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One file's records in a folder, one part file a table, and what became of the file's rows.

    ``left_out`` has how many rows were left out by name for each reason.
    """

    folder: Path
    parts: Mapping[str, PartFile]
    counts: Counts
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file's records by table, all in memory, and what became of the file's rows."""

    tables: dict[str, pa.Table]
    counts: Counts


def parse(raw: RawFile, source: Source) -> Parsed:
    """Reads a small file completely with its source's reader.

    Raises:
        InputError: if the file cannot be trusted as a whole.
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    with tempfile.TemporaryDirectory(prefix="headwater-") as folder:
        found = read_into(Path(folder), raw, source)
        tables = {name: _distinct(_rows(part, name)) for name, part in found.parts.items()}
    return Parsed(tables, found.counts)


def read_into(folder: Path, raw: RawFile, source: Source) -> Reading:
    """Reads a file with its source's reader, and writes its records into a folder as they come.

    Raises:
        InputError: if the file cannot be trusted as a whole.
        SourceError: if the reader loses or doubles a row, which is a mistake in the reader.
    """
    gathering, fates = Gathering(folder), Fates()
    totals: list[int] = []
    left_out: Counter[str] = Counter()
    try:
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
        return Reading(folder, gathering.close(), counts, dict(sorted((+left_out).items())))
    finally:
        gathering.abandon()


def parsed(home: Path, raw: RawFile, source: Source, code: str) -> Reading:
    """A file's records: from ``home/parsed`` where this code has read this file before, else read now and kept.

    Raises:
        InputError: if the file cannot be read, or its bytes are no longer those that were added.
    """
    kept = _load(_folder(home, raw, source, code))
    if kept is not None:
        return kept
    if hash_file(raw.path) != raw.sha256:
        raise InputError(raw.name, "the archived copy is damaged; delete it from the archive and add the file again")
    part = begin(home, raw, source, code)
    try:
        return keep(home, raw, source, (code, part))
    finally:
        shutil.rmtree(part.folder, ignore_errors=True)


def begin(home: Path, raw: RawFile, source: Source, code: str) -> Reading:
    """Reads a file into a folder of its own, which `keep` makes the file's, or the caller removes."""
    folder = _folder(home, raw, source, code)
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with contextlib.ExitStack() as undone:
        undone.callback(shutil.rmtree, part, ignore_errors=True)
        found = read_into(part, raw, source)
        listed = {name: [one.sha256, one.rows, one.path.stat().st_size] for name, one in found.parts.items()}
        accounts = {"counts": asdict(found.counts), "left_out": found.left_out, "parts": listed}
        (part / "counts.json").write_text(json.dumps(accounts), "utf-8")
        undone.pop_all()
    return found


def keep(home: Path, raw: RawFile, source: Source, done: tuple[str, Reading]) -> Reading:
    """Keeps a file's records, read by this code, for the next build."""
    code, found = done
    folder = _folder(home, raw, source, code)
    try:
        found.folder.rename(folder)
    except OSError:
        # The file has been parsed before, or meanwhile: that folder holds the same records.
        if not folder.is_dir():
            raise
    kept = _load(folder)
    if kept is None:
        raise InputError(raw.name, f"what was read of it cannot be found again in {folder.parent}")
    return kept


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
        is_in_work = folder.name.startswith(".") and is_at_work(folder.name.rpartition(".")[2])
        if folder.name not in keep and not is_in_work:
            shutil.rmtree(folder, ignore_errors=True)


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
    whole = fates.rows()
    if len(totals) != 1 or whole != counts.read or counts.kept + counts.ignored + counts.rejected != whole:
        raise SourceError(
            f"source {source.name} does not account for each row of {raw.name} once: {counts.read} read, "
            f"{counts.kept} kept, {counts.ignored} ignored, {counts.rejected} rejected"
        )
    return counts


def _folder(home: Path, raw: RawFile, source: Source, code: str) -> Path:
    return home / "parsed" / parsed_key(raw, source, code)


def _load(folder: Path) -> Reading | None:
    """What is kept, or nothing where a power failure cut it: only a cache, it is not synced, and read anew then."""
    if not folder.is_dir():
        return None
    try:
        data = json.loads((folder / "counts.json").read_bytes())
        parts = {}
        for name, (sha256, rows, size) in data["parts"].items():
            parts[name] = PartFile(folder / f"{name}.parquet", sha256, rows)
            is_whole = parts[name].path.stat().st_size == size
            if not is_whole or pq.read_metadata(parts[name].path).num_rows != rows:
                shutil.rmtree(folder, ignore_errors=True)
                return None
        return Reading(folder, parts, Counts(**data["counts"]), data["left_out"])
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _rows(part: PartFile, name: str) -> pa.Table:
    (table,) = (table for table in RECORD_TABLES.values() if table.name == name)
    return pq.read_table(part.path, schema=table.schema)


def _distinct(rows: pa.Table) -> pa.Table:
    grouped = rows.group_by(rows.column_names, use_threads=False).aggregate([])
    return grouped.select(rows.column_names).cast(rows.schema)

"""Records kept on disk: each raw file is read once by each version of the code, small ones many to a pack.

A pack is a folder with one part file a table, and a list of its raw files. It is no more than a memory of what was
read: one that holds what is no longer needed goes, and the rest of it is read anew.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.base.errors import InputError
from headwater.base.files import hash_file, hash_files, is_at_work
from headwater.base.ids import stable_id
from headwater.base.parts import PartFile
from headwater.sources._reading import merging
from headwater.sources._reading.catalogue import Source
from headwater.sources._reading.gathering import Gathering
from headwater.sources._reading.merging import Lines
from headwater.sources._reading.parsed import Counts, FileRead, read_into, read_together_into
from headwater.sources._reading.raw import RawFile
from headwater.sources._tables.lines import LINES

SMALL_BYTES, PACK_BYTES, PACK_FILES = 1 << 18, 1 << 23, 256
"""A file with fewer bytes than the first is small; a pack has no more bytes and files of small ones than the others."""
_PACKAGE = Path(__file__).resolve().parents[2]
_LIST = "files.json"


@dataclass(frozen=True)
class Job:
    """One raw file to be read, by which source, and the hash of the code that its records depend on."""

    raw: RawFile
    source: Source
    code: str

    @cached_property
    def key(self) -> str:
        """What the records depend on: the file's bytes, its name, its source, and the code."""
        return stable_id("R", self.raw.sha256, self.raw.name, self.source.name, self.code)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file's records, and what became of the file's rows.

    ``parts`` has one part file a table, which other files' records may be in, too; ``lines`` says which lines are the
    file's own; ``left_out`` how many rows were left out by name for each reason.
    """

    parts: Mapping[str, PartFile]
    lines: Lines | None
    counts: Counts
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pack:
    """Files whose records stand together in a folder."""

    folder: Path
    readings: Mapping[str, Reading]


class _LargeError(Exception):
    """A file of a pack that has too many lines, or lines that cannot be put in order in memory, to be in one."""


def reading_code(source: Source) -> str:
    """A hash of the code that a source's records depend on."""
    shared = [_PACKAGE / "base", *(folder for folder in (_PACKAGE / "sources").glob("_*") if folder.is_dir())]
    code = [path for folder in shared for path in folder.rglob("*") if path.suffix in {".py", ".toml"}]
    ours = hash_files([path for path in code if "fetching" not in path.parts], _PACKAGE)
    own = hash_files([*source.folder.rglob("*.py"), *source.folder.glob("*.toml")], source.folder)
    return stable_id("C", ours, own)


def kept(home: Path, wanted: Collection[str]) -> dict[str, Reading]:
    """What is kept of the files with these keys; all else that is kept goes, and what a kill left half-written.

    A pack stays if each of its files is wanted and stands in no larger one.
    """
    root, found = home / "parsed", dict[str, Reading]()
    packs: list[Pack] = []
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.name.startswith(".") and is_at_work(folder.name.rpartition(".")[2]):
            continue
        pack = None if folder.name.startswith(".") else _load(folder)
        if pack is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            packs.append(pack)
    for pack in sorted(packs, key=lambda one: (-len(one.readings), one.folder.name)):
        if found.keys().isdisjoint(pack.readings) and all(key in wanted for key in pack.readings):
            found |= pack.readings
        else:
            shutil.rmtree(pack.folder, ignore_errors=True)
    return found


def in_packs(jobs: Iterable[Job], alone: Collection[str] = ()) -> Iterator[list[Job]]:
    """Files that are read together: small ones of one source whose hashes are near each other, large ones alone.

    Args:
        jobs: the files. Of those with the same bytes the first may stand among others and the rest stand alone, as
            they will not be needed.
        alone: hashes of further files that shall stand alone.
    """
    pack: list[Job] = []
    room = 0
    last = ""
    for job in sorted(jobs, key=lambda one: (one.source.name, one.raw.sha256, one.raw.name)):
        size = job.raw.path.stat().st_size
        if size >= SMALL_BYTES or job.raw.sha256 == last or job.raw.sha256 in alone:
            yield [job]
            continue
        if pack and (len(pack) == PACK_FILES or size > room or job.source.name != pack[0].source.name):
            yield pack
            pack = []
        room = (room if pack else PACK_BYTES) - size
        last = job.raw.sha256
        pack.append(job)
    if pack:
        yield pack


def begin(home: Path, jobs: Sequence[Job]) -> list[Pack]:
    """Reads files into a folder of their own, which `keep` makes a pack, or the caller removes.

    Raises:
        InputError: if a file cannot be trusted as a whole.
        SourceError: if a reader loses or doubles a row, which is a mistake in the reader.
    """
    try:
        return [_begun(home, jobs)]
    except _LargeError:
        return [_begun(home, [job]) for job in jobs]


def keep(home: Path, pack: Pack) -> Mapping[str, Reading]:
    """Keeps what was begun for the next build."""
    folder = home / "parsed" / stable_id("R", *pack.readings)
    try:
        pack.folder.rename(folder)
    except OSError:
        # The files have been read before, or meanwhile: that folder holds the same records.
        if not folder.is_dir():
            raise
    return _there(folder).readings


def read_now(home: Path, jobs: Sequence[Job]) -> dict[str, Reading]:
    """Reads files of the archive and keeps their records.

    Raises:
        InputError: if a file cannot be read, or its bytes are no longer those that were added.
    """
    for job in jobs:
        if hash_file(job.raw.path) != job.raw.sha256:
            raise InputError(
                job.raw.name, "the archived copy is damaged; delete it from the archive and add the file again"
            )
    found: dict[str, Reading] = {}
    packs = begin(home, jobs)
    try:
        for pack in packs:
            found |= keep(home, pack)
    finally:
        for pack in packs:
            shutil.rmtree(pack.folder, ignore_errors=True)
    return found


def _begun(home: Path, jobs: Sequence[Job]) -> Pack:
    folder = home / "parsed" / f".{stable_id('R', *(job.key for job in jobs))}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as undone:
        undone.callback(shutil.rmtree, folder, ignore_errors=True)
        gathering = Gathering(folder)
        undone.callback(gathering.abandon)
        files = [_listed(job, one, first) for job, one, first in _each_read(gathering, jobs)]
        parts = gathering.close()
        if len(jobs) == 1:
            files[0]["lines"] = [0, parts[LINES.name].rows if LINES.name in parts else 0]
        listed = {name: [part.sha256, part.rows, part.path.stat().st_size] for name, part in parts.items()}
        (folder / _LIST).write_text(json.dumps({"files": files, "parts": listed}), "utf-8")
        undone.pop_all()
    gathering.abandon()
    return _there(folder)


def _each_read(gathering: Gathering, jobs: Sequence[Job]) -> Iterator[tuple[Job, FileRead, int]]:
    """Each file, what was read of it, and the place of its first line; files that are read at once come first."""
    together = read_together_into(gathering, [job.raw for job in jobs], jobs[0].source) if len(jobs) > 1 else {}
    first = 0
    for job in sorted(jobs, key=lambda one: one.raw not in together):
        one = together.get(job.raw)
        if one is None:
            counts, left_out = read_into(gathering, job.raw, job.source)
            one = FileRead(counts, left_out, gathering.end_file())
            if len(jobs) > 1 and (one.lines >= merging.SMALL or not gathering.is_whole):
                raise _LargeError
        yield job, one, first
        first += one.lines


def _listed(job: Job, one: FileRead, first: int) -> dict[str, object]:
    return {
        "key": job.key, "counts": asdict(one.counts), "left_out": one.left_out, "lines": [first, one.lines]
    }  # fmt: skip


def _there(folder: Path) -> Pack:
    pack = _load(folder)
    if pack is None:
        raise InputError(folder.name, f"what was read cannot be found again in {folder.parent}")
    return pack


def _load(folder: Path) -> Pack | None:
    """What is kept, or nothing where a power failure cut it: only a memory, it is not synced, and read anew then."""
    try:
        data = json.loads((folder / _LIST).read_bytes())
        parts = {}
        for name, (sha256, rows, size) in data["parts"].items():
            path = folder / f"{name}.parquet"
            parts[name] = PartFile(path, sha256, rows)
            if path.stat().st_size != size or pq.read_metadata(path).num_rows != rows:
                return None
        lines = parts[LINES.name].path if LINES.name in parts else None
        readings = {
            one["key"]: Reading(
                parts,
                Lines(lines, *one["lines"]) if lines is not None and one["lines"][1] else None,
                Counts(**one["counts"]),
                one["left_out"],
            )
            for one in data["files"]
        }
        return Pack(folder, readings)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None

"""A case's archive: raw files by content hash, and one small entry for each file of each source.

A file is copied whole, synced and renamed before its entry is written, so a kill at any moment leaves an archive
in which every entry's file is there to the last byte.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from headwater.base.errors import InputError, WarehouseError
from headwater.base.files import sync_folder, write_unsettled
from headwater.base.ids import stable_id
from headwater.sources._reading.raw import RawFile, raw_file

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw file of one source."""

    sha256: str
    source: str
    name: str
    bytes: int


def walk(paths: Iterable[Path]) -> list[RawFile]:
    """The raw files of the paths given, folders walked in sorted order; hidden files are left out.

    A file found in a folder is named by its path inside that folder.

    Raises:
        InputError: if a path does not exist, a folder holds no file, or a file cannot be read.
    """
    found: list[RawFile] = []
    for path in paths:
        if not path.is_dir():
            found.append(raw_file(path, path.name))
            continue
        inside = sorted(item for item in path.rglob("*") if item.is_file() and not _is_hidden(item, path))
        if not inside:
            raise InputError(str(path), "the folder holds no file")
        found += [raw_file(item, item.relative_to(path).as_posix()) for item in inside]
    return found


def add(home: Path, files: Iterable[RawFile], source: str) -> list[bool]:
    """Copies raw files into the archive and enters them under a source.

    Returns:
        For each file whether it is new; a file that is in the archive already changes nothing. Where the same
        content comes under two names the first in sorted order is kept, so the order of adding never matters.

    Raises:
        InputError: if a file changes while it is copied.
        WarehouseError: if the archive holds something that is not an archive.
    """
    folder = home / "archive"
    is_new: list[bool] = []
    with _held(folder):
        given = list(files)
        for stored in {_store(folder, raw) for raw in given}:
            sync_folder(stored)
        for raw in given:
            entry = Entry(raw.sha256, source, raw.name, _path(folder, raw.sha256).stat().st_size)
            path = _entry_path(folder, raw.sha256, source)
            old = _entry(path) if path.exists() else None
            if old is None or entry.name < old.name:
                write_unsettled(path, json.dumps(asdict(entry), ensure_ascii=False, indent=1).encode())
            is_new.append(old is None)
        sync_folder(folder / "entries")
    return is_new


def has(home: Path, sha256: str, source: str) -> bool:
    """Whether a file is in the archive under a source."""
    return _entry_path(home / "archive", sha256, source).exists()


def entries(home: Path) -> list[Entry]:
    """Everything in the archive, in the order of source, name and hash.

    Raises:
        WarehouseError: if an entry is damaged.
    """
    folder = home / "archive" / "entries"
    found = [_entry(path) for path in folder.glob("*.json") if not path.name.startswith(".")]
    return sorted(found, key=lambda entry: (entry.source, entry.name, entry.sha256))


def archived(home: Path, entry: Entry) -> RawFile:
    """The raw file of an entry.

    Raises:
        WarehouseError: if the file is gone.
    """
    path = _path(home / "archive", entry.sha256)
    if not path.is_file():
        raise WarehouseError(f"{path}: the archived file of {entry.name} is gone; add it again")
    return RawFile(entry.name, entry.sha256, path)


def archive_key(home: Path) -> str:
    """A hash of all entries: what a build of the sources depends on besides the code."""
    parts = (part for entry in entries(home) for part in (entry.source, entry.name, entry.sha256))
    return stable_id("A", *parts)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    with (folder / "archive.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for part in folder.rglob(".*.part"):
            part.unlink(missing_ok=True)
        yield


def _store(folder: Path, raw: RawFile) -> Path:
    """Copies a file whole; gives the folder that must be synced before the file is entered."""
    path = _path(folder, raw.sha256)
    if path.exists():
        return path.parent
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _copy(raw, part)
        part.replace(path)
    finally:
        # On a full disk a part of a large file would keep everything else from being written.
        part.unlink(missing_ok=True)
    return path.parent


def _copy(raw: RawFile, part: Path) -> None:
    digest = hashlib.sha256()
    with raw.open() as stream, part.open("wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != raw.sha256:
        raise InputError(raw.name, "the file changed while it was read; add it again")


def _entry(path: Path) -> Entry:
    try:
        return Entry(**json.loads(path.read_bytes()))
    except (ValueError, TypeError) as error:
        raise WarehouseError(f"{path}: damaged archive entry ({error}); delete it and add the file again") from error


def _entry_path(folder: Path, sha256: str, source: str) -> Path:
    return folder / "entries" / f"{sha256}.{source}.json"


def _path(folder: Path, sha256: str) -> Path:
    return folder / "files" / sha256[:2] / sha256


def _is_hidden(item: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in item.relative_to(root).parts)

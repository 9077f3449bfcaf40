"""Files written whole or not at all."""

import hashlib
import os
from pathlib import Path

from headwater.base.ids import stable_id


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that a reader, or a crash at any moment, sees the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_unsettled(path, content)
    sync_folder(path.parent)


def write_unsettled(path: Path, content: bytes) -> None:
    """As `write_whole`, into a folder that is there; which content it is, is settled once the folder is synced."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes a folder's renames durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_files(paths: list[Path], root: Path) -> str:
    """One hash of several files' names (relative to `root`) and contents, in sorted order."""
    ordered = sorted(paths, key=lambda path: path.relative_to(root).as_posix())
    pairs = [part for path in ordered for part in (path.relative_to(root).as_posix(), hash_file(path))]
    return stable_id("H", *pairs)


def is_at_work(process: str) -> bool:
    """Whether the process that a file's name ends with, by its number, is still there to finish the file."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OverflowError, PermissionError):
        return True
    return True

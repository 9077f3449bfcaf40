"""A folder that is written whole: beside its place first, then swapped in; nobody else's file is ever replaced."""

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from headwater.base.errors import WarehouseError
from headwater.base.files import sync_folder

Fill = Callable[[Path], None]
"""Writes the files of a folder that exists and is empty."""


def write_folder(out: Path, marker: str, command: str, fill: Fill) -> None:
    """Writes a folder and swaps it in, so that a reader sees the old one or the new one, never a part.

    Args:
        out: the folder.
        marker: the name of the file that says that the folder is ours, and which files of it.
        command: who writes such folders, as messages name it.
        fill: writes the files.

    Raises:
        WarehouseError: if the folder holds files that were not written by an earlier run; nothing is changed then.
    """
    refuse_foreign(out, marker, command)
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out, marker)
    new = out.with_name(f".{out.name}.{os.getpid()}.part")
    new.mkdir()
    said = f"This folder was written by `headwater {command}` and is replaced whole by it. It wrote:\n"
    (new / marker).write_text(said, "utf-8")
    fill(new)
    files = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
    (new / marker).write_text(said + "".join(f"{name}\n" for name in files if name != marker), "utf-8")
    for folder in sorted({path.parent for path in new.rglob("*")}):
        sync_folder(folder)
    os.sync()
    refuse_foreign(out, marker, command)
    _swap_in(new, out)


def refuse_foreign(out: Path, marker: str, command: str) -> None:
    """Only an empty folder, or one that holds nothing but what its marker lists, may be replaced.

    Raises:
        WarehouseError: naming what stands in the way.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise WarehouseError(f"{out}: not a folder; nothing is written there")
    if not out.is_dir() or not any(out.iterdir()):
        return
    mark = out / marker
    if not mark.is_file():
        raise WarehouseError(f"{out}: holds files that `headwater {command}` did not write; name another folder")
    own = set(mark.read_text("utf-8").splitlines()[1:]) | {marker}
    found = (path for path in out.rglob("*") if not path.is_dir() or path.is_symlink())
    foreign = sorted(name for path in found if (name := path.relative_to(out).as_posix()) not in own)
    if len(own) > 1 and foreign:
        raise WarehouseError(
            f"{out}: {foreign[0]} was not written by `headwater {command}` and would be lost; name another folder"
        )


def _swap_in(new: Path, out: Path) -> None:
    """Puts the new folder in the place of the old one, by one exchange of names where the system has that."""
    if not out.exists():
        new.rename(out)
    elif _exchanged(new, out):
        shutil.rmtree(new)
    else:
        old = new.with_suffix(".old.part")
        out.rename(old)
        new.rename(out)
        shutil.rmtree(old)
    sync_folder(out.parent)


def _exchanged(first: Path, second: Path) -> bool:
    """Exchanges two names at once (Linux: renameat2 with RENAME_EXCHANGE); False where that cannot be done."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2
    return bool(rename(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)


def _sweep(out: Path, marker: str) -> None:
    """Removes what a killed run left beside the folder."""
    for left in out.parent.glob(f".{out.name}.*.part"):
        writer = left.name.removeprefix(f".{out.name}.").split(".")[0]
        if (left / marker).is_file() and writer.isdecimal() and not _runs(int(writer)):
            shutil.rmtree(left)


def sweep_parts(folder: Path, name: str) -> None:
    """Removes the unfinished files ``.<name>.<process>.part`` of runs that were killed; those at work keep theirs."""
    for left in folder.glob(f".{name}.*.part"):
        writer = left.name.removeprefix(f".{name}.").removesuffix(".part")
        if left.is_file() and writer.isdecimal() and not _runs(int(writer)):
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""The static site: all pages as files in one folder, swapped in whole."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from headwater.base.errors import WarehouseError
from headwater.base.files import sync_folder
from headwater.base.stage import Progress, no_progress
from headwater.publish import addresses
from headwater.publish.export import csv_parts
from headwater.publish.site import content, file_addresses, page_addresses
from headwater.publish.site_db import SiteDb

MARKER = ".headwater-site"
_MARK = b"This folder was written by headwater publish and is replaced whole by it.\n"


def write_static(db: SiteDb, out: Path, progress: Progress = no_progress) -> int:
    """Writes every page and data file of a site into a folder and returns how many pages there are.

    The files are written beside the folder and swapped in by rename, so a reader sees the old site or the new.

    Raises:
        WarehouseError: if the folder exists and was not written by this function; nothing is changed then.
    """
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    new = out.with_name(f".{out.name}.{os.getpid()}.part")
    count = _write_all(db, new, progress)
    _refuse_foreign(out)
    _swap_in(new, out)
    return count


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


def _sweep(out: Path) -> None:
    """Removes what a killed run left beside the folder."""
    for left in out.parent.glob(f".{out.name}.*.part"):
        writer = left.name.removeprefix(f".{out.name}.").split(".")[0]
        if (left / MARKER).is_file() and writer.isdecimal() and not _runs(int(writer)):
            shutil.rmtree(left)


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


def _refuse_foreign(out: Path) -> None:
    """Only a folder that carries our marker, or an empty one, may be replaced."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise WarehouseError(f"{out}: not a folder; the site is not written there")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise WarehouseError(f"{out}: holds files that `headwater publish` did not write; name another folder")


def _write_all(db: SiteDb, folder: Path, progress: Progress) -> int:
    pages = list(page_addresses(db))
    made = {folder}
    folder.mkdir()
    (folder / MARKER).write_bytes(_MARK)
    for done, address in enumerate((*pages, *file_addresses(db))):
        path = folder / address
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        with path.open("wb") as out:
            out.writelines(_parts(db, address))
        if done % 100 == 0:
            progress("pages", min(done, len(pages)), len(pages))
    for written in sorted(made):
        sync_folder(written)
    os.sync()
    progress("pages", len(pages), len(pages))
    return len(pages)


def _parts(db: SiteDb, address: str) -> Iterator[bytes]:
    view = address.removeprefix("data/").removesuffix(".csv")
    if address == addresses.data_file(view):
        yield from csv_parts(db, view)
        return
    found = content(db, address)
    if found is None:
        raise WarehouseError(f"the site lists {address} and has nothing there")
    yield found.body

"""The static site: all pages as files in one folder, swapped in whole."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from headwater.base.errors import WarehouseError
from headwater.base.progress import Progress, no_progress
from headwater.publish import addresses
from headwater.publish.export import csv_parts
from headwater.publish.site import content, file_addresses, page_files
from headwater.publish.site_db import SiteDb
from headwater.publish.whole_folder import write_folder
from headwater.publish.written import PAGES_MARK

MARKER = ".headwater-site"
_APART = (
    "import sys; from pathlib import Path; from headwater.publish.static import write_apart; "
    "write_apart(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))"
)
_BATCH = 25
"""Groups of files after which it is said how many are done."""
_WORTH_PROCESSES = 200
"""Groups of files from which on a second process, which reads the program anew, pays."""


def write_static(db: SiteDb, out: Path, progress: Progress = no_progress, processes: int = 1) -> int:
    """Writes every page and file of a site into a folder and returns how many pages there are.

    The files are written beside the folder and swapped in by rename, so a reader sees the old site or the new.

    Args:
        db: the site's file.
        out: the folder.
        progress: told how many pages are written.
        processes: how many may write at once; the bytes are the same.

    Raises:
        WarehouseError: if the folder exists and holds what this function did not write; nothing is changed then.
    """
    pages = page_files(db)
    write_folder(out, MARKER, "publish", lambda folder: _write_all(db, pages, folder, (progress, processes)))
    return sum(not address.endswith(".json") for group in pages for address in group)


def copy_static(site: Path, out: Path) -> None:
    """Copies a written site into a folder, which is replaced whole.

    Raises:
        WarehouseError: if the folder exists and holds what was not written so; nothing is changed then.
    """

    def fill(new: Path) -> None:
        shutil.copytree(site, new, ignore=shutil.ignore_patterns(MARKER), dirs_exist_ok=True)

    write_folder(out, MARKER, "publish", fill)


def _write_all(db: SiteDb, pages: list[list[str]], folder: Path, how: tuple[Progress, int]) -> None:
    progress, processes = how
    groups = [*pages, *file_addresses(db)]
    (folder / PAGES_MARK).write_text(db.case["pages"], "utf-8")
    make_folders(groups, folder)
    parts = processes if len(groups) >= _WORTH_PROCESSES else 1
    others = [_started(db.path, folder, part, parts) for part in range(1, parts)]
    try:
        _write_part(db, groups[::parts], folder, progress)
        for other in others:
            _, said = other.communicate()
            if other.returncode:
                raise WarehouseError(f"{folder}: a process that wrote pages stopped: {said.decode().strip()[-500:]}")
    finally:
        for other in others:
            other.kill()
            other.wait()


def _started(path: Path, folder: Path, part: int, parts: int) -> Popen[bytes]:
    """A process of its own that writes every so-manieth group.

    Not by fork, which threads of the database and of the picture converter would not survive, nor by the standard
    pools, whose processes first read all that the command line reads.
    """
    words = (str(path), str(folder), str(part), str(parts))
    return Popen((sys.executable, "-P", "-c", _APART, *words), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE)  # noqa: S603 - no shell, and every word is our own


def write_apart(path: Path, folder: Path, part: int, parts: int) -> None:
    """Writes every group of a site whose number leaves `part` when divided by `parts`; ends when its starter has."""
    starter = os.getppid()

    def told(_what: str, _done: int, _total: int) -> None:
        if os.getppid() != starter:
            sys.exit(1)

    with SiteDb(path) as db:
        _write_part(db, [*page_files(db), *file_addresses(db)][part::parts], folder, told)


def _write_part(db: SiteDb, groups: Sequence[Sequence[str]], folder: Path, progress: Progress) -> None:
    for at in range(0, len(groups), _BATCH):
        progress("pages", at, len(groups))
        write_files(db, groups[at : at + _BATCH], folder)
    progress("pages", len(groups), len(groups))


def make_folders(groups: Sequence[Sequence[str]], folder: Path) -> None:
    """Makes the folders in which files will stand."""
    for parent in sorted({(folder / address).parent for group in groups for address in group}):
        parent.mkdir(parents=True, exist_ok=True)


def write_files(db: SiteDb, groups: Sequence[Sequence[str]], folder: Path) -> None:
    """Writes what stands at some addresses; files of one group are made from one context."""
    with _circles_left():
        for address in (address for group in groups for address in group):
            _write(db, address, folder / address)


def _write(db: SiteDb, address: str, path: Path) -> None:
    with path.open("wb", buffering=0) as out:
        for part in _parts(db, address):
            out.write(part)


@contextmanager
def _circles_left() -> Iterator[None]:
    """Does not look for objects that hold one another: pages are made of few such, and of many others to look at."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _parts(db: SiteDb, address: str) -> Iterator[bytes]:
    view = address.removeprefix("data/").removesuffix(".csv")
    if address == addresses.data_file(view):
        yield from csv_parts(db, view)
        return
    found = content(db, address)
    if found is None:
        raise WarehouseError(f"the site lists {address} and has nothing there")
    yield found.body

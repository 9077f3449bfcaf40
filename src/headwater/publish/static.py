"""The static site: all pages as files in one folder, swapped in whole."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from headwater.base.errors import WarehouseError
from headwater.base.stage import Progress, no_progress
from headwater.publish import addresses
from headwater.publish.export import csv_parts
from headwater.publish.site import content, file_addresses, page_files
from headwater.publish.site_db import SiteDb
from headwater.publish.whole_folder import write_folder
from headwater.publish.written import PAGES_MARK

MARKER = ".headwater-site"
_BATCH = 250
"""Groups of files that a process is handed at once."""
_WORTH_PROCESSES = 8
"""Batches from which on it pays to start processes, each of which reads the program anew."""


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


def _write_all(db: SiteDb, pages: list[list[str]], folder: Path, how: tuple[Progress, int]) -> None:
    progress, processes = how
    groups = [*pages, *file_addresses(db)]
    (folder / PAGES_MARK).write_text(db.case["pages"], "utf-8")
    make_folders(groups, folder)
    batches = [groups[at : at + _BATCH] for at in range(0, len(groups), _BATCH)]
    if processes < 2 or len(batches) < _WORTH_PROCESSES:
        for done, batch in enumerate(batches):
            progress("pages", done, len(batches))
            write_files(db, batch, folder)
    else:
        # spawned, not forked: threads of the database and of the picture converter would not survive a fork
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            for done, written in enumerate(
                as_completed([pool.submit(_write_apart, db.path, batch, folder) for batch in batches])
            ):
                written.result()
                progress("pages", done, len(batches))
    progress("pages", len(batches), len(batches))


def _write_apart(path: Path, groups: Sequence[Sequence[str]], folder: Path) -> None:
    """Writes one batch in a process of its own."""
    with SiteDb(path) as db:
        write_files(db, groups, folder)


def make_folders(groups: Sequence[Sequence[str]], folder: Path) -> None:
    """Makes the folders in which files will stand."""
    for parent in sorted({(folder / address).parent for group in groups for address in group}):
        parent.mkdir(parents=True, exist_ok=True)


def write_files(db: SiteDb, groups: Sequence[Sequence[str]], folder: Path) -> None:
    """Writes what stands at some addresses; files of one group are made from one context."""
    for address in (address for group in groups for address in group):
        with (folder / address).open("wb", buffering=0) as out:
            for part in _parts(db, address):
                out.write(part)


def _parts(db: SiteDb, address: str) -> Iterator[bytes]:
    view = address.removeprefix("data/").removesuffix(".csv")
    if address == addresses.data_file(view):
        yield from csv_parts(db, view)
        return
    found = content(db, address)
    if found is None:
        raise WarehouseError(f"the site lists {address} and has nothing there")
    yield found.body

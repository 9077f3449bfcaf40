"""The static site: all pages as files in one folder, swapped in whole."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from headwater.base.errors import WarehouseError
from headwater.base.stage import Progress, no_progress
from headwater.publish import addresses
from headwater.publish.export import csv_parts
from headwater.publish.site import content, file_addresses, page_addresses
from headwater.publish.site_db import SiteDb
from headwater.publish.whole_folder import write_folder

MARKER = ".headwater-site"


def write_static(db: SiteDb, out: Path, progress: Progress = no_progress) -> int:
    """Writes every page and data file of a site into a folder and returns how many pages there are.

    The files are written beside the folder and swapped in by rename, so a reader sees the old site or the new.

    Raises:
        WarehouseError: if the folder exists and holds what this function did not write; nothing is changed then.
    """
    pages = list(page_addresses(db))
    write_folder(out, MARKER, "publish", lambda folder: _write_all(db, pages, folder, progress))
    return len(pages)


def _write_all(db: SiteDb, pages: Sequence[str], folder: Path, progress: Progress) -> None:
    made = {folder}
    for done, address in enumerate((*pages, *file_addresses(db))):
        path = folder / address
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        with path.open("wb") as out:
            out.writelines(_parts(db, address))
        if done % 100 == 0:
            progress("pages", min(done, len(pages)), len(pages))
    progress("pages", len(pages), len(pages))


def _parts(db: SiteDb, address: str) -> Iterator[bytes]:
    view = address.removeprefix("data/").removesuffix(".csv")
    if address == addresses.data_file(view):
        yield from csv_parts(db, view)
        return
    found = content(db, address)
    if found is None:
        raise WarehouseError(f"the site lists {address} and has nothing there")
    yield found.body

"""The publish stage: from the built tables to the site, as one SQLite file and a folder of pages."""

import os
from dataclasses import dataclass
from pathlib import Path

from headwater.base.case import Case
from headwater.base.progress import Progress, no_progress
from headwater.base.views import VIEWS
from headwater.publish.pictures.listed import all_pictures
from headwater.publish.render import all_pages
from headwater.publish.search_entries import search_entries
from headwater.publish.search_index import index_files
from headwater.publish.site_db import FOLDER, SiteDb
from headwater.publish.site_tables import VIEW_COLUMNS
from headwater.publish.site_writing import RowsOf, write_site_db
from headwater.publish.static import write_static

READS = tuple(sorted({name for view in VIEWS if view.name in VIEW_COLUMNS for name in view.reads} | {"source_parties"}))
"""The tables behind what pages read; a case may lack any of them."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """How many pages were written, and where."""

    pages: int
    folder: Path


def publish_site(home: Path, case: Case, threads: int = 0, progress: Progress = no_progress) -> SiteReport:
    """Writes ``<home>/site.sqlite`` and the static site in ``<home>/site``.

    Args:
        home: the case's folder of archive and warehouse.
        case: the case.
        threads: threads the database may use, and processes that write pages; 0: one for each core.
        progress: told what is being written.

    Raises:
        WarehouseError: if the folder holds files that are not a site of ours.
    """
    folder = home / FOLDER
    made: dict[str, RowsOf] = {
        "site_pages": all_pages,
        "site_search": lambda db: index_files(search_entries(db)),
        "site_pictures": all_pictures,
    }
    with SiteDb(write_site_db(home, case, made, threads, progress)) as db:
        return SiteReport(write_static(db, folder, progress, threads or os.cpu_count() or 1), folder)

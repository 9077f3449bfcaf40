"""Writes one export of a case: a folder of files, whole or not at all, with the terms of use in it."""

from collections.abc import Mapping
from pathlib import Path

from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.publish.exports.export import Export, Material
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.whole_folder import write_folder

MARKER = ".headwater-export"


def write_export(export: Export, home: Path, out: Path, meanings: Mapping[str, str], threads: int = 0) -> None:
    """Writes the files of one export.

    Args:
        export: one of ``exports.EXPORTS``.
        home: the case's folder of archive and warehouse, with the site's file up to date.
        out: the folder to write; an earlier export in it is replaced.
        meanings: what a column says, by ``view.column``.
        threads: threads the database may use; 0: one for each core.

    Raises:
        WarehouseError: if the folder holds anything else; nothing is changed then.
    """
    public = open_public(Warehouse(home), threads)
    try:
        with SiteDb(home / FILE_NAME) as db:
            material = Material(db, home / FILE_NAME, public, meanings)
            write_folder(out, MARKER, "export", lambda folder: export.write(material, folder))
    finally:
        public.disconnect()

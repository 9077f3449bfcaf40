"""Brings a case's tables and pages up to date; what has not changed is not loaded, let alone run."""

from pathlib import Path

from headwater.base.code import code_hash
from headwater.base.files import hash_file, write_whole
from headwater.base.ids import stable_id
from headwater.base.manifest import read_manifest
from headwater.base.settled import is_settled
from headwater.base.terminal import progress_bars
from headwater.opened import OpenCase
from headwater.publish.site_db import CASE_FILES, FOLDER
from headwater.publish.static import copy_static


def build_all(opened: OpenCase) -> None:
    """Brings the case's tables up to date, with progress bars."""
    if is_settled(opened.case, opened.home):
        return
    # All stages with their engines take two seconds to load.
    from headwater.base.build import build_whole  # noqa: PLC0415
    from headwater.run import STAGES  # noqa: PLC0415

    with progress_bars() as report:
        build_whole(STAGES, opened.case, opened.home, report)


def publish_pages(opened: OpenCase, out: Path | None = None) -> Path:
    """Writes the case's own site unless it is there as built from these tables; copied to `out`, if that is given.

    Raises:
        WarehouseError: if `out` holds files that are not a site of ours.
    """
    site, mark, key = opened.home / FOLDER, opened.home / "site.key", _key(opened)
    if not ((site / "index.html").exists() and mark.exists() and mark.read_text("utf-8") == key):
        from headwater.publish.stage import publish_site  # noqa: PLC0415 - as above

        with progress_bars() as report:
            publish_site(opened.home, opened.case, opened.settings.threads, report)
        write_whole(mark, key.encode())
    if out is None or out.resolve() == site.resolve():
        return site
    copy_static(site, out)
    return out


def _key(opened: OpenCase) -> str:
    """What the pages depend on: their code, the tables, and files of the case that they show."""
    manifest = read_manifest(opened.home / "warehouse")
    tables = sorted((name, stored.sha256) for name, stored in manifest.tables.items())
    own = [hash_file(opened.case.folder / name) for name in CASE_FILES if (opened.case.folder / name).is_file()]
    return stable_id("S", code_hash("publish"), *own, repr(tables))

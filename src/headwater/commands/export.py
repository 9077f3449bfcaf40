"""The case's data for other programs, as a folder of files with the terms of use."""

from pathlib import Path
from typing import Annotated

import typer

from headwater.asking import verdicts, write_reviews
from headwater.base.errors import CaseError
from headwater.commands.options import CaseFolder
from headwater.opened import OpenCase, open_case
from headwater.publish.export import use_terms
from headwater.publish.exporting import MARKER, write_export
from headwater.publish.exports import EXPORTS
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.whole_folder import write_folder
from headwater.run import STAGES
from headwater.up_to_date import build_all, publish_pages

CLAIM_REVIEW = "claimreview"


def command(
    case: CaseFolder,
    kind: Annotated[
        str, typer.Option("--as", metavar="KIND", help="csv, parquet, ftm, claimreview, datapackage or sqlite")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write it")],
) -> None:
    print(f"{kind}: {_export(open_case(case), kind, out).resolve()}")


def _export(opened: OpenCase, kind: str, out: Path) -> Path:
    """Writes one export of a case's data into a folder, with the terms of use; gives the folder.

    Raises:
        CaseError: if there is no such export.
        WarehouseError: if the folder holds other files.
    """
    kinds = {one.kind: one for one in EXPORTS}
    if kind != CLAIM_REVIEW and kind not in kinds:
        raise CaseError(f"--as {kind!r} is not one of {', '.join([*kinds, CLAIM_REVIEW])}")
    build_all(opened)
    publish_pages(opened)
    if kind == CLAIM_REVIEW:
        write_folder(out, MARKER, "export", lambda folder: _write_claim_review(opened, folder))
        return out
    meanings = {
        f"{table.name}.{column.name}": column.doc
        for stage in STAGES
        for table in stage.writes
        for column in table.columns
    }
    write_export(kinds[kind], opened.home, out, meanings, opened.settings.threads)
    return out


def _write_claim_review(opened: OpenCase, folder: Path) -> None:
    write_reviews(opened, verdicts(opened), folder / "claimreview.json", None)
    with SiteDb(opened.home / FILE_NAME) as db:
        (folder / "use-terms.txt").write_bytes(use_terms(db, "verdicts"))

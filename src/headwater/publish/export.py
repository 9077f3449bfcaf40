"""Files of the public views as CSV, safe to open in a spreadsheet, each with the terms of its sources."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from headwater.base.csv_cells import guarded
from headwater.publish.site_db import SiteDb
from headwater.publish.site_tables import VIEW_COLUMNS

_BATCH = 5_000
_FEC = (
    "Names and other information of individual contributors that were copied from reports filed with the Federal "
    "Election Commission may not be sold or used to solicit contributions or for any commercial purpose "
    "(52 U.S.C. 30111(a)(4); 11 CFR 104.15)."
)


def csv_parts(db: SiteDb, view: str) -> Iterator[bytes]:
    """A public view as CSV (RFC 4180, UTF-8, with a header), in pieces."""
    columns = VIEW_COLUMNS[view]
    cursor = db.cursor(f"SELECT {', '.join(columns)} FROM {view} ORDER BY rowid")
    yield _text([columns])
    while batch := cursor.fetchmany(_BATCH):
        yield _text([[guarded(cell) for cell in row] for row in batch])


def csv_bytes(db: SiteDb, view: str) -> bytes:
    """A public view as CSV, whole."""
    return b"".join(csv_parts(db, view))


def use_terms(db: SiteDb, view: str) -> bytes:
    """The terms that travel with a view's CSV: what its rows are, and the terms of every source of the case."""
    case = db.rows("SELECT title, edition FROM site_case")[0]
    means = db.value("SELECT row_means FROM site_views WHERE name = ?", (view,))
    masked = (
        "People below the case’s naming threshold are counted and never named. Amounts are whole cents. Text that "
        "begins like a spreadsheet formula has an apostrophe in front."
    )
    heading = f"{view}.csv · {case['title']} · edition {case['edition']}"
    parts = [heading, f"Each row: {means}", masked, _FEC]
    for row in db.rows("SELECT * FROM sources ORDER BY source"):
        said = (
            f"{row['title']} ({row['source']})",
            f"Publisher: {db.publishers[row['source']]}",
            f"Licence: {row['licence']}",
            f"Terms: {row['terms']}",
            f"Published at: {row['url']}",
        )
        parts.append("\n".join(said))
    return ("\n\n".join(parts) + "\n").encode()


def _text(rows: list[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()

"""A source: what its publisher says of it, its files, and the rows that could not be read."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.evidence import files_of
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb

SHOWN_REJECTED = 200


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each source."""
    for row in db.rows("SELECT source FROM sources ORDER BY source"):
        yield addresses.source(row["source"]), row["source"]


def context(db: SiteDb, key: str) -> Context:
    """What the page of one source shows, by the source's short name."""
    cites = Citations(db)
    source = db.rows("SELECT * FROM sources WHERE source = ?", (key,))[0]
    page: Context = {
        "title": source["title"],
        "crumbs": [("Sources and data", addresses.SOURCES)],
        "source": {**source, "publisher": db.publishers[key]},
        "files": [],
        "left_out": [],
        "rejected": [],
        "rejected_count": None,
        "shown_rejected": SHOWN_REJECTED,
        "cites": cites,
    }
    where = f"source = {sql_text(key)}"
    if db.has("source_files"):
        counts = ("bytes", "rows_read", "rows_kept", "rows_ignored", "rows_rejected", "expected_rows")
        page["files"] = cites.table(
            f"SELECT file_name, file_sha256, {', '.join(counts)} FROM source_files WHERE {where} "
            "ORDER BY file_name, file_sha256",
            dict.fromkeys(counts, "count"),
            "Size and rows of each raw file: read, kept as records, left out by name, rejected, and the number of rows "
            "that the source’s description expects of a file of this name.",
            files_of(key),
        )
    if db.has("left_out"):
        page["left_out"] = _left_out(cites, key, where)
    if db.has("rejected") and db.value(f"SELECT 1 FROM rejected WHERE {where} LIMIT 1"):
        page["rejected_count"] = cites.number(
            f"SELECT count(*) FROM rejected WHERE {where}",
            "count",
            "Rows of this source that could not be read; each has its reason; its text stays in the archive.",
            f"SELECT source, file_name, row FROM rejected WHERE {where} ORDER BY file_name, row, field",
        )
        page["rejected"] = db.rows(
            f"SELECT file_name, row, field, reason FROM rejected WHERE {where} ORDER BY file_name, row, field "
            f"LIMIT {SHOWN_REJECTED}"
        )
    return page


def _left_out(cites: Citations, key: str, where: str) -> list[dict[str, Any]]:
    return cites.table(
        f"SELECT file_name, reason, row_count FROM left_out WHERE {where} ORDER BY file_name, file_sha256, reason",
        {"row_count": "count"},
        "Rows that the reader left out by name: they hold no money of their own.",
        files_of(key),
    )

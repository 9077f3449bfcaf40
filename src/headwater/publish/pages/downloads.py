"""Downloads: every table as a file with its terms of use, the exports for other programs, and how programs ask."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.api import limits, tables
from headwater.publish.citing import Citations
from headwater.publish.evidence import files_of
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb

_EXPORTS = (
    ("csv", "Spreadsheets", "the tables above, each with its terms of use"),
    ("parquet", "Python, R, DuckDB", "the same tables with types, compressed"),
    ("sqlite", "Datasette", "one file with all tables, and a description of each column"),
    ("datapackage", "Frictionless", "the CSV files with a schema: types, keys, references, what each column says"),
    ("ftm", "followthemoney", "named entities and their payments, one JSON object a line"),
    ("claimreview", "ClaimReview", "the verdicts on published statements, as schema.org has them"),
)


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page of downloads."""
    yield addresses.DOWNLOADS, ""


def context(db: SiteDb, _key: str) -> Context:
    """What the page of downloads shows."""
    cites = Citations(db)
    views = db.rows("SELECT name, row_means FROM site_views ORDER BY name")
    counts = " UNION ALL ".join(
        f"SELECT '{row['name']}' AS view, count(*) AS row_count FROM {row['name']}" for row in views
    )
    rows = (
        cites.table(
            f"{counts} ORDER BY view",
            {"row_count": "count"},
            "Rows of each public view, and the raw files that they were read from.",
            files_of() if db.has("source_files") else "",
        )
        if views
        else []
    )
    means = {row["name"]: row["row_means"] for row in views}
    return {
        "title": "Downloads",
        "crumbs": [],
        "views": [{**row, "means": means[row["view"]]} for row in rows],
        "exports": [{"kind": kind, "reader": reader, "holds": holds} for kind, reader, holds in _EXPORTS],
        "cites": cites,
    }


def api_paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page for programs."""
    yield addresses.API, ""


def api_context(db: SiteDb, _key: str) -> Context:
    """What the page for programs shows."""
    views = db.rows("SELECT name FROM site_views ORDER BY name")
    return {
        "title": "For programs",
        "crumbs": [],
        "views": [{"name": row["name"], "filters": tables.filters_of(row["name"])} for row in views],
        "most_rows": f"{tables.MOST_ROWS:,}",
        "sql_rows": f"{limits.ROWS:,}",
        "sql_seconds": f"{limits.SECONDS:g}",
        "cites": Citations(db),
    }

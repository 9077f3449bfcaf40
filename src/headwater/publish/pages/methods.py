"""Methods: the words, the bounds, the rules, the levels of evidence and the terms of use."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page on methods."""
    yield addresses.METHODS, ""


def context(db: SiteDb, _key: str) -> Context:
    """What the page on methods shows."""
    cites = Citations(db)
    threshold = cites.db.value("SELECT threshold_cents FROM site_case")
    return {
        "title": "Methods and terms of use",
        "crumbs": [],
        "threshold_dollars": f"{threshold // 100:,}",
        "sources": [
            {**row, "publisher": db.publishers[row["source"]]}
            for row in db.rows("SELECT source, title, licence, terms FROM sources ORDER BY source")
        ],
        "has_linking": db.has("linking_rules"),
        "cites": cites,
    }

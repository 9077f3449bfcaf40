"""The page at an entity's former id: which entity it is now."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.citing import Citations, are_named
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each former id of an entity that has a page."""
    for row in db.rows(f"SELECT old_id FROM redirects WHERE {are_named(db.options)} ORDER BY old_id"):
        yield addresses.entity(row["old_id"]), row["old_id"]


def context(db: SiteDb, key: str) -> Context:
    """What the page of a former id says: the entity's name and page."""
    row = db.rows("SELECT entity_id, name FROM redirects WHERE old_id = ?", (key,))[0]
    return {
        "title": row["name"],
        "crumbs": [("Entities", addresses.ENTITIES)],
        "now": row,
        "cites": Citations(db),
    }

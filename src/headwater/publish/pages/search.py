"""Search: the page that the masthead's field leads to, with the indexes that stand without a script."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.pages.listing import entity_letters
from headwater.publish.site_db import SiteDb


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page of search."""
    yield addresses.SEARCH, ""


def context(db: SiteDb, _key: str) -> Context:
    """The letters under which entities stand, and which other indexes the site has."""
    return {
        "title": "Search",
        "crumbs": [],
        "letters": entity_letters(db),
        "has_claims": db.has("claims", "verdicts"),
        "cites": Citations(db),
    }

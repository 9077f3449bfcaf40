"""Questions of those who are new to these pages: what a bound is, how a number is checked, cited and corrected."""

from collections.abc import Iterator

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb


def paths(_db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page of questions."""
    yield addresses.QUESTIONS, ""


def context(db: SiteDb, _key: str) -> Context:
    """What the page of questions shows: words alone, and nothing of one case but what it has."""
    return {
        "title": "Questions of new readers",
        "crumbs": [("Methods", addresses.METHODS)],
        "has_money": db.has("payments"),
        "has_traces": db.has("traces"),
        "has_claims": db.has("claims", "verdicts"),
        "cites": Citations(db),
    }

"""Pages as the publish stage wrote them: the server reads what is there instead of making it again."""

from pathlib import Path

from headwater.publish import addresses
from headwater.publish.pictures.listed import ENDINGS
from headwater.publish.site import HTML, JSON, Content
from headwater.publish.site_db import SiteDb

PAGES_MARK = ".headwater-pages"
"""The file of a static site that says what its pages were made from."""


def is_of(folder: Path, db: SiteDb) -> bool:
    """Whether a folder's pages are those that this file would give."""
    try:
        return (folder / PAGES_MARK).read_text("utf-8") == str(db.case["pages"])
    except OSError:
        return False


def written_content(folder: Path, db: SiteDb, address: str) -> Content | None:
    """A page, its data or a picture as it was written; None for anything else, and where no file is.

    The address is looked up in the site's own lists before it becomes a path, so nothing else can be read.
    """
    media_type = _media_type(db, address)
    if not media_type:
        return None
    try:
        return Content((folder / address).read_bytes(), media_type)
    except OSError:
        return None


def _media_type(db: SiteDb, address: str) -> str:
    """How a listed file is sent; empty for an address that is in no list."""
    page = addresses.page_of(address)
    if page != address and page.endswith(".html") and _is_listed(db, "site_pages", page):
        return JSON
    if _is_listed(db, "site_pages", address):
        return HTML
    ending = next((one for one in ENDINGS if address.endswith(one)), "")
    return ENDINGS[ending] if ending and _is_listed(db, "site_pictures", address.removesuffix(ending)) else ""


def _is_listed(db: SiteDb, table: str, address: str) -> bool:
    return bool(db.value(f"SELECT 1 FROM {table} WHERE address = ?", (address,)))

"""The site as addresses with contents: the one place that the static writer and the server both ask."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from headwater.publish import addresses
from headwater.publish.export import csv_bytes, use_terms
from headwater.publish.pictures.listed import ENDINGS, picture_file
from headwater.publish.render import original_of, own_file, render, render_json
from headwater.publish.site_db import SiteDb

HTML = "text/html; charset=utf-8"
JSON = "application/json"
_CSV = "text/csv; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_SCRIPT = "text/javascript; charset=utf-8"
OWN_FILES = {addresses.STYLE: "text/css; charset=utf-8", addresses.SCRIPT: _SCRIPT}
"""What every page loads, with its media type."""


@dataclass(frozen=True)
class Content:
    """What stands at an address."""

    body: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        """A mark that changes when the content does."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def page_addresses(db: SiteDb) -> Iterator[str]:
    """The addresses of all pages, in the order of their kinds."""
    for row in db.cursor("SELECT address FROM site_pages ORDER BY rowid"):
        yield row["address"]


def page_files(db: SiteDb) -> list[list[str]]:
    """The files of all pages; what is made of one context, a page, its data and its dossier, stands together."""
    found: dict[str, list[str]] = {}
    for address, kind, key in db.cursor("SELECT address, kind, key FROM site_pages ORDER BY rowid"):
        original = original_of(kind, key)
        if original:
            found[original].append(address)
        else:
            found[address] = [address, addresses.data_of(address)]
    return list(found.values())


def file_addresses(db: SiteDb) -> Iterator[list[str]]:
    """The addresses of what all pages load, the search index, the pictures, the certificates and the data files.

    The files of one picture stand together.
    """
    yield from ([name] for name in OWN_FILES)
    for row in db.cursor("SELECT name FROM site_search ORDER BY rowid"):
        yield [addresses.search_file(row["name"])]
    for row in db.cursor("SELECT address FROM site_pictures ORDER BY rowid"):
        yield [f"{row['address']}{ending}" for ending in ENDINGS]
    for row in db.cursor("SELECT address FROM site_certificates ORDER BY rowid"):
        yield [row["address"]]
    for row in db.rows("SELECT name FROM site_views ORDER BY name"):
        yield [addresses.data_file(row["name"])]
        yield [addresses.data_terms(row["name"])]


def content(db: SiteDb, address: str) -> Content | None:
    """What stands at an address; None where nothing does. An address is looked up, never opened as a file."""
    page = db.rows("SELECT kind, key FROM site_pages WHERE address = ?", (address,))
    if page:
        return Content(render(db, address, **page[0]), HTML)
    if address in OWN_FILES:
        return Content(own_file(address), OWN_FILES[address])
    found = _search(db, address) or _picture(db, address) or _certificate(db, address)
    return found or _data(db, address) or _json(db, address)


def _picture(db: SiteDb, address: str) -> Content | None:
    found = picture_file(db, address) if address.startswith("pictures/") else None
    return Content(*found) if found else None


def _certificate(db: SiteDb, address: str) -> Content | None:
    body = db.value("SELECT body FROM site_certificates WHERE address = ?", (address,))
    return Content(body.encode(), "application/json") if body is not None else None


def _search(db: SiteDb, address: str) -> Content | None:
    name = address.removeprefix(addresses.search_file(""))
    found = db.rows("SELECT body FROM site_search WHERE name = ?", (name,)) if name != address else []
    return Content(found[0]["body"].encode(), _SCRIPT) if found else None


def _data(db: SiteDb, address: str) -> Content | None:
    for row in db.rows("SELECT name FROM site_views"):
        if address == addresses.data_file(row["name"]):
            return Content(csv_bytes(db, row["name"]), _CSV)
        if address == addresses.data_terms(row["name"]):
            return Content(use_terms(db, row["name"]), _TEXT)
    return None


def _json(db: SiteDb, address: str) -> Content | None:
    """The data of a page, at its address with ``.json`` in the place of ``.html`` or after it."""
    if not address.endswith(".json"):
        return None
    stem = address.removesuffix(".json").removesuffix(".html")
    page = db.rows("SELECT kind, key FROM site_pages WHERE address = ?", (f"{stem}.html",))
    is_its_own = page and not original_of(**page[0])
    return Content(render_json(db, **page[0]), JSON) if is_its_own else None

"""Renders a page: the same bytes for the served and the static site, and its data as JSON."""

import json
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headwater.publish import addresses, quoting, showing, wording
from headwater.publish.citing import Citations
from headwater.publish.page import Context, Page
from headwater.publish.pages import PAGES
from headwater.publish.pictures import drawing
from headwater.publish.pictures.county_map import county_map
from headwater.publish.pictures.listed import ENDINGS
from headwater.publish.site_db import SiteDb

_FOLDER = Path(__file__).parent
_NAVIGATION = (
    ("Contests", addresses.CONTESTS, ("contests", "contest", "contest_dossier", "checks", "voters"), ("contests",)),
    ("Entities", addresses.ENTITIES, ("entities", "entity", "entity_dossier", "trace", "nonprofits"), ("entities",)),
    ("Office-holders", addresses.OFFICES, ("offices", "roster_day", "tenure"), ("terms",)),
    ("Claims", addresses.CLAIMS, ("claims", "claim", "counted"), ("claims", "verdicts")),
    ("Linking rules", addresses.LINKING, ("linking",), ("linking_rules",)),
    ("Sources and data", addresses.SOURCES, ("sources", "source"), ()),
    ("Data quality", addresses.QUALITY, ("quality",), ()),
    ("Methods", addresses.METHODS, ("methods",), ()),
)


def all_pages(db: SiteDb) -> list[tuple[str, str, str]]:
    """Every page of a site: its address, kind and key."""
    return [(address, page.kind, key) for page in PAGES for address, key in page.paths(db)]


def render(db: SiteDb, address: str, kind: str, key: str) -> bytes:
    """One page as HTML."""
    page = _page(kind)
    return _html(page, address, db, page.context(db, key)).encode()


def render_json(db: SiteDb, kind: str, key: str) -> bytes:
    """The data of one page: what its template is given, and its citations."""
    found = _page(kind).context(db, key)
    return json.dumps(_plain(found), ensure_ascii=False, indent=1).encode()


def render_missing(db: SiteDb, address: str) -> bytes:
    """The page for an address where nothing stands, with links that work from there."""
    return render_as(db, address, "missing.html", {"title": "No page here", "crumbs": [], "cites": Citations(db)})


def render_as(db: SiteDb, address: str, template: str, found: Context) -> bytes:
    """A page that stands in no list of pages, such as the answer to what a reader wrote."""
    page = Page(template.removesuffix(".html"), template, lambda _db: (), lambda _db, _key: {})
    return _html(page, address, db, found).encode()


@cache
def own_file(name: str) -> bytes:
    """The site's one style sheet or its one script."""
    return (_FOLDER / name).read_bytes()


def _html(page: Page, address: str, db: SiteDb, found: Context) -> str:
    case = db.rows("SELECT title, slug, edition FROM site_case")[0]
    used: set[int] = set()
    return (
        _templates()
        .get_template(page.template)
        .render(
            **found,
            case=case,
            kind_of_page=page.kind,
            has_corrections=bool(db.value("SELECT count(*) FROM site_corrections")),
            navigation=[
                (words, target, page.kind in kinds) for words, target, kinds, views in _NAVIGATION if db.has(*views)
            ],
            has=db.has,
            to=showing.to_on(address),
            who=showing.who_on(address, db.options),
            addresses=addresses,
            wording=wording,
            num=showing.numbers_of_page(used),
            used_notes=used,
            quoting=quoting,
            drawn=drawing.markup,
            county_map=county_map,
            endings=tuple(ENDINGS),
            address=address,
        )
    )


@cache
def _templates() -> Environment:
    """The templates; every value is escaped, and a name that a template misspells is an error."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=showing.finished,
    )
    made.filters |= {
        "name": showing.name,
        "page_title": showing.page_title,
        "bounded": showing.bounded,
        "page_words": showing.page_words,
    }
    return made


def _page(kind: str) -> Page:
    return next(page for page in PAGES if page.kind == kind)


def _plain(value: Any) -> Any:
    """A context as JSON can hold it; the citations of a page become its list of notes."""
    if isinstance(value, Citations):
        return [{**_plain(panel), "command": panel.command, "anchor": panel.anchor} for panel in value.panels]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value

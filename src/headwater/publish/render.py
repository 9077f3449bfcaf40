"""Renders a page: the same bytes for the served and the static site, and its data as JSON."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from headwater.publish import addresses, quoting, showing, wording
from headwater.publish.apart import told_apart
from headwater.publish.citing import Citations, Number
from headwater.publish.page import Context, Page
from headwater.publish.pages import PAGES
from headwater.publish.pictures import drawing
from headwater.publish.pictures.county_map import county_map
from headwater.publish.pictures.listed import ENDINGS
from headwater.publish.site_db import SiteDb
from headwater.publish.templating import templates
from headwater.publish.two_forms import COVER, END, ONLY_PAGE, as_dossier, as_page, fits, placeholder

_FOLDER = Path(__file__).parent
_TAKE_ALONG = ' <button class="take" type="button">CSV<span class="sr"> of this table</span></button></caption>'
_NAVIGATION = (
    ("Contests", addresses.CONTESTS, ("contests", "contest", "contest_dossier", "checks", "voters"), ("contests",)),
    (
        "Entities",
        addresses.ENTITIES,
        ("entities", "entity", "entity_dossier", "moved", "nonprofits"),
        ("entities",),
    ),
    ("Traces", addresses.TRACES, ("traces", "trace"), ("payments",)),
    ("Office-holders", addresses.OFFICES, ("offices", "roster_day", "tenure"), ("terms",)),
    ("Claims", addresses.CLAIMS, ("claims", "claim", "counted"), ("claims", "verdicts")),
    ("Linking rules", addresses.LINKING, ("linking",), ("linking_rules",)),
    ("Sources", addresses.SOURCES, ("sources", "source"), ()),
    ("Data quality", addresses.QUALITY, ("quality",), ()),
    ("Methods", addresses.METHODS, ("methods", "questions"), ()),
    ("Downloads", addresses.DOWNLOADS, ("downloads",), ()),
    ("API", addresses.API, ("api",), ()),
)
_PAGES = {page.kind: page for page in PAGES}
_DOSSIER = "_dossier"
_IN_TWO_FORMS = frozenset(page.kind.removesuffix(_DOSSIER) for page in PAGES if page.shows)


def all_pages(db: SiteDb) -> list[tuple[str, str, str]]:
    """Every page of a site: its address, kind and key."""
    return [(address, page.kind, key) for page in PAGES for address, key in page.paths(db)]


def original_of(kind: str, key: str) -> str:
    """For a page that shows another one's contents in another form, the address of that one; else empty."""
    page = _page(kind)
    return page.shows(key) if page.shows else ""


def render(db: SiteDb, address: str, kind: str, key: str) -> bytes:
    """One page as HTML."""
    page, shown = _page(kind), original_of(kind, key)
    if shown:
        return _dossier(db, page, key, (shown, address)).encode()
    if kind in _IN_TWO_FORMS:
        both = address, addresses.dossier(address)
        said = placeholder(address, db.case["edition"]) if fits(*both) else address
        return as_page(_rendered(db, page, key, (said, address)), said, address).encode()
    return _html(page, address, db, _context(db, page, key), addresses.data_of(address)).encode()


def _dossier(db: SiteDb, page: Page, key: str, both: tuple[str, str]) -> str:
    shown, address = both
    found, cover = page.context(db, key), templates().get_template(page.template).module
    words = (found["page"], found["question"], found["sources"], db.case, showing.to_on(address))
    said = placeholder(shown, db.case["edition"]) if fits(*both) else address
    original = _PAGES[page.kind.removesuffix(_DOSSIER)]
    return as_dossier(_rendered(db, original, key, (said, shown)), said, address, cover.cover_sheet(*words))  # type: ignore[attr-defined]


def _rendered(db: SiteDb, page: Page, key: str, at: tuple[str, str]) -> str:
    """A page that is a dossier too, with marks where the two differ, made once for both; what it calls itself first."""
    said, address = at

    def rendered() -> str:
        return _html(page, said, db, _context(db, page, key), addresses.data_of(address), address)

    return db.once((page.kind, key, said), rendered, "rendered")


def render_json(db: SiteDb, kind: str, key: str) -> bytes:
    """The data of one page: what its template is given, and its citations."""
    return json.dumps(
        _context(db, _page(kind), key), ensure_ascii=False, separators=(",", ":"), default=_plain
    ).encode()


def render_missing(db: SiteDb, address: str) -> bytes:
    """The page for an address where nothing stands, with links that work from there."""
    return render_as(db, address, "missing.html", {"title": "No page here", "crumbs": [], "cites": Citations(db)})


def render_as(db: SiteDb, address: str, template: str, found: Context) -> bytes:
    """A page that stands in no list of pages, such as the answer to what a reader wrote."""
    page = Page(template.removesuffix(".html"), template, lambda _db: (), lambda _db, _key: {})
    return _html(page, address, db, found).encode()


def _context(db: SiteDb, page: Page, key: str) -> Context:
    return db.once((page.kind, key), lambda: page.context(db, key))


@cache
def own_file(name: str) -> bytes:
    """The site's one style sheet or its one script."""
    return (_FOLDER / name).read_bytes()


def _html(page: Page, address: str, db: SiteDb, found: Context, data: str = "", at: str = "") -> str:
    """The HTML of a page; links lead from `at`, if that is not the address that it says."""
    used: set[int] = set()
    html = (
        templates()
        .get_template(page.template)
        .render(
            **found,
            case=db.case,
            kind_of_page=page.kind,
            has_corrections=db.has_corrections,
            navigation=[
                (words, target, page.kind in kinds) for words, target, kinds, views in _NAVIGATION if db.has(*views)
            ],
            has=db.has,
            to=showing.to_on(at or address),
            who=showing.who_on(at or address, db.options, told_apart(db)),
            addresses=addresses,
            wording=wording,
            num=showing.numbers_of_page(used),
            used_notes=used,
            quoting=quoting,
            drawn=drawing.markup,
            county_map=county_map,
            endings=tuple(ENDINGS),
            address=address,
            data_address=data,
            cover=COVER if page.kind in _IN_TWO_FORMS else "",
            only_page=ONLY_PAGE,
            end=END,
        )
    )
    # every table's caption ends with the way to take it along; foreign text holds no such mark, as it is escaped
    return html.replace("</caption>", _TAKE_ALONG)


def _page(kind: str) -> Page:
    return _PAGES[kind]


def _plain(value: Any) -> Any:
    """What JSON has no form of its own for: the citations of a page become its list of notes, an object its fields."""
    if type(value) is Number:
        return {
            "text": value.text,
            "value": value.value,
            "panel": value.panel,
            "row": value.row,
            "column": value.column,
        }
    if isinstance(value, Citations):
        return [{**_fields(panel), "command": panel.command, "anchor": panel.anchor} for panel in value.panels]
    return _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    """The fields of an object as they are; the marks of a picture are in its file and no data."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__ if name != "marks"}

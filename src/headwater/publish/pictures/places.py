"""The map of the places of which these records hold something, as files for other people's pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from markupsafe import escape

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.pictures.county_map import BOX_HEIGHT, BOX_WIDTH, county_map
from headwater.publish.pictures.drawing import Picture
from headwater.publish.places import on_map, states_of
from headwater.publish.showing import visible
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import source_line

_TITLE = "Jurisdictions of which these records hold contests or terms of office"
_COLUMNS = {"state": "State", "place": "Place", "results": "Results", "money": "Money", "terms": "Terms of office"}
_KEY = (("held", "contests or terms in these records"), ("unknown", "prosecutor’s jurisdiction not known here"))
_ABOVE, _BELOW = 44, 52
_STYLE = (
    "svg{font:15px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif}"
    ".map path,.key{stroke:#fbfaf6;stroke-width:.6;fill:#e6e2d7}.map .unknown,.key.unknown{fill:#fbfaf6;"
    "stroke:#595650}.map .held,.key.held{fill:#0f5a5e}text{fill:#595650}.strong{fill:#1d1c1a;font-weight:600;"
    "font-size:19px}"
)

NAMED = Picture(_TITLE, _TITLE, BOX_HEIGHT, "", _COLUMNS, (), addresses.OFFICES,
                addresses.picture("places", addresses.OFFICES))  # fmt: skip
"""The picture without its drawing, for the page, which draws the map with links of its own."""


def keys(db: SiteDb) -> Iterator[str]:
    """One for the site, where it has a roster and the counties of jurisdictions."""
    if db.has("terms", "jurisdiction_counties"):
        yield ""


def places(db: SiteDb, _cites: Citations, _key: str = "") -> Picture | None:
    """The picture; its rows say of each place what is held, never how much."""
    drawn = on_map(db) if list(keys(db)) else None
    if not drawn:
        return None
    unlinked = [{**place, "contest_id": None} for place in drawn["held"]]
    inside = str(county_map(unlinked, drawn["unknown"], str))
    whole = _file(inside, source_line(db.case))
    return replace(NAMED, rows=list(_rows(db)), inside=inside, whole=whole, key=_key_below())


def _rows(db: SiteDb) -> Iterator[dict[str, Any]]:
    for state in states_of(db):
        for place in state["places"]:
            held = {name: "held" if place[name] else "not held" for name in ("results", "money")}
            said = place["place"] or place["division"]
            yield {"state": state["state"], "place": said, **held, "terms": "held" if place["term"] else "not held"}


def _key_below() -> str:
    """The key as words under the map, in the colours of the page's style sheet."""
    parts = [
        f'<svg class="map key" viewBox="0 0 12 12" aria-hidden="true"><rect class="{kind}" width="12" height="12"/>'
        f"</svg> {escape(words)}"
        for kind, words in _KEY
    ]
    rest = "all others: known by law, nothing in these records"
    return f'<p class="small">{" · ".join((*parts, rest))}. Outlines: U.S. Census Bureau.</p>\n'


def _file(inside: str, source: str) -> str:
    """The map with its title above, and its key and source below."""
    height = _ABOVE + BOX_HEIGHT + _BELOW
    key = "".join(
        f'<rect class="key {kind}" x="{16 + 330 * at}" y="{height - 44}" width="13" height="13"/>'
        f'<text x="{36 + 330 * at}" y="{height - 32}">{escape(words)}</text>'
        for at, (kind, words) in enumerate(_KEY)
    )
    placed = inside.replace("<svg ", f'<svg x="0" y="{_ABOVE}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BOX_WIDTH} {height}" width="{BOX_WIDTH}" '
        f'height="{height}" role="img"><title>{escape(_TITLE)}</title><desc>{escape(_TITLE)}</desc>'
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fbfaf6"/>'
        f'<text class="strong" x="16" y="30">{escape(_TITLE)}</text>{placed}{key}'
        f'<text x="16" y="{height - 8}">{escape(visible(source))}. Outlines: U.S. Census Bureau.</text></svg>\n'
    )

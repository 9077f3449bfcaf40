"""The map of jurisdictions: every county's outline, those whose prosecutor is not known, and those with records."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from headwater.publish import addresses
from headwater.publish.showing import bounded, visible

_SHAPES = Path(__file__).with_name("county_shapes.txt")
BOX_WIDTH, BOX_HEIGHT = 964, 628
_ALT = (
    "Map of the counties of the United States without Alaska, which has none: those of jurisdictions with records are "
    "marked, and those whose prosecutor’s jurisdiction is not known. The lists under the map say the same in words."
)


@cache
def shapes() -> Mapping[str, str]:
    """Each county's outline as an SVG path, by FIPS code (bench/county_shapes.py makes the file)."""
    lines = _SHAPES.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def county_map(held: Iterable[Mapping[str, Any]], unknown: Iterable[str], to: Callable[[str], str]) -> Markup:
    """The map as inline SVG.

    Args:
        held: places with records: their ``fips`` codes, what a reader calls them, and a contest's id or None.
        unknown: FIPS codes of counties whose prosecutor is not known.
        to: makes an address relative to the page.
    """
    outlines, gaps = shapes(), set(unknown)
    known = "".join(path for fips, path in outlines.items() if fips not in gaps)
    missing = "".join(path for fips, path in outlines.items() if fips in gaps)
    marks = "".join(_marked(place, outlines, to) for place in held)
    # an image may hold no link
    role = "group" if "<a " in marks else "img"
    svg = (
        f'<svg class="map" viewBox="0 0 {BOX_WIDTH} {BOX_HEIGHT}" role="{role}" aria-label="{escape(_ALT)}">'
        f'<path class="known" d="{known}"/>'
        f'<path class="unknown" d="{missing}"/>{marks}</svg>'
    )
    return Markup(svg)  # noqa: S704 - its every foreign part went through `escape`


def _marked(place: Mapping[str, Any], outlines: Mapping[str, str], to: Callable[[str], str]) -> str:
    path = "".join(outlines.get(fips, "") for fips in place["fips"])
    if not path:
        return ""
    where, words = escape(place["division"]), escape(visible(bounded(place["place"])))
    drawn = f'<path class="held" data-place="{where}" d="{path}"><title>{words}</title></path>'
    if not place["contest_id"]:
        return drawn
    address = escape(to(addresses.contest(place["contest_id"])))
    return f'<a href="{address}" aria-label="{words}" tabindex="-1">{drawn}</a>'

"""What all pictures share: marks across in percent and down in pixels, so that one drawing fits any width.

A drawing is a fragment of SVG whose horizontal places are percentages and whose text is in pixels: the page shows
it inline at 1280 and at 390 pixels with text of one size, and the same fragment is the file. Colours come from
classes; a file carries its own few rules for them, a page has them in its style sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from headwater.publish.showing import bounded, visible

_LABEL = 60
STYLE = (
    ".pic{background:#fbfaf6}text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,"
    "'Liberation Sans',sans-serif;fill:#595650}.strong{fill:#1d1c1a;font-weight:600}.ground{fill:#e6e2d7}"
    ".fill{fill:#a8a394}.sure{fill:#5a564c}.tick,.other{fill:#1d1c1a}.tick.open{fill:#fbfaf6;stroke:#1d1c1a;stroke-width:1.5}.axis{stroke:#d8d4c9}.mark{stroke:#595650}.day{stroke:#1d1c1a;"
    "stroke-dasharray:3 3}.end{text-anchor:end}.mid{text-anchor:middle}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what it shows in words, its marks, and the rows that say the same.

    `columns` are the names of the rows' columns and the words for them; `page` is the address it stands on. Where a
    picture is not made of marks across in percent, `inside` is its markup on a page and `whole` is its file.
    """

    title: str
    alt: str
    height: int
    marks: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    page: str
    address: str
    inside: str = ""
    whole: str = ""
    key: str = ""
    """What its colours mean, as markup under it where no page's own words stand around it."""


def rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A bar; `x` and `width` in percent, `y` and `height` in pixels."""
    return f'<rect class="{kind}" x="{_p(x)}" y="{y:g}" width="{_p(max(width, 0.15))}" height="{height:g}"/>'


def line(x: float, top: float, bottom: float, kind: str) -> str:
    """An upright line at `x` percent."""
    return f'<line class="{kind}" x1="{_p(x)}" x2="{_p(x)}" y1="{top:g}" y2="{bottom:g}"/>'


def level(y: float, start: float = 0) -> str:
    """A level line from `start` percent to the right edge."""
    return f'<line class="axis" x1="{_p(start)}" x2="100%" y1="{y:g}" y2="{y:g}"/>'


def words(x: float, y: float, text: str, kind: str = "") -> str:
    """A label; text of unknown origin is escaped, cut, and has its direction marks written out."""
    said = f' class="{kind}"' if kind else ""
    return f'<text x="{_p(x)}" y="{y:g}"{said}>{escape(visible(bounded(text, _LABEL)))}</text>'


def inline(picture: Picture) -> str:
    """The picture inside a page, where a table beside it says the same."""
    if picture.inside:
        return picture.inside
    return (
        f'<svg class="pic" width="100%" height="{picture.height}" role="img" '
        f'aria-label="{escape(visible(picture.alt))}">{picture.marks}</svg>'
    )


def markup(picture: Picture) -> Markup:
    """`inline`, for templates."""
    return Markup(inline(picture))  # noqa: S704 - its every foreign part went through `escape`


def svg_file(picture: Picture, source: str, width: int = 0) -> str:
    """The picture as a file of its own, with its title and its source; `width` in pixels, 0 for as wide as it stands.

    The inner parts are not clipped: a converter makes a layer of the whole picture for each clip and each text in it.

    Args:
        picture: the picture.
        source: one line that says where it comes from.
        width: of the file, for programs that know no percentages of nothing.
    """
    if picture.whole:
        return picture.whole
    across = str(width) if width else "100%"
    height = picture.height + 64
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pic" width="{across}" height="{height}" role="img">'
        f"<title>{escape(visible(picture.title))}</title><desc>{escape(visible(picture.alt))}</desc>"
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fbfaf6"/>'
        f'<svg x="2%" width="96%" height="{height}" overflow="visible"><text class="strong" x="0" y="22">'
        f"{escape(visible(bounded(picture.title, 110)))}</text>"
        f'<svg y="36" width="100%" height="{picture.height}" overflow="visible">{picture.marks}</svg>'
        f'<text x="0" y="{height - 10}">{escape(visible(source))}</text></svg></svg>\n'
    )


def _p(value: float) -> str:
    """A percentage with two decimals at most, so that the same numbers give the same bytes."""
    return f"{round(value, 2):g}%"

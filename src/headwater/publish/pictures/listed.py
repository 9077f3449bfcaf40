"""The kinds of pictures, in the order in which they are written, and the files of each."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from markupsafe import escape

from headwater.base.csv_cells import guarded
from headwater.publish import addresses
from headwater.publish.citing import Citations, Number
from headwater.publish.pictures import coverage, events, places, reach, timeline, way, years
from headwater.publish.pictures.drawing import Picture, inline, svg_file
from headwater.publish.showing import visible
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import source_line

PNG_WIDTH = 900
_HAS_PNG = find_spec("vl_convert") is not None


@dataclass(frozen=True, slots=True)
class PictureKind:
    """One kind of picture: which keys have one, and how it is made."""

    name: str
    keys: Callable[[SiteDb], Iterator[str]]
    make: Callable[[SiteDb, Citations, str], Picture | None]


KINDS = (
    PictureKind("coverage", coverage.keys, coverage.coverage),
    PictureKind("places", places.keys, places.places),
    PictureKind("events", events.keys, events.events),
    PictureKind("timeline", timeline.keys, timeline.timeline),
    PictureKind("years", years.keys, years.years),
    PictureKind("reach", reach.keys, reach.reach),
    PictureKind("way", way.keys, way.way),
)
ENDINGS = {
    ".svg": "image/svg+xml",
    **({".png": "image/png"} if _HAS_PNG else {}),
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
"""What each picture is written as; PNG where the optional converter is installed."""


def all_pictures(db: SiteDb) -> Iterator[tuple[str, str, str]]:
    """Every picture of a site: its address without an ending, its kind and its key."""
    for kind in KINDS:
        for key in kind.keys(db):
            picture = kind.make(db, Citations(db, lists_lines=False), key)
            if picture:
                yield picture.address, kind.name, key


def picture_file(db: SiteDb, address: str) -> tuple[bytes, str] | None:
    """A picture's file and its media type; None where there is none at this address."""
    stem, ending = next(((address.removesuffix(one), one) for one in ENDINGS if address.endswith(one)), ("", ""))
    found = db.rows("SELECT kind, key FROM site_pictures WHERE address = ?", (stem,)) if stem else []
    if not found:
        return None
    kind = next(one for one in KINDS if one.name == found[0]["kind"])
    key = found[0]["key"]
    picture = db.once((kind.name, key, "picture"), lambda: kind.make(db, Citations(db, lists_lines=False), key))
    return (file_of(db, picture, ending), ENDINGS[ending]) if picture else None


def file_of(db: SiteDb, picture: Picture, ending: str) -> bytes:
    """A picture as a file with one of `ENDINGS`."""
    source = source_line(db.case)
    if ending == ".csv":
        return _csv(picture)
    if ending == ".html":
        return _embed(picture, source)
    if ending == ".png":
        # imported here: an optional package of 60 MB that only this file needs
        from vl_convert import svg_to_png  # noqa: PLC0415

        return bytes(svg_to_png(svg_file(picture, source, PNG_WIDTH), scale=2))
    return svg_file(picture, source).encode()


def _csv(picture: Picture) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(picture.columns)
    for row in picture.rows:
        cells = (row[name] for name in picture.columns)
        rows.writerow([guarded(cell.value if isinstance(cell, Number) else cell) for cell in cells])
    return out.getvalue().encode()


def _linked(picture: Picture, top: str) -> str:
    """The picture with its links into the page leading there from a frame."""
    return inline(picture).replace('href="#', f'target="_blank" rel="noopener" href="{top}{picture.page}#')


def _embed(picture: Picture, source: str) -> bytes:
    """A page for the frame of somebody else's page: the picture, its title, and where its numbers are cited."""
    top = addresses.rel(picture.address)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(visible(picture.title))}</title>\n"
        f'<link rel="stylesheet" href="{top}{addresses.STYLE}">\n</head>\n<body class="embed">\n<main>\n'
        f"<h1>{escape(visible(picture.title))}</h1>\n{_linked(picture, top)}\n{picture.key}"
        f'<p class="small">{escape(visible(source))}. <a href="{top}{picture.page}" target="_blank" rel="noopener">'
        "Every number with its filings</a></p>\n</main>\n</body>\n</html>\n"
    ).encode()

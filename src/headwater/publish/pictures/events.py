"""What happened in office: a strip for each office-holder on one axis of days, a mark for each dated event."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import escape

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.pictures.drawing import Picture, level, line, rect, words
from headwater.publish.showing import bounded, visible
from headwater.publish.site_db import SiteDb

MOST_PEOPLE = 40
_STRIP, _TOP = 44, 26
_COLUMNS = {
    "person": "Office-holder",
    "place": "Place",
    "office": "Office",
    "event_date": "First possible day",
    "event_date_to": "Last possible day",
    "what": "What",
}
_OF_A_TERM = ("term_start", "term_end")


def keys(db: SiteDb) -> Iterator[str]:
    """One for the site, where it has dated events."""
    if db.has("timeline") and db.value("SELECT 1 FROM timeline WHERE event_date IS NOT NULL LIMIT 1"):
        yield ""


def events(db: SiteDb, _cites: Citations, _key: str = "") -> Picture | None:
    """The picture; its rows are the events, each of which stands with its publisher on the page."""
    if not list(keys(db)):
        return None
    rows = db.rows(
        "SELECT person, coalesce(nullif(place, ''), division) AS place, office, event_date, "
        "coalesce(event_date_to, event_date) AS event_date_to, replace(kind, '_', ' ') AS what, kind FROM timeline "
        "WHERE event_date IS NOT NULL ORDER BY place, division, office, person, event_date, event_date_to, entry_id"
    )
    people = [list(group) for _, group in groupby(rows, lambda row: (row["place"], row["office"], row["person"]))]
    shown = people[:MOST_PEOPLE]
    rows = [row for one in shown for row in one]
    first, last = min(row["event_date"] for row in rows), max(row["event_date_to"] for row in rows)
    years = int(first[:4]), int(last[:4]) + 1
    some = f", the first {MOST_PEOPLE} office-holders by place" if len(people) > MOST_PEOPLE else ""
    title = f"Dated events in office, {first[:4]} to {last[:4]}{some}"
    return Picture(
        title=title,
        alt=f"{title}: a strip for each office-holder with a mark on each day. The table says what each mark is.",
        height=_TOP + _STRIP * len(shown) + 24,
        marks="".join(_marks(shown, years)),
        columns=_COLUMNS,
        rows=rows,
        page=addresses.TENURE,
        address=addresses.picture("events", addresses.TENURE),
    )


def _marks(people: list[list[dict[str, Any]]], years: tuple[int, int]) -> Iterator[str]:
    bottom = _TOP + _STRIP * len(people)
    yield words(0, 14, "open: a term begins or ends · full: any other event")
    shown = range(years[0], years[1], -(-(years[1] - years[0]) // 6))
    for year in shown:
        yield words(_at(f"{year}-01-01", years), bottom + 16, str(year))
    for number, one in enumerate(people):
        base = _TOP + _STRIP * (number + 1) - 12
        yield words(0, base - 16, f"{bounded(one[0]['person'], 28)} · {one[0]['place']}", "strong")
        yield level(base)
        # ticks end below the names, which a line through all strips would strike out
        yield from (line(_at(f"{year}-01-01", years), base - 8, base, "axis") for year in shown)
        for row in one:
            yield _mark(row, base, years)


def _mark(row: dict[str, Any], base: float, years: tuple[int, int]) -> str:
    start, end = _at(row["event_date"], years), _at(row["event_date_to"], years)
    kind = "tick open" if row["kind"].startswith(_OF_A_TERM) else "tick"
    said = f"<title>{escape(visible(row['event_date']))}: {escape(visible(bounded(row['what'], 120)))}</title>"
    range_of = rect(start, base - 2, end - start, 4, "fill") if end > start else ""
    return f'{range_of}<circle class="{kind}" cx="{start:.2f}%" cy="{base:g}" r="4.5">{said}</circle>'


def _at(day: str, years: tuple[int, int]) -> float:
    """A day's place across, in percent, a little away from both edges."""
    start, end = date(years[0], 1, 1), date(years[1], 1, 1)
    return 1.5 + 97 * (date.fromisoformat(day) - start).days / max((end - start).days, 1)

"""Who held which office on a day, for readers without scripts: a page for each year's first day, and a form."""

from collections.abc import Iterator
from datetime import date

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import TERM_ENDS, long_day

MOST_YEARS = 60
_SAYS = "coalesce(s.maybe_from, s.maybe_until, s.sure_from) IS NOT NULL"
_MAY = (
    "(s.maybe_from IS NULL OR s.maybe_from <= {day}) AND (s.maybe_until IS NULL OR s.maybe_until >= {day}) AND " + _SAYS
)
_WORDS = (
    "Terms that had begun by the day and had not ended before it. Where the first or the last day is not stated "
    "exactly, a person who may have held the office is counted too; a term without any day is not."
)


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The page with the form, and the first day of each year in which a term begins or ends."""
    if db.has("terms", "term_spans"):
        for day in ("", *_days(db)):
            yield addresses.roster_on(day), day


def context(db: SiteDb, key: str) -> Context:
    """Who held office on a day.

    Raises:
        ValueError: if the key is no day.
    """
    day = date.fromisoformat(key).isoformat() if key else ""
    cites = Citations(db)
    return {
        "title": f"Office-holders on {long_day(day)}" if day else "Office-holders on a day",
        "crumbs": [("Office-holders", addresses.OFFICES)],
        "day": day,
        "days": _days(db),
        "holders": _holders(db, day) if day else [],
        "count": _count(cites, day) if day else None,
        "without_a_day": _without_a_day(db),
        "cites": cites,
    }


def _days(db: SiteDb) -> list[str]:
    years = db.rows(
        "SELECT min(substr(day, 1, 4)) AS first, max(substr(day, 1, 4)) AS last FROM "
        "(SELECT start_date AS day FROM terms UNION ALL SELECT end_date FROM terms UNION ALL SELECT sure_until "
        "FROM term_spans) WHERE day IS NOT NULL"
    )[0]
    if not years["first"]:
        return []
    first, last = int(years["first"]), int(years["last"]) + 1
    return [f"{year}-01-01" for year in range(max(first, last - MOST_YEARS), last + 1)]


def _holders(db: SiteDb, day: str) -> list[dict[str, object]]:
    literal = sql_text(day)
    rows = db.rows(
        "SELECT t.person, t.office, t.place, t.division, t.publisher, t.url, t.end_kind, s.sure_from, s.sure_until, "
        "s.maybe_from, s.maybe_until, s.is_open, "
        f"CASE WHEN s.sure_from <= {literal} AND (s.is_open OR s.sure_until >= {literal}) THEN 1 ELSE 0 END AS is_sure "
        f"FROM term_spans s JOIN terms t ON t.term_id = s.term_id WHERE {_MAY.format(day=literal)} "
        "ORDER BY t.place, t.division, t.office, is_sure DESC, t.person, t.term_id"
    )
    return [{**row, "how_sure": _how_sure(row, day)} for row in rows]


def _how_sure(row: dict[str, str | None], day: str) -> str:
    """Whether the person held the office; of a term without an end the records say so of no day after their own."""
    if not row["is_sure"]:
        return f"may have held it: {_why(row, day)}"
    return "held it, as far as these records say: no end is stated" if row["is_open"] else "held it"


def _why(row: dict[str, str | None], day: str) -> str:
    """Which day is missing: that on which the term began, or that on which it ended."""
    if row["sure_from"] is None or day < row["sure_from"]:
        known = f"; held it on {long_day(row['sure_from'])}" if row["sure_from"] else ""
        first = (
            f"from {long_day(row['maybe_from'])} on" if row["maybe_from"] else "on a day that these records do not say"
        )
        return f"the term began {first}{known}"
    how = f" ({TERM_ENDS.get(row['end_kind'], row['end_kind'])})" if row["end_kind"] else ""
    known = f"; held it on {long_day(row['sure_until'])}" if row["sure_until"] else ""
    last = f"by {long_day(row['maybe_until'])}" if row["maybe_until"] else "on a day that these records do not say"
    return f"the term ended{how} {last}{known}"


def _without_a_day(db: SiteDb) -> list[dict[str, object]]:
    return db.rows(
        "SELECT t.person, t.office, t.place, t.division FROM term_spans s JOIN terms t ON t.term_id = s.term_id "
        f"WHERE NOT ({_SAYS}) ORDER BY t.place, t.division, t.office, t.person, t.term_id"
    )


def _count(cites: Citations, day: str) -> object:
    where = _MAY.format(day=sql_text(day))
    return cites.number(
        f"SELECT count(*) FROM term_spans s WHERE {where}",
        "count",
        _WORDS,
        "SELECT t.publisher, t.start_date AS date_from, t.end_date AS date_to, t.file_name, t.row, t.url "
        f"FROM term_spans s JOIN terms t ON t.term_id = s.term_id WHERE {where} ORDER BY t.file_name, t.row, t.term_id",
    )

"""Who held which office on a day, for readers without scripts: a page for each year's first day, and a form."""

from collections.abc import Iterator
from datetime import date

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import long_day

MOST_YEARS = 60
_MAY = (
    "(s.maybe_from IS NULL OR s.maybe_from <= {day}) AND (s.maybe_until IS NULL OR s.maybe_until >= {day}) "
    "AND (s.maybe_from IS NOT NULL OR s.maybe_until IS NOT NULL)"
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
        "cites": cites,
    }


def _days(db: SiteDb) -> list[str]:
    years = db.rows(
        "SELECT min(substr(day, 1, 4)) AS first, max(substr(day, 1, 4)) AS last FROM "
        "(SELECT start_date AS day FROM terms UNION ALL SELECT end_date FROM terms) WHERE day IS NOT NULL"
    )[0]
    if not years["first"]:
        return []
    first, last = int(years["first"]), int(years["last"]) + 1
    return [f"{year}-01-01" for year in range(max(first, last - MOST_YEARS), last + 1)]


def _holders(db: SiteDb, day: str) -> list[dict[str, object]]:
    literal = sql_text(day)
    return db.rows(
        "SELECT t.person, t.office, t.place, t.division, t.publisher, t.url, t.start_date, t.end_date, t.end_kind, "
        f"CASE WHEN s.sure_from <= {literal} AND (s.is_open OR s.sure_until >= {literal}) THEN 1 ELSE 0 END AS is_sure "
        f"FROM term_spans s JOIN terms t ON t.term_id = s.term_id WHERE {_MAY.format(day=literal)} "
        "ORDER BY t.place, t.division, t.office, is_sure DESC, t.person, t.term_id"
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

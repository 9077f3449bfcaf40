"""Office-holders: who held each office from when to when, how each term began and ended, and what is held of where."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations
from headwater.publish.page import Context
from headwater.publish.pictures.places import NAMED
from headwater.publish.places import on_map, states_of
from headwater.publish.rows_behind import COUNTIES
from headwater.publish.sections import numbered_pages
from headwater.publish.site_db import SiteDb

PAGE_TERMS = 500
_WITH_DAYS = (
    "SELECT t.*, s.maybe_from AS first_day, s.maybe_until AS last_day FROM terms t "
    "LEFT JOIN term_spans s ON s.term_id = t.term_id"
)
_WITHOUT = "SELECT t.*, start_date AS first_day, date(end_date, '-1 day') AS last_day FROM terms t"
"""Terms with the days between which the person may have held the office, as `roster_day` counts them."""


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The pages of the roster, where the case has one."""
    if db.has("terms"):
        yield from numbered_pages(addresses.OFFICES, db.value("SELECT count(*) FROM terms"))


def context(db: SiteDb, key: str) -> Context:
    """One page of the roster, by place and office, and the places on a grid of states."""
    cites = Citations(db)
    terms = db.rows(
        f"{_WITH_DAYS if db.has('term_spans') else _WITHOUT} ORDER BY place, t.division, t.office, start_date IS NULL, "
        "start_date, t.person, t.term_id LIMIT ? OFFSET ?",
        (PAGE_TERMS, PAGE_TERMS * (int(key) - 1)),
    )
    return {
        "title": "Office-holders" if key == "1" else f"Office-holders, page {key}",
        "crumbs": [],
        "count": cites.number(
            "SELECT count(*) FROM terms",
            "count",
            "Terms: one stretch of one person in one office, as a publisher states it.",
            "SELECT publisher, start_date AS date_from, end_date AS date_to, file_name, row, url FROM terms "
            "ORDER BY file_name, row, term_id",
        ),
        "terms": [{**row, "candidate_id": _candidate(db, row)} for row in terms],
        "states": states_of(db) if key == "1" else [],
        "coverage": _coverage(db, cites) if key == "1" else [],
        "on_map": on_map(db) if key == "1" else None,
        "map": NAMED,
        "pages": list(paths(db)),
        "here": key,
        "cites": cites,
    }  # fmt: skip


def _candidate(db: SiteDb, term: dict[str, Any]) -> str | None:
    """The entity of the one candidate of the same name for the same office in the same place; None otherwise."""
    found = db.rows(
        "SELECT DISTINCT d.candidate_entity_id FROM candidacies d JOIN contests c ON c.contest_id = d.contest_id "
        "WHERE c.division = ? AND c.office = ? AND d.candidate = ?",
        (term["division"], term["office"], term["person"]),
    )
    return str(found[0]["candidate_entity_id"]) if len(found) == 1 else None


def _coverage(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    """Each state: how many of its counties have a prosecutor's jurisdiction that is known, and which have not."""
    if not db.has("jurisdiction_coverage"):
        return []
    rows = cites.table(
        "SELECT state, office, knowledge, county_count, covered_count, unknown, as_of, complete_from, source, note "
        "FROM jurisdiction_coverage ORDER BY state",
        {"county_count": "count", "covered_count": "count"},
        "Counties, parishes and independent cities of each state, and those whose prosecutor’s jurisdiction is known "
        "from the law named; a county that is not covered is unknown, never without a prosecutor.",
        COUNTIES if db.has("jurisdiction_counties") else "",
    )
    for row in rows:
        row["name"] = row["state"].upper()
    return rows

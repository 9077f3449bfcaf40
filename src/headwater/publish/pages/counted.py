"""Counts of people under written definitions: each word that sentences count, as of each day, with who is counted."""

import re
from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.rows_behind import members_of
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb

_TERM = re.compile(r"\bterm (T\w+)$")


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where the case defines sets."""
    if db.has("set_definitions", "scoreboard", "set_members"):
        yield addresses.COUNTED, "1"


def context(db: SiteDb, _key: str) -> Context:
    """Each word with its definitions, each definition's count as of each of its days, and the members."""
    cites = Citations(db)
    words: dict[str, list[dict[str, Any]]] = {}
    for row in db.rows("SELECT * FROM set_definitions ORDER BY word, definition"):
        row["scores"] = _scores(db, cites, row["definition"])
        words.setdefault(row["word"], []).append(row)
    return {
        "title": "Counts under written definitions",
        "crumbs": [("Claims", addresses.CLAIMS)],
        "words": [{"word": word, "definitions": listed} for word, listed in words.items()],
        "cites": cites,
    }


def _scores(db: SiteDb, cites: Citations, definition: str) -> list[dict[str, Any]]:
    mine = f"definition = {sql_text(definition)}"
    rows = cites.table(
        f"SELECT as_of, count, missing FROM scoreboard WHERE {mine} ORDER BY as_of",
        {"count": "count"},
        "Members of these records under this definition, as of each day; a member that several rows prove counts once.",
        members_of(definition),
    )
    for row in rows:
        found = db.rows(
            f"SELECT DISTINCT member, evidence FROM set_members WHERE {mine} AND as_of = ? ORDER BY member, evidence",
            (row["as_of"],),
        )
        row["members"] = _grouped(db, found)
    return rows


def _term(db: SiteDb, said: str) -> dict[str, str]:
    """A term by its office and place, in the place of its id, which leads to the roster."""
    found = _TERM.search(said) if db.has("terms") else None
    terms = db.rows("SELECT office, place, division FROM terms WHERE term_id = ?", (found[1],)) if found else []
    if not found or not terms:
        return {}
    words = f"term as {terms[0]['office']}, {terms[0]['place'] or terms[0]['division']}"
    return {"words": said.replace(found[0], words), "to": addresses.OFFICES}


def _grouped(db: SiteDb, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each member once, with all rows that make it one; what names a contest has its title."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        said = row["evidence"] or ""
        contest = db.rows("SELECT * FROM contests WHERE contest_id = ?", (said,)) if db.has("contests") else []
        link = {"words": contest_title(db, contest[0]), "to": addresses.contest(said)} if contest else _term(db, said)
        found.setdefault(row["member"], []).extend([{"words": said, "to": "", **link}] if said else [])
    return [{"member": member, "evidence": evidence} for member, evidence in found.items()]

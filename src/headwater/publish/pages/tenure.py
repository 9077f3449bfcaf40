"""Recall petitions with their arithmetic, and what happened in each office: dated events with their documents."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.pictures.events import events
from headwater.publish.site_db import SiteDb

_COUNTS = ("required", "submitted", "sample_checked", "sample_valid", "projected", "valid")
_LESS = ("projected_less_required", "valid_less_required")
_PETITIONS = (
    "The number required, the signatures handed in, those of the sample that were checked and found valid, the "
    "projection (valid in the sample divided by those checked, times all handed in, to the nearest whole) and those "
    "found valid in the full count; of several statements the deciding officer’s latest stands."
)
_STATEMENTS = (
    "What publishers state of the petition, beside the figure that stands: the deciding officer’s latest, else the "
    "latest of all; difference: stated less standing."
)


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """The one page, where the case has petitions or events."""
    if db.has("recall_petitions") or db.has("timeline"):
        yield addresses.TENURE, "1"


def context(db: SiteDb, _key: str) -> Context:
    """Every petition with its statements, and every office-holder's events in the order of their days."""
    cites = Citations(db)
    return {
        "title": "Recall petitions and what happened in office",
        "crumbs": [("Office-holders", addresses.OFFICES)],
        "petitions": _petitions(db, cites) if db.has("recall_petitions", "recall_statements") else [],
        "events": events(db, cites),
        "people": _people(db) if db.has("timeline") else [],
        "cites": cites,
    }


def _petitions(db: SiteDb, cites: Citations) -> list[dict[str, Any]]:
    rows = db.rows(
        "SELECT petition_id, place, office, person, petition, deadline, outcome FROM recall_petitions "
        "ORDER BY place, person, petition, petition_id"
    )
    for row in rows:
        mine = f"petition_id = {sql_text(row['petition_id'])}"
        lines = (
            "SELECT publisher, as_of, document AS page, file_name, row, url FROM recall_statements "
            f"WHERE {mine} ORDER BY file_name, row"
        )
        columns = ", ".join((*_COUNTS, "sample_percent", *_LESS))
        units = dict.fromkeys(_COUNTS, "count") | dict.fromkeys(_LESS, "signed") | {"sample_percent": "in:percent"}
        (row["numbers"],) = cites.table(
            f"SELECT {columns} FROM recall_petitions WHERE {mine}", units, _PETITIONS, lines
        )
        row["statements"] = cites.table(
            "SELECT measure, stated, standing, difference, agrees, is_official, as_of, document, publisher, url "
            f"FROM recall_statements WHERE {mine} ORDER BY measure, is_official DESC, as_of NULLS LAST, file_name, row",
            {"stated": "figure", "standing": "figure", "difference": "signed"},
            _STATEMENTS,
            lines,
        )
    return rows


def _people(db: SiteDb) -> list[dict[str, Any]]:
    """The timeline of each person in each office; a day known only as a range shows both ends."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in db.rows(
        "SELECT * FROM timeline ORDER BY place, division, office, person, event_date, event_date_to, kind, entry_id"
    ):
        found.setdefault((row["division"], row["office"], row["person"]), []).append(row)
    return [
        {"person": person, "office": office, "place": rows[0]["place"], "division": division, "events": rows}
        for (division, office, person), rows in found.items()
    ]

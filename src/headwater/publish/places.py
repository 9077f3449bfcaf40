"""The places of a case: what these records hold of each, and where it lies on the map of counties."""

import re
from typing import Any

from headwater.publish.pictures.county_map import shapes
from headwater.publish.sections import gaps_of
from headwater.publish.site_db import SiteDb

_COUNTIES = re.compile("/(county|parish|borough|census_area):[^/]*$")
_COUNTRY = "ocd-division/country:us/state:"


def states_of(db: SiteDb) -> list[dict[str, Any]]:
    """Each state with its places: how many contests, counts and payments of their names these records hold."""
    places = db.rows(
        "SELECT division, max(place) AS place FROM (SELECT division, place FROM contests UNION ALL "
        "SELECT division, place FROM terms) GROUP BY division ORDER BY division"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in places:
        contests = db.rows(
            "SELECT contest_id, election_date FROM contests WHERE division = ? ORDER BY election_date DESC, contest_id",
            (row["division"],),
        )
        years = [int(one["election_date"][:4]) for one in contests]
        held = {
            "results": bool(db.value(
                "SELECT 1 FROM results r JOIN contests c ON c.contest_id = r.contest_id WHERE c.division = ? "
                "AND r.votes IS NOT NULL LIMIT 1", (row["division"],))),
            "money": _has_money(db, row["division"]),
            "term": bool(db.value("SELECT 1 FROM terms WHERE division = ? LIMIT 1", (row["division"],))),
        }  # fmt: skip
        gaps = list(dict.fromkeys(words for year in years for words in gaps_of(db, row["division"], year)))
        state = row["division"].removeprefix(_COUNTRY).split("/")[0].upper()
        held["is_unheard_of"] = _is_unheard_of(db, row["division"], state.lower())
        found.setdefault(state if len(state) == 2 else "other", []).append(
            {**row, **held, "gaps": gaps, "contest_id": contests[0]["contest_id"] if contests else None}
        )
    return [{"state": state, "places": found[state]} for state in sorted(found)]


def _is_unheard_of(db: SiteDb, division: str, state: str) -> bool:
    """Whether it is said to be a county, and is none of those of its state, all of which are known, or of any state."""
    if not _COUNTIES.search(division) or not db.has("jurisdiction_counties", "jurisdiction_coverage"):
        return False
    knowledge = db.value("SELECT knowledge FROM jurisdiction_coverage WHERE state = ?", (state,))
    is_listed = db.value("SELECT 1 FROM jurisdiction_counties WHERE county = ? LIMIT 1", (division,))
    return knowledge in (None, "complete") and not is_listed


def on_map(db: SiteDb) -> dict[str, Any] | None:
    """The places with records and their counties, and the counties whose prosecutor no law here names."""
    if not db.has("jurisdiction_counties"):
        return None
    rows = db.rows("SELECT division, county, fips FROM jurisdiction_counties WHERE fips <> '' ORDER BY fips, division")
    of_place: dict[str, set[str]] = {}
    for row in rows:
        of_place.setdefault(row["division"], set()).add(row["fips"])
        of_place.setdefault(row["county"], set()).add(row["fips"])
    places = db.rows(
        "SELECT division, max(place) AS place, max(contest_id) AS contest_id FROM (SELECT division, place, contest_id "
        "FROM contests UNION ALL SELECT division, place, NULL FROM terms) GROUP BY division ORDER BY division"
    )
    held = [
        {**row, "place": row["place"] or row["division"], "fips": sorted(of_place[row["division"]])}
        for row in places
        if row["division"] in of_place
    ]
    covered = {row["fips"] for row in rows}
    # the District of Columbia and Connecticut have prosecutors for the whole of them
    return {"held": held, "unknown": [one for one in shapes() if one not in covered and not one.startswith("11")]}


def _has_money(db: SiteDb, division: str) -> bool:
    if not db.has("payments"):
        return False
    return bool(
        db.value(
            "SELECT 1 FROM contests c JOIN candidacies d ON d.contest_id = c.contest_id LEFT JOIN site_committees o "
            "ON o.contest_id = d.contest_id AND o.candidate = d.candidate WHERE c.division = ? AND (EXISTS (SELECT 1 "
            "FROM payments p WHERE p.about_entity_id = d.candidate_entity_id) OR EXISTS (SELECT 1 FROM payments p "
            "WHERE p.payee_entity_id IN (d.candidate_entity_id, o.entity_id))) LIMIT 1",
            (division,),
        )
    )

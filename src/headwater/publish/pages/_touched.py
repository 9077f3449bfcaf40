"""The contests of an entity or its money, the spenders about it, and the donor sets it belongs to."""

from typing import Any

from headwater.publish.citing import Citations, Number, sql_list, sql_text
from headwater.publish.evidence import (
    GIFTS,
    NET,
    WINDOW_WORDS,
    by_spender,
    gifts_to,
    in_window,
    lines_of,
    spending_about,
)
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import add_members, bounds, further, target_payments, targets

SHOWN_CONTESTS = 50
_GAVE = (
    "SELECT o.contest_id, o.candidate FROM payments p JOIN site_committees o "
    "ON o.entity_id = p.payee_entity_id WHERE p.payer_entity_id = ?1 AND p.kind IN ('monetary', 'in_kind') "
    "UNION SELECT d.contest_id, d.candidate FROM payments p JOIN candidacies d "
    "ON d.candidate_entity_id = p.payee_entity_id WHERE p.payer_entity_id = ?1 AND p.kind IN ('monetary', 'in_kind')"
)
_SPENT = (
    "SELECT DISTINCT d.contest_id, d.candidate FROM payments p JOIN candidacies d "
    "ON d.candidate_entity_id = p.about_entity_id JOIN contests c ON c.contest_id = d.contest_id "
    "AND p.date_to BETWEEN (substr(c.election_date, 1, 4) - 1) || '-07-01' "
    "AND (substr(c.election_date, 1, 4) + 1) || '-06-30' "
    "WHERE p.payer_entity_id = ?1 AND p.kind = 'independent_expenditure' "
    "OR p.payee_entity_id = ?1 AND p.kind = 'return'"
)
_ROLES = (
    ("candidate", "SELECT contest_id, candidate FROM candidacies WHERE candidate_entity_id = ?"),
    ("committee", "SELECT contest_id, candidate FROM site_committees WHERE entity_id = ?"),
    ("gave", _GAVE),
    ("spent", _SPENT),
)


def contests_touched(db: SiteDb, cites: Citations, key: str) -> tuple[list[dict[str, Any]], bool]:
    """The latest contests in which it ran, gave or spent or is a candidate's committee, and whether there are more."""
    found: dict[str, dict[str, set[str]]] = {}
    for role, sql in _ROLES:
        for row in db.shared.rows(sql, (key,)):
            found.setdefault(row["contest_id"], {}).setdefault(row["candidate"], set()).add(role)
    contests = db.rows(
        f"SELECT * FROM contests WHERE contest_id IN {sql_list(sorted(found))} "
        f"ORDER BY election_date DESC, contest_id LIMIT {SHOWN_CONTESTS}"
    )
    listed = [_touched(db, cites, key, one, found[one["contest_id"]]) for one in contests]
    return listed, len(found) > len(listed)


def _touched(
    db: SiteDb, cites: Citations, key: str, contest: dict[str, Any], candidates: dict[str, set[str]]
) -> dict[str, Any]:
    """One contest: what the entity did in it, and, where it spent, all that was spent on every side."""
    contest_id, year = contest["contest_id"], int(contest["election_date"][:4])
    parts = []
    for candidate, roles in sorted(candidates.items()):
        place = (contest_id, candidate)
        gave = _gave(db, cites, key, place) if "gave" in roles else None
        spent = _spent(db, cites, key, place, year) if "spent" in roles else []
        own = _own(db, cites, key, place) if "candidate" in roles else {}
        did: dict[str, Any] = {"roles": sorted(roles), "gave": gave, "spent": spent, "own": own}
        person = db.value("SELECT candidate_entity_id FROM candidacies WHERE contest_id = ? AND candidate = ?", place)
        parts.append({"candidate": candidate, "is_option": person in db.options, **did})
    whole = _whole(db, cites.shared, contest_id, year) if any(part["spent"] for part in parts) else []
    return {"contest_id": contest_id, "title": contest_title(db, contest), "parts": parts, "whole": whole}


def _own(db: SiteDb, cites: Citations, key: str, place: tuple[str, str]) -> dict[str, Any]:
    """The committees of one candidacy, with the count and sum of gifts to them and to the candidate by name."""
    committees = db.rows(
        "SELECT o.identifier, o.entity_id, e.name FROM site_committees o LEFT JOIN entities e "
        "ON e.entity_id = o.entity_id WHERE o.contest_id = ? AND o.candidate = ? ORDER BY o.identifier",
        place,
    )
    gifts = gifts_to([key, *sorted({one["entity_id"] for one in committees if one["entity_id"]})])
    found: dict[str, Any] = {"committees": committees, "count": None, "cents": None}
    if not db.has("payments") or not db.value(f"SELECT 1 FROM payments WHERE {gifts} LIMIT 1"):
        return found
    found["has_sums"] = bool(db.value(f"SELECT 1 FROM payments WHERE {gifts} AND is_sum LIMIT 1"))
    words = (
        "of money and in-kind gifts to the committees that this candidacy names, or to the candidate by name; all "
        "dates that these records hold."
    )
    found["count"] = cites.number(
        f"SELECT {GIFTS} FROM payments WHERE {gifts}", "count", f"Number {words}", lines_of(gifts)
    )
    found["cents"] = cites.number(
        f"SELECT {NET} FROM payments WHERE {gifts}", "cents", f"Sum, minus returns, {words}", lines_of(gifts)
    )
    return found


def _whole(db: SiteDb, cites: Citations, contest_id: str, year: int) -> list[dict[str, Any]]:
    """Every side's independent expenditures of a contest, with their shares of all of them."""
    people = db.rows(
        "SELECT DISTINCT candidate_entity_id FROM candidacies WHERE contest_id = ? ORDER BY 1", (contest_id,)
    )
    where = spending_about([row["candidate_entity_id"] for row in people], year)
    return cites.table(
        f"SELECT about_entity_id, about, stance, {NET} AS total_cents, "
        f"CAST({NET} AS DOUBLE) / nullif((SELECT {NET} FROM payments WHERE {where}), 0) AS share "
        f"FROM payments WHERE {where} GROUP BY 1, 2, 3 ORDER BY total_cents DESC, about_entity_id, stance",
        {"total_cents": "cents", "share": "share"},
        "All independent expenditures about the candidates of this contest, by candidate and stance, "
        f"{WINDOW_WORDS}; and their shares of all of them.",
        lines_of(where),
    )


def _gave(db: SiteDb, cites: Citations, key: str, place: tuple[str, str]) -> Number:
    own = db.rows(
        "SELECT entity_id FROM site_committees WHERE contest_id = ?1 AND candidate = ?2 UNION "
        "SELECT candidate_entity_id FROM candidacies WHERE contest_id = ?1 AND candidate = ?2",
        place,
    )
    gifts, me = gifts_to(sorted({row["entity_id"] for row in own if row["entity_id"]})), sql_text(key)
    where = f"{gifts} AND (payer_entity_id = {me} AND kind <> 'return' OR payee_entity_id = {me} AND kind = 'return')"
    return cites.number(
        f"SELECT {NET} FROM payments WHERE {where}",
        "cents",
        "Money and in-kind gifts of this entity to the committees that the candidacy names, or to the candidate by "
        "name, minus what was returned; all dates that these records hold.",
        lines_of(where),
    )


def _spent(db: SiteDb, cites: Citations, key: str, place: tuple[str, str], year: int) -> list[dict[str, Any]]:
    person = db.value("SELECT candidate_entity_id FROM candidacies WHERE contest_id = ? AND candidate = ?", place)
    found = []
    me = sql_text(key)
    mine = (
        f"(payer_entity_id = {me} AND kind = 'independent_expenditure' OR payee_entity_id = {me} AND kind = 'return') "
        f"AND about_entity_id = {sql_text(person)} AND {in_window(year)}"
    )
    stances = {row["stance"] for row in db.rows(f"SELECT DISTINCT stance FROM payments WHERE {mine}")}
    for stance in ("for", "against", ""):
        where = f"{mine} AND stance = {sql_text(stance)}"
        if stance in stances:
            number = cites.number(
                f"SELECT {NET} FROM payments WHERE {where}",
                "cents",
                "Independent expenditures of this entity about the candidate, stance as filed: "
                f"{stance or 'not stated'}; {WINDOW_WORDS}.",
                lines_of(where),
            )
            found.append({"stance": stance or "about", "number": number})
    return found


def spenders_about(db: SiteDb, cites: Citations, key: str) -> list[dict[str, Any]]:
    """Every independent spender about an entity, for and against beside each other, in all years."""
    if not db.has("payments"):
        return []
    where = f"kind IN ('independent_expenditure', 'return') AND about_entity_id = {sql_text(key)}"
    return cites.table(
        by_spender(where),
        {"payments": "count", "total_cents": "cents", "share": "share"},
        "Independent expenditures whose filing names this candidate or measure, in all years of these records, minus "
        "what came back; the share is of all of them.",
        lines_of(where),
    )


def reaching(db: SiteDb, cites: Citations, key: str) -> list[dict[str, Any]]:
    """What can have reached an entity that is a target, by donor set, in all contests of these records."""
    if not db.has("traces", "payments") or not db.value("SELECT 1 FROM traces WHERE target_entity_id = ?", (key,)):
        return []
    rows = bounds(db, cites, f"target_entity_id = {sql_text(key)}", lines_of(target_payments(db, key)))
    add_members(db, cites, rows)
    return targets(db, cites, rows, key)


def named_sets(db: SiteDb, cites: Citations, key: str) -> list[dict[str, Any]]:
    """The case's donor sets that the entity is a member of, each with its bounds to every candidate it can reach."""
    sets = db.rows(
        "SELECT DISTINCT s.donor_set, s.name FROM site_members m JOIN site_donor_sets s ON s.donor_set = m.donor_set "
        "WHERE m.entity_id = ? ORDER BY s.name, s.donor_set",
        (key,),
    )
    names = dict(db.cursor("SELECT entity_id, name FROM entities")) if sets else {}
    for one in sets:
        mine = f"donor_set = {sql_text(one['donor_set'])}"
        one["rows"] = bounds(db, cites, mine)
        if db.has("payments"):
            add_members(db, cites, one["rows"])
        one["further"] = further(db, cites, mine)
        for row in one["rows"]:
            row["target"] = names.get(row["target_entity_id"])
    return sets

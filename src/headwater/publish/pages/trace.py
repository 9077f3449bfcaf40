"""What can have reached one target from one donor set: the bar with every rule, one way drawn, paths, the proof."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import target_name, told_apart
from headwater.publish.citing import Citations, Number
from headwater.publish.page import Context
from headwater.publish.pictures import reach
from headwater.publish.pictures.way import lines_on, of_key, row_anchor, way
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import target_words

SHOWN_PATHS = 25


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each donor set and target that the case traces."""
    for key in reach.keys(db):
        yield addresses.trace(*key.split("\n")), key


def context(db: SiteDb, key: str) -> Context:
    """What the page of one donor set and one target shows."""
    donor_set, target = key.split("\n")
    cites = Citations(db)
    name = db.value("SELECT name FROM site_donor_sets WHERE donor_set = ?", (donor_set,)) or donor_set
    contests = contests_of(db, target)
    own = db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or target
    named = target_name(db, target, own)
    members = db.rows(
        "SELECT DISTINCT m.entity_id, e.name FROM site_members m JOIN entities e ON e.entity_id = m.entity_id "
        "WHERE m.donor_set = ? ORDER BY e.name, m.entity_id",
        (donor_set,),
    )
    picture = reach.reach(db, cites, key)
    classes = db.rows(
        "SELECT target_class FROM traces WHERE donor_set = ? AND target_entity_id = ? ORDER BY 1", (donor_set, target)
    )
    donors = [row["entity_id"] for row in members]
    return {
        "title": f"From {name} to {named}",
        "crumbs": [],
        "set_name": name,
        "target": {"id": target, "name": named, "own": own},
        "members": members,
        "picture": picture,
        "is_exact": _is_exact(db, donor_set, target),
        "contests": contests,
        "others": others_of(db, donor_set, target),
        "classes": [_class(db, cites, f"{key}\n{row['target_class']}", donors) for row in classes],
        "cites": cites,
    }


def _is_exact(db: SiteDb, donor_set: str, target: str) -> bool:
    inexact = "SELECT 1 FROM traces WHERE donor_set = ? AND target_entity_id = ? AND NOT is_exact"
    return not db.value(inexact, (donor_set, target))


def contests_of(db: SiteDb, target: str) -> list[dict[str, Any]]:
    """The contests in which a target is a name."""
    rows = db.rows(
        "SELECT DISTINCT c.* FROM contests c JOIN candidacies d ON d.contest_id = c.contest_id "
        "WHERE d.candidate_entity_id = ? ORDER BY c.election_date, c.contest_id",
        (target,),
    )
    return [{"contest_id": row["contest_id"], "title": contest_title(db, row)} for row in rows]


def others_of(db: SiteDb, donor_set: str, target: str) -> list[dict[str, Any]]:
    """Every other donor set that the case traces to the same candidate or to its opponents."""
    rows = db.rows(
        "SELECT DISTINCT t.donor_set, s.name, t.target_entity_id, e.name AS target FROM traces t "
        "JOIN site_donor_sets s ON s.donor_set = t.donor_set JOIN entities e ON e.entity_id = t.target_entity_id "
        "WHERE t.target_entity_id = ?1 OR t.target_entity_id IN (SELECT o.candidate_entity_id FROM candidacies d "
        "JOIN candidacies o ON o.contest_id = d.contest_id WHERE d.candidate_entity_id = ?1) "
        "ORDER BY e.name, t.target_entity_id, s.name, t.donor_set",
        (target,),
    )
    apart = told_apart(db)
    for row in rows:
        words = apart.get(row["target_entity_id"])
        row["target"] = f"{row['target']} ({words})" if words else row["target"]
    return [row for row in rows if (row["donor_set"], row["target_entity_id"]) != (donor_set, target)]


def _class(db: SiteDb, cites: Citations, key: str, donors: list[str]) -> dict[str, Any]:
    """What the page shows of one class of the target's payments: a way, its paths, the proof, the commands."""
    donor_set, target, target_class = key.split("\n")
    proof = addresses.certificate(donor_set, target, target_class)
    has_proof = bool(db.value("SELECT 1 FROM site_certificates WHERE address = ?", (proof,)))
    has_way = bool(db.has("trace_bands") and db.value(f"SELECT 1 FROM trace_bands WHERE {of_key(key)} LIMIT 1"))
    given = " ".join(f"--from {one}" for one in donors)
    command = f"headwater trace --case CASE {given} --to {target} --count {target_class}"
    return {
        "name": target_class,
        "words": target_words(target_class, is_option=target in db.options),
        "picture": way(db, cites, key) if has_way else None,
        "anchor": row_anchor(target_class),
        "paths": _paths(cites, key) if has_way else [],
        "unlisted": _unlisted(db, cites, key) if has_way else None,
        "proof": proof if has_proof else "",
        "command": f"{command} --json",
        "proving": f"{command} --certificate proof.json",
    }


def _paths(cites: Citations, key: str) -> list[dict[str, Any]]:
    """The largest paths, each with its payments in the order in which money passed them."""
    steps = cites.table(
        "SELECT s.path, s.step, s.payment_id, s.cents, p.date_from, p.date_to, p.payer_entity_id, p.payer, "
        "p.payee_entity_id, p.payee, p.about_entity_id, p.about, p.stance, p.cents AS payment_cents, p.url "
        f"FROM trace_steps s JOIN payments p ON p.payment_id = s.payment_id WHERE {of_key(key, 's.')} "
        f"AND s.path <= {SHOWN_PATHS} ORDER BY s.path, s.step",
        {"cents": "cents", "payment_cents": "cents"},
        "The cents that go along one path, and the whole of each payment on it; dates never go back along a path.",
        lines_on(key),
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for step in steps:
        found.setdefault(step["path"], []).append(step)
    return [{"number": number, "cents": some[0]["cents"], "steps": some} for number, some in found.items()]


def _unlisted(db: SiteDb, cites: Citations, key: str) -> Number | None:
    """What goes along paths that the page does not list; None if it lists all."""
    sql = (
        "SELECT high_cents - (SELECT coalesce(sum(cents), 0) FROM trace_steps "
        f"WHERE {of_key(key)} AND step = 1 AND path <= {SHOWN_PATHS}) FROM traces WHERE {of_key(key)}"
    )
    if not db.value(sql):
        return None
    return cites.number(sql, "cents", "The most less what goes along the paths that are listed.", lines_on(key))

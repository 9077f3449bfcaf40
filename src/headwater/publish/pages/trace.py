"""What can have reached one target from one donor set: the bar with every rule, the ways, and the commands."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.citing import Citations, sql_list
from headwater.publish.evidence import lines_of
from headwater.publish.page import Context
from headwater.publish.pictures import reach
from headwater.publish.sections import contest_title
from headwater.publish.site_db import SiteDb
from headwater.publish.traced import target_payments

SHOWN_WAYS = 200


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each donor set and target that the case traces."""
    for key in reach.keys(db):
        yield addresses.trace(*key.split("\n")), key


def context(db: SiteDb, key: str) -> Context:
    """What the page of one donor set and one target shows."""
    donor_set, target = key.split("\n")
    cites = Citations(db)
    name = db.value("SELECT name FROM site_donor_sets WHERE donor_set = ?", (donor_set,)) or donor_set
    contests = _contests(db, target)
    target_name = db.value("SELECT name FROM entities WHERE entity_id = ?", (target,)) or target
    if target in db.options and contests:
        target_name = f"{target_name}: {contests[0]['title']}"
    members = db.rows(
        "SELECT DISTINCT m.entity_id, e.name FROM site_members m JOIN entities e ON e.entity_id = m.entity_id "
        "WHERE m.donor_set = ? ORDER BY e.name, m.entity_id",
        (donor_set,),
    )
    picture = reach.reach(db, cites, key)
    classes = [row["target_class"] for row in db.rows(
        "SELECT target_class FROM traces WHERE donor_set = ? AND target_entity_id = ? ORDER BY 1", (donor_set, target)
    )]  # fmt: skip
    donors = [row["entity_id"] for row in members]
    return {
        "title": f"From {name} to {target_name}",
        "crumbs": [],
        "set_name": name,
        "target": {"id": target, "name": target_name},
        "members": members,
        "picture": picture,
        "is_exact": _is_exact(db, donor_set, target),
        "contests": contests,
        "others": _others(db, donor_set, target),
        "straight": _straight(db, cites, donors, target) if donors and db.has("payments") else [],
        "through": _through(db, cites, donors, target) if donors and db.has("payments") else [],
        "shown_ways": SHOWN_WAYS,
        "commands": [_command(donors, target, one) for one in classes],
        "cites": cites,
    }


def _is_exact(db: SiteDb, donor_set: str, target: str) -> bool:
    inexact = "SELECT 1 FROM traces WHERE donor_set = ? AND target_entity_id = ? AND NOT is_exact"
    return not db.value(inexact, (donor_set, target))


def _contests(db: SiteDb, target: str) -> list[dict[str, Any]]:
    rows = db.rows(
        "SELECT DISTINCT c.* FROM contests c JOIN candidacies d ON d.contest_id = c.contest_id "
        "WHERE d.candidate_entity_id = ? ORDER BY c.election_date, c.contest_id",
        (target,),
    )
    return [{"contest_id": row["contest_id"], "title": contest_title(db, row)} for row in rows]


def _others(db: SiteDb, donor_set: str, target: str) -> list[dict[str, Any]]:
    """Every other donor set that the case traces to the same candidate or to its opponents."""
    rows = db.rows(
        "SELECT DISTINCT t.donor_set, s.name, t.target_entity_id, e.name AS target FROM traces t "
        "JOIN site_donor_sets s ON s.donor_set = t.donor_set JOIN entities e ON e.entity_id = t.target_entity_id "
        "WHERE t.target_entity_id = ?1 OR t.target_entity_id IN (SELECT o.candidate_entity_id FROM candidacies d "
        "JOIN candidacies o ON o.contest_id = d.contest_id WHERE d.candidate_entity_id = ?1) "
        "ORDER BY e.name, t.target_entity_id, s.name, t.donor_set",
        (target,),
    )
    return [row for row in rows if (row["donor_set"], row["target_entity_id"]) != (donor_set, target)]


def _straight(db: SiteDb, cites: Citations, donors: list[str], target: str) -> list[dict[str, Any]]:
    where = f"payer_entity_id IN {sql_list(donors)} AND {target_payments(db, target)}"
    return cites.table(
        "SELECT payer_entity_id AS payer_id, payer, kind, stance, count(*) AS payments, sum(cents) AS total_cents, "
        f"min(date_from) AS first_day, max(date_to) AS last_day FROM payments WHERE {where} GROUP BY 1, 2, 3, 4 "
        f"ORDER BY total_cents DESC, payer, payer_id, kind, stance LIMIT {SHOWN_WAYS}",
        {"payments": "count", "total_cents": "cents"},
        "Payments from members of the donor set straight to the target, before returns.",
        lines_of(where),
    )


def _through(db: SiteDb, cites: Citations, donors: list[str], target: str) -> list[dict[str, Any]]:
    """Accounts that the donor set paid and that paid to the target not earlier: the ways with one account between."""
    ids, reached = sql_list(donors), target_payments(db, target)
    inner = f"payer_entity_id IN {ids} AND payee_entity_id NOT IN {ids} AND kind <> 'return'"
    outer = f"payer_entity_id NOT IN {ids} AND {reached}"
    return cites.table(
        "SELECT i.account_id, i.account, i.in_cents, i.first_in, o.out_cents, o.last_out FROM "
        "(SELECT payee_entity_id AS account_id, payee AS account, sum(cents) AS in_cents, min(date_from) AS first_in "
        f"FROM payments WHERE {inner} GROUP BY 1, 2) i JOIN (SELECT payer_entity_id AS account_id, sum(cents) AS "
        f"out_cents, max(date_to) AS last_out FROM payments WHERE {outer} GROUP BY 1) o "
        "ON o.account_id = i.account_id AND o.last_out >= i.first_in "
        f"ORDER BY o.out_cents DESC, i.account, i.account_id LIMIT {SHOWN_WAYS}",
        {"in_cents": "cents", "out_cents": "cents"},
        "Accounts that members of the donor set paid and that paid to the target, the last payment out not before the "
        "first one in. What they received and what they paid on are sums of their own: how much of the one is in the "
        "other is what the bounds say.",
        lines_of(f"{inner} OR {outer}"),
    )


def _command(donors: list[str], target: str, target_class: str) -> str:
    given = " ".join(f"--from {one}" for one in donors)
    return f"headwater trace --case CASE {given} --to {target} --count {target_class} --json"

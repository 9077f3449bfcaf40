"""Bounds of donor sets as pages show them: which are shown, which are counted in one sentence, who paid straight."""

from collections.abc import Mapping
from typing import Any

from headwater.publish.bars import bounds_bar
from headwater.publish.citing import Citations, Number, sql_list, sql_text
from headwater.publish.evidence import lines_of
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import TARGETS, target_words

BOUNDS_WORDS = (
    "Bounds in cents: the least and the most of the target’s payments that can be the donor set’s, under every "
    "accounting that respects dates and balances; paid straight by the donor set; and by the pro rata rule, by which "
    "each payment takes of every origin in proportion to the balance at that moment. The lines "
    "listed are those of payments to the target, or of ways in which the most can have arrived; "
    "each row leads to the page of its own ways, and of what proves it."
)
# one rule for every donor set: paid straight, or some of it certain, or at least 1% of the target possible
_SHOWN = "(direct_cents > 0 OR low_cents > 0 OR high_cents > 0 AND 100 * high_cents >= target_total_cents)"
_CENTS = ("target_total_cents", "direct_cents", "low_cents", "high_cents", "pro_rata_cents")
_STANCES = {"expenditures_for": "for", "expenditures_against": "against"}


def bounds(db: SiteDb, cites: Citations, condition: str, lines: str = "") -> list[dict[str, Any]]:
    """Bounds of the case's donor sets, with a bar for each; donor sets in the order of their names.

    Only those that paid straight, whose least is above nothing, or whose most is at least 1% of the target's total;
    `further` counts the rest.

    Args:
        db: the site's file.
        cites: the page's notes.
        condition: which rows of the view ``traces``.
        lines: SQL that lists the lines of the targets' payments; without it those of the listed ways to them.
    """
    if not db.has("traces"):
        return []
    rows = cites.table(
        f"SELECT donor_set, target_entity_id, target_class, {', '.join(_CENTS)}, is_exact FROM traces "
        f"WHERE ({condition}) AND {_SHOWN} ORDER BY donor_set, target_entity_id, target_class",
        dict.fromkeys(_CENTS, "cents"),
        BOUNDS_WORDS,
        lines or lines_of_ways(db, condition),
    )
    names = db.set_names
    for row in rows:
        row["donor_set_name"] = names.get(row["donor_set"], row["donor_set"])
        row["target_words"] = target_words(row["target_class"], is_option=row["target_entity_id"] in db.options)
        row["target_order"] = _order(row["target_class"])
        row["bar"] = bounds_bar(*(row[name].value for name in _CENTS))
        row["straight"] = []
    return sorted(rows, key=lambda row: (row["target_order"], row["donor_set_name"], row["donor_set"]))


def lines_of_ways(db: SiteDb, condition: str) -> str:
    """Lists the lines of the ways that the case's traces list; empty for a case that lists none."""
    ways = f"SELECT payment_id FROM trace_steps WHERE {condition}"
    return lines_of(f"payment_id IN ({ways})") if db.has("trace_steps", "payments", "lines") else ""


def further(db: SiteDb, cites: Citations, condition: str) -> Number | None:
    """How many rows of the view ``traces`` that `condition` selects `bounds` leaves out; None for none."""
    where = f"({condition}) AND NOT {_SHOWN}"
    if not db.has("traces") or not db.value(f"SELECT 1 FROM traces WHERE {where} LIMIT 1"):
        return None
    return cites.number(
        f"SELECT count(*) FROM traces WHERE {where}",
        "count",
        "Bounds that are not drawn, by one rule for every donor set: nothing paid straight, a least of nothing, and a "
        "most below 1% of the target’s total. Each is listed with its most.",
        f"SELECT donor_set AS record_id, high_cents AS cents FROM traces WHERE {where} "
        "ORDER BY donor_set, target_entity_id, target_class",
    )


def targets(
    db: SiteDb, cites: Citations, rows: list[dict[str, Any]], candidate: str, held: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """The targets of one candidate, each with its shown bounds and the count of the others.

    Args:
        db: the site's file.
        cites: the page's notes.
        rows: the candidate's bounds, see `bounds`.
        candidate: the candidate's entity id.
        held: the cents of one contest for each class; classes without are another contest's and left out, and where a
            trace is of more than these cents it is said so.
    """
    if not db.has("traces"):
        return []
    classes = db.rows(
        "SELECT target_class, max(target_total_cents) AS total FROM traces WHERE target_entity_id = ? GROUP BY 1",
        (candidate,),
    )
    if held is not None:
        classes = [row for row in classes if row["target_class"] in held]
    totals = {row["target_class"]: row["total"] for row in classes}
    found = []
    for name in sorted(totals, key=lambda one: (_order(one), one)):
        mine = f"target_entity_id = {sql_text(candidate)} AND target_class = {sql_text(name)}"
        shown = [row for row in rows if (row["target_entity_id"], row["target_class"]) == (candidate, name)]
        words = target_words(name, is_option=candidate in db.options)
        is_wider = held is not None and totals[name] != held[name]
        found.append({"words": words, "rows": shown, "further": further(db, cites, mine), "is_wider": is_wider})
    return found


def add_members(db: SiteDb, cites: Citations, rows: list[dict[str, Any]]) -> None:
    """Adds to bounds of sets with several members which members paid straight, as ``straight``.

    A set of which these records hold one member is that member, and needs no names.
    """
    for row in rows:
        members = db.rows("SELECT entity_id FROM site_members WHERE donor_set = ?", (row["donor_set"],))
        ids = sorted({one["entity_id"] for one in members if one["entity_id"]})
        if len(ids) < 2 or not row["direct_cents"].value:
            continue
        where = f"payer_entity_id IN {sql_list(ids)} AND {_paid_to(db, row)}"
        row["straight"] = cites.table(
            "SELECT payer_entity_id AS member_id, payer AS member, count(*) AS payments, sum(cents) AS total_cents "
            f"FROM payments WHERE {where} GROUP BY 1, 2 ORDER BY total_cents DESC, member, member_id",
            {"payments": "count", "total_cents": "cents"},
            "Payments that members of the donor set made straight to the target, by member, before returns.",
            lines_of(where),
        )


def _paid_to(db: SiteDb, row: dict[str, Any]) -> str:
    """Selects the payments of one target."""
    candidate = row["target_entity_id"]
    stance = _STANCES.get(row["target_class"])
    if stance:
        return (
            f"kind = 'independent_expenditure' AND about_entity_id = {sql_text(candidate)} "
            f"AND stance = {sql_text(stance)}"
        )
    own = db.rows(
        "SELECT DISTINCT o.entity_id FROM site_committees o JOIN candidacies d ON d.contest_id = o.contest_id "
        "AND d.candidate = o.candidate WHERE d.candidate_entity_id = ? AND o.entity_id IS NOT NULL ORDER BY 1",
        (candidate,),
    )
    ids = sql_list([candidate, *(one["entity_id"] for one in own)])
    return f"kind IN ('monetary', 'in_kind') AND payee_entity_id IN {ids}"


def target_payments(db: SiteDb, target: str) -> str:
    """Selects the payments that count as reaching a target: gifts to its committees, expenditures about it."""
    own = db.rows(
        "SELECT DISTINCT o.entity_id FROM site_committees o JOIN candidacies d ON d.contest_id = o.contest_id "
        "AND d.candidate = o.candidate WHERE d.candidate_entity_id = ? AND o.entity_id IS NOT NULL ORDER BY 1",
        (target,),
    )
    ids = sql_list([target, *(row["entity_id"] for row in own)])
    return (
        f"(kind IN ('monetary', 'in_kind') AND payee_entity_id IN {ids} "
        f"OR kind = 'independent_expenditure' AND about_entity_id = {sql_text(target)})"
    )


def _order(target_class: str) -> int:
    return list(TARGETS).index(target_class) if target_class in TARGETS else len(TARGETS)

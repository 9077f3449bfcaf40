"""An entity: its money by year, whom it paid and who paid it, the contests it touched, and why it is one."""

from collections.abc import Iterator
from typing import Any

from headwater.publish import addresses
from headwater.publish.apart import standing
from headwater.publish.bars import width_of
from headwater.publish.citing import Citations, are_named, sql_text
from headwater.publish.evidence import SUM, YEAR, lines_of
from headwater.publish.page import Context
from headwater.publish.pages import nonprofits
from headwater.publish.pages._one import why_one
from headwater.publish.pages._touched import contests_touched, named_sets, reaching, spenders_about
from headwater.publish.pictures.years import years
from headwater.publish.sections import stated_totals
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import ENTITY_KINDS, KINDS, WHY_ONE

SHOWN_PAYMENTS = 100
SHOWN_NAMES = 50
SHOWN_OTHERS = 10
_NOUNS = {
    "person": "person",
    "candidate": "candidate",
    "committee": "committee",
    "organisation": "organisation",
    "measure": "measure",
}


def paths(db: SiteDb) -> Iterator[tuple[str, str]]:
    """One page for each entity that may be named; the options of a recall are nobody."""
    for row in db.rows(f"SELECT entity_id FROM entities WHERE {are_named(db.options)} ORDER BY entity_id"):
        yield addresses.entity(row["entity_id"]), row["entity_id"]


def context(db: SiteDb, key: str) -> Context:
    """What the page of one entity shows, by the entity's id."""
    entity = db.rows("SELECT * FROM entities WHERE entity_id = ?", (key,))[0]
    cites = Citations(db)
    committees = db.rows(
        "SELECT DISTINCT o.entity_id FROM candidacies d JOIN site_committees o ON o.contest_id = d.contest_id "
        "AND o.candidate = d.candidate WHERE d.candidate_entity_id = ?",
        (key,),
    )
    own = cites.of_entities([key, *(row["entity_id"] for row in committees)])
    names = db.rows(
        # a party of kind unnamed has a name that its reader made, which stands in no filing
        "SELECT * FROM site_names WHERE entity_id = ? AND kind <> 'unnamed' ORDER BY name, scheme, identifier, why",
        (key,),
    )
    page: Context = {
        "title": entity["name"],
        "crumbs": [("Entities", addresses.ENTITIES)],
        "entity": entity,
        "kind": ENTITY_KINDS.get(entity["kind"], entity["kind"]),
        "stood": standing(db, key).get(key, ""),
        "noun": _NOUNS.get(entity["kind"], "entity"),
        "identifiers": db.rows(
            "SELECT scheme, identifier FROM identifiers WHERE entity_id = ? ORDER BY scheme, identifier", (key,)
        ),
        "names": [{**row, "why": WHY_ONE.get(row["why"], row["why"])} for row in names[:SHOWN_NAMES]],
        "has_more_names": len(names) > SHOWN_NAMES,
        "cites": cites,
        "money": _money(own.db, own, key) if db.has("payments") else None,
        "spenders": spenders_about(own.db, own, key),
        "reaching": reaching(db, cites, key),
        "sets": named_sets(db, cites, key),
        "stated": stated_totals(db, cites, [key]),
        "one": why_one(db, cites, key),
    }
    page["contests"], page["has_more_contests"] = contests_touched(own.db, own, key)
    page["nonprofit"] = nonprofits.of_entity(db, cites, page["identifiers"])
    page["years"] = years(own.db, own, key)
    page["payments"] = _payments(own, key) if page["money"] else []
    return page


def _money(db: SiteDb, cites: Citations, key: str) -> Context | None:
    """Totals in and out, by year and kind, and the largest counterparties; None without a payment."""
    me = sql_text(key)
    either = f"(payer_entity_id = {me} OR payee_entity_id = {me})"
    if not db.value(f"SELECT 1 FROM payments WHERE {either} LIMIT 1"):
        return None
    found: Context = {}
    for side, words in (("payee", "received by"), ("payer", "made by")):
        where = f"{side}_entity_id = {me}"
        found[f"{side}_count"] = found[f"{side}_cents"] = None
        if not db.value(f"SELECT 1 FROM payments WHERE {where} LIMIT 1"):
            continue
        said = f"payments {words} this entity, returns and loans among them, in all years of these records."
        found[f"{side}_count"] = cites.number(
            f"SELECT count(*) FROM payments WHERE {where}", "count", f"Number of {said}", lines_of(where)
        )
        found[f"{side}_cents"] = cites.number(
            f"SELECT {SUM} FROM payments WHERE {where}", "cents", f"Sum of {said}", lines_of(where)
        )
    found["count"] = cites.number(
        f"SELECT count(*) FROM payments WHERE {either}",
        "count",
        "Payments that this entity made or received.",
        lines_of(either),
    )
    found["has_sums"] = bool(db.value(f"SELECT 1 FROM payments WHERE {either} AND is_sum LIMIT 1"))
    found["years"] = _years(cites, me, either)
    found["payers"] = _others(cites, me, "payer", "payee")
    found["payees"] = _others(cites, me, "payee", "payer")
    return found


def _years(cites: Citations, me: str, either: str) -> list[dict[str, Any]]:
    into, out = f"payee_entity_id = {me}", f"payer_entity_id = {me}"
    rows = cites.table(
        f"SELECT {YEAR} AS year, kind, nullif(count(CASE WHEN {into} THEN 1 END), 0) AS in_count, "
        f"sum(CASE WHEN {into} THEN cents END) AS in_cents, nullif(count(CASE WHEN {out} THEN 1 END), 0) AS out_count, "
        f"sum(CASE WHEN {out} THEN cents END) AS out_cents FROM payments WHERE {either} GROUP BY 1, 2 ORDER BY 1, 2",
        {"in_count": "count", "in_cents": "cents", "out_count": "count", "out_cents": "cents"},
        "Payments received and made by this entity, by calendar year and kind; a payment whose day is only known to "
        "lie in a range stands in the year in which the range begins. An empty cell: none in these records.",
        lines_of(either),
    )
    found = [row[column].value for row in rows for column in ("in_cents", "out_cents") if row[column]]
    for row in rows:
        row["kind"] = KINDS.get(row["kind"], row["kind"])
        for side in ("in", "out"):
            cents = row[f"{side}_cents"]
            row[f"{side}_width"] = width_of(cents.value if cents else None, max(found))
    return rows


def _others(cites: Citations, me: str, other: str, own: str) -> list[dict[str, Any]]:
    """The counterparties on one side, the largest first; people below the threshold are one row."""
    words = "paid this entity" if other == "payer" else "were paid by this entity"
    where = f"{own}_entity_id = {me}"
    return cites.table(
        f"SELECT {other}_entity_id AS other_id, {other} AS other, count(*) AS payments, sum(cents) AS total_cents "
        f"FROM payments WHERE {where} GROUP BY 1, 2 "
        f"ORDER BY total_cents DESC, other NULLS LAST, other_id NULLS LAST LIMIT {SHOWN_OTHERS}",
        {"payments": "count", "total_cents": "cents"},
        f"The counterparties that {words}, the largest sums first; people below the naming threshold are one row.",
        lines_of(where),
    )


def _payments(cites: Citations, key: str) -> list[dict[str, Any]]:
    """The latest payments, each with the filing of the line that counts."""
    me = sql_text(key)
    either = f"(payer_entity_id = {me} OR payee_entity_id = {me})"
    rows = cites.table(
        "SELECT payment_id, date_from, date_to, kind, payer_entity_id, payer, payee_entity_id, payee, about_entity_id, "
        f"about, stance, cents, line_count, is_sum, filing_id, url FROM payments WHERE {either} "
        f"ORDER BY date_from DESC, payment_id LIMIT {SHOWN_PAYMENTS}",
        {"cents": "cents", "line_count": "count"},
        "The latest payments that this entity made or received, one row each: the amount, and how many lines of "
        "filings are evidence of it.",
        lines_of(either),
    )
    for row in rows:
        row["kind"] = KINDS.get(row["kind"], row["kind"])
    return rows

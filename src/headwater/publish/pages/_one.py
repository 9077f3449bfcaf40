"""Why an entity is one, link by link; what was kept apart though it is alike; and its family of committees."""

import json
from typing import Any

from headwater.publish.citing import Citations, sql_text
from headwater.publish.page import Context
from headwater.publish.site_db import SiteDb

SHOWN = 50
_FIELDS = {
    "given": "given name", "family": "family name", "middle": "middle initial", "zip5": "ZIP code and place",
    "bare": "name without legal form", "canon": "given name in full",
    "how often such pairs are one": "before all evidence",
}  # fmt: skip
_SHARED = {
    "donor": "one donor that gave to both",
    "treasurer": "one treasurer of record",
    "address": "one address of record",
    "place": "one place and ZIP code",
    "dates": "first payments near one another, which groups nothing",
    "name": "like names, which alone group nothing",
}
_WHY = {"key": "exactly equal particulars", "model": "weighed by the model", "judgement": "a judgement on file"}


def why_one(db: SiteDb, cites: Citations, key: str) -> Context:
    """The links of an entity, its near misses, and the committees of its family; each empty where there is none."""
    found: Context = {"links": [], "misses": [], "family": [], "shared": []}
    me = sql_text(key)
    if db.has("entity_explanations"):
        found["links"] = _explained(cites, f"entity_id = {me} AND is_joined AND why NOT IN ('identifier', 'name')")
        found["misses"] = _explained(cites, f"entity_id = {me} AND NOT is_joined")
    if db.has("families", "family_evidence"):
        found["family"] = db.rows(
            "SELECT DISTINCT entity_id, name FROM families WHERE family_id IN "
            f"(SELECT family_id FROM families WHERE entity_id = {me}) AND entity_id <> {me} ORDER BY name, entity_id"
        )
        found["shared"] = _shared(cites, me)
    return found


def _explained(cites: Citations, where: str) -> list[dict[str, Any]]:
    rows = cites.table(
        "SELECT left_name, right_name, other_entity_id, why, weight, author, judged_date, reason, evidence "
        f"FROM entity_explanations WHERE {where} "
        f"ORDER BY why, weight DESC NULLS LAST, left_name, right_name, other_entity_id, reason LIMIT {SHOWN}",
        {"weight": "plain"},
        "Pairs of names that matching or a judgement speaks of, the weightiest first: the weight is the base-2 "
        "logarithm of the odds that both are one.",
    )
    for row in rows:
        said = json.loads(row["evidence"])
        row["why"] = _WHY.get(row["why"], row["why"])
        row["fields"] = [(_FIELDS.get(one["field"], one["field"]), one.get("weight") or 0.0) for one in said]
    return rows


def _shared(cites: Citations, me: str) -> list[dict[str, Any]]:
    rows = cites.table(
        "SELECT left_entity_id, left_name, right_entity_id, right_name, field, donor_entity_id, donor, "
        "CASE WHEN field = 'donor' THEN amount_cents END AS shared_cents, days_apart FROM family_evidence "
        f"WHERE left_entity_id = {me} OR right_entity_id = {me} "
        f"ORDER BY left_name, right_name, left_entity_id, right_entity_id, field, donor, amount_cents LIMIT {SHOWN}",
        {"shared_cents": "cents", "days_apart": "count"},
        "What committees of like names share: of a donor the lesser of its sums to the two, of first payments the days "
        "between them.",
    )
    return [{**row, "field": _SHARED.get(row["field"], row["field"])} for row in rows]

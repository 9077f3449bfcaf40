"""What would be who if an offer were answered the other way: for the figures that depend on it."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.entities.entity_ids import ALONE, entity_id_of
from headwater.entities.review_tables import MERGE_TOGGLES, MergeToggle

MOST = 200
"""So many offers are followed into the figures, those with the most money times doubt."""


def toggles(connection: Backend, offers: str) -> pa.Table:
    """Rows of ``merge_toggles``.

    Args:
        connection: holds ``party_keys``, ``party_entities``, ``merges`` and the offers.
        offers: the name of the table of offers.
    """
    table = connection.table(offers)
    weighty = table.filter(_.expected_cents > 0).order_by(_.expected_cents.desc(), "left", "right").limit(MOST)
    asked = connection.to_pyarrow(weighty).to_pylist()
    entities = sorted({row[f"{side}_entity_id"] for row in asked for side in ("left", "right")}) or [""]
    merges, who, keys = (connection.table(name) for name in ("merges", "party_entities", "party_keys"))
    tree = connection.to_pyarrow(merges.filter(merges.entity_id.isin(entities)).order_by("left_key", "right_key"))
    mine = who.filter(who.entity_id.isin(entities)).inner_join(keys.select("party_id", "key"), "party_id")
    members: dict[str, list[dict[str, Any]]] = {}
    for row in connection.to_pyarrow(mine.select("party_id", "key", "entity_id").order_by("party_id")).to_pylist():
        members.setdefault(row["entity_id"], []).append(row)
    rows = tree.to_pylist()
    return MERGE_TOGGLES.of_rows(one for offer in asked for one in _toggled(offer, members, rows))


def _toggled(
    offer: Mapping[str, Any], members: Mapping[str, list[dict[str, Any]]], tree: list[dict[str, Any]]
) -> Iterable[MergeToggle]:
    left, right = offer["left"], offer["right"]
    theirs = members.get(offer["right_entity_id"], [])
    if not offer["is_joined"]:
        return [MergeToggle(left, right, row["party_id"], offer["left_entity_id"]) for row in theirs]
    if offer["origin"] == "name":
        return [MergeToggle(left, right, right, entity_id_of(ALONE + right))]
    mine = [row for row in tree if row["entity_id"] == offer["left_entity_id"]]
    side = _side(offer, mine, offer["right_key"])
    if any(entity_id_of(key) == offer["right_entity_id"] for key in side):
        side = _side(offer, mine, offer["left_key"])
    apart = entity_id_of(min(side))
    gone = [row for row in theirs if row["key"] in side or row["party_id"] in side]
    return [MergeToggle(left, right, row["party_id"], apart) for row in gone]


def _side(offer: Mapping[str, Any], tree: list[dict[str, Any]], start: str) -> set[str]:
    """The keys on one side of a merge if it alone were taken away."""
    near: dict[str, list[str]] = {}
    for row in tree:
        if (row["left_key"], row["right_key"]) != (offer["left_key"], offer["right_key"]):
            near.setdefault(row["left_key"], []).append(row["right_key"])
            near.setdefault(row["right_key"], []).append(row["left_key"])
    seen, waiting = {start}, [start]
    while waiting:
        fresh = [key for key in near.get(waiting.pop(), ()) if key not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen

"""Why each entity is one, link by link, and what was kept apart though it is alike; of who may be named only."""

import json
from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from headwater.entities.judged_sides import Sides
from headwater.entities.judgements import Judgement
from headwater.entities.review_tables import ENTITY_EXPLANATIONS

SHOWN_FIELDS = ("name", "counterparties", "payments")
"""Fields whose values may be shown: all others are evidence that stays out of pages (places, ZIP codes, employers)."""
_MATCH = ("left_key", "right_key", "why", "weight", "probability", "reason", "evidence")


def matched(pairs: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """A row for each match that joins a named entity, and for each near miss between two named ones.

    Args:
        pairs: the table ``match_pairs``.
        keys: each key with its ``label``, ``entity_id``, ``spelling`` and ``is_named``.
    """
    said = pairs.mutate(why="tier").select(*_MATCH)
    sides = [keys.rename(**{f"{side}_{name}": name for name in keys.columns}) for side in ("left", "right")]
    both = said.inner_join(sides[0], "left_key").inner_join(sides[1], "right_key")
    shown = both.filter(both.left_is_named & both.right_is_named)
    rows = shown.select(
        "why",
        "weight",
        "probability",
        "reason",
        "evidence",
        entity_id="left_entity_id",
        other_entity_id="right_entity_id",
        left="left_label",
        right="right_label",
        left_name="left_spelling",
        right_name="right_spelling",
        is_joined=shown.left_entity_id == shown.right_entity_id,
        author=ibis.literal(""),
        judged_date=ibis.null("date"),
    )
    turned = rows.filter(~_.is_joined).mutate(
        entity_id="other_entity_id",
        other_entity_id="entity_id",
        left="right",
        right="left",
        left_name="right_name",
        right_name="left_name",
    )
    columns = ENTITY_EXPLANATIONS.names
    return ibis.union(rows.select(*columns), turned.select(*columns))


def as_filed(parties: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """A row for each spelling that an identifier or an exact name makes part of a named entity.

    Args:
        parties: ``source_parties`` with the ``key``, ``key_why``, ``why`` and ``entity_id`` of each.
        keys: as for ``matched``.
    """
    spelled = (
        parties.filter(_.why.isin(["identifier", "name"]) & (_.name != "")).select("key", "why", "name").distinct()
    )
    both = spelled.inner_join(keys.filter(_.is_named & (_.spellings > 1)), "key")
    nothing = {"weight": ibis.null("float64"), "probability": ibis.null("float64"), "judged_date": ibis.null("date")}
    rows = both.mutate(
        **nothing,
        other_entity_id="entity_id",
        left="label",
        right="name",
        left_name="spelling",
        right_name="name",
        is_joined=ibis.literal(True),
        author=ibis.literal(""),
        reason=ibis.literal(""),
        evidence=ibis.literal("[]"),
    )
    return rows.select(*ENTITY_EXPLANATIONS.names)


def judged(held: Sequence[Judgement], sides: Sides, named: dict[str, dict[str, Any]]) -> pa.Table:
    """A row for each judgement that stands between named entities, seen from both where they are two.

    Args:
        held: the judgements that stand.
        sides: what they speak of.
        named: for each key or party that is named, its ``entity_id`` and ``spelling``.
    """
    rows = []
    for one in held:
        ends = [(side, named.get(sides.label_of.get(side, ""))) for side in (one.left, one.right)]
        for (left, here), (right, there) in (ends, ends[::-1]):
            if here and there:
                rows.append(_of_judgement(one, (left, here), (right, there)))
    unique = {(row["entity_id"], row["left"], row["right"]): row for row in rows}
    return pa.Table.from_pylist(list(unique.values()), schema=ENTITY_EXPLANATIONS.schema)


def _of_judgement(
    one: Judgement, left: tuple[str, dict[str, Any]], right: tuple[str, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "entity_id": left[1]["entity_id"],
        "other_entity_id": right[1]["entity_id"],
        "left": left[0],
        "right": right[0],
        "left_name": left[1]["spelling"],
        "right_name": right[1]["spelling"],
        "is_joined": one.decision == "same",
        "why": "judgement",
        "weight": None,
        "probability": None,
        "author": one.author,
        "judged_date": one.day,
        "reason": one.reason,
        "evidence": "[]",
    }


def shown_evidence(rows: pa.Table) -> pa.Table:
    """The rows with values of the evidence left out that no page may show; the fields and weights stay."""
    place = rows.schema.get_field_index("evidence")
    texts = rows.column(place).combine_chunks().dictionary_encode()
    kept = pa.array([_shown(text) for text in texts.dictionary.to_pylist()], pa.string())
    return rows.set_column(place, rows.schema.field(place), kept.take(texts.indices))


def _shown(text: str) -> str:
    found = []
    for one in json.loads(text):
        is_shown = str(one["field"]).startswith(SHOWN_FIELDS)
        values = {side: one.get(side) for side in ("left", "right")} if is_shown else {}
        found.append({"field": one["field"], **values, "weight": one.get("weight")})
    return json.dumps(found, ensure_ascii=False)

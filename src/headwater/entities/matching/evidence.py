"""What is shown of a pair: field by field both values and the weight, as JSON."""

import json
import math
from collections.abc import Sequence

import duckdb
import polars as pl
import pyarrow as pa

from headwater.entities.matching.plans import Plan
from headwater.entities.matching.tables import MATCH_PAIRS, MatchPair
from headwater.entities.matching.tiers import Matched

Item = tuple[str, str | None, str | None, float]
_PRIOR = "how often such pairs are one"
_ROWS = """
SELECT l.key AS left_key, r.key AS right_key, '{kind}' AS kind, p.tier, p.weight, p.probability, p.decision, p.reason,
  to_json(list_filter([{fields}], lambda one: one."left" IS NOT NULL OR one."right" IS NOT NULL{prior})) AS evidence
FROM said_pairs p JOIN {records} l ON p.l = l.number JOIN {records} r ON p.r = r.number WHERE {which}
"""
_FIELD = "{{'field': '{name}', 'left': {left}, 'right': {right}, 'weight': {weight}}}"


def as_json(items: Sequence[Item]) -> str:
    """Evidence as JSON, in the order given."""
    named = [
        {"field": field, "left": left, "right": right, "weight": round(weight, 3)}
        for field, left, right, weight in items
    ]
    return json.dumps(named, ensure_ascii=False)


def stated(kind: str, keys: tuple[str, str], said: tuple[str, float, str], items: Sequence[Item]) -> MatchPair:
    """A pair decided by a written rule: its decision, probability and reason are given."""
    decision, probability, reason = said
    low, high = sorted(keys)
    turned = items if (low, high) == keys else [(field, right, left, weight) for field, left, right, weight in items]
    weight = round(math.log2(probability / (1 - probability)), 6)
    return MatchPair(low, high, kind, "model", weight, probability, decision, reason, as_json(turned))


def pairs_as_rows(connection: duckdb.DuckDBPyConnection, found: Matched, records: pl.DataFrame, plan: Plan) -> pa.Table:
    """The pairs of a plan as rows of ``match_pairs``; the strongest tier speaks where both say something.

    Args:
        connection: where the rows are put together.
        found: what matching says, by row number.
        records: with ``key``, in ascending order, and the columns of the plan.
        plan: fields and keys.
    """
    first = found.pairs.sort("l", "r", "tier").unique(["l", "r"], keep="first", maintain_order=True)
    wanted = sorted({column for key in plan.keys for column in key} | set(plan.carried) | {"key"})
    numbered = records.select(wanted).with_row_index("number").cast({"number": pl.Int64})
    parts = [_part(plan, key) for key in plan.keys]
    given = {"said_pairs": first, "as_filed": numbered}
    if found.held is not None:
        held = found.held.select("group", *plan.carried).rename({"group": "number"})
        given["as_weighed"] = held.join(numbered.select("number", "key"), on="number", how="left")
        parts.append(_part(plan, None))
    for name, frame in given.items():
        connection.register(name, frame.to_arrow())
    rows = connection.execute(f"{' UNION ALL '.join(parts)} ORDER BY left_key, right_key").to_arrow_table()
    for name in given:
        connection.unregister(name)
    return rows.cast(MATCH_PAIRS.schema)


def _part(plan: Plan, key: tuple[str, ...] | None) -> str:
    """The rows that one key joins, or those that the model weighs, as SQL."""
    is_weighed = key is None
    names = key or (*plan.profile.columns, *(label for label in plan.labels if label not in plan.profile.columns))
    weights = [f"round(coalesce(p.{n}, 0.0), 3)" if n in plan.profile.columns and is_weighed else "0.0" for n in names]
    fields = [
        _FIELD.format(name=name, left=f"l.{name}", right=f"r.{name}", weight=weight)
        for name, weight in zip(names, weights, strict=True)
    ]
    if is_weighed:
        fields.append(_FIELD.format(name=_PRIOR, left="NULL", right="NULL", weight="round(p.prior, 3)"))
    return _ROWS.format(
        kind=plan.profile.kind,
        fields=", ".join(fields),
        prior=f" OR one.field = '{_PRIOR}'" if is_weighed else "",
        records="as_weighed" if is_weighed else "as_filed",
        which="p.tier = 'model'" if key is None else f"p.tier = 'key' AND p.key = '{', '.join(key)}'",
    )

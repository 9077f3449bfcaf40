"""What is shown of a pair: field by field both values and the weight, as JSON."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from headwater.entities.matching.plans import Plan
from headwater.entities.matching.tables import MatchPair
from headwater.entities.matching.tiers import Matched

Item = tuple[str, str | None, str | None, float]


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


def pairs_as_rows(found: Matched, records: pl.DataFrame, plan: Plan) -> list[MatchPair]:
    """The pairs of a plan as rows of ``match_pairs``; the strongest tier speaks where both say something.

    Args:
        found: what matching says, by row number.
        records: with ``key``, in ascending order, and the columns of the plan.
        plan: fields and keys.
    """
    first = found.pairs.sort("l", "r", "tier").unique(["l", "r"], keep="first", maintain_order=True)
    wanted = sorted({column for key in plan.keys for column in key} | set(plan.carried) | {"key"})
    own = records.select(wanted)
    held = found.held.select("group", *plan.carried) if found.held is not None else None
    rows = _beside(first.filter(pl.col("tier") == "key"), own.with_row_index("group").cast({"group": pl.Int64}))
    listed = [_row(row, plan, row["key"].split(", ")) for row in rows]
    if held is not None:
        keyed = held.join(own.select("key").with_row_index("group").cast({"group": pl.Int64}), on="group", how="left")
        weighed = _beside(first.filter(pl.col("tier") == "model"), keyed)
        listed += [_row(row, plan, [*plan.profile.columns, *_labels(plan)]) for row in weighed]
    return listed


def _labels(plan: Plan) -> list[str]:
    return [label for label in plan.labels if label not in plan.profile.columns]


def _beside(pairs: pl.DataFrame, values: pl.DataFrame) -> list[dict[str, Any]]:
    left = values.rename({c: f"left {c}" for c in values.columns})
    right = values.rename({c: f"right {c}" for c in values.columns})
    both = pairs.join(left, left_on="l", right_on="left group", how="left", maintain_order="left")
    return both.join(right, left_on="r", right_on="right group", how="left", maintain_order="left").to_dicts()


def _row(row: Mapping[str, Any], plan: Plan, fields: Sequence[str]) -> MatchPair:
    items = [(f, row.get(f"left {f}"), row.get(f"right {f}"), row.get(f) or 0.0) for f in fields if f != "key"]
    said = [item for item in items if item[1] is not None or item[2] is not None]
    if row.get("prior") is not None:
        said.append(("how often such pairs are one", None, None, row["prior"]))
    return MatchPair(
        row["left key"],
        row["right key"],
        plan.profile.kind,
        row["tier"],
        row["weight"],
        row["probability"],
        row["decision"],
        row["reason"],
        as_json(said),
    )

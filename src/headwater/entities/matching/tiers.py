"""Keys first, then the model on what is left, then groups: what is said of each pair and why."""

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from headwater.entities.matching.estimating import LEAST_DOUBT, by_family, chance, told, wrong_by_model, wrong_under
from headwater.entities.matching.grouping import CONFLICT, MERGED, OUTWEIGHED, UNKNOWN, Groups, grouped
from headwater.entities.matching.keys import Joined, joined_by_keys, label_codes
from headwater.entities.matching.model import Scored, UntrainedError, score, train
from headwater.entities.matching.plans import Plan
from headwater.entities.matching.preparing import with_roles

Ints = NDArray[np.int64]

LEAST_RECORDS = 1_000
"""Fewer records are too few to learn a model from: the key tier alone decides."""
PRECISION_WANTED = 0.99
LEAST_MERGED, LEAST_REVIEWED = 3.25, 0.0
"""Weights below which nothing is merged (odds of about ten to one) or shown for review (even odds)."""
FAR_APART = -64.0
"""The weight of a pair that cannot be one: it outweighs any evidence."""
SCHEMA = {
    "l": pl.Int64, "r": pl.Int64, "tier": pl.String, "weight": pl.Float64, "probability": pl.Float64,
    "decision": pl.String, "reason": pl.String, "key": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of records (``SCHEMA``, and a weight per field where the model weighed them), groups, and a summary.

    ``l`` and ``r`` are row numbers of the records; ``group`` has the smallest number of each record's group;
    ``held`` are the groups of the key tier as the model saw them.
    """

    pairs: pl.DataFrame
    group: Ints
    summary: dict[str, Any]
    held: pl.DataFrame | None = None


def match(
    connection: duckdb.DuckDBPyConnection, records: pl.DataFrame, plan: Plan, sightings: pl.DataFrame | None = None
) -> Matched:
    """Matches the records of one kind.

    Args:
        connection: a database in memory to work in.
        records: plain columns as the plan names them, sorted by a key of their own.
        plan: fields, keys and labels.
        sightings: where a record's person was on which day (``record``, ``day``, ``zip5``), if that is known.
    """
    joined = joined_by_keys(records, plan.keys, plan.labels)
    rates = _doubts(records, joined, plan)
    by_key = _pairs_of_keys(joined, plan, rates)
    summary: dict[str, Any] = {
        "records": len(records),
        "keys": [
            {"key": list(key), "pairs": int((joined.key == n).sum()), "estimated_doubt": round(rates[n], 4)}
            for n, key in enumerate(plan.keys)
        ],
    }
    held = representatives(records, joined.group, plan.carried)
    summary["after_keys"] = len(held)
    if len(held) < LEAST_RECORDS:
        return Matched(by_key, joined.group, summary | _precision(by_key))
    try:
        scored, parameters = _modelled(connection, held, plan)
    except UntrainedError:
        return Matched(by_key, joined.group, summary | _precision(by_key))
    weighed = _kept_apart_by_days(scored.pairs, held, sightings, joined.group)
    least = threshold(weighed["weight"].to_numpy())
    labels = np.stack([label_codes(held[name]) for name in plan.labels])
    pairs = weighed.select("l", "r").to_numpy()
    groups = grouped(pairs, weighed["weight"].to_numpy(), labels, least)
    said = _said(weighed, groups, labels, plan.labels, least)
    first = pl.Series(held["group"])
    said = said.with_columns(first.gather(said["l"]).alias("l"), first.gather(said["r"]).alias("r"))
    group = held["group"].to_numpy()[groups.group[np.searchsorted(held["group"].to_numpy(), joined.group)]]
    found = pl.concat([by_key, said], how="diagonal").sort("l", "r", "tier")
    wrong = _wrong_by_model(weighed, groups, labels, plan, least)
    summary |= {"threshold": least, "model": parameters, "compared": scored.compared}
    summary["blocking"] = [
        {
            "rule": list(b.rule),
            "pairs": b.pairs,
            "blocks_left_out": b.blocks_left_out,
            "records_left_out": b.records_left_out,
        }
        for b in scored.blocked
    ]
    return Matched(found, group, summary | _precision(found, wrong), held)


def representatives(records: pl.DataFrame, group: Ints, columns: tuple[str, ...]) -> pl.DataFrame:
    """One record a group, ``group`` and each column at its commonest value; ties go to the later in the alphabet."""
    numbered = records.select(columns).with_columns(group=pl.Series(group))
    out = numbered.select("group").unique().sort("group")
    for column in columns:
        counted = numbered.select("group", column).drop_nulls().group_by("group", column).len()
        commonest = counted.sort("group", "len", column).unique("group", keep="last", maintain_order=True)
        out = out.join(commonest.drop("len"), on="group", how="left", maintain_order="left")
    return out


def threshold(weights: NDArray[np.float64]) -> float:
    """The least weight, in steps of a quarter, from which on merges are right as often as wanted by the model's word.

    The estimate is the mean probability of all pairs from that weight on.
    """
    probability = 1 / (1 + np.exp2(-np.sort(weights)[::-1]))
    running = np.cumsum(probability) / np.arange(1, len(probability) + 1)
    for least in np.arange(LEAST_MERGED, 16.0, 0.25):
        count = int((weights >= least).sum())
        if not count or running[count - 1] >= PRECISION_WANTED:
            return float(least)
    return 16.0


def _modelled(connection: duckdb.DuckDBPyConnection, held: pl.DataFrame, plan: Plan) -> tuple[Scored, dict[str, Any]]:
    prepared = (
        with_roles(held, plan.profile).drop("group").with_columns(unique_id=pl.int_range(pl.len(), dtype=pl.Int64))
    )
    connection.register("prepared_records", prepared.to_arrow())
    connection.execute("CREATE OR REPLACE TABLE records_to_match AS SELECT * FROM prepared_records ORDER BY unique_id")
    connection.unregister("prepared_records")
    model = train(connection, "records_to_match", plan.profile)
    scored = score(connection, "records_to_match", model)
    connection.execute("DROP TABLE records_to_match")
    return scored, model.parameters()


def _pairs_of_keys(joined: Joined, plan: Plan, rates: list[float]) -> pl.DataFrame:
    names = np.array([", ".join(key) for key in plan.keys], object)
    probability = 1 - np.array(rates)[joined.key]
    return pl.DataFrame(
        {
            "l": joined.pairs[:, 0],
            "r": joined.pairs[:, 1],
            "tier": "key",
            "weight": np.round(np.log2(probability / (1 - probability)), 6),
            "probability": np.round(probability, 6),
            "decision": "merge",
            "reason": [f"the same {name}" for name in names[joined.key]],
            "key": names[joined.key],
        },
        schema=SCHEMA,
    ).sort("l", "r")


def _kept_apart_by_days(
    pairs: pl.DataFrame, held: pl.DataFrame, sightings: pl.DataFrame | None, group: Ints
) -> pl.DataFrame:
    """The pairs with ``far``: whether the two were in far places on one day, which outweighs all else."""
    if sightings is None or not len(sightings):
        return pairs.with_columns(far=pl.lit(value=False))
    number = np.searchsorted(held["group"].to_numpy(), group[sightings["record"].to_numpy()])
    seen = sightings.select("day", region=pl.col("zip5").str.slice(0, 1), at=pl.Series(number)).drop_nulls().unique()
    likely = pairs.filter(pl.col("weight") >= LEAST_REVIEWED).select("l", "r")
    both = likely.join(seen, left_on="l", right_on="at").join(seen, left_on=["r", "day"], right_on=["at", "day"])
    far = (
        both.filter(pl.col("region") != pl.col("region_right"))
        .select("l", "r")
        .unique()
        .with_columns(far=pl.lit(value=True))
    )
    marked = pairs.join(far, on=["l", "r"], how="left", maintain_order="left").with_columns(
        pl.col("far").fill_null(value=False)
    )
    return marked.with_columns(weight=pl.when("far").then(FAR_APART).otherwise("weight"))


def _said(weighed: pl.DataFrame, groups: Groups, labels: Ints, names: tuple[str, ...], least: float) -> pl.DataFrame:
    """The decision on each pair that anything is said of, with its reason."""
    far, weight = weighed["far"].to_numpy(), weighed["weight"].to_numpy()
    merged = groups.fate == MERGED
    told = merged & (weight >= least) | far | ~merged & (weight >= LEAST_REVIEWED)
    left, right = (weighed[side].to_numpy() for side in ("l", "r"))
    conflicts = (labels[:, left] != labels[:, right]) & (labels[:, left] != UNKNOWN) & (labels[:, right] != UNKNOWN)
    apart = far | conflicts.any(axis=0) | (groups.fate == CONFLICT)
    own = np.where(conflicts.any(axis=0), np.array(names, object)[conflicts.argmax(axis=0)], "")
    decision = np.where(apart, "apart", np.where(merged, "merge", "review"))
    reasons = np.where(
        far,
        "far places on one day",
        np.where(
            own != "",
            "different " + own.astype(object),
            np.where(
                apart,
                "their groups differ in " + " or ".join(names),
                np.where(
                    merged,
                    "the evidence reaches the threshold",
                    np.where(
                        groups.fate == OUTWEIGHED, "others of the two groups speak against it", "below the threshold"
                    ),
                ),
            ),
        ),
    )
    return (
        weighed.with_columns(
            pl.lit("model").alias("tier"),
            (1 / (1 + (-pl.col("weight") * np.log(2)).exp())).round(6).alias("probability"),
            pl.Series("decision", decision.tolist(), pl.String),
            pl.Series("reason", reasons.tolist(), pl.String),
            pl.lit("").alias("key"),
        )
        .filter(pl.Series(told))
        .drop("far")
    )


def _doubts(records: pl.DataFrame, joined: Joined, plan: Plan) -> list[float]:
    """For each key the estimated share of the pairs that it joins that are two.

    What a more special key has joined wrongly stands under the others too, and is counted there alone.
    """
    differ = chance(label_codes(records[plan.told_apart]))
    chances = [differ if label == plan.told_apart else None for label in plan.labels]
    own: list[float] = []
    for number, (key, said) in enumerate(zip(plan.keys, joined.told, strict=True)):
        before = sum(own[other] for other in range(number) if set(plan.keys[other]) >= set(key))
        own.append(max(wrong_under(said, chances) - before, 0.0))
    made = np.maximum(np.bincount(joined.key, minlength=len(plan.keys)), 1)
    return [round(min(max(wrong / int(count), LEAST_DOUBT), 0.5), 6) for wrong, count in zip(own, made, strict=True)]


def _wrong_by_model(weighed: pl.DataFrame, groups: Groups, labels: Ints, plan: Plan, least: float) -> float:
    """Estimated number of the model's merged pairs that are two; at least what the model itself says."""
    left, right, weight = (weighed[name].to_numpy() for name in ("l", "r", "weight"))
    merged = (groups.fate == MERGED) & (weight >= least)
    wrong = 0.0
    for label, codes in zip(plan.labels, labels, strict=True):
        if label == plan.told_apart:
            own = weighed[label].to_numpy() if label in plan.profile.columns else 0.0
            without = told(codes, *(side[weight - own >= least] for side in (left, right)))
            wrong += wrong_by_model(told(codes, left[merged], right[merged]), without, chance(codes))
        else:
            reached = told(codes, *(side[weight >= least] for side in (left, right)))
            wrong += max(by_family(reached) * reached.pairs - reached.differ, 0.0)
    return max(wrong, float(np.sum(1 / (1 + np.exp2(weight[merged])))))


def _precision(pairs: pl.DataFrame, wrong_by_model: float = 0.0) -> dict[str, Any]:
    merged = pairs.filter(pl.col("decision") == "merge")
    counts = {decision: int((pairs["decision"] == decision).sum()) for decision in ("merge", "review", "apart")}
    wrong = float((1 - merged.filter(pl.col("tier") == "key")["probability"]).sum()) + wrong_by_model
    estimate = round(max(1 - wrong / len(merged), 0.0), 4) if len(merged) else None
    return {"decisions": counts, "estimated_precision": estimate}

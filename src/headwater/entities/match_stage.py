"""Matching: which keys of parties may be one person, firm, committee or candidate, weighed; judged by people later."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from headwater.base.ids import normal_name
from headwater.base.stage import Inputs
from headwater.entities.matching.candidates import Candidate, same_candidates
from headwater.entities.matching.committees import Committee, Pair, alike_committees
from headwater.entities.matching.evidence import pairs_as_rows
from headwater.entities.matching.names import firm_columns, person_columns
from headwater.entities.matching.plans import FIRMS, PEOPLE
from headwater.entities.matching.preparing import made_plain
from headwater.entities.matching.tables import MATCH_MODELS, MATCH_PAIRS, MatchModel
from headwater.entities.matching.tiers import match, representatives

READS = ("source_parties", "party_keys", "lines", "contest_votes")
WRITES = (MATCH_PAIRS, MATCH_MODELS)

_PARTIES = """
SELECT k.key, p.name, p.kind, p.place, p.zip5, p.employer, p.occupation,
  CASE WHEN p.identifier <> '' AND NOT ends_with(p.scheme, '_filing')
    THEN p.scheme || ':' || p.identifier END AS identifier
FROM source_parties p JOIN party_keys k USING (party_id)
WHERE p.kind IN ({kinds}) AND p.name <> '' AND NOT starts_with(k.key, 'alone:')
ORDER BY ALL
"""
_SIGHTINGS = """
SELECT DISTINCT k.key, date_diff('day', DATE '1970-01-01', l.date_from) AS day, p.zip5
FROM lines l JOIN source_parties p ON l.payer_party_id = p.party_id JOIN party_keys k ON p.party_id = k.party_id
WHERE p.kind = 'person' AND l.date_from = l.date_to AND p.zip5 <> '' AND l.side = 'payee'
ORDER BY ALL
"""
_SEEN_TWICE = """
WITH asked AS (SELECT DISTINCT unnest([left_key, right_key]) AS key FROM alike),
mine AS (SELECT k.party_id, k.key FROM party_keys k JOIN source_parties p USING (party_id)
  WHERE p.kind = 'committee' AND k.key IN (FROM asked)),
moved AS (
  SELECT m.key, l.payee_party_id AS other_party, l.date_from AS day, -l.cents AS cents
  FROM lines l JOIN mine m ON m.party_id = l.payer_party_id
  UNION ALL
  SELECT m.key, l.payer_party_id, l.date_from, l.cents FROM lines l JOIN mine m ON m.party_id = l.payee_party_id),
counted AS (SELECT m.key, k.key AS other, m.day, m.cents, count(*) AS times
  FROM moved m JOIN party_keys k ON k.party_id = m.other_party GROUP BY ALL)
SELECT a.left_key, a.right_key, sum(least(l.times, r.times))::BIGINT
FROM alike a JOIN counted l ON l.key = a.left_key JOIN counted r ON r.key = a.right_key
  AND r.other = l.other AND r.day = l.day AND r.cents = l.cents
GROUP BY ALL
"""
_VOTES = """
SELECT division, candidate, office || ' ' || election_date::VARCHAR || ' ' || stage AS contest, max(votes) AS votes
FROM contest_votes WHERE office <> 'president' GROUP BY ALL ORDER BY ALL
"""
_METHODS = {
    "person": "exact keys of name, home and work; then a model trained on these records; conflicts keep apart",
    "organisation": "exact keys of name without legal form, and place; then a model trained on these records",
    "committee": "never merged by name; alike names are questions, two numbers of one agency keep apart",
    "candidate": "written rules on spellings, within one place only",
}


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Weighs pairs of keys kind by kind; candidates are only compared with candidates of their own place."""
    connection: duckdb.DuckDBPyConnection = inputs.connection.con
    people, said_of_people = _people(connection)
    inputs.progress("matching", 1, 4)
    firms, said_of_firms = _firms(connection)
    inputs.progress("matching", 2, 4)
    committees, count = _committees(connection)
    inputs.progress("matching", 3, 4)
    candidates = _candidates(connection)
    ballots = MATCH_PAIRS.of_rows(same_candidates(candidates))
    inputs.progress("matching", 4, 4)
    models = [
        _model("person", people, said_of_people),
        _model("organisation", firms, said_of_firms),
        _model("committee", committees, {"records": count}),
        _model("candidate", ballots, {"records": len(candidates)}),
    ]
    # What is said of committees stands before what is said of firms.
    firms = firms.join(committees.select(["left_key", "right_key"]), ["left_key", "right_key"], join_type="left anti")
    pairs = pa.concat_tables([people, committees, firms.cast(MATCH_PAIRS.schema), ballots])
    return {"match_pairs": pairs, "match_models": MATCH_MODELS.of_rows(models)}


def _people(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Table, dict[str, Any]]:
    filed = connection.execute(_PARTIES.format(kinds="'person'")).pl()
    rows = person_columns(filed, "name")
    rows = _placed(firm_columns(firm_columns(rows, "employer"), "occupation"))
    rows = rows.with_columns(first=pl.col("given").str.slice(0, 1))
    records = _one_a_key(rows, (*PEOPLE.carried, "first"))
    seen = connection.execute(_SIGHTINGS).pl()
    numbers = records.select("key").with_row_index("record")
    sightings = seen.join(numbers, on="key").select("record", "day", "zip5")
    found = match(connection, records, PEOPLE, sightings)
    return pairs_as_rows(connection, found, records, PEOPLE), found.summary


def _firms(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Table, dict[str, Any]]:
    filed = connection.execute(_PARTIES.format(kinds="'organisation', 'unknown'")).pl()
    rows = _placed(firm_columns(filed.with_columns(bare=pl.col("name")), "bare"))
    records = _one_a_key(rows, FIRMS.carried)
    found = match(connection, records, FIRMS)
    return pairs_as_rows(connection, found, records, FIRMS), found.summary


def _committees(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Table, int]:
    filed = connection.execute(_PARTIES.format(kinds="'committee'")).pl()
    rows = filed.with_columns(plain=pl.col("name").map_elements(normal_name, return_dtype=pl.String))
    held = _one_a_key(rows, ("name", "plain", "identifier", "place"))
    listed = [
        Committee(row["key"], row["name"], row["plain"] or "", row["identifier"] or "", row["place"] or "")
        for row in held.to_dicts()
    ]
    found = alike_committees(listed, lambda pairs: _seen_twice(connection, pairs))
    return MATCH_PAIRS.of_rows(found), len(listed)


def _seen_twice(connection: duckdb.DuckDBPyConnection, pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Of pairs of committees, how many payments both report with one counterparty, on one day and of one amount."""
    columns = {"left_key": [pair[0] for pair in pairs], "right_key": [pair[1] for pair in pairs]}
    connection.register("alike", pa.table({name: pa.array(keys, pa.string()) for name, keys in columns.items()}))
    rows = connection.execute(_SEEN_TWICE).fetchall()
    connection.unregister("alike")
    return {(left, right): times for left, right, times in rows}


def _candidates(connection: duckdb.DuckDBPyConnection) -> list[Candidate]:
    """Names on ballots, and parties of kind candidate, each with the key that both have."""
    found: dict[str, Candidate] = {}
    for division, name, contest, votes in connection.execute(_VOTES).fetchall():
        # The same text as ledger.party_keys gives a candidate: kind, name and place.
        key = f"is:candidate\x1f{normal_name(name)}\x1f{division.lower()}\x1f"
        candidate = found.setdefault(key, Candidate(key, name, division))
        if votes is not None:
            candidate.votes[contest] = int(votes)
    for row in connection.execute(_PARTIES.format(kinds="'candidate'")).pl().to_dicts():
        if row["place"] and row["identifier"] is None:
            found.setdefault(row["key"], Candidate(row["key"], row["name"], row["place"]))
    return [found[key] for key in sorted(found)]


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """City, state and ZIP code apart and plain; ``Sacramento, CA`` and ``Sacramento CA`` are one."""
    rows = made_plain(rows, "place", "zip5")
    state = pl.col("place").str.extract(r"(?:^| )([a-z]{2})$")
    city = pl.col("place").str.replace(r"(?:^| )[a-z]{2}$", "").str.strip_chars()
    return rows.with_columns(state=state, city=pl.when(city == "").then(None).otherwise(city))


def _one_a_key(rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """One record a key, each column at its commonest value, sorted by key."""
    keys = rows.select("key").unique().sort("key")
    number = rows.select("key").join(keys.with_row_index("number"), on="key", how="left", maintain_order="left")[
        "number"
    ]
    held = representatives(rows, number.cast(pl.Int64).to_numpy(), columns)
    return pl.concat([keys, held.drop("group")], how="horizontal")


def _model(kind: str, pairs: pa.Table, summary: Mapping[str, Any]) -> MatchModel:
    rows = pl.DataFrame(pl.from_arrow(pairs.select(["decision", "probability"])))
    merged = rows.filter(pl.col("decision") == "merge")["probability"]
    said = round(float(np.mean(merged.to_numpy())), 4) if len(merged) else None
    counted = {decision: int((rows["decision"] == decision).sum()) for decision in ("merge", "review", "apart")}
    blocking = {name: summary[name] for name in ("keys", "after_keys", "blocking", "compared") if name in summary}
    return MatchModel(
        kind=kind,
        records=summary["records"],
        merges=counted["merge"],
        reviews=counted["review"],
        kept_apart=counted["apart"],
        threshold=summary.get("threshold"),
        estimated_precision=summary.get("estimated_precision", said),
        method=_METHODS[kind],
        parameters=json.dumps(summary.get("model", {}), sort_keys=True),
        blocking=json.dumps(blocking, sort_keys=True),
    )

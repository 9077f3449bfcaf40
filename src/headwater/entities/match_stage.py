"""Matching: which keys of parties may be one person, firm, committee or candidate, weighed; judged by people later."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

from headwater.base.ids import normal_name
from headwater.base.stage import Inputs
from headwater.entities.matching.candidates import Candidate, same_candidates
from headwater.entities.matching.committees import Committee, Payment, alike_committees
from headwater.entities.matching.evidence import pairs_as_rows
from headwater.entities.matching.names import firm_columns, person_columns
from headwater.entities.matching.plans import FIRMS, PEOPLE
from headwater.entities.matching.preparing import plain
from headwater.entities.matching.tables import MATCH_MODELS, MATCH_PAIRS, MatchModel, MatchPair
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
_PAYMENTS = """
SELECT me.key AS key, them.key AS other, l.date_from::VARCHAR AS day, sum_of * l.cents AS cents, count(*) AS times
FROM (SELECT *, payer_party_id AS mine, payee_party_id AS theirs, -1 AS sum_of FROM lines
      UNION ALL SELECT *, payee_party_id, payer_party_id, 1 FROM lines) l
JOIN party_keys me ON me.party_id = l.mine JOIN party_keys them ON them.party_id = l.theirs
JOIN source_parties p ON p.party_id = l.mine AND p.kind = 'committee'
GROUP BY ALL ORDER BY ALL
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
    ballots = same_candidates(candidates)
    inputs.progress("matching", 4, 4)
    models = [
        _model("person", people, said_of_people),
        _model("organisation", firms, said_of_firms),
        _model("committee", committees, {"records": count}),
        _model("candidate", ballots, {"records": len(candidates)}),
    ]
    pairs = _once([*people, *committees, *firms, *ballots])
    return {"match_pairs": MATCH_PAIRS.of_rows(pairs), "match_models": MATCH_MODELS.of_rows(models)}


def _people(connection: duckdb.DuckDBPyConnection) -> tuple[list[MatchPair], dict[str, Any]]:
    filed = connection.execute(_PARTIES.format(kinds="'person'")).pl()
    rows = person_columns(filed, "name")
    rows = _placed(firm_columns(firm_columns(rows, "employer"), "occupation"))
    rows = rows.with_columns(first=pl.col("given").str.slice(0, 1))
    records = _one_a_key(rows, (*PEOPLE.carried, "first"))
    seen = connection.execute(_SIGHTINGS).pl()
    numbers = records.select("key").with_row_index("record")
    sightings = seen.join(numbers, on="key").select("record", "day", "zip5")
    found = match(connection, records, PEOPLE, sightings)
    return pairs_as_rows(found, records, PEOPLE), found.summary


def _firms(connection: duckdb.DuckDBPyConnection) -> tuple[list[MatchPair], dict[str, Any]]:
    filed = connection.execute(_PARTIES.format(kinds="'organisation', 'unknown'")).pl()
    rows = _placed(firm_columns(filed.with_columns(bare=pl.col("name")), "bare"))
    records = _one_a_key(rows, FIRMS.carried)
    found = match(connection, records, FIRMS)
    return pairs_as_rows(found, records, FIRMS), found.summary


def _committees(connection: duckdb.DuckDBPyConnection) -> tuple[list[MatchPair], int]:
    filed = connection.execute(_PARTIES.format(kinds="'committee'")).pl()
    rows = filed.with_columns(plain=pl.col("name").map_elements(normal_name, return_dtype=pl.String))
    held = _one_a_key(rows, ("name", "plain", "identifier", "place"))
    listed = [
        Committee(row["key"], row["name"], row["plain"] or "", row["identifier"] or "", row["place"] or "")
        for row in held.to_dicts()
    ]
    payments: dict[str, Counter[Payment]] = defaultdict(Counter)
    for key, other, day, cents, times in connection.execute(_PAYMENTS).fetchall():
        payments[key][other, day, int(cents)] += times
    return alike_committees(listed, payments), len(listed)


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
    rows = rows.with_columns(plain("place"), plain("zip5"))
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


def _once(pairs: Iterable[MatchPair]) -> list[MatchPair]:
    """Each pair of keys once: what is said of committees before what is said of firms."""
    found: dict[tuple[str, str], MatchPair] = {}
    for pair in pairs:
        found.setdefault((pair.left_key, pair.right_key), pair)
    return list(found.values())


def _model(kind: str, pairs: list[MatchPair], summary: Mapping[str, Any]) -> MatchModel:
    counted = Counter(pair.decision for pair in pairs)
    merged = [pair.probability for pair in pairs if pair.decision == "merge"]
    blocking = {name: summary[name] for name in ("keys", "after_keys", "blocking", "compared") if name in summary}
    return MatchModel(
        kind=kind,
        records=summary["records"],
        merges=counted["merge"],
        reviews=counted["review"],
        kept_apart=counted["apart"],
        threshold=summary.get("threshold"),
        estimated_precision=round(sum(merged) / len(merged), 4) if merged else None,
        method=_METHODS[kind],
        parameters=json.dumps(summary.get("model", {}), sort_keys=True),
        blocking=json.dumps(blocking, sort_keys=True),
    )

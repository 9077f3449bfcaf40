"""Entities: who is who by public identifiers, exact names and judgements; lines are never rewritten."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from ibis import _

from headwater.base.case import Case
from headwater.base.errors import InputError
from headwater.base.ids import normal_name, stable_id
from headwater.base.stage import Inputs
from headwater.entities.clusters import clusters
from headwater.entities.judgements import read_judgements
from headwater.entities.naming import NamingRule, may_be_named, reached
from headwater.entities.tables import (
    CANDIDATE_ENTITIES,
    ENTITIES,
    IDENTIFIERS,
    PARTY_ENTITIES,
    CandidateEntity,
    Entity,
    Identifier,
    PartyEntity,
)

READS = ("source_parties", "party_keys", "lines", "payments", "contest_votes")
WRITES = (ENTITIES, IDENTIFIERS, PARTY_ENTITIES, CANDIDATE_ENTITIES)
FILES = ("judgements.csv", "redactions.csv", "case.toml")

OF_A_FILING = "_filing"
"""How a scheme ends in which a filer is known by the number of a filing alone."""
_BEST_KIND = ("candidate", "committee", "organisation", "measure", "person", "unnamed", "unknown")


@dataclass
class _Members:
    """What the parties of one cluster say of it."""

    names: Counter[str] = field(default_factory=Counter)
    stand_ins: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    parties: int = 0
    files: bool = False


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Joins parties to entities and decides who may be named."""
    parties = inputs.rows("source_parties", ("party_id",))
    keys = {row["party_id"]: row for row in inputs.rows("party_keys")}
    candidates = _candidates(inputs)
    judgements = read_judgements(inputs.case.folder)
    key_of, moved = clusters(
        {party: row["key"] for party, row in keys.items()}, judgements, sorted({key for key, _row in candidates})
    )
    entity_of = {name: stable_id("E", key) for name, key in key_of.items()}
    members = _members(inputs, parties, entity_of, candidates)
    rule = _rule(inputs.case)
    above = reached(inputs.rows("payments"), entity_of, rule.threshold_cents)
    judged = [
        PartyEntity(party, entity_of[party], "judgement" if row["key"] in moved else row["why"])
        for party, row in keys.items()
    ]
    identifiers = {
        (scheme, number): Identifier(entity, scheme, number)
        for entity, found in members.items()
        for scheme, number in found.identifiers
    }
    entities = {entity: _entity(entity, found, above, rule) for entity, found in members.items()}
    running = [
        CandidateEntity(row["division"], row["candidate"], entity_of[key], entities[entity_of[key]].name)
        for key, row in candidates
    ]
    return {
        "entities": ENTITIES.of_rows(entities.values()),
        "identifiers": IDENTIFIERS.of_rows(identifiers.values()),
        "party_entities": PARTY_ENTITIES.of_rows(judged),
        "candidate_entities": CANDIDATE_ENTITIES.of_rows(running),
    }


def _candidates(inputs: Inputs) -> list[tuple[str, dict[str, str]]]:
    """Every name on a ballot with its division, and the key that parties of kind candidate have."""
    votes = inputs.read("contest_votes").select("candidate", "division").distinct()
    rows = votes.order_by("division", "candidate").to_pyarrow().to_pylist()
    return [(candidate_key(row["candidate"], row["division"]), row) for row in rows]


def candidate_key(name: str, division: str) -> str:
    """The key of a candidate: exact normalised name and OCD division."""
    return f"is:candidate\x1f{normal_name(name)}\x1f{division.lower()}\x1f"


def _members(
    inputs: Inputs,
    parties: list[dict[str, Any]],
    entity_of: Mapping[str, str],
    candidates: list[tuple[str, dict[str, str]]],
) -> dict[str, _Members]:
    uses: Counter[str] = Counter()
    for role in ("filer", "payer", "payee", "about"):
        column = f"{role}_party_id"
        counted = inputs.read("lines").group_by(column).aggregate(n=_.count()).to_pyarrow().to_pylist()
        uses.update({row[column]: row["n"] for row in counted})
    filers = {
        row["filer_party_id"]
        for row in inputs.read("lines").select("filer_party_id").distinct().to_pyarrow().to_pylist()
    }
    members: dict[str, _Members] = {}
    for party in parties:
        found = members.setdefault(entity_of[party["party_id"]], _Members())
        names = found.stand_ins if _is_stand_in(party) else found.names
        names[party["name"] or f"{party['scheme']}:{party['identifier']}"] += uses[party["party_id"]] + 1
        found.kinds.add(party["kind"])
        found.parties += 1
        found.files |= party["party_id"] in filers
        if party["identifier"] and not party["scheme"].endswith(OF_A_FILING):
            found.identifiers.add((party["scheme"], party["identifier"]))
    for key, row in candidates:
        found = members.setdefault(entity_of[key], _Members())
        found.names[row["candidate"]] += 1
        found.kinds.add("candidate")
    return members


def _is_stand_in(party: Mapping[str, Any]) -> bool:
    """Whether a party has no name of its own: a number alone, or that of a filing whose cover names the filer."""
    return not party["name"] or party["scheme"].endswith(OF_A_FILING)


def _entity(entity_id: str, found: _Members, above: set[str], rule: NamingRule) -> Entity:
    names = found.names or found.stand_ins
    name = min(names, key=lambda spelled: (spelled.isupper(), -names[spelled], spelled))
    kind = next(kind for kind in _BEST_KIND if kind in found.kinds)
    speaks = kind != "person" and (found.files or bool(found.identifiers))
    normal = {normal_name(spelled) for spelled in names}
    named = may_be_named(entity_id, kind, normal, entity_id in above or speaks, rule)
    return Entity(entity_id, name, kind, named, found.parties)


def _rule(case: Case) -> NamingRule:
    named = frozenset(normal_name(name) for name in case.named_people)
    return NamingRule(case.naming_threshold_cents, named, _redacted(case))


def _redacted(case: Case) -> frozenset[str]:
    """The entities of ``redactions.csv`` (columns entity_id, date, reason): never named, still counted."""
    path = case.folder / "redactions.csv"
    if not path.exists():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != ["entity_id", "date", "reason"]:
            raise InputError(str(path), "the header is not entity_id,date,reason", line=1)
        return frozenset(row["entity_id"] for row in reader)

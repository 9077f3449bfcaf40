"""Entities: who is who by public identifiers, exact names, matching and judgements; lines are never rewritten."""

import csv
from collections.abc import Mapping

import ibis
import pyarrow as pa
import structlog
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.case import Case
from headwater.base.errors import CaseError, InputError
from headwater.base.ids import normal_name
from headwater.base.stage import Computed, Inputs
from headwater.entities.entity_ids import ALONE, current_ids, id_of, redirects
from headwater.entities.joining import Joined, joined
from headwater.entities.judgements import read_judgements, standing
from headwater.entities.members import OF_A_FILING, all_keys, candidate_names, candidate_table, described, uses
from headwater.entities.naming import NamingRule, may_be_named, reached
from headwater.entities.tables import (
    CANDIDATE_ENTITIES,
    DONOR_SET_MEMBERS,
    ENTITIES,
    IDENTIFIERS,
    KEY_ENTITIES,
    MERGES,
    PARTY_ENTITIES,
    PARTY_USES,
    REDIRECTS,
    DonorSetMember,
)

READS = ("source_lines", "source_parties", "party_keys", "payments", "nameless_sides", "contest_votes", "match_pairs")
WRITES = (
    ENTITIES,
    IDENTIFIERS,
    PARTY_ENTITIES,
    PARTY_USES,
    CANDIDATE_ENTITIES,
    KEY_ENTITIES,
    MERGES,
    REDIRECTS,
    DONOR_SET_MEMBERS,
)
FILES = ("judgements.csv", "redactions.csv", "case.toml")


def compute(inputs: Inputs) -> Mapping[str, Computed]:
    """Joins parties to entities and decides who may be named."""
    connection, read = inputs.connection, inputs.read
    inputs.progress("entities", 0, 4)
    candidates = candidate_table(candidate_names(read("contest_votes")))
    _keep(connection, "uses", uses(read("source_lines"), read("payments")))
    _keep(connection, "all_keys", all_keys(read("party_keys"), read("uses"), candidates))
    inputs.progress("entities", 1, 4)
    found = joined(connection, standing(read_judgements(inputs.case.folder)))
    _keep(connection, "key_entities", found.key_entities)
    _keep(connection, "party_entities", _party_entities(inputs, found))
    inputs.progress("entities", 2, 4)
    _keep(connection, "on_ballots", _entity_of_key(inputs, candidates))
    parties = _filed(inputs).inner_join(read("party_entities"), "party_id")
    used = parties.left_join(read("uses"), "party_id").drop("party_id_right")
    used = used.mutate(line_count=used.line_count.fill_null(0), files=used.files.fill_null(False))
    _keep(connection, "described", described(used, read("on_ballots")))
    entity_ids = read("described").select("entity_id")
    keyed = parties.drop("why").inner_join(read("party_keys"), "party_id")
    _keep(connection, "redirects", redirects(read("key_entities"), keyed, entity_ids))
    inputs.progress("entities", 3, 4)
    _keep(connection, "entities", _entities(inputs, parties))
    names = read("entities").select("entity_id", "name")
    return {
        "entities": read("entities"),
        "identifiers": _identifiers(inputs),
        "party_entities": read("party_entities"),
        "party_uses": read("uses"),
        "candidate_entities": read("on_ballots").inner_join(names, "entity_id"),
        "key_entities": read("key_entities"),
        "merges": _merges(connection, found),
        "redirects": read("redirects"),
        "donor_set_members": DONOR_SET_MEMBERS.of_rows(_members(inputs)),
    }


def _keep(connection: Backend, name: str, rows: ibis.Table | pa.Table) -> None:
    """Holds rows on the engine for the steps that follow, in place of any table of that name."""
    connection.create_table(name, rows, temp=True, overwrite=True)


def _party_entities(inputs: Inputs, found: Joined) -> ibis.Table:
    keys = inputs.read("party_keys")
    is_parted = keys.party_id.isin(found.parted) if found.parted else ibis.literal(False)
    keys = keys.mutate(key=ibis.ifelse(is_parted, ibis.literal(ALONE).concat(keys.party_id), keys.key))
    moved = inputs.read("key_entities").select("key", "entity_id", moved_why="why")
    both = keys.left_join(moved, "key")
    entity_id = ibis.coalesce(both.entity_id, id_of(both.key))
    own = both.select("party_id", entity_id=entity_id, why=ibis.coalesce(both.moved_why, both.why))
    # What a person said of a party that names nobody holds for the payments of its lines.
    judged = own.filter(_.why == "judgement").select(filed_party_id="party_id", said="entity_id").view()
    said = inputs.read("nameless_sides").inner_join(judged, "filed_party_id").select("party_id", "said")
    moved_too = own.left_join(said, "party_id").drop("party_id_right")
    is_said = moved_too.said.notnull()
    return moved_too.select(
        "party_id",
        entity_id=ibis.coalesce(moved_too.said, moved_too.entity_id),
        why=ibis.ifelse(is_said, "judgement", moved_too.why),
    )


def _filed(inputs: Inputs) -> ibis.Table:
    """Parties as filed, and whoever is not named on a side of a payment, as the line has it."""
    parties = inputs.read("source_parties")
    sides = inputs.read("nameless_sides").select("filed_party_id", own="party_id")
    unnamed = sides.inner_join(parties, [("filed_party_id", "party_id")])
    return ibis.union(parties, unnamed.mutate(party_id="own").select(*parties.columns))


def _entity_of_key(inputs: Inputs, rows: ibis.Table) -> ibis.Table:
    """Rows with a ``key``, and the entity that it belongs to."""
    both = rows.left_join(inputs.read("key_entities").select("key", "entity_id"), "key").drop("key_right")
    return both.mutate(entity_id=ibis.coalesce(both.entity_id, id_of(both.key)))


def _entities(inputs: Inputs, parties: ibis.Table) -> ibis.Table:
    rule = _rule(inputs)
    above = reached(inputs.read("payments"), inputs.read("party_entities"), rule.threshold_cents)
    people = sorted(rule.named_people)
    spellings = ibis.union(
        parties.select("entity_id", "normal_name"), inputs.read("on_ballots").select("entity_id", "normal_name")
    )
    listed = spellings.filter(spellings.normal_name.isin(people) if people else ibis.literal(False))
    found = inputs.read("described").left_join(above.mutate(is_above=True), "entity_id").drop("entity_id_right")
    found = found.left_join(listed.select("entity_id").distinct().mutate(is_listed=True), "entity_id")
    found = found.drop("entity_id_right").mutate(
        is_above=_.is_above.fill_null(False), is_listed=_.is_listed.fill_null(False)
    )
    return may_be_named(found, rule).select(*ENTITIES.names)


def _identifiers(inputs: Inputs) -> ibis.Table:
    """Identifiers belong to the entity of their key, which some parties that state one may have been parted from."""
    parties = inputs.read("source_parties")
    given = parties.filter((_.identifier != "") & ~_.scheme.endswith(OF_A_FILING))
    rows = given.select("scheme", "identifier", key=_.scheme.concat(":", _.identifier)).distinct()
    known = inputs.read("entities").select("entity_id")
    return _entity_of_key(inputs, rows).semi_join(known, "entity_id").select(*IDENTIFIERS.names)


def _merges(connection: Backend, found: Joined) -> ibis.Table:
    """The merges with the entity of each: that of either side."""
    _keep(connection, "found_merges", found.merges)
    rows, keys, who = (connection.table(name) for name in ("found_merges", "key_entities", "party_entities"))
    by_key, by_party = (
        keys.select(left_key="key", of_key="entity_id"),
        who.select(left_key="party_id", of_party="entity_id"),
    )
    both = rows.left_join(by_key, "left_key").drop("left_key_right").left_join(by_party, "left_key")
    return both.mutate(entity_id=ibis.coalesce(both.of_key, both.of_party)).select(*MERGES.names)


def _members(inputs: Inputs) -> list[DonorSetMember]:
    """The members of the case's donor sets; one that these records do not hold is said aloud.

    Raises:
        CaseError: if a member is no identifier at all.
    """
    asked = [
        (donor_set.id, member) for donor_set in inputs.case.donor_sets for member in dict.fromkeys(donor_set.members)
    ]
    for donor_set, member in asked:
        scheme, _colon, number = member.partition(":")
        if not (scheme and number) or member != member.strip():
            said = f"member {member!r} is no identifier such as fppc:1402586"
            raise CaseError(f"{inputs.case.folder / 'case.toml'}, donor set {donor_set!r}: {said}")
    known = _identifiers(inputs).mutate(member=_.scheme.concat(":", _.identifier))
    wanted = sorted({member for _set, member in asked})
    rows = known.filter(known.member.isin(wanted)).to_pyarrow().to_pylist() if wanted else []
    entity_of = {row["member"]: row["entity_id"] for row in rows}
    for donor_set, member in asked:
        if member not in entity_of:
            structlog.get_logger().warning(
                "these records hold no entity of this donor set's member",
                case=inputs.case.slug,
                donor_set=donor_set,
                member=member,
            )
    return [DonorSetMember(donor_set, member, entity_of.get(member, "")) for donor_set, member in asked]


def _rule(inputs: Inputs) -> NamingRule:
    named = frozenset(normal_name(name) for name in inputs.case.named_people)
    return NamingRule(inputs.case.naming_threshold_cents, named, _redacted(inputs))


def _redacted(inputs: Inputs) -> frozenset[str]:
    """The entities of ``redactions.csv``, whatever id they had when they were redacted: never named, still counted."""
    asked = _redactions(inputs.case)
    return asked | frozenset(current_ids(inputs.connection, "described", asked).values())


def _redactions(case: Case) -> frozenset[str]:
    """The ids in ``redactions.csv`` (columns entity_id, date, reason).

    Raises:
        InputError: if the header is another one, or a row has no id.
    """
    path = case.folder / "redactions.csv"
    if not path.exists():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != ["entity_id", "date", "reason"]:
            raise InputError(str(path), "the header is not entity_id,date,reason", line=1)
        ids = set()
        for row in reader:
            if not (row["entity_id"] or "").strip():
                raise InputError(str(path), "is empty", line=reader.line_num, field="entity_id")
            ids.add(row["entity_id"].strip())
        return frozenset(ids)

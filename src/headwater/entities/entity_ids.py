"""Ids of entities, made of the records alone: they stay when records come, and lead on where they cannot stay.

Every key has an id of its own. A cluster has the id of its anchor: the key that stands on the oldest line, since
what is added is mostly newer. The ids of its other keys are redirects to it (the table ``redirects``), so that
every id that was ever given for records that are still here is an entity or leads to one, in a build from nothing
too. A party set apart by a judgement has its own digits, and where that judgement no longer stands they lead to
whom the party is.
"""

from collections.abc import Iterable

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.ids import stable_id

ALONE = "alone:"
"""How the key of a party that is equal to no other begins; the party's id follows."""


def entity_id_of(key: str) -> str:
    """The id of the entity that a key alone makes."""
    return "E" + key[len(ALONE) + 1 :] if key.startswith(ALONE) else stable_id("E", key)


def id_of(key: ibis.Value) -> ibis.Value:
    """The same of a column of keys."""
    digits = ibis.ifelse(key.startswith(ALONE), key.substr(len(ALONE) + 1), key.hexdigest("sha256").substr(0, 16))
    return ibis.literal("E").concat(digits)


def anchors(clusters: ibis.Table) -> ibis.Table:
    """Each key with the anchor of its cluster: the key of the oldest line, of equal ones an identifier, then the least.

    Args:
        clusters: one row for a key, with its ``cluster`` and its ``first_day`` (null without a line).
    """
    named = clusters.key.startswith("name:") | clusters.key.startswith("is:") | clusters.key.startswith(ALONE)
    first = [clusters.first_day.asc(nulls_first=False), named.asc(), clusters.key.asc()]
    ranked = clusters.select("key", anchor=clusters.key.first().over(group_by=clusters.cluster, order_by=first))
    return ranked.mutate(entity_id=id_of(ranked.anchor))


def redirects(key_entities: ibis.Table, parties: ibis.Table, entities: ibis.Table) -> ibis.Table:
    """Ids that were, or would be, those of keys that now belong to another entity.

    Args:
        key_entities: keys that were joined or parted, with their anchors and entities.
        parties: ``source_parties`` with the ``key``, ``why`` and ``entity_id`` of each.
        entities: the table ``entities``.
    """
    joined = key_entities.filter((_.key != _.anchor) & ~_.key.startswith(ALONE)).select("key", "entity_id")
    own = ibis.ifelse(
        parties.identifier != "", parties.scheme.concat(":", parties.identifier), "name:" + parties.normal_name
    )
    by_name = ["name:", "is:", ALONE]
    is_name = ibis.or_(*(parties.key.startswith(start) for start in by_name))
    renamed = parties.mutate(own=own).filter((own != parties.key) & ~is_name)
    found = ibis.union(joined, renamed.select(key="own", entity_id="entity_id"))
    ids = _by_id(found)
    # A key that every party has left leads to one that left it.
    left = parties.filter(~parties.key.startswith(ALONE)).mutate(alone=ibis.literal(ALONE).concat(parties.party_id))
    left = left.semi_join(key_entities.select(alone="key"), "alone").select("key", "entity_id")
    ids = ibis.union(ids, _by_id(left).anti_join(ids.view(), "old_id"))
    return ids.anti_join(entities, ids.old_id == entities.entity_id).select("old_id", "entity_id")


def _by_id(found: ibis.Table) -> ibis.Table:
    """The ids of keys, each with the least entity that it may lead to."""
    return found.mutate(old_id=id_of(found.key)).group_by("old_id").aggregate(entity_id=_.entity_id.min())


def current_ids(connection: Backend, entities: str, ids: Iterable[str]) -> dict[str, str]:
    """What ids lead to now, of those that lead anywhere.

    Args:
        connection: holds ``redirects``, ``party_entities`` and a table of all entities.
        entities: the name of that table.
        ids: entity ids as some build gave them.
    """
    asked = ibis.memtable(pa.table({"old_id": sorted(set(ids)) or [""]}))
    parties = asked.mutate(party_id=ibis.literal("P").concat(asked.old_id.substr(1)))
    known, moved = connection.table(entities), connection.table("redirects")
    ways = [
        parties.inner_join(connection.table("party_entities"), "party_id").select("old_id", "entity_id"),
        asked.inner_join(moved, "old_id").select("old_id", "entity_id"),
        asked.inner_join(known, asked.old_id == known.entity_id).select("old_id", "entity_id"),
    ]
    found: dict[str, str] = {}
    for way in ways:
        found |= {row["old_id"]: row["entity_id"] for row in connection.to_pyarrow(way).to_pylist()}
    return found

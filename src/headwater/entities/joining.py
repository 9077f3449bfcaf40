"""Who is one: keys of parties joined by judgements and by matching, as tables on the engine.

Only keys that matching or a judgement names are looked at one by one; any other key is an entity by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.entities.clusters import Clusters, Pair, Ties, clusters, cuts
from headwater.entities.entity_ids import ALONE, anchors
from headwater.entities.judged_sides import Sides, sides_of
from headwater.entities.judgements import Judgement, refuse_contradictions
from headwater.entities.members import OF_A_FILING
from headwater.entities.tables import KEY_ENTITIES, MERGES

GENERATION = r"^is:person\x1f[^\x1f]* (jr|sr|ii|iii|iv)[ \x1f]"
"""The word in a person's key that tells a father from a son."""
_TREE = pa.schema(
    {
        "left": pa.int64(),
        "right": pa.int64(),
        "why": pa.string(),
        "weight": pa.float64(),
        "probability": pa.float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Joined:
    """Rows of ``key_entities``, rows of ``merges``, and the parties that a judgement parted from their key."""

    key_entities: pa.Table
    merges: pa.Table
    parted: tuple[str, ...]


def joined(connection: Backend, standing: Sequence[Judgement]) -> Joined:
    """Joins keys.

    Args:
        connection: holds ``match_pairs``, ``party_keys``, ``source_parties``, ``all_keys`` (each key once, with its
            ``first_day`` and ``cents``) and ``uses`` (each party with its ``cents``).
        standing: the judgements that stand, the newest of each pair.

    Raises:
        CaseError: if judgements contradict one another, with the chain, or name what cannot be.
    """
    sides = sides_of(connection, standing)
    refuse_contradictions(list(standing), sides.label_of)
    pairs = connection.table("match_pairs").filter(_.decision.isin(["merge", "apart"]))
    connection.create_table("nodes", _nodes(pairs, sides.labels), temp=True, overwrite=True)
    nodes = connection.table("nodes")
    number = _numbers(connection, sides.labels)
    merges, apart = (_numbered(connection, pairs.filter(_.decision == said)) for said in ("merge", "apart"))
    ties = Ties(
        same=sides.pairs(standing, "same", number),
        different=sides.pairs(standing, "different", number),
        held=sides.held(standing, number),
        merges=_pairs(merges),
        apart=_pairs(apart),
        marks=_marks(connection),
    )
    count = int(connection.to_pyarrow(nodes.count()).as_py())
    made = clusters(count, ties)
    tree = _tree(made, merges)
    parted = tuple(sorted(party for party in sides.key_of if number[party] in set(made.parted)))
    worth = _worth(connection, count, (sides, number, parted))
    return Joined(_key_entities(connection, made, parted), _merges(connection, tree, worth), parted)


def _nodes(pairs: ibis.Table, labels: Sequence[str]) -> ibis.Table:
    """Each key of a pair, and each label that a judgement names, with a number in the order of the labels."""
    named = ibis.memtable(pa.table({"label": pa.array(labels, pa.string())}))
    parts = [pairs.select(label="left_key"), pairs.select(label="right_key"), *([named] if labels else [])]
    every = ibis.union(*parts, distinct=True)
    return every.mutate(node=ibis.row_number().over(order_by=every.label))


def _numbers(connection: Backend, labels: Sequence[str]) -> dict[str, int]:
    if not labels:
        return {}
    nodes = connection.table("nodes")
    rows = connection.to_pyarrow(nodes.filter(nodes.label.isin(labels)))
    return dict(zip(rows.column("label").to_pylist(), rows.column("node").to_pylist(), strict=True))


def _numbered(connection: Backend, pairs: ibis.Table) -> pa.Table:
    """Pairs by the numbers of their keys, the heaviest first, of equal ones the least keys first."""
    left = connection.table("nodes").select(left_key="label", left="node")
    right = connection.table("nodes").select(right_key="label", right="node")
    found = pairs.inner_join(left, "left_key").inner_join(right, "right_key")
    ordered = found.order_by(_.weight.desc(), _.left, _.right)
    return connection.to_pyarrow(ordered.select("left", "right", "tier", "weight", "probability"))


def _pairs(numbered: pa.Table) -> Iterator[Pair]:
    for batch in numbered.to_batches(max_chunksize=1 << 16):
        yield from zip(batch.column("left").to_pylist(), batch.column("right").to_pylist(), strict=True)


def _marks(connection: Backend) -> dict[int, tuple[tuple[str, str], ...]]:
    """Public identifiers and generations of nodes: two unequal ones of a kind are never joined by matching."""
    nodes = connection.table("nodes")
    start = nodes.label.split(":")[0]
    of_a_name = start.isin(["name", "is", "alone"]) | start.endswith(OF_A_FILING) | ~nodes.label.contains(":")
    generation = nodes.label.re_extract(GENERATION, 1)
    marked = nodes.mutate(scheme=ibis.ifelse(of_a_name, "generation", start))
    marked = marked.mutate(value=ibis.ifelse(of_a_name, generation, marked.label)).filter(_.value != "")
    rows = connection.to_pyarrow(marked.select("node", "scheme", "value")).to_pylist()
    return {row["node"]: ((row["scheme"], row["value"]),) for row in rows}


def _tree(made: Clusters, merges: pa.Table) -> pa.Table:
    """The pairs that made the clusters, each with what it rests on."""
    found = []
    for why, pairs in (("judgement", made.by_judgement), ("held", made.by_holding)):
        left, right = ([pair[side] for pair in pairs] for side in (0, 1))
        nothing = [None] * len(pairs)
        found.append(pa.table([left, right, [why] * len(pairs), nothing, nothing], schema=_TREE))
    matched = merges.take(np.asarray(made.by_match, dtype=np.int64))
    return pa.concat_tables([*found, matched.rename_columns(_TREE.names).cast(_TREE)])


def _worth(
    connection: Backend, count: int, judged: tuple[Sides, Mapping[str, int], tuple[str, ...]]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The cents of each node; those of a party that was parted from its key are its own."""
    sides, number, parted = judged
    known = connection.table("all_keys")
    rows = connection.table("nodes").inner_join(known, [("label", "key")]).select("node", "cents")
    found = connection.to_pyarrow(rows)
    worth = np.zeros(count, dtype=np.int64)
    worth[found.column("node").to_numpy()] = found.column("cents").to_numpy()
    uses = connection.table("uses")
    own = connection.to_pyarrow(uses.filter(uses.party_id.isin(parted))).to_pylist() if parted else []
    for row in own:
        worth[number[row["party_id"]]] = row["cents"]
        worth[number[sides.key_of[row["party_id"]]]] -= row["cents"]
    return worth


def _merges(connection: Backend, tree: pa.Table, worth: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Table:
    """Rows of ``merges`` but for the entity."""
    left, right = cuts(len(worth), list(_pairs(tree)), worth.tolist())
    sums = {"left_cents": pa.array(left, pa.int64()), "right_cents": pa.array(right, pa.int64())}
    connection.create_table(
        "tree", pa.table({**dict(zip(tree.column_names, tree.columns, strict=True)), **sums}), temp=True, overwrite=True
    )
    nodes = connection.table("nodes")
    named = connection.table("tree").inner_join(nodes.select(left_key="label", left="node"), "left")
    named = named.inner_join(nodes.select(right_key="label", right="node"), "right")
    return connection.to_pyarrow(named.select(*(name for name in MERGES.names if name != "entity_id")))


def _key_entities(connection: Backend, made: Clusters, parted: tuple[str, ...]) -> pa.Table:
    """Rows of ``key_entities``: keys of clusters of several, and parties that stand apart from their key."""
    roots = pa.table(
        {"node": pa.array(range(len(made.root_of)), pa.int64()), "cluster": pa.array(made.root_of, pa.int64())}
    )
    connection.create_table("roots", roots, temp=True, overwrite=True)
    touched = sorted({node for pair in (*made.by_judgement, *made.by_holding) for node in pair})
    judged = ibis.memtable(pa.table({"node": pa.array(touched, pa.int64())}))
    nodes = connection.table("nodes").inner_join(connection.table("roots"), "node")
    nodes = nodes.left_join(judged.mutate(is_judged=True), "node").drop("node_right")
    is_parted = nodes.label.isin(parted) if parted else ibis.literal(False)
    is_party = ~nodes.label.contains(":")
    keyed = nodes.filter(~is_party | is_parted).mutate(
        key=ibis.ifelse(is_party, ibis.literal(ALONE).concat(nodes.label), nodes.label)
    )
    known = connection.table("all_keys").select("key", "first_day")
    dated = keyed.left_join(known, "key").drop("key_right")
    found = anchors(dated).inner_join(dated.select("key", "cluster", "is_judged"), "key")
    found = found.mutate(size=_.key.count().over(group_by=_.cluster))
    found = found.filter((found.size > 1) | found.key.startswith(ALONE))
    said = ibis.ifelse(found.is_judged.fill_null(False) | found.key.startswith(ALONE), "judgement", "match")
    return connection.to_pyarrow(found.mutate(why=said).select(*KEY_ENTITIES.names))

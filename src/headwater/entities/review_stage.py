"""Doubt: what a person should be asked, and why each entity is one."""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis import _

from headwater.base.stage import Computed, Inputs
from headwater.entities.explaining import as_filed, judged, matched, shown_evidence
from headwater.entities.judged_sides import Sides, sides_of
from headwater.entities.judgements import Judgement, read_judgements, standing
from headwater.entities.links import linked
from headwater.entities.members import all_keys, candidate_names, candidate_table
from headwater.entities.offers import asked_of_pairs, key_labels, offers, one_name_in_two_states
from headwater.entities.registered import registered
from headwater.entities.review_tables import ENTITY_EXPLANATIONS, MERGE_TOGGLES, REVIEW_OFFERS
from headwater.entities.toggles import toggles

READS = (
    "source_parties",
    "source_registrations",
    "contest_votes",
    "party_keys",
    "payments",
    "match_pairs",
    "entities",
    "party_entities",
    "party_uses",
    "merges",
)
WRITES = (REVIEW_OFFERS, ENTITY_EXPLANATIONS, MERGE_TOGGLES)
FILES = ("judgements.csv",)


def compute(inputs: Inputs) -> Mapping[str, Computed]:
    """Gathers what is in doubt, leaves out what was judged, and weighs the rest."""
    connection, read = inputs.connection, inputs.read
    keys = all_keys(read("party_keys"), read("party_uses"), candidate_table(candidate_names(read("contest_votes"))))
    connection.create_table("all_keys", keys.select("key"), temp=True, overwrite=True)
    connection.create_table("weighty", _parties(inputs), temp=True, overwrite=True)
    parties = read("weighty")
    said = registered(read("source_registrations"), parties)
    connection.create_table("links", linked(parties, _between(inputs), said), temp=True, overwrite=True)
    asked = _asked(inputs)
    held = standing(read_judgements(inputs.case.folder))
    sides = sides_of(connection, held)
    connection.create_table("labels", key_labels(parties, read("entities")), temp=True, overwrite=True)
    found = ibis.union(offers(asked, read("labels")), one_name_in_two_states(parties))
    connection.create_table("open_offers", _unjudged(found, held, sides), temp=True, overwrite=True)
    return {
        "review_offers": read("open_offers"),
        "entity_explanations": _explained(inputs, held, sides),
        "merge_toggles": toggles(connection, "open_offers"),
    }


def _asked(inputs: Inputs) -> ibis.Table:
    """Pairs of matching and links; a link says more of a pair that matching leaves open, and less of any other."""
    both, links, found = ["left_key", "right_key"], inputs.read("links"), inputs.read("match_pairs")
    pairs = asked_of_pairs(found, inputs.read("merges"))
    links = links.anti_join(found.filter(_.decision != "review"), both).select(*pairs.columns)
    asked = ibis.union(pairs.anti_join(links, both), links)
    return asked.mutate(probability=asked.probability.cast("float64"))


def _explained(inputs: Inputs, held: list[Judgement], sides: Sides) -> pa.Table:
    """Rows of ``entity_explanations``."""
    connection, keys, parties = inputs.connection, inputs.read("labels"), inputs.read("weighty")
    rows = ibis.union(matched(inputs.read("match_pairs"), keys), as_filed(parties, keys))
    names = inputs.read("entities").filter(_.is_named).select("entity_id")
    spoken = ibis.union(
        keys.filter(keys.key.isin(sides.labels or [""])).select("key", "entity_id", "spelling"),
        parties.filter(parties.party_id.isin(sides.labels or [""])).select(
            key="party_id", entity_id="entity_id", spelling="name"
        ),
    ).semi_join(names, "entity_id")
    named = {row["key"]: row for row in connection.to_pyarrow(spoken).to_pylist()}
    found = shown_evidence(connection.to_pyarrow(rows).cast(ENTITY_EXPLANATIONS.schema))
    return pa.concat_tables([found, judged(held, sides, named)])


def _parties(inputs: Inputs) -> ibis.Table:
    """Parties with their key, why that is theirs, their entity and their money."""
    rows = inputs.read("source_parties").inner_join(inputs.read("party_keys"), "party_id")
    who = inputs.read("party_entities").select("party_id", "entity_id", key_why="why")
    rows = rows.inner_join(who, "party_id").left_join(inputs.read("party_uses").select("party_id", "cents"), "party_id")
    return rows.drop("party_id_right").mutate(cents=_.cents.fill_null(0))


def _between(inputs: Inputs) -> ibis.Table:
    """Payments with the entities of both sides."""
    who = inputs.read("party_entities").select("party_id", "entity_id")
    payers = who.rename(payer_party_id="party_id", payer_entity_id="entity_id")
    payees = who.rename(payee_party_id="party_id", payee_entity_id="entity_id")
    paid = inputs.read("payments").select("payer_party_id", "payee_party_id", "date_from", "cents")
    return paid.inner_join(payers, "payer_party_id").inner_join(payees, "payee_party_id")


def _unjudged(found: ibis.Table, held: list[Judgement], sides: Sides) -> ibis.Table:
    """The offers without those on which a judgement stands, whichever way round and by whatever party of the keys."""
    done = set()
    for one in held:
        names = [{side, sides.label_of.get(side, side)} for side in (one.left, one.right)]
        names = [both | {sides.key_of[one] for one in both & set(sides.key_of)} for both in names]
        done |= {(a, b) for left in names[0] for right in names[1] for a, b in ((left, right), (right, left))}
    if not done:
        return found
    listed = sorted(done)
    table = pa.table({"a": [pair[0] for pair in listed], "b": [pair[1] for pair in listed]})
    gone = ibis.memtable(table)
    by_key = found.anti_join(gone, [("left_key", "a"), ("right_key", "b")])
    return by_key.anti_join(gone.view(), [("left", "a"), ("right", "b")])

"""What to ask a person: doubtful merges, near misses, links between agencies, one name in two states.

Money times doubt: the doubt is the probability that what stands now is wrong, the money all of the side with less.
A machine's certainty is never taken for more than 999 in 1000. Doubts of what is no match were fixed beforehand.
"""

import ibis
from ibis import _

from headwater.entities.members import OF_A_FILING
from headwater.entities.review_tables import REVIEW_OFFERS

SUREST = 0.999
LEAST_CENTS = 100
"""A merge that is worth less than a dollar of money times doubt is not asked; what stands apart always is."""
ONE_NAME = 0.9
"""Probability, fixed beforehand, that organisations of one exact name in two states are one."""
_STATE = r"(?:^|[ ,])([A-Z]{2})$"
_COLUMNS = ("left_key", "right_key", "probability", "reason", "evidence", "origin", "cents")


def asked_of_pairs(pairs: ibis.Table, merges: ibis.Table) -> ibis.Table:
    """Merges of matching, and pairs that it leaves to a person or that the guard stands against.

    The money of a merge is that of the smaller part into which its cluster would fall without it.

    Args:
        pairs: the table ``match_pairs``.
        merges: the table ``merges``.
    """
    made = merges.filter(_.why.isin(["key", "model"])).select(
        "left_key", "right_key", cents=ibis.least(_.left_cents, _.right_cents)
    )
    both = pairs.filter(_.decision != "apart").left_join(made, ["left_key", "right_key"])
    origin = ibis.ifelse(both.cents.notnull(), "merge", "match")
    return both.mutate(origin=origin).select(*_COLUMNS)


def offers(asked: ibis.Table, keys: ibis.Table) -> ibis.Table:
    """Rows of ``review_offers`` but for pairs inside one key.

    Args:
        asked: pairs of keys with ``_COLUMNS``; ``cents`` is null where it is the money of the smaller entity.
        keys: each key with its ``label``, ``entity_id``, ``name``, and the ``entity_cents`` of its entity.
    """
    sides = [keys.rename(**{f"{side}_{name}": name for name in keys.columns}) for side in ("left", "right")]
    both = asked.inner_join(sides[0], "left_key").inner_join(sides[1], "right_key")
    is_joined = both.left_entity_id == both.right_entity_id
    is_open = ~is_joined | (both.origin == "merge")
    money = ibis.coalesce(both.cents, ibis.least(both.left_entity_cents, both.right_entity_cents))
    found = both.mutate(left=both.left_label, right=both.right_label, is_joined=is_joined, money_cents=money)
    return weighed(found.filter(is_open & (found.left != found.right)))


def weighed(found: ibis.Table) -> ibis.Table:
    """The rows with money times doubt, merges of less than a dollar left out."""
    sure = ibis.least(ibis.greatest(found.probability, 1 - SUREST), SUREST)
    doubt = ibis.ifelse(found.is_joined, 1 - sure, sure)
    expected = (found.money_cents * doubt).round().cast("int64")
    return (
        found.mutate(expected_cents=expected)
        .filter(~_.is_joined | (_.expected_cents >= LEAST_CENTS))
        .select(*REVIEW_OFFERS.names)
    )


def one_name_in_two_states(parties: ibis.Table) -> ibis.Table:
    """Parties of organisations that their exact name alone made one though they stand in different states.

    Of every state the party with the most money is set against that of the state with the most.

    Args:
        parties: ``source_parties`` with the ``key``, ``key_why``, ``why``, ``entity_id`` and ``cents`` of each.
    """
    state = parties.place.upper().strip().re_extract(_STATE, 1)
    by_name = parties.mutate(state=state).filter(
        (_.why == "name") & (_.identifier == "") & _.key.startswith("name:") & (_.state != "")
    )
    of_state = by_name.mutate(
        state_cents=_.cents.sum().over(group_by=[by_name.key, by_name.state]),
        place_in_state=ibis.row_number().over(
            group_by=[by_name.key, by_name.state], order_by=[by_name.cents.desc(), by_name.party_id]
        ),
    ).filter(_.place_in_state == 0)
    ranked = of_state.mutate(
        rank=ibis.row_number().over(group_by=_.key, order_by=[of_state.state_cents.desc(), of_state.state])
    )
    columns = ["key", "party_id", "name", "entity_id", "state", "state_cents"]
    first = ranked.filter(_.rank == 0).select(*columns).rename(**{f"left_{name}": name for name in columns})
    other = ranked.filter(_.rank > 0).select(*columns).rename(**{f"right_{name}": name for name in columns})
    both = first.inner_join(other, first.left_key == other.right_key)
    return weighed(
        both.mutate(
            left=both.left_party_id,
            right=both.right_party_id,
            origin=ibis.literal("name"),
            is_joined=ibis.literal(True),
            probability=ibis.literal(ONE_NAME),
            money_cents=ibis.least(both.left_state_cents, both.right_state_cents),
            reason=ibis.literal("one exact name in ").concat(both.left_state, " and ", both.right_state),
            evidence=ibis.literal("[]"),
        ).filter(_.left_entity_id == _.right_entity_id)
    )


def key_labels(parties: ibis.Table, entities: ibis.Table) -> ibis.Table:
    """Each key with how a judgement names it, its spellings, its entity, and that entity's name and money.

    A public identifier names itself; any other key is named by the least id of its parties, which holds no name.

    Args:
        parties: as for ``one_name_in_two_states``.
        entities: the table ``entities``.
    """
    whose = parties.group_by("entity_id").aggregate(entity_cents=_.cents.sum().cast("int64"))
    scheme = parties.key.split(":")[0]
    is_number = ~scheme.isin(["name", "is", "alone"]) & ~scheme.endswith(OF_A_FILING)
    kept = parties.filter(_.key_why != "parted").mutate(is_number=is_number)
    keyed = kept.group_by("key").aggregate(
        least=_.party_id.min(),
        is_number=_.is_number.any(),
        entity_id=_.entity_id.min(),
        spelling=_.name.max(),
        spellings=_.name.nunique(),
    )
    keyed = keyed.mutate(label=ibis.ifelse(keyed.is_number, keyed.key, keyed.least))
    named = keyed.inner_join(entities.select("entity_id", "name", "is_named"), "entity_id")
    return named.inner_join(whose, "entity_id").drop("least", "is_number")

"""Committees with one treasurer or one address of record: evidence on who is behind them, and never more than that."""

import ibis
from ibis import _

WIDE = 25
"""A treasurer or an address of more committees than these is a firm's that serves many, and says nothing of any two."""
FIELDS = ("treasurer", "address")


def registered(registrations: ibis.Table, parties: ibis.Table) -> ibis.Table:
    """What registrations say of committees: one row for a ``key``, a ``field`` and its ``value``, those of few alone.

    Args:
        registrations: the table ``source_registrations``.
        parties: parties with the ``key`` and ``entity_id`` of each.
    """
    whose = parties.select("key", "entity_id", filer_party_id="party_id")
    rows = registrations.inner_join(whose, "filer_party_id")
    said = ibis.union(
        *(rows.select("key", "entity_id", field=ibis.literal(field), value=f"{field}_hash") for field in FIELDS)
    )
    found = said.filter(_.value != "").distinct()
    return (
        found.mutate(spread=_.key.nunique().over(group_by=["field", "value"])).filter(_.spread <= WIDE).drop("spread")
    )


def same_registered(pairs: ibis.Table, said: ibis.Table) -> ibis.Table:
    """Of pairs of keys: whether they have one treasurer, and one address.

    Args:
        pairs: ``left_key`` and ``right_key``.
        said: as ``registered`` gives it.
    """
    one = said.select("field", "value", left_key="key")
    other = said.select("field", "value", right_key="key")
    both = pairs.select("left_key", "right_key").inner_join(one, "left_key")
    agreed = both.inner_join(other, ["right_key", "field", "value"]).group_by("left_key", "right_key")
    return agreed.aggregate(**{f"is_{field}": (_.field == field).any() for field in FIELDS})


def shared_registered(stemmed: ibis.Table, said: ibis.Table) -> ibis.Table:
    """Pairs of committees of one stem with one treasurer or address: ``stem``, both ids and the ``field``.

    Args:
        stemmed: as ``families.stems`` gives it.
        said: as ``registered`` gives it.
    """
    mine = said.select("entity_id", "field", "value").distinct().inner_join(stemmed, "entity_id")
    other = mine.rename(right_id="entity_id")
    both = mine.rename(left_id="entity_id").inner_join(other, ["stem", "field", "value"])
    return both.filter(_.left_id < _.right_id).select("stem", "left_id", "right_id", "field").distinct()

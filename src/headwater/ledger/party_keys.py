"""The table `party_keys`: parties that an identifier or an exact name makes one, before any judgement."""

from dataclasses import dataclass
from typing import Annotated

import ibis
from ibis import _

from headwater.base.nobody import names_nobody
from headwater.base.table import table
from headwater.ledger.nameless import ALONE


@dataclass(frozen=True, slots=True)
class PartyKey:
    """One party as filed with the key that it shares with the parties it is exactly equal to."""

    party_id: Annotated[str, "The party as filed"]
    key: Annotated[str, "Equal keys: one identifier, or one exact normalised name of one kind"]
    why: Annotated[str, "identifier, name or alone: what the key rests on"]


PARTY_KEYS = table("party_keys", PartyKey, key=("party_id",))


def party_keys(parties: ibis.Table, filings: ibis.Table) -> ibis.Table:
    """Keys of parties by public identifier first, then by exact normalised name.

    A filer that its lines know only by the number of the filing has the key of whoever filed that number.

    Args:
        parties: the table ``source_parties``.
        filings: the table ``source_filings``.
    """
    own = own_keys(parties)
    known = own.select("party_id", filer_key="key").view()
    named = filings.filter(_.number != "").inner_join(known, [("filer_party_id", "party_id")])
    by_number = ibis.union(
        *(
            named.filter((_.source == source) & ~_.filer_key.startswith(f"{scheme}:"))
            .mutate(number_key=f"{scheme}:" + _.number)
            .group_by("number_key")
            .aggregate(filer_key=_.filer_key.min())
            for scheme, source in _NUMBERED.items()
        )
    )
    joined = own.view().left_join(by_number, [("key", "number_key")])
    return joined.select("party_id", "why", key=ibis.coalesce(_.filer_key, _.key))


def own_keys(parties: ibis.Table) -> ibis.Table:
    """Keys that follow from the parties alone.

    An organisation named without an identifier takes the identifier of the one identified party that has exactly
    its name; where two identified parties share the name it keeps to itself. People are equal only with the same
    ZIP code and place as well, candidates and measures only with the same place. Who is not named is equal to nobody.

    Args:
        parties: the table ``source_parties``.
    """
    known = (
        parties.filter((_.identifier != "") & ~_.kind.isin(OF_A_PLACE))
        .group_by("normal_name")
        .aggregate(id_key=(_.scheme + ":" + _.identifier).min(), ids=(_.scheme + ":" + _.identifier).nunique())
        .filter(_.ids == 1)
        .select("normal_name", "id_key")
        .rename(known_name="normal_name")
    )
    joined = parties.left_join(known, parties.normal_name == known.known_name)
    is_placed = joined.kind.isin(OF_A_PLACE)
    placed = ibis.literal("is:").concat(
        joined.kind, "\x1f", joined.normal_name, "\x1f", joined.place.lower(), "\x1f", joined.zip5
    )
    by_name = ibis.literal("name:").concat(joined.normal_name)
    nameless = names_nobody(joined.normal_name)
    key = ibis.cases(
        (joined.identifier != "", joined.scheme.concat(":", joined.identifier)),
        (nameless, ibis.literal(f"{ALONE}:").concat(joined.party_id)),
        (is_placed, placed),
        (joined.id_key.notnull(), joined.id_key),
        else_=by_name,
    )
    why = ibis.cases(
        (joined.identifier != "", "identifier"),
        (nameless, ALONE),
        (joined.id_key.notnull() & ~is_placed, "name"),
        else_="name",
    )
    return joined.select("party_id", key=key, why=why)


OF_A_PLACE = ("person", "candidate", "measure")
_NUMBERED = {"calaccess_filing": "ca_calaccess"}
"""Schemes in which a filer is known by the number of a filing, and the source whose filings have such numbers."""

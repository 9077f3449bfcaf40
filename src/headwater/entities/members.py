"""What the parties of each entity say of it: its name, kind and size, and what it gave; all on the engine."""

from collections.abc import Iterable

import ibis
import pyarrow as pa
from ibis import _

from headwater.base.ids import normal_name
from headwater.base.nobody import names_nobody

ROLES = ("filer", "payer", "payee", "about")
OF_A_FILING = "_filing"
"""How a scheme ends in which a filer is known by the number of a filing alone."""
BEST_KIND = ("candidate", "committee", "organisation", "measure", "person", "unnamed", "unknown")
_NO_OFFICE = "president"


def uses(lines: ibis.Table, payments: ibis.Table) -> ibis.Table:
    """Each party on a line: how many lines name it, the first day of these, whether it files, and its money.

    ``cents`` is all that it gave and received.

    Args:
        lines: the table ``source_lines``.
        payments: the table ``payments``.
    """
    named = ibis.union(
        *(
            lines.group_by(party_id=f"{role}_party_id")
            .aggregate(line_count=_.count(), first_day=_.date_from.min())
            .mutate(files=ibis.literal(int(role == "filer")))
            for role in ROLES
        )
    ).filter(_.party_id != "")
    counted = named.group_by("party_id").aggregate(
        line_count=_.line_count.sum(), first_day=_.first_day.min(), files=_.files.max() > 0
    )
    moved = ibis.union(
        *(payments.group_by(party_id=f"{role}_party_id").aggregate(cents=_.cents.sum()) for role in ("payer", "payee"))
    )
    money = moved.group_by("party_id").aggregate(cents=_.cents.sum().cast("int64"))
    joined = counted.left_join(money, "party_id")
    return joined.select("party_id", "line_count", "first_day", "files", cents=joined.cents.fill_null(0))


def candidate_names(votes: ibis.Table) -> list[dict[str, str]]:
    """Every name on a ballot with its division, and the key that parties of kind candidate have."""
    found = votes.filter(_.office != _NO_OFFICE).select("candidate", "division").distinct()
    rows = found.order_by("division", "candidate").to_pyarrow().to_pylist()
    return [{**row, "key": candidate_key(row["candidate"], row["division"])} for row in rows]


def candidate_key(name: str, division: str) -> str:
    """The key of a candidate: exact normalised name and OCD division."""
    return f"is:candidate\x1f{normal_name(name)}\x1f{division.lower()}\x1f"


def candidate_table(candidates: Iterable[dict[str, str]]) -> ibis.Table:
    """Names on ballots as a table, each with its key and its name for comparison."""
    rows = [{**row, "normal_name": normal_name(row["candidate"])} for row in candidates]
    columns = ("candidate", "division", "key", "normal_name")
    return ibis.memtable(pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns}))


def all_keys(keys: ibis.Table, used: ibis.Table, candidates: ibis.Table) -> ibis.Table:
    """Each key of a party or candidate once, with the first day of its lines and its money.

    Args:
        keys: the table ``party_keys``.
        used: as ``uses`` gives it.
        candidates: as ``candidate_table`` gives it.
    """
    seen = keys.left_join(used, "party_id").select("key", "first_day", "cents")
    nothing = candidates.select("key", first_day=ibis.null("date"), cents=ibis.null("int64"))
    every = ibis.union(seen, nothing).group_by("key")
    return every.aggregate(first_day=_.first_day.min(), cents=_.cents.sum().fill_null(0).cast("int64"))


def described(parties: ibis.Table, candidates: ibis.Table) -> ibis.Table:
    """One row for an entity: its best name and kind, how many parties it joins, and what lets it be named.

    The best name is one of its own before a number, not in capitals before in capitals, and the most used one.

    Args:
        parties: ``source_parties`` with the ``entity_id``, ``line_count`` and ``files`` of each.
        candidates: names on ballots with the ``entity_id`` of each.
    """
    is_nobody = names_nobody(parties.normal_name)
    is_number = is_nobody & (parties.identifier != "")
    spoken = parties.select(
        "entity_id",
        "normal_name",
        "kind",
        label=ibis.ifelse(is_number, parties.scheme.concat(":", parties.identifier), parties.name),
        is_stand_in=is_nobody | parties.scheme.endswith(OF_A_FILING),
        uses=parties.line_count + 1,
        parties=ibis.literal(1, "int64"),
        files=parties.files,
        has_number=(parties.identifier != "") & ~parties.scheme.endswith(OF_A_FILING),
        has_name=~is_nobody | (parties.identifier != ""),
    )
    on_ballots = candidates.select(
        "entity_id",
        "normal_name",
        kind=ibis.literal("candidate"),
        label="candidate",
        is_stand_in=ibis.literal(False),
        uses=ibis.literal(1, "int64"),
        parties=ibis.literal(0, "int64"),
        files=ibis.literal(False),
        has_number=ibis.literal(False),
        has_name=ibis.literal(True),
    )
    return _summed(ibis.union(spoken, on_ballots))


def _summed(spoken: ibis.Table) -> ibis.Table:
    rank = spoken.kind.cases(*((kind, place) for place, kind in enumerate(BEST_KIND)), else_=len(BEST_KIND))
    by_name = spoken.group_by("entity_id", "label", "is_stand_in").aggregate(
        uses=_.uses.sum(),
        parties=_.parties.sum(),
        kind=rank.min(),
        files=_.files.any(),
        has_number=_.has_number.any(),
        has_name=_.has_name.any(),
    )
    shouts = (by_name.label == by_name.label.upper()) & (by_name.label != by_name.label.lower())
    order = [by_name.is_stand_in, shouts, by_name.uses.desc(), by_name.label]
    ranked = by_name.mutate(place=ibis.row_number().over(group_by=by_name.entity_id, order_by=order))
    found = ranked.group_by("entity_id").aggregate(
        name=_.label.max(where=_.place == 0),
        kind_rank=_.kind.min(),
        party_count=_.parties.sum().cast("int64"),
        files=_.files.any(),
        has_number=_.has_number.any(),
        has_name=_.has_name.any(),
    )
    kind = found.kind_rank.cases(*enumerate(BEST_KIND), else_=BEST_KIND[-1])
    return found.mutate(kind=kind)

"""One side of a pair as a reviewer sees it: names and particulars as filed, its money, and lines behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.money import format_cents

SHOWN = 4
_PARTICULARS = ("name", "kind", "identifier", "place", "zip5", "employer", "occupation")


@dataclass(frozen=True, slots=True)
class Record:
    """Cells by what they say, and the largest lines: file, row, date, payer, payee and amount."""

    cells: Mapping[str, str]
    lines: tuple[tuple[str, ...], ...]


def record_of(connection: Backend, offer: Mapping[str, Any], side: str) -> Record:
    """What these records hold of one side of an offer.

    Args:
        connection: holds ``source_parties``, ``party_keys`` and ``source_lines``.
        offer: a row of ``review_offers``.
        side: left or right.
    """
    keys, parties = connection.table("party_keys"), connection.table("source_parties")
    mine = keys.filter(keys.key == offer[f"{side}_key"])
    if offer["left_key"] == offer["right_key"]:
        mine = mine.filter(mine.party_id == offer[side])
    rows = connection.to_pyarrow(parties.semi_join(mine, "party_id").order_by("party_id")).to_pylist()
    found = {name: _several([str(row[name]) for row in rows]) for name in _PARTICULARS}
    found["identifier"] = _several([f"{row['scheme']}:{row['identifier']}" for row in rows if row["identifier"]])
    ids = [row["party_id"] for row in rows]
    lines = connection.table("source_lines")
    on_lines = lines.filter(lines.payer_party_id.isin(ids) | lines.payee_party_id.isin(ids))
    said = connection.to_pyarrow(
        on_lines.aggregate(count=_.count(), first=_.date_from.min(), last=_.date_to.max())
    ).to_pylist()[0]
    found["days"] = f"{said['first']} to {said['last']}" if said["count"] else ""
    found["lines"] = f"{said['count']:,}"
    return Record({"judged as": str(offer[side]), **found}, _largest(connection, on_lines))


def _largest(connection: Backend, lines: ibis.Table) -> tuple[tuple[str, ...], ...]:
    parties = connection.table("source_parties").select("party_id", "name")
    largest = lines.order_by(_.cents.desc(), _.line_id, _.row).limit(SHOWN)
    payers, payees = (parties.rename(**{f"{role}_party_id": "party_id", role: "name"}) for role in ("payer", "payee"))
    named = largest.left_join(payers, "payer_party_id").drop("payer_party_id_right")
    named = named.left_join(payees, "payee_party_id").order_by(_.cents.desc(), _.line_id, _.row)
    rows = connection.to_pyarrow(named.select("file_name", "row", "date_from", "payer", "payee", "cents")).to_pylist()
    return tuple(
        (
            one["file_name"],
            str(one["row"]),
            str(one["date_from"]),
            one["payer"] or "",
            one["payee"] or "",
            format_cents(one["cents"]),
        )
        for one in rows
    )


def _several(values: list[str]) -> str:
    """The values, each once, the most frequent first."""
    counts = {value: values.count(value) for value in sorted(set(values)) if value}
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    more = f" (and {len(ordered) - SHOWN} more)" if len(ordered) > SHOWN else ""
    return " · ".join(ordered[:SHOWN]) + more

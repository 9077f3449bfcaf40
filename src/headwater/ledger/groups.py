"""Groups of lines that can bear on one another: each is judged by itself, and again only where a line of it changed.

Every rule compares lines that are equal in some columns. Lines that are joined in this way, over any number of steps,
are a group. What becomes of a line follows from its group, and from the reports that replace or cover its own; what
these say of it is part of what is compared.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import ibis
import numpy as np
import numpy.typing as npt
import polars as pl
from ibis import _

from headwater.ledger.book import NOTICES, SEEN
from headwater.ledger.sides import TRANSFER, topic

_ADDED = ("recipient", "topic")
_PRIMES = np.array([0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F], np.uint64)

Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]


class Reach(NamedTuple):
    """The lines that a family of rules may compare: those ``of`` a kind that are equal in the columns ``alike``.

    It may hold more lines together than the rules do, never fewer.
    """

    of: Any
    alike: tuple[str, ...]


_HAS_ID, _IS_PAYERS, _IS_EARMARK = _.transaction_id != "", _.side == "payer", _.schedule.endswith(" earmark")
REACHES: Mapping[str, Reach | None] = {
    "read again": Reach(_.line_id != "", ("line_id",)),
    "filed elsewhere": Reach(_HAS_ID & (_.filing_id != ""), ("filing_id", "transaction_id", "side")),
    "nothing paid": None,
    "memo": None,
    "amended": None,
    "amended notice": Reach(_HAS_ID & _.form.isin(NOTICES), ("record_source", "filer_key", "form", "transaction_id")),
    "amended transaction": Reach(
        _HAS_ID & (_.report_code != "") & ~_.tells_period,
        ("record_source", "filer_key", "report_code", "transaction_id"),
    ),
    "itemized again": Reach(
        _HAS_ID, ("record_source", "filer_key", "form", "schedule", "transaction_id", "date_from", "cents")
    ),
    "categories": Reach(_.is_sum & _IS_PAYERS, ("filer_key", "file_sha256")),
    "schedules": Reach(_HAS_ID & _IS_PAYERS & _.schedule.isin(("D", "E")), ("filing_id",)),
    "conduit out": Reach(_IS_EARMARK, ("filer_key", "payer_name", "earmarked_for_key", "cents")),
    "conduit in": Reach(_IS_EARMARK | (_.side == "payee"), ("recipient", "payer_name", "cents")),
    "notice": Reach(~_.is_sum, ("filer_key", "side", "cents", "topic")),
    "noticed": None,
    "elsewhere": Reach(~_IS_EARMARK, ("side", *TRANSFER)),
    "sides": Reach(~_IS_EARMARK, ("payer_key", "payee_key", "money_class")),
}
"""What each family of rules compares; nothing where it looks at each line by itself."""


def marked(lines: ibis.Table, row_wise: Sequence[ibis.Table]) -> ibis.Table:
    """The ``place`` of each line, a number for each of its columns, and for each family whether it compares the line.

    The numbers are equal where the values are.

    Args:
        lines: what the rules see.
        row_wise: what the rules that ask other reports say of these lines.
    """
    found = lines
    said: list[str] = []
    for rule in row_wise:
        said.append(f"said_{len(said)}")
        of_line = rule.group_by("place").aggregate(_.why_not.max().name(said[-1]))
        found = found.left_join(of_line, "place").drop("place_right")
    aim = ibis.ifelse(found.schedule.endswith(" earmark"), found.earmarked_for_key, found.payee_key)
    told = found.mutate(recipient=aim, topic=topic(found))
    compared = {_of(family): reach.of for family, reach in REACHES.items() if reach is not None}
    return told.select("place", *(told[name].hash().name(name) for name in (*SEEN, *said, *_ADDED)), **compared)


def groups(found: pl.DataFrame) -> Places:
    """The number of the group of each place: the least place in it.

    Args:
        found: every place in order, as `marked` gives them.
    """
    ones, others = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for family, reach in REACHES.items():
        if reach is not None:
            own = found.filter(pl.col(_of(family)))
            own = own.select("place").with_columns(mark=pl.Series(_mixed(own, reach.alike), dtype=pl.UInt64))
            linked = own.select("place", first=pl.col("place").first().over("mark"))
            ones.append(linked.get_column("place").to_numpy())
            others.append(linked.get_column("first").to_numpy())
    return _joined(found.height, np.concatenate(ones), np.concatenate(others))


def _joined(count: int, one: Places, other: Places) -> Places:
    """The least place that each place is joined with, over any number of steps."""
    numbers = np.arange(count, dtype=np.int64)
    while True:
        least = np.minimum(numbers[one], numbers[other])
        before = numbers.copy()
        for ends in (numbers[one], numbers[other]):
            np.minimum.at(numbers, ends, least)
        numbers = numbers[numbers]
        if np.array_equal(before, numbers):
            return numbers


def signatures(found: pl.DataFrame, numbers: Places, seed: int) -> Places:
    """A number for each place that is the same for all of its group, and follows from the group's lines in any order.

    Args:
        found: every place in order, as `marked` gives them.
        numbers: the group of each place.
        seed: what else the judgement depends on.
    """
    seen = [name for name in found.columns if name in SEEN or name.startswith("said_")]
    sums = np.full(len(numbers), seed, np.uint64)
    np.add.at(sums, numbers, _mixed(found, seen))
    return sums[numbers].view(np.int64)


def _mixed(found: pl.DataFrame, names: Sequence[str]) -> Marks:
    """One number of several, another one wherever one of them is another or stands in another place (after xxHash)."""
    whole = np.full(found.height, len(names), np.uint64)
    for name in names:
        whole = (whole ^ (found.get_column(name).to_numpy() * _PRIMES[0])) * _PRIMES[1]
        whole ^= whole >> np.uint64(29)
    return whole


def _of(family: str) -> str:
    return f"of {family}"

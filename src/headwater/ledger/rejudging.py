"""Judging again: groups of lines that stood there before as they stand now keep their judgement."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.parts import STRETCH
from headwater.ledger.evidence import Found, found_before
from headwater.ledger.groups import REACHES, SEEN_LINES, Marked, Places, compared, groups, read_marks, signatures
from headwater.ledger.judging import Desk
from headwater.ledger.steps import PLACES, TURNS

_AT_ONCE = 6_000_000
"""So many lines are judged in one turn: the rules' memory grows with what they look at."""
_KEPT = -1
"""The turn of those that keep their judgement."""


class Judged(NamedTuple):
    """What a build leaves to the next: the table ``uncounted``, and the signature of each group of lines."""

    uncounted: ibis.Table
    groups: pa.Table


class JudgedNow(NamedTuple):
    """Which lines count, and the signature of each group of lines."""

    found: Found
    groups: pa.Table


def judged_again(connection: Backend, seed: int, before: Judged | None = None, home: Path | None = None) -> JudgedNow:
    """Which lines count, the same as if all were judged.

    Args:
        connection: an engine that holds the tables of ``steps.READS``.
        seed: what the judgement depends on besides the lines; with another one every group is judged.
        before: what was found when other lines were there.
        home: the case's own folder, see `Desk`.
    """
    desk = Desk(connection, home)
    desk.prepare()
    with desk.beside():
        numbers, found = _signatures(desk, seed)
    known = [] if before is None else before.groups.column("signature").to_numpy()
    stays, listed = np.isin(found, known), _listed(found)
    del found
    turns, count = _turns(stays, numbers)
    if before is not None or count > 1:
        desk.take_turns(_turn_of_each(numbers, turns))
    # Beside the rules there is little memory for anything else.
    del numbers, turns, stays
    if before is None and count == 1:
        desk.judge()
    else:
        desk.judge_in_turns(count)
    if before is None:
        return JudgedNow(desk.found(), listed)
    kept = connection.table(PLACES).semi_join(connection.table(TURNS).filter(_.turn == _KEPT), "place")
    return JudgedNow(desk.found(found_before(before.uncounted, kept)), listed)


def _listed(signatures: npt.NDArray[np.int64]) -> pa.Table:
    """Each signature once, in order; they are sorted where they lie."""
    signatures.sort()
    is_first = np.ones(len(signatures), np.bool_)
    np.not_equal(signatures[1:], signatures[:-1], out=is_first[1:])
    return pa.table({"signature": signatures[is_first]})


def _ahead(marks: Iterator[Marked]) -> Iterator[Marked]:
    """The same, each read while the one before it is in use."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, marks, None)
        while (found := coming.result()) is not None:
            coming = beside.submit(next, marks, None)
            yield found


def _turns(stays: npt.NDArray[np.bool_], numbers: Places) -> tuple[Places, int]:
    """The turn in which each group is judged, and how many turns there are.

    Args:
        stays: whether a group keeps its judgement.
        numbers: the group of each place.
    """
    # A stretch at a time: with tens of millions of lines there is no memory to spare.
    kept = (int(stays[numbers[begin : begin + STRETCH]].sum()) for begin in range(0, len(numbers), STRETCH))
    count = 1 + (len(numbers) - sum(kept)) // _AT_ONCE
    turns = np.arange(len(stays), dtype=np.int32) % np.int32(count)
    turns[stays] = _KEPT
    return turns, count


def _turn_of_each(numbers: Places, turns: Places) -> pa.RecordBatchReader:
    """Each place with the turn of its group, a stretch at a time."""
    schema = pa.schema({"place": pa.int64(), "turn": pa.int32()})

    def stretches() -> Iterator[pa.RecordBatch]:
        for begin in range(0, len(numbers), STRETCH):
            own = turns[numbers[begin : begin + STRETCH]]
            yield pa.record_batch([np.arange(begin, begin + len(own)), own], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, stretches())


def _signatures(desk: Desk, seed: int) -> tuple[Places, npt.NDArray[np.int64]]:
    """The number of the group of each place, and each group's signature."""
    families = (compared(family) for family, reach in REACHES.items() if reach is not None)
    read = (read_marks(part) for family in families for part in desk.parts(family))
    numbers = groups(desk.count(PLACES), _ahead(read))
    return numbers, signatures(desk.stretches(SEEN_LINES), numbers, seed)

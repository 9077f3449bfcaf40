"""Judging again: groups of lines that stood there before as they stand now keep their judgement."""

from typing import NamedTuple

import ibis
import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
from ibis.backends.duckdb import Backend

from headwater.ledger.groups import Places, groups, signatures
from headwater.ledger.judging import FRAMED, MARKS, Desk
from headwater.ledger.uncounted import KEY

_KEPT = "judging_kept"


class Judged(NamedTuple):
    """The lines that do not count, as the table ``uncounted`` holds them, and the signature of each group of lines."""

    uncounted: ibis.Table
    groups: pa.Table


def judged_again(connection: Backend, seed: int, before: Judged | None = None) -> Judged:
    """The lines that do not count, the same as if all were judged.

    Args:
        connection: an engine that holds the tables of ``judging.READS``.
        seed: what the judgement depends on besides the lines; with another one every group is judged.
        before: what was found when other lines were there.
    """
    desk = Desk(connection)
    desk.prepare()
    found = _signatures(desk, seed)
    listed = pa.table({"signature": np.unique(found)})
    known = [] if before is None else before.groups.column("signature").to_numpy()
    is_kept = np.isin(found, known)
    if before is None or not is_kept.any():
        return Judged(desk.judge(), listed)
    gone = desk.judge(_places(~is_kept))
    connection.create_table(_KEPT, _places(is_kept), temp=True, overwrite=True)
    stays = connection.table(FRAMED).semi_join(connection.table(_KEPT), "place")
    return Judged(ibis.union(gone, before.uncounted.semi_join(stays, KEY).select(*gone.columns)), listed)


def _signatures(desk: Desk, seed: int) -> Places:
    """The signature of the group of each place."""
    read = pl.DataFrame(desk.read(MARKS)).sort("place")
    found = read.with_columns(pl.col(pl.Int64).exclude("place").reinterpret(signed=False))
    return signatures(found, groups(found), seed)


def _places(which: npt.NDArray[np.bool_]) -> pa.Table:
    return pa.table({"place": np.flatnonzero(which).astype(np.int64)})

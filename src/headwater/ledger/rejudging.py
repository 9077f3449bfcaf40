"""Judging again: groups of lines that stood there before as they stand now keep their judgement."""

from pathlib import Path
from typing import NamedTuple

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis.backends.duckdb import Backend

from headwater.ledger.evidence import Found, found_before
from headwater.ledger.groups import REACHES, SEEN_LINES, Places, compared, groups, read_marks, signatures
from headwater.ledger.judging import Desk
from headwater.ledger.steps import PLACES

_KEPT = "judging_kept"


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
    listed = pa.table({"signature": np.unique(found)})
    known = [] if before is None else before.groups.column("signature").to_numpy()
    stays = np.isin(found, known)
    if before is None or not stays.any():
        # Beside the rules there is little memory for anything else.
        del numbers, found, stays
        desk.judge()
        return JudgedNow(desk.found(), listed)
    is_kept = stays[numbers]
    desk.judge(_places(~is_kept))
    connection.create_table(_KEPT, _places(is_kept), temp=True, overwrite=True)
    kept = connection.table(PLACES).semi_join(connection.table(_KEPT), "place")
    return JudgedNow(desk.found(found_before(before.uncounted, kept)), listed)


def _signatures(desk: Desk, seed: int) -> tuple[Places, npt.NDArray[np.int64]]:
    """The number of the group of each place, and each group's signature."""
    families = (compared(family) for family, reach in REACHES.items() if reach is not None)
    numbers = groups(desk.count(PLACES), (read_marks(part) for family in families for part in desk.parts(family)))
    return numbers, signatures(desk.stretches(SEEN_LINES), numbers, seed)


def _places(which: npt.NDArray[np.bool_]) -> pa.Table:
    return pa.table({"place": np.flatnonzero(which).astype(np.int64)})

"""Reads many returns at once, their grants in columns; what is unusual in any way is left to be read by itself."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Kept, Single, Together, TogetherFile
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.irs_990.columns import KINDS, grants_of, lines, parties
from headwater.sources.irs_990.found import Return
from headwater.sources.irs_990.grants import NO_PAYMENTS, SCHEDULES, shared_by_lines
from headwater.sources.irs_990.header import Header, filing, header_of
from headwater.sources.irs_990.parts import by_parts
from headwater.sources.irs_990.totals import totals

_FEWEST = 200
"""For fewer grants columns cost more than they save."""


class _Opened(NamedTuple):
    """A return of which all but the grants is read."""

    raw: RawFile
    found: Return
    header: Header
    stated: list[StatedTotal]


def read_together(raws: Sequence[RawFile]) -> Together:
    """The records of several returns; equal to those that `read` gives of each."""
    opened = [one for raw in raws if (one := _opened(raw))]
    pieces = [piece for one in opened for piece in one.found.pieces]
    if len(pieces) < _FEWEST:
        return Together({}, ())
    returns = np.repeat(np.arange(len(opened)), [len(one.found.pieces) for one in opened])
    filers = np.array([int(one.header.filer.identifier) for one in opened])
    grants, is_plain = grants_of(pieces, returns, filers)
    is_usual = np.bincount(returns, ~is_plain, len(opened)) == 0
    grants = grants.only(is_usual[returns])
    if not len(grants.rows):
        return Together({}, ())
    payees, who = parties(grants)

    def alike(place: int, kind: int) -> Sequence[Any]:
        return shared_by_lines(opened[place].raw, opened[place].header, KINDS[kind])

    paid, owners = lines(grants, payees, [one.header.record for one in opened], alike)
    counts = np.bincount(owners, minlength=len(opened)).tolist()
    files = {
        one.raw: TogetherFile(
            1 + len(one.found.groups) + len(one.found.pieces),
            count,
            [Kept(1), *_singles(one)],
            Counter(NO_PAYMENTS[group.kind] for group in one.found.groups),
        )
        for one, is_here, count in zip(opened, is_usual.tolist(), counts, strict=True)
        if is_here
    }
    return Together(files, (paid, who))


def _opened(raw: RawFile) -> _Opened | None:
    """A return with its grants uncut; nothing if it is unusual, cannot be read, or is of a form without grants."""
    found = by_parts(raw.bytes(), KINDS)
    if found is None:
        return None
    try:
        header = header_of(found)
        return _Opened(raw, found, header, list(totals(raw, header, found))) if header.form else None
    except FieldError:
        return None


def _singles(one: _Opened) -> list[Single]:
    schedules = ",".join(sorted({SCHEDULES[piece.kind] for piece in one.found.pieces}))
    return [one.header.filer, *one.stated, filing(one.raw, one.header, schedules)]

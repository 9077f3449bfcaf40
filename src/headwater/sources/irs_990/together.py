"""Reads many returns at once, their grants in columns; what is unusual in any way is left to be read by itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Kept, Together, TogetherFile
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.irs_990.columns import Grants, grants_of, lines, parties
from headwater.sources.irs_990.found import Return, Texts, UnusualError
from headwater.sources.irs_990.grants import NO_PAYMENTS, SCHEDULES, shared_by_lines
from headwater.sources.irs_990.header import Header, filing, header_of
from headwater.sources.irs_990.outline import name_of, plain, plain_text
from headwater.sources.irs_990.parts import check_root
from headwater.sources.irs_990.states import GRANT_FIELDS, GRANTS, HEADER, KINDS, MOST_LETTERS, ROOT, Elements
from headwater.sources.irs_990.totals import totals
from headwater.sources.irs_990.walk import Walked, walked

_FEWEST = 200
"""For fewer grants columns cost more than they save."""
_ELEMENTS = Elements()
_STATES, _FIELDS = _ELEMENTS.states(), list(_ELEMENTS.fields)
_COUNT = max(len(_FIELDS), len(GRANT_FIELDS))


class _Opened(NamedTuple):
    """A return of which all but the grants is read; ``left`` is how many groups there are that are no grants."""

    raw: RawFile
    header: Header
    stated: list[StatedTotal]
    left: Mapping[str, int]


def read_together(raws: Sequence[RawFile]) -> Together:
    """The records of several returns; equal to those that `read` gives of each."""
    contents = [_content(raw) for raw in raws]
    whole = b"\0".join([*contents, bytes(MOST_LETTERS)])
    letters = np.frombuffer(whole, np.uint8)
    found = walked(letters, np.cumsum([0, *(len(one) + 1 for one in contents)]), _STATES, _COUNT)
    opened = [_opened(raw, one) for raw, one in zip(raws, _returns(found, whole), strict=True)]
    filers = np.array([int(one.header.filer.identifier) if one else -1 for one in opened])
    grants, is_plain = grants_of(letters, found, filers)
    is_usual = (filers >= 0) & (np.bincount(grants.returns, ~is_plain, len(raws)) == 0)
    if np.count_nonzero(is_usual[grants.returns]) < _FEWEST:
        is_usual &= np.bincount(grants.returns, minlength=len(raws)) == 0
    grants = grants.only(is_usual[grants.returns])
    return _together([one if is_here else None for one, is_here in zip(opened, is_usual, strict=True)], grants)


def _together(opened: Sequence[_Opened | None], grants: Grants) -> Together:
    """The records of those returns that are there, and of their grants."""
    pairs, alike = np.unique(grants.returns * GRANTS + grants.kinds, return_inverse=True)
    schedules: list[list[str]] = [[] for _ in opened]
    shared = []
    for number, kind in (divmod(pair, GRANTS) for pair in pairs.tolist()):
        schedules[number].append(SCHEDULES[KINDS[kind]])
        if one := opened[number]:
            shared.append(shared_by_lines(one.raw, one.header, KINDS[kind]))
    batches: tuple[Batch, ...] = ()
    owners = grants.returns
    if shared:
        payees, who = parties(grants)
        paid, owners = lines(grants, payees, [one.header.record if one else "" for one in opened], (shared, alike))
        batches = (paid, who)
    rows, counts = (np.bincount(of, minlength=len(opened)).tolist() for of in (grants.returns, owners))
    files = {
        one.raw: TogetherFile(
            1 + rows[number] + sum(one.left.values()),
            counts[number],
            [Kept(1), one.header.filer, *one.stated, filing(one.raw, one.header, ",".join(sorted(schedules[number])))],
            one.left,
        )
        for number, one in enumerate(opened)
        if one
    }
    return Together(files, batches)


def _content(raw: RawFile) -> bytes:
    """The bytes of a return; nothing of what is no plain text."""
    try:
        return plain(raw.bytes())
    except UnusualError:
        return b""


def _returns(found: Walked, whole: bytes) -> Iterator[tuple[Return, Mapping[str, int]] | None]:
    """Each return without its grants, and how many of its groups are none; nothing where it is unusual."""
    is_usual = found.is_usual.tolist()
    for number, begin, end in found.heads.tolist():
        is_usual[number] = is_usual[number] and _is_plain(whole[begin:end].decode())
    header: list[Texts] = [{} for _ in is_usual]
    stated: list[dict[str, Texts]] = [{} for _ in is_usual]
    of_returns = found.spans[: len(is_usual)]
    numbers, fields = np.nonzero(of_returns[:, :, 0] >= 0)
    spans = of_returns[numbers, fields]
    for number, field, (begin, end) in zip(numbers.tolist(), fields.tolist(), spans.tolist(), strict=True):
        part, path = _FIELDS[field]
        texts = header[number] if part == HEADER else stated[number].setdefault(part, {})
        if path:
            text = whole[begin:end].decode()
            texts[path] = [plain_text(text) if "&" in text else text]
    for number, left in enumerate(found.left.tolist()):
        reasons = {NO_PAYMENTS[kind]: count for kind, count in zip(KINDS[GRANTS:], left, strict=True) if count}
        yield (Return(header[number], stated[number], []), reasons) if is_usual[number] else None


def _is_plain(head: str) -> bool:
    """Whether a tag has attributes that say nothing."""
    try:
        if head.split(None, 1)[0] == ROOT:
            check_root(head)
        else:
            name_of(head)
    except UnusualError:
        return False
    return True


def _opened(raw: RawFile, one: tuple[Return, Mapping[str, int]] | None) -> _Opened | None:
    """A return with its header; nothing if it has none that can be read, or is of a form without grants."""
    if one is None:
        return None
    found, left = one
    try:
        header = header_of(found)
        return _Opened(raw, header, list(totals(raw, header, found)), left) if header.form else None
    except FieldError:
        return None

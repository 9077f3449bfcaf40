"""Reads many returns at once, their grants in columns; what is unusual in any way is left to be read by itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Kept, Together, TogetherFile
from headwater.sources.irs_990.columns import Grants, grants_of, lines, parties
from headwater.sources.irs_990.contents import Contents, contents
from headwater.sources.irs_990.found import Return, Texts, UnusualError
from headwater.sources.irs_990.grants import NO_PAYMENTS, SCHEDULES, shared_by_lines
from headwater.sources.irs_990.header import Header, filing, header_of
from headwater.sources.irs_990.outline import name_of
from headwater.sources.irs_990.parts import check_root
from headwater.sources.irs_990.stated import PATHS
from headwater.sources.irs_990.stated_columns import AMOUNTS, stated_of, totals_batch
from headwater.sources.irs_990.states import ELEMENTS, GRANTS, HEADER, KINDS, ROOT, Numbers
from headwater.sources.irs_990.texts import texts_of
from headwater.sources.irs_990.walk import Walked, walked

_FEWEST = 200
"""For fewer grants columns cost more than they save."""


class _Opened(NamedTuple):
    """A return without its grants and totals; ``left`` is how many groups there are that are no grants."""

    raw: RawFile
    header: Header
    left: Mapping[str, int]


def read_together(raws: Sequence[RawFile]) -> Together:
    """The records of several returns; equal to those that `read` gives of each."""
    read = contents(raws)
    letters, found = read.letters, walked(read)
    opened = [_opened(raw, one) for raw, one in zip(raws, _returns(found, read), strict=True)]
    headers = [one.header if one else None for one in opened]
    cents, is_whole = stated_of(letters, found.spans[: len(raws)], headers)
    filers = np.array([int(one.header.filer.identifier) if one else -1 for one in opened])
    grants, is_plain = grants_of(letters, found, filers)
    is_usual = is_whole & (np.bincount(grants.returns, ~is_plain, len(raws)) == 0)
    if np.count_nonzero(is_usual[grants.returns]) < _FEWEST:
        is_usual &= np.bincount(grants.returns, minlength=len(raws)) == 0
    grants = grants.only(is_usual[grants.returns])
    return _together([one if is_here else None for one, is_here in zip(opened, is_usual, strict=True)], grants, cents)


def _together(opened: Sequence[_Opened | None], grants: Grants, cents: Numbers) -> Together:
    """The records of those returns that are there, of their grants, and of what they state."""
    pairs, alike = np.unique(grants.returns * GRANTS + grants.kinds, return_inverse=True)
    schedules: list[list[str]] = [[] for _ in opened]
    shared = []
    for number, kind in (divmod(pair, GRANTS) for pair in pairs.tolist()):
        schedules[number].append(SCHEDULES[KINDS[kind]])
        if one := opened[number]:
            shared.append(shared_by_lines(one.raw, one.header, KINDS[kind]))
    batches = [totals_batch(cents, [(one.raw, one.header) if one else None for one in opened])]
    owners = grants.returns
    if shared:
        payees, who = parties(grants)
        paid, owners = lines(grants, payees, [one.header.record if one else "" for one in opened], (shared, alike))
        batches += [paid, who]
    rows, counts = (np.bincount(of, minlength=len(opened)).tolist() for of in (grants.returns, owners))
    files = {
        one.raw: TogetherFile(
            1 + rows[number] + sum(one.left.values()),
            counts[number],
            [Kept(1), one.header.filer, filing(one.raw, one.header, ",".join(sorted(schedules[number])))],
            one.left,
        )
        for number, one in enumerate(opened)
        if one
    }
    return Together(files, batches)


def _returns(found: Walked, read: Contents) -> Iterator[tuple[Return, Mapping[str, int]] | None]:
    """Each return without its grants and amounts, and how many of its groups are none; nothing where it is unusual."""
    is_usual = found.is_usual.tolist()
    for number, begin, end in found.heads.tolist():
        is_usual[number] = is_usual[number] and _is_plain(read.text(begin, end))
    spans = found.spans[: len(is_usual)]
    is_there = (spans[:, [ELEMENTS.fields[form, ""] for form in PATHS], 0] >= 0).tolist()
    # One return after the other: what is told of all at once would be gone through by whoever looks for garbage.
    told = zip(*(_texts(read, spans, part) for part in (HEADER, *PATHS)), is_there, found.left.tolist(), strict=True)
    for number, (header, *forms, are_there, left) in enumerate(told):
        reasons = {NO_PAYMENTS[kind]: count for kind, count in zip(KINDS[GRANTS:], left, strict=True) if count}
        stated = {form: texts for form, texts, is_here in zip(PATHS, forms, are_there, strict=True) if is_here}
        yield (Return(header, stated, []), reasons) if is_usual[number] else None


def _texts(read: Contents, spans: Numbers, part: str) -> Iterator[Texts]:
    """Of each return the texts of one part that are no amounts; what is empty says as much as what is not there."""
    own = {path: number for (of, path), number in ELEMENTS.fields.items() if of == part and path}
    chosen = {path: number for path, number in own.items() if number not in AMOUNTS}
    columns = [texts_of(read.letters, spans, [field]).to_list() for field in chosen.values()]
    for texts in zip(*columns, strict=True):
        yield {path: [text] for path, text in zip(chosen, texts, strict=True) if text}


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
        return _Opened(raw, header, left) if header.form and header.document in found.stated else None
    except FieldError:
        return None

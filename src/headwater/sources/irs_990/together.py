"""Reads many returns at once, their filers and grants in columns; what is unusual is left to be read by itself."""

from collections.abc import Sequence

import numpy as np

from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Batch, Kept, Single, Together, TogetherFile
from headwater.sources.irs_990.columns import Grants, Named, grants_of, lines, named_of
from headwater.sources.irs_990.contents import Contents, contents
from headwater.sources.irs_990.found import UnusualError
from headwater.sources.irs_990.grants import NO_PAYMENTS, SCHEDULES, shared_by_lines
from headwater.sources.irs_990.header import Header, filing
from headwater.sources.irs_990.headers import headers_of
from headwater.sources.irs_990.outline import name_of
from headwater.sources.irs_990.parts import check_root
from headwater.sources.irs_990.stated_columns import stated_of, totals_batch
from headwater.sources.irs_990.states import GRANTS, KINDS, ROOT, Numbers
from headwater.sources.irs_990.walk import Walked, walked

Opened = Sequence[tuple[RawFile, Header] | None]
"""Each return with its header; nothing for one that is unusual."""


def read_together(raws: Sequence[RawFile]) -> Together:
    """The records of several returns; equal to those that `read` gives of each."""
    read = contents(raws)
    letters, found = read.letters, walked(read)
    is_usual = _is_usual(found, read)
    named = named_of(letters, found.spans)
    headers = headers_of(letters, found.spans[: len(raws)], named)
    cents, is_whole = stated_of(letters, found.spans[: len(raws)], headers)
    grants, is_plain = grants_of(letters, found, named)
    is_usual &= is_whole & (np.bincount(grants.returns, ~is_plain, len(raws)) == 0)
    chosen = zip(raws, headers, is_usual.tolist(), strict=True)
    opened = [(raw, header) if is_here and header else None for raw, header, is_here in chosen]
    grants = grants.only(is_usual[grants.returns])
    schedules, owners, paid = _paid(letters, opened, grants, named)
    batches = [totals_batch(cents, opened), *paid, named.parties(np.append(np.flatnonzero(is_usual), grants.payees))]
    rows, counts = (np.bincount(of, minlength=len(raws)).tolist() for of in (grants.returns, owners))
    files = {}
    for number, (one, left) in enumerate(zip(opened, found.left.tolist(), strict=True)):
        if one:
            singles: list[Single] = [Kept(1), filing(*one, ",".join(sorted(schedules[number])))]
            reasons = {NO_PAYMENTS[kind]: count for kind, count in zip(KINDS[GRANTS:], left, strict=True) if count}
            files[one[0]] = TogetherFile(1 + rows[number] + sum(left), counts[number], singles, reasons)
    return Together(files, batches)


def _paid(
    letters: Numbers, opened: Opened, grants: Grants, named: Named
) -> tuple[Sequence[Sequence[str]], Numbers, Sequence[Batch]]:
    """The schedules of each return, the number of each line's return, and the lines."""
    schedules: list[list[str]] = [[] for _ in opened]
    shared = []
    pairs, alike = np.unique(grants.returns * GRANTS + grants.kinds, return_inverse=True)
    for number, kind in (divmod(pair, GRANTS) for pair in pairs.tolist()):
        schedules[number].append(SCHEDULES[KINDS[kind]])
        if one := opened[number]:
            raw, header = one
            shared.append(shared_by_lines(raw, header, KINDS[kind]))
    if not shared:
        return schedules, grants.returns, []
    records = [one[1].record if one else "" for one in opened]
    paid, owners = lines(letters, grants, named.ids, records, (shared, alike))
    return schedules, owners, [paid]


def _is_usual(found: Walked, read: Contents) -> Numbers:
    """Which returns are usual: all their tags are plain, and those with attributes, too."""
    is_usual = found.is_usual.copy()
    numbers, begins, ends = found.heads.T.tolist()
    heads = [read.text(*place) for place in zip(begins, ends, strict=True)]
    # Returns are alike: of all tags with attributes few are distinct.
    odd = {head for head in set(heads) if not _is_plain(head)}
    if odd:
        is_usual[[number for number, head in zip(numbers, heads, strict=True) if head in odd]] = False
    return is_usual


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

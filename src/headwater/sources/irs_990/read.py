"""Reads one electronic return: form 990, 990-EZ or 990-PF with its grants and stated totals.

Row 1 is the return itself; row n + 1 is its n-th grant, in the order of the file.
"""

from collections.abc import Iterator

from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Kept, Record
from headwater.sources._tables.rejected import Rejected
from headwater.sources.irs_990.found import FIRST_GRANT, Group, Return
from headwater.sources.irs_990.grants import Grants, taken
from headwater.sources.irs_990.header import NAME, filing, header_of, shown
from headwater.sources.irs_990.together import read_together
from headwater.sources.irs_990.totals import totals
from headwater.sources.irs_990.tree import read_return

__all__ = ["read", "read_together"]


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one return.

    A return whose header cannot be read is rejected with all its grants; one of a form without grants is ignored.

    Raises:
        InputError: if the file is no well-formed return.
    """
    found = read_return(raw)
    yield Counted(1 + len(found.groups))
    try:
        filer, header = header_of(found)
        stated = list(totals(raw, header, found)) if header.form else []
    except FieldError as error:
        yield from _all_rejected(raw, found, error)
        return
    if not header.form:
        yield from (Ignored(row, "a return of a form without grants") for row in range(1, len(found.groups) + 2))
        return
    yield Kept(1)
    yield filer
    yield from stated
    grants = Grants(raw, header, filer)
    for row, group in enumerate(found.groups, start=FIRST_GRANT):
        try:
            records = grants.records(row, group)
        except FieldError as error:
            records = [_rejected(raw, row, error, _shown(group))]
        yield from records
    yield filing(raw, header, grants.schedules)


def _shown(group: Group) -> str:
    """A rejected grant's fields without its street; nothing where they cannot be told apart."""
    try:
        return taken(group).shown
    except FieldError:
        return "{}"


def _all_rejected(raw: RawFile, found: Return, error: FieldError) -> Iterator[Record]:
    yield _rejected(raw, 1, error, shown(found))
    whole = FieldError(error.field, f"the return is rejected: {error.reason}")
    yield from (_rejected(raw, row, whole, _shown(group)) for row, group in enumerate(found.groups, start=FIRST_GRANT))


def _rejected(raw: RawFile, row: int, error: FieldError, text: str) -> Rejected:
    return Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, text)

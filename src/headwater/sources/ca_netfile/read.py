"""Reads NetFile's JSON of California cities and counties: schedules A and C, 497, 496 and schedule E."""

from collections import Counter
from collections.abc import Callable, Iterator

from headwater.base.errors import InputError
from headwater.sources._cal.text import unreadable
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.json_rows import read_objects
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Record, told_apart
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.rejected import Rejected
from headwater.sources.ca_netfile import expenditures, named, notices, shapes

Reader = Callable[[int, Take], list[Record]]
_UNNUMBERED = ("496", "E")
"""Whose rows have the filer's id of the transaction alone, not NetFile's own of the record."""


def read(raw: RawFile) -> Iterator[Record]:
    """The lines of one file; which schedule it is follows from its fields, never from its name.

    Raises:
        InputError: if the file is no array of objects, or of no schedule that NetFile publishes.
    """
    rows = read_objects(raw)
    yield Counted(len(rows))
    if not rows:
        return
    kind = shapes.kind_of(raw, rows)
    reader = _reader(raw, kind)
    filings, alike = set[str](), Counter[str]()
    for row, fields in enumerate(rows, start=1):
        if fault := unreadable(fields):
            yield Rejected(named.NAME, raw.sha256, raw.name, row, "", fault, "")
            continue
        take = Take(fields, shapes.PRIVATE[kind])
        try:
            found = reader(row, take)
        except FieldError as error:
            yield Rejected(named.NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
            if isinstance(error, notices.NoSideError):
                yield from notices.either_side(raw, row, (fields, shapes.PRIVATE[kind]))
            continue
        if kind in _UNNUMBERED:
            found = [told_apart(one, one.record_id, alike) if isinstance(one, Line) else one for one in found]
        yield from (record for record in found if not _stated(record, filings))
        filings.update(record.filing_id for record in found if isinstance(record, Filing))


def _stated(record: Record, filings: set[str]) -> bool:
    """Whether this is a filing that an earlier row of the file stands in too."""
    return isinstance(record, Filing) and record.filing_id in filings


def _reader(raw: RawFile, kind: str) -> Reader:
    if kind in ("A", "C"):
        return lambda row, take: named.schedule_line(raw, kind, row, take)
    if kind == "497":
        return lambda row, take: notices.notice_line(raw, row, take)
    if kind == "496":
        return lambda row, take: expenditures.notice_line(raw, row, take)
    if kind == "E":
        return lambda row, take: expenditures.schedule_line(raw, row, take)
    raise InputError(raw.name, f"no reader for {kind}")

"""Reads files of the New York State Board of Elections; which one it is follows from its fields, not its name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Record, Single
from headwater.sources._tables.rejected import Rejected
from headwater.sources.ny_boe import layouts
from headwater.sources.ny_boe.layouts import NAME
from headwater.sources.ny_boe.legacy import legacy
from headwater.sources.ny_boe.records import Row, rows_of
from headwater.sources.ny_boe.reports import disclosed, filer

Make = Callable[[RawFile, int, Take], list[Single]]


@dataclass(frozen=True, slots=True)
class _Format:
    """How the rows of a file are read."""

    columns: Sequence[str]
    private: Sequence[str]
    make: Make
    has_header: bool = False


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one file.

    Raises:
        InputError: if the file is empty, its first record cannot be split, or it has the fields of no known file.
    """
    rows = rows_of(raw)
    first = next(rows, None)
    if first is None:
        raise InputError(raw.name, "the file is empty")
    how = _format(raw, first)
    counted = _Tally()
    yield from _records(raw, how, rows if how.has_header else chain([first], rows), counted)
    yield Counted(counted.rows)


@dataclass(slots=True)
class _Tally:
    rows: int = 0


def _records(raw: RawFile, how: _Format, rows: Iterator[Row], counted: _Tally) -> Iterator[Single]:
    for row in rows:
        counted.rows += 1
        if row.reason:
            yield Rejected(NAME, raw.sha256, raw.name, row.number, "", row.reason, row.head)
            continue
        if len(row.fields) != len(how.columns):
            reason = f"{len(row.fields)} fields where {len(how.columns)} belong"
            yield Rejected(NAME, raw.sha256, raw.name, row.number, "", reason, row.head)
            continue
        take = Take(dict(zip(how.columns, row.fields, strict=True)), how.private)
        try:
            yield from how.make(raw, row.number, take)
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row.number, error.field, error.reason, take.shown)


def _format(raw: RawFile, first: Row) -> _Format:
    if first.reason:
        raise InputError(raw.name, f"the first record cannot be read: {first.reason}", line=first.number)
    names = tuple(field.strip().upper() for field in first.fields)
    if "FILER_ID" in names:
        return _with_header(raw, first.number, names)
    count = len(first.fields)
    if count == len(layouts.LEGACY):
        return _Format(layouts.LEGACY, layouts.LEGACY_PRIVATE, legacy)
    if count == len(layouts.FILERS):
        return _Format(layouts.FILERS, layouts.FILERS_PRIVATE, filer)
    if count in layouts.REPORTS:
        return _Format(layouts.REPORTS[count], layouts.REPORT_PRIVATE, disclosed)
    raise InputError(raw.name, f"the first record has {count} fields, as in no file of the Board", line=first.number)


def _with_header(raw: RawFile, line: int, names: tuple[str, ...]) -> _Format:
    is_filers = "FILER_NAME" in names
    required = frozenset(layouts.FILERS) if is_filers else layouts.REPORT_REQUIRED
    optional: frozenset[str] = frozenset() if is_filers else layouts.REPORT_OPTIONAL
    for name in sorted(required - set(names)):
        raise InputError(raw.name, "the column is missing", line=line, field=name)
    for name in names:
        if name not in required and name not in optional:
            raise InputError(raw.name, "unknown column", line=line, field=name[:60] or "(no name)")
        if names.count(name) > 1:
            raise InputError(raw.name, "the column occurs twice", line=line, field=name)
    if is_filers:
        return _Format(names, layouts.FILERS_PRIVATE, filer, has_header=True)
    return _Format(names, layouts.REPORT_PRIVATE, disclosed, has_header=True)

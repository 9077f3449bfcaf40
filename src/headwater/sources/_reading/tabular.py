"""Spreadsheets in Headwater's own formats: every bad row is an error of the file, all are listed."""

import re
from collections.abc import Callable, Collection, Iterator

from headwater.base.errors import InputError, RowsError
from headwater.sources._reading.delimited import read_rows
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Record

_DIVISION = re.compile(r"ocd-division/country:us(/[a-z_]+:[\w.~-]+)*")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*:[^\s:;]\S*")
_URL = re.compile(r"https?://\S+")


def read_sheet(
    raw: RawFile, columns: tuple[Collection[str], Collection[str]], make: Callable[[int, Take], list[Record]]
) -> Iterator[Record]:
    """The records of each row; nothing of a file with a bad row is used.

    Args:
        raw: the file.
        columns: the required and the optional column names.
        make: gives a row's records; its errors are the row's errors.

    Raises:
        InputError: for the one bad row there is, or the header.
        RowsError: for several bad rows.
    """
    records: list[Record] = []
    errors: list[InputError] = []
    count = 0
    for line, row in read_rows(raw, *columns):
        count += 1
        take = Take(row)
        try:
            records += make(line, take)
            take.done()
        except FieldError as error:
            errors.append(InputError(raw.name, error.reason, line=line, field=error.field or None))
    if errors:
        raise errors[0] if len(errors) == 1 else RowsError(raw.name, errors)
    yield Counted(count)
    yield from records


def one_a_row(
    raw: RawFile, columns: tuple[Collection[str], Collection[str]], make: Callable[[RawFile, int, Take], Record]
) -> Iterator[Record]:
    """The record of each row; arguments and errors as those of :func:`read_sheet`."""
    return read_sheet(raw, columns, lambda row, take: [make(raw, row, take)])


def place(take: Take, field: str = "division") -> str:
    """An OCD division id, which must be there."""
    if not (found := division(take, field)):
        raise FieldError(field, "is empty")
    return found


def division(take: Take, field: str) -> str:
    """An OCD division id; empty if the cell is empty or the column missing."""
    return _shaped(take, field, _DIVISION, "is no OCD division id such as ocd-division/country:us/state:ca")


def url(take: Take, field: str = "url") -> str:
    """A public address; empty if the cell is empty or the column missing."""
    return _shaped(take, field, _URL, "is no http or https address")


def identifiers(take: Take, field: str) -> tuple[tuple[str, str], ...]:
    """Identifiers such as ``fppc:1398937``, separated by semicolons, as (scheme, identifier)."""
    parts = [part.strip() for part in take.optional(field).split(";") if part.strip()]
    for part in parts:
        if not _IDENTIFIER.fullmatch(part):
            raise FieldError(field, f"{part[:40]!r} is no identifier such as fppc:1398937")
    return tuple((part.partition(":")[0], part.partition(":")[2]) for part in parts)


def yes_or_no(take: Take, field: str) -> bool | None:
    """Yes, no, or nothing where the cell is empty or the column missing."""
    return {"yes": True, "no": False, "": None}[take.one_of(field, ("yes", "no"), "")]


def _shaped(take: Take, field: str, shape: re.Pattern[str], why_not: str) -> str:
    value = take.optional(field)
    if value and not shape.fullmatch(value):
        raise FieldError(field, f"{value[:60]!r} {why_not}")
    return value

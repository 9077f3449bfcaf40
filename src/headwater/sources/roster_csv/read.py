"""Reads who held which office from a spreadsheet: one stretch in office a row."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import division, read_sheet, url
from headwater.sources._tables.terms import SourceTerm

NAME = "roster_csv"
COLUMNS = (
    "division",
    "office",
    "person",
    "start_date",
    "start_kind",
    "end_date",
    "end_kind",
    "publisher",
    "url",
)
STARTS = ("elected", "appointed", "reinstated", "unknown")
ENDS = ("term_end", "defeat", "recall", "suspension", "resignation", "removal", "death")


def read(raw: RawFile) -> Iterator[Record]:
    """The terms of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """

    def make(row: int, take: Take) -> list[Record]:
        return [_term(raw, row, take)]

    yield from read_sheet(raw, (COLUMNS, ()), make)


def _term(raw: RawFile, row: int, take: Take) -> SourceTerm:
    place = division(take, "division")
    if not place:
        raise FieldError("division", "is empty")
    began, ended = take.optional_day("start_date"), take.optional_day("end_date")
    if began and ended and ended < began:
        raise FieldError("end_date", "lies before start_date")
    return SourceTerm(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place,
        office=take.filled("office"),
        person=clean_name(take.filled("person")),
        start_date=began,
        start_kind=take.one_of("start_kind", STARTS, "unknown"),
        end_date=ended,
        end_kind=take.one_of("end_kind", ENDS, ""),
        publisher=take.filled("publisher"),
        url=url(take),
    )

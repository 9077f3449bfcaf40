"""Reads who held which office from a spreadsheet: one stretch in office a row."""

from collections.abc import Iterator
from datetime import date

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, place, url
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
OPTIONAL = ("start_date_to", "end_date_to", "note")
STARTS = ("elected", "appointed", "acting", "reinstated", "unknown")
ENDS = (
    *("term_end", "did_not_run", "defeat", "recall", "suspension", "resignation", "other_office", "removal"),
    *("retirement", "death", "unknown"),
)


def read(raw: RawFile) -> Iterator[Record]:
    """The terms of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, OPTIONAL), _term)


def _term(raw: RawFile, row: int, take: Take) -> SourceTerm:
    began, began_by = _range(take, "start_date")
    ended, ended_by = _range(take, "end_date")
    if began and ended_by and ended_by < began:
        raise FieldError("end_date", "lies before start_date")
    return SourceTerm(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place(take),
        office=take.filled("office"),
        person=clean_name(take.filled("person")),
        start_date=began,
        start_date_to=began_by,
        start_kind=take.one_of("start_kind", STARTS, "unknown"),
        end_date=ended,
        end_date_to=ended_by,
        end_kind=take.one_of("end_kind", ENDS, ""),
        publisher=take.filled("publisher"),
        url=url(take),
        note=take.optional("note"),
    )


def _range(take: Take, field: str) -> tuple[date | None, date | None]:
    """The first and the last day that a date may be; one day where the second cell is empty."""
    first, last = take.optional_day(field), take.optional_day(f"{field}_to")
    if last and (first is None or last < first):
        raise FieldError(f"{field}_to", f"is no end of a range that begins with {field}")
    return first, last or first

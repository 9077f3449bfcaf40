"""Reads yearly counts from a spreadsheet: one measure of one place and year a row."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, place, url
from headwater.sources._tables.rates import SourceRate

NAME = "rate_csv"
COLUMNS = ("division", "measure", "year", "count", "population", "months_reported", "publisher", "url")
MONTHS = 12
YEARS = range(1900, 2101)


def read(raw: RawFile) -> Iterator[Record]:
    """The yearly counts of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, ()), _rate)


def _rate(raw: RawFile, row: int, take: Take) -> SourceRate:
    year, population, months = take.whole("year"), take.whole("population"), take.whole("months_reported")
    if year not in YEARS:
        raise FieldError("year", f"{year} is not a year from {YEARS[0]} to {YEARS[-1]}")
    if not population:
        raise FieldError("population", "must be above zero")
    if months > MONTHS:
        raise FieldError("months_reported", f"{months} is more than {MONTHS}")
    return SourceRate(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place(take),
        measure=clean_name(take.filled("measure")),
        year=year,
        count=take.whole("count"),
        population=population,
        months_reported=months,
        publisher=take.filled("publisher"),
        url=url(take),
    )

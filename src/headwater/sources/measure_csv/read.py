"""Reads ballot measures from a spreadsheet: yes and no votes on one measure in one county or state a row."""

from collections.abc import Iterator

from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import division, read_sheet, url
from headwater.sources._tables.facts import MeasureCount

NAME = "measure_csv"
COLUMNS = (
    *("measure", "title", "division", "election_date", "yes", "no", "count_status", "as_of", "publisher"),
    "url",
)
STATUSES = ("night", "partial", "certified", "unknown")


def read(raw: RawFile) -> Iterator[Record]:
    """The counts of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """

    def make(row: int, take: Take) -> list[Record]:
        return [_count(raw, row, take)]

    yield from read_sheet(raw, (COLUMNS, ()), make)


def _count(raw: RawFile, row: int, take: Take) -> MeasureCount:
    place = division(take, "division")
    if not place:
        raise FieldError("division", "is empty")
    return MeasureCount(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        measure=take.filled("measure"),
        title=take.filled("title"),
        division=place,
        election_date=take.day("election_date"),
        yes=take.whole("yes"),
        no=take.whole("no"),
        count_status=take.one_of("count_status", STATUSES, "unknown"),
        as_of=take.optional_day("as_of"),
        publisher=take.filled("publisher"),
        url=url(take),
    )

"""Reads ballot measures from a spreadsheet: yes and no votes on one measure in one county or state a row."""

from collections.abc import Iterator

from headwater.sources._reading.fields import Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, place, url
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
    return one_a_row(raw, (COLUMNS, ()), _count)


def _count(raw: RawFile, row: int, take: Take) -> MeasureCount:
    return MeasureCount(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        measure=take.filled("measure"),
        title=take.filled("title"),
        division=place(take),
        election_date=take.day("election_date"),
        yes=take.whole("yes"),
        no=take.whole("no"),
        count_status=take.one_of("count_status", STATUSES, "unknown"),
        as_of=take.optional_day("as_of"),
        publisher=take.filled("publisher"),
        url=url(take),
    )

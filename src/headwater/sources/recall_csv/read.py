"""Reads recall petitions from a spreadsheet: one number or day of one petition a row, as one publisher states it."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, place, url, yes_or_no
from headwater.sources._tables.facts import RecallStatement

NAME = "recall_csv"
COLUMNS = (
    *("division", "office", "person", "petition", "measure", "value", "as_of", "official", "document"),
    *("publisher", "url"),
)
COUNTS = ("required", "submitted", "sample_checked", "sample_valid", "valid")
DAYS = ("deadline", "filed")


def read(raw: RawFile) -> Iterator[Record]:
    """The statements of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, ()), _statement)


def _statement(raw: RawFile, row: int, take: Take) -> RecallStatement:
    measure = take.choice("measure", {measure: measure for measure in (*COUNTS, *DAYS)})
    return RecallStatement(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place(take),
        office=take.filled("office"),
        person=clean_name(take.filled("person")),
        petition=take.filled("petition"),
        measure=measure,
        count=take.whole("value") if measure in COUNTS else None,
        day=take.day("value") if measure in DAYS else None,
        as_of=take.optional_day("as_of"),
        is_official=bool(yes_or_no(take, "official")),
        document=take.text("document"),
        publisher=take.filled("publisher"),
        url=url(take),
    )

"""Reads events in office-holders' tenures from a spreadsheet: one dated event a row."""

from collections.abc import Iterator

from headwater.base.ids import clean_name
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources._reading.tabular import one_a_row, place, url
from headwater.sources._tables.facts import SourceEvent

NAME = "event_csv"
COLUMNS = ("division", "office", "person", "date", "kind", "actor", "document", "publisher", "url")
OPTIONAL = ("date_to", "note")
KINDS = (
    *("election", "appointment", "oath", "term_end", "defeat", "resignation", "retirement", "death"),
    *("recall_notice", "recall_petition_filed", "recall_insufficient", "recall_certified", "recall_vote"),
    *("suspension", "reinstatement", "removal", "court_ruling"),
    *("impeachment_resolution", "impeachment_inquiry", "impeachment_vote", "impeachment_articles_sent"),
    *("impeachment_trial", "impeachment_postponed", "impeachment_acquittal", "impeachment_conviction"),
    *("allegation", "charge", "acquittal", "conviction"),
)


def read(raw: RawFile) -> Iterator[Record]:
    """The events of a spreadsheet.

    Raises:
        InputError: for a missing or unknown column, or the one bad row there is.
        RowsError: for several bad rows.
    """
    return one_a_row(raw, (COLUMNS, OPTIONAL), _event)


def _event(raw: RawFile, row: int, take: Take) -> SourceEvent:
    first, last = take.day("date"), take.optional_day("date_to")
    if last and last < first:
        raise FieldError("date_to", "lies before date")
    return SourceEvent(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        division=place(take),
        office=take.filled("office"),
        person=clean_name(take.filled("person")),
        event_date=first,
        event_date_to=last or first,
        kind=take.choice("kind", {kind: kind for kind in KINDS}),
        actor=take.text("actor"),
        document=take.text("document"),
        note=take.optional("note"),
        publisher=take.filled("publisher"),
        url=url(take),
    )

"""What a reader may yield, and helpers that fill a record's common columns."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from headwater.base.ids import clean_name, normal_name, stable_id
from headwater.base.table import Table
from headwater.sources._reading.raw import RawFile
from headwater.sources._tables.counts import Count
from headwater.sources._tables.facts import MeasureCount, NonprofitFigure, RecallStatement, SourceEvent
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.rates import SourceRate
from headwater.sources._tables.registrations import Registration
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.terms import SourceTerm
from headwater.sources._tables.totals import StatedTotal
from headwater.sources._tables.votes import Vote
from headwater.sources._tables.waiting import NoticedSide, WaitingTopic

BLANK = "a blank line"
"""Why a row without any text is left out."""
WHOLE = "*"
"""The schedules of a filing whose source holds all of it."""


class Counted(NamedTuple):
    """How many rows the file has; each reader yields it exactly once."""

    rows: int


class Kept(NamedTuple):
    """A row whose only records carry no row number, such as a filing in a list of filings."""

    row: int


class Ignored(NamedTuple):
    """A row that the reader leaves out by name, and why."""

    row: int
    reason: str


class Batch(NamedTuple):
    """Many records of one table at once, in its columns; each counts as the same record yielded singly would."""

    table: Table
    rows: pa.Table


class KeptRows(NamedTuple):
    """Rows whose only records carry no row number, many at once: an Arrow array of their numbers."""

    rows: pa.Array


class IgnoredRows(NamedTuple):
    """Rows that the reader leaves out by name, many at once: an Arrow array of their numbers, and why."""

    rows: pa.Array
    reason: str


class TogetherFile(NamedTuple):
    """One of several files that were read at once: how many rows it has and lines it gives, and what else it gives.

    ``left_out`` says how many rows were left out by name for each reason. No row of ``singles`` gives lines, too.
    """

    rows: int
    lines: int
    singles: Sequence["Single"]
    left_out: Mapping[str, int]


class Together(NamedTuple):
    """Several small files read at once; a file that is not among them is to be read by itself.

    ``batches`` have the lines of the files in their order, each line once and in the order of its file's rows, and
    records that have no rows, or whose row is kept by a single one.
    """

    files: Mapping[RawFile, TogetherFile]
    batches: Sequence[Batch]


Fact = SourceTerm | SourceRate | SourceEvent | RecallStatement | MeasureCount | NonprofitFigure
Told = Party | Line | Filing | Registration | StatedTotal | WaitingTopic | NoticedSide
Single = Told | Vote | Count | Fact | Rejected | Ignored | Kept
Record = Single | Batch | KeptRows | IgnoredRows | Counted
Read = Callable[[RawFile], Iterator[Record]]
ReadTogether = Callable[[Sequence[RawFile]], Together]


class Identity(NamedTuple):
    """An identifier as filed, and who gave it; both empty without one."""

    scheme: str = ""
    identifier: str = ""


class Particulars(NamedTuple):
    """What a filing says of a party besides its name; evidence for matching."""

    place: str = ""
    zip5: str = ""
    employer: str = ""
    occupation: str = ""


NO_IDENTITY = Identity()
NO_PARTICULARS = Particulars()
PARTY_KINDS = ("person", "candidate", "committee", "organisation", "measure", "unnamed", "unknown")
LINE_KINDS = (
    "monetary",
    "in_kind",
    "contribution_made",
    "independent_expenditure",
    "coordinated_expenditure",
    "communication_cost",
    "electioneering",
    "spending",
    "loan",
    "unclassified",
)


def party(name: str, kind: str, identity: Identity = NO_IDENTITY, particulars: Particulars = NO_PARTICULARS) -> Party:
    """A party as it is named on a line; equal columns give an equal id."""
    named = clean_name(name)
    scheme, identifier = identity
    place, zip5, employer, occupation = seen = [clean_name(text) if text else "" for text in particulars]
    return Party(
        party_id=stable_id("P", named, kind, scheme, identifier, *seen),
        name=named,
        kind=kind,
        scheme=scheme,
        identifier=identifier,
        place=place,
        zip5=zip5,
        employer=employer,
        occupation=occupation,
        normal_name=normal_name(named),
    )


_NUMBER = re.compile(r"[0-9]{19}", re.ASCII)
_PLACE = re.compile(r"([1-9][0-9]{0,7}):([1-9][0-9]{0,8})", re.ASCII)


def line_id(raw: RawFile, row: int, record_source: str, record_id: str) -> str:
    """The id of a line: of the publisher's record where it has an id, else of the file and row.

    The Commission's numbers of 19 digits are ids as they stand, in hexadecimal digits: millions need no hash. So is the
    place of a line in an electronic filing: the filing's number, and the line's.
    """
    if record_source == "fec_bulk" and _NUMBER.fullmatch(record_id):
        return f"L{int(record_id):016x}"
    if record_source == "fec_efiles" and (place := _PLACE.fullmatch(record_id)):
        return f"L{int(place[1]):08x}{int(place[2]):08x}"
    parts = (record_source, record_id) if record_id else (raw.sha256, str(row))
    return stable_id("L", *parts)


def told_apart(line: Line, record_id: str, alike: Counter[str]) -> Line:
    """The line of a record of which the publisher gives several one id; without an id it stays as it is.

    Args:
        line: the line.
        record_id: what its record is known by; of alike ones the count tells which it is, in any file.
        alike: how many records of the file were known by the same before; it is counted up.
    """
    if not line.record_id:
        return line
    alike[record_id] += 1
    count = alike[record_id]
    known = f"{record_id}-{count}" if count > 1 else record_id
    return replace(line, record_id=known, line_id=stable_id("L", line.record_source, known))


def blank_line(raw: RawFile, source: str, row: int, day: date, record: tuple[str, str] | None = None) -> Line:
    """A line with its place in the file filled in and everything else empty, to be replaced.

    Args:
        raw: the file.
        source: the source whose reader reads it.
        row: the row in the file, from 1.
        day: the day of the payment.
        record: the source that published the record, and its id of it; nothing where it has no id.
    """
    record_source, record_id = record or (source, "")
    return Line(
        line_id=line_id(raw, row, record_source, record_id),
        source=source,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        record_source=record_source,
        record_id=record_id,
        filing_id="",
        filer_party_id="",
        form="",
        schedule="",
        report_number=0,
        report_code="",
        report_date=None,
        period_from=None,
        period_thru=None,
        transaction_id="",
        date_from=day,
        date_to=day,
        shown_date=None,
        cents=0,
        kind="unclassified",
        side="payee",
        payer_party_id="",
        payee_party_id="",
        about_party_id="",
        stance="",
        earmarked_for_party_id="",
        conduit_party_id="",
        adds_to="",
        is_sum=False,
        publisher="",
        description="",
        url="",
    )

"""The filing that a row stands in, and the columns of a line that follow from it."""

from dataclasses import dataclass, replace
from datetime import date

from headwater.base.ids import stable_id
from headwater.sources._cal.fields import is_memo, optional_day
from headwater.sources._cal.measures import ADDS_TO, is_itemized
from headwater.sources._reading.fields import FieldError, NoDayError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record, blank_line, party
from headwater.sources._tables.filings import Filing
from headwater.sources._tables.lines import Line
from headwater.sources._tables.parties import Party
from headwater.sources._tables.totals import StatedTotal

# FORM_TYPE of a row → form and schedule. Lettered schedules belong to form 460.
_SCHEDULES = {
    "F496": ("496", ""),
    "F496P3": ("496", "P3"),
    "F497P1": ("497", "P1"),
    "F497P2": ("497", "P2"),
    "F498-R": ("498", "R"),
    "F401A": ("401", "A"),
    "F401B": ("401", "B"),
    "F450": ("450", ""),
    "F450P5": ("450", "P5"),
    "F461P5": ("461", "P5"),
    "F465P3": ("465", "P3"),
    "E530": ("E530", ""),
    **{letter: ("460", letter) for letter in ("A", "B1", "B2", "C", "D", "E", "F", "G", "H", "H1", "H2", "I")},
}


@dataclass(frozen=True, slots=True)
class Report:
    """One filing as far as the file at hand tells; days and number that it does not tell are empty.

    ``record_source`` is the source that published the record where it is not the one that reads it, and
    ``record_stem`` what the ids of its records begin with where that is not the filing's id. ``about`` and ``stance``
    are what the cover of forms 465 and 496 says all its expenditures are for or against. ``odd_pages``: summary pages
    whose lines don't add up as the form has them, so that nothing tells what each line is. ``is_old``: whether it is on
    the form of until 2001.
    """

    raw: RawFile
    source: str
    filing_id: str
    filer: Party
    report_number: int = 0
    report_date: date | None = None
    period_from: date | None = None
    period_thru: date | None = None
    number: str = ""
    record_source: str = ""
    record_stem: str = ""
    about: Party | None = None
    stance: str = ""
    odd_pages: frozenset[str] = frozenset()
    is_old: bool = False

    @property
    def publisher(self) -> str:
        """The source that published the records of this filing."""
        return self.record_source or self.source

    @property
    def key(self) -> str:
        """The filing's id in all tables."""
        return f"{self.publisher}:{self.filing_id}"

    def line(self, row: int, form_type: str, ids: tuple[str, str]) -> Line:
        """A line of this filing with amount, kind and parties still to fill in.

        Args:
            row: the row in the file.
            form_type: the row's form or schedule as the format codes it.
            ids: the publisher's id of the record within the filing, empty where it has none, and the filer's id of
                the transaction.

        Raises:
            FieldError: if the schedule is not known to hold money.
        """
        if form_type not in _SCHEDULES:
            raise FieldError("FORM_TYPE", f"{form_type[:20]!r} is no schedule that holds payments")
        form, schedule = _SCHEDULES[form_type]
        record, transaction = ids
        whole = f"{self.record_stem or self.filing_id}-{record}" if record else ""
        # The day is filled in with the payment; the record's id makes the line's.
        blank = blank_line(self.raw, self.source, row, date.min, (self.publisher, whole))
        return replace(
            blank,
            filing_id=self.key,
            filer_party_id=self.filer.party_id,
            form=form,
            schedule=schedule,
            report_number=self.report_number,
            report_date=self.report_date,
            period_from=self.period_from,
            period_thru=self.period_thru,
            transaction_id=transaction,
            adds_to=ADDS_TO.get(form_type, ""),
        )

    def move(self, row: int, form_type: str, ids: tuple[str, str], what: str) -> Line:
        """One of several lines of a row, as `line` gives the one of others.

        Args:
            row: the row in the file.
            form_type: the row's form or schedule as the format codes it.
            ids: as of `line`.
            what: which one it is; the ids of record and line say it, so that a row without an id gives each its own.
        """
        record, transaction = ids
        said = what.replace(" ", "-")
        line = self.line(row, form_type, (f"{record}-{said}" if record else "", transaction))
        return line if record else replace(line, line_id=stable_id("L", self.raw.sha256, str(row), said))

    def days(self, take: Take, first: str, last: str = "") -> tuple[date, date]:
        """First and last day of a payment: as stated, else those of the report's period.

        Raises:
            FieldError: if neither is known.
        """
        one = optional_day(take, first)
        other = (optional_day(take, last) if last else None) or one
        if one and other:
            return min(one, other), max(one, other)
        return self.period(first)

    def period(self, field: str) -> tuple[date, date]:
        """The period of the report, for a payment without a day.

        Raises:
            FieldError: if the file does not tell it.
        """
        if self.period_from and self.period_thru:
            return self.period_from, self.period_thru
        raise NoDayError(field, "no day, and this file does not tell the days that the report covers")

    def filing(self, form: str, schedules: str = "") -> Filing:
        """The filing itself."""
        return Filing(
            filing_id=self.key,
            source=self.publisher,
            filer_party_id=self.filer.party_id,
            number=self.number or self.filing_id,
            form=form,
            report_number=self.report_number,
            report_date=self.report_date,
            period_from=self.period_from,
            period_thru=self.period_thru,
            schedules=schedules,
            url="",
        )

    def total(self, row: int, measure: tuple[str, str], cents: int, election: date | None = None) -> StatedTotal:
        """One total that this filing states: what is measured, and which line of it says so."""
        return StatedTotal(
            source=self.publisher,
            file_sha256=self.raw.sha256,
            file_name=self.raw.name,
            row=row,
            party_id=self.filer.party_id,
            measure=measure[0],
            page=f"{measure[1]}, amendment {self.report_number}" if self.report_number else measure[1],
            election_date=election,
            period_from=self.period_from,
            period_thru=self.period_thru,
            cents=cents,
            filing_id=self.key,
            itemizes=is_itemized(measure[0]),
            url="",
        )


def as_told(take: Take, records: list[Record]) -> list[Record]:
    """The records of a row: where it says that it is detail of another line, its line is a memo, part of no total.

    Raises:
        FieldError: if the row's memo code is not known.
    """
    if not is_memo(take):
        return records
    return [replace(one, adds_to="") if isinstance(one, Line) else one for one in told_again(records)]


def told_again(records: list[Record]) -> list[Record]:
    """The records of a row whose money stands in another row: its line becomes a memo."""
    return [
        replace(record, schedule=f"{record.schedule} memo") if isinstance(record, Line) else record
        for record in records
    ]


def check_once(records: list[Record], stated: set[tuple[str, str]]) -> list[Record]:
    """The records, if no total among them was stated before in the same file; ``stated`` takes note of them.

    Raises:
        FieldError: if a line of a summary occurs twice: nothing tells which one holds.
    """
    for record in records:
        if isinstance(record, StatedTotal):
            if (record.filing_id, record.page) in stated:
                raise FieldError("LINE_ITEM", f"{record.page}: stated before in this file")
            stated.add((record.filing_id, record.page))
    return records


def not_itemized(side: str, filer: Party) -> Party:
    """The party of money that a filer names nobody for: one for each filer and side."""
    return party(f"{side} not itemized by {filer.name}", "unnamed")

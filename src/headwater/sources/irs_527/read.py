"""Reads the data file of forms 8871 and 8872: one record a line, told by the letter or digit that it begins with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog

from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record, Single
from headwater.sources._tables.rejected import Rejected
from headwater.sources.irs_527.forms import NAME, Form, form_records, notice, numbered, report
from headwater.sources.irs_527.schedules import line
from headwater.sources.irs_527.whole import Whole, whole_records

_LEFT_OUT = {
    "D": "a director or officer of the organisation",
    "R": "a related organisation",
    "E": "an election authority",
    "H": "the head of the file",
}


@dataclass
class _Met:
    """What a first pass over the file finds: its readable forms, how many records, and how many were joined."""

    reports: dict[str, Form] = field(default_factory=dict)
    rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    joined: int = 0


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one file, which is gone through twice: a line needs its form, and a form those that amend it.

    Raises:
        InputError: if the file is no such data file, or is cut off.
    """
    met = _first_pass(raw)
    yield Counted(met.rows)
    if met.joined:
        structlog.get_logger().warning("records broken by newlines were joined", file=raw.name, records=met.joined)
    yield from _second_pass(raw, met)


def _second_pass(raw: RawFile, met: _Met) -> Iterator[Single]:
    for record in whole_records(raw):
        take: Take | None = None
        try:
            take = record.take()
            yield from _records(raw, record, take, met)
        except FieldError as error:
            text = record.shown if take is None else take.shown
            yield Rejected(NAME, raw.sha256, raw.name, record.row, error.field, error.reason, text)


def _records(raw: RawFile, record: Whole, take: Take, met: _Met) -> list[Single]:
    if record.kind in _LEFT_OUT:
        return [Ignored(record.row, _LEFT_OUT[record.kind])]
    if record.kind == "F":
        _check_count(take, met)
        return [Ignored(record.row, "the end of the file, which says how many records it has")]
    if record.kind == "1":
        return list(form_records(raw, notice(record.row, take)))
    if record.kind == "2":
        form = met.reports[report(record.row, take).number]
        if form.row != record.row:
            raise FieldError("FORM_ID_NUMBER", f"form {form.number} occurs twice")
        return list(form_records(raw, form))
    number = take.filled("FORM_ID_NUMBER")
    if number not in met.reports:
        raise FieldError("FORM_ID_NUMBER", f"form 8872 number {number} is not in this file, or could not be read")
    return list(line(raw, record.kind, record.row, take, met.reports[number]))


def _first_pass(raw: RawFile) -> _Met:
    met = _Met()
    last = ""
    for record in whole_records(raw):
        if not met.rows and record.kind != "H":
            raise InputError(
                raw.name, "begins with no header record: this is no data file of forms 8871 and 8872", line=1
            )
        met.rows += 1
        met.kinds[record.kind] += 1
        met.joined += record.lines > 1
        last = record.kind
        if record.kind == "2":
            _note_report(met, record)
    if not met.kinds["F"]:
        raise InputError(raw.name, f"is cut off: no footer record follows the last one, of type {last or 'none'}")
    met.reports = numbered(met.reports.values())
    return met


def _note_report(met: _Met, record: Whole) -> None:
    """Notes a report; one that cannot be read is rejected in the second pass, and its lines with it."""
    try:
        form = report(record.row, record.take())
    except FieldError:
        return
    met.reports.setdefault(form.number, form)


def _check_count(take: Take, met: _Met) -> None:
    stated = take.whole("RECORD_COUNT")
    found = sum(count for kind, count in met.kinds.items() if kind not in ("H", "F", ""))
    if stated != found:
        raise FieldError("RECORD_COUNT", f"the footer counts {stated:,} records, the file holds {found:,}")

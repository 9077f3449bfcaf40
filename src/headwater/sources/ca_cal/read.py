"""Reads one electronic filing in the state's CAL format 2.01: a periodic report, or a notice of forms 496 to 498."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from headwater.base.errors import InputError
from headwater.sources._cal import expenditures, loans, receipts, slate, summary, ties
from headwater.sources._cal.fields import ENTITIES, committee_number, name_of, optional_day, stance, topic
from headwater.sources._cal.report import Report, check_once, told_again
from headwater.sources._cal.text import lines_of
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import WHOLE, Counted, Identity, Ignored, Kept, Record, party
from headwater.sources._tables.parties import Party
from headwater.sources._tables.rejected import Rejected
from headwater.sources.ca_cal import layout

NAME = "ca_cal"
_REPORTS = ("F401", "F450", "F460", "F461", "F465")
_NOTICES = ("F496", "F497", "F498")
_FORMS = (*_REPORTS, *_NOTICES)
# A filer may file several of them in one period or on one day, told apart by a number of the filer's.
_NUMBERED = ("F465", *_NOTICES)
# The cover names the one candidate or measure that all expenditures of the form are about.
_TOPICAL = ("F465", "F496")
_VERSIONS = ("2.01",)
_READERS: dict[str, Callable[[Report, int, Take, str], list[Record]]] = {
    "RCPT": receipts.receipt,
    "EXPN": expenditures.payment,
    "LOAN": loans.loan,
    "S496": expenditures.independent_notice,
    "S497": receipts.notice,
    "S498": slate.slate_notice,
    "S401": slate.slate_payment,
    "DEBT": expenditures.debt,
    "SMRY": lambda report, row, take, _record: summary.stated(report, row, take),
}
_UNSAID = "this record has no place in the campaign forms"


def read(raw: RawFile) -> Iterator[Record]:
    """The cover page, the stated totals and the lines of one filing.

    Raises:
        InputError: if the file does not begin as a CAL 2.01 filing of a form that is read, with a cover page.
    """
    rows: dict[int, list[str]] = {}
    faults: dict[int, str] = {}
    count = 0
    for line in lines_of(raw):
        count += line.blank or 1
        if line.blank:
            yield line.ignored
            continue
        fields, fault = _fields(line.text)
        rows[line.number] = fields
        if line.fault or fault:
            faults[line.number] = line.fault or fault
    yield Counted(count)
    cover, report, form = _cover(raw, rows)
    if cover in faults:
        raise InputError(raw.name, faults[cover], line=cover)
    yield report.filer
    yield report.filing(form[1:], WHOLE)
    yield Kept(cover)
    tied = ties.tie({row: named for row in rows if (named := _named(rows[row])) and named["REC_TYPE"] == "EXPN"})
    report = replace(report, odd_pages=summary.odd_pages(_summary(rows)))
    seen: Counter[tuple[str, ...]] = Counter()
    stated: set[tuple[str, str]] = set()
    for row, fields in rows.items():
        if row == cover:
            continue
        key = tuple(fields[:3])
        seen[key] += 1
        record = "-".join(key[1:]) + (f"-{seen[key]}" if seen[key] > 1 else "")
        if row in faults:
            yield Rejected(NAME, raw.sha256, raw.name, row, "", faults[row], "")
            continue
        try:
            yield from check_once(_records(report, row, fields, (record, tied)), stated)
        except FieldError as error:
            # In a row of another length nothing tells which field is a street.
            shown = _take(fields, {}).shown if _named(fields) else ""
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, shown)


def _records(report: Report, row: int, fields: list[str], more: tuple[str, ties.Ties]) -> list[Record]:
    record, tied = more
    kind = fields[0]
    if kind in layout.IGNORED:
        return [Ignored(row, layout.IGNORED[kind])]
    if kind not in _READERS:
        raise FieldError("REC_TYPE", f"{kind[:20]!r}: {_UNSAID}" if kind else "an empty line")
    least, most = layout.SHORTEST.get(kind, len(layout.RECORDS[kind])), len(layout.RECORDS[kind])
    if not least <= len(fields) <= most:
        raise FieldError("", f"{len(fields)} fields where a {kind} record has {most}")
    if row in tied.unclear:
        raise FieldError("TRAN_ID", ties.WHY_UNCLEAR)
    found = _READERS[kind](report, row, _take(fields, tied.about.get(row, {})), record)
    return told_again(found) if row in tied.same else found


def _take(fields: list[str], about: Mapping[str, str]) -> Take:
    return Take({**dict(zip(layout.RECORDS[fields[0]], fields, strict=False)), **about}, layout.PRIVATE)


def _named(fields: list[str]) -> dict[str, str]:
    columns = layout.RECORDS.get(fields[0] if fields else "", ())
    return dict(zip(columns, fields, strict=True)) if len(columns) == len(fields) else {}


def _summary(rows: Mapping[int, list[str]]) -> Iterator[dict[str, str]]:
    """The lines of the summary pages, by column; some have the period alone."""
    for fields in rows.values():
        if fields[:1] == ["SMRY"]:
            yield dict(zip(layout.RECORDS["SMRY"], fields, strict=False))


def _fields(text: str) -> tuple[list[str], str]:
    """The fields of one line; a line with broken quotes has its first words alone, and is at fault."""
    try:
        return next(csv.reader([text], strict=True), [""]) or [""], ""
    except csv.Error as error:
        return text.split(",")[:3], f"broken quotes ({error})"


def _cover(raw: RawFile, rows: Mapping[int, list[str]]) -> tuple[int, Report, str]:
    first = rows[min(rows)]
    if first[:3] != ["HDR", "CAL", "CA"]:
        raise InputError(raw.name, "not a CAL filing: it does not begin with HDR,CAL,CA", line=1)
    if len(first) < 4 or first[3] not in _VERSIONS:
        raise InputError(raw.name, f"CAL version {first[3:4]} is none of {', '.join(_VERSIONS)}", line=1)
    covers = [row for row, fields in rows.items() if fields[0] == "CVR"]
    if len(covers) != 1:
        raise InputError(raw.name, f"{len(covers)} cover pages (CVR) where a filing has one")
    row = covers[0]
    columns = layout.TOPICAL_COVER if rows[row][1:2] and rows[row][1] in _TOPICAL else layout.COVER
    take = Take(dict(zip(columns, rows[row], strict=False)))
    try:
        form = take.choice("FORM_TYPE", {name: name for name in _FORMS})
        return row, _report(raw, take, form), form
    except FieldError as error:
        raise InputError(raw.name, error.reason, line=row, field=error.field or None) from error


def _report(raw: RawFile, take: Take, form: str) -> Report:
    filer_id, number, day = take.filled("FILER_ID"), take.whole("REPORT_NUM"), optional_day(take, "RPT_DATE")
    if day is None:
        raise FieldError("RPT_DATE", "is empty")
    filer = _filer(take, committee_number(filer_id))
    first = last = None
    if form in _REPORTS:
        first, last = optional_day(take, "FROM_DATE"), optional_day(take, "THRU_DATE")
        if first is None or last is None or last < first:
            raise FieldError("THRU_DATE", "the cover page states no period")
    said = take.optional("LATE_RPTNO") if form in _NUMBERED else ""
    parts = (filer_id, form[1:], str(last or day), str(number), said)
    report = Report(raw, NAME, "-".join(part for part in parts if part), filer, number, day, first, last, said)
    return replace(report, about=topic(take), stance=stance(take)) if form in _TOPICAL else report


def _filer(take: Take, identity: Identity) -> Party:
    name, entity = name_of(take, "FILER"), take.optional("ENTITY_CD")
    if not name:
        raise FieldError("FILER_NAML", "is empty")
    is_person = bool(take.optional("FILER_NAMF"))
    if entity == "MDI":
        return party(name, "person" if is_person else "organisation", identity)
    if entity == "CAO":
        # A candidate's committee files under the candidate's code; a person's name has a first name.
        return party(name, "candidate" if is_person else "committee", identity)
    return party(name, ENTITIES.get(entity, "unknown"), identity)

"""Reads one electronic filing in the state's CAL format 2.01: form 460, or the notice of form 497."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from headwater.base.errors import InputError
from headwater.sources._cal import expenditures, loans, receipts, summary, ties
from headwater.sources._cal.fields import ENTITIES, committee_number, name_of, optional_day
from headwater.sources._cal.report import Report, check_once
from headwater.sources._cal.text import lines_of
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Kept, Record, party
from headwater.sources._tables.rejected import Rejected
from headwater.sources.ca_cal import layout

NAME = "ca_cal"
_FORMS = {"F460": "460", "F497": "497"}
_VERSIONS = ("2.01",)
_READERS: dict[str, Callable[[Report, int, Take, str], list[Record]]] = {
    "RCPT": receipts.receipt,
    "EXPN": expenditures.payment,
    "LOAN": loans.loan,
    "S497": receipts.notice,
    "SMRY": lambda report, row, take, _record: summary.stated(report, row, take),
}
_UNSAID = "this record has no place in the forms 460 and 497"


def read(raw: RawFile) -> Iterator[Record]:
    """The cover page, the stated totals and the lines of one filing.

    Raises:
        InputError: if the file does not begin as a CAL 2.01 filing of a form that is read, with a cover page.
    """
    rows: dict[int, list[str]] = {}
    faults: dict[int, str] = {}
    for line in lines_of(raw):
        fields, fault = _fields(line.text)
        rows[line.number] = fields
        if line.fault or fault:
            faults[line.number] = line.fault or fault
    yield Counted(len(rows))
    cover, report, form = _cover(raw, rows)
    if cover in faults:
        raise InputError(raw.name, faults[cover], line=cover)
    yield report.filer
    yield report.filing(_FORMS[form], ",".join(_schedules(rows)))
    yield Kept(cover)
    tied = ties.tie({row: named for row in rows if (named := _named(rows[row])) and named["REC_TYPE"] == "EXPN"})
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
    if kind in layout.IGNORED or row in tied.same:
        return [Ignored(row)]
    if kind not in _READERS:
        raise FieldError("REC_TYPE", f"{kind[:20]!r}: {_UNSAID}" if kind else "an empty line")
    least, most = layout.SHORTEST.get(kind, len(layout.RECORDS[kind])), len(layout.RECORDS[kind])
    if not least <= len(fields) <= most:
        raise FieldError("", f"{len(fields)} fields where a {kind} record has {most}")
    if row in tied.unclear:
        raise FieldError("TRAN_ID", ties.WHY_UNCLEAR)
    return _READERS[kind](report, row, _take(fields, tied.about.get(row, {})), record)


def _take(fields: list[str], about: Mapping[str, str]) -> Take:
    return Take({**dict(zip(layout.RECORDS[fields[0]], fields, strict=False)), **about}, layout.PRIVATE)


def _named(fields: list[str]) -> dict[str, str]:
    columns = layout.RECORDS.get(fields[0] if fields else "", ())
    return dict(zip(columns, fields, strict=True)) if len(columns) == len(fields) else {}


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
    take = Take(dict(zip(layout.COVER, rows[row], strict=False)))
    try:
        form = take.choice("FORM_TYPE", {name: name for name in _FORMS})
        return row, _report(raw, take, form), form
    except FieldError as error:
        raise InputError(raw.name, error.reason, line=row, field=error.field or None) from error


def _report(raw: RawFile, take: Take, form: str) -> Report:
    filer_id, number, day = take.filled("FILER_ID"), take.whole("REPORT_NUM"), optional_day(take, "RPT_DATE")
    name = name_of(take, "FILER")
    entity = take.optional("ENTITY_CD")
    if not name or day is None:
        raise FieldError("FILER_NAML" if day else "RPT_DATE", "is empty")
    is_person = entity == "CAO" and bool(take.optional("FILER_NAMF"))
    kind = "candidate" if is_person else ENTITIES.get(entity, "unknown")
    filer = party(name, "committee" if kind == "candidate" and not is_person else kind, committee_number(filer_id))
    first = last = None
    if form == "F460":
        first, last = optional_day(take, "FROM_DATE"), optional_day(take, "THRU_DATE")
        if first is None or last is None or last < first:
            raise FieldError("THRU_DATE", "the cover page states no period")
    parts = (filer_id, _FORMS[form], str(last or day), str(number), "" if last else take.optional("LATE_RPTNO"))
    return Report(raw, NAME, "-".join(part for part in parts if part), filer, number, day, first, last)


def _schedules(rows: Mapping[int, list[str]]) -> list[str]:
    return sorted({fields[1] for fields in rows.values() if fields[0] in ("RCPT", "EXPN", "LOAN")})

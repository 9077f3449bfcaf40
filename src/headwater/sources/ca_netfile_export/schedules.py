"""Rows of the schedules: each becomes what the same row of the state's CAL format becomes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from headwater.sources._cal import expenditures, loans, receipts, summary, ties
from headwater.sources._cal.report import Report, check_once, told_again
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record, told_apart
from headwater.sources._tables.lines import Line
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.ca_netfile_export.copies import copies
from headwater.sources.ca_netfile_export.filings import COVER, NAME, Filings
from headwater.sources.ca_netfile_export.shapes import Shape, shape_of
from headwater.sources.ca_netfile_export.sheets import Sheet, sheets_of

_Reader = Callable[[Report, int, Take, str], list[Record]]
_READERS: dict[str, _Reader] = {
    "contributions": receipts.receipt,
    "payments": expenditures.payment,
    "debts": expenditures.debt,
    "loans": loans.loan,
    "summary": lambda report, row, take, _record: summary.stated(report, row, take),
    "notices-497": receipts.notice,
    "notices-496": expenditures.independent_notice,
}
# The letter A, which a spreadsheet program took for a time of the day.
_LETTER_A = "00:00:00"
_FAILURES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_NUMBERED = re.compile(r"F\d", re.ASCII)
# Whose records have the ids that the JSON of the same rows has.
_SAME_ID = ("E", "F496")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a schedule: its number, its cells under their CAL names, and why they are none."""

    number: int
    shape: Shape
    cells: dict[str, str]
    fault: str = ""

    @property
    def cover(self) -> dict[str, str]:
        """What it says of its filing."""
        return {name: self.cells.get(name, "") for name in COVER}


@dataclass(slots=True)
class _Seen:
    """What was met in the file so far: the filings, the ids of records, the stated totals, summary pages by cover."""

    filings: Filings
    ids: Counter[str] = field(default_factory=Counter)
    stated: set[tuple[str, str]] = field(default_factory=set)
    odd_pages: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)


def read_schedules(raw: RawFile) -> Iterator[Record]:
    """The records of a CSV file or of all sheets of an XLSX file.

    Raises:
        InputError: if a header is none of the export's schedules.
    """
    sheets = list(sheets_of(raw))
    rows = [row for sheet in sheets for row in _rows(shape_of(raw, sheet.name, sheet.header), sheet)]
    yield Counted(len(rows))
    again = copies(sheets)
    yield from (Ignored(number, f"the same row stands on the sheet {name!r}") for number, name in again.items())
    rows = [row for row in rows if row.number not in again]
    seen = _Seen(Filings(raw))
    seen.filings.note(row.cells for row in rows if not row.fault)
    tied = _ties(rows)
    seen.odd_pages = {cover: summary.odd_pages(pages.values()) for cover, pages in _by_cover(rows, "summary").items()}
    for row in rows:
        try:
            yield from _records(row, seen, tied)
        except FieldError as error:
            # In a row of another length nothing tells which field is a street.
            shown = "" if row.fault else Take(row.cells, row.shape.private).shown
            yield Rejected(NAME, raw.sha256, raw.name, row.number, error.field, error.reason, shown)


def _rows(shape: Shape, sheet: Sheet) -> Iterator[_Row]:
    for number, cells in sheet.rows:
        if len(cells) != len(shape.columns):
            short = f"{len(cells)} fields where the header has {len(shape.columns)}"
            yield _Row(number, shape, {}, sheet.broken.get(number, short))
            continue
        named = dict(zip(shape.columns, cells, strict=True))
        yield _Row(number, shape, _as_filed(named), _fault(named))


def _fault(cells: Mapping[str, str]) -> str:
    """Why nothing of a row can be trusted; nothing for others."""
    if any("\0" in cell for cell in cells.values()):
        return "a NUL byte in the row"
    failed = next((name for name, cell in cells.items() if cell.strip() in _FAILURES), None)
    return f"the spreadsheet program could not work out {failed}: {cells[failed].strip()}" if failed else ""


def _as_filed(cells: dict[str, str]) -> dict[str, str]:
    """Undoes what a program between NetFile and the file made of single letters."""
    changed = {}
    if "RCPT_DATE" in cells:
        changed["TRAN_TYPE"] = cells["TRAN_TYPE"].strip().upper()
        if cells["FORM_TYPE"].strip() == _LETTER_A:
            changed["FORM_TYPE"] = "A"
    return {**cells, **changed}


def _records(row: _Row, seen: _Seen, tied: ties.Ties) -> list[Record]:
    if row.fault:
        raise FieldError("", row.fault)
    if row.number in tied.unclear:
        raise FieldError("TRAN_ID", ties.WHY_UNCLEAR)
    form_type = row.cells["FORM_TYPE"].strip()
    odd_pages = seen.odd_pages.get(tuple(row.cover.values()), frozenset())
    report = replace(seen.filings.report(row.cover, form_type), odd_pages=odd_pages)
    own = {name: text for name, text in row.cells.items() if name not in COVER}
    take = Take({**own, **tied.about.get(row.number, {})}, row.shape.private)
    found = _READERS[row.shape.kind](report, row.number, take, _record_id(row))
    found = [_known(one, seen.ids) if isinstance(one, Line) else one for one in found]
    if row.number in tied.same:
        found = told_again(found)
    found = _reported(check_once(found, seen.stated), seen.filings.why_unnumbered(report, row.cover))
    line = next((one for one in found if isinstance(one, Line)), None)
    total = next((one for one in found if isinstance(one, StatedTotal)), None)
    if line is None and total is None:
        return found
    schedule = line.schedule.removesuffix(" memo") if line and not total else ""
    form = line.form if line else _form(form_type)
    return [*found, *seen.filings.new_filing(report, form, schedule)]


def _form(form_type: str) -> str:
    """The form of a line of the summary page: lettered schedules belong to form 460."""
    return form_type[1:] if _NUMBERED.match(form_type) else "460"


def _record_id(row: _Row) -> str:
    """The transaction's id within its filing."""
    transaction, form_type = row.cells.get("TRAN_ID", "").strip(), row.cells["FORM_TYPE"].strip()
    if not transaction:
        return ""
    return transaction if form_type in _SAME_ID else f"{form_type}-{transaction}"


def _known(line: Line, ids: Counter[str]) -> Line:
    """The line with its record's id, which other files give it too: of one transaction the amount tells which it is."""
    return told_apart(line, f"{line.record_id}-{line.cents}", ids)


def _reported(records: list[Record], why: str) -> list[Record]:
    """The records with a word on the missing number of the filer, where it is missing."""
    if not why:
        return records
    found: list[Record] = []
    for record in records:
        if isinstance(record, StatedTotal):
            found.append(replace(record, page=f"{record.page}; {why}"))
        elif isinstance(record, Line):
            found.append(replace(record, description="; ".join(part for part in (record.description, why) if part)))
        else:
            found.append(record)
    return found


def _ties(rows: list[_Row]) -> ties.Ties:
    """Schedules D and E tied filing by filing, where the file has both."""
    whole = ties.Ties()
    for one in _by_cover(rows, "payments").values():
        found = ties.tie(one)
        whole.about.update(found.about)
        whole.same.update(found.same)
        whole.unclear.update(found.unclear)
    return whole


def _by_cover(rows: list[_Row], kind: str) -> dict[tuple[str, ...], dict[int, Mapping[str, str]]]:
    """The rows of one kind of schedule, filing by filing, by their numbers."""
    filings: dict[tuple[str, ...], dict[int, Mapping[str, str]]] = {}
    for row in rows:
        if row.shape.kind == kind and not row.fault:
            filings.setdefault(tuple(row.cover.values()), {})[row.number] = row.cells
    return filings

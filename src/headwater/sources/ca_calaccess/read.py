"""Reads one table of the Cal-Access export; which one follows from its header, never from its name."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from headwater.sources._cal import expenditures, loans, receipts, slate, summary, ties
from headwater.sources._cal.report import Report, check_once, told_again
from headwater.sources._cal.text import TextLine, lines_of
from headwater.sources._reading.fields import FieldError, NoDayError, Take
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Kept, Record
from headwater.sources._reading.waiting import OPEN, as_waiting, lacks_topic
from headwater.sources._tables.rejected import Rejected
from headwater.sources.ca_calaccess import registers
from headwater.sources.ca_calaccess.tables import TableShape, shape_of

NAME = registers.NAME
# A row by column, and what all rows of the table say of it.
_Found = tuple[Mapping[str, str], "_Table"]
_Money = Callable[[Report, int, Take, str], list[Record]]
_MONEY: dict[str, _Money] = {
    "RCPT_CD": receipts.receipt,
    "EXPN_CD": expenditures.payment,
    "LOAN_CD": loans.loan,
    "S496_CD": expenditures.independent_notice,
    "S497_CD": receipts.notice,
    "S498_CD": slate.slate_notice,
    "SMRY_CD": lambda report, row, take, _record: summary.stated(report, row, take),
    "S401_CD": slate.slate_payment,
}
_REGISTERS: dict[str, Callable[[RawFile, int, Take], list[Record]]] = {
    "CVR_CAMPAIGN_DISCLOSURE_CD": registers.cover,
    "CVR2_CAMPAIGN_DISCLOSURE_CD": registers.second_cover,
    "CVR_SO_CD": registers.organization,
    "CVR_E530_CD": registers.electioneering_cover,
    "F501_502_CD": registers.intention,
    "F495P2_CD": registers.supplement,
    "FILERNAME_CD": registers.filer_name,
    "FILER_FILINGS_CD": registers.filed,
    "BALLOT_MEASURES_CD": registers.measure,
}
# Nothing here tells whether a page of form 450 adds up.
_NOT_ITEMIZED = frozenset(where for where in summary.NOT_ITEMIZED if where[0] != "F450")
_IGNORED = {
    "DEBT_CD": "an unpaid bill: what was paid of it stands in EXPN_CD",
    "SPLT_CD": "how one receipt counts towards several elections’ limits",
    "TEXT_MEMO_CD": "a remark",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """What all rows say of each: how schedules D and E are tied, which filings are on the form of until 2001.

    ``stated`` are the totals so far.
    """

    tied: ties.Ties
    old: frozenset[tuple[str, str]]
    stated: set[tuple[str, str]] = field(default_factory=set)


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one table.

    A row of another length than the header (a tab or a line break in a field) is rejected by itself: fields are split
    at tabs alone, quotes are text, so that no row can swallow another.

    Raises:
        InputError: if the header is none of the export's tables.
    """
    if not raw.path.stat().st_size:
        # The export ships tables that nobody fills as files without a header.
        yield Counted(0)
        return
    lines = lines_of(raw)
    shape = shape_of(raw, next(lines).text)
    # What belongs to a filing can lie anywhere in these tables: they are read twice.
    table = _Table(
        _ties(raw, shape) if shape.name == "EXPN_CD" else ties.Ties(),
        _old(raw, shape) if shape.name == "SMRY_CD" else frozenset(),
    )
    count = 0
    for line in lines:
        count += line.blank or 1
        if line.blank:
            yield line.ignored
            continue
        fields = line.text.split("\t")
        reason = _fault(line, len(fields), len(shape.columns))
        if reason:
            yield Rejected(NAME, raw.sha256, raw.name, line.number, "", reason, "")
            continue
        named = dict(zip(shape.columns, fields, strict=True))
        yield from _row(raw, shape, line.number, (named, table))
    yield Counted(count)


def _row(raw: RawFile, shape: TableShape, row: int, found: _Found) -> Iterator[Record]:
    fields, table = found
    why_not = shape.why_not or _IGNORED.get(shape.name)
    if why_not:
        yield Ignored(row, why_not)
        return
    whole = {**fields, **table.tied.about.get(row, {})}
    take = Take(whole, shape.private)
    try:
        records = _records((raw, shape), row, take, table)
        records = check_once(told_again(records) if row in table.tied.same else records, table.stated)
        yield from [Kept(row), *as_waiting(records)] if lacks_topic(records) else records
        if shape.name == "SMRY_CD" and (fields["FORM_TYPE"].strip(), fields["LINE_ITEM"].strip()) in _NOT_ITEMIZED:
            yield from as_waiting(_undated(raw, shape, row, Take(whole, shape.private)))
    except FieldError as error:
        yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
        if isinstance(error, NoDayError):
            records = _undated(raw, shape, row, Take(whole, shape.private))
            yield from as_waiting(told_again(records) if row in table.tied.same else records)


def _undated(raw: RawFile, shape: TableShape, row: int, take: Take) -> list[Record]:
    """The records of a row without a day, whose filing's cover stands in another file; none if it cannot be read."""
    report = registers.unnamed_report(raw, take)
    first, last = OPEN
    try:
        return _money(replace(report, period_from=first, period_thru=last), shape, row, take)
    except FieldError:
        return []


def _fault(line: TextLine, found: int, expected: int) -> str:
    if line.fault or found == expected:
        return line.fault
    return f"{found} fields where the header has {expected}"


def _records(file: tuple[RawFile, TableShape], row: int, take: Take, table: _Table) -> list[Record]:
    raw, shape = file
    if row in table.tied.unclear:
        raise FieldError("TRAN_ID", ties.WHY_UNCLEAR)
    if shape.name in _REGISTERS:
        return _REGISTERS[shape.name](raw, row, take)
    report = registers.unnamed_report(raw, take)
    if (take.text("FILING_ID"), take.text("AMEND_ID")) in table.old:
        report = replace(report, is_old=True)
    return _money(report, shape, row, take)


def _money(report: Report, shape: TableShape, row: int, take: Take) -> list[Record]:
    parts = (take.text("REC_TYPE"), take.text("FORM_TYPE"), take.text("LINE_ITEM"), take.optional("TRAN_ID"))
    return _MONEY[shape.name](report, row, take, "-".join(part for part in parts if part))


def _old(raw: RawFile, shape: TableShape) -> frozenset[tuple[str, str]]:
    """The filings on form 460 as it was until 2001, by what that alone states; amendments may be on another."""
    marks = {f"\t{page}\t" for page, _number in summary.OLD}
    found = set()
    for line in lines_of(raw):
        # Few rows are split twice.
        if any(mark in line.text for mark in marks):
            named = defaultdict(str, zip(shape.columns, map(str.strip, line.text.split("\t")), strict=False))
            if (named["FORM_TYPE"], named["LINE_ITEM"]) in summary.OLD:
                found.add((named["FILING_ID"], named["AMEND_ID"]))
    return frozenset(found)


def _ties(raw: RawFile, shape: TableShape) -> ties.Ties:
    """Schedules D and E tied filing by filing."""
    filings: dict[tuple[str, str], dict[int, dict[str, str]]] = defaultdict(dict)
    for line in lines_of(raw):
        fields = line.text.split("\t")
        if line.blank or line.number == 1 or _fault(line, len(fields), len(shape.columns)):
            continue
        named = {name: value for name, value in zip(shape.columns, fields, strict=True) if name in ties.NEEDED}
        filings[named["FILING_ID"], named["AMEND_ID"]][line.number] = named
    whole = ties.Ties()
    for rows in filings.values():
        one = ties.tie(rows)
        whole.about.update(one.about)
        whole.same.update(one.same)
        whole.unclear.update(one.unclear)
    return whole

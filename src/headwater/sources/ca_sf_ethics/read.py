"""Reads the pages of San Francisco's Ethics Commission: committees, contests, measures, contributors."""

from collections.abc import Callable, Iterator

from headwater.base.dates import parse_date
from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError
from headwater.sources._reading.front_matter import Page, read_page
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Record
from headwater.sources.ca_sf_ethics import committees, contests, filings
from headwater.sources.ca_sf_ethics.sheet import Entry, Sheet

Rows = Callable[[Entry], Iterator[Record]]

_COMMITTEE = """
    layout filer_nid filer_id filer_name jurisdiction committee_type election dates breadcrumbs totals contributors
    expenditures filings factoids position candidate_name ies F497P2 ie_candidates ie_measures pubfi third_party
    ballot_measure_name ballot_measure_letter
"""
FIELDS = {
    layout: frozenset(fields.split())
    for layout, fields in {
        "committee": _COMMITTEE,
        "candidate_committee": _COMMITTEE,
        "major_donor": _COMMITTEE,
        "slate_mailer": _COMMITTEE,
        "contest_candidate": "layout election candidate title breadcrumbs candidates ie_candidates contributors",
        "contest_bmc": "layout election candidate title breadcrumbs committees multi_committees contributors",
        "contributors": "layout election breadcrumbs title contributors",
        "election": "layout title permalink election breadcrumbs candidate_pf candidate_ie measures contributors",
        "static": "layout title permalink",
    }.items()
}
"""The kinds of page there are, and the fields that each may have."""


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one page; each entry of each list on it is a row.

    Raises:
        InputError: if it is no page with front matter, or of an unknown kind, or has an unknown field.
    """
    page = read_page(raw)
    layout = _layout(raw, page)
    if layout == "static":
        yield Counted(1)
        yield Ignored(1, "a page without records")
        return
    sheet = _sheet(raw, page)
    rows = sheet.rows()
    yield Counted(max(len(rows), 1))
    if not rows:
        yield Ignored(1, "a page without entries")
    readers, shared = _readers(sheet, layout)
    yield from shared
    for entry in rows:
        reader = readers.get(entry.list_name)
        if reader is None:
            yield Ignored(entry.row, "a list that holds no money")
            continue
        try:
            # A row is all its records or a rejection, never a part of it.
            yield from list(reader(entry))
        except FieldError as error:
            yield sheet.rejected(entry, error)


def _layout(raw: RawFile, page: Page) -> str:
    layout = page.fields.get("layout")
    if not isinstance(layout, str) or layout not in FIELDS:
        raise InputError(raw.name, f"a page of unknown kind {str(layout)[:30]!r}", line=2, field="layout")
    for name in page.fields:
        if name not in FIELDS[layout]:
            raise InputError(raw.name, "unknown field", line=page.lines[(name,)], field=name[:60])
    return layout


def _sheet(raw: RawFile, page: Page) -> Sheet:
    try:
        return Sheet(raw, page, parse_date(str(page.fields.get("election", ""))))
    except ValueError as error:
        raise InputError(raw.name, str(error), line=page.lines.get(("election",), 2), field="election") from None


def _readers(sheet: Sheet, layout: str) -> tuple[dict[str, Rows], list[Record]]:
    """The reader of each list of a page of this kind, and the records that all rows share.

    Lists without a reader are left out by name: ``docs/sources.md`` says why for each.
    """
    if layout == "contest_candidate":
        return {
            "candidates": lambda entry: contests.candidate_records(sheet, entry),
            "ie_candidates": lambda entry: contests.spender_records(sheet, entry),
        }, []
    if layout == "contest_bmc":
        lists = ("committees", "multi_committees")
        return dict.fromkeys(lists, lambda entry: contests.measure_records(sheet, entry)), []
    if layout not in ("committee", "candidate_committee", "major_donor", "slate_mailer"):
        return {}, []
    return _committee_readers(sheet, layout)


def _committee_readers(sheet: Sheet, layout: str) -> tuple[dict[str, Rows], list[Record]]:
    try:
        whose = committees.committee_of(sheet)
    except FieldError as error:
        raise InputError(sheet.raw.name, error.reason, field=error.field) from error
    readers: dict[str, Rows] = {
        "totals": lambda entry: committees.total_records(whose, entry),
        "filings": lambda entry: filings.filing_records(whose.party, entry),
    }
    if layout in ("committee", "candidate_committee"):
        readers |= {
            "contributors": lambda entry: committees.contributor_records(whose, entry),
            "factoids": lambda entry: committees.factoid_records(whose, entry),
            "expenditures": lambda entry: committees.category_records(whose, entry),
            "ies": lambda entry: committees.outlay_records(whose, entry),
            "ie_candidates": lambda entry: committees.noticed_records(whose, entry),
            "ie_measures": lambda entry: committees.noticed_records(whose, entry),
        }
    return readers, [whose.party]

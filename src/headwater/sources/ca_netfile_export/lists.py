"""Open Disclosure's lists: the contributions to one committee as JSON, and the committee's page."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from headwater.base.errors import InputError
from headwater.base.ids import stable_id
from headwater.sources._cal.fields import committee_number
from headwater.sources._cal.text import unreadable
from headwater.sources._reading.fields import FieldError, Take, zip5
from headwater.sources._reading.front_matter import read_page
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Counted, Ignored, Kept, Particulars, Record, blank_line, party
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.totals import StatedTotal
from headwater.sources.ca_netfile_export.filings import NAME

_WHOLE = {"iec", "total_contributions", "contributions"}
_BY_ELECTION = "contributions_by_election"
_KINDS = {
    "": "unknown",
    "Individual": "person",
    "Committee": "committee",
    "Small Contribution Committee": "committee",
    "Political Party": "committee",
    "Other (includes Businesses)": "organisation",
}
_MOST_CENTS = 10**15
_NOT_SAID = "contribution received; the list does not say on which schedule, in money or in kind"
_PAGE = "list of contributions"


class _DoubledError(ValueError):
    """A key that occurs twice in one object."""


def read_contributions(raw: RawFile) -> Iterator[Record]:
    """The contributions to one committee and their stated sum, which is the row after the last.

    Raises:
        InputError: if the file is not one object with such a list.
    """
    whole = _object(raw)
    items, stated = whole["contributions"], whole["total_contributions"]
    yield Counted(len(items) + 1)
    filers, alike = set[str](), Counter[str]()
    for row, item in enumerate(items, start=1):
        if fault := unreadable(item):
            yield Rejected(NAME, raw.sha256, raw.name, row, "", fault, "")
            continue
        take = Take({name: "" if value is None else value for name, value in item.items()})
        try:
            yield from _contribution(raw, row, take, alike)
            filers.add(take.text("Filer_ID"))
        except FieldError as error:
            yield Rejected(NAME, raw.sha256, raw.name, row, error.field, error.reason, take.shown)
    last = len(items) + 1
    if not items:
        # A list without entries does not say whose it is.
        yield Ignored(last, "a total of a list without entries")
        return
    try:
        yield from _total(raw, last, filers, Take({"total_contributions": stated}))
    except FieldError as error:
        yield Rejected(NAME, raw.sha256, raw.name, last, error.field, error.reason, "")


def read_committee(raw: RawFile) -> Iterator[Record]:
    """The page of a committee: its name and number."""
    page = read_page(raw)
    yield Counted(1)
    take = Take(page.fields)
    try:
        number, name = take.text("filer_id"), take.text("name")
        take.ignore("candidate_controlled_id", "data_warning", "title")
        take.done()
    except FieldError as error:
        raise InputError(raw.name, error.reason, field=error.field or None) from error
    if not name:
        yield Ignored(1, "a page without a committee's name")
        return
    yield Kept(1)
    yield party(name, "committee", committee_number(number))


def _contribution(raw: RawFile, row: int, take: Take, alike: Counter[str]) -> list[Record]:
    """One contribution: the list numbers none, and is published anew, so that it is known by what it says.

    Args:
        raw: the file.
        row: its number in the list.
        take: its fields.
        alike: how many before it said the same; it is counted up.
    """
    filer = _committee(take.filled("Filer_ID"))
    kind = take.choice("Entity_Cd", _KINDS)
    name = f"{take.text('Tran_NamF')} {take.filled('Tran_NamL')}"
    identity = committee_number(take.text("Cmte_ID"))
    seen = Particulars("", zip5(take.text("Tran_Zip4")), take.text("Tran_Emp"), take.text("Tran_Occ"))
    giver = party(name, kind, identity, seen)
    cents = take.cents("Tran_Amt1")
    if abs(cents) > _MOST_CENTS:
        raise FieldError("Tran_Amt1", "the amount is too large to be one of a filing")
    day = take.day("Tran_Date")
    known = stable_id("", filer.party_id, giver.party_id, day.isoformat(), str(cents))
    alike[known] += 1
    line = replace(
        blank_line(raw, NAME, row, day, (NAME, f"{known}-{alike[known]}")),
        filer_party_id=filer.party_id,
        cents=cents,
        kind="unclassified",
        side="payee",
        payer_party_id=giver.party_id,
        payee_party_id=filer.party_id,
        description=_NOT_SAID,
    )
    take.ignore("date", "title", "election_name")
    take.done()
    return [filer, giver, line]


def _total(raw: RawFile, row: int, filers: set[str], take: Take) -> list[Record]:
    if len(filers) != 1:
        raise FieldError("Filer_ID", f"{len(filers)} committees in a list of one")
    filer = _committee(filers.pop())
    total = StatedTotal(
        source=NAME,
        file_sha256=raw.sha256,
        file_name=raw.name,
        row=row,
        party_id=filer.party_id,
        measure="receipts",
        page=_PAGE,
        election_date=None,
        period_from=None,
        period_thru=None,
        cents=take.cents("total_contributions"),
        filing_id="",
        itemizes=True,
        url="",
    )
    return [filer, total]


def _committee(number: str) -> Any:
    return party(f"Committee {number}", "committee", committee_number(number))


def _object(raw: RawFile) -> dict[str, Any]:
    text = raw.text()
    try:
        whole = json.loads(text, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise InputError(raw.name, f"not JSON: {error.msg} (column {error.colno})", line=error.lineno) from None
    except RecursionError:
        raise InputError(raw.name, "objects are nested too deep") from None
    except _DoubledError as error:
        raise InputError(raw.name, str(error)) from None
    except ValueError:
        raise InputError(raw.name, "a number that is none, or is too long") from None
    if not isinstance(whole, dict) or not _WHOLE <= set(whole) <= {*_WHOLE, _BY_ELECTION}:
        raise InputError(raw.name, "not an object with contributions and their total")
    items = whole["contributions"]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(raw.name, "not a list of objects", field="contributions")
    return whole


def _refused(name: str) -> NoReturn:
    raise ValueError(name)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DoubledError("a key occurs twice in one object")
    return found

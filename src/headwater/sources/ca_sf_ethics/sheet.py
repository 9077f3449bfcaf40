"""One page as a sheet of rows: each entry of each list on it is a row, known by its line in the file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from headwater.base.dates import parse_date
from headwater.base.errors import InputError
from headwater.sources._reading.fields import FieldError, Take
from headwater.sources._reading.front_matter import Page
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Identity, party
from headwater.sources._tables.parties import Party
from headwater.sources._tables.rejected import Rejected
from headwater.sources._tables.totals import StatedTotal

NAME = "ca_sf_ethics"
DIVISION = "ocd-division/country:us/state:ca/county:san_francisco"
_FPPC = re.compile(r"\d{6,7}")
_FEC = re.compile(r"C\d{8}")
# Navigation and the days of filings; not records.
_NO_ROWS = ("breadcrumbs", "dates")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: which list, the line where it stands, and what it says."""

    list_name: str
    row: int
    value: Any

    def take(self, *names: str) -> Take:
        """The entry's fields: its own names, or the names given where it is a bare list of values."""
        if isinstance(self.value, dict):
            return Take(self.value)
        if not isinstance(self.value, list) or len(self.value) != len(names):
            raise FieldError(self.list_name, f"is no entry of {len(names)} values")
        return Take(dict(zip(names, self.value, strict=True)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an election: its scalar fields and its rows."""

    raw: RawFile
    page: Page
    election_date: date

    def text(self, field: str) -> str:
        """A scalar field of the page; empty if it is missing."""
        value = self.page.fields.get(field, "")
        return value.strip() if isinstance(value, str) else ""

    def entries(self, list_name: str) -> list[Entry]:
        """The entries of one list; none where the page leaves it empty."""
        values = self.page.fields.get(list_name, "")
        if not isinstance(values, list):
            return []
        return [Entry(list_name, self.page.lines[list_name, at], value) for at, value in enumerate(values)]

    def rows(self) -> list[Entry]:
        """Every entry of every list.

        Raises:
            InputError: if two entries stand in one line, so that a row could not be told by its line.
        """
        found = [entry for name in self.page.fields if name not in _NO_ROWS for entry in self.entries(name)]
        lines = [entry.row for entry in found]
        if len(set(lines)) != len(lines):
            double = next(line for line in lines if lines.count(line) > 1)
            raise InputError(self.raw.name, "two entries in one line", line=double)
        return found

    def rejected(self, entry: Entry, error: FieldError) -> Rejected:
        """An entry that could not be read."""
        shown = json.dumps(entry.value, ensure_ascii=False)
        field = error.field or entry.list_name
        return Rejected(NAME, self.raw.sha256, self.raw.name, entry.row, field, error.reason, shown)

    def total(self, entry: Entry, whose: Party, stated: tuple[str, str, int]) -> StatedTotal:
        """A total that the page states: its measure, the page in words, and cents."""
        measure, page, cents = stated
        return StatedTotal(
            source=NAME,
            file_sha256=self.raw.sha256,
            file_name=self.raw.name,
            row=entry.row,
            party_id=whose.party_id,
            measure=measure,
            page=page,
            election_date=self.election_date,
            period_from=None,
            period_thru=None,
            cents=cents,
            filing_id="",
            itemizes=False,
            url="",
        )


def committee(name: str, filer_id: str, filer_nid: str) -> Party:
    """A committee by its state number; where the page gives none (``unknown``), by the commission's own number."""
    if _FPPC.fullmatch(filer_id):
        return party(name, "committee", Identity("fppc", filer_id))
    return party(name, "committee", Identity("sfethics", filer_nid) if filer_nid else Identity())


def identity(text: str) -> Identity:
    """The number of a committee that gave: of the state, of the FEC, or none for ``PENDING`` and typing errors."""
    if _FPPC.fullmatch(text):
        return Identity("fppc", text)
    return Identity("fec", text) if _FEC.fullmatch(text) else Identity()


def day_or_none(text: str) -> date | None:
    """A day, or nothing for an empty text and for ``TBD``."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def filled_cents(take: Take, field: str) -> int | None:
    """An amount, or nothing where the page leaves it empty."""
    if not take.text(field):
        return None
    return take.cents(field)


def nested(value: Any, list_name: str, row: int) -> Iterator[Entry]:
    """The entries of a list inside an entry; they stand in the row of the entry that holds them."""
    if not isinstance(value, list):
        raise FieldError(list_name, "is no list")
    return (Entry(list_name, row, one) for one in value)

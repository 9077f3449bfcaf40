"""Reads the Federal Election Commission's bulk files; which one it is follows from the lines, never from the name."""

from collections.abc import Callable, Iterator

from headwater.base.errors import InputError
from headwater.sources._reading.bulk import usual_fields
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources.fec_bulk import layouts, registers, spending_csv
from headwater.sources.fec_bulk.itemized import read_itemized

_ITEMS = {len(columns): columns for columns in (layouts.ITEMIZED, layouts.CANDIDATE_ITEMIZED, layouts.OPERATING)}
_REGISTERS: dict[int, Callable[[RawFile], Iterator[Record]]] = {
    len(layouts.LINKS): registers.read_links,
    len(layouts.COMMITTEE_TOTALS): registers.read_committee_totals,
    len(layouts.CANDIDATE_TOTALS): registers.read_candidate_totals,
}


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one bulk file.

    Raises:
        InputError: if the file is empty or its lines have the fields of no bulk file.
    """
    fields, first = usual_fields(raw)
    if not fields:
        raise InputError(raw.name, "the file is empty")
    if fields == 1 and first.lower().startswith(spending_csv.FIRST_COLUMN):
        return spending_csv.read_spending(raw)
    if fields in _ITEMS:
        return read_itemized(raw, _ITEMS[fields])
    if fields == len(layouts.COMMITTEES):
        return registers.read_committees(raw) if first.startswith("C") else registers.read_candidates(raw)
    if fields not in _REGISTERS:
        raise InputError(raw.name, f"most lines have {fields} fields, as in none of the Commission's bulk files")
    return _REGISTERS[fields](raw)

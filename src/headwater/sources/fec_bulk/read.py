"""Reads the Federal Election Commission's bulk files, whichever of them it is."""

from collections.abc import Callable, Iterator

from headwater.base.errors import InputError
from headwater.sources._reading.bulk import head_lines
from headwater.sources._reading.raw import RawFile
from headwater.sources._reading.records import Record
from headwater.sources.fec_bulk import registers, spending_csv, summary_csv
from headwater.sources.fec_bulk.itemized import read_itemized
from headwater.sources.fec_bulk.kinds import kind_of

_REGISTERS: dict[str, Callable[[RawFile], Iterator[Record]]] = {
    "cm": registers.read_committees,
    "cn": registers.read_candidates,
    "ccl": registers.read_links,
    "webk": registers.read_committee_totals,
    "weball or webl": registers.read_candidate_totals,
}


def read(raw: RawFile) -> Iterator[Record]:
    """The records of one bulk file.

    Raises:
        InputError: if the file is empty, its lines have the fields of no bulk file, or those of two.
    """
    lines = head_lines(raw)
    if not lines:
        raise InputError(raw.name, "the file is empty")
    if lines[0].lower().startswith(spending_csv.FIRST_COLUMN.encode()):
        return spending_csv.read_spending(raw)
    head = lines[0].decode("latin-1").replace('"', "")
    if head.lower().startswith(summary_csv.FIRST_COLUMN):
        return summary_csv.read_summary(raw, head)
    kind = kind_of(raw, lines)
    return _REGISTERS[kind.name](raw) if kind.name in _REGISTERS else read_itemized(raw, kind.columns)

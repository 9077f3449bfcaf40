"""Records gathered into tables of many rows, so that memory does not grow with each record of a large file."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from headwater.base.table import Table
from headwater.sources._reading.records import Batch, Ignored, IgnoredRows, Kept, KeptRows, Record
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED, Rejected

Single = Party | Line | Filing | Rejected | Ignored | Kept
_TABLES: dict[type, Table] = {Party: PARTIES, Line: LINES, Filing: FILINGS, Rejected: REJECTED}
_SIZE = 1 << 15


def in_batches(records: Iterable[Single]) -> Iterator[Record]:
    """The same records, each table's some thousands at a time; a party or a filing comes once in a batch."""
    held: dict[type, list[Single]] = {}
    seen: set[str] = set()
    count = 0
    for record in records:
        once = record.party_id if isinstance(record, Party) else ""
        once = record.filing_id if isinstance(record, Filing) else once
        if once in seen:
            continue
        if once:
            seen.add(once)
        held.setdefault(type(record), []).append(record)
        count += 1
        if count >= _SIZE:
            yield from _given(held)
            held.clear()
            seen.clear()
            count = 0
    yield from _given(held)


def _given(held: dict[type, list[Single]]) -> Iterator[Record]:
    for kind, records in held.items():
        if kind in _TABLES:
            yield Batch(_TABLES[kind], _TABLES[kind].of_rows(records))
        else:
            rows = pa.array([record.row for record in records if isinstance(record, Kept | Ignored)], pa.int64())
            yield KeptRows(rows) if kind is Kept else IgnoredRows(rows)

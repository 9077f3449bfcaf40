"""Rows without a day of their own: lines where the cover of their filing, in whatever file, tells its days."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import ibis
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.parts import STRETCH, write_sorted
from headwater.base.stage import Computed
from headwater.sources._reading.kept import Reading
from headwater.sources._reading.merging import FileLines, Lines
from headwater.sources._reading.records import Record
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED
from headwater.sources._tables.waiting import WAITING_LINES, WAITING_PARTIES, WaitingLine, WaitingParty

OPEN = (date.min, date.max)
"""The days of a payment of which no day is known."""
_ROLES = ("filer", "payer", "payee", "about", "earmarked_for", "conduit")


def as_waiting(records: Iterable[Record]) -> list[Record]:
    """The lines and parties of a row that was read as if its filing covered all days (``OPEN``)."""
    found: list[Record] = []
    for record in records:
        if isinstance(record, Line):
            found.append(WaitingLine(**asdict(replace(record, period_from=None, period_thru=None))))
        elif isinstance(record, Party):
            found.append(WaitingParty(**asdict(record)))
    return found


class Dated:
    """The waiting lines of a case whose filings are known with their days."""

    def __init__(self, connection: Backend, readings: Sequence[Reading], filings: ibis.Table) -> None:
        """Joins them.

        Args:
            connection: where it is computed.
            readings: all files.
            filings: the filings of the case, each once.
        """
        self._connection = connection
        self._parties = _paths(readings, WAITING_PARTIES.name)
        known = filings.filter(_.period_from.notnull() & _.period_thru.notnull())
        known = known.select("filing_id", covers_from="period_from", covers_thru="period_thru")
        waiting = connection.read_parquet(_paths(readings, WAITING_LINES.name)).inner_join(known, "filing_id")
        first, last = (ibis.date(day.isoformat()) for day in OPEN)
        dated = waiting.mutate(
            date_from=ibis.ifelse(waiting.date_from == first, waiting.covers_from, waiting.date_from),
            date_to=ibis.ifelse(waiting.date_to == last, waiting.covers_thru, waiting.date_to),
        )
        # Held, because it is asked again and again: by file, by row and by party.
        name = "dated_lines"
        connection.create_table(name, dated.select(*LINES.names), temp=True, overwrite=True)
        self.lines = connection.table(name)

    @property
    def rows(self) -> Counter[str]:
        """How many rows of each file have lines."""
        return _counted(self.lines)

    def rows_of(self, rejected: Computed) -> Counter[str]:
        """How many rejected rows of each file have become lines; of a summary page a row is kept for its total."""
        return _counted(self.lines.semi_join(_expression(rejected), list(REJECTED.key)))

    def parts(self, place: Callable[[], Path]) -> list[FileLines]:
        """Their lines, file by file, written to files of their own."""
        found = []
        for sha256 in sorted(self.rows):
            rows = self.lines.filter(_.file_sha256 == sha256).order_by(*LINES.key)
            batches = self._connection.raw_sql(str(ibis.to_sql(rows, dialect="duckdb"))).to_arrow_reader(STRETCH)
            part = write_sorted(place(), LINES, batches)
            found.append(FileLines(sha256, Lines(part.path, 0, part.rows)))
        return found

    def with_parties(self, parties: Computed) -> ibis.Table:
        """All parties of a case, with those that these lines name."""
        named = [self.lines.select(party_id=f"{role}_party_id") for role in _ROLES]
        own = self._connection.read_parquet(self._parties).select(*PARTIES.names)
        return ibis.union(_expression(parties), own.semi_join(ibis.union(*named), "party_id"), distinct=True)

    def still_rejected(self, rejected: Computed) -> ibis.Table:
        """The rejected rows of a case without those that are lines now."""
        return _expression(rejected).anti_join(self.lines, list(REJECTED.key))


def _counted(lines: ibis.Table) -> Counter[str]:
    counted = lines.group_by("file_sha256").aggregate(rows=_.row.nunique()).to_pyarrow().to_pylist()
    return Counter({one["file_sha256"]: one["rows"] for one in counted})


def dated(connection: Backend, readings: Sequence[Reading], filings: Computed) -> Dated | None:
    """The waiting lines whose filings are known; nothing if no file has any, or no filing is known."""
    waits = isinstance(filings, ibis.Table) and bool(_paths(readings, WAITING_LINES.name))
    return Dated(connection, readings, filings) if waits else None


def _expression(found: Computed) -> ibis.Table:
    return found if isinstance(found, ibis.Table) else ibis.memtable(found)


def _paths(readings: Sequence[Reading], name: str) -> list[Path]:
    return list(dict.fromkeys(one.parts[name].path for one in readings if name in one.parts))

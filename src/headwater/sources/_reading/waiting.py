"""Rows that leave days or topics to their filing's cover, or their side to a mirror: with what it says, in any file."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from headwater.base.parts import STRETCH, write_sorted
from headwater.base.stage import Computed
from headwater.base.table import Table
from headwater.sources._reading.kept import Reading
from headwater.sources._reading.merging import FileLines, Lines
from headwater.sources._reading.records import Record
from headwater.sources._tables.filings import FILINGS, Filing
from headwater.sources._tables.lines import LINES, Line
from headwater.sources._tables.parties import PARTIES, Party
from headwater.sources._tables.rejected import REJECTED
from headwater.sources._tables.waiting import (
    NOTICED_SIDES,
    WAITING_FILINGS,
    WAITING_LINES,
    WAITING_PARTIES,
    WAITING_TOPICS,
    WaitingFiling,
    WaitingLine,
    WaitingParty,
)

OPEN = (date.min, date.max)
"""The days of a payment of which no day is known."""
_TOPICAL = ("465", "496")
"""Forms whose cover names the one candidate or measure that all their expenditures are about."""
INDEPENDENT = "independent_expenditure"
_DAYS_APART = 7
"""Both sides of a late contribution tell of it within so many days."""
_ROLES = ("filer", "payer", "payee", "about", "earmarked_for", "conduit")


def as_waiting(records: Iterable[Record]) -> list[Record]:
    """The lines and parties of a row that does not say all of itself; days that it leaves to the cover are ``OPEN``."""
    found: list[Record] = []
    for record in records:
        if isinstance(record, Line):
            found.append(WaitingLine(**asdict(replace(record, period_from=None, period_thru=None))))
        elif isinstance(record, Party):
            found.append(WaitingParty(**asdict(record)))
        elif isinstance(record, Filing):
            found.append(WaitingFiling(**asdict(record)))
    return found


def lacks_topic(records: Iterable[Record]) -> bool:
    """Whether one is an independent expenditure of which the cover may say for or against whom it was."""
    return any(
        isinstance(one, Line) and one.form in _TOPICAL and one.kind == INDEPENDENT and not one.about_party_id
        for one in records
    )


class Dated:
    """The waiting lines of a case that have days, or whose filings are known with their days."""

    def __init__(self, connection: Backend, readings: Sequence[Reading], filings: ibis.Table) -> None:
        """Joins them.

        Args:
            connection: where it is computed.
            readings: all files.
            filings: the filings of the case, each once.
        """
        self._connection = connection
        self._parties, self._filings = (_paths(readings, one.name) for one in (WAITING_PARTIES, WAITING_FILINGS))
        known = filings.filter(_.period_from.notnull() & _.period_thru.notnull())
        known = known.select("filing_id", covers_from="period_from", covers_thru="period_thru")
        waiting = connection.read_parquet(_paths(readings, WAITING_LINES.name))
        for told in (known, self._topics(readings)):
            waiting = waiting.left_join(told, "filing_id").drop("filing_id_right")
        mirrored = mirrored_sides(_united(connection, readings, NOTICED_SIDES)).mutate(is_mirrored=True)
        waiting = waiting.left_join(mirrored, ["line_id", "side"])
        first, last = (ibis.date(day.isoformat()) for day in OPEN)
        is_spent = (waiting.kind == INDEPENDENT) & waiting.form.isin(_TOPICAL)
        # Of such a row all is there but its topic; another row is whole with its filing's days alone.
        is_dated = is_spent & (waiting.date_from != first)
        is_told = is_spent & (waiting.about_party_id == "") & waiting.topic.notnull()
        is_sided = waiting.is_mirrored.fill_null(False)
        dated = waiting.filter(waiting.covers_from.notnull() | is_dated | is_sided).mutate(
            date_from=ibis.ifelse(waiting.date_from == first, waiting.covers_from, waiting.date_from),
            date_to=ibis.ifelse(waiting.date_to == last, waiting.covers_thru, waiting.date_to),
            about_party_id=ibis.ifelse(is_told, waiting.topic, waiting.about_party_id),
            stance=ibis.ifelse(is_told, waiting.topic_stance, waiting.stance),
        )
        # Held, because it is asked again and again: by file, by row and by party.
        name = "dated_lines"
        connection.create_table(name, dated.select(*LINES.names), temp=True, overwrite=True)
        self.lines = connection.table(name)

    def _topics(self, readings: Sequence[Reading]) -> ibis.Table:
        """What covers say of all expenditures of their filings, each filing once."""
        told = _united(self._connection, readings, WAITING_TOPICS)
        by_filing = ibis.window(group_by="filing_id", order_by=["about_party_id", "stance"])
        ranked = told.mutate(place=ibis.row_number().over(by_filing)).filter(_.place == 0)
        return ranked.select("filing_id", topic="about_party_id", topic_stance="stance")

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

    @property
    def has_filings(self) -> bool:
        """Whether filings wait with their lines."""
        return bool(self._filings)

    def with_filings(self, filings: Computed) -> ibis.Table:
        """All filings of a case, with those of these lines, which may be among them already."""
        own = self._connection.read_parquet(self._filings).select(*FILINGS.names).semi_join(self.lines, "filing_id")
        return ibis.union(_expression(filings).select(*FILINGS.names), own)

    def still_rejected(self, rejected: Computed) -> ibis.Table:
        """The rejected rows of a case without those that are lines now."""
        return _expression(rejected).anti_join(self.lines, list(REJECTED.key))


def _counted(lines: ibis.Table) -> Counter[str]:
    counted = lines.group_by("file_sha256").aggregate(rows=_.row.nunique()).to_pyarrow().to_pylist()
    return Counter({one["file_sha256"]: one["rows"] for one in counted})


def dated(connection: Backend, readings: Sequence[Reading], filings: Computed) -> Dated | None:
    """The waiting lines that need wait no longer; nothing if no file has any."""
    return Dated(connection, readings, _expression(filings)) if _paths(readings, WAITING_LINES.name) else None


def with_days(totals: ibis.Table, filings: Computed) -> ibis.Table:
    """Stated totals: those that a filing states of itself and whose file tells no days have the days that it covers."""
    # A total before an election is no total of the days that its filing covers.
    is_open = totals.period_from.isnull() & totals.period_thru.isnull() & totals.election_date.isnull()
    if not totals.filter(is_open & (totals.filing_id != "")).count().to_pyarrow().as_py():
        return totals
    known = (
        _expression(filings).filter(_.period_from.notnull() & _.period_thru.notnull()).group_by(of_filing="filing_id")
    )
    days = known.aggregate(covers_from=_.period_from.min(), covers_thru=_.period_thru.max())
    found = totals.mutate(is_open=is_open).left_join(days, [("filing_id", "of_filing")])
    return found.mutate(
        period_from=ibis.ifelse(found.is_open, found.covers_from, found.period_from),
        period_thru=ibis.ifelse(found.is_open, found.covers_thru, found.period_thru),
    ).select(*totals.columns)


def mirrored_sides(noticed: ibis.Table) -> ibis.Table:
    """Lines of form 497 that do not tell whether they were received or made, with the side that their mirrors tell.

    Where the other committee reports the same amount with the filer within days and that row's side is known, this row
    is the other side.

    Args:
        noticed: which side rows of all files tell themselves.
    """
    told = noticed.filter(_.side != "").select("filer", "other", "cents", "day", "side").distinct().view()
    pairs = noticed.filter(_.side == "").inner_join(
        told, [("filer", "other"), ("other", "filer"), "cents"], lname="", rname="their_{name}"
    )
    near = pairs.filter(_.day.delta(_.their_day, unit="day").abs() <= _DAYS_APART)
    sides = near.group_by("line_id").aggregate(sides=_.their_side.nunique(), theirs=_.their_side.min())
    other = ibis.ifelse(_.theirs == "payee", "payer", "payee")
    return sides.filter(_.sides == 1).select("line_id", side=other)


def _united(connection: Backend, readings: Sequence[Reading], table: Table) -> ibis.Table:
    paths = _paths(readings, table.name)
    return connection.read_parquet(paths) if paths else _expression(table.schema.empty_table())


def _expression(found: Computed) -> ibis.Table:
    if isinstance(found, pa.Table):
        # As files have it: a column may be null.
        found = found.cast(pa.schema([field.with_nullable(True) for field in found.schema]))
    return found if isinstance(found, ibis.Table) else ibis.memtable(found)


def _paths(readings: Sequence[Reading], name: str) -> list[Path]:
    return list(dict.fromkeys(one.parts[name].path for one in readings if name in one.parts))

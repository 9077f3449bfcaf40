"""The rules one after the other: which lines do not count, why, and whose payment they are evidence of.

Every rule is a step compiled once for an engine (`steps`); what it finds is held in a table of the connection before
the next begins.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import reduce
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends import BaseBackend

from headwater.base.parts import STRETCH
from headwater.ledger import steps
from headwater.ledger.agencies import NAMESAKES
from headwater.ledger.book import OF_FEW_VALUES
from headwater.ledger.compiled import Compiled, place_of
from headwater.ledger.evidence import Found
from headwater.ledger.holding import Holding
from headwater.ledger.recurring import ALIKE, numbers_that_recur
from headwater.ledger.suspects import OFTEN
from headwater.ledger.why_not import RULES

_AT_ONCE = 1 << 24
"""So many lines' numbers are sorted at once: 128 MB."""


def all_judged(connection: BaseBackend) -> Found:
    """Which lines count, of all lines that an engine holds in the tables of ``steps.READS``."""
    desk = Desk(connection)
    desk.prepare()
    desk.judge()
    return desk.found()


class Desk:
    """What one run holds in its connection."""

    def __init__(self, connection: BaseBackend, home: Path | None = None) -> None:
        """Begins a run.

        Args:
            connection: an engine that holds the tables of ``steps.READS``.
            home: the case's own folder: with one the rules are kept as SQL, see `place_of`.
        """
        self._connection, self._found = connection, 0
        schemas = [connection.table(name).schema() for name in steps.READS]
        place = place_of(home, connection.name, schemas) if home else None
        self._judging = Compiled(connection.name, lambda: steps.judging(*schemas), place)
        lines = connection.table(steps.READS[0]).count().to_pyarrow().as_py()
        self._slices = 1 + lines // _AT_ONCE
        self._holding, self._base, self._ended = Holding(connection, lines), steps.FRAMED, list[str]()

    def prepare(self) -> None:
        """Holds the lines that some rule may touch."""
        self._keep_order(is_kept=False)
        for name in (steps.NUMBERED, NAMESAKES):
            self._hold(name, name)
        counted = self._judging.counted
        for name in counted:
            self._count(name + OFTEN)
            self._hold(name, name)
        for name in (steps.SUPERSEDED, *(name for name in self._judging.wanted if name not in counted)):
            self._hold(name, name)
        self._holding.table(steps.MARKED, *self._parts(self._sql(steps.WANTED), "mark"))
        self._holding.numbered(steps.FRAMED, self._slices_of_frame(), "place")
        self._hold(steps.COVERED, steps.COVERED)
        self._hold(steps.PLACES, steps.PLACES)

    def _slices_of_frame(self) -> Iterator[str]:
        """The wanted lines' frame, slice by slice: to look for all of them at once takes memory for all."""
        sql = self._holding.listed(self._sql(steps.FRAMED), steps.READS[0], OF_FEW_VALUES)
        for part in self._parts(f"SELECT * FROM {steps.MARKED}", "mark"):
            self._holding.view(steps.WANTED, part)
            yield sql

    def _parts(self, sql: str, number: str) -> Iterator[str]:
        """A query in parts that each give about as many rows, by a column of hashes."""
        for part in range(self._slices):
            yield f"SELECT * FROM ({sql}) WHERE {number} % {self._slices} = {part}" if self._slices > 1 else sql

    def judge(self) -> None:
        """Runs all rules on all lines, once."""
        self._run_all(steps.FRAMED)

    def take_turns(self, turns: pa.RecordBatchReader) -> None:
        """Holds when each line is judged.

        Args:
            turns: the ``place`` of each line, and its ``turn``; each turn is whole groups.
        """
        self._holding.rows(steps.TURNS, turns)

    def judge_in_turns(self, count: int) -> None:
        """Runs all rules on the lines of so many turns, from 0: what looks at few lines takes the memory of few."""
        for turn in range(count):
            self._holding.view(steps.TOUCHED, f"SELECT place FROM {steps.TURNS} WHERE turn = {turn}")
            self._hold(steps.EVERY, steps.EVERY)
            self._run_all(steps.EVERY)

    def _run_all(self, base: str) -> None:
        self._base, self._found = base, 0
        self._holding.view(steps.BASE, f"SELECT * FROM {self._base}")
        self._holding.view(steps.STANDING, self._sql(steps.STANDING))
        self._hold(f"{steps.FOUND}_0", steps.FOUND)
        self._gather()
        self._holding.view(steps.TAKEN, self._sql(steps.TAKEN))
        (can,) = self.read(steps.NEEDS).to_pylist()
        for number, rule in enumerate(RULES):
            while can.get(f"of_{number}", True) and self._run(steps.rule_step(number)) and rule.repeats:
                pass
        self._hold(steps.LED, steps.LED)
        self._follow("start", 0)
        turn = 0
        while self._is_led():
            turn += 1
            self._follow("follow", turn)
        self._ended.append(f"{steps.ENDED}_{len(self._ended)}")
        self._hold(self._ended[-1], steps.ENDED)

    def found(self, also: ibis.Table | None = None) -> Found:
        """What was found; all else is let go of.

        Args:
            also: what was found before, of other lines, as `ended` gives it.
        """
        first, *others = [*map(self._connection.table, self._ended), *([] if also is None else [also])]
        whole = reduce(ibis.union, (table.select(*first.columns) for table in others), first)
        every = str(ibis.to_sql(whole, dialect=self._connection.name))
        uncounted = self._kept(steps.UNCOUNTED, every, "place")
        # Beside the payments' own joins there is no memory for this one.
        self._hold(steps.TOPICS, steps.TOPICS)
        made = Found(uncounted, self._kept(steps.EVIDENCE, every, "payment"))
        self._connection.drop_view(steps.TOLD)
        self._keep_order(is_kept=True)
        self._judging.keep()
        self._holding.close()
        return made

    def beside(self) -> AbstractContextManager[None]:
        """While little is asked of the engine: the memory that it does not need is left to others."""
        return self._holding.beside()

    def count(self, table: str) -> int:
        """How many rows a table has that is held."""
        return int(self._connection.table(table).count().to_pyarrow().as_py())

    def read(self, step: str) -> pa.Table:
        """The rows of a step, in memory."""
        return self._connection.raw_sql(self._sql(step)).to_arrow_table()

    def stretches(self, step: str) -> Iterator[pa.RecordBatch]:
        """The rows of a step, some thousands at a time."""
        yield from self._connection.raw_sql(self._sql(step)).to_arrow_reader(STRETCH)

    def parts(self, step: str) -> Iterator[Iterator[pa.RecordBatch]]:
        """The rows of a step with a ``mark`` in parts, those of one mark in the same; each part as `stretches`."""
        for part in self._parts(self._sql(step), "mark"):
            yield self._connection.raw_sql(part).to_arrow_reader(STRETCH)

    def _kept(self, step: str, told: str, number: str) -> ibis.Table:
        """The rows of a step in a table that stays, computed in parts of what was found, by one of its columns."""

        def parts() -> Iterator[str]:
            for part in self._parts(told, number):
                self._holding.view(steps.TOLD, part)
                yield self._sql(step)

        self._holding.kept(step, parts())
        return self._connection.table(step)

    def _count(self, step: str) -> None:
        """Holds the numbers of a step that recur in it, looked at slice by slice."""
        told = self._parts(self._sql(step), ALIKE)
        read = (self._connection.raw_sql(sql).to_arrow_table().column(0) for sql in told)
        found = pa.concat_tables([numbers_that_recur(numbers) for numbers in read])
        self._connection.create_table(step, found, temp=True, overwrite=True)

    def _keep_order(self, *, is_kept: bool) -> None:
        # No rule depends on the order of rows, and keeping it costs memory.
        if self._connection.name == "duckdb":
            self._connection.raw_sql(f"SET preserve_insertion_order = {is_kept}")

    def _sql(self, step: str) -> str:
        return self._judging.sql(step)

    def _hold(self, name: str, step: str) -> None:
        """Computes a step into a table."""
        self._holding.table(name, self._sql(step))

    def _run(self, step: str) -> bool:
        """Runs a rule on what stands; whether it found anything."""
        name = f"{steps.FOUND}_{self._found + 1}"
        self._hold(name, step)
        if self._is_empty(name):
            return False
        self._found += 1
        self._gather()
        self._holding.remove(steps.BASE, self._base, name)
        return True

    def _follow(self, step: str, turn: int) -> None:
        """Goes one step from what gives way to what it gives way to."""
        self._hold(f"{steps.ENDS}_{turn}", step)
        self._holding.view(steps.ENDS, f"SELECT * FROM {steps.ENDS}_{turn}")

    def _is_led(self) -> bool:
        """Whether a line still gives way to one that gives way."""
        self._holding.view("judging_left", self._sql("left"))
        return not self._is_empty("judging_left")

    def _gather(self) -> None:
        self._holding.view(
            steps.GONE, " UNION ALL ".join(f"SELECT * FROM {steps.FOUND}_{n}" for n in range(self._found + 1))
        )

    def _is_empty(self, name: str) -> bool:
        return not self._connection.table(name).limit(1).count().to_pyarrow().as_py()

"""The rules one after the other: which lines do not count, why, and whose payment they are evidence of.

Every rule is an Ibis expression over tables with fixed names, compiled once for an engine; what it finds is held in a
table of the connection before the next begins, so that no expression grows with the number of rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends import BaseBackend

from headwater.base.parts import STRETCH
from headwater.ledger.again import amended
from headwater.ledger.agencies import namesakes
from headwater.ledger.book import OF_FEW_VALUES, Book, Filed, covered, followed, framed
from headwater.ledger.chains import superseded
from headwater.ledger.compiled import Compiled, place_of
from headwater.ledger.evidence import DAYS, Found, ended, evidence, told
from headwater.ledger.giving_way import COLUMNS
from headwater.ledger.groups import marked
from headwater.ledger.holding import Holding
from headwater.ledger.numbers import NUMBER, no_line, numbered
from headwater.ledger.recurring import ALIKE, numbers_that_recur
from headwater.ledger.suspects import AGAIN, OFTEN, Wanted, said_again, suspects, wanted
from headwater.ledger.uncounted import KEY
from headwater.ledger.why_not import RULES, noticed

_SUPERSEDED, _COVERED, _TOUCHED = "judging_superseded", "judging_covered", "judging_touched"
_GONE, _STANDING, _TAKEN, _LED, _FOUND = (f"judging_{name}" for name in ("gone", "standing", "taken", "led", "found"))
_FRAMED, _EVERY, _WANTED, PLACES = "judging_framed", "judging_every", "judging_wanted", "judging_places"
_NUMBERED, _NEEDS, _BASE, _MARKED = "judging_numbered", "needs", "judging_base", "judging_marked"
_NAMESAKES = "judging_namesakes"
_ENDS, _ENDED, _TOLD = "judging_ends", "judging_ended", "judging_told"
_UNCOUNTED, _EVIDENCE = "judging_uncounted", "judging_evidence"

_AT_ONCE = 1 << 24
"""So many lines' numbers are sorted at once: 128 MB."""
READS = ("source_lines", "source_filings", "source_totals", "source_parties", "party_keys")


@cache
def judging(*schemas: ibis.Schema) -> "Judging":
    """The rules over tables of these schemas, in the order of ``READS``."""
    # Whether a column may be null differs between a file and a table in memory, and matters to no rule.
    named = zip(READS, (_nullable(schema) for schema in schemas), strict=True)
    return Judging(Filed(*(ibis.table(schema, name=name) for name, schema in named)))


class Judging:
    """The expressions of all rules over the tables of one set of schemas."""

    def __init__(self, filed: Filed) -> None:
        self.steps: dict[str, ibis.Table] = {}
        self.wanted: list[str] = []
        self.counted: list[str] = []
        self._compiled: dict[tuple[str, str], str] = {}
        filed = replace(filed, keys=self._step(_NUMBERED, numbered(filed.keys, filed.parties)))
        alike = self._step(_NAMESAKES, namesakes(filed))
        again = self._found(AGAIN, said_again(filed))
        replaced = self._step(_SUPERSEDED, superseded(filed, again))
        marks = [self._found(name, found) for name, found in wanted(filed, replaced, again, alike).items()]
        self.wanted = [mark.get_name() for mark in marks]
        marked_once = self._step(_WANTED, ibis.union(*marks).distinct())
        seen = framed(suspects(filed.lines, marked_once), filed)
        self.steps[_FRAMED] = seen
        held = ibis.table({**seen.schema(), "place": "int64"}, name=_FRAMED)
        every = followed(held)
        covering = self._step(_COVERED, covered(every, filed))
        book = Book(replaced, covering, every.limit(0), alike)
        # Beside the lines: those that are found are taken from them.
        places = self._step(PLACES, every.select("place", *KEY, *DAYS))
        for name, marks in marked(every, [rule(every, book) for rule in (amended, noticed)], alike).items():
            self.steps[name] = marks
        touched = ibis.table({"place": "int64"}, name=_TOUCHED)
        self.steps[_EVERY] = held.semi_join(touched, "place")
        standing = self._step(_STANDING, followed(ibis.table(held.schema(), name=_BASE)))
        self.steps[_NEEDS] = standing.aggregate(**{f"of_{n}": need(standing) for n, need in _needs()})
        empty = ibis.literal("")
        nothing = standing.limit(0).mutate(why_not=empty, same_as=no_line(), doubt=empty, family=empty)
        gone = self._step(_FOUND, nothing.select(*COLUMNS, "family"), _GONE)
        partners = gone.select("family", other_line="same_as", by_source="record_source")
        taken = self._step(_TAKEN, partners)
        for number, rule in enumerate(RULES):
            own = taken.filter(_.family == rule.family).drop("family")
            given = rule.give_way(standing, Book(replaced, covering, own, alike))
            self.steps[_rule(number)] = given.select(*COLUMNS, family=ibis.literal(rule.family))
        ends = self._leading(gone)
        found = self._step(_ENDED, ended(gone, ends), _TOLD)
        self.steps[_UNCOUNTED] = told(found, places)
        self.steps[_EVIDENCE] = evidence(found, places)

    def _leading(self, gone: ibis.Table) -> ibis.Table:
        """Where those lines lead that give way to a line which gives way, step by step; the last as a table."""
        moved = gone.filter(_.same_as != _.line_id)
        aims = gone.select(aim="same_as").view()
        onward = moved.semi_join(aims, moved.line_id == aims.aim)
        led = self._step(_LED, onward.group_by(from_line="line_id").aggregate(to_line=_.same_as.max()))
        self.steps["start"] = gone.semi_join(led, gone.same_as == led.from_line).select("place", end="same_as")
        ends = ibis.table({"place": "int64", "end": NUMBER}, name=_ENDS)
        step = ends.left_join(led, ends.end == led.from_line)
        self.steps["follow"] = step.select("place", end=ibis.coalesce(step.to_line, step.end))
        self.steps["left"] = ends.semi_join(led, ends.end == led.from_line)
        return ends

    def _found(self, name: str, wanted: Wanted) -> ibis.Table:
        """Lines that some rule may touch, or their marks, and for some of them numbers to be counted first."""
        if wanted.numbers is not None:
            self.steps[name + OFTEN] = wanted.numbers
            self.counted.append(name)
        return self._step(name, wanted.found)

    def _step(self, name: str, expression: ibis.Table, seen_as: str = "") -> ibis.Table:
        self.steps[name] = expression
        return ibis.table(expression.schema(), name=seen_as or name)

    def sql(self, step: str, engine: str) -> str:
        """One step as SQL of an engine, compiled once."""
        if (step, engine) not in self._compiled:
            self._compiled[step, engine] = str(ibis.to_sql(self.steps[step], dialect=engine))
        return self._compiled[step, engine]


def all_judged(connection: BaseBackend) -> Found:
    """Which lines count, of all lines that an engine holds in the tables of ``READS``."""
    desk = Desk(connection)
    desk.prepare()
    desk.judge()
    return desk.found()


class Desk:
    """What one run holds in its connection."""

    def __init__(self, connection: BaseBackend, home: Path | None = None) -> None:
        """Begins a run.

        Args:
            connection: an engine that holds the tables of ``READS``.
            home: the case's own folder: with one the rules are kept as SQL, see `place_of`.
        """
        self._connection, self._found = connection, 0
        schemas = [connection.table(name).schema() for name in READS]
        place = place_of(home, connection.name, schemas) if home else None
        self._judging = Compiled(connection.name, lambda: judging(*schemas), place)
        lines = connection.table(READS[0]).count().to_pyarrow().as_py()
        self._slices = 1 + lines // _AT_ONCE
        self._holding, self._base = Holding(connection, lines), _FRAMED

    def prepare(self) -> None:
        """Holds the lines that some rule may touch."""
        self._keep_order(is_kept=False)
        for name in (_NUMBERED, _NAMESAKES):
            self._hold(name, name)
        counted = self._judging.counted
        for name in counted:
            self._count(name + OFTEN)
            self._hold(name, name)
        for name in (_SUPERSEDED, *(name for name in self._judging.wanted if name not in counted)):
            self._hold(name, name)
        self._hold(_MARKED, _WANTED)
        self._holding.numbered(_FRAMED, self._slices_of_frame(), "place")
        self._hold(_COVERED, _COVERED)
        self._hold(PLACES, PLACES)

    def _slices_of_frame(self) -> Iterator[str]:
        """The wanted lines' frame, slice by slice: to look for all of them at once takes memory for all."""
        sql = self._holding.listed(self._sql(_FRAMED), READS[0], OF_FEW_VALUES)
        for part in self._parts(f"SELECT * FROM {_MARKED}", "mark"):
            self._holding.view(_WANTED, part)
            yield sql

    def _parts(self, sql: str, number: str) -> Iterator[str]:
        """A query in parts that each give about as many rows, by a column of hashes."""
        for part in range(self._slices):
            yield f"SELECT * FROM ({sql}) WHERE {number} % {self._slices} = {part}" if self._slices > 1 else sql

    def judge(self, touched: pa.Table | None = None) -> None:
        """Runs all rules, once.

        Args:
            touched: the ``place`` of each line to be judged, which must be whole groups; all without it.
        """
        if touched is not None:
            self._connection.create_table(_TOUCHED, touched, temp=True, overwrite=True)
            self._hold(_EVERY, _EVERY)
            self._base = _EVERY
        self._holding.view(_BASE, f"SELECT * FROM {self._base}")
        self._holding.view(_STANDING, self._sql(_STANDING))
        self._hold(f"{_FOUND}_0", _FOUND)
        self._gather()
        self._holding.view(_TAKEN, self._sql(_TAKEN))
        (can,) = self.read(_NEEDS).to_pylist()
        for number, rule in enumerate(RULES):
            while can.get(f"of_{number}", True) and self._run(_rule(number)) and rule.repeats:
                pass
        self._hold(_LED, _LED)
        self._follow("start", 0)
        turn = 0
        while self._is_led():
            turn += 1
            self._follow("follow", turn)

    def found(self, also: ibis.Table | None = None) -> Found:
        """What was found; all else is let go of.

        Args:
            also: what was found before, of other lines, as `ended` gives it.
        """
        self._hold(_ENDED, _ENDED)
        gone = self._connection.table(_ENDED)
        whole = gone if also is None else ibis.union(gone, also.select(*gone.columns))
        self._connection.create_view(_TOLD, whole, overwrite=True)
        made = Found(*(self._kept(step) for step in (_UNCOUNTED, _EVIDENCE)))
        self._connection.drop_view(_TOLD)
        self._keep_order(is_kept=True)
        self._judging.keep()
        self._holding.close()
        return made

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

    def _kept(self, step: str) -> ibis.Table:
        """The rows of a step, in a table that stays."""
        self._holding.view(f"{step}_now", self._sql(step))
        rows = self._connection.table(f"{step}_now")
        return self._connection.create_table(step, rows, temp=True, overwrite=True)

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
        name = f"{_FOUND}_{self._found + 1}"
        self._hold(name, step)
        if self._is_empty(name):
            return False
        self._found += 1
        self._gather()
        self._holding.remove(_BASE, self._base, name)
        return True

    def _follow(self, step: str, turn: int) -> None:
        """Goes one step from what gives way to what it gives way to."""
        self._hold(f"{_ENDS}_{turn}", step)
        self._holding.view(_ENDS, f"SELECT * FROM {_ENDS}_{turn}")

    def _is_led(self) -> bool:
        """Whether a line still gives way to one that gives way."""
        self._holding.view("judging_left", self._sql("left"))
        return not self._is_empty("judging_left")

    def _gather(self) -> None:
        self._holding.view(_GONE, " UNION ALL ".join(f"SELECT * FROM {_FOUND}_{n}" for n in range(self._found + 1)))

    def _is_empty(self, name: str) -> bool:
        return not self._connection.table(name).limit(1).count().to_pyarrow().as_py()


def _nullable(schema: ibis.Schema) -> ibis.Schema:
    return ibis.schema({name: kind.copy(nullable=True) for name, kind in schema.items()})


def _needs() -> Iterator[tuple[int, Callable[[ibis.Table], ibis.Value]]]:
    return ((number, rule.needs) for number, rule in enumerate(RULES) if rule.needs is not None)


def _rule(number: int) -> str:
    return f"rule {number}"
